/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each action has one state machine of its own (two keys of one action are one
 * key, and a finger that slips from OK to DOWN and back has still pressed OK once):
 *
 *             down: ACT                  up                      quiet_at has passed
 *      IDLE ------------> PRESSED ----------------> LETTING GO -----------------------> IDLE
 *                           ^ |  down within quiet_at   |  (VOICE: out comes VOICE_UP)
 *                           | +--<-- nothing --<--+     |
 *                           +-------- down: nothing, it is the same press -+
 *
 * The trap is where to measure from. From the last press that *acted*, a tremor of 5 a second orders again every 400
 * ms. So every edge counts, dropped ones too: a press is over only when the key has been quiet for its time, and
 * however long it trembles, it acts once. A release has a shorter time: a contact chatters for some 20 ms; a tremor of
 * 4 to 12 a second is back within 250 ms (OK and whatever else must not happen twice), while a brisk hand pressing
 * twice on purpose is later than that. The same chain makes one hold of a receiver that sends a fresh press every 110
 * ms. A second down without an up after the quiet time is a new press: a lost release must not kill a key. The bounce
 * times at 0 turn the dropping off.
 *
 * Where OK has to be held, its press acts later: HELD says whether it still is. A remote with releases is taken at its
 * word. A receiver that sends a fresh press every 110 ms is held as long as they come; one that never sends a release
 * is held while its presses come, or, if it sends a single one, always: then OK is late, and nobody is shut out.
 */
#include "remote/key_filter.h"
#include "stb-app/base/memory.h"
#include <stdlib.h>

enum {
    REPEATS_FOR_MS = 10000, /* later the release counts as lost: 40 steps, and no screen has a longer list */
    CHATTER_MS = 40,
    TREMOR_MS = 250,
    FRESH_PRESS_MS = 160 /* a receiver's next press of the same hold comes within it (every 110 ms) */
};

struct press {
    bool down;
    int64_t quiet_at; /* a down before this moment is the same press */
};
struct key_filter {
    struct key_filter_setup setup;
    struct press presses[ACTION_COUNT];
    enum action repeating; /* the newest press, if its action repeats; of two held keys only the newer does */
    int64_t repeat_at, repeat_until;
    int64_t guard_until; /* OK is dropped until then: the senior meant the screen before this one */
    bool speaking;       /* VOICE_DOWN is out, VOICE_UP is not */
    struct {
        bool waits;   /* OK is down and not yet held for OK_HOLD_MS */
        bool again;   /* OK was pressed again meanwhile */
        bool lets_go; /* this remote sends releases */
        int64_t due_at, seen_at;
    } hold;
};

struct key_filter *key_filter_create(const struct key_filter_setup *setup) {
    struct key_filter *filter = memory_new(1, sizeof *filter);
    for (int i = 0; i < ACTION_COUNT; i++)
        filter->presses[i].quiet_at = INT64_MIN;
    filter->guard_until = INT64_MIN;
    key_filter_set(filter, setup);
    return filter;
}

void key_filter_destroy(struct key_filter *filter) {
    free(filter);
}

void key_filter_set(struct key_filter *filter, const struct key_filter_setup *setup) {
    if (setup->ok_hold_ms != filter->setup.ok_hold_ms)
        filter->hold.waits = false;
    filter->setup = *setup;
}

int64_t key_filter_hold_ms(const struct key_filter *filter) {
    return filter->hold.waits ? filter->hold.due_at : 0;
}

static bool repeats(enum action action) {
    return (action >= ACTION_UP && action <= ACTION_RIGHT) || action == ACTION_VOLUME_UP ||
           action == ACTION_VOLUME_DOWN;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

static int64_t latest(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* Actions that do no harm twice: their press is over sooner. */
static bool is_light(enum action action) {
    return repeats(action) || action == ACTION_VOICE_DOWN;
}

static int quiet_after_down(const struct key_filter *filter, enum action action) {
    return is_light(action) ? filter->setup.bounce_ms : filter->setup.ok_bounce_ms;
}

static int quiet_after_up(const struct key_filter *filter, enum action action) {
    return least(is_light(action) ? CHATTER_MS : TREMOR_MS, quiet_after_down(filter, action));
}

static int64_t repeat_period_ms(const struct key_filter *filter) {
    return filter->setup.repeat_per_s > 0 ? 1000 / filter->setup.repeat_per_s : 1000;
}

static enum action repeat_if_due(struct key_filter *filter, int64_t now_ms) {
    enum action action = filter->repeating;
    if (action == ACTION_NONE || !filter->presses[action].down || now_ms < filter->repeat_at)
        return ACTION_NONE;
    if (now_ms >= filter->repeat_until) {
        filter->repeating = ACTION_NONE;
        return ACTION_NONE;
    }
    filter->repeat_at = now_ms + repeat_period_ms(filter);
    return action;
}

static enum action new_press(struct key_filter *filter, enum action action, int64_t now_ms) {
    if (action != ACTION_OK) /* ACTION may lead to another screen, where the held OK was not meant */
        filter->hold.waits = false;
    filter->repeating = repeats(action) ? action : ACTION_NONE;
    filter->repeat_at = now_ms + filter->setup.repeat_delay_ms;
    filter->repeat_until = now_ms + REPEATS_FOR_MS;
    if (action == ACTION_OK && now_ms < filter->guard_until)
        return ACTION_NONE;
    if (action == ACTION_OK && filter->setup.ok_hold_ms > 0) {
        filter->hold.waits = true;
        filter->hold.again = false;
        filter->hold.due_at = now_ms + filter->setup.ok_hold_ms;
        return ACTION_NONE;
    }
    if (action == ACTION_VOICE_DOWN) {
        if (filter->speaking)
            return ACTION_NONE;
        filter->speaking = true;
    }
    return action;
}

static enum action key_down(struct key_filter *filter, enum action action, int64_t now_ms) {
    struct press *press = &filter->presses[action];
    bool same = now_ms < press->quiet_at;
    press->down = true;
    if (action == ACTION_OK) {
        filter->hold.again = filter->hold.again || same;
        filter->hold.seen_at = now_ms;
    }
    press->quiet_at = latest(press->quiet_at, now_ms + quiet_after_down(filter, action));
    if (!same)
        return new_press(filter, action, now_ms);
    filter->repeat_until = now_ms + REPEATS_FOR_MS; /* a fresh press proves that the key is held */
    return action == filter->repeating ? repeat_if_due(filter, now_ms) : ACTION_NONE;
}

static enum action end_of_speech(struct key_filter *filter, int64_t now_ms) {
    const struct press *press = &filter->presses[ACTION_VOICE_DOWN];
    if (!filter->speaking || press->down || now_ms < press->quiet_at)
        return ACTION_NONE;
    filter->speaking = false;
    return ACTION_VOICE_UP;
}

static enum action key_up(struct key_filter *filter, enum action action, int64_t now_ms) {
    struct press *press = &filter->presses[action];
    if (!press->down)
        return ACTION_NONE;
    press->down = false;
    if (action == ACTION_OK) {
        filter->hold.lets_go = true;
        filter->hold.seen_at = now_ms;
    }
    press->quiet_at = latest(press->quiet_at, now_ms + quiet_after_up(filter, action));
    return action == ACTION_VOICE_DOWN ? end_of_speech(filter, now_ms) : ACTION_NONE;
}

/* Only time tells whether OK is held: this remote's releases are false, or it sends none. */
static bool by_fresh_presses(const struct key_filter *filter) {
    return filter->hold.again && (!filter->presses[ACTION_OK].down || !filter->hold.lets_go);
}

static bool is_held(const struct key_filter *filter, int64_t now_ms) {
    if (by_fresh_presses(filter))
        return now_ms - filter->hold.seen_at < FRESH_PRESS_MS;
    return filter->presses[ACTION_OK].down;
}

/* When it is known whether the waiting OK was meant. After a release a receiver's fresh press may still come. */
static int64_t hold_known_at(const struct key_filter *filter) {
    int64_t let_go = filter->hold.seen_at + FRESH_PRESS_MS, due = filter->hold.due_at;
    bool certain = filter->presses[ACTION_OK].down && !by_fresh_presses(filter);
    return certain || due < let_go ? due : let_go;
}

static enum action end_of_hold(struct key_filter *filter, int64_t now_ms) {
    if (!filter->hold.waits || now_ms < hold_known_at(filter))
        return ACTION_NONE;
    filter->hold.waits = false;
    if (now_ms >= filter->hold.due_at && is_held(filter, now_ms))
        return ACTION_OK;
    filter->presses[ACTION_OK].quiet_at = now_ms; /* OK did nothing, so the next press counts */
    return ACTION_OK_BRIEF;
}

enum action key_filter_key(struct key_filter *filter, enum action action, bool down, int64_t now_ms) {
    if (action == ACTION_SOS) {
        filter->repeating = ACTION_NONE;
        return down ? ACTION_SOS : ACTION_NONE;
    }
    if (action <= ACTION_NONE || action >= ACTION_COUNT || action == ACTION_VOICE_UP || action == ACTION_OK_BRIEF)
        return ACTION_NONE;
    return down ? key_down(filter, action, now_ms) : key_up(filter, action, now_ms);
}

enum action key_filter_repeat(struct key_filter *filter, int64_t now_ms) {
    enum action voice = end_of_speech(filter, now_ms);
    enum action ok = voice == ACTION_NONE ? end_of_hold(filter, now_ms) : voice;
    return ok != ACTION_NONE ? ok : repeat_if_due(filter, now_ms);
}

int64_t key_filter_next_ms(const struct key_filter *filter, int64_t now_ms) {
    int64_t next = INT64_MAX;
    const struct press *voice = &filter->presses[ACTION_VOICE_DOWN];
    if (filter->speaking && !voice->down)
        next = voice->quiet_at;
    if (filter->repeating != ACTION_NONE && filter->presses[filter->repeating].down && filter->repeat_at < next)
        next = filter->repeat_at;
    if (filter->hold.waits && hold_known_at(filter) < next)
        next = hold_known_at(filter);
    return next == INT64_MAX ? -1 : latest(next, now_ms);
}

void key_filter_screen_changed(struct key_filter *filter, int64_t now_ms) {
    filter->hold.waits = false; /* the finger may still be down, but the screen that it meant has gone */
    filter->guard_until = now_ms + filter->setup.screen_guard_ms;
}

enum action key_filter_release_all(struct key_filter *filter) {
    bool speaking = filter->speaking;
    for (int i = 0; i < ACTION_COUNT; i++)
        filter->presses[i].down = false;
    filter->repeating = ACTION_NONE;
    filter->speaking = filter->hold.waits = filter->hold.lets_go = false;
    return speaking ? ACTION_VOICE_UP : ACTION_NONE;
}
