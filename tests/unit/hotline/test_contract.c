/* SPDX-License-Identifier: Apache-2.0 */
/* What a box may send, to the letter; what breaks the contract is refused by the member's name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/base/json.h"
#include "tests/hotline/contract.h"

#include <stdio.h>
#include <string.h>

#define ID   "\"id\":\"0b7c1c2e-6a55-4f0e-9f2a-1f0a52b8c0d1\""
#define REST "\"created_at\":\"2026-11-21T09:32:00Z\",\"sequence\":1,\"trigger\":\"remote\""
#define SOS  "{" ID ",\"kind\":\"sos\"," REST ",\"presses\":1,\"grace_s\":5"
#define TAXI "{" ID ",\"kind\":\"service\",\"service\":\"taxi\"," REST

static bool try(const char *text, char *error) {
    struct contract_request request;
    struct json_object *body = json_parse(text, strlen(text), 65536, error);
    assert_non_null(body);
    bool ok = contract_request(body, &request, error);
    json_object_put(body);
    return ok;
}

static void good_requests_pass(void **state) {
    (void)state;
    static const char *const good[] = {
        SOS "}",
        SOS ",\"test\":true}",
        SOS ",\"answers\":{},\"items\":[]}",
        TAXI "}",
        TAXI ",\"answers\":{\"to\":\"hospital\",\"when\":\"now\"},\"items\":[{\"id\":\"a\",\"quantity\":99}]}",
        "{" ID ",\"kind\":\"callback\"," REST "}",
        "{" ID ",\"kind\":\"callback\",\"service\":\"person\"," REST "}",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char error[JSON_ERROR_SIZE] = "";
        if (!try(good[i], error))
            fail_msg("%s: %s", good[i], error);
    }
}

static void bad_requests_are_refused_by_name(void **state) {
    (void)state;
    static const struct {
        const char *text, *place;
    } bad[] = {
        {"{}", "id:"},
        {"[]", "expected an object"},
        {TAXI ",\"more\":1}", "more:"},
        {TAXI ",\"presses\":1}", "presses:"},
        {TAXI ",\"grace_s\":0}", "grace_s:"},
        {TAXI ",\"answers\":{\"a b\":\"c\"}}", "answers:"},
        {TAXI ",\"answers\":{\"a\":\"\"}}", "answers:"},
        {TAXI ",\"answers\":[]}", "answers:"},
        {TAXI ",\"items\":[{\"id\":\"a\",\"quantity\":100}]}", "items[0].quantity:"},
        {TAXI ",\"items\":[{\"id\":\"a\"}]}", "items[0].quantity:"},
        {TAXI ",\"test\":\"no\"}", "test:"},
        {SOS ",\"service\":\"taxi\"}", "service:"},
        {"{" ID ",\"kind\":\"sos\"," REST ",\"grace_s\":5}", "presses:"},
        {"{" ID ",\"kind\":\"sos\"," REST ",\"presses\":1}", "grace_s:"},
        {"{" ID ",\"kind\":\"service\"," REST "}", "service:"},
        {"{" ID ",\"kind\":\"tea\"," REST "}", "kind:"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char error[JSON_ERROR_SIZE] = "";
        assert_false(try(bad[i].text, error));
        if (!strstr(error, bad[i].place))
            fail_msg("%s: %s", bad[i].text, error);
    }
}

static void times_are_rfc_3339(void **state) {
    (void)state;
    static const char *const good[] = {"2026-11-21T09:32:00Z", "1970-01-01T00:00:00.123456789Z",
                                       "2024-02-29T23:59:60+08:00"};
    static const char *const bad[] = {"",
                                      "2026-11-21",
                                      "2026-11-21T09:32:00",
                                      "2026-13-01T00:00:00Z",
                                      "2026-04-31T00:00:00Z",
                                      "2026-1-21T09:32:00Z",
                                      "2026-11-21T24:00:00Z",
                                      "2026-11-21T09:32:00.Z",
                                      "2026-11-21T09:32:00+0800",
                                      "2026-11-21T09:32:00Zx",
                                      "-026-11-21T09:32:00Z"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!contract_time(good[i]))
            fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (contract_time(bad[i]))
            fail_msg("%s", bad[i]);
}

static void keys_are_quoted_uuids(void **state) {
    (void)state;
    char key[CONTRACT_ID_SIZE];
    assert_true(contract_key("\"0b7c1c2e-6a55-4f0e-9f2a-1f0a52b8c0d1\"", key));
    assert_string_equal(key, "0b7c1c2e-6a55-4f0e-9f2a-1f0a52b8c0d1");
    static const char *const bad[] = {"", "0b7c1c2e-6a55-4f0e-9f2a-1f0a52b8c0d1", "\"0b7c1c2e\"",
                                      "\"0B7C1C2E-6a55-4f0e-9f2a-1f0a52b8c0d1\"",
                                      "\"0b7c1c2e-6a55-4f0e-9f2a_1f0a52b8c0d1\""};
    assert_false(contract_key(NULL, key));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(contract_key(bad[i], key));
}

static void device_ids_are_plain(void **state) {
    (void)state;
    assert_true(contract_device("PT-000123"));
    assert_false(contract_device(""));
    assert_false(contract_device("PT 1"));
    assert_false(contract_device("PT/1"));
    assert_false(contract_device("a2345678901234567890123456789012345678901234567x"));
}

static void the_desk_is_checked_too(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"{\"status\":\"accepted\",\"eta_minutes\":8,\"details\":[{\"label\":\"车牌\",\"value\":\"沪A\"}]}", true},
        {"{\"status\":\"accepted\",\"details\":[{\"label\":\"车牌\",\"value\":\"沪A\",\"role\":\"plate\"}]}", true},
        {"{\"status\":\"accepted\",\"details\":[{\"label\":\"车牌\",\"value\":\"沪A\",\"role\":\"plates\"}]}", false},
        {"{\"status\":\"accepted\",\"details\":[{\"label\":\"\",\"value\":\"x\"}]}", false},
        {"{\"status\":\"accepted\",\"details\":{}}", false},
        {"{\"status\":\"accepted\",\"eta_minutes\":10081}", false},
        {"{\"status\":\"saved\"}", false},
        {"{\"headline\":\"x\"}", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char error[JSON_ERROR_SIZE] = "";
        struct contract_push push;
        struct json_object *body = json_parse(cases[i].text, strlen(cases[i].text), 65536, error);
        assert_int_equal(contract_push(body, &push, error), cases[i].good);
        json_object_put(body);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_requests_pass),   cmocka_unit_test(bad_requests_are_refused_by_name),
        cmocka_unit_test(times_are_rfc_3339),   cmocka_unit_test(keys_are_quoted_uuids),
        cmocka_unit_test(device_ids_are_plain), cmocka_unit_test(the_desk_is_checked_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
