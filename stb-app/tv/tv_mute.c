/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of reasons, and one timer for the moment after the last of them. The trap is an earlier life that died while
 * television was mute: so the first thing that is said is that it is to be heard.
 */
#include "stb-app/tv/tv_mute.h"

#include "stb-app/base/loop.h"

#include <stdlib.h>

struct silence {
    void (*on_change)(void *data, bool silent);
    void *data;
    struct loop_timer *hold;
    unsigned reasons; /* a bit for each */
    bool silent;
};

static void turn(struct silence *silence, bool silent) {
    loop_timer_stop(silence->hold);
    silence->silent = silent;
    silence->on_change(silence->data, silent);
}

static void held(void *data) {
    turn(data, false);
}

void silence_because(struct silence *silence, enum silence_reason reason, bool so) {
    unsigned bit = 1u << reason;
    silence->reasons = so ? silence->reasons | bit : silence->reasons & ~bit;
    if (silence->reasons && !silence->silent)
        turn(silence, true);
    else if (silence->reasons)
        loop_timer_stop(silence->hold);
    else if (silence->silent && !loop_timer_running(silence->hold))
        loop_timer_start(silence->hold, SILENCE_HOLD_MS, 0);
}

void silence_over(struct silence *silence) {
    silence->reasons = 0;
    if (silence->silent)
        turn(silence, false);
}

struct silence *silence_create(struct loop *loop, void (*on_change)(void *data, bool silent), void *data) {
    struct silence *silence = calloc(1, sizeof *silence);
    if (!silence)
        return NULL;
    silence->on_change = on_change;
    silence->data = data;
    silence->hold = loop_timer_create(loop, held, silence);
    if (silence->hold) {
        loop_timer_start(silence->hold, 0, 0);
        return silence;
    }
    free(silence);
    return NULL;
}

void silence_destroy(struct silence *silence) {
    if (silence)
        loop_timer_destroy(silence->hold);
    free(silence);
}
