/* SPDX-License-Identifier: Apache-2.0 */
/* From wherever the senior got lost, BACK leads home, one level at a time, and nothing is ordered on the way. */
#include "tests/unit/ui/fixture.h"

#include <setjmp.h>

#include <cmocka.h>

enum { LEVELS_MAX = 8 };

static bool is_home(struct room *room) {
    return strcmp(room_look(room)->screen, "home") == 0;
}

/* An open SOS stays on screen: BACK asks whether to cancel it, it does not lead away from it. */
static bool is_alarm(struct room *room) {
    return strcmp(room_look(room)->screen, "sos") == 0;
}

static int submitted(const struct room *room) {
    int count = 0;
    for (size_t i = 0; i < room->sent_count; i++)
        count += room->sent[i].type == IPC_SUBMIT;
    return count;
}

static void back_leads_home_from_everywhere(void **state) {
    struct room *room = room_open(320, 180);
    int lost = 0;
    (void)state;
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    for (size_t i = 0; i < SITUATIONS; i++) {
        room_fresh(room);
        situations[i].arrange(room);
        int levels = 0, before = submitted(room);
        room_look(room);
        while (!is_home(room) && !is_alarm(room) && levels < LEVELS_MAX) {
            room->now_ms += 1000;
            room_press(room, ACTION_BACK, ACTION_NONE);
            levels++;
        }
        if (levels == LEVELS_MAX || submitted(room) != before) {
            fprintf(stderr, "%s: after %d times BACK it is %s, %d orders\n", situations[i].name, levels,
                    room_look(room)->screen, submitted(room) - before);
            lost++;
        }
    }
    room_close(room);
    assert_int_equal(lost, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(back_leads_home_from_everywhere)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
