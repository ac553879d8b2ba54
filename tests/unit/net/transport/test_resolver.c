/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that lead to several addresses, to none, to others than before, or nowhere for a while: real TLS on two
 * addresses of the loopback, and a name server in the test's hand (getaddrinfo() is replaced here by the linker).
 */
#include "tests/unit/net/peer.h"

#include <netdb.h>
#include <stdatomic.h>

#include "net/transport/resolver.h"

#define HOST "hotline.test"

/* --- the name server */

static struct {
    pthread_mutex_t lock;
    const char *addresses[4]; /* none = it does not know the name */
    int delay_ms;
    atomic_int asked;
} names = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void names_are(int delay_ms, const char *first, const char *second) {
    pthread_mutex_lock(&names.lock);
    names.addresses[0] = first;
    names.addresses[1] = first ? second : NULL;
    names.delay_ms = delay_ms;
    pthread_mutex_unlock(&names.lock);
}

static struct addrinfo *one_address(const char *text, struct addrinfo *next) {
    struct addrinfo *info = calloc(1, sizeof *info + sizeof(struct sockaddr_in));
    struct sockaddr_in *in = (struct sockaddr_in *)(info + 1);
    in->sin_family = AF_INET;
    inet_pton(AF_INET, text, &in->sin_addr);
    info->ai_family = AF_INET;
    info->ai_socktype = SOCK_STREAM;
    info->ai_addr = (struct sockaddr *)in;
    info->ai_addrlen = sizeof *in;
    info->ai_next = next;
    return info;
}
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    (void)service;
    (void)hints;
    assert_string_equal(node, HOST);
    names.asked++;
    pthread_mutex_lock(&names.lock);
    int delay_ms = names.delay_ms;
    const char *first = names.addresses[0], *second = names.addresses[1];
    pthread_mutex_unlock(&names.lock);
    usleep((useconds_t)delay_ms * 1000);
    *found = first ? one_address(first, second ? one_address(second, NULL) : NULL) : NULL;
    return first ? 0 : EAI_AGAIN;
}
void freeaddrinfo(struct addrinfo *info) {
    while (info) {
        struct addrinfo *next = info->ai_next;
        free(info);
        info = next;
    }
}

/* --- the box */

static struct loop *loop;
static struct https *https;
static struct resolver *resolver;
static struct peer *peer;
static int silent = -1; /* a listener that takes connections and says nothing */
static char good[RESOLVER_ADDRESS_SIZE], url[100];
static int answers, status;
static char error[160];

static void on_good(void *data, const char *host, const char *address) {
    (void)data;
    assert_string_equal(host, HOST);
    snprintf(good, sizeof good, "%s", address);
}
static void on_done(void *data, const struct https_answer *answer) {
    (void)data;
    answers++;
    status = answer->status;
    snprintf(error, sizeof error, "%s", answer->error);
}
static bool answered(void *data) {
    return answers >= *(int *)data;
}

static void ask(bool fresh, int timeout_ms) {
    assert_int_not_equal(
        https_start(https,
                    &(struct https_call){
                        .method = "GET", .url = url, .timeout_ms = timeout_ms, .fresh = fresh, .done = on_done}),
        0);
}
static void is_answered(int count, int within_ms) {
    if (!run_until(loop, answered, &count, within_ms))
        fail_msg("no answer within %d ms: seen %d, connections %d, good %s", within_ms, peer_seen(peer),
                 peer->connections, good);
}
static void gets_through(bool fresh, int within_ms) {
    answers = 0;
    ask(fresh, 5000);
    is_answered(1, within_ms);
    if (status != 200)
        fail_msg("%s", error);
}

static void listen_silently(const char *address) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)peer->port)};
    inet_pton(AF_INET, address, &at.sin_addr);
    silent = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(silent, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(silent, 16), 0);
}

static int begin(void **state) {
    (void)state;
    loop = loop_create();
    peer = peer_start("named");
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    snprintf(url, sizeof url, "https://" HOST ":%d/v1/x", peer->port);
    resolver = resolver_create(&(struct resolver_setup){.loop = loop, .on_good = on_good});
    https = peer_client(loop);
    https_resolve_with(https, resolver);
    names_are(0, "127.0.0.1", NULL);
    names.asked = 0;
    good[0] = 0;
    return 0;
}
static int end(void **state) {
    (void)state;
    https_destroy(https);
    resolver_destroy(resolver);
    peer_stop(peer);
    if (silent >= 0)
        close(silent);
    silent = -1;
    loop_destroy(loop);
    usleep(50000); /* a thread that was left alone goes by itself */
    return 0;
}

/* --- stories */

static void a_name_is_looked_up_and_its_address_proved(void **state) {
    (void)state;
    gets_through(false, 2000);
    assert_string_equal(good, "127.0.0.1");
    for (int i = 0; i < 5; i++)
        gets_through(false, 2000);
    assert_int_equal(peer->connections, 1); /* the warm connection is used */
    assert_int_equal(names.asked, 1);
}

/* The first address takes connections and never answers: the try beside it goes to the next one. */
static void of_two_addresses_the_second_try_meets_the_second(void **state) {
    (void)state;
    listen_silently("127.0.0.2");
    names_are(0, "127.0.0.2", "127.0.0.1");
    answers = 0;
    ask(false, 5000);
    run_until(loop, NULL, NULL, 300);
    assert_int_equal(answers, 0);
    ask(true, 5000);
    is_answered(1, 2000);
    assert_int_equal(status, 200);
    assert_string_equal(good, "127.0.0.1");
    gets_through(false, 3000); /* and from then on that one is used */
}

/* Cold start without a name server: the address of an earlier life is tried at once. */
static void without_a_name_server_the_last_good_address_serves(void **state) {
    (void)state;
    names_are(3000, NULL, NULL);
    resolver_know(resolver, HOST, "127.0.0.1");
    gets_through(false, 2500);
    gets_through(true, 2500);
    assert_string_equal(good, ""); /* it is no news */
}

/* It moved while the box was off: the address of before is silent, the name server slow. */
static void a_slow_name_server_does_not_hold_up_what_it_says_in_the_end(void **state) {
    (void)state;
    listen_silently("127.0.0.2");
    resolver_know(resolver, HOST, "127.0.0.2");
    names_are(700, "127.0.0.1", NULL);
    answers = 0;
    ask(false, 5000);
    run_until(loop, NULL, NULL, 900);
    ask(true, 5000);
    is_answered(1, 2000);
    assert_int_equal(status, 200);
    assert_string_equal(good, "127.0.0.1");
}

/* It moved while the box runs: the next try after the failure goes where the name leads now, not in 300 s. */
static void a_hotline_that_moved_is_followed_at_once(void **state) {
    (void)state;
    gets_through(false, 2000);
    names_are(0, "127.0.0.2", NULL);
    struct peer *moved = peer;
    peer_stop(moved); /* the old place is gone */
    run_until(loop, NULL, NULL, 1100);
    answers = 0;
    ask(false, 5000);
    is_answered(1, 3000);
    assert_int_equal(status, 0);
    run_until(loop, NULL, NULL, 100);
    answers = 0;
    ask(true, 500);
    is_answered(1, 3000);
    assert_non_null(strstr(error, "127.0.0.2")); /* nobody is there in this test, but that is where it went */
    peer = peer_start("named");
}

/* A name server that lies (a portal's) has no certificate: the last good address is tried beside it. */
static void an_address_without_the_certificate_is_not_believed(void **state) {
    (void)state;
    struct peer *portal = peer;
    peer_stop(portal);
    peer = peer_start("stranger");
    snprintf(url, sizeof url, "https://" HOST ":%d/v1/x", peer->port);
    answers = 0;
    ask(false, 5000);
    is_answered(1, 2000);
    assert_int_equal(status, 0);
    assert_non_null(strstr(error, "certificate"));
    assert_string_equal(good, "");
    assert_int_equal(peer_seen(peer), 0);
}

static void calls_wait_for_the_name_and_fail_when_there_is_none(void **state) {
    (void)state;
    names_are(300, NULL, NULL);
    answers = 0;
    ask(false, 5000);
    ask(false, 5000);
    is_answered(2, 2000);
    assert_int_equal(status, 0);
    assert_non_null(strstr(error, HOST ": "));
    names_are(300, "127.0.0.1", NULL);
    gets_through(false, 2000); /* asked again at once */
    names_are(3000, NULL, NULL);
}

/* Neither an owner that goes nor a call that is called off waits for a name server that hangs. */
static void nobody_waits_for_a_name_server_at_the_end(void **state) {
    (void)state;
    names_are(700, NULL, NULL);
    answers = 0;
    uint64_t number = https_start(https, &(struct https_call){.method = "GET", .url = url, .done = on_done});
    ask(false, 200);
    is_answered(1, 500); /* its own time is over */
    assert_non_null(strstr(error, "does not answer"));
    https_cancel(https, number);
    int64_t since = loop_now_ms();
    https_destroy(https);
    resolver_destroy(resolver);
    assert_true(loop_now_ms() - since < 200);
    usleep(900000);
    resolver = resolver_create(&(struct resolver_setup){.loop = loop, .on_good = on_good});
    https = peer_client(loop);
}

static void an_address_needs_no_name_server(void **state) {
    (void)state;
    struct peer *by_number = peer_start("server");
    PEER_SCRIPT(by_number, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    snprintf(url, sizeof url, "%s/v1/x", by_number->endpoint);
    gets_through(false, 2000);
    assert_int_equal(names.asked, 0);
    https_destroy(https);
    https = peer_client(loop);
    peer_stop(by_number);
}

static void what_is_no_address_is_not_known(void **state) {
    char address[RESOLVER_ADDRESS_SIZE];
    (void)state;
    names_are(200, NULL, NULL);
    resolver_know(resolver, HOST, "elsewhere.example");
    resolver_know(resolver, HOST, "");
    assert_false(resolver_pick(resolver, HOST, false, address));
    resolver_know(resolver, HOST, "2001:db8::7");
    assert_true(resolver_pick(resolver, HOST, false, address));
    assert_string_equal(address, "2001:db8::7");
    run_until(loop, NULL, NULL, 300);
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(a_name_is_looked_up_and_its_address_proved),
        STORY(of_two_addresses_the_second_try_meets_the_second),
        STORY(without_a_name_server_the_last_good_address_serves),
        STORY(a_slow_name_server_does_not_hold_up_what_it_says_in_the_end),
        STORY(a_hotline_that_moved_is_followed_at_once),
        STORY(an_address_without_the_certificate_is_not_believed),
        STORY(calls_wait_for_the_name_and_fail_when_there_is_none),
        STORY(nobody_waits_for_a_name_server_at_the_end),
        STORY(an_address_needs_no_name_server),
        STORY(what_is_no_address_is_not_known),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
