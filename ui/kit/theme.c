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
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "ui/kit/theme_check.h"
#include <assert.h>
#include <json-c/linkhash.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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
    [COLOUR_BADGE] = {"badge", 0xff0f1c2b, 0xff000000},
    [COLOUR_RING] = {"ring", 0xffffd23f, 0xffffe680},
    [COLOUR_NOW] = {"now", 0xffffd23f, 0xffffd83d},
    [COLOUR_NOW_TEXT] = {"now_text", 0xff14202e, 0xff0a0a0a},
    [COLOUR_LINK_GOOD] = {"link_good", 0xff7fe3a1, 0xff9bf0b8},
    [COLOUR_LINK_WAIT] = {"link_wait", 0xffffd98a, 0xffffe3a6},
    [COLOUR_LINK_BAD] = {"link_bad", 0xffffb4a8, 0xffffcdc5},
    [COLOUR_BANNER] = {"banner", 0xff5c3d00, 0xff241800},
    [COLOUR_BANNER_TEXT] = {"banner_text", 0xfffff3d6, 0xfffff3d6},
    [COLOUR_SOS_TILE] = {"sos_tile", 0xff931a1a, 0xff3d0606},
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

/* What a number is called, is by itself, and may be set to. */
struct measure {
    const char *name;
    int normal, least, most;
};

/* Each range is what all screens hold with everything else at its least, at its most, or anywhere between. Wide spacing
 * and large words share one picture, so words grow by a tenth at the most: larger ones are the senior's to choose, by
 * the text scale. A ring with its gap is no wider than our rows are apart, which is what wide ones give way to. */
static const struct measure size_table[] = {
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
static_assert(sizeof size_table / sizeof size_table[0] == THEME_SIZES, "a size has no name");

/* In milliseconds: shorter is not seen, longer is waited for. */
static const struct measure duration_table[] = {
    [DURATION_FOCUS] = {"focus", 140, 100, 200},
    [DURATION_PAGE] = {"page", 160, 100, 200},
    [DURATION_BUMP] = {"bump", 180, 100, 200},
};
static_assert(sizeof duration_table / sizeof duration_table[0] == THEME_DURATIONS, "a duration has no name");

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
        theme->sizes[i] = size_table[i].normal;
    for (size_t i = 0; i < THEME_DURATIONS; i++)
        theme->durations[i] = duration_table[i].normal;
    theme->service_count = sizeof service_table / sizeof service_table[0];
    for (size_t i = 0; i < theme->service_count; i++) {
        struct theme_service *service = &theme->services[i];
        snprintf(service->name, sizeof service->name, "%s", service_table[i].name);
        service->fill = high ? service_table[i].high : service_table[i].normal;
        service->focus = high ? colour_table[COLOUR_ROW_FOCUS].high : service_table[i].normal_focus;
    }
    theme_fit(theme, 1920, 1080, 1.0, 0);
}

static bool read_colour(struct json_object *value, const char *name, colour *into, char *error) {
    const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
    size_t length = strlen(text);
    if ((length != 7 && length != 9) || text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") != length - 1) {
        snprintf(error, JSON_ERROR_SIZE, "%s: expected a colour \"#RRGGBB\" or \"#AARRGGBB\"", name);
        return false;
    }
    colour parsed = (colour)strtoul(text + 1, NULL, 16);
    *into = length == 7 ? parsed | 0xff000000 : parsed;
    return true;
}

static bool read_colours(struct json_object *from, struct theme *theme, char *error) {
    json_object_object_foreach(from, key, value) {
        size_t i = 0;
        while (i < THEME_COLOURS && strcmp(colour_table[i].name, key) != 0)
            i++;
        if (i == THEME_COLOURS) {
            snprintf(error, JSON_ERROR_SIZE, "colours.%.64s: there is no colour of this name", key);
            return false;
        }
        if (!read_colour(value, key, &theme->colours[i], error))
            return false;
    }
    return true;
}

/* FROM's numbers into INTO, by the rows of TABLE from FIRST up to END. */
static bool read_measures(struct json_object *from, const char *group, const struct measure *table, int first, int end,
                          int *into, char *error) {
    json_object_object_foreach(from, key, value) {
        int i = first;
        while (i < end && strcmp(table[i].name, key) != 0)
            i++;
        if (i == end) {
            snprintf(error, JSON_ERROR_SIZE, "%s.%.64s: there is nothing of this name", group, key);
            return false;
        }
        int64_t number = json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : -1;
        if (number < table[i].least || number > table[i].most) {
            snprintf(error, JSON_ERROR_SIZE, "%s.%.64s: expected a whole number from %d to %d", group, key,
                     table[i].least, table[i].most);
            return false;
        }
        into[i] = (int)number;
    }
    return true;
}

static bool read_spacing(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "spacing", size_table, 0, SIZE_RADIUS, theme->sizes, error);
}

static bool read_shapes(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "shapes", size_table, SIZE_RADIUS, SIZE_HINT, theme->sizes, error);
}

static bool read_text(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "text", size_table, SIZE_HINT, THEME_SIZES, theme->sizes, error);
}

static bool read_durations(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "durations", duration_table, 0, THEME_DURATIONS, theme->durations, error);
}

static struct theme_service *service_slot(struct theme *theme, const char *name) {
    for (size_t i = 0; i < theme->service_count; i++)
        if (strcmp(theme->services[i].name, name) == 0)
            return &theme->services[i];
    if (theme->service_count == THEME_SERVICES_MAX || strlen(name) >= THEME_NAME_SIZE)
        return NULL;
    struct theme_service *slot = &theme->services[theme->service_count++];
    snprintf(slot->name, sizeof slot->name, "%s", name);
    return slot;
}

static bool read_services(struct json_object *from, struct theme *theme, char *error) {
    json_object_object_foreach(from, key, value) {
        struct theme_service *slot = service_slot(theme, key);
        if (!slot || !json_object_is_type(value, json_type_object)) {
            snprintf(error, JSON_ERROR_SIZE, "services.%.64s: expected {\"fill\",\"focus\"}, at most %d of them", key,
                     THEME_SERVICES_MAX);
            return false;
        }
        char name[2][THEME_NAME_SIZE + 20];
        snprintf(name[0], sizeof name[0], "services.%s.fill", slot->name);
        snprintf(name[1], sizeof name[1], "services.%s.focus", slot->name);
        if (!read_colour(json_child(value, "fill"), name[0], &slot->fill, error) ||
            !read_colour(json_child(value, "focus"), name[1], &slot->focus, error))
            return false;
    }
    return true;
}

typedef bool read_fn(struct json_object *from, struct theme *theme, char *error);
static bool read_group(struct json_object *from, const char *key, read_fn *fn, struct theme *theme, char *error) {
    struct json_object *group = json_child(from, key);
    if (!group)
        return true;
    if (!json_object_is_type(group, json_type_object)) {
        snprintf(error, JSON_ERROR_SIZE, "%s: expected an object", key);
        return false;
    }
    return fn(group, theme, error);
}

static bool knows_groups(struct json_object *from, const char *const *known, const char *of, char *error) {
    json_object_object_foreach(from, key, value) {
        size_t i = 0;
        (void)value;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i]) {
            snprintf(error, JSON_ERROR_SIZE, "%s%.64s: there is no group of this name", of, key);
            return false;
        }
    }
    return true;
}

static bool read_palette(struct json_object *from, struct theme *theme, char *error) {
    static const char *const groups[] = {"colours", "services", NULL};
    return knows_groups(from, groups, theme->high ? "high." : "normal.", error) &&
           read_group(from, "colours", read_colours, theme, error) &&
           read_group(from, "services", read_services, theme, error);
}

static bool read_theme(struct json_object *from, struct theme *theme, char *error) {
    static const char *const groups[] = {"normal", "high", "text", "spacing", "shapes", "durations", NULL};
    if (!json_object_is_type(from, json_type_object)) {
        snprintf(error, JSON_ERROR_SIZE, "expected an object");
        return false;
    }
    return knows_groups(from, groups, "", error) && read_group(from, "text", read_text, theme, error) &&
           read_group(from, "spacing", read_spacing, theme, error) &&
           read_group(from, "shapes", read_shapes, theme, error) &&
           read_group(from, "durations", read_durations, theme, error) &&
           read_group(from, theme->high ? "high" : "normal", read_palette, theme, error) &&
           theme_check_is_legible(theme, error, JSON_ERROR_SIZE) && theme_check_has_room(theme, error, JSON_ERROR_SIZE);
}

/* Both palettes are read, so that what is wrong with one does not wait for the senior who turns to it. */
static bool read_over(struct theme *theme, const char *path, const char *stays) {
    char error[JSON_ERROR_SIZE] = "";
    struct theme next = *theme, other;
    theme_builtin(&other, !theme->high);
    struct json_object *from = json_read_file(path, 64 << 10, error);
    bool ok = from && read_theme(from, &next, error) && read_theme(from, &other, error);
    if (ok)
        *theme = next;
    else
        log_warning("theme", "%s%s%s; %s", from ? path : "", from ? ": " : "", error, stays);
    json_object_put(from);
    return ok;
}

bool theme_load(struct theme *theme, const char *path, bool high) {
    theme_builtin(theme, high);
    return read_over(theme, path, "the built-in look is used");
}

bool theme_lay_over(struct theme *theme, const char *path) {
    return read_over(theme, path, "our own look stands");
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

const char *theme_size_name(enum theme_size name) {
    return size_table[name].name;
}

void theme_size_range(enum theme_size name, int *least, int *most) {
    *least = size_table[name].least;
    *most = size_table[name].most;
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
    double design = theme->sizes[size], ours = size_table[size].normal;
    if (size < SIZE_RADIUS && design > ours)
        design = ours + (theme_compact(theme) ? 0 : (design - ours) * (COMPACT - theme->text_scale) / (COMPACT - 1));
    return theme_px(theme, design);
}

/* From what the theme says at the smallest step to the same of every theme at the largest. */
int theme_text(const struct theme *theme, enum theme_size size) {
    double design = theme->sizes[size], most = size_table[size].normal * LARGEST;
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
