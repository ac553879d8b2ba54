/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_HAND_H
#define STB_UI_HAND_H
/*
 * An old hand on a remote, as stb-app has it (input.c): key codes through the real keymap and the real filter, on a
 * clock that the test turns. What the filter lets through is held against rules of its own, which know nothing of how
 * it works: a press counts once however it trembles, a calm one counts always, OK never just after the picture changed.
 */
#include "remote/key_filter.h"
#include "remote/keymap.h"
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { HAND_CHATTER_MS = 40, HAND_TREMOR_MS = 250, HAND_GUARD_MS = 400, HAND_FAULT_SIZE = 9000 };
static const int64_t LONG_AGO = INT64_MIN / 2;

struct finger {
    bool down;
    int64_t edge_ms;  /* the newest down or up */
    int64_t begun_ms; /* the down that began this press, with all its trembling */
};
struct hand {
    struct key_filter_setup setup;
    struct key_filter *filter;
    struct keymap *keymap;
    struct finger fingers[ACTION_COUNT];
    int64_t changed_ms; /* the picture became another one */
    bool speaking, urgent;
    char *fault; /* the first rule that was broken; "" = none */
};

__attribute__((format(printf, 2, 3))) static inline void hand_fault(struct hand *hand, const char *format, ...) {
    va_list values;
    if (hand->fault[0])
        return;
    va_start(values, format);
    vsnprintf(hand->fault, HAND_FAULT_SIZE, format, values);
    va_end(values);
}

static inline void hand_let_go(struct hand *hand) {
    hand->speaking = false;
    for (int i = 0; i < ACTION_COUNT; i++)
        hand->fingers[i].down = false;
}

static inline void hand_open(struct hand *hand, const struct key_filter_setup *setup) {
    hand->setup = *setup;
    key_filter_destroy(hand->filter);
    hand->filter = key_filter_create(setup);
    if (!hand->keymap)
        hand->keymap = keymap_create();
    if (!hand->filter || !hand->keymap)
        abort();
    hand->changed_ms = LONG_AGO;
    hand->urgent = false;
    hand_let_go(hand);
    for (int i = 0; i < ACTION_COUNT; i++)
        hand->fingers[i].edge_ms = hand->fingers[i].begun_ms = LONG_AGO;
}

static inline void hand_close(struct hand *hand) {
    key_filter_destroy(hand->filter);
    keymap_destroy(hand->keymap);
}

/* While an SOS is open OK need not be held. */
static inline void hand_hurry(struct hand *hand, bool urgent) {
    struct key_filter_setup times = hand->setup;
    hand->urgent = urgent;
    times.ok_hold_ms = urgent ? 0 : times.ok_hold_ms;
    key_filter_set(hand->filter, &times);
}

static inline void hand_sees_another(struct hand *hand, int64_t now_ms) {
    key_filter_screen_changed(hand->filter, now_ms);
    hand->changed_ms = now_ms;
}

static inline bool hand_repeats(enum action action) {
    return (action >= ACTION_UP && action <= ACTION_RIGHT) || action == ACTION_VOLUME_UP ||
           action == ACTION_VOLUME_DOWN;
}

static inline bool hand_is_light(enum action action) {
    return hand_repeats(action) || action == ACTION_VOICE_DOWN;
}

static inline int hand_hold_ms(const struct hand *hand) {
    return hand->urgent ? 0 : hand->setup.ok_hold_ms;
}

/* So long after the newest edge of its key a down is a new press for certain. */
static inline int hand_calm_ms(const struct hand *hand, enum action action) {
    return hand_is_light(action) ? hand->setup.bounce_ms : hand->setup.ok_bounce_ms;
}

/* And so long after it, it is for certain none. */
static inline int hand_bounce_ms(const struct hand *hand, enum action action) {
    int least = hand_is_light(action) ? HAND_CHATTER_MS : HAND_TREMOR_MS, calm = hand_calm_ms(hand, action);
    return least < calm ? least : calm;
}

static inline bool hand_may_be_mute(const struct hand *hand, enum action action, int64_t now_ms) {
    if (action == ACTION_OK)
        return now_ms < hand->changed_ms + HAND_GUARD_MS || hand_hold_ms(hand) > 0;
    return action == ACTION_VOICE_DOWN && hand->speaking;
}

static inline void hand_judge_down(struct hand *hand, enum action action, enum action got, int64_t now_ms) {
    struct finger *finger = &hand->fingers[action];
    int64_t quiet_ms = now_ms - finger->edge_ms;
    bool held = hand_repeats(action) && /* a receiver's presses, or a contact that chatters meanwhile: its repeats */
                now_ms - finger->begun_ms >= hand->setup.repeat_delay_ms;
    if (got != ACTION_NONE && got != action)
        hand_fault(hand, "%s came out as %s", action_name(action), action_name(got));
    if (got != ACTION_NONE && quiet_ms < hand_bounce_ms(hand, action) && !held)
        hand_fault(hand, "%s bounced after %lld ms and counted", action_name(action), (long long)quiet_ms);
    if (got == ACTION_OK && hand_hold_ms(hand) > 0)
        hand_fault(hand, "OK counted without being held");
    if (got == ACTION_OK && now_ms < hand->changed_ms + HAND_GUARD_MS)
        hand_fault(hand, "OK counted %lld ms after the picture changed", (long long)(now_ms - hand->changed_ms));
    if (got == ACTION_NONE && quiet_ms >= hand_calm_ms(hand, action) && !hand_may_be_mute(hand, action, now_ms))
        hand_fault(hand, "%s was quiet for %lld ms, was pressed, and nothing came", action_name(action),
                   (long long)quiet_ms);
    if (quiet_ms >= hand_calm_ms(hand, action))
        finger->begun_ms = now_ms;
    hand->speaking = hand->speaking || got == ACTION_VOICE_DOWN;
}

/* What is to be done because a key goes down or up. */
static inline enum action hand_key(struct hand *hand, unsigned code, bool down, int64_t now_ms) {
    enum action action = keymap_action(hand->keymap, code);
    enum action got = key_filter_key(hand->filter, action, down, now_ms);
    struct finger *finger = &hand->fingers[action];
    if (action == ACTION_NONE && got != ACTION_NONE)
        hand_fault(hand, "a key that means nothing came out as %s", action_name(got));
    if (action == ACTION_SOS && (got == ACTION_SOS) != down)
        hand_fault(hand, "SOS went %s and came out as %s", down ? "down" : "up", action_name(got));
    if (action == ACTION_NONE || action == ACTION_SOS)
        return got;
    if (down)
        hand_judge_down(hand, action, got, now_ms);
    else if (got != ACTION_NONE && (action != ACTION_VOICE_DOWN || got != ACTION_VOICE_UP))
        hand_fault(hand, "%s was let go and came out as %s", action_name(action), action_name(got));
    hand->speaking = hand->speaking && got != ACTION_VOICE_UP;
    if (down || finger->down) /* an up without a down is nothing */
        finger->edge_ms = now_ms;
    finger->down = down;
    return got;
}

/* What is to be done because time has passed. */
static inline enum action hand_due(struct hand *hand, int64_t now_ms) {
    enum action got = key_filter_repeat(hand->filter, now_ms);
    bool held = got == ACTION_OK || got == ACTION_OK_BRIEF, voice = got == ACTION_VOICE_UP && hand->speaking;
    if (held && hand_hold_ms(hand) == 0)
        hand_fault(hand, "%s came by itself", action_name(got));
    if (got == ACTION_OK && now_ms - hand->fingers[ACTION_OK].begun_ms < hand->setup.ok_hold_ms)
        hand_fault(hand, "OK counted after %lld ms", (long long)(now_ms - hand->fingers[ACTION_OK].begun_ms));
    if (got == ACTION_OK && now_ms < hand->changed_ms + HAND_GUARD_MS)
        hand_fault(hand, "OK counted %lld ms after the picture changed", (long long)(now_ms - hand->changed_ms));
    if (hand_repeats(got) && !hand->fingers[got].down)
        hand_fault(hand, "%s is not down and repeats", action_name(got));
    if (got != ACTION_NONE && !held && !voice && !hand_repeats(got))
        hand_fault(hand, "%s repeats", action_name(got));
    if (got == ACTION_OK_BRIEF) /* nothing was done: the next press counts */
        hand->fingers[ACTION_OK].edge_ms = hand->fingers[ACTION_OK].begun_ms = LONG_AGO;
    hand->speaking = hand->speaking && got != ACTION_VOICE_UP;
    return got;
}

/* The remote has gone: nothing is down any more. */
static inline enum action hand_unplugged(struct hand *hand) {
    bool spoke = hand->speaking;
    enum action got = key_filter_release_all(hand->filter);
    if (got != (spoke ? ACTION_VOICE_UP : ACTION_NONE))
        hand_fault(hand, "the remote went, and %s came", action_name(got));
    hand_let_go(hand);
    return got;
}
#endif
