/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A test that finds no hotline is not withdrawn: it is tried like a real SOS until it gets through, and only then is
 * there another. So pressing the button ten times on a dead line leaves one test to be delivered, not ten.
 */
#include "stb-app/sos/line_check_state.h"

#include <string.h>

bool line_check_state_runs(const struct line_check_state *test) {
    return test->id[0] && !request_state_is_final(test->state);
}

void line_check_state_begin(struct line_check_state *test, const struct request *request, int64_t now_ms) {
    memcpy(test->id, request->id, sizeof test->id);
    test->state = STATE_SENDING;
    test->started_ms = now_ms;
}

bool line_check_state_take_status(struct line_check_state *test, const struct status *status, int64_t wall_ms) {
    if (!test->id[0] || strcmp(status->id, test->id) != 0 || status->state == test->state)
        return false;
    test->state = status->state;
    if (status->state == STATE_CLOSED)
        test->good_at_ms = wall_ms;
    return true;
}

struct ipc_line_check line_check_state_now(const struct line_check_state *test, int64_t now_ms) {
    struct ipc_line_check now = {.begun = test->id[0] != 0, .good_at_ms = test->good_at_ms};
    if (now.begun) {
        now.state = test->state;
        now.since_ms = now_ms - test->started_ms;
    }
    return now;
}
