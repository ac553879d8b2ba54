/* SPDX-License-Identifier: Apache-2.0 */
/* All pairs of colours that a screen draws one upon the other. A new colour for words needs its row here. */
#include "ui/kit/theme_check.h"
#include <stdio.h>

static const struct {
    enum theme_colour words, on;
    double normal, high;
} pairs[] = {
    {COLOUR_TEXT, COLOUR_GROUND_TOP, 7, 12},
    {COLOUR_TEXT, COLOUR_GROUND_BOTTOM, 7, 12},
    {COLOUR_TEXT, COLOUR_PANEL, 7, 12},
    {COLOUR_TEXT, COLOUR_ROW, 7, 12},
    {COLOUR_TEXT, COLOUR_BUTTON, 7, 12},
    {COLOUR_TEXT, COLOUR_YES, 7, 12},
    {COLOUR_TEXT, COLOUR_BADGE, 7, 12},
    {COLOUR_TEXT_DIM, COLOUR_GROUND_TOP, 7, 12},
    {COLOUR_TEXT_DIM, COLOUR_GROUND_BOTTOM, 7, 12},
    {COLOUR_TEXT_DIM, COLOUR_PANEL, 7, 12},
    {COLOUR_TEXT_DIM, COLOUR_ROW, 7, 12},
    {COLOUR_FOCUS_TEXT, COLOUR_ROW_FOCUS, 7, 12},
    {COLOUR_FOCUS_TEXT, COLOUR_YES_FOCUS, 7, 12},
    {COLOUR_FOCUS_DIM, COLOUR_ROW_FOCUS, 7, 12},
    {COLOUR_NOW_TEXT, COLOUR_NOW, 7, 12},
    {COLOUR_LINK_GOOD, COLOUR_GROUND_TOP, 7, 12},
    {COLOUR_LINK_WAIT, COLOUR_GROUND_TOP, 7, 12},
    {COLOUR_LINK_BAD, COLOUR_GROUND_TOP, 7, 12},
    {COLOUR_LINK_GOOD, COLOUR_GROUND_BOTTOM, 7, 12},
    {COLOUR_LINK_WAIT, COLOUR_GROUND_BOTTOM, 7, 12},
    {COLOUR_LINK_BAD, COLOUR_GROUND_BOTTOM, 7, 12},
    {COLOUR_BANNER_TEXT, COLOUR_BANNER, 7, 12},
    {COLOUR_SOS_TEXT, COLOUR_SOS_TOP, 7, 12},
    {COLOUR_SOS_TEXT, COLOUR_SOS_BOTTOM, 7, 12},
    {COLOUR_SOS_TEXT, COLOUR_SOS_TILE, 7, 12},
    {COLOUR_SOS_TEXT, COLOUR_SOS_DARK, 7, 12},
    {COLOUR_FOCUS_TEXT, COLOUR_SOS_FOCUS, 7, 12},
    {COLOUR_SOS_LIGHT_TEXT, COLOUR_SOS_LIGHT, 7, 12},
    {COLOUR_EDGE, COLOUR_GROUND_TOP, 3, 3},
    {COLOUR_EDGE, COLOUR_GROUND_BOTTOM, 3, 3},
    {COLOUR_EDGE, COLOUR_PANEL, 3, 3},
    {COLOUR_EDGE, COLOUR_SOS_TOP, 3, 3},
    {COLOUR_EDGE, COLOUR_SOS_BOTTOM, 3, 3},
    {COLOUR_RING, COLOUR_GROUND_TOP, 3, 3},
    {COLOUR_RING, COLOUR_GROUND_BOTTOM, 3, 3},
};

static bool is_enough(const struct theme *theme, colour words, colour on, double least, const char *names[2],
                      char *error, size_t size) {
    double got = theme_contrast(words, on);
    if (got < least)
        snprintf(error, size, "%s: %.32s on %.32s has a contrast of %.1f, expected %.0f or more",
                 theme->high ? "high" : "normal", names[0], names[1], got, least);
    return got >= least;
}

bool theme_check_is_legible(const struct theme *theme, char *error, size_t size) {
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const char *names[] = {theme_colour_name(pairs[i].words), theme_colour_name(pairs[i].on)};
        if (!is_enough(theme, theme_colour(theme, pairs[i].words), theme_colour(theme, pairs[i].on),
                       theme->high ? pairs[i].high : pairs[i].normal, names, error, size))
            return false;
    }
    for (size_t i = 0; i < theme->service_count; i++) {
        const struct theme_service *service = &theme->services[i];
        double least = theme->high ? 12 : 7;
        const char *plain[] = {"text", service->name}, *focused[] = {"focus_text", service->name};
        if (!is_enough(theme, theme_colour(theme, COLOUR_TEXT), service->fill, least, plain, error, size) ||
            !is_enough(theme, theme_colour(theme, COLOUR_FOCUS_TEXT), service->focus, least, focused, error, size))
            return false;
    }
    return true;
}

bool theme_check_has_room(const struct theme *theme, char *error, size_t size) {
    static const enum theme_size gaps[] = {SIZE_GAP, SIZE_ROW_GAP, SIZE_BLOCK_GAP, SIZE_COLUMN_GAP};
    int ring = theme->sizes[SIZE_RING] + theme->sizes[SIZE_RING_GAP];
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++)
        if (theme->sizes[gaps[i]] < ring) {
            snprintf(error, size,
                     "spacing.%s: %d is too narrow for the focus ring, expected %d (ring + ring_gap) or more",
                     theme_size_table[gaps[i]].name, theme->sizes[gaps[i]], ring);
            return false;
        }
    return true;
}
