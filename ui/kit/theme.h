/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_THEME_H
#define STB_UI_KIT_THEME_H
/*
 * How the screens look: named colours in two palettes (normal, high contrast), a pair of colours for each service,
 * named sizes in design pixels at 1920x1080, and how long things move. The built-in table says the same as
 * assets/theme.json, which theme_file.h reads over it. theme_fit() then works out what a size is in the pixels of one
 * picture.
 */
#include "ui/render/canvas.h"
#include <stdbool.h>

enum theme_colour {
    COLOUR_GROUND_TOP,
    COLOUR_GROUND_BOTTOM,
    COLOUR_TEXT,
    COLOUR_TEXT_DIM, /* labels, notes, what is still to come */
    COLOUR_PANEL,
    COLOUR_ROW,
    COLOUR_ROW_FOCUS,
    COLOUR_FOCUS_TEXT, /* on any focused fill */
    COLOUR_FOCUS_DIM,  /* the lesser words there */
    COLOUR_BUTTON,
    COLOUR_YES, /* the button that does it, a step that is done */
    COLOUR_YES_FOCUS,
    COLOUR_EDGE,  /* around all that can be chosen, and around steps to come */
    COLOUR_BADGE, /* under digits and key caps */
    COLOUR_RING,
    COLOUR_NOW, /* the disc of the step we are at, and the words on it */
    COLOUR_NOW_TEXT,
    COLOUR_LINK_GOOD,
    COLOUR_LINK_WAIT,
    COLOUR_LINK_BAD,
    COLOUR_BANNER,
    COLOUR_BANNER_TEXT,
    COLOUR_SOS_TILE,
    COLOUR_SOS_FOCUS,
    COLOUR_SOS_DISC,
    COLOUR_SOS_TOP, /* the SOS screen's ground */
    COLOUR_SOS_BOTTOM,
    COLOUR_SOS_TEXT,
    COLOUR_SOS_DARK, /* its quiet buttons and steps to come */
    COLOUR_SOS_DARK_FOCUS,
    COLOUR_SOS_LIGHT, /* its main button and the step we are at */
    COLOUR_SOS_LIGHT_TEXT,
    COLOUR_SHADOW,
    THEME_COLOURS
};

enum theme_size {
    SIZE_MARGIN_X, /* spacing: the picture's edge */
    SIZE_MARGIN_Y,
    SIZE_GAP,        /* between tiles, buttons, chips */
    SIZE_ROW_GAP,    /* between the rows of a list */
    SIZE_BLOCK_GAP,  /* between header, content, hints: what stands one below the other */
    SIZE_COLUMN_GAP, /* between what stands side by side and is not of one kind: title and clock, list and panel */
    SIZE_LINE_GAP,   /* between words one below the other that belong together */
    SIZE_ICON_GAP,   /* from an icon to its words */
    SIZE_PAD_X,      /* from the edge of what can be chosen to what is in it */
    SIZE_PAD_Y,
    SIZE_CARD_X, /* from a panel's edge to its words */
    SIZE_CARD_Y,
    SIZE_CHIP_X, /* from the edge of a chip, a key cap, a strip, a button to its words */
    SIZE_CHIP_Y,
    SIZE_RADIUS, /* shapes and how far they move */
    SIZE_RING,
    SIZE_RING_GAP,
    SIZE_SHADOW,
    SIZE_SLIDE, /* how far another page comes from */
    SIZE_BUMP,
    SIZE_HINT, /* from here on: text */
    SIZE_SMALL,
    SIZE_BODY,
    SIZE_OPTION,
    SIZE_TITLE,
    SIZE_SOS,
    SIZE_HUGE, /* a plate, a phone number to dial, a countdown */
    THEME_SIZES
};

enum theme_duration { DURATION_FOCUS, DURATION_PAGE, DURATION_BUMP, THEME_DURATIONS };

enum { THEME_SERVICES_MAX = 12, THEME_NAME_SIZE = 24 };
struct theme_service {
    char name[THEME_NAME_SIZE];
    colour fill, focus;
};
struct theme {
    colour colours[THEME_COLOURS];
    int sizes[THEME_SIZES], durations[THEME_DURATIONS]; /* milliseconds */
    struct theme_service services[THEME_SERVICES_MAX];  /* the first one serves unknown names */
    size_t service_count;
    bool high;
    int width, height;
    double unit, text_scale; /* pixels in a design pixel; what the senior chose, 1 to 1.75 */
    struct rect safe;        /* nothing to read or to choose outside, rings included */
};

/* What a number is called in a file, is by itself, and may be set to. */
struct theme_measure {
    const char *name;
    int normal, least, most;
};
extern const struct theme_measure theme_size_table[THEME_SIZES], theme_duration_table[THEME_DURATIONS];

void theme_builtin(struct theme *theme, bool high_contrast);
void theme_fit(struct theme *theme, int width, int height, double text_scale, int overscan_percent);

const char *theme_colour_name(enum theme_colour name);
colour theme_colour(const struct theme *theme, enum theme_colour name);
const struct theme_service *theme_service(const struct theme *theme, const char *name);
bool theme_compact(const struct theme *theme); /* so large a text, or so narrow a picture, that all room is words' */
bool theme_narrow(
    const struct theme *theme); /* an old set, 4:3 or near it: the width is scarce and the height is not */
int theme_px(const struct theme *theme, double design);          /* not scaled with the text */
int theme_size(const struct theme *theme, enum theme_size size); /* a length, as theme_px() */
int theme_text(const struct theme *theme, enum theme_size size); /* a text size, with the senior's scale */
int theme_duration(const struct theme *theme, enum theme_duration name);
double theme_contrast(colour a, colour b); /* WCAG 2.1, 1 to 21 */
#endif
