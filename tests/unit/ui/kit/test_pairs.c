/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words stand on what, as the screens draw it: every situation in a theme each colour of which is known by its
 * number. An operator's theme that would make any of these pairs unreadable is refused, so none is missing in the table
 * of theme_check.c.
 */
#include "tests/unit/ui/fixture.h"
#include "ui/kit/theme_check.h"

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { SERVICES = THEME_SERVICES_MAX, PLACES = THEME_COLOURS + 2 * SERVICES };

static bool seen[PLACES][PLACES];

static colour *place_of(struct theme *theme, int number) {
    int service = number - THEME_COLOURS;
    if (service < 0)
        return &theme->colours[number];
    return service % 2 ? &theme->services[service / 2].focus : &theme->services[service / 2].fill;
}

static int number_of(struct theme *theme, colour wanted) {
    for (int i = 0; i < THEME_COLOURS + 2 * (int)theme->service_count; i++)
        if (*place_of(theme, i) == wanted)
            return i;
    return -1;
}

/* Each colour is its number; of a gradient both ends are one, so that there is nothing between them. */
static void number_colours(struct theme *theme) {
    for (int i = 0; i < THEME_COLOURS + 2 * (int)theme->service_count; i++)
        *place_of(theme, i) = 0xff000000U | (colour)(i + 1) * 0x10503U;
    theme->colours[COLOUR_GROUND_BOTTOM] = theme->colours[COLOUR_GROUND_TOP];
    theme->colours[COLOUR_SOS_BOTTOM] = theme->colours[COLOUR_SOS_TOP];
}

static void note_pairs(struct room *room, const char *situation) {
    const struct scene *scene = room_look(room);
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (!item->words || item->alt)
            continue;
        int words = number_of(&room->theme, item->fg), on = number_of(&room->theme, item->bg);
        if (words < 0 || on < 0)
            fail_msg("%s: \"%s\" is drawn in %08x on %08x, which are no colours of the theme", situation, item->id,
                     item->fg, item->bg);
        seen[words][on] = true;
    }
}

static void what_is_drawn_is_what_a_theme_is_checked_for(void **state) {
    struct room *room = *state;
    char error[160];
    number_colours(&room->theme);
    for (size_t i = 0; i < SITUATIONS; i++) {
        room_fresh(room);
        situations[i].arrange(room);
        note_pairs(room, situations[i].name);
    }
    int count = 0;
    for (int words = 0; words < PLACES; words++)
        for (int on = 0; on < PLACES; on++) {
            struct theme theme;
            if (!seen[words][on])
                continue;
            theme_builtin(&theme, false);
            *place_of(&theme, words) = *place_of(&theme, on);
            if (theme_check_is_legible(&theme, error, sizeof error))
                fail_msg("colour %d (%s) on %d (%s) is drawn, and is not in the table", words,
                         words < THEME_COLOURS ? theme_colour_name((enum theme_colour)words) : "a service's", on,
                         on < THEME_COLOURS ? theme_colour_name((enum theme_colour)on) : "a service's");
            count++;
        }
    assert_true(count > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_drawn_is_what_a_theme_is_checked_for)};
    return cmocka_run_group_tests(tests, open_room, close_room);
}
