/* SPDX-License-Identifier: Apache-2.0 */
/* The guard's table, held against its rules for every way onto every screen; and what it makes of time and keys. */
#include "ui/nav/guard.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { T = 50000 };

static void every_rule_keeps_what_the_table_is_for(void **state) {
    (void)state;
    for (int origin = 0; origin < GUARD_ORIGINS; origin++)
        for (int effect = 0; effect < GUARD_EFFECTS; effect++) {
            const struct guard_rule *rule = guard_rule((enum guard_origin)origin, (enum guard_effect)effect);
            bool alarm = effect == GUARD_ALARM, bears = effect != GUARD_HARMLESS && !alarm;
            bool came = origin == GUARD_CAME;
            if ((alarm && rule->deaf_ms != 0) || (bears && rule->deaf_ms < 1200) ||
                (came && !alarm && (rule->deaf_ms < 2000 || rule->deaf_ms > 3000 || !rule->harmless_first)) ||
                ((effect == GUARD_REPLIES || effect == GUARD_CANCELS) && !rule->harmless_first) ||
                (effect == GUARD_HARMLESS && !came && rule->deaf_ms != 0) ||
                ((effect == GUARD_COSTS || effect == GUARD_REPLIES) != (rule->undo_ms == 10000)))
                fail_msg("origin %d, effect %d: deaf for %d ms, undone for %d ms", origin, effect, rule->deaf_ms,
                         rule->undo_ms);
        }
}

static struct screen screen_of(int kind, int dialog) {
    struct screen screen = {.kind = (enum screen_kind)kind};
    if (kind == SCREEN_DIALOG)
        screen.dialog.kind = (enum dialog_kind)dialog;
    snprintf(screen.content_id, sizeof screen.content_id, "plain");
    return screen;
}

/* Deaf until the rule says, and not a millisecond longer; arrows, BACK and the red key are heard always. */
static void check_keys(const struct screen *screen, enum guard_origin origin, enum action action) {
    struct guard guard = {.seen = ""};
    const struct guard_rule *rule = guard_rule(origin, guard_effect(screen));
    bool held_back = action == ACTION_OK || action_digit(action) >= 0;
    for (int64_t after = 0; after <= 3000; after += 100) {
        guard_see(&guard, screen, origin, T + after); /* looking does not begin the time anew */
        bool heard = !held_back || after >= rule->deaf_ms;
        if (guard_hears(&guard, action, T + after) != heard)
            fail_msg("screen %d, origin %d, %s after %d ms", screen->kind, origin, action_name(action), (int)after);
        if ((guard_deaf_ms(&guard, T + after) == 0) != (after >= rule->deaf_ms))
            fail_msg("screen %d, origin %d: deaf for %d ms yet", screen->kind, origin,
                     guard_deaf_ms(&guard, T + after));
    }
    assert_int_equal(guard_permille(&guard, T + rule->deaf_ms), 1000);
    assert_true(rule->deaf_ms == 0 || guard_permille(&guard, T + rule->deaf_ms / 2) == 500);
}

static void every_key_on_every_screen_by_every_way(void **state) {
    (void)state;
    for (int kind = 0; kind < SCREEN_KINDS; kind++)
        for (int dialog = 0; dialog < (kind == SCREEN_DIALOG ? DIALOG_KINDS : 1); dialog++)
            for (int origin = 0; origin < GUARD_ORIGINS; origin++)
                for (int action = 1; action < ACTION_COUNT; action++) {
                    struct screen screen = screen_of(kind, dialog);
                    check_keys(&screen, (enum guard_origin)origin, (enum action)action);
                }
}

/* The screens on which OK orders, cancels or answers, by name: a new one has to be thought about here. */
static void what_each_screen_can_bring_about(void **state) {
    (void)state;
    for (int kind = 0; kind < SCREEN_KINDS; kind++) {
        struct screen screen = screen_of(kind, DIALOG_BY_PERSON);
        enum guard_effect expected = kind == SCREEN_CONFIRM  ? GUARD_COSTS
                                     : kind == SCREEN_NOTICE ? GUARD_REPLIES
                                     : kind == SCREEN_SOS    ? GUARD_ALARM
                                                             : GUARD_HARMLESS;
        assert_int_equal(guard_effect(&screen), expected);
    }
    static const enum guard_effect dialogs[DIALOG_KINDS] = {
        [DIALOG_NOT_SAVED] = GUARD_HARMLESS, [DIALOG_DUPLICATE] = GUARD_COSTS,    [DIALOG_CANCEL] = GUARD_CANCELS,
        [DIALOG_LEAVE_CART] = GUARD_CANCELS, [DIALOG_BY_PERSON] = GUARD_HARMLESS,
    };
    for (int dialog = 0; dialog < DIALOG_KINDS; dialog++) {
        struct screen screen = screen_of(SCREEN_DIALOG, dialog);
        assert_int_equal(guard_effect(&screen), dialogs[dialog]);
    }
}

static bool deaf_again(struct guard *guard, const struct screen *screen, int64_t at) {
    guard_see(guard, screen, GUARD_ASKED, at);
    return guard_deaf_ms(guard, at) == 1200;
}

/* Another price, another page, another request, and its coming back from under something else. */
static void what_says_something_else_has_to_be_read_anew(void **state) {
    (void)state;
    struct guard guard = {.seen = ""};
    struct screen confirm = screen_of(SCREEN_CONFIRM, 0), other = screen_of(SCREEN_ORDERS, 0);
    assert_true(deaf_again(&guard, &confirm, T));
    assert_false(deaf_again(&guard, &confirm, T + 2000));
    snprintf(confirm.content_id, sizeof confirm.content_id, "dearer");
    assert_true(deaf_again(&guard, &confirm, T + 2000));
    confirm.pages.text = 1;
    assert_true(deaf_again(&guard, &confirm, T + 4000));
    snprintf(confirm.confirm.request, sizeof confirm.confirm.request, "another");
    assert_true(deaf_again(&guard, &confirm, T + 6000));
    guard_see(&guard, &other, GUARD_ASKED, T + 8000);
    assert_int_equal(guard_deaf_ms(&guard, T + 8000), 0);
    assert_true(deaf_again(&guard, &confirm, T + 8010));
}

/* Only for the moment that the remote's filter needs, and too short to be shown. */
static void a_harmless_list_that_came_is_deaf_for_a_moment(void **state) {
    (void)state;
    struct guard guard = {.seen = ""};
    struct screen list = screen_of(SCREEN_STEP, 0);
    list.content_changed_ms = T;
    guard_see(&guard, &list, GUARD_ASKED, T);
    assert_int_equal(guard_deaf_ms(&guard, T), 400);
    assert_false(guard_shown(&guard, T));
    assert_false(guard_hears(&guard, ACTION_DIGIT_1, T + 399));
    assert_true(guard_hears(&guard, ACTION_DIGIT_1, T + 400));
    struct screen notice = screen_of(SCREEN_NOTICE, 0);
    guard_see(&guard, &notice, GUARD_CAME, T);
    assert_true(guard_shown(&guard, T + 2499));
    assert_false(guard_shown(&guard, T + 2500));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_keeps_what_the_table_is_for),
        cmocka_unit_test(every_key_on_every_screen_by_every_way),
        cmocka_unit_test(what_each_screen_can_bring_about),
        cmocka_unit_test(what_says_something_else_has_to_be_read_anew),
        cmocka_unit_test(a_harmless_list_that_came_is_deaf_for_a_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
