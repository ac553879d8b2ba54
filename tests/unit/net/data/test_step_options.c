/* SPDX-License-Identifier: Apache-2.0 */
/* Choices of the hotline over real TLS: what is asked, what is refused, what is kept; and carts that outlive a life. */
#include "tests/unit/net/own_outbox.h"
#include "tests/unit/net/peer.h"

#include "net/data/cart_drafts.h"
#include "net/data/step_options.h"
#include "stb-app/base/json.h"

#define SLOTS(id) "{\"options\":[{\"id\":\"" id "\",\"title\":\"9:30\",\"day\":\"2026-11-23\",\"left\":2}]}"

static struct loop *loop;
static struct https *https;
static struct peer *peer;
static struct outbox *outbox;
static struct step_options *options;
static const char *endpoints[2];
static char dir[64], came[1024], problem[256];
static int64_t number, age_ms, wall;
static int answers, refusals;
static char refused[300];
static bool connected;

static bool is_connected(void *data) {
    (void)data;
    return connected;
}
static int64_t wall_ms(void *data) {
    (void)data;
    return wall;
}
static void on_answer(void *data, int64_t of, struct json_object *list, int64_t age, const char *error) {
    (void)data;
    number = of;
    age_ms = age;
    answers++;
    snprintf(came, sizeof came, "%s", list ? json_object_to_json_string_ext(list, JSON_C_TO_STRING_PLAIN) : "");
    snprintf(problem, sizeof problem, "%s", error ? error : "");
}

static void on_refused(void *data, const char *error) {
    (void)data;
    refusals += error != NULL;
    snprintf(refused, sizeof refused, "%s", error ? error : "");
}

static void create(void) {
    options = step_options_create(&(struct step_options_setup){.loop = loop,
                                                               .https = https,
                                                               .outbox = outbox,
                                                               .endpoints = endpoints,
                                                               .connected = is_connected,
                                                               .wall_ms = wall_ms,
                                                               .on_answer = on_answer,
                                                               .on_refused = on_refused});
    assert_non_null(options);
}

static int begin(void **state) {
    (void)state;
    strcpy(dir, "/tmp/stb-options-XXXXXX");
    assert_non_null(mkdtemp(dir));
    loop = loop_create();
    peer = peer_start("server");
    https = peer_client(loop);
    outbox = own_outbox(loop, dir);
    endpoints[0] = peer->endpoint;
    connected = true;
    wall = 1795224720000;
    answers = refusals = 0;
    create();
    return 0;
}
static int end(void **state) {
    char command[100];
    (void)state;
    step_options_destroy(options);
    https_destroy(https);
    peer_stop(peer);
    outbox_destroy(outbox);
    loop_destroy(loop);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command);
}

static bool answered(void *data) {
    return answers >= *(int *)data;
}
static void ask(int64_t as, const char *hospital) {
    int wanted = answers + 1;
    struct ipc_question question = {.number = as, .service = "hospital", .step = "slot", .answer_count = 2};
    snprintf(question.answers[0].step, REQUEST_NAME_SIZE, "hospital");
    snprintf(question.answers[0].option, REQUEST_NAME_SIZE, "%s", hospital);
    snprintf(question.answers[1].step, REQUEST_NAME_SIZE, "department");
    snprintf(question.answers[1].option, REQUEST_NAME_SIZE, "eye");
    step_options_ask(options, &question);
    assert_true(run_until(loop, answered, &wanted, 9000));
    assert_int_equal(number, as);
}

/* The answers so far are the body, and nowhere else; an answer finds its asker by the number. */
static void what_was_answered_before_is_asked_with(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0});
    ask(7, "tongji");
    assert_non_null(strstr(came, "\"s1\""));
    assert_int_equal(age_ms, 0);
    assert_non_null(strstr(peer->seen[0], "POST /v1/services/hospital/steps/slot/options HTTP"));
    assert_non_null(strstr(peer->seen[0], "\r\n\r\n{\"answers\":{\"hospital\":\"tongji\",\"department\":\"eye\"}}"));
}

/* Names come over the wire; what could be read as another part of an address is written so that it cannot. */
static void a_strange_name_stays_one_name(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0});
    ask(1, "a&b=c/../d e");
    assert_non_null(strstr(peer->seen[0], "{\"answers\":{\"hospital\":\"a&b=c\\/..\\/d e\",\"department\":\"eye\"}}"));
}

/* A hotline of the first contract: the question is a GET there, and from the second one on at once. */
static void a_hotline_that_knows_only_the_get_is_asked_so(void **state) {
    (void)state;
    static const char get[] = "GET /v1/services/hospital/steps/slot/options?hospital=a%26b%2F%20c&department=eye HTTP";
    PEER_SCRIPT(peer, {PEER_ANSWER, 405, NULL, NULL, 0, 0}, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0},
                {PEER_ANSWER, 200, NULL, SLOTS("s2"), 0, 0}, {PEER_ANSWER, 404, NULL, NULL, 0, 0},
                {PEER_ANSWER, 404, NULL, NULL, 0, 0}, {PEER_ANSWER, 404, NULL, NULL, 0, 0});
    ask(1, "a&b/ c");
    assert_non_null(strstr(came, "\"s1\""));
    assert_non_null(strstr(peer->seen[0], "POST "));
    assert_non_null(strstr(peer->seen[1], get));
    ask(2, "a&b/ c");
    assert_non_null(strstr(came, "\"s2\""));
    assert_non_null(strstr(peer->seen[2], get));
    ask(3, "liqun"); /* it has none for that: asked once */
    assert_string_not_equal(problem, "");
    assert_int_equal(peer_seen(peer), 4);
    ask(4, "liqun"); /* it may be a newer one by now */
    assert_non_null(strstr(peer->seen[4], "POST "));
    assert_int_equal(peer_seen(peer), 6);
}

/* Without a line the last good answer serves, with its age, also in the next life of the box. */
static void what_was_fetched_is_kept_with_its_age(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0});
    ask(1, "tongji");
    step_options_destroy(options);
    connected = false;
    wall += 1200000;
    create();
    ask(2, "tongji");
    assert_non_null(strstr(came, "\"s1\""));
    assert_int_equal(age_ms, 1200000);
    ask(3, "liqun"); /* never asked before */
    assert_string_equal(came, "");
    assert_non_null(strstr(problem, "no line"));
    assert_int_equal(peer_seen(peer), 1);
}

/* Several steps are asked at once, each finds its own answer; more than there is room for are told so at once. */
static void questions_do_not_mix(void **state) {
    (void)state;
    int wanted = 2;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 300, 0}, {PEER_ANSWER, 200, NULL, SLOTS("s2"), 0, 0});
    step_options_ask(options, &(struct ipc_question){.number = 1, .service = "a", .step = "x"});
    run_until(loop, NULL, NULL, 100);
    step_options_ask(options, &(struct ipc_question){.number = 2, .service = "b", .step = "x"});
    assert_true(run_until(loop, answered, &wanted, 9000));
    assert_int_equal(number, 1);
    assert_non_null(strstr(came, "\"s1\""));
    connected = false;
    step_options_ask(options, &(struct ipc_question){.number = 3, .service = "b", .step = "x"});
    assert_int_equal(number, 3);
    assert_non_null(strstr(came, "\"s2\""));
}

/* The clock was put back by days: what comes now is written all the same, or it would look old for as long. */
static void a_clock_put_back_does_not_keep_an_old_age(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0});
    ask(1, "tongji");
    wall -= 86400000;
    ask(2, "tongji");
    connected = false;
    wall += 5000;
    ask(3, "tongji");
    assert_int_equal(age_ms, 5000);
}

/* An answer that breaks the contract is refused whole, and what is kept serves instead. */
static void a_bad_answer_never_takes_the_place_of_a_good_one(void **state) {
    (void)state;
    static const char *const bad[] = {"{\"options\":[{\"id\":\"s2\"}]}", "[]", "<html>", "{\"options\":7}"};
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0});
    ask(1, "tongji");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, bad[i], 0, 0});
        ask(2, "tongji");
        assert_non_null(strstr(came, "\"s1\""));
        assert_true(age_ms > 0);
        assert_string_not_equal(refused, "");
        ask(3, "liqun");
        assert_string_equal(came, "");
        assert_string_not_equal(problem, "");
        assert_string_equal(refused, problem);
        assert_int_equal(refusals, 2 * (i + 1));
    }
    PEER_SCRIPT(peer,
                {PEER_ANSWER, 503, NULL, "{\"title\":\"Busy\",\"status\":503,\"detail\":\"of 13800000000\"}", 0, 0});
    ask(4, "liqun");
    assert_string_equal(problem, "503 Busy");
    assert_int_equal(refusals, 2 * sizeof bad / sizeof bad[0]); /* busy is no refusal */
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0});
    ask(5, "liqun");
    assert_string_equal(refused, "");
}

/* Only so many are kept: the one not asked for longest goes. */
static void the_oldest_makes_room(void **state) {
    (void)state;
    char hospital[16];
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, SLOTS("s1"), 0, 0});
    for (int i = 0; i <= STEP_OPTIONS_KEPT; i++) {
        snprintf(hospital, sizeof hospital, "h%d", i);
        ask(i + 1, hospital);
    }
    connected = false;
    ask(100, "h0");
    assert_string_equal(came, "");
    ask(101, "h1");
    assert_string_not_equal(came, "");
}

/* Of large lists the newest are kept, as many as all together have room for, and the next life still reads them. */
static void large_answers_are_kept_while_there_is_room(void **state) {
    (void)state;
    static char large[PEER_TEXT];
    size_t length = (size_t)snprintf(large, sizeof large, "{\"options\":[");
    for (int i = 0; length < sizeof large - 200; i++)
        length += (size_t)snprintf(large + length, sizeof large - length, "%s{\"id\":\"s%d\",\"title\":\"%040d\"}",
                                   i ? "," : "", i, 0);
    snprintf(large + length, sizeof large - length, "]}");
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, large, 0, 0});
    static const int KEPT = STEP_OPTIONS_KEPT_MAX / PEER_TEXT;
    assert_true(KEPT < STEP_OPTIONS_KEPT);
    char hospital[16];
    for (int i = 0; i < STEP_OPTIONS_KEPT; i++) {
        snprintf(hospital, sizeof hospital, "h%d", i);
        ask(i, hospital);
        assert_string_not_equal(came, "");
    }
    connected = false;
    for (int life = 0; life < 2; life++) {
        for (int i = 0; i < STEP_OPTIONS_KEPT; i++) {
            snprintf(hospital, sizeof hospital, "h%d", i);
            ask(i, hospital);
            if (i >= STEP_OPTIONS_KEPT - KEPT)
                assert_string_not_equal(came, "");
            if (i < STEP_OPTIONS_KEPT - KEPT - 1)
                assert_string_equal(came, "");
        }
        step_options_destroy(options);
        create();
    }
}

static bool draft(struct cart_drafts *drafts, const char *text) {
    char error[JSON_ERROR_SIZE];
    struct cart_draft cart = {.service = ""};
    struct json_object *json = json_parse(text, strlen(text), 1 << 16, error);
    assert_non_null(json);
    bool taken = ipc_fields_read(&ipc_cart_draft_table, json, &cart, error) && cart_drafts_take(drafts, &cart, wall);
    json_object_put(json);
    return taken;
}

static bool holds_at(struct cart_drafts *drafts, const char *service, int64_t now) {
    struct ipc_drafts all = cart_drafts_now(drafts, now);
    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.list[i]->service, service) == 0)
            return true;
    return false;
}
static bool holds(struct cart_drafts *drafts, const char *service) {
    return holds_at(drafts, service, wall);
}

#define DRAFT(service, items) "{\"service\":\"" service "\",\"answers\":{\"shop\":\"a\"},\"items\":[" items "]}"
#define EGGS                  "{\"id\":\"eggs\",\"quantity\":2}"

/* A cart outlives the box's life, until it is empty, ordered or three days old. */
static void a_cart_is_kept_until_it_is_over(void **state) {
    (void)state;
    struct cart_drafts *drafts = cart_drafts_create(outbox, wall);
    assert_true(draft(drafts, DRAFT("grocery", EGGS)));
    assert_true(draft(drafts, DRAFT("meal", EGGS)));
    assert_true(draft(drafts, DRAFT("meal", "")));
    cart_drafts_destroy(drafts);
    drafts = cart_drafts_create(outbox, wall + 1000);
    assert_true(holds(drafts, "grocery"));
    assert_false(holds(drafts, "meal"));
    cart_drafts_destroy(drafts);
    drafts = cart_drafts_create(outbox, wall + CART_DRAFTS_KEPT_MS);
    assert_false(holds(drafts, "grocery"));
    cart_drafts_destroy(drafts);
    drafts = cart_drafts_create(outbox, wall);
    assert_false(holds(drafts, "grocery"));
    assert_true(draft(drafts, DRAFT("grocery", EGGS)));
    assert_true(cart_drafts_clear(drafts, "grocery"));
    assert_false(cart_drafts_clear(drafts, "grocery"));
    cart_drafts_destroy(drafts);
    drafts = cart_drafts_create(outbox, wall);
    assert_false(holds(drafts, "grocery"));
    cart_drafts_destroy(drafts);
}

/* A box that is never switched off, or wakes up in 1970 and is told the time later, forgets an old one all the same. */
static void a_cart_grows_old_while_the_box_runs(void **state) {
    (void)state;
    struct cart_drafts *drafts = cart_drafts_create(outbox, wall);
    assert_true(draft(drafts, DRAFT("grocery", EGGS)));
    assert_true(holds_at(drafts, "grocery", wall + CART_DRAFTS_KEPT_MS - 1));
    cart_drafts_destroy(drafts);
    drafts = cart_drafts_create(outbox, 5000);
    assert_true(holds_at(drafts, "grocery", 6000));
    assert_false(holds_at(drafts, "grocery", wall + CART_DRAFTS_KEPT_MS));
    assert_false(holds_at(drafts, "grocery", 6000));
    cart_drafts_destroy(drafts);
    assert_null(outbox_setting(outbox, "drafts"));
}

/* The disk was held when the box started: what an earlier life kept is found later, unless a cart was begun since. */
static void a_cart_that_is_read_late_is_found_unless_there_is_another(void **state) {
    static const char note[] =
        "[{\"service\":\"grocery\",\"answers\":{},\"items\":[" EGGS "],\"at_ms\":1795224720000}]";
    (void)state;
    struct cart_drafts *drafts = cart_drafts_create(outbox, wall);
    outbox_set_setting(outbox, "drafts", note);
    cart_drafts_restore(drafts, wall);
    assert_true(holds(drafts, "grocery"));
    assert_true(cart_drafts_clear(drafts, "grocery"));
    assert_true(draft(drafts, DRAFT("meal", EGGS)));
    outbox_set_setting(outbox, "drafts", note);
    cart_drafts_restore(drafts, wall);
    assert_false(holds(drafts, "grocery"));
    cart_drafts_destroy(drafts);
}

/* The fifth cart finds a place when one of the four is old; and whatever the disk says of its age harms nothing. */
static void old_carts_make_room(void **state) {
    (void)state;
    static const char *const ages[] = {"-9223372036854775808", "253402300799999", "0", "\"x\"", "9223372036854775807"};
    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        char note[200];
        snprintf(note, sizeof note, "[{\"service\":\"grocery\",\"answers\":{},\"items\":[" EGGS "],\"at_ms\":%s}]",
                 ages[i]);
        outbox_set_setting(outbox, "drafts", note);
        struct cart_drafts *kept = cart_drafts_create(outbox, wall);
        assert_int_equal(holds(kept, "grocery"), i == 1); /* of a clock that went wrong: young, as far as one can say */
        cart_drafts_destroy(kept);
    }
    struct cart_drafts *drafts = cart_drafts_create(NULL, wall);
    for (int i = 0; i <= CART_DRAFT_MAX; i++) {
        char text[200];
        snprintf(text, sizeof text, "{\"service\":\"s%d\",\"answers\":{},\"items\":[" EGGS "]}", i);
        assert_true(draft(drafts, text));
        wall += CART_DRAFTS_KEPT_MS / CART_DRAFT_MAX;
    }
    assert_true(holds(drafts, "s4"));
    cart_drafts_destroy(drafts);
}

static void what_is_no_cart_is_not_kept(void **state) {
    (void)state;
    static const char *const bad[] = {
        "{}",
        DRAFT("", EGGS),
        DRAFT("grocery", "{\"id\":\"eggs\",\"quantity\":0}"),
        DRAFT("grocery", "{\"id\":\"eggs\",\"quantity\":100}"),
        DRAFT("grocery", "7"),
        "{\"service\":\"grocery\",\"answers\":[],\"items\":[" EGGS "]}",
        "{\"service\":\"grocery\",\"items\":7}",
    };
    struct cart_drafts *drafts = cart_drafts_create(NULL, wall);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (draft(drafts, bad[i]))
            fail_msg("taken: %s", bad[i]);
    for (int i = 0; i <= CART_DRAFT_MAX; i++) {
        char text[200];
        snprintf(text, sizeof text, "{\"service\":\"s%d\",\"answers\":{},\"items\":[" EGGS "]}", i);
        assert_int_equal(draft(drafts, text), i < CART_DRAFT_MAX);
    }
    cart_drafts_destroy(drafts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_answered_before_is_asked_with, begin, end),
        cmocka_unit_test_setup_teardown(a_strange_name_stays_one_name, begin, end),
        cmocka_unit_test_setup_teardown(a_hotline_that_knows_only_the_get_is_asked_so, begin, end),
        cmocka_unit_test_setup_teardown(what_was_fetched_is_kept_with_its_age, begin, end),
        cmocka_unit_test_setup_teardown(questions_do_not_mix, begin, end),
        cmocka_unit_test_setup_teardown(a_clock_put_back_does_not_keep_an_old_age, begin, end),
        cmocka_unit_test_setup_teardown(a_bad_answer_never_takes_the_place_of_a_good_one, begin, end),
        cmocka_unit_test_setup_teardown(the_oldest_makes_room, begin, end),
        cmocka_unit_test_setup_teardown(large_answers_are_kept_while_there_is_room, begin, end),
        cmocka_unit_test_setup_teardown(a_cart_is_kept_until_it_is_over, begin, end),
        cmocka_unit_test_setup_teardown(a_cart_grows_old_while_the_box_runs, begin, end),
        cmocka_unit_test_setup_teardown(a_cart_that_is_read_late_is_found_unless_there_is_another, begin, end),
        cmocka_unit_test_setup_teardown(old_carts_make_room, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_cart_is_not_kept, begin, end),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
