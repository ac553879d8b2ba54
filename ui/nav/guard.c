/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why so long. Three OKs half a second apart are one impatient hand, so what costs is deaf for longer than two of them
 * (1.2 s). What came by itself finds a finger that was on its way to something else: reading a title of six words and
 * taking the finger away takes an old person two to three seconds (2.5 s). An SOS is never deaf.
 *
 * The trap: a screen on which OK does something is another one as soon as it says something else. So another price,
 * another page of it, and its coming back from under a notice begin the time anew. On a harmless screen only a content
 * that came by itself does, for the moment that the remote's own filter (key_filter.c) needs to hear of it.
 */
#include "ui/nav/guard.h"
#include <stdio.h>
#include <string.h>

enum { CHANGED_MS = 400, READ_MS = 1200, SURPRISE_MS = 2500, UNDO_MS = 10000 };

static const struct guard_rule rules[GUARD_ORIGINS][GUARD_EFFECTS] = {
    [GUARD_ASKED] = {[GUARD_HARMLESS] = {0, false, 0},
                     [GUARD_COSTS] = {READ_MS, false, UNDO_MS},
                     [GUARD_CANCELS] = {READ_MS, true, 0},
                     [GUARD_REPLIES] = {READ_MS, true, UNDO_MS},
                     [GUARD_ALARM] = {0, false, 0}},
    [GUARD_ANSWER] = {[GUARD_HARMLESS] = {0, false, 0},
                      [GUARD_COSTS] = {READ_MS, true, UNDO_MS},
                      [GUARD_CANCELS] = {READ_MS, true, 0},
                      [GUARD_REPLIES] = {READ_MS, true, UNDO_MS},
                      [GUARD_ALARM] = {0, false, 0}},
    [GUARD_CAME] = {[GUARD_HARMLESS] = {SURPRISE_MS, true, 0},
                    [GUARD_COSTS] = {SURPRISE_MS, true, UNDO_MS},
                    [GUARD_CANCELS] = {SURPRISE_MS, true, 0},
                    [GUARD_REPLIES] = {SURPRISE_MS, true, UNDO_MS},
                    [GUARD_ALARM] = {0, false, 0}},
};

/* A result cancels only what it asked about first, or what was ordered on the way to it a moment ago. */
static const enum guard_effect effects[] = {
    [SCREEN_HOME] = GUARD_HARMLESS,       [SCREEN_STEP] = GUARD_HARMLESS,    [SCREEN_CART] = GUARD_HARMLESS,
    [SCREEN_CONFIRM] = GUARD_COSTS,       [SCREEN_RESULT] = GUARD_HARMLESS,  [SCREEN_SOS] = GUARD_ALARM,
    [SCREEN_DIALOG] = GUARD_HARMLESS,     [SCREEN_ORDERS] = GUARD_HARMLESS,  [SCREEN_MORE] = GUARD_HARMLESS,
    [SCREEN_NOTICE] = GUARD_REPLIES,      [SCREEN_NOTICES] = GUARD_HARMLESS, [SCREEN_SETTINGS] = GUARD_HARMLESS,
    [SCREEN_LINE_CHECK] = GUARD_HARMLESS, [SCREEN_ABOUT] = GUARD_HARMLESS,   [SCREEN_FIRST_RUN] = GUARD_HARMLESS,
    [SCREEN_VOICE_NOTE] = GUARD_HARMLESS, [SCREEN_TALK] = GUARD_HARMLESS,
};
static const enum guard_effect dialog_effects[] = {
    [DIALOG_NOT_SAVED] = GUARD_HARMLESS, [DIALOG_DUPLICATE] = GUARD_COSTS,    [DIALOG_CANCEL] = GUARD_CANCELS,
    [DIALOG_LEAVE_CART] = GUARD_CANCELS, [DIALOG_BY_PERSON] = GUARD_HARMLESS,
};
_Static_assert(sizeof effects / sizeof effects[0] == SCREEN_KINDS, "a screen has no effect");
_Static_assert(sizeof dialog_effects / sizeof dialog_effects[0] == DIALOG_KINDS, "a dialog has no effect");

const struct guard_rule *guard_rule(enum guard_origin origin, enum guard_effect effect) {
    return &rules[origin][effect];
}

enum guard_effect guard_effect(const struct screen *screen) {
    return screen->kind == SCREEN_DIALOG ? dialog_effects[screen->dialog.kind] : effects[screen->kind];
}

/* Which screen this is, and where OK matters what it says. */
static void name_seen(char *seen, size_t size, const struct screen *screen, bool matters) {
    const char *id = screen->kind == SCREEN_NOTICE ? screen->notice.id : screen_request(screen);
    int used = snprintf(seen, size, "%d/%s/%s", (int)screen->kind, id, screen_service(screen));
    if (matters && used > 0 && (size_t)used < size)
        snprintf(seen + used, size - (size_t)used, "/%s/%d", screen->content_id, screen->pages.text);
}

static int64_t later(int64_t a_ms, int64_t b_ms) {
    return a_ms > b_ms ? a_ms : b_ms;
}

void guard_see(struct guard *guard, const struct screen *screen, enum guard_origin origin, int64_t now_ms) {
    const struct guard_rule *rule = guard_rule(origin, guard_effect(screen));
    char seen[sizeof guard->seen];
    name_seen(seen, sizeof seen, screen, guard_effect(screen) != GUARD_HARMLESS);
    if (strcmp(seen, guard->seen) != 0)
        guard->since_ms = now_ms;
    memcpy(guard->seen, seen, sizeof seen);
    guard->shows = rule->deaf_ms > CHANGED_MS;
    guard->deaf_until_ms = rule->deaf_ms ? guard->since_ms + rule->deaf_ms : 0;
    if (screen->content_changed_ms && guard_effect(screen) != GUARD_ALARM)
        guard->deaf_until_ms = later(guard->deaf_until_ms, screen->content_changed_ms + CHANGED_MS);
}

int guard_deaf_ms(const struct guard *guard, int64_t now_ms) {
    return now_ms < guard->deaf_until_ms ? (int)(guard->deaf_until_ms - now_ms) : 0;
}

bool guard_hears(const struct guard *guard, enum action action, int64_t now_ms) {
    return (action != ACTION_OK && action_digit(action) < 0) || guard_deaf_ms(guard, now_ms) == 0;
}

bool guard_shown(const struct guard *guard, int64_t now_ms) {
    return guard->shows && guard_deaf_ms(guard, now_ms) > 0;
}

int guard_permille(const struct guard *guard, int64_t now_ms) {
    int64_t lasts_ms = guard->deaf_until_ms - guard->since_ms;
    int deaf_ms = guard_deaf_ms(guard, now_ms);
    return deaf_ms == 0 || lasts_ms <= 0 ? 1000 : (int)(1000 - (int64_t)deaf_ms * 1000 / lasts_ms);
}
