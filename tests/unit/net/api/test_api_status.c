/* SPDX-License-Identifier: Apache-2.0 */
/* The contract's bodies: what goes out as it must be, what comes in taken or refused with a reason. */
#include "net/api/api_request.h"
#include "net/api/api_status.h"
#include "net/api/api_time.h"
#include "stb-app/base/json.h"
#include "stb-app/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ID "3f2504e0-4f89-41d3-9a0c-0305e82c3301"

static struct json_object *parse(const char *text) {
    char error[JSON_ERROR_SIZE];
    return json_parse(text, strlen(text), 65536, error);
}

static bool read_status(const char *text, struct status *status, char *error) {
    struct json_object *json = parse(text);
    assert_non_null(json);
    bool good = api_status_read(json, status, error);
    json_object_put(json);
    return good;
}

static bool read_request(const char *text, struct request *request, char *error) {
    struct json_object *json = parse(text);
    assert_non_null(json);
    bool good = api_request_read(json, request, error);
    json_object_put(json);
    return good;
}

static void an_sos_says_presses_and_grace_and_no_service(void **unused) {
    (void)unused;
    struct request sos = {.id = ID,
                          .kind = REQUEST_SOS,
                          .created_at_ms = 1795253520123,
                          .sequence = 9,
                          .trigger = TRIGGER_REMOTE,
                          .presses = 2,
                          .grace_s = 5,
                          .test = true};
    char *body = api_request_write(&sos);
    assert_string_equal(body, "{\"id\":\"" ID "\",\"kind\":\"sos\",\"created_at\":\"2026-11-21T09:32:00.123Z\","
                              "\"sequence\":9,\"trigger\":\"remote\",\"presses\":2,\"grace_s\":5,\"test\":true}");
    free(body);
}

static void an_order_comes_back_as_it_was(void **unused) {
    (void)unused;
    struct request meal = {.id = ID,
                           .kind = REQUEST_SERVICE,
                           .service = "meal",
                           .answers = {{"when", "noon"}, {"where", "家里"}},
                           .answer_count = 2,
                           .items = {{"braised-pork", 1}, {"rice", 99}},
                           .item_count = 2,
                           .created_at_ms = 1795253520000,
                           .sequence = 10,
                           .trigger = TRIGGER_VOICE};
    char *body = api_request_write(&meal);
    assert_non_null(strstr(body, "\"answers\":{\"when\":\"noon\",\"where\":\"家里\"}"));
    assert_non_null(
        strstr(body, "\"items\":[{\"id\":\"braised-pork\",\"quantity\":1},{\"id\":\"rice\",\"quantity\":99}]"));
    assert_null(strstr(body, "presses"));
    struct request again;
    char error[JSON_ERROR_SIZE];
    assert_true(read_request(body, &again, error));
    assert_memory_equal(&again, &meal, sizeof meal);
    free(body);
}

static void a_request_of_the_screen_needs_no_time_yet(void **unused) {
    (void)unused;
    struct request request;
    char error[JSON_ERROR_SIZE];
    assert_true(read_request("{\"type\":\"submit\",\"id\":\"" ID
                             "\",\"kind\":\"service\",\"service\":\"taxi\",\"answers\":{},"
                             "\"items\":[],\"trigger\":\"screen\",\"expires_s\":120,\"again\":false}",
                             &request, error));
    assert_int_equal(request.created_at_ms, 0);
    assert_int_equal(request.expires_s, 120);
    assert_int_equal(request.presses, 0);
}

#define REQUEST_WITH(members)                                                                                          \
    "{\"id\":\"" ID "\",\"kind\":\"service\",\"service\":\"taxi\",\"trigger\":\"screen\"" members "}"
static void a_wrong_request_is_refused_with_its_place(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *place;
    } cases[] = {
        {"[]", "object"},
        {"{\"id\":\"" ID "\"}", "kind"},
        {"{\"id\":\"x\",\"kind\":\"sos\",\"trigger\":\"remote\"}", "id"},
        {"{\"id\":\"" ID "\",\"kind\":\"pizza\",\"trigger\":\"remote\"}", "kind"},
        {"{\"id\":\"" ID "\",\"kind\":\"sos\",\"trigger\":\"dog\"}", "trigger"},
        {"{\"id\":\"" ID "\",\"kind\":\"sos\",\"service\":\"taxi\",\"trigger\":\"remote\"}", "service"},
        {"{\"id\":\"" ID "\",\"kind\":\"service\",\"trigger\":\"remote\"}", "service"},
        {"{\"id\":\"" ID "\",\"kind\":\"sos\",\"trigger\":\"remote\",\"presses\":0}", "presses"},
        {"{\"id\":\"" ID "\",\"kind\":\"sos\",\"trigger\":\"remote\",\"grace_s\":31}", "grace_s"},
        {REQUEST_WITH(",\"answers\":[]"), "answers"},
        {REQUEST_WITH(",\"answers\":{\"to\":3}"), "answers"},
        {REQUEST_WITH(",\"answers\":{\"to\":\"\"}"), "answers"},
        {REQUEST_WITH(",\"answers\":{\"to\":\"a\\u0000b\"}"), "answers"},
        {REQUEST_WITH(",\"answers\":{\"to\":\"123456789012345678901234567890123456789012345678\"}"), "answers"},
        {REQUEST_WITH(
             ",\"answers\":{\"1\":\"1\",\"2\":\"1\",\"3\":\"1\",\"4\":\"1\",\"5\":\"1\",\"6\":\"1\",\"7\":\"1\","
             "\"8\":\"1\",\"9\":\"1\",\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\"}"),
         "answers"},
        {REQUEST_WITH(",\"items\":{}"), "items"},
        {REQUEST_WITH(",\"items\":[7]"), "items[0]"},
        {REQUEST_WITH(",\"items\":[{\"id\":\"tea\",\"quantity\":100}]"), "items[0].quantity"},
        {REQUEST_WITH(",\"items\":[{\"id\":\"\",\"quantity\":1}]"), "items[0]"},
        {REQUEST_WITH(",\"created_at\":\"yesterday\""), "created_at"},
        {REQUEST_WITH(",\"sequence\":1e300"), "sequence"},
        {REQUEST_WITH(",\"expires_s\":-1"), "expires_s"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct request request;
        char error[JSON_ERROR_SIZE] = "";
        if (read_request(cases[i].text, &request, error))
            fail_msg("taken: %s", cases[i].text);
        if (!strstr(error, cases[i].place))
            fail_msg("%s\nsays \"%s\" and not where: %s", cases[i].text, error, cases[i].place);
    }
}

static void a_status_is_read_whole(void **unused) {
    (void)unused;
    struct status status;
    char error[JSON_ERROR_SIZE];
    assert_true(read_status("{\"id\":\"" ID "\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"on_the_way\","
                            "\"updated_at\":\"2026-11-21T17:32:00.5+08:00\",\"headline\":\"司机正在赶来\","
                            "\"details\":[{\"label\":\"车牌\",\"value\":\"沪A·D1234\",\"role\":\"plate\"},"
                            "{\"label\":\"\\ud83d\\ude95\",\"value\":\"\",\"role\":\"a role of a newer hotline\"}],"
                            "\"message\":\"请在\\n门口等\",\"eta_minutes\":6,\"can_cancel\":true,"
                            "\"weather\":{\"new\":[1,2]}}",
                            &status, error));
    assert_string_equal(status.id, ID);
    assert_int_equal(status.state, STATE_ON_THE_WAY);
    assert_int_equal(status.updated_at_ms, 1795253520500);
    assert_int_equal(status.created_at_ms, 0);
    assert_string_equal(status.headline, "司机正在赶来");
    assert_int_equal(status.detail_count, 2);
    assert_string_equal(status.details[0].value, "沪A·D1234");
    assert_int_equal(status.details[0].role, DETAIL_PLATE);
    assert_string_equal(status.details[1].label, "🚕");
    assert_int_equal(status.details[1].role, DETAIL_PLAIN);
    assert_string_equal(status.message, "请在 门口等");
    assert_int_equal(status.eta_minutes, 6);
    assert_true(status.can_cancel);
    assert_false(status.cancel_asked);
}

#define STATUS_WITH(kind, state, members)                                                                              \
    "{\"id\":\"" ID "\",\"kind\":\"" kind "\",\"status\":\"" state                                                     \
    "\",\"updated_at\":\"2026-11-21T09:32:00Z\"" members "}"
static void what_is_absent_or_null_is_not_told(void **unused) {
    (void)unused;
    struct status status;
    char error[JSON_ERROR_SIZE];
    assert_true(read_status(STATUS_WITH("sos", "received", ""), &status, error));
    assert_int_equal(status.eta_minutes, -1);
    assert_string_equal(status.message, "");
    assert_true(read_status(STATUS_WITH("sos", "received",
                                        ",\"service\":null,\"message\":null,\"eta_minutes\":null,\"details\":null,"
                                        "\"created_at\":\"2026-11-21T09:31:00Z\""),
                            &status, error));
    assert_int_equal(status.eta_minutes, -1);
    assert_int_equal(status.created_at_ms, 1795253460000);
}

static void a_lone_surrogate_becomes_a_replacement_character(void **unused) {
    (void)unused;
    struct status status;
    char error[JSON_ERROR_SIZE];
    assert_true(read_status(STATUS_WITH("sos", "received", ",\"headline\":\"a\\ud83db\""), &status, error));
    assert_string_equal(status.headline, "a\xef\xbf\xbd"
                                         "b");
}

static void a_wrong_status_is_refused_with_its_place(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *place;
    } cases[] = {
        {"7", "object"},
        {"{}", "id"},
        {STATUS_WITH("sos", "accepted", ""), "status"},
        {STATUS_WITH("service", "help_sent", ""), "status"},
        {STATUS_WITH("service", "saved", ""), "status"},
        {STATUS_WITH("sos", "waiting", ""), "status"},
        {STATUS_WITH("sos", "", ""), "status"},
        {STATUS_WITH("pizza", "received", ""), "kind"},
        {STATUS_WITH("sos", "received", ",\"eta_minutes\":\"6\""), "eta_minutes"},
        {STATUS_WITH("sos", "received", ",\"details\":[1]"), "details[0]"},
        {STATUS_WITH("sos", "received", ",\"headline\":7"), "headline"},
        {STATUS_WITH("sos", "received", ",\"can_cancel\":1"), "can_cancel"},
        {STATUS_WITH("sos", "received", ",\"details\":{}"), "details"},
        {STATUS_WITH("sos", "received", ",\"details\":[{\"label\":\"a\"}]"), "details[0].value"},
        {STATUS_WITH("sos", "received", ",\"created_at\":\"\\\"\""), "created_at"},
        {"{\"id\":\"" ID "\",\"kind\":\"sos\",\"status\":\"received\"}", "updated_at"},
        {"{\"id\":\"" ID "\",\"kind\":\"sos\",\"status\":\"received\",\"updated_at\":1795253520}", "updated_at"},
        {"{\"id\":\"" ID "\",\"kind\":\"sos\",\"status\":\"received\",\"updated_at\":\"2026-11-21\"}", "updated_at"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct status status = {.eta_minutes = 77};
        char error[JSON_ERROR_SIZE] = "";
        if (read_status(cases[i].text, &status, error))
            fail_msg("taken: %s", cases[i].text);
        if (!strstr(error, cases[i].place))
            fail_msg("%s\nsays \"%s\" and not where: %s", cases[i].text, error, cases[i].place);
        assert_int_equal(status.eta_minutes, 77); /* a refused status leaves nothing behind */
    }
}

/* COUNT times what is typed at the desk: 1, 2, 3 and 4 bytes a character, and a letter with its accents. */
static char *typed(const char *characters, size_t count) {
    size_t each = strlen(characters);
    char *text = malloc(each * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * each, characters, each);
    text[each * count] = 0;
    return text;
}

static size_t characters_of(const char *text) {
    size_t count = 0;
    for (uint32_t character; (character = utf8_next(&text)); count++)
        assert_true(character != UTF8_BROKEN); /* nothing was cut in two */
    return count;
}

static const struct {
    const char *text;
    size_t characters;
} kinds_of_text[] = {
    {"x", 1}, {"é", 1}, {"救", 1}, {"\U00020BB7", 1}, {"e\u0301\u0327", 3}, {"\U0001F469\u200D\U0001F692", 3}};

static void take_answered(const char *members, struct status *status) {
    static char text[256 << 10];
    char error[JSON_ERROR_SIZE];
    snprintf(text, sizeof text, STATUS_WITH("sos", "answered", "%s"), members);
    if (!read_status(text, status, error))
        fail_msg("a person has answered, and the screen does not say so: %s", error);
    assert_int_equal(status->state, STATE_ANSWERED);
}

/* The text stands between BEFORE and AFTER; what came of it is AT in a status. */
static void is_shown(const char *before, const char *after, size_t at, size_t most) {
    static char filled[128 << 10];
    const size_t counts[] = {most - 1, most, most + 1, 10 * most};
    for (size_t k = 0; k < sizeof kinds_of_text / sizeof *kinds_of_text; k++) {
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            size_t each = kinds_of_text[k].characters, count = counts[i] / each;
            char *text = typed(kinds_of_text[k].text, count);
            struct status status;
            snprintf(filled, sizeof filled, "%s%s%s", before, text, after);
            take_answered(filled, &status);
            const char *shown = (const char *)&status + at;
            size_t expected = count * each > most ? most / each * each : count * each;
            assert_int_equal(characters_of(shown), expected);
            assert_int_equal(strncmp(shown, text, strlen(shown)), 0);
            free(text);
        }
    }
}

static void who_answers_an_sos_is_heard_however_much_was_typed(void **unused) {
    (void)unused;
    is_shown(",\"message\":\"", "\"", offsetof(struct status, message), 383);
    is_shown(",\"headline\":\"", "\"", offsetof(struct status, headline), 127);
    is_shown(",\"details\":[{\"label\":\"", "\",\"value\":\"李师傅\"}]", offsetof(struct status, details[0].label), 47);
    is_shown(",\"details\":[{\"label\":\"护工\",\"value\":\"", "\"}]", offsetof(struct status, details[0].value), 127);
}

static void what_only_fills_the_screen_refuses_no_answer(void **unused) {
    (void)unused;
    struct status status;
    take_answered(",\"eta_minutes\":-1", &status);
    assert_int_equal(status.eta_minutes, -1);
    take_answered(",\"eta_minutes\":10080", &status);
    assert_int_equal(status.eta_minutes, 10080);
    take_answered(",\"eta_minutes\":10081", &status);
    assert_int_equal(status.eta_minutes, -1);
    take_answered(",\"eta_minutes\":99999999999999999999999999", &status);
    assert_int_equal(status.eta_minutes, -1);
    take_answered(",\"headline\":\"a\\u0000b\",\"message\":\"\\u001b[31m\"", &status);
    assert_string_equal(status.headline, "a b");
    assert_string_equal(status.message, " [31m");
    char *rows = typed("{\"label\":\"a\",\"value\":\"b\"},", 10), members[1024];
    snprintf(members, sizeof members, ",\"details\":[%s{\"label\":\"a\",\"value\":\"c\"}]", rows);
    take_answered(members, &status);
    assert_int_equal(status.detail_count, REQUEST_DETAILS_MAX);
    free(rows);
}

static void nesting_without_end_is_not_followed(void **unused) {
    (void)unused;
    char text[4096] = "{\"id\":";
    memset(text + 6, '[', 4000);
    text[4006] = 0;
    assert_null(parse(text));
}

static void every_state_of_a_kind_and_no_other_is_taken(void **unused) {
    (void)unused;
    for (int kind = 0; kind < REQUEST_KINDS; kind++) {
        for (int state = 0; state < STATES; state++) {
            char text[256];
            snprintf(text, sizeof text, STATUS_WITH("%s", "%s", ""), request_kind_name((enum request_kind)kind),
                     request_state_name((enum request_state)state));
            struct status status;
            char error[JSON_ERROR_SIZE];
            bool expected =
                state >= STATE_RECEIVED && request_state_fits((enum request_kind)kind, (enum request_state)state);
            assert_int_equal(read_status(text, &status, error), expected);
        }
    }
}

static void times_are_rfc_3339(void **unused) {
    (void)unused;
    static const struct {
        const char *text;
        int64_t ms; /* -1 = refused */
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-21T09:32:00.123Z", 1795253520123},
        {"2026-11-21t09:32:00.123456789z", 1795253520123},
        {"2026-11-21T09:32:00.1Z", 1795253520100},
        {"2026-11-21T17:32:00+08:00", 1795253520000},
        {"2026-11-20T23:32:00-10:00", 1795253520000},
        {"2024-02-29T00:00:00Z", 1709164800000},
        {"2016-12-31T23:59:60Z", 1483228800000},
        {"9999-12-31T23:59:59.999Z", 253402300799999},
        {"1969-12-31T23:59:59Z", -1},
        {"1970-01-01T00:00:00+00:01", -1},
        {"9999-12-31T23:59:59-00:01", -1},
        {"2026-02-29T00:00:00Z", -1},
        {"2026-13-01T00:00:00Z", -1},
        {"2026-00-01T00:00:00Z", -1},
        {"2026-11-31T00:00:00Z", -1},
        {"2026-11-21T24:00:00Z", -1},
        {"2026-11-21T09:60:00Z", -1},
        {"2026-11-21T09:32:00", -1},
        {"2026-11-21T09:32:00.Z", -1},
        {"2026-11-21T09:32Z", -1},
        {"2026-11-21 09:32:00Z", -1},
        {"2026-11-21T09:32:00+0800", -1},
        {"2026-11-21T09:32:00+24:00", -1},
        {"2026-11-21T09:32:00Z ", -1},
        {"26-11-21T09:32:00Z", -1},
        {"2026\r11-21T09:32:00Z", -1},
        {"", -1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t ms = -1;
        if (api_time_parse(cases[i].text, &ms) != (cases[i].ms >= 0) || ms != cases[i].ms)
            fail_msg("%s: %lld", cases[i].text, (long long)ms);
    }
}

static void times_are_written_in_utc_whatever_the_zone_of_the_box(void **unused) {
    (void)unused;
    setenv("TZ", "Asia/Shanghai", 1);
    char text[32];
    api_time_write(1795253520123, text);
    assert_string_equal(text, "2026-11-21T09:32:00.123Z");
    api_time_write(-1, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000Z");
    api_time_write(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
    unsetenv("TZ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_sos_says_presses_and_grace_and_no_service),
        cmocka_unit_test(an_order_comes_back_as_it_was),
        cmocka_unit_test(a_request_of_the_screen_needs_no_time_yet),
        cmocka_unit_test(a_wrong_request_is_refused_with_its_place),
        cmocka_unit_test(a_status_is_read_whole),
        cmocka_unit_test(what_is_absent_or_null_is_not_told),
        cmocka_unit_test(a_lone_surrogate_becomes_a_replacement_character),
        cmocka_unit_test(a_wrong_status_is_refused_with_its_place),
        cmocka_unit_test(who_answers_an_sos_is_heard_however_much_was_typed),
        cmocka_unit_test(what_only_fills_the_screen_refuses_no_answer),
        cmocka_unit_test(nesting_without_end_is_not_followed),
        cmocka_unit_test(every_state_of_a_kind_and_no_other_is_taken),
        cmocka_unit_test(times_are_rfc_3339),
        cmocka_unit_test(times_are_written_in_utc_whatever_the_zone_of_the_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
