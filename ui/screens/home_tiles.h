/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_HOME_TILES_H
#define STB_UI_SCREENS_HOME_TILES_H
/* Home's red column and its tiles: a plan that has room for the words of all of them, then each by that plan. */
#include "ui/kit/view.h"

struct home_tile {
    const char *id, *title, *note, *icon;
    const struct theme_service *look;
};
/* How all tiles are built, the fullest form that has room in each of them. */
enum home_tiles_form {
    HOME_TILES_STACKED, /* icon over name over note, the digit in the corner */
    HOME_TILES_BESIDE,  /* icon, name and digit in one row over the note */
    HOME_TILES_BARE     /* that row alone */
};
struct home_tiles_plan {
    enum home_tiles_form form;
    int width, height, disc;
    int under; /* the height of the longest note, so that the names stand side by side on one line */
};

void home_tiles_sos(const struct view *view, struct rect box);
struct home_tiles_plan home_tiles_plan(const struct view *view, const struct home_tile *tiles, size_t count, int width,
                                       int height);
void home_tiles_draw(const struct view *view, const struct home_tiles_plan *plan, const struct home_tile *tile,
                     struct rect box, size_t digit);
/* The disc with a digit, home_tiles_digit_size() wide and high. */
int home_tiles_digit_size(const struct view *view);
void home_tiles_digit(const struct view *view, struct rect box, size_t digit);
#endif
