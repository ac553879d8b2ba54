/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/screens/result_steps.h"
#include "ui/screens/result_words.h"

/* In the order in which they can be reached: of a request that goes on or went well, and of one that came to
 * nothing. */
static const enum request_state going[] = {STATE_SAVED,      STATE_RECEIVED, STATE_ACCEPTED, STATE_ANSWERED,
                                           STATE_ON_THE_WAY, STATE_ARRIVED,  STATE_DONE};
static const enum request_state ended[] = {STATE_SAVED,    STATE_RECEIVED,  STATE_ACCEPTED, STATE_ON_THE_WAY,
                                           STATE_REJECTED, STATE_CANCELLED, STATE_EXPIRED};
struct way {
    const enum request_state *states;
    size_t count;
    bool failed;
};

static struct way way_of(const struct status *status) {
    bool failed = status->state == STATE_REJECTED || status->state == STATE_CANCELLED || status->state == STATE_EXPIRED;
    return failed ? (struct way){ended, sizeof ended / sizeof ended[0], true}
                  : (struct way){going, sizeof going / sizeof going[0], false};
}

static int64_t reached(const struct status *status, enum request_state state) {
    if (state == STATE_SAVED)
        return status->created_at_ms;
    if (status->reached_at_ms[state])
        return status->reached_at_ms[state];
    return state == status->state ? status->updated_at_ms : 0;
}

/* Something behind the step was proved, and so it is over, with or without a word of the hotline's. */
static bool is_passed(const struct status *status, const struct way *way, size_t step) {
    for (size_t i = step + 1; i < way->count; i++)
        if (request_state_is_proved(way->states[i]) && reached(status, way->states[i]))
            return true;
    return false;
}

static bool is_reached(const struct status *status, enum request_state state) {
    return state == STATE_SAVED || state == status->state || reached(status, state);
}

/* Shown before it is reached. That the hotline had it is shown in any case, for whatever came later proves it; what
 * else was passed over without a word is not. */
static bool is_ahead(const struct view *view, const struct status *status, const struct way *way, size_t step) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    if (way->failed)
        return false;
    return way->states[step] == STATE_RECEIVED ||
           (service_is_milestone(service, way->states[step]) && !is_passed(status, way, step));
}

static struct chip chip_of(const struct view *view, const struct status *status, const struct way *way, size_t step) {
    enum request_state state = way->states[step];
    int64_t at = reached(status, state);
    bool done = is_reached(status, state) || is_passed(status, way, step);
    return (struct chip){.words = done ? result_words_step(view, status, state)
                                       : result_words_step_to_come(view, status, state),
                         .note = at ? view_clock(view, at) : "",
                         .state = way->failed && state == status->state ? CHIP_ENDED
                                  : done                                ? CHIP_DONE
                                                                        : CHIP_TODO};
}

/* The first that is still to come is what is waited for. */
static void mark_next(const struct status *status, struct chip *steps, size_t count) {
    for (size_t i = 0; i < count && !request_state_is_final(status->state); i++)
        if (steps[i].state == CHIP_TODO) {
            steps[i].state = CHIP_NOW;
            steps[i].note = "…";
            return;
        }
}

size_t result_steps_collect(const struct view *view, const struct status *status, struct chip steps[RESULT_STEPS_MAX]) {
    struct way way = way_of(status);
    size_t count = 0;
    for (size_t i = 0; i < way.count && count < RESULT_STEPS_MAX; i++)
        if (is_reached(status, way.states[i]) || is_ahead(view, status, &way, i))
            steps[count++] = chip_of(view, status, &way, i);
    mark_next(status, steps, count);
    return count;
}
