/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The senior asked for something and went back to the television: the popup says when it is there, or will not come.
 * "Received" and "done" are no such news. The trap is old news: after a restart or a long time offline the box hears of
 * many requests at once; what is older than five minutes, or was told before, stays where it can be looked up. An
 * expiry is always fresh: only the box itself says so, and it asks a question.
 */
#include "stb-app/tv/status_popup.h"

#include <stdio.h>
#include <string.h>

static bool matters(enum request_state state) {
    return state == STATE_ACCEPTED || state == STATE_ON_THE_WAY || state == STATE_ARRIVED || state == STATE_REJECTED ||
           state == STATE_EXPIRED;
}

static bool is_fresh(const struct status *status, int64_t wall_ms) {
    int64_t age_ms = wall_ms - status->updated_at_ms;
    return status->state == STATE_EXPIRED || (age_ms < STATUS_POPUP_FRESH_MS && age_ms > -STATUS_POPUP_FRESH_MS);
}

static bool was_told(const struct status_popup *popup, const struct status *status) {
    for (size_t i = 0; i < STATUS_POPUP_TOLD_MAX; i++)
        if (popup->told[i].state == status->state && strcmp(popup->told[i].id, status->id) == 0)
            return true;
    return false;
}

bool status_popup_take(struct status_popup *popup, const struct status *status, int64_t wall_ms) {
    if (status->kind == REQUEST_SOS || !matters(status->state) || !is_fresh(status, wall_ms) || was_told(popup, status))
        return false;
    size_t at = popup->next++ % STATUS_POPUP_TOLD_MAX;
    snprintf(popup->told[at].id, sizeof popup->told[at].id, "%s", status->id);
    popup->told[at].state = status->state;
    return true;
}
