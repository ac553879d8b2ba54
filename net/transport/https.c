/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A curl multi driven by the loop: curl says which descriptors and which timer it wants, the loop calls back, and
 * curl_multi_socket_action() does the work.
 *
 * The trap is re-entrance: curl refuses to be called from its own callbacks. So curl's callbacks only collect into the
 * call; chunks and answers are given out by deliver(), when curl is not on the stack. That is also why https_start()
 * can drive curl on the spot (kick()) until an SOS is in the kernel: whatever else becomes ready meanwhile waits for
 * the next turn of the loop.
 *
 * HTTP/1.1 on purpose: one call has one connection, and a call that fails or times out takes its connection with it. A
 * half-open connection, which neither keep-alive nor MAXAGE notices in time, can so never swallow the next try.
 */
#include "net/transport/https.h"

#include <arpa/inet.h>
#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/api/api_answer.h"
#include "net/api/hotline_clock.h"
#include "net/transport/resolver.h"
#include "net/transport/tls_dates.h"
#include "net/transport/tls_identity.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

enum {
    ANSWER_MAX = 256 * 1024,
    HEADERS_MAX = 32 * 1024,
    RETRY_AFTER_MOST_S = 3600,
    SPARES_MAX = 2, /* easy handles kept ready: setting one up costs as much as the rest of https_start() */
    CONNECTIONS_MAX = 4,
    CONNECT_MS = 10000,
    WARM_S = 330, /* the longest heartbeat and a little: a connection idle for less is used again */
    ROUTES_MAX = 4,
    KICKS_MAX = 4,
    BUFFER_SIZE = 16 * 1024,
};

struct call {
    struct call *next;
    struct https *https;
    uint64_t number;
    CURL *easy;
    int identity_number; /* of EASY */
    struct curl_slist *headers, *connect_to;
    struct loop_timer *name_timer;                                 /* while the name server is waited for */
    char host[RESOLVER_HOST_SIZE], address[RESOLVER_ADDRESS_SIZE]; /* ADDRESS "" = not by the resolver */
    int port;
    struct tls_dates dates; /* of the connection that it made */
    bool another;           /* address than the tries before */
    bool proved;
    bool answering, over, reached, too_large;
    CURLcode result;
    int64_t sent_us;
    char *bytes; /* of the answer: all of it, or for a stream what CHUNK has not seen yet */
    size_t length, most, header_bytes;
    https_chunk_fn *chunk;
    const char *chunk_media;
    https_done_fn *done;
    void *data;
    char error[160]; /* ours, when it was not curl that ended the call */
    char curl_error[CURL_ERROR_SIZE];
};

/* Where a host proved to be last, for this pool: its connection there may be warm. */
struct route {
    char host[RESOLVER_HOST_SIZE], address[RESOLVER_ADDRESS_SIZE];
};

struct https {
    struct loop *loop;
    struct https_dating dating;
    struct resolver *resolver; /* NULL: libcurl looks names up */
    struct route routes[ROUTES_MAX];
    CURLM *multi;
    struct loop_timer *timer;  /* curl's */
    struct loop_timer *behind; /* gives out what became ready during a kick */
    struct call *calls;
    uint64_t newest;
    CURL *spares[SPARES_MAX];
    int spare_count;
    struct tls_identity identity; /* without a device header: none could be used yet */
    int identity_number;          /* counts up with each other one */
    char last_good[256];          /* the url that last got a 2xx */
};

/* Debian's libcurl brings GnuTLS along for protocols that are refused here, and GnuTLS starts itself when it is loaded:
 * 0.2 MiB of heap and 0.6 MiB of its pages, for nothing. It asks for this function first, and a 1 lets it sleep. */
int _gnutls_global_init_skip(void);
int _gnutls_global_init_skip(void) {
    return 1;
}

const char *https_version(void) {
    return curl_version();
}

/* --- what is known of a call */

static int status_of(const struct call *call) {
    long status = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

static bool is_2xx(const struct call *call) {
    return status_of(call) / 100 == 2;
}

static const char *media_of(const struct call *call) {
    char *type = NULL;
    curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
    return type ? type : "";
}

static bool is_stream(const struct call *call) {
    return status_of(call) == 200 && api_answer_is(media_of(call), call->chunk_media);
}

/* --- what curl calls: they only collect */

static size_t on_header(char *line, size_t size, size_t count, void *data) {
    struct call *call = data;
    (void)line;
    call->answering = true;
    call->header_bytes += size * count;
    if (call->header_bytes <= HEADERS_MAX)
        return size * count;
    snprintf(call->error, sizeof call->error, "the answer's headers are larger than %d bytes", HEADERS_MAX);
    return 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data) {
    struct call *call = data;
    size_t more = size * count;
    call->answering = true;
    if (call->chunk && !is_stream(call) && is_2xx(call)) {
        snprintf(call->error, sizeof call->error, "expected %s, got %d \"%.64s\"", call->chunk_media, status_of(call),
                 media_of(call));
        return 0;
    }
    if (more > call->most - call->length) {
        snprintf(call->error, sizeof call->error, "the answer is larger than %zu bytes", call->most);
        call->too_large = true;
        return 0;
    }
    call->bytes = memory_resize(call->bytes, call->length + more + 1);
    memcpy(call->bytes + call->length, bytes, more);
    call->length += more;
    call->bytes[call->length] = 0;
    return more;
}

/* Called right after the bytes were written: the one way to learn when the last of them left. */
static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t length, void *data) {
    struct call *call = data;
    (void)easy;
    (void)bytes;
    (void)length;
    if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT) {
        call->sent_us = loop_now_us();
        call->reached = true;
    }
    return 0;
}

static void on_curl_timer_due(void *data);
static void on_fd(void *data, int fd, unsigned events);

static int on_curl_timer(CURLM *multi, long delay_ms, void *data) {
    struct https *https = data;
    (void)multi;
    if (delay_ms < 0)
        loop_timer_stop(https->timer);
    else
        loop_timer_start(https->timer, delay_ms, 0);
    return 0;
}

static int on_curl_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *watcher) {
    struct https *https = data;
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        loop_fd_destroy(watcher);
        curl_multi_assign(https->multi, fd, NULL);
        return 0;
    }
    unsigned events = (what & CURL_POLL_IN ? LOOP_READABLE : 0u) | (what & CURL_POLL_OUT ? LOOP_WRITABLE : 0u);
    if (watcher) {
        loop_fd_listen(watcher, events);
        return 0;
    }
    watcher = loop_fd_create(https->loop, fd, events, on_fd, https);
    if (!watcher)
        return -1;
    curl_multi_assign(https->multi, fd, watcher);
    return 0;
}

/* --- easy handles: what never changes is set once */

static void judge_dates(struct call *call) {
    const struct https_dating *dating = &call->https->dating;
    int64_t now_s = time(NULL), floor_s = hotline_clock_released_s();
    if (dating->judge)
        dating->judge(dating->data, &now_s, &floor_s);
    call->dates = tls_dates_by(now_s, floor_s, dating->lenient);
}

/* At the moment of a new connection: the time may have been told since the call began. */
static CURLcode on_ssl_ctx(CURL *easy, void *ctx, void *data) {
    struct call *call = data;
    (void)easy;
    judge_dates(call);
    tls_identity_verify_peer(ctx, &call->dates);
    return CURLE_OK;
}

static struct curl_blob blob_of(const struct tls_pem *pem) {
    return (struct curl_blob){.data = pem->bytes, .len = pem->length, .flags = CURL_BLOB_COPY};
}

static CURL *easy_create(const struct https *https) {
    struct curl_blob ca = blob_of(&https->identity.ca), cert = blob_of(&https->identity.cert),
                     key = blob_of(&https->identity.key);
    CURL *easy = curl_easy_init();
    if (!easy)
        return NULL;
    bool ok = true;
#define SET(option, value) ok = curl_easy_setopt(easy, option, value) == CURLE_OK && ok
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L); /* else the end of a call waits in the loop for a resolver that hangs */
    SET(CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    SET(CURLOPT_PROTOCOLS_STR, "https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_CIPHER_LIST, "ECDHE+AESGCM:ECDHE+CHACHA20"); /* of TLS 1.2 (RFC 9325); those of 1.3 are all good */
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_CAINFO, NULL);
    SET(CURLOPT_CAPATH, NULL);
    SET(CURLOPT_CAINFO_BLOB, &ca);
    SET(CURLOPT_SSLCERT_BLOB, &cert);
    SET(CURLOPT_SSLKEY_BLOB, &key);
    SET(CURLOPT_KEYPASSWD, "");
    SET(CURLOPT_SSL_CTX_FUNCTION, on_ssl_ctx);
    if (https->identity.pins)
        SET(CURLOPT_PINNEDPUBLICKEY, https->identity.pins);
    SET(CURLOPT_TCP_NODELAY, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_TCP_KEEPIDLE, 30L);
    SET(CURLOPT_TCP_KEEPINTVL, 10L);
    SET(CURLOPT_MAXAGE_CONN, (long)WARM_S);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    SET(CURLOPT_BUFFERSIZE, (long)BUFFER_SIZE);
    SET(CURLOPT_UPLOAD_BUFFERSIZE, (long)BUFFER_SIZE);
    SET(CURLOPT_USERAGENT, "stb-app/" STB_VERSION);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_DEBUGFUNCTION, on_debug);
    SET(CURLOPT_VERBOSE, 1L);
#undef SET
    if (ok)
        return easy;
    log_error("net", "this libcurl lacks an option that is needed: %s", curl_version());
    curl_easy_cleanup(easy);
    return NULL;
}

static CURL *easy_take(struct https *https) {
    return https->spare_count > 0 ? https->spares[--https->spare_count] : easy_create(https);
}

/* IDENTITY: the number of the one that it was made with; of an earlier one it is of no use. */
static void easy_give_back(struct https *https, CURL *easy, int identity) {
    if (!easy)
        return;
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL); /* it pointed into the call */
    if (identity == https->identity_number && https->spare_count < SPARES_MAX)
        https->spares[https->spare_count++] = easy;
    else
        curl_easy_cleanup(easy);
}

/* --- calls */

static struct call **place_of(const struct https *https, uint64_t number) {
    struct call **place = (struct call **)&https->calls;
    while (*place && (*place)->number != number)
        place = &(*place)->next;
    return place;
}

static void call_free(struct call *call) {
    loop_timer_destroy(call->name_timer);
    curl_slist_free_all(call->headers);
    if (call->easy) {
        curl_multi_remove_handle(call->https->multi, call->easy);
        curl_easy_setopt(call->easy, CURLOPT_CONNECT_TO, NULL);
        curl_slist_free_all(call->connect_to);
        easy_give_back(call->https, call->easy, call->identity_number);
    }
    free(call->bytes);
    free(call);
}

static bool has_chunk(const struct call *call) {
    return call->chunk && call->length > 0 && is_stream(call);
}

static void end_call(struct call *call, const char *error) {
    if (!call->error[0])
        snprintf(call->error, sizeof call->error, "%s", error);
    curl_multi_remove_handle(call->https->multi, call->easy);
    call->result = CURLE_ABORTED_BY_CALLBACK;
    call->over = true;
}

static void end_unnamed(struct call *call, const char *error) {
    snprintf(call->error, sizeof call->error, "%.100s: %.50s", call->host, error);
    end_call(call, "");
    call->result = CURLE_COULDNT_RESOLVE_HOST;
}

static bool fault_is_here(const struct call *call) {
    long os_errno = 0;
    curl_easy_getinfo(call->easy, CURLINFO_OS_ERRNO, &os_errno);
    if (call->result == CURLE_COULDNT_RESOLVE_HOST)
        return true;
    return call->result == CURLE_COULDNT_CONNECT &&
           (os_errno == ENETUNREACH || os_errno == EHOSTUNREACH || os_errno == ENETDOWN || os_errno == EADDRNOTAVAIL);
}

static const char *etag_of(const struct call *call) {
    struct curl_header *etag = NULL;
    return curl_easy_header(call->easy, "ETag", 0, CURLH_HEADER, -1, &etag) == CURLHE_OK ? etag->value : "";
}

/* Curl ends it itself when the length was told. */
static bool is_too_large(const struct call *call) {
    return is_2xx(call) && (call->too_large || call->result == CURLE_FILESIZE_EXCEEDED);
}

static int retry_after_of(const struct call *call) {
    curl_off_t seconds = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &seconds);
    return seconds > RETRY_AFTER_MOST_S ? RETRY_AFTER_MOST_S : (int)seconds;
}

static void answer_fill(const struct call *call, struct https_answer *answer) {
    *answer = (struct https_answer){.number = call->number,
                                    .body = "",
                                    .content_type = "",
                                    .etag = "",
                                    .retry_after_s = retry_after_of(call),
                                    .reached = call->reached,
                                    .sent_us = call->sent_us};
    if (call->result != CURLE_OK) {
        const char *error = call->error[0]        ? call->error
                            : call->curl_error[0] ? call->curl_error
                                                  : curl_easy_strerror(call->result);
        if (!tls_identity_blame(error, answer->error, sizeof answer->error))
            snprintf(answer->error, sizeof answer->error, "%.*s", (int)sizeof answer->error - 1, error);
        answer->unreachable_here = fault_is_here(call);
        answer->too_large = is_too_large(call);
        answer->etag = answer->too_large ? etag_of(call) : "";
        return;
    }
    answer->status = status_of(call);
    if (call->bytes)
        answer->body = call->bytes;
    answer->length = call->length;
    answer->content_type = media_of(call);
    answer->etag = etag_of(call);
}

static void remember_good(struct https *https, const struct call *call) {
    char *url = NULL;
    curl_easy_getinfo(call->easy, CURLINFO_EFFECTIVE_URL, &url);
    if (url)
        snprintf(https->last_good, sizeof https->last_good, "%s", url);
}

int https_prefer(const struct https *https, const char *const *endpoints) {
    for (int i = 0; https && endpoints[i]; i++) {
        size_t length = strlen(endpoints[i]);
        if (!strncmp(https->last_good, endpoints[i], length) && https->last_good[length] == '/')
            return i;
    }
    return 0;
}

/* --- names */

static struct route *route_of(struct https *https, const char *host) {
    for (int i = 0; i < ROUTES_MAX; i++)
        if (https->routes[i].host[0] && strcmp(https->routes[i].host, host) == 0)
            return &https->routes[i];
    return NULL;
}

static void tell_dates(const struct https *https, const struct call *call) {
    const struct tls_dates *dates = &call->dates;
    if (dates->seen && https->dating.on_peer)
        https->dating.on_peer(https->dating.data, dates->ends_s, dates->forgiven ? dates->reason : NULL);
}

/* The certificate was right and something answered: this is the hotline, and this address its own. */
static void note_proof(struct https *https, struct call *call) {
    struct route *route = route_of(https, call->host);
    if (call->proved)
        return;
    call->proved = true;
    tell_dates(https, call);
    if (!call->address[0])
        return;
    for (int i = 0; i < ROUTES_MAX && !route; i++)
        route = https->routes[i].host[0] ? NULL : &https->routes[i];
    if (route) {
        memcpy(route->host, call->host, sizeof route->host);
        memcpy(route->address, call->address, sizeof route->address);
    }
    resolver_proved(https->resolver, call->host, call->address);
}

static void note_failure(struct https *https, const struct call *call) {
    struct route *route = call->address[0] ? route_of(https, call->host) : NULL;
    if (route && strcmp(route->address, call->address) == 0)
        route->address[0] = 0;
    if (call->address[0])
        resolver_failed(https->resolver, call->host, call->address);
}

bool https_name(const char *url, char *name, size_t size, int *port) {
    const char *host = url + strlen("https://"), *end = host + strcspn(host, ":/?#");
    struct in_addr number;
    if (port)
        *port = *end == ':' ? atoi(end + 1) : 443;
    if (*host == '[' || end == host || (size_t)(end - host) >= size)
        return false;
    snprintf(name, size, "%.*s", (int)(end - host), host);
    return inet_pton(AF_INET, name, &number) != 1;
}

static bool pick_address(struct https *https, struct call *call) {
    const struct route *route = call->another ? NULL : route_of(https, call->host);
    if (route && route->address[0]) {
        memcpy(call->address, route->address, sizeof call->address);
        return true;
    }
    return resolver_pick(https->resolver, call->host, call->another, call->address);
}

/* --- giving out */

static void give_chunk(struct https *https, struct call *call) {
    uint64_t number = call->number;
    char *bytes = call->bytes;
    size_t length = call->length;
    call->bytes = NULL;
    call->length = 0;
    remember_good(https, call);
    note_proof(https, call);
    bool more = call->chunk(call->data, bytes, length);
    free(bytes);
    call = *place_of(https, number);
    if (call && !more && !call->over)
        end_call(call, "the reader ended it");
}

static void give_answer(struct https *https, struct call *call) {
    struct https_answer answer;
    struct call **place = place_of(https, call->number);
    assert(*place == call);
    *place = call->next;
    answer_fill(call, &answer);
    if (call->answering)
        note_proof(https, call);
    else
        note_failure(https, call);
    if (answer.status >= 200 && answer.status < 300)
        remember_good(https, call);
    call->done(call->data, &answer);
    assert(https->calls != call && !*place_of(https, call->number)); /* it is in no list any more */
    call_free(call);
}

static struct call *ready_call(const struct https *https, uint64_t newest) {
    for (struct call *call = https->calls; call; call = call->next)
        if (call->number <= newest && (call->over || has_chunk(call)))
            return call;
    return NULL;
}

/* Calls started by the owners meanwhile wait for the next turn: a call that fails at once cannot make this spin. */
static void deliver(struct https *https) {
    uint64_t newest = https->newest;
    for (struct call *call; (call = ready_call(https, newest));) {
        if (has_chunk(call))
            give_chunk(https, call);
        else
            give_answer(https, call);
    }
    if (ready_call(https, UINT64_MAX))
        loop_timer_start(https->behind, 0, 0);
}

static void collect(struct https *https) {
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(https->multi, &left));) {
        CURL *easy = message->easy_handle;
        CURLcode result = message->data.result;
        struct call *call = NULL;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &call);
        curl_multi_remove_handle(https->multi, easy);
        call->result = result;
        call->over = true;
    }
}

static void act(struct https *https, curl_socket_t fd, int what) {
    int running = 0;
    CURLMcode code = curl_multi_socket_action(https->multi, fd, what, &running);
    if (code != CURLM_OK && code != CURLM_BAD_SOCKET)
        log_warning("net", "libcurl: %s", curl_multi_strerror(code));
    collect(https);
}

static void on_fd(void *data, int fd, unsigned events) {
    int what = (events & LOOP_READABLE ? CURL_CSELECT_IN : 0) | (events & LOOP_WRITABLE ? CURL_CSELECT_OUT : 0) |
               (events & LOOP_BROKEN ? CURL_CSELECT_ERR : 0);
    act(data, fd, what);
    deliver(data);
}

static void on_curl_timer_due(void *data) {
    act(data, CURL_SOCKET_TIMEOUT, 0);
    deliver(data);
}

static void on_behind(void *data) {
    deliver(data);
}

/* --- starting one */

static bool header_add(struct call *call, const char *name, const char *value, const char *quote) {
    char line[600];
    if (!value)
        return true;
    int length = snprintf(line, sizeof line, "%s: %s%s%s", name, quote, value, quote);
    if (length < 0 || (size_t)length >= sizeof line || strpbrk(value, "\r\n"))
        return false;
    struct curl_slist *grown = curl_slist_append(call->headers, line);
    if (grown)
        call->headers = grown;
    return grown;
}

static const char *content_type(const struct https_call *wanted) {
    const char *type = wanted->content_type ? wanted->content_type : "application/json";
    return wanted->body ? type : NULL;
}

static bool call_headers(const struct https *https, struct call *call, const struct https_call *wanted) {
    call->headers = curl_slist_append(NULL, https->identity.device_header);
    struct curl_slist *no_expect = curl_slist_append(call->headers, "Expect:");
    return call->headers && no_expect && header_add(call, "Accept", wanted->accept ? wanted->accept : "*/*", "") &&
           header_add(call, "Content-Type", content_type(wanted), "") &&
           header_add(call, "Idempotency-Key", wanted->idempotency_key, "\"") &&
           header_add(call, "Last-Event-ID", wanted->last_event_id, "") &&
           header_add(call, "If-None-Match", wanted->if_none_match, "");
}

/* A spare handle was used before, so everything that differs between calls is set each time. */
static bool call_options(struct call *call, const struct https_call *wanted) {
    CURL *easy = call->easy;
    bool ok = true;
#define SET(option, value) ok = curl_easy_setopt(easy, option, value) == CURLE_OK && ok
    if (!strcmp(wanted->method, "POST")) {
        const char *body = wanted->body ? wanted->body : "";
        SET(CURLOPT_POSTFIELDSIZE, (long)(wanted->body_length ? wanted->body_length : strlen(body)));
        SET(CURLOPT_COPYPOSTFIELDS, body);
        SET(CURLOPT_POST, 1L);
    } else {
        SET(CURLOPT_HTTPGET, 1L);
    }
    SET(CURLOPT_CUSTOMREQUEST, strcmp(wanted->method, "DELETE") ? NULL : wanted->method);
    SET(CURLOPT_URL, wanted->url);
    SET(CURLOPT_HTTPHEADER, call->headers);
    SET(CURLOPT_TIMEOUT_MS, (long)wanted->timeout_ms);
    SET(CURLOPT_FRESH_CONNECT, wanted->fresh ? 1L : 0L);
    SET(CURLOPT_SSL_SESSIONID_CACHE, wanted->shown_again ? 0L : 1L);
    SET(CURLOPT_MAXFILESIZE_LARGE, wanted->chunk ? (curl_off_t)0 : (curl_off_t)call->most);
    SET(CURLOPT_ERRORBUFFER, call->curl_error);
    SET(CURLOPT_PRIVATE, call);
    SET(CURLOPT_HEADERDATA, call);
    SET(CURLOPT_WRITEDATA, call);
    SET(CURLOPT_DEBUGDATA, call);
    SET(CURLOPT_SSL_CTX_DATA, call);
#undef SET
    return ok;
}

static bool method_known(const char *method) {
    return !strcmp(method, "GET") || !strcmp(method, "POST") || !strcmp(method, "DELETE");
}

static struct call *call_create(struct https *https, const struct https_call *wanted) {
    assert(!wanted->chunk || wanted->chunk_media);
    struct call *call = memory_new(1, sizeof *call);
    call->https = https;
    call->easy = easy_take(https);
    call->identity_number = https->identity_number;
    call->most = wanted->most ? wanted->most : ANSWER_MAX;
    call->chunk = wanted->chunk;
    call->chunk_media = wanted->chunk_media;
    call->done = wanted->done;
    call->data = wanted->data;
    call->another = wanted->fresh;
    if (call->easy && !strncmp(wanted->url, "https://", 8) && method_known(wanted->method) &&
        call_headers(https, call, wanted) && call_options(call, wanted))
        return call;
    call_free(call);
    return NULL;
}

/* On a warm connection the first action takes the call through all of curl's states up to "waiting for the answer". */
static void kick(struct https *https, struct call *call) {
    for (int i = 0; i < KICKS_MAX && !call->sent_us && !call->over; i++)
        act(https, CURL_SOCKET_TIMEOUT, 0);
    if (ready_call(https, UINT64_MAX))
        loop_timer_start(https->behind, 0, 0);
}

/* Curl connects to the address, and judges the certificate by the name in the url as ever. */
static bool set_address(struct call *call) {
    char where[RESOLVER_HOST_SIZE + RESOLVER_ADDRESS_SIZE + 20];
    const char *brackets = strchr(call->address, ':') ? "[]" : "";
    snprintf(where, sizeof where, "%s:%d:%.1s%s%s:%d", call->host, call->port, brackets, call->address,
             *brackets ? "]" : "", call->port);
    call->connect_to = curl_slist_append(NULL, where);
    return call->connect_to && curl_easy_setopt(call->easy, CURLOPT_CONNECT_TO, call->connect_to) == CURLE_OK;
}

static bool launch(struct https *https, struct call *call) {
    if ((call->address[0] && !set_address(call)) || curl_multi_add_handle(https->multi, call->easy) != CURLM_OK)
        return false;
    kick(https, call);
    return true;
}

static void on_name_overdue(void *data) {
    struct call *call = data;
    end_unnamed(call, "the name server does not answer");
    deliver(call->https);
}

static void wait_for_name(struct https *https, struct call *call, int timeout_ms) {
    call->name_timer = loop_timer_create(https->loop, on_name_overdue, call);
    loop_timer_start(call->name_timer, timeout_ms > 0 && timeout_ms < CONNECT_MS ? timeout_ms : CONNECT_MS, 0);
}

/* Those that waited for HOST go now, or have failed. */
static void on_name(void *data, const char *host, const char *error) {
    struct https *https = data;
    for (struct call *call = https->calls; call; call = call->next) {
        if (!call->name_timer || call->over || strcmp(call->host, host) != 0)
            continue;
        loop_timer_destroy(call->name_timer);
        call->name_timer = NULL;
        if (error)
            end_unnamed(call, error);
        else if (!pick_address(https, call) || !launch(https, call))
            end_call(call, "it cannot start");
    }
    deliver(https);
}

static uint64_t cannot_start(const struct https_call *wanted) {
    log_error("net", "%s %s cannot start", wanted->method, wanted->url);
    return 0;
}

/* What a kick brings is looked for in the list, so the call is there before. */
uint64_t https_start(struct https *https, const struct https_call *wanted) {
    if (!https || !https->identity.device_header)
        return 0;
    struct call *call = call_create(https, wanted);
    if (!call)
        return cannot_start(wanted);
    call->number = ++https->newest;
    call->next = https->calls;
    https->calls = call;
    if (https->resolver && https_name(wanted->url, call->host, sizeof call->host, &call->port) &&
        !pick_address(https, call)) {
        wait_for_name(https, call, wanted->timeout_ms);
    } else if (!launch(https, call)) {
        https_cancel(https, call->number);
        return cannot_start(wanted);
    }
    return call->number;
}

void https_date_by(struct https *https, const struct https_dating *dating) {
    if (https)
        https->dating = *dating;
}

void https_resolve_with(struct https *https, struct resolver *resolver) {
    if (!https)
        return;
    https->resolver = resolver;
    resolver_listen(resolver, on_name, https);
}

void https_cancel(struct https *https, uint64_t number) {
    if (!https)
        return;
    struct call **place = place_of(https, number);
    struct call *call = *place;
    if (!call)
        return;
    *place = call->next;
    call_free(call);
}

bool https_answering(const struct https *https, uint64_t number) {
    const struct call *call = https ? *place_of(https, number) : NULL;
    return call && call->answering;
}

bool https_reached(const struct https *https, uint64_t number) {
    const struct call *call = https ? *place_of(https, number) : NULL;
    return call && call->reached;
}

/* --- the pool */

static bool multi_create(struct https *https) {
    https->multi = curl_multi_init();
    if (!https->multi)
        return false;
    curl_multi_setopt(https->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
    curl_multi_setopt(https->multi, CURLMOPT_SOCKETDATA, https);
    curl_multi_setopt(https->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
    curl_multi_setopt(https->multi, CURLMOPT_TIMERDATA, https);
    curl_multi_setopt(https->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_MAX);
    curl_multi_setopt(https->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return true;
}

static void drop_spares(struct https *https) {
    while (https->spare_count > 0)
        curl_easy_cleanup(https->spares[--https->spare_count]);
}

/* Handles under way keep the identity that they were made with, and curl shares no connection between two identities. */
bool https_use(struct https *https, const struct https_identity *identity, char *error) {
    struct tls_identity fresh;
    if (!tls_identity_take(&fresh, identity, error))
        return false;
    tls_identity_clear(&https->identity);
    https->identity = fresh;
    https->identity_number++;
    drop_spares(https);
    easy_give_back(https, easy_create(https), https->identity_number);
    return true;
}

struct https *https_create(struct loop *loop, const struct https_identity *identity) {
    char error[TLS_IDENTITY_ERROR_SIZE];
    struct https *https = memory_new(1, sizeof *https);
    https->loop = loop;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    https->timer = loop_timer_create(loop, on_curl_timer_due, https);
    https->behind = loop_timer_create(loop, on_behind, https);
    bool ok = https->timer && https->behind && multi_create(https);
    if (!ok)
        log_error("net", "the HTTPS client does not start");
    if (ok && identity && !https_use(https, identity, error)) {
        log_error("net", "%s", error);
        ok = false;
    }
    if (ok)
        return https;
    https_destroy(https);
    return NULL;
}

void https_destroy(struct https *https) {
    if (!https)
        return;
    while (https->calls)
        https_cancel(https, https->calls->number);
    drop_spares(https);
    curl_multi_cleanup(https->multi);
    loop_timer_destroy(https->timer);
    loop_timer_destroy(https->behind);
    tls_identity_clear(&https->identity);
    free(https);
    curl_global_cleanup();
}
