/* SPDX-License-Identifier: Apache-2.0 */
/* What the operator should know goes with the heartbeat, and never breaks it. */
#include "net/data/faults.h"
#include "stb-app/base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void written(const struct faults *faults, char text[600]) {
    struct json_object *body = json_object_new_object();
    faults_write(faults, body);
    snprintf(text, 600, "%s", json_object_to_json_string_ext(body, JSON_C_TO_STRING_PLAIN));
    json_object_put(body);
}

static void it_is_told_until_it_is_over_with_the_time_it_began(void **state) {
    struct faults faults = {0};
    char text[600];
    (void)state;
    written(&faults, text);
    assert_string_equal(text, "{}");
    assert_true(faults_set(&faults, FAULT_CATALOG, "services: empty", 1795224720000));
    assert_false(faults_set(&faults, FAULT_CATALOG, "services: empty", 1795224729000));
    assert_true(faults_set(&faults, FAULT_CATALOG, "etag: is missing", 1795224729000));
    assert_true(faults_set(&faults, FAULT_TEST, "no answer", 1795224720000));
    written(&faults, text);
    assert_string_equal(
        text,
        "{\"troubles\":[{\"what\":\"catalog\",\"why\":\"etag: is missing\",\"since\":\"2026-11-21T01:32:00.000Z\"},"
        "{\"what\":\"test\",\"why\":\"no answer\",\"since\":\"2026-11-21T01:32:00.000Z\"}]}");
    assert_true(faults_set(&faults, FAULT_CATALOG, NULL, 1795224730000));
    assert_true(faults_set(&faults, FAULT_TEST, NULL, 1795224730000));
    assert_false(faults_set(&faults, FAULT_PROFILE, NULL, 1795224730000));
    written(&faults, text);
    assert_string_equal(text, "{}");
}

/* What comes to every box in the same second does not bring every box's heartbeat in that second. */
static void only_what_is_the_boxs_own_is_told_at_once(void **state) {
    (void)state;
    for (enum fault_kind kind = 0; kind < FAULT_KINDS; kind++)
        assert_int_equal(faults_is_urgent(kind),
                         kind <= FAULT_TEST || kind == FAULT_SCREEN || kind == FAULT_REMOTE || kind == FAULT_DISK);
}

/* The contract takes 159 bytes of one line; a Chinese character has three and is not cut in two. */
static void any_reason_is_made_fit(void **state) {
    struct faults faults = {0};
    char reason[400] = "x\n\t\x7f";
    (void)state;
    while (strlen(reason) < 380)
        strcat(reason, "菜");
    assert_true(faults_set(&faults, FAULT_PROFILE, reason, 1));
    const char *kept = faults.of[FAULT_PROFILE].error;
    assert_int_equal(strlen(kept), 4 + 51 * 3);
    assert_memory_equal(kept, "x   菜", 7);
    assert_string_equal(kept + strlen(kept) - 3, "菜");
    assert_false(faults_set(&faults, FAULT_PROFILE, reason, 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_told_until_it_is_over_with_the_time_it_began),
        cmocka_unit_test(only_what_is_the_boxs_own_is_told_at_once),
        cmocka_unit_test(any_reason_is_made_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
