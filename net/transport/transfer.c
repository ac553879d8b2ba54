/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A curl multi driven by the loop: curl says which descriptors and which timer it wants, the loop calls back, and
 * curl_multi_socket_action() does the work.
 *
 * The trap is re-entrance: curl refuses to be called from its own callbacks. So curl's callbacks only collect into the
 * transfer; the pool's owner looks at its transfers when curl is not on the stack (on_ready). That is also why
 * transfer_start() can drive curl on the spot until an SOS is in the kernel: whatever else becomes ready meanwhile
 * waits for the owner.
 *
 * HTTP/1.1 on purpose: one transfer has one connection, and one that fails or times out takes its connection with it. A
 * half-open connection, which neither keep-alive nor MAXAGE notices in time, so never swallows the next try.
 */
#include "net/transport/transfer.h"

#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "net/api/api_answer.h"
#include "net/transport/request_headers.h"
#include "net/transport/tls_dates.h"
#include "net/transport/tls_identity.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

enum {
    ANSWER_MAX = 256 * 1024,
    HEADERS_MAX = 32 * 1024,
    RETRY_AFTER_MAX_S = 3600,
    SPARES_MAX = 2, /* easy handles kept ready: setting one up costs as much as the rest of transfer_start() */
    CONNECTIONS_MAX = 4,
    WARM_S = 330, /* the longest heartbeat and a little: a connection idle for less is used again */
    KICKS_MAX = 4,
    BUFFER_SIZE = 16 * 1024,
};

struct transfer {
    struct transfer_pool *pool;
    CURL *easy;
    int identity_number; /* the identity that EASY was made with */
    struct curl_slist *headers, *connect_to;
    struct tls_dates dates; /* of the connection that this transfer made */
    int fd;                 /* the socket that curl waits at for it, -1 = none */
    int64_t started_ms;
    bool answering, over, reached, too_large;
    CURLcode result;
    int64_t sent_us;
    char *bytes; /* the answer so far; of a stream, what was not taken yet */
    size_t length, bytes_max, header_bytes;
    const char *chunk_media; /* NULL = the answer is no stream */
    char error[160];         /* our reason, when not curl ended the transfer */
    char curl_error[CURL_ERROR_SIZE];
};

struct transfer_pool {
    struct transfer_pool_setup setup;
    CURLM *multi;
    struct loop_timer *timer; /* curl's */
    CURL *spares[SPARES_MAX];
    int spare_count;
    struct tls_identity identity; /* without a device header: none could be used yet */
    int identity_number;          /* counts up with each new identity */
};

/* Debian's libcurl brings GnuTLS along for protocols that are refused here, and GnuTLS starts itself when it is loaded:
 * 0.2 MiB of heap and 0.6 MiB of its pages, for nothing. It asks for this function first, and a 1 lets it sleep. */
int _gnutls_global_init_skip(void);
int _gnutls_global_init_skip(void) {
    return 1;
}

/* --- what is known of a transfer */

static int status_of(const struct transfer *transfer) {
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

static bool is_2xx(const struct transfer *transfer) {
    return status_of(transfer) / 100 == 2;
}

static const char *media_of(const struct transfer *transfer) {
    char *type = NULL;
    curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
    return type ? type : "";
}

static bool is_stream(const struct transfer *transfer) {
    return transfer->chunk_media && status_of(transfer) == 200 &&
           api_answer_is(media_of(transfer), transfer->chunk_media);
}

/* --- what curl calls: they only collect */

static size_t on_header(char *line, size_t size, size_t count, void *data) {
    struct transfer *transfer = data;
    (void)line;
    transfer->answering = true;
    transfer->header_bytes += size * count;
    if (transfer->header_bytes <= HEADERS_MAX)
        return size * count;
    snprintf(transfer->error, sizeof transfer->error, "the answer's headers are larger than %d bytes", HEADERS_MAX);
    return 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data) {
    struct transfer *transfer = data;
    size_t more = size * count;
    transfer->answering = true;
    if (transfer->chunk_media && !is_stream(transfer) && is_2xx(transfer)) {
        snprintf(transfer->error, sizeof transfer->error, "expected %s, got %d \"%.64s\"", transfer->chunk_media,
                 status_of(transfer), media_of(transfer));
        return 0;
    }
    if (more > transfer->bytes_max - transfer->length) {
        snprintf(transfer->error, sizeof transfer->error, "the answer is larger than %zu bytes", transfer->bytes_max);
        transfer->too_large = true;
        return 0;
    }
    transfer->bytes = memory_resize(transfer->bytes, transfer->length + more + 1);
    memcpy(transfer->bytes + transfer->length, bytes, more);
    transfer->length += more;
    transfer->bytes[transfer->length] = 0;
    return more;
}

/* curl calls it right after it wrote bytes: the one way to learn when the last of them left. */
static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t length, void *data) {
    struct transfer *transfer = data;
    (void)easy;
    (void)bytes;
    (void)length;
    if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT) {
        transfer->sent_us = loop_now_us();
        transfer->reached = true;
    }
    return 0;
}

static void on_curl_timer_due(void *data);
static void on_fd(void *data, int fd, unsigned events);

static int on_curl_timer(CURLM *multi, long delay_ms, void *data) {
    struct transfer_pool *pool = data;
    (void)multi;
    if (delay_ms < 0)
        loop_timer_stop(pool->timer);
    else
        loop_timer_start(pool->timer, delay_ms, 0);
    return 0;
}

static void note_socket(CURL *easy, int fd) {
    struct transfer *transfer = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
    if (transfer)
        transfer->fd = fd;
}

static int on_curl_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *watcher) {
    struct transfer_pool *pool = data;
    note_socket(easy, what == CURL_POLL_REMOVE ? -1 : fd);
    if (what == CURL_POLL_REMOVE) {
        loop_fd_destroy(watcher);
        curl_multi_assign(pool->multi, fd, NULL);
        return 0;
    }
    unsigned events = (what & CURL_POLL_IN ? LOOP_READABLE : 0u) | (what & CURL_POLL_OUT ? LOOP_WRITABLE : 0u);
    if (watcher) {
        loop_fd_listen(watcher, events);
        return 0;
    }
    watcher = loop_fd_create(pool->setup.loop, fd, events, on_fd, pool);
    if (!watcher)
        return -1;
    curl_multi_assign(pool->multi, fd, watcher);
    return 0;
}

/* --- easy handles: what never changes is set once */

/* curl calls it for a new connection. It asks for the time anew: the clock may have been set meanwhile. */
static CURLcode on_ssl_ctx(CURL *easy, void *ctx, void *data) {
    struct transfer *transfer = data;
    const struct transfer_pool *pool = transfer->pool;
    (void)easy;
    transfer->dates = pool->setup.judge_dates(pool->setup.data);
    tls_identity_verify_peer(ctx, &transfer->dates);
    return CURLE_OK;
}

static struct curl_blob blob_of(const struct tls_pem *pem) {
    return (struct curl_blob){.data = pem->bytes, .len = pem->length, .flags = CURL_BLOB_COPY};
}

static CURL *easy_create(const struct transfer_pool *pool) {
    struct curl_blob ca = blob_of(&pool->identity.ca), cert = blob_of(&pool->identity.cert),
                     key = blob_of(&pool->identity.key);
    CURL *easy = curl_easy_init();
    if (!easy)
        return NULL;
    bool ok = true;
#define SET(option, value) ok = curl_easy_setopt(easy, option, value) == CURLE_OK && ok
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L); /* else the end of a transfer waits in the loop for a resolver that hangs */
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
    if (pool->identity.pins)
        SET(CURLOPT_PINNEDPUBLICKEY, pool->identity.pins);
    SET(CURLOPT_TCP_NODELAY, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_TCP_KEEPIDLE, 30L);
    SET(CURLOPT_TCP_KEEPINTVL, 10L);
    SET(CURLOPT_MAXAGE_CONN, (long)WARM_S);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)TRANSFER_CONNECT_MS);
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

static CURL *easy_take(struct transfer_pool *pool) {
    return pool->spare_count > 0 ? pool->spares[--pool->spare_count] : easy_create(pool);
}

/* IDENTITY: identity_number when EASY was made; a handle of an earlier identity is freed. */
static void easy_give_back(struct transfer_pool *pool, CURL *easy, int identity) {
    if (!easy)
        return;
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL); /* these two pointed at the transfer */
    curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL);
    if (identity == pool->identity_number && pool->spare_count < SPARES_MAX)
        pool->spares[pool->spare_count++] = easy;
    else
        curl_easy_cleanup(easy);
}

/* --- curl at work */

static void collect(struct transfer_pool *pool) {
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(pool->multi, &left));) {
        CURL *easy = message->easy_handle;
        CURLcode result = message->data.result;
        struct transfer *transfer = NULL;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
        curl_multi_remove_handle(pool->multi, easy);
        transfer->result = result;
        transfer->over = true;
    }
}

static void act(struct transfer_pool *pool, curl_socket_t fd, int what) {
    int running = 0;
    CURLMcode code = curl_multi_socket_action(pool->multi, fd, what, &running);
    if (code != CURLM_OK && code != CURLM_BAD_SOCKET)
        log_warning("net", "libcurl: %s", curl_multi_strerror(code));
    collect(pool);
}

static void on_fd(void *data, int fd, unsigned events) {
    struct transfer_pool *pool = data;
    int what = (events & LOOP_READABLE ? CURL_CSELECT_IN : 0) | (events & LOOP_WRITABLE ? CURL_CSELECT_OUT : 0) |
               (events & LOOP_BROKEN ? CURL_CSELECT_ERR : 0);
    act(pool, fd, what);
    pool->setup.on_ready(pool->setup.data);
}

static void on_curl_timer_due(void *data) {
    struct transfer_pool *pool = data;
    act(pool, CURL_SOCKET_TIMEOUT, 0);
    pool->setup.on_ready(pool->setup.data);
}

/* --- one transfer */

static bool add_header(void *data, const char *line) {
    struct transfer *transfer = data;
    struct curl_slist *grown = curl_slist_append(transfer->headers, line);
    if (grown)
        transfer->headers = grown;
    return grown;
}

/* A spare handle was used before, so everything that differs between calls is set each time. */
static bool set_options(struct transfer *transfer, const struct https_call *wanted) {
    CURL *easy = transfer->easy;
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
    SET(CURLOPT_HTTPHEADER, transfer->headers);
    SET(CURLOPT_TIMEOUT_MS, (long)wanted->timeout_ms);
    SET(CURLOPT_FRESH_CONNECT, wanted->fresh ? 1L : 0L);
    SET(CURLOPT_SSL_SESSIONID_CACHE, wanted->shown_again ? 0L : 1L);
    SET(CURLOPT_MAXFILESIZE_LARGE, wanted->chunk ? (curl_off_t)0 : (curl_off_t)transfer->bytes_max);
    SET(CURLOPT_ERRORBUFFER, transfer->curl_error);
    SET(CURLOPT_PRIVATE, transfer);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_DEBUGDATA, transfer);
    SET(CURLOPT_SSL_CTX_DATA, transfer);
#undef SET
    return ok;
}

struct transfer *transfer_create(struct transfer_pool *pool, const struct https_call *wanted) {
    if (!pool->identity.device_header)
        return NULL;
    struct transfer *transfer = memory_new(1, sizeof *transfer);
    transfer->pool = pool;
    transfer->fd = -1;
    transfer->easy = easy_take(pool);
    transfer->identity_number = pool->identity_number;
    transfer->bytes_max = wanted->most ? wanted->most : ANSWER_MAX;
    transfer->chunk_media = wanted->chunk ? wanted->chunk_media : NULL;
    if (transfer->easy && add_header(transfer, pool->identity.device_header) &&
        request_headers_write(wanted, add_header, transfer) && set_options(transfer, wanted))
        return transfer;
    transfer_destroy(transfer);
    return NULL;
}

void transfer_destroy(struct transfer *transfer) {
    if (!transfer)
        return;
    curl_slist_free_all(transfer->headers);
    if (transfer->easy) {
        curl_multi_remove_handle(transfer->pool->multi, transfer->easy);
        curl_easy_setopt(transfer->easy, CURLOPT_CONNECT_TO, NULL);
        curl_slist_free_all(transfer->connect_to);
        easy_give_back(transfer->pool, transfer->easy, transfer->identity_number);
    }
    free(transfer->bytes);
    free(transfer);
}

/* Curl connects to the address, and judges the certificate by the name in the url as ever. */
static bool set_address(struct transfer *transfer, const char *host, int port, const char *address) {
    char where[400];
    bool bare6 = strchr(address, ':') != NULL;
    snprintf(where, sizeof where, "%s:%d:%s%s%s:%d", host, port, bare6 ? "[" : "", address, bare6 ? "]" : "", port);
    transfer->connect_to = curl_slist_append(NULL, where);
    return transfer->connect_to &&
           curl_easy_setopt(transfer->easy, CURLOPT_CONNECT_TO, transfer->connect_to) == CURLE_OK;
}

/* On a warm connection the first action takes the transfer through all of curl's states up to "waiting for the
 * answer". */
bool transfer_start(struct transfer *transfer, const char *host, int port, const char *address) {
    struct transfer_pool *pool = transfer->pool;
    transfer->started_ms = loop_now_ms();
    if ((address && !set_address(transfer, host, port, address)) ||
        curl_multi_add_handle(pool->multi, transfer->easy) != CURLM_OK)
        return false;
    for (int i = 0; i < KICKS_MAX && !transfer->sent_us && !transfer->over; i++)
        act(pool, CURL_SOCKET_TIMEOUT, 0);
    return true;
}

static void end(struct transfer *transfer, CURLcode result, const char *error) {
    if (!transfer->error[0])
        snprintf(transfer->error, sizeof transfer->error, "%s", error);
    curl_multi_remove_handle(transfer->pool->multi, transfer->easy);
    transfer->result = result;
    transfer->over = true;
}

void transfer_end(struct transfer *transfer, const char *error) {
    end(transfer, CURLE_ABORTED_BY_CALLBACK, error);
}

void transfer_end_unnamed(struct transfer *transfer, const char *host, const char *error) {
    char words[160];
    snprintf(words, sizeof words, "%.100s: %.50s", host, error);
    end(transfer, CURLE_COULDNT_RESOLVE_HOST, words);
}

/* --- what came of it */

static bool fault_is_here(const struct transfer *transfer) {
    long os_errno = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &os_errno);
    if (transfer->result == CURLE_COULDNT_RESOLVE_HOST)
        return true;
    return transfer->result == CURLE_COULDNT_CONNECT &&
           (os_errno == ENETUNREACH || os_errno == EHOSTUNREACH || os_errno == ENETDOWN || os_errno == EADDRNOTAVAIL);
}

static const char *etag_of(const struct transfer *transfer) {
    struct curl_header *etag = NULL;
    return curl_easy_header(transfer->easy, "ETag", 0, CURLH_HEADER, -1, &etag) == CURLHE_OK ? etag->value : "";
}

/* Where the answer told its length, curl ends the transfer itself (CURLE_FILESIZE_EXCEEDED). */
static bool is_too_large(const struct transfer *transfer) {
    return is_2xx(transfer) && (transfer->too_large || transfer->result == CURLE_FILESIZE_EXCEEDED);
}

static int retry_after_of(const struct transfer *transfer) {
    curl_off_t seconds = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds);
    return seconds > RETRY_AFTER_MAX_S ? RETRY_AFTER_MAX_S : (int)seconds;
}

/* WORDS gets what went wrong: our reason, else curl's. */
static void write_error(const struct transfer *transfer, char *words, size_t size) {
    const char *error = transfer->error[0]        ? transfer->error
                        : transfer->curl_error[0] ? transfer->curl_error
                                                  : curl_easy_strerror(transfer->result);
    if (!tls_identity_blame(error, words, size))
        snprintf(words, size, "%.*s", (int)size - 1, error);
}

void transfer_answer(const struct transfer *transfer, struct https_answer *answer) {
    *answer = (struct https_answer){.body = "",
                                    .content_type = "",
                                    .etag = "",
                                    .retry_after_s = retry_after_of(transfer),
                                    .reached = transfer->reached,
                                    .sent_us = transfer->sent_us};
    if (transfer->result != CURLE_OK) {
        write_error(transfer, answer->error, sizeof answer->error);
        answer->unreachable_here = fault_is_here(transfer);
        answer->too_large = is_too_large(transfer);
        answer->etag = answer->too_large ? etag_of(transfer) : "";
        return;
    }
    answer->status = status_of(transfer);
    if (transfer->bytes)
        answer->body = transfer->bytes;
    answer->length = transfer->length;
    answer->content_type = media_of(transfer);
    answer->etag = etag_of(transfer);
}

const char *transfer_url(const struct transfer *transfer) {
    char *url = NULL;
    curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
    return url ? url : "";
}

bool transfer_is_over(const struct transfer *transfer) {
    return transfer->over;
}

bool transfer_is_answering(const struct transfer *transfer) {
    return transfer->answering;
}

bool transfer_reached(const struct transfer *transfer) {
    return transfer->reached;
}

/* The kernel knows (TCP_INFO): the other end sent something just now, or is confirming what we sent. "Just now" depends
 * on the line: 0.4 s on a quick one, where a silent hotline is noticed soon, up to TRANSFER_MOVES_MS where a packet
 * takes that long. */
bool transfer_moves(const struct transfer *transfer) {
    struct tcp_info tcp;
    socklen_t size = sizeof tcp;
    if (transfer->fd < 0 || getsockopt(transfer->fd, IPPROTO_TCP, TCP_INFO, &tcp, &size) != 0 ||
        tcp.tcpi_state != TCP_ESTABLISHED)
        return false;
    int64_t age_ms = loop_now_ms() - transfer->started_ms; /* bytes that moved before were another transfer's */
    int64_t within_ms = tcp.tcpi_rto / INT64_C(1000) * 2;
    within_ms = within_ms < TRANSFER_MOVES_MS ? within_ms : TRANSFER_MOVES_MS;
    within_ms = within_ms < age_ms ? within_ms : age_ms;
    return tcp.tcpi_last_data_recv < within_ms || (tcp.tcpi_unacked > 0 && tcp.tcpi_last_ack_recv < within_ms);
}

bool transfer_has_chunk(const struct transfer *transfer) {
    return transfer->length > 0 && is_stream(transfer);
}

char *transfer_take_chunk(struct transfer *transfer, size_t *length) {
    char *bytes = transfer->bytes;
    *length = transfer->length;
    transfer->bytes = NULL;
    transfer->length = 0;
    return bytes;
}

const struct tls_dates *transfer_dates(const struct transfer *transfer) {
    return &transfer->dates;
}

/* --- the pool */

static bool multi_create(struct transfer_pool *pool) {
    pool->multi = curl_multi_init();
    if (!pool->multi)
        return false;
    curl_multi_setopt(pool->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
    curl_multi_setopt(pool->multi, CURLMOPT_SOCKETDATA, pool);
    curl_multi_setopt(pool->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
    curl_multi_setopt(pool->multi, CURLMOPT_TIMERDATA, pool);
    curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_MAX);
    curl_multi_setopt(pool->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return true;
}

static void drop_spares(struct transfer_pool *pool) {
    while (pool->spare_count > 0)
        curl_easy_cleanup(pool->spares[--pool->spare_count]);
}

/* Transfers under way keep the identity that they began with; curl shares no connection between two identities. */
bool transfer_pool_use(struct transfer_pool *pool, const struct https_identity *identity, char *error) {
    struct tls_identity fresh;
    if (!tls_identity_take(&fresh, identity, error))
        return false;
    tls_identity_clear(&pool->identity);
    pool->identity = fresh;
    pool->identity_number++;
    drop_spares(pool);
    easy_give_back(pool, easy_create(pool), pool->identity_number);
    return true;
}

struct transfer_pool *transfer_pool_create(const struct transfer_pool_setup *setup) {
    struct transfer_pool *pool = memory_new(1, sizeof *pool);
    pool->setup = *setup;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    pool->timer = loop_timer_create(setup->loop, on_curl_timer_due, pool);
    if (pool->timer && multi_create(pool))
        return pool;
    log_error("net", "the HTTPS client does not start");
    transfer_pool_destroy(pool);
    return NULL;
}

void transfer_pool_destroy(struct transfer_pool *pool) {
    if (!pool)
        return;
    drop_spares(pool);
    curl_multi_cleanup(pool->multi);
    loop_timer_destroy(pool->timer);
    tls_identity_clear(&pool->identity);
    free(pool);
    curl_global_cleanup();
}
