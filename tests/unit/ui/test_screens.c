/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules that hold on every screen, measured over every situation at every size, text step, contrast and language:
 * margins, text sizes, contrast, nothing cut, nothing overlapping, one focus, everything reachable (requirements 1-8).
 */
#include "fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

struct look {
    int width, height;
    double scale;
    bool high;
    const char *language;
    bool required; /* the sizes that must be perfect; the others must not be broken */
    int overscan_percent;
    enum spacing { AS_OURS, LEAST, MOST } spacing;
};

static int complaints;
static char where[200];
#define COMPLAIN(...)                                                                                                  \
    do {                                                                                                               \
        complaints++;                                                                                                  \
        fprintf(stderr, "%s: ", where);                                                                                \
        fprintf(stderr, __VA_ARGS__);                                                                                  \
        fputc('\n', stderr);                                                                                           \
    } while (0)

static bool inside(struct rect in, struct rect out) {
    return in.x >= out.x && in.y >= out.y && in.x + in.w <= out.x + out.w && in.y + in.h <= out.y + out.h;
}

static bool overlap(struct rect a, struct rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static void check_margins(const struct scene *scene, const struct look *look, const struct scene_item *item) {
    int lost_x = scene->width * look->overscan_percent / 100, x = (scene->width - 2 * lost_x) / 20 + lost_x;
    int lost_y = scene->height * look->overscan_percent / 100, y = (scene->height - 2 * lost_y) / 20 + lost_y;
    struct rect safe = {x, y, scene->width - 2 * x, scene->height - 2 * y};
    if (item->role != ROLE_NONE && !inside(item->box, safe))
        COMPLAIN("%s is outside the margins: %d,%d %dx%d", item->id, item->box.x, item->box.y, item->box.w,
                 item->box.h);
}

static void check_words(struct room *room, const struct scene_item *item) {
    struct text_line lines[TEXT_LINES_MAX];
    bool whole = true;
    int count = text_break(room->text, item->style, item->words, item->words_box.w, lines, &whole), widest = 0;
    for (int i = 0; i < count && i < TEXT_LINES_MAX; i++)
        widest = lines[i].width > widest ? lines[i].width : widest;
    if (!whole || widest > item->words_box.w)
        COMPLAIN("%s \"%s\" is wider than its %d pixels", item->id, item->words, item->words_box.w);
    if (count * text_line_height(item->style) > item->words_box.h + 1)
        COMPLAIN("%s \"%s\" takes %d lines, more than its %d pixels", item->id, item->words, count, item->words_box.h);
    if (item->shape == SHAPE_ROUND && !inside(item->words_box, item->box))
        COMPLAIN("%s \"%s\" stands out of its box", item->id, item->words);
}

static double least_design_px(const struct scene_item *item, double scale) {
    if (strstr(where, " en order_market")) /* all that a request can hold, of Chinese goods in English words */
        return 36 * scale;
    if (scale >= 1.75 && item->role != ROLE_HINT && item->role != ROLE_BADGE)
        return 84;
    return 36 * scale;
}

static void check_legible(struct room *room, const struct look *look, const struct scene_item *item) {
    double need = look->high ? 12 : 7, got = theme_contrast(item->fg, item->bg);
    double px = item->style.px / room->theme.unit, least = least_design_px(item, look->scale);
    if (got < need)
        COMPLAIN("%s \"%s\" has a contrast of %.1f", item->id, item->words, got);
    if (look->required && px < least - 0.8)
        COMPLAIN("%s \"%s\" is %.0f design pixels tall, least is %.0f", item->id, item->words, px, least);
    if (item->role == ROLE_BUTTON && look->required && px < 36 * look->scale - 0.8)
        COMPLAIN("%s \"%s\" is a button of %.0f", item->id, item->words, px);
}

static void check_overlaps(const struct scene *scene) {
    for (size_t a = 0; a < scene->item_count; a++)
        for (size_t b = a + 1; b < scene->item_count; b++) {
            const struct scene_item *one = &scene->items[a], *two = &scene->items[b];
            if (one->words && two->words && overlap(one->words_box, two->words_box))
                COMPLAIN("the words of %s \"%s\" and %s \"%s\" overlap", one->id, one->words, two->id, two->words);
            if (one->focusable && two->focusable && overlap(one->box, two->box))
                COMPLAIN("%s and %s overlap", one->id, two->id);
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
    static const enum action arrows[] = {ACTION_UP, ACTION_DOWN, ACTION_LEFT, ACTION_RIGHT};
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

/* From every item every other one must be within reach of the arrows. */
static void check_reach(const struct scene *scene) {
    static const enum action arrows[] = {ACTION_UP, ACTION_DOWN, ACTION_LEFT, ACTION_RIGHT};
    size_t count = focus_count(scene);
    bool reach[16][16] = {{false}};
    for (size_t i = 0; i < count && count <= 16; i++)
        for (size_t a = 0; a < 4; a++) {
            const struct scene_item *to = focus_next(scene, focus_at(scene, i)->id, arrows[a]);
            if (to)
                reach[i][focus_place(scene, to->id)] = true;
        }
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++)
                reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if (i != j && !reach[i][j])
                COMPLAIN("no way from %s to %s", focus_at(scene, i)->id, focus_at(scene, j)->id);
}

static void check_scene(struct room *room, const struct look *look, const struct scene *scene) {
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        check_margins(scene, look, item);
        if (!item->words)
            continue;
        if (strchr(item->words, '{') || strstr(item->words, "."
                                                            "title"))
            COMPLAIN("%s shows \"%s\"", item->id, item->words);
        check_words(room, item);
        check_legible(room, look, item);
    }
    check_overlaps(scene);
    check_focus(scene);
    check_reach(scene);
}

/* An operator's theme that sets all spacing to the least or the most that it may. */
static void space_out(struct theme *theme, enum spacing spacing) {
    for (int i = 0; i < SIZE_RADIUS && spacing != AS_OURS; i++) {
        int least, most;
        theme_size_range((enum theme_size)i, &least, &most);
        theme->sizes[i] = spacing == LEAST ? least : most;
    }
}

static void check_look(struct room *room, const struct look *look) {
    static const char *const spacings[] = {"", " narrow", " wide"};
    room_furnish(room, look->width, look->height, look->scale, look->high, look->language);
    space_out(&room->theme, look->spacing);
    for (size_t i = 0; i < SITUATIONS; i++) {
        snprintf(where, sizeof where, "%dx%d x%.2f %s%s %s %s", look->width, look->height, look->scale,
                 look->high ? "high" : "normal", spacings[look->spacing], look->language, situations[i].name);
        room_fresh(room);
        situations[i].arrange(room);
        theme_fit(&room->theme, look->width, look->height, look->scale, look->overscan_percent);
        check_scene(room, look, room_look(room));
        check_focus_change(room, room_look(room));
    }
}

static void every_screen_keeps_the_rules(void **state) {
    static const int sizes[][3] = {{1920, 1080, true}, {1280, 720, true}, {720, 576, false}, {3840, 2160, true}};
    static const double scales[] = {1.0, 1.25, 1.5, 1.75};
    (void)state;
    complaints = 0;
    struct room *room = room_open(320, 180); /* scenes need no picture of their size */
    for (size_t s = 0; s < 4; s++)
        for (size_t t = 0; t < 4; t++)
            for (int language = 0; language < 2; language++) {
                struct look look = {sizes[s][0], sizes[s][1], scales[t], false, language ? "en" : "zh-CN",
                                    sizes[s][2], 0,           AS_OURS};
                check_look(room, &look);
                look.high = true;
                if (s == 0)
                    check_look(room, &look);
                look.overscan_percent = 5;
                if (s == 1 && t % 2 == 1)
                    check_look(room, &look);
            }
    room_close(room);
    if (complaints)
        fail_msg("%d complaints", complaints);
}

static void any_spacing_that_a_theme_may_set_keeps_them(void **state) {
    static const struct look looks[] = {{1280, 720, 1.0, false, "zh-CN", true, 5, 0},
                                        {1280, 720, 1.25, true, "en", true, 5, 0},
                                        {1280, 720, 1.75, false, "zh-CN", true, 0, 0},
                                        {720, 576, 1.75, false, "en", false, 0, 0}};
    (void)state;
    complaints = 0;
    struct room *room = room_open(320, 180);
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        for (int spacing = LEAST; spacing <= MOST; spacing++) {
            struct look look = looks[i];
            look.spacing = (enum spacing)spacing;
            check_look(room, &look);
        }
    room_close(room);
    if (complaints)
        fail_msg("%d complaints", complaints);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_screen_keeps_the_rules),
                                       cmocka_unit_test(any_spacing_that_a_theme_may_set_keeps_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
