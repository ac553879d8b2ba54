/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of reasons, and one timer for the moment after the last of them. The trap is an stb-app that died while
 * television was mute: so the first call of on_change makes television heard.
 */
#include "stb-app/tv/tv_mute.h"

#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <stdlib.h>

struct tv_mute {
    void (*on_change)(void *data, bool silent);
    void *data;
    struct loop_timer *hold;
    unsigned reasons; /* a bit for each tv_mute_reason */
    bool silent;
};

static void turn(struct tv_mute *mute, bool silent) {
    loop_timer_stop(mute->hold);
    mute->silent = silent;
    mute->on_change(mute->data, silent);
}

static void held(void *data) {
    turn(data, false);
}

void tv_mute_because(struct tv_mute *mute, enum tv_mute_reason reason, bool so) {
    unsigned bit = 1u << reason;
    mute->reasons = so ? mute->reasons | bit : mute->reasons & ~bit;
    if (mute->reasons && !mute->silent)
        turn(mute, true);
    else if (mute->reasons)
        loop_timer_stop(mute->hold);
    else if (mute->silent && !loop_timer_running(mute->hold))
        loop_timer_start(mute->hold, TV_MUTE_HOLD_MS, 0);
}

void tv_mute_over(struct tv_mute *mute) {
    mute->reasons = 0;
    if (mute->silent)
        turn(mute, false);
}

struct tv_mute *tv_mute_create(struct loop *loop, void (*on_change)(void *data, bool silent), void *data) {
    struct tv_mute *mute = memory_new(1, sizeof *mute);
    mute->on_change = on_change;
    mute->data = data;
    mute->hold = loop_timer_create(loop, held, mute);
    loop_timer_start(mute->hold, 0, 0);
    return mute;
}

void tv_mute_destroy(struct tv_mute *mute) {
    if (mute)
        loop_timer_destroy(mute->hold);
    free(mute);
}
