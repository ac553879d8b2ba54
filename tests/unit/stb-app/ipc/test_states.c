/* SPDX-License-Identifier: Apache-2.0 */
/* The names of the states that both programs and the scene lines know. */
#include "stb-app/ipc/link_state.h"
#include "stb-app/ipc/mic_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_link_state_comes_back_by_its_name(void **state) {
    (void)state;
    for (int i = 0; i < LINK_STATES; i++) {
        enum link_state found = LINK_STATES;
        assert_true(link_state_from_name(link_state_name((enum link_state)i), &found));
        assert_int_equal(found, i);
    }
    enum link_state found = LINK_OFFLINE;
    assert_false(link_state_from_name("somewhere", &found));
    assert_int_equal(found, LINK_OFFLINE);
    assert_null(link_state_name(LINK_STATES));
}

static void a_microphone_listens_while_it_is_opened_and_while_it_hears(void **state) {
    static const char *const names[] = {"off",    "ready", "starting", "hearing", "heard",
                                        "silent", "busy",  "missing",  "failed"};
    (void)state;
    for (int i = 0; i < MIC_STATES; i++) {
        assert_string_equal(mic_state_name((enum mic_state)i), names[i]);
        assert_int_equal(mic_state_listens((enum mic_state)i), i == MIC_STARTING || i == MIC_HEARING);
    }
    assert_null(mic_state_name(MIC_STATES));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_state_comes_back_by_its_name),
        cmocka_unit_test(a_microphone_listens_while_it_is_opened_and_while_it_hears),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
