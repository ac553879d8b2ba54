/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A test that finds no hotline is not withdrawn: it is tried like a real one until it gets through, and only then is
 * there another. So pressing the button ten times on a dead line leaves one test to be delivered, not ten.
 */
#include "stb-app/sos/line_check_state.h"

#include "stb-app/base/json.h"

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

struct json_object *line_check_state_for_wire(const struct line_check_state *test, int64_t now_ms) {
    struct json_object *out = json_object_new_object();
    if (test->id[0]) {
        json_put_text(out, "state", request_state_name(test->state));
        json_put_integer(out, "since_ms", now_ms - test->started_ms);
    }
    json_put_integer(out, "good_at_ms", test->good_at_ms);
    return out;
}
