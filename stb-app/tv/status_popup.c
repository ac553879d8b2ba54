/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The senior asked for something and went back to the television: when it is there, or will not come, they are told.
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
    return status->state == STATE_EXPIRED || (age_ms < NEWS_FRESH_MS && age_ms > -NEWS_FRESH_MS);
}

static bool was_told(const struct news *news, const struct status *status) {
    for (size_t i = 0; i < NEWS_TOLD_MAX; i++)
        if (news->told[i].state == status->state && strcmp(news->told[i].id, status->id) == 0)
            return true;
    return false;
}

bool news_take(struct news *news, const struct status *status, int64_t wall_ms) {
    if (status->kind == REQUEST_SOS || !matters(status->state) || !is_fresh(status, wall_ms) || was_told(news, status))
        return false;
    size_t at = news->next++ % NEWS_TOLD_MAX;
    snprintf(news->told[at].id, sizeof news->told[at].id, "%s", status->id);
    news->told[at].state = status->state;
    return true;
}
