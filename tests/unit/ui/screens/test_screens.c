/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules that hold on every screen, measured on the scene of every situation at every size, text
 * step, contrast and language, and with any spacing of a theme:
 * - margins: what is read, chosen or seen as an icon, and the focus ring, inside the 5 % of what the set shows;
 * - sizes: no text under 36 design pixels times the step, under 84 at 1.75 but for hints and badges, nor under its
 *   role's own; lines 1.3 times as high as their letters;
 * - contrast of the colours declared, 7:1, in high contrast 12:1; nothing pure white or pure red;
 * - words: all there, within their box; no line begins with a closing mark, ends with an opening one, or breaks a
 * number;
 * - nothing overlaps: words, marks, pictures, choices;
 * - one focus with its ring, that leaves another fill behind; each choice within reach of each other in at most 6
 *   presses (7 in other spacings); a page of at most 6 choices.
 * What is really drawn is measured in test_drawn.c.
 */
#include "stb-app/base/utf8.h"
#include "tests/unit/ui/matrix.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { CHOICES_MAX = 16, PRESSES_MAX = 6, PAGE_MAX = 6 };

static bool inside(struct rect in, struct rect out) {
    return in.x >= out.x && in.y >= out.y && in.x + in.w <= out.x + out.w && in.y + in.h <= out.y + out.h;
}

static bool overlap(struct rect a, struct rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* --- the margins */

static struct rect shown(const struct scene *scene, const struct look *look) {
    int lost_x = scene->width * look->overscan_percent / 100, x = (scene->width - 2 * lost_x) / 20 + lost_x;
    int lost_y = scene->height * look->overscan_percent / 100, y = (scene->height - 2 * lost_y) / 20 + lost_y;
    return (struct rect){x, y, scene->width - 2 * x, scene->height - 2 * y};
}

static void check_margins(const struct scene_item *item, struct rect safe) {
    bool marked = item->icon || item->emoji, ring = item->role == ROLE_NONE && item->ring > 0 && item->fill == 0;
    if (strstr(where, " settings_overscan")) /* its frame is meant to lie at the edge */
        ring = false;
    if ((item->role != ROLE_NONE || ring) && !inside(item->box, safe))
        COMPLAIN("%s%s is outside the margins: %d,%d %dx%d", ring ? "a ring " : "", item->id, item->box.x, item->box.y,
                 item->box.w, item->box.h);
    if (item->words && !inside(item->words_box, safe))
        COMPLAIN("the words of %s \"%s\" are outside the margins", item->id, item->words);
    if (marked && !inside(item->mark_box, safe))
        COMPLAIN("the mark of %s is outside the margins", item->id);
}

/* --- words */

/* Where a line may not be broken: before BEFORE, after AFTER, within a number, a plate, a phone. */
static bool is_one_of(uint32_t character, const char *marks) {
    for (uint32_t mark; (mark = utf8_next(&marks)) != 0;)
        if (mark == character)
            return true;
    return false;
}

static bool is_bad_break(uint32_t last, uint32_t first) {
    static const char closing[] = "，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}%℃", opening[] = "（《〈「『【〔“‘([{¥";
    static const char number[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*·.:/%¥";
    return is_one_of(first, closing) || is_one_of(last, opening) ||
           (is_one_of(last, number) && is_one_of(first, number));
}

static uint32_t last_of(struct text_line line) {
    uint32_t last = 0;
    for (const char *at = line.start; at < line.start + line.bytes;)
        last = utf8_next(&at);
    return last;
}

/* A word without an end has to be broken somewhere. */
static bool is_endless(struct room *room, const struct scene_item *item, const char *broken) {
    const char *begin = item->words, *end = broken;
    char word[400];
    for (const char *at = item->words, *next = at; at < broken; at = next) {
        uint32_t character = utf8_next(&next);
        begin = character > ' ' && character < 0x80 ? begin : next;
    }
    for (const char *next = end; *end; end = next) { /* and the mark behind it */
        uint32_t character = utf8_next(&next);
        if (character <= ' ' || (character >= 0x80 && !is_bad_break('x', character)))
            break;
    }
    snprintf(word, sizeof word, "%.*s", (int)(end - begin), begin);
    return text_width(room->text, item->style, word) > item->words_box.w;
}

static void check_breaks(struct room *room, const struct scene_item *item, const struct text_line *lines, int count) {
    for (int i = 1; i < count; i++) {
        const char *first = lines[i].start, *end = lines[i - 1].start + lines[i - 1].bytes;
        if (end == first && is_bad_break(last_of(lines[i - 1]), utf8_next(&first)) &&
            !is_endless(room, item, lines[i].start))
            COMPLAIN("%s \"%s\" is broken before \"%s\"", item->id, item->words, lines[i].start);
    }
}

static void check_words(struct room *room, const struct scene_item *item) {
    struct text_line lines[TEXT_LINES_MAX];
    bool whole = true;
    int count = text_break(room->text, item->style, item->words, item->words_box.w, lines, &whole), widest = 0;
    int tall = text_line_height(item->style);
    for (int i = 0; i < count; i++)
        widest = lines[i].width > widest ? lines[i].width : widest;
    if (!whole || widest > item->words_box.w)
        COMPLAIN("%s \"%s\" is wider than its %d pixels", item->id, item->words, item->words_box.w);
    if (count * tall > item->words_box.h + 1)
        COMPLAIN("%s \"%s\" takes %d lines, more than its %d pixels", item->id, item->words, count, item->words_box.h);
    if (item->shape == SHAPE_ROUND && !inside(item->words_box, item->box))
        COMPLAIN("%s \"%s\" stands out of its box", item->id, item->words);
    if (count > 1 && tall * 10 < item->style.px * 13)
        COMPLAIN("%s \"%s\" has lines of %d for letters of %d", item->id, item->words, tall, item->style.px);
    if (strchr(item->words, '{') || strstr(item->words, ".title"))
        COMPLAIN("%s shows \"%s\"", item->id, item->words);
    check_breaks(room, item, lines, count);
}

/* --- sizes and colours */

/*
 * The least size of each text, in design pixels at a text step of 1; a step larger is so much larger. Found by the id
 * where that says more than the role; one that ends in a dot begins one, one that begins with a dot ends one.
 * NECESSARY is what one has to have read to go on, and at the largest step under 84 for nobody. All words are but the
 * key legends and what only says where one is: the clock, the date, the line's state, the number of a row, the place
 * in a list or an order, and the name of an answer's field that stands beside its panel.
 */
struct floor {
    const char *id;
    int least;
    bool necessary;
};
enum { LEAST_OF_ALL = 36, NECESSARY = 84, SOS_STATUS = 96 /* at every step; above that it is a title */ };
static const struct floor floors_by_id[] = {
    {"clock", 36, false}, {"aside", 36, false},  {"link", 36, false},    {"position", 36, false},
    {"page", 36, false},  {"panel.", 36, false}, {".digit", 36, false},  {"digit.", 36, false},
    {".note", 36, true},  {"chip", 36, true},    {"sos-note", 36, true}, {".price", 36, true},
};
static const struct floor floors_by_role[] = {
    [ROLE_TITLE] = {"title", 72, true}, [ROLE_OPTION] = {"option", 54, true}, [ROLE_BUTTON] = {"button", 54, true},
    [ROLE_TEXT] = {"body", 48, true},   [ROLE_BANNER] = {"body", 48, true},   [ROLE_BADGE] = {"badge", 36, true},
    [ROLE_HINT] = {"hint", 36, false},  [ROLE_IMAGE] = {"image", 36, true},   [ROLE_NONE] = {"none", 36, true},
};

static bool is_called(const char *id, const char *name) {
    size_t length = strlen(name), whole = strlen(id);
    if (name[0] == '.')
        return whole >= length && strcmp(id + whole - length, name) == 0;
    return name[length - 1] == '.' ? strncmp(id, name, length) == 0 : strcmp(id, name) == 0;
}

static const struct floor *floor_of(const struct scene_item *item) {
    for (size_t i = 0; i < sizeof floors_by_id / sizeof floors_by_id[0]; i++)
        if (is_called(item->id, floors_by_id[i].id))
            return &floors_by_id[i];
    return &floors_by_role[item->role];
}

/* What may be smaller at the largest step, and why; never under the floor of anything that is written. */
static const struct exception {
    const char *situation, *id, *error;
} exceptions[] = {{"market_long", "i52", "forty-four characters are more than a page of the largest letters holds"}};

static bool is_exception(const struct scene_item *item, const struct look *look) {
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++)
        if (look->scale >= 1.75 && strstr(where, exceptions[i].situation) && strcmp(item->id, exceptions[i].id) == 0)
            return true;
    return false;
}

static double least_design_px(const struct scene *scene, const struct scene_item *item, const struct look *look) {
    const struct floor *floor = floor_of(item);
    double least = floor->least * look->scale;
    if (is_exception(item, look))
        return LEAST_OF_ALL * look->scale;
    if (item->role == ROLE_TITLE && strcmp(scene->screen, "sos") == 0 && least < SOS_STATUS)
        least = SOS_STATUS;
    return floor->necessary && look->scale >= 1.75 && least < NECESSARY ? NECESSARY : least;
}

static void check_colour(const struct scene_item *item, colour paint) {
    if (paint == 0xFFFFFFFFU || paint == 0xFFFF0000U)
        COMPLAIN("%s has a pure #%06X", item->id, (unsigned)(paint & 0xFFFFFFU));
}

/* One word as wide as the picture: nobody can write that at its size. */
static bool is_too_long(struct room *room, const struct scene_item *item, double design_px) {
    struct text_style style = {.px = (int)(design_px * room->theme.unit), .weight = item->style.weight};
    char word[400];
    for (const char *at = item->words; *at;) {
        size_t length = strcspn(at, " \n");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        if ((unsigned char)word[0] < 0x80 && text_width(room->text, style, word) > room->theme.safe.w * 7 / 10)
            return true;
        at += length + (at[length] != 0);
    }
    return false;
}

static void check_legible(struct room *room, const struct look *look, const struct scene *scene,
                          const struct scene_item *item) {
    double need = look->high ? 12 : 7, got = theme_contrast(item->fg, item->bg);
    double px = item->style.px / room->theme.unit, least = least_design_px(scene, item, look);
    double pixel = look->width < 1280 ? 1 / room->theme.unit : 0.9; /* of the smallest sets: nearly three of design */
    if (got < need)
        COMPLAIN("%s \"%s\" has a contrast of %.1f", item->id, item->words, got);
    if (px < least - pixel && !is_too_long(room, item, least))
        COMPLAIN("%s \"%s\" is %.0f design pixels tall, least is %.0f", item->id, item->words, px, least);
}

/* --- overlaps */

static bool bears_mark(const struct scene_item *item) {
    return item->icon || item->emoji;
}

/* Whether ONE's words, mark or picture lie upon TWO's words or mark. */
static const char *lies_upon(const struct scene_item *one, const struct scene_item *two) {
    if (one->words && two->words && overlap(one->words_box, two->words_box))
        return "words";
    if (bears_mark(one) && two->words && overlap(one->mark_box, two->words_box))
        return "mark and words";
    if (bears_mark(one) && bears_mark(two) && overlap(one->mark_box, two->mark_box))
        return "marks";
    if (one->picture && two->words && overlap(one->box, two->words_box))
        return "picture and words";
    return NULL;
}

/* What the volume keys did is meant to lie upon whatever is there, for two seconds. */
static bool is_toast(const struct scene_item *item) {
    return strcmp(item->id, "toast") == 0;
}

static void check_overlaps(const struct scene *scene) {
    for (size_t a = 0; a < scene->item_count; a++) {
        const struct scene_item *one = &scene->items[a];
        if (one->words && bears_mark(one) && overlap(one->mark_box, one->words_box))
            COMPLAIN("the mark of %s lies upon its words", one->id);
        for (size_t b = 0; b < scene->item_count; b++) {
            const struct scene_item *two = &scene->items[b];
            const char *what = a == b || is_toast(one) || is_toast(two) ? NULL : lies_upon(one, two);
            if (what)
                COMPLAIN("%s of %s \"%s\" and %s \"%s\" overlap", what, one->id, one->words ? one->words : "", two->id,
                         two->words ? two->words : "");
            if (a < b && one->focusable && two->focusable && overlap(one->box, two->box))
                COMPLAIN("%s and %s overlap", one->id, two->id);
        }
    }
}

/* --- the focus */

static const enum action arrows[] = {ACTION_UP, ACTION_DOWN, ACTION_LEFT, ACTION_RIGHT};

/* The ring stands clear of what else there is, other choices and words beside its own, but for a pixel of rounding. */
static void check_ring(const struct scene *scene, const struct scene_item *ring, const struct scene_item *own) {
    struct rect clear = rect_inset(ring->box, 1, 1);
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (item == own || inside(item->box, own->box) || is_toast(item))
            continue;
        if (item->focusable && overlap(clear, item->box))
            COMPLAIN("the ring around %s lies upon %s", own->id, item->id);
        if (item->words && overlap(clear, item->words_box) && !inside(item->words_box, own->box))
            COMPLAIN("the ring around %s lies upon \"%s\"", own->id, item->words);
    }
}

/* One ring, and it lies around the item in focus, whose id is its own. */
static void check_focus(const struct scene *scene) {
    int rings = 0, named = 0;
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i], *next = item + 1;
        named += item->focusable && scene->focus && strcmp(item->id, scene->focus) == 0;
        if (item->role != ROLE_NONE || item->ring < 6 || item->fill != 0 || i + 1 == scene->item_count ||
            !next->focusable)
            continue;
        rings++;
        check_ring(scene, item, next);
        if (!scene->focus || strcmp(next->id, scene->focus) != 0 || !inside(next->box, item->box))
            COMPLAIN("the ring is around %s, the focus is on %s", next->id, scene->focus ? scene->focus : "nothing");
    }
    if (rings != 1)
        COMPLAIN("%d items have the focus ring", rings);
    if (named != 1)
        COMPLAIN("%d items are the focus", named);
}

/* A focus that goes on leaves an item behind that looks otherwise, and not by its ring alone. */
static void check_focus_change(struct room *room, const struct scene *scene) {
    static struct scene before;
    for (size_t a = 0; a < 4; a++) {
        scene_copy(&before, scene);
        if (!before.focus || !focus_next(&before, before.focus, arrows[a]))
            continue;
        room_press(room, arrows[a], ACTION_NONE);
        scene = room_look(room);
        const struct scene_item *was = focus_find(&before, before.focus), *is = focus_find(scene, before.focus);
        if (is && scene->focus && strcmp(scene->focus, before.focus) != 0 && is->fill == was->fill)
            COMPLAIN("%s has the same fill with the focus and without", before.focus);
    }
}

/* How many presses of the arrows from each item to each other one. */
static void check_reach(const struct scene *scene, const struct look *look) {
    size_t count = focus_count(scene), options = 0;
    int presses[CHOICES_MAX][CHOICES_MAX], most = PRESSES_MAX;
    if (look->wish) /* another spacing may leave a button a row of its own */
        most++;
    if (count == 0 || count > CHOICES_MAX) {
        COMPLAIN("%zu choices", count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        options += focus_at(scene, i)->role == ROLE_OPTION;
        for (size_t j = 0; j < count; j++)
            presses[i][j] = i == j ? 0 : CHOICES_MAX;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t a = 0; a < 4; a++) {
            const struct scene_item *to = focus_next(scene, focus_at(scene, i)->id, arrows[a]);
            if (to && to != focus_at(scene, i))
                presses[i][focus_place(scene, to->id)] = 1;
        }
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++)
                if (presses[i][k] + presses[k][j] < presses[i][j])
                    presses[i][j] = presses[i][k] + presses[k][j];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if (presses[i][j] > most)
                COMPLAIN("no way in %d presses from %s to %s", most, focus_at(scene, i)->id, focus_at(scene, j)->id);
    if (options > PAGE_MAX)
        COMPLAIN("a page of %zu choices", options);
}

static void check_scene(struct room *room, const struct look *look, const struct situation *situation) {
    if (situation->alike && look->wish) /* the one that it looks like is held to any theme */
        return;
    const struct scene *scene = room_look(room);
    struct rect safe = shown(scene, look);
    check_colour(&scene->items[0], scene->top);
    check_colour(&scene->items[0], scene->bottom);
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        const colour paints[] = {item->fill, item->stroke, item->fg, item->bg};
        check_margins(item, safe);
        for (size_t c = 0; c < sizeof paints / sizeof paints[0]; c++)
            check_colour(item, paints[c]);
        if (!item->words)
            continue;
        check_words(room, item);
        check_legible(room, look, scene, item);
    }
    check_overlaps(scene);
    check_focus(scene);
    check_reach(scene, look);
    check_focus_change(room, scene);
}

static void every_screen_keeps_the_rules(void **state) {
    static const struct look sizes[] = {
        {.width = 1920, .height = 1080}, {.width = 1920, .height = 1080, .high = true},
        {.width = 1280, .height = 720},  {.width = 1280, .height = 720, .high = true, .overscan_percent = 5},
        {.width = 720, .height = 576},   {.width = 3840, .height = 2160}};
    complaints = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        matrix_size(*state, sizes[i], check_scene);
    if (complaints)
        fail_msg("%d complaints", complaints);
}

/* What is least and what is most in each look; parts of it, and what no one thought of, in one look each. */
static void any_size_that_a_theme_may_set_keeps_them(void **state) {
    static const struct wish wishes[] = {
        {"least", 0, THEME_SIZES, LEAST, 0},        {"most", 0, THEME_SIZES, MOST, 0},
        {"narrow", 0, SIZE_RADIUS, LEAST, 0},       {"wide", 0, SIZE_RADIUS, MOST, 0},
        {"thick", SIZE_RADIUS, SIZE_HINT, MOST, 0}, {"large", SIZE_HINT, THEME_SIZES, MOST, 0},
        {"any 1", 0, THEME_SIZES, ANY, 1},          {"any 2", 0, THEME_SIZES, ANY, 20260000},
        {"any 3", 0, THEME_SIZES, ANY, 62229090}};
    static const struct look looks[] = {
        {.width = 1280, .height = 720, .scale = 1.0, .language = "zh-CN", .overscan_percent = 5},
        {.width = 1280, .height = 720, .scale = 1.25, .language = "en", .overscan_percent = 5},
        {.width = 1280, .height = 720, .scale = 1.75, .language = "zh-CN"},
        {.width = 720, .height = 576, .scale = 1.75, .language = "en"}};
    const char *only = getenv("STB_WISH"); /* one in each look; "" = each in each, which takes minutes */
    complaints = 0;
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        for (size_t j = 0; j < sizeof wishes / sizeof wishes[0]; j++) {
            struct look look = looks[i];
            look.wish = &wishes[j];
            if (only ? !only[0] || strcmp(only, wishes[j].name) == 0 : j < 2 || (i + j) % 4 == 0)
                matrix_look(*state, &look, check_scene);
        }
    if (complaints)
        fail_msg("%d complaints", complaints);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_screen_keeps_the_rules),
                                       cmocka_unit_test(any_size_that_a_theme_may_set_keeps_them)};
    return cmocka_run_group_tests(tests, open_room, close_room); /* scenes need no picture of their size */
}
