/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libmicrohttpd without a thread of its own: its epoll descriptor is watched by the loop, and before each sleep it is
 * run until it has nothing to do. A call that has to wait (a stream with nothing to say, a long poll, a delayed or
 * stalled answer) is suspended and resumed when its moment or an event comes. Client certificates are asked for, not
 * demanded, since browsers come to the desk without one; /v1 refuses later. The traps: a suspended connection must be
 * resumed before the daemon stops. A connection reset needs the socket taken apart under the library (connect to
 * AF_UNSPEC sends the RST), or it would say goodbye politely first.
 */
#include "tests/hotline/server.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "tests/hotline/call.h"
#include "tests/hotline/certs.h"
#include "tests/hotline/options.h"
#include "tests/hotline/stream.h"
#include "tests/hotline/tick.h"
#include "tests/hotline/visitors.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { BODY_MAX = 1 << 20, IDLE_S = 300, STALL_MS = 120000, CONNECTIONS = 4000, MEMORY = 64 << 10 };

struct peer {
    struct visitor visitor;
    bool asked, known;
    char name[CONTRACT_NAME_SIZE];
};

/* One call under way. */
struct exchange {
    struct exchange *next, **back;
    struct server *server;
    struct MHD_Connection *connection;
    char *body;
    size_t length;
    bool too_large, judged, suspended, ended;
    enum fault_kind fault;
    int64_t resume_ms; /* while suspended: at the latest then; 0 = the stream knows */
    int64_t wait_until_ms, wait_after;
    struct stream *stream;
    char *cut; /* a body to be broken off */
};

struct server {
    struct hotline *hotline;
    const char *desk_token;
    struct MHD_Daemon *daemon;
    struct loop_fd *watch;
    struct loop_timer *wake, *tick;
    struct exchange *exchanges;
    struct visitors visitors;
    char *key, *certificate, *authority;
};

/* --- waiting */

static void suspend(struct exchange *exchange, int64_t until_ms) {
    exchange->suspended = true;
    exchange->resume_ms = until_ms;
    MHD_suspend_connection(exchange->connection);
}

static void resume(struct exchange *exchange) {
    if (!exchange->suspended)
        return;
    exchange->suspended = false;
    MHD_resume_connection(exchange->connection);
}

static int64_t due_ms(const struct exchange *exchange) {
    return exchange->stream ? stream_due_ms(exchange->stream) : exchange->resume_ms;
}

static bool is_muted(struct server *server) {
    return faults_has(&server->hotline->faults, FAULT_STALL, "/v1/events", hotline_wall_ms());
}

static void on_changed(void *data, const char *device) {
    struct server *server = data;
    struct faults *faults = &server->hotline->faults;
    int64_t now = hotline_wall_ms();
    bool cut = faults_has(faults, FAULT_DROP, "/v1/events", now) || faults_has(faults, FAULT_RESET, "/v1/events", now);
    for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next) {
        const char *of = exchange->stream ? stream_device(exchange->stream) : NULL;
        if (exchange->stream && of && cut)
            exchange->ended = true;
        if ((exchange->stream && (!of || !device || strcmp(of, device) == 0)) || exchange->wait_until_ms)
            resume(exchange);
    }
}

/* --- answering */

static ssize_t read_stream(void *data, uint64_t position, char *into, size_t size) {
    (void)position;
    struct exchange *exchange = data;
    if (exchange->ended)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    bool muted = stream_device(exchange->stream) && is_muted(exchange->server);
    size_t filled = muted ? 0 : stream_fill(exchange->stream, into, size, loop_now_ms());
    if (!filled)
        suspend(exchange, 0);
    return (ssize_t)filled;
}

static ssize_t read_cut(void *data, uint64_t position, char *into, size_t size) {
    struct exchange *exchange = data;
    size_t half = exchange->length / 2, at = (size_t)position;
    if (at >= half)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t now = half - at < size ? half - at : size;
    memcpy(into, exchange->cut + at, now);
    return (ssize_t)now;
}

static const char rubbish[] = "<html>\xff\xfe{{{ it works!";

static struct MHD_Response *make_response(struct exchange *exchange, struct reply *reply) {
    if (reply->stream) {
        exchange->stream = reply->stream;
        reply->stream = NULL;
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 8192, read_stream, exchange, NULL);
    }
    if (exchange->fault == FAULT_RUBBISH)
        reply_bytes(reply, 200, "application/json", rubbish, sizeof rubbish - 1);
    if (exchange->fault == FAULT_CUT) {
        exchange->cut = reply->body;
        exchange->length = reply->length;
        reply->body = NULL;
        return MHD_create_response_from_callback(reply->length, 1024, read_cut, exchange, NULL);
    }
    return MHD_create_response_from_buffer(reply->length, reply->body, MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result send_reply(struct exchange *exchange, struct reply *reply) {
    struct MHD_Response *response = make_response(exchange, reply);
    if (!response)
        return MHD_NO;
    struct reply_header headers[REPLY_HEADERS];
    size_t count = reply_headers(reply, headers);
    for (size_t i = 0; i < count; i++)
        MHD_add_response_header(response, headers[i].name, headers[i].value);
    enum MHD_Result result = MHD_queue_response(exchange->connection, (unsigned)reply->code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result reset(struct exchange *exchange) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    if (connect(info->connect_fd, &none, sizeof none) != 0)
        log_warning("hotline", "a connection could not be reset");
    return MHD_NO;
}

static const char *header(struct exchange *exchange, const char *name) {
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

static const char *query(const struct call *call, const char *name) {
    return MHD_lookup_connection_value(call->connection, MHD_GET_ARGUMENT_KIND, name);
}

static struct peer *peer_of(struct MHD_Connection *connection) {
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* Verified once for each connection, which may stay from then on. */
static const char *peer_name(struct server *server, struct MHD_Connection *connection) {
    struct peer *peer = peer_of(connection);
    if (peer && !peer->asked) {
        peer->asked = true;
        void *session = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION)->tls_session;
        peer->known = certs_peer(session, peer->name, sizeof peer->name);
        if (peer->known) {
            visitors_leave(&server->visitors, &peer->visitor);
            MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, (unsigned)IDLE_S);
        }
    }
    return peer && peer->known ? peer->name : NULL;
}

static void process(struct exchange *exchange, const char *method, const char *path, struct reply *reply) {
    struct server *server = exchange->server;
    struct call call = {
        .method = method,
        .path = path,
        .body = exchange->body ? exchange->body : "",
        .length = exchange->length,
        .peer = peer_name(server, exchange->connection),
        .host = header(exchange, "Host"),
        .device = header(exchange, "X-Device-Id"),
        .key = header(exchange, "Idempotency-Key"),
        .accept = header(exchange, "Accept"),
        .content_type = header(exchange, "Content-Type"),
        .if_none_match = header(exchange, "If-None-Match"),
        .last_event_id = header(exchange, "Last-Event-ID"),
        .desk_token = header(exchange, "X-Desk-Token"),
        .cookie = MHD_lookup_connection_value(exchange->connection, MHD_COOKIE_KIND, "desk"),
        .query = query,
        .connection = exchange->connection,
        .wait_until_ms = exchange->wait_until_ms,
        .wait_after = exchange->wait_after,
        .now_ms = loop_now_ms(),
    };
    if (exchange->too_large)
        reply_problem(reply, 413, "Too large", "expected a body of at most 1 MiB");
    else if (strncmp(path, "/v1/", 4) == 0)
        box_api(server->hotline, &call, reply);
    else if (strncmp(path, "/desk/", 6) == 0)
        desk_api(server->hotline, server->desk_token, &call, reply);
    else
        reply_problem(reply, 404, "Not found", "there is /v1 and /desk/ here");
}

/* --- faults that strike before processing */

enum before { GO_ON, ANSWERED, WAITS, GONE };
static enum before meet(struct exchange *exchange, const char *path, struct reply *reply) {
    exchange->judged = true;
    if (strncmp(path, "/v1/", 4) != 0)
        return GO_ON;
    const struct fault *fault = faults_meet(&exchange->server->hotline->faults, path, hotline_wall_ms());
    if (!fault)
        return GO_ON;
    exchange->fault = fault->kind;
    switch (fault->kind) {
    case FAULT_DROP:
        return GONE;
    case FAULT_STALL:
        exchange->ended = true; /* when it is resumed */
        suspend(exchange, loop_now_ms() + STALL_MS);
        return WAITS;
    case FAULT_DELAY:
        suspend(exchange, loop_now_ms() + fault->delay_ms);
        return WAITS;
    case FAULT_ERROR:
        reply_problem(reply, 500, "Fault", "switched on at the desk");
        return ANSWERED;
    case FAULT_BUSY:
        strcpy(reply->retry_after, "2");
        reply_problem(reply, 503, "Busy", "switched on at the desk");
        return ANSWERED;
    default:
        return GO_ON;
    }
}

static enum MHD_Result answer(struct exchange *exchange, const char *method, const char *path) {
    struct reply reply = {0};
    enum before before = exchange->judged ? GO_ON : meet(exchange, path, &reply);
    if (exchange->ended || before == WAITS || before == GONE)
        return before == WAITS ? MHD_YES : MHD_NO;
    if (before == GO_ON)
        process(exchange, method, path, &reply);
    enum MHD_Result result = MHD_YES;
    if (reply.wait_until_ms) {
        exchange->wait_until_ms = reply.wait_until_ms;
        exchange->wait_after = reply.wait_after;
        suspend(exchange, reply.wait_until_ms);
    } else {
        exchange->wait_until_ms = 0;
        result = exchange->fault == FAULT_RESET ? reset(exchange) : send_reply(exchange, &reply);
    }
    reply_clear(&reply);
    return result;
}

/* --- what libmicrohttpd calls */

static struct exchange *begin(struct server *server, struct MHD_Connection *connection) {
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        return NULL;
    exchange->server = server;
    exchange->connection = connection;
    if (peer_of(connection))
        peer_of(connection)->visitor.calls++;
    exchange->next = server->exchanges;
    exchange->back = &server->exchanges;
    if (exchange->next)
        exchange->next->back = &exchange->next;
    server->exchanges = exchange;
    return exchange;
}

static void take_body(struct exchange *exchange, const char *bytes, size_t length) {
    char *more = exchange->length + length <= BODY_MAX ? realloc(exchange->body, exchange->length + length + 1) : NULL;
    if (!more) {
        exchange->too_large = true;
        return;
    }
    memcpy(more + exchange->length, bytes, length);
    exchange->body = more;
    exchange->length += length;
    more[exchange->length] = 0;
}

static enum MHD_Result on_call(void *data, struct MHD_Connection *connection, const char *path, const char *method,
                               const char *version, const char *upload, size_t *upload_size, void **context) {
    (void)version;
    struct exchange *exchange = *context;
    if (!exchange) {
        *context = begin(data, connection);
        return *context ? MHD_YES : MHD_NO;
    }
    if (*upload_size) {
        take_body(exchange, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    return answer(exchange, method, path);
}

static void on_completed(void *data, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code) {
    (void)data, (void)code;
    struct exchange *exchange = *context;
    if (!exchange)
        return;
    if (peer_of(connection))
        peer_of(connection)->visitor.calls--;
    *exchange->back = exchange->next;
    if (exchange->next)
        exchange->next->back = exchange->back;
    stream_destroy(exchange->stream);
    free(exchange->body);
    free(exchange->cut);
    free(exchange);
    *context = NULL;
}

static void come(struct server *server, struct MHD_Connection *connection, struct peer *peer) {
    const struct sockaddr *address =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    peer->visitor.fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    memcpy(&peer->visitor.address, address,
           address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in));
    visitors_come(&server->visitors, &peer->visitor);
    MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, (unsigned)VISITORS_PATIENCE_S);
}

static void on_connection(void *data, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code) {
    struct server *server = data;
    struct peer *peer = code == MHD_CONNECTION_NOTIFY_STARTED ? calloc(1, sizeof *peer) : *context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED && peer) {
        come(server, connection, peer);
    } else if (peer) {
        visitors_leave(&server->visitors, &peer->visitor);
        free(peer);
        peer = NULL;
    }
    *context = peer;
}

__attribute__((format(printf, 2, 0))) static void on_log(void *data, const char *format, va_list values) {
    (void)data;
    char line[256];
    vsnprintf(line, sizeof line, format, values);
    line[strcspn(line, "\n")] = 0;
    log_debug("http", "%s", line);
}

/* --- the loop */

static void before_sleep(void *data) {
    struct server *server = data;
    int64_t now = loop_now_ms(), due = now + 60000;
    for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next)
        if (exchange->suspended && due_ms(exchange) <= now && !(exchange->stream && is_muted(server)))
            resume(exchange);
    MHD_run(server->daemon);
    MHD_UNSIGNED_LONG_LONG library_ms;
    if (MHD_get_timeout(server->daemon, &library_ms) == MHD_YES && (int64_t)library_ms < due - now)
        due = now + (int64_t)library_ms;
    for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next)
        if (exchange->suspended && due_ms(exchange) < due)
            due = due_ms(exchange);
    now = loop_now_ms();
    bool muted_past = due <= now && is_muted(server);
    loop_timer_start(server->wake, muted_past ? HOTLINE_TICK_MS : due > now ? due - now : 0, 0);
}

static void on_nothing(void *data) { /* waking is enough: before_sleep() does it */
    (void)data;
}

static void on_readable(void *data, int fd, unsigned events) {
    (void)data, (void)fd, (void)events;
}

static void on_tick(void *data) {
    struct server *server = data;
    tick(server->hotline);
}

/* --- start and end */

static struct MHD_Daemon *listen_on(struct server *server, const char *address, int port) {
    struct sockaddr_storage place;
    bool is_six = options_place(address, port, &place);
    unsigned flags = MHD_USE_TLS | MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    return MHD_start_daemon(flags | (is_six ? (unsigned)MHD_USE_IPv6 : 0u), (uint16_t)port, NULL, NULL, on_call, server,
                            MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&place,
                            MHD_OPTION_HTTPS_MEM_KEY, server->key, MHD_OPTION_HTTPS_MEM_CERT, server->certificate,
                            MHD_OPTION_HTTPS_MEM_TRUST, server->authority, MHD_OPTION_HTTPS_PRIORITIES,
                            "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", MHD_OPTION_NOTIFY_COMPLETED, on_completed,
                            server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_CONNECTION_TIMEOUT,
                            (unsigned)IDLE_S, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY, MHD_OPTION_END);
}

/* A descriptor for each connection; the system's default is for fewer. */
static void raise_limit(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= CONNECTIONS + 64)
        return;
    files.rlim_cur = files.rlim_max < CONNECTIONS + 64 ? files.rlim_max : CONNECTIONS + 64;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0)
        log_warning("hotline", "no more than %d connections", (int)files.rlim_cur);
}

static bool start(struct server *server, const struct server_setup *setup) {
    raise_limit();
    server->key = certs_read(setup->tls_dir, "server.key");
    server->certificate = certs_read(setup->tls_dir, "server.pem");
    server->authority = certs_read(setup->tls_dir, "ca.pem");
    if (!server->key || !server->certificate || !server->authority)
        return false;
    server->daemon = listen_on(server, setup->address, setup->port);
    if (!server->daemon) {
        log_error("hotline", "cannot listen on %s port %d", setup->address, setup->port);
        return false;
    }
    int epoll = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    server->watch = loop_fd_create(setup->loop, epoll, LOOP_READABLE, on_readable, server);
    server->wake = loop_timer_create(setup->loop, on_nothing, server);
    server->tick = loop_timer_create(setup->loop, on_tick, server);
    return server->watch && server->wake && server->tick;
}

struct server *server_create(const struct server_setup *setup) {
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        return NULL;
    server->hotline = setup->hotline;
    server->desk_token = setup->desk_token;
    if (!start(server, setup)) {
        server_destroy(server);
        return NULL;
    }
    setup->hotline->changed = on_changed;
    setup->hotline->data = server;
    loop_timer_start(server->tick, HOTLINE_TICK_MS, HOTLINE_TICK_MS);
    loop_before_sleep(setup->loop, before_sleep, server);
    return server;
}

int server_port(const struct server *server) {
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void server_destroy(struct server *server) {
    if (!server)
        return;
    server->hotline->changed = NULL;
    loop_fd_destroy(server->watch);
    loop_timer_destroy(server->wake);
    loop_timer_destroy(server->tick);
    for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next) {
        exchange->ended = true;
        resume(exchange);
    }
    if (server->daemon) {
        MHD_run(server->daemon);
        MHD_stop_daemon(server->daemon);
    }
    free(server->key);
    free(server->certificate);
    free(server->authority);
    free(server);
}
