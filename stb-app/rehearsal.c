/* SPDX-License-Identifier: Apache-2.0 */
/* What a test says is worth nothing unless it went the alarm's own way, so it is sent exactly as an alarm is. */
#include "stb-app/rehearsal.h"

#include "net/hotline.h"
#include "stb-app/line_test.h"
#include "stb-app/log.h"
#include "stb-app/loop.h"

#include <stdio.h>
#include <stdlib.h>

struct rehearsal {
    struct hotline *hotline;
    struct line_test test;
};
static const char note[] = "last_test";

bool rehearsal_begin(struct rehearsal *rehearsal) {
    struct request request = {.kind = REQUEST_SOS, .trigger = TRIGGER_TEST, .presses = 1, .test = true};
    if (line_test_runs(&rehearsal->test))
        return false;
    hotline_sos(rehearsal->hotline, &request);
    line_test_begin(&rehearsal->test, &request, loop_now_ms());
    log_info("test", "a test of the line: %s", request.id);
    return true;
}

static void keep(struct rehearsal *rehearsal) {
    char when[24];
    snprintf(when, sizeof when, "%lld", (long long)rehearsal->test.good_at_ms);
    hotline_tested(rehearsal->hotline, rehearsal->test.good_at_ms);
    if (!hotline_keep_note(rehearsal->hotline, note, when))
        log_warning("test", "the time of the good test could not be stored");
}

bool rehearsal_take_status(struct rehearsal *rehearsal, const struct status *status) {
    if (!line_test_take_status(&rehearsal->test, status, clock_now_ms(hotline_clock(rehearsal->hotline))))
        return false;
    log_info("test", "the test of the line is %s", request_state_name(status->state));
    if (status->state == STATE_CLOSED)
        keep(rehearsal);
    return true;
}

struct json_object *rehearsal_for_wire(const struct rehearsal *rehearsal) {
    return line_test_for_wire(&rehearsal->test, loop_now_ms());
}

struct rehearsal *rehearsal_create(struct hotline *hotline) {
    struct rehearsal *rehearsal = calloc(1, sizeof *rehearsal);
    if (!rehearsal)
        return NULL;
    char *kept = hotline_note(hotline, note);
    rehearsal->hotline = hotline;
    rehearsal->test.good_at_ms = kept ? strtoll(kept, NULL, 10) : 0;
    hotline_tested(hotline, rehearsal->test.good_at_ms);
    free(kept);
    return rehearsal;
}

void rehearsal_destroy(struct rehearsal *rehearsal) {
    free(rehearsal);
}
