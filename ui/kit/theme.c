/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The look as tables: a colour or a size is one line here and one name in theme.h, and may be said otherwise in
 * theme.json. Services name a colour ("amber"); the theme says what that is, so an operator's catalog never carries
 * a contrast that nobody checked.
 *
 * The trap is the largest text step: small text must grow faster than the rest, because at 1.75 nothing necessary may
 * be under 84 design pixels (0.7 degrees of arc at 2.5 m on a 43-inch set); only the hint line is exempt. And a theme's
 * larger words slower, because what ours become there is as much as the screens hold.
 */
#include "ui/kit/theme.h"
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    colour normal, high;
} colour_table[] = {
    [COLOUR_GROUND_TOP] = {"ground_top", 0xff0b1826, 0xff000000},
    [COLOUR_GROUND_BOTTOM] = {"ground_bottom", 0xff11263f, 0xff06090d},
    [COLOUR_TEXT] = {"text", 0xfff2f4f7, 0xfff7f8fa},
    [COLOUR_TEXT_DIM] = {"text_dim", 0xffc3ccd8, 0xffe4e8ee},
    [COLOUR_PANEL] = {"panel", 0xff142536, 0xff0d1117},
    [COLOUR_ROW] = {"row", 0xff1c2f47, 0xff10161e},
    [COLOUR_ROW_FOCUS] = {"row_focus", 0xff2a4a6b, 0xffffd83d},
    [COLOUR_FOCUS_TEXT] = {"focus_text", 0xfff2f4f7, 0xff0a0a0a},
    [COLOUR_FOCUS_DIM] = {"focus_dim", 0xffe6ebf2, 0xff0a0a0a},
    [COLOUR_BUTTON] = {"button", 0xff2a3d55, 0xff1a212b},
    [COLOUR_YES] = {"yes", 0xff1a502b, 0xff08260f},
    [COLOUR_YES_FOCUS] = {"yes_focus", 0xff1d5c31, 0xffffd83d},
    [COLOUR_EDGE] = {"edge", 0xff8296b0, 0xffc8d0da},
    [COLOUR_BADGE] = {"badge", 0xff0f1c2b, 0xff000000},
    [COLOUR_RING] = {"ring", 0xffffd23f, 0xffffe680},
    [COLOUR_NOW] = {"now", 0xffffd23f, 0xffffd83d},
    [COLOUR_NOW_TEXT] = {"now_text", 0xff14202e, 0xff0a0a0a},
    [COLOUR_LINK_GOOD] = {"link_good", 0xff7fe3a1, 0xff9bf0b8},
    [COLOUR_LINK_WAIT] = {"link_wait", 0xffffd98a, 0xffffe3a6},
    [COLOUR_LINK_BAD] = {"link_bad", 0xffffb4a8, 0xffffcdc5},
    [COLOUR_BANNER] = {"banner", 0xff5c3d00, 0xff241800},
    [COLOUR_BANNER_TEXT] = {"banner_text", 0xfffff3d6, 0xfffff3d6},
    [COLOUR_SOS_TILE] = {"sos_tile", 0xff931a1a, 0xff640a0a},
    [COLOUR_SOS_FOCUS] = {"sos_focus", 0xff9d1c1c, 0xffffd83d},
    [COLOUR_SOS_DISC] = {"sos_disc", 0xfff6f7f9, 0xfff7f8fa},
    [COLOUR_SOS_TOP] = {"sos_top", 0xff7d1414, 0xff2e0404},
    [COLOUR_SOS_BOTTOM] = {"sos_bottom", 0xff6e1010, 0xff240202},
    [COLOUR_SOS_TEXT] = {"sos_text", 0xfff9f5f5, 0xfffaf7f7},
    [COLOUR_SOS_DARK] = {"sos_dark", 0xff560c0c, 0xff120101},
    [COLOUR_SOS_DARK_FOCUS] = {"sos_dark_focus", 0xff420808, 0xff000000},
    [COLOUR_SOS_LIGHT] = {"sos_light", 0xfff9f5f5, 0xfffaf7f7},
    [COLOUR_SOS_LIGHT_TEXT] = {"sos_light_text", 0xff6e1010, 0xff2a0303},
    [COLOUR_SHADOW] = {"shadow", 0x78000000, 0x00000000},
};
static_assert(sizeof colour_table / sizeof colour_table[0] == THEME_COLOURS, "a colour has no name");

static const double COMPACT = 1.4;     /* the text scale from which side panels and notes have no room */
static const double LARGEST = 1.75;    /* of the text scales */
static const double NECESSARY = 84;    /* what nothing that must be read is under there */
static const double NARROW_STEP = 0.6; /* of a step, on a narrow picture */

/* Each range is what all screens hold with everything else at its least, at its most, or anywhere between. Wide spacing
 * and large words share one picture, so words grow by a tenth at the most: larger ones are the senior's to choose, by
 * the text scale. A ring with its gap is no wider than our rows are apart, which is what wide ones give way to. */
const struct theme_measure theme_size_table[THEME_SIZES] = {
    [SIZE_MARGIN_X] = {"margin_x", 108, 96, 120},
    [SIZE_MARGIN_Y] = {"margin_y", 56, 54, 64},
    [SIZE_GAP] = {"gap", 28, 18, 40},
    [SIZE_ROW_GAP] = {"row_gap", 18, 12, 30},
    [SIZE_BLOCK_GAP] = {"block_gap", 26, 16, 36},
    [SIZE_COLUMN_GAP] = {"column_gap", 40, 24, 60},
    [SIZE_LINE_GAP] = {"line_gap", 16, 8, 24},
    [SIZE_ICON_GAP] = {"icon_gap", 20, 10, 30},
    [SIZE_PAD_X] = {"pad_x", 26, 16, 40},
    [SIZE_PAD_Y] = {"pad_y", 12, 8, 18},
    [SIZE_CARD_X] = {"card_x", 44, 20, 64},
    [SIZE_CARD_Y] = {"card_y", 20, 10, 32},
    [SIZE_CHIP_X] = {"chip_x", 18, 10, 28},
    [SIZE_CHIP_Y] = {"chip_y", 10, 6, 16},
    [SIZE_RADIUS] = {"radius", 28, 0, 60},
    [SIZE_RING] = {"ring", 8, 6, 12},
    [SIZE_RING_GAP] = {"ring_gap", 4, 0, 6},
    [SIZE_SHADOW] = {"shadow", 18, 0, 60},
    [SIZE_SLIDE] = {"slide", 42, 0, 72},
    [SIZE_BUMP] = {"bump", 14, 6, 24},
    [SIZE_HINT] = {"hint", 36, 36, 40},
    [SIZE_SMALL] = {"small", 40, 36, 42},
    [SIZE_BODY] = {"body", 48, 48, 54},
    [SIZE_OPTION] = {"option", 54, 54, 60},
    [SIZE_TITLE] = {"title", 72, 72, 80},
    [SIZE_SOS] = {"sos", 96, 96, 108},
    [SIZE_HUGE] = {"huge", 168, 120, 190},
};

/* In milliseconds: shorter is not seen, longer is waited for. */
const struct theme_measure theme_duration_table[THEME_DURATIONS] = {
    [DURATION_FOCUS] = {"focus", 140, 100, 200},
    [DURATION_PAGE] = {"page", 160, 100, 200},
    [DURATION_BUMP] = {"bump", 180, 100, 200},
};

static const struct {
    const char *name;
    colour normal, normal_focus, high;
} service_table[] = {
    {"grey", 0xff35475f, 0xff3c526e, 0xff1a212b},   {"teal", 0xff0d4e4e, 0xff0f5959, 0xff062828},
    {"amber", 0xff5d4100, 0xff6b4b00, 0xff2a1e00},  {"orange", 0xff743506, 0xff843b07, 0xff321602},
    {"green", 0xff1a502b, 0xff1d5c31, 0xff08260f},  {"blue", 0xff1c4681, 0xff205092, 0xff0a1f3d},
    {"purple", 0xff483d7b, 0xff53478c, 0xff1e1836}, {"red", 0xff8a1a1a, 0xff9d1d1d, 0xff3d0606},
};

void theme_builtin(struct theme *theme, bool high) {
    *theme = (struct theme){.high = high};
    for (size_t i = 0; i < THEME_COLOURS; i++)
        theme->colours[i] = high ? colour_table[i].high : colour_table[i].normal;
    for (size_t i = 0; i < THEME_SIZES; i++)
        theme->sizes[i] = theme_size_table[i].normal;
    for (size_t i = 0; i < THEME_DURATIONS; i++)
        theme->durations[i] = theme_duration_table[i].normal;
    theme->service_count = sizeof service_table / sizeof service_table[0];
    for (size_t i = 0; i < theme->service_count; i++) {
        struct theme_service *service = &theme->services[i];
        snprintf(service->name, sizeof service->name, "%s", service_table[i].name);
        service->fill = high ? service_table[i].high : service_table[i].normal;
        service->focus = high ? colour_table[COLOUR_ROW_FOCUS].high : service_table[i].normal_focus;
    }
    theme_fit(theme, 1920, 1080, 1.0, 0);
}

static int larger(int a, int b) {
    return a > b ? a : b;
}

/* Overscan: the set shows an enlarged picture and cuts its edges off. What is left of it is laid out as the whole would
 * be, everything smaller by as much as the set enlarges it: the senior sees the same, and all of it. */
void theme_fit(struct theme *theme, int width, int height, double text_scale, int overscan_percent) {
    double seen = 1 - 2 * overscan_percent / 100.0;
    theme->width = width;
    theme->height = height;
    theme->unit = fmin(width / 1920.0, height / 1080.0) * seen;
    theme->text_scale = fmin(fmax(text_scale, 1.0), LARGEST);
    int ring = theme_size(theme, SIZE_RING) + theme_size(theme, SIZE_RING_GAP);
    int x =
        larger(theme_size(theme, SIZE_MARGIN_X), (int)ceil(width * seen / 20) + ring) + width * overscan_percent / 100;
    int y = larger(theme_size(theme, SIZE_MARGIN_Y), (int)ceil(height * seen / 20)) + height * overscan_percent / 100;
    theme->safe = (struct rect){x, y, width - 2 * x, height - 2 * y};
}

const char *theme_colour_name(enum theme_colour name) {
    return colour_table[name].name;
}

colour theme_colour(const struct theme *theme, enum theme_colour name) {
    return theme->colours[name];
}

const struct theme_service *theme_service(const struct theme *theme, const char *name) {
    for (size_t i = 0; i < theme->service_count; i++)
        if (strcmp(theme->services[i].name, name) == 0)
            return &theme->services[i];
    return &theme->services[0];
}

int theme_px(const struct theme *theme, double design) {
    return (int)lround(design * theme->unit);
}

bool theme_narrow(const struct theme *theme) {
    return theme->width * 10 < theme->height * 15;
}

bool theme_compact(const struct theme *theme) {
    return theme->text_scale > COMPACT || theme_narrow(theme);
}

/* The width sets the unit, and a narrow picture has height to spare: there the smaller steps stand nearer to the
 * largest, which is as large as the width allows. */
static double scale_here(const struct theme *theme) {
    return theme_narrow(theme) ? LARGEST - (LARGEST - theme->text_scale) * NARROW_STEP : theme->text_scale;
}

/* An operator's wide spacing gives way to words as they grow, until it is ours. */
int theme_size(const struct theme *theme, enum theme_size size) {
    double design = theme->sizes[size], ours = theme_size_table[size].normal;
    if (size < SIZE_RADIUS && design > ours)
        design = ours + (theme_compact(theme) ? 0 : (design - ours) * (COMPACT - theme->text_scale) / (COMPACT - 1));
    return theme_px(theme, design);
}

/* From what the theme says at the smallest step to the same of every theme at the largest. */
int theme_text(const struct theme *theme, enum theme_size size) {
    double design = theme->sizes[size], most = theme_size_table[size].normal * LARGEST;
    if (size > SIZE_HINT)
        most = fmax(most, NECESSARY);
    double growth = (most - design) / (LARGEST - 1);
    return (int)ceil((design + (scale_here(theme) - 1) * growth) * theme->unit - 1e-6);
}

int theme_duration(const struct theme *theme, enum theme_duration name) {
    return theme->durations[name];
}

static double luminance(colour c) {
    double sum = 0;
    static const double weight[3] = {0.0722, 0.7152, 0.2126}; /* blue, green, red */
    for (int i = 0; i < 3; i++) {
        double v = ((c >> (8 * i)) & 0xff) / 255.0;
        sum += weight[i] * (v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double theme_contrast(colour a, colour b) {
    double la = luminance(a) + 0.05, lb = luminance(b) + 0.05;
    return la > lb ? la / lb : lb / la;
}
