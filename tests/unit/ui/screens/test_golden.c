/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every screen looks as its reference in tests/golden says. What differs is written side by side (reference, now,
 * difference) and its path printed; a reference without a screen and a screen without a reference are faults too. What
 * the comparison lets pass and what not is proved on real screens with one thing changed.
 */
#include "tests/unit/ui/golden.h"
#include <dirent.h>
#include <setjmp.h>
#include <sys/stat.h>

#include <cmocka.h>

static struct scene changed;
static struct room *room; /* the one that is changed */
static struct renderer *renderer;

static struct small *take_changed(void) {
    renderer_forget(renderer);
    renderer_scene(renderer, &changed, 0);
    return small_of(room->canvas, canvas_width(room->canvas) / SMALL_WIDTH);
}

/* --- what the comparison sees: each returns whether there is such a thing to change in the item */

static bool shift(struct scene_item *item) {
    if (!item->focusable)
        return false;
    item->box.x += 4;
    item->words_box.x += 4;
    item->mark_box.x += 4;
    return true;
}

static bool shift_words(struct scene_item *item) {
    item->words_box.y += 4;
    return item->words && item->words[0];
}

static bool drop_words(struct scene_item *item) {
    bool had = item->words && item->words[0];
    item->words = NULL;
    return had;
}

static bool drop_mark(struct scene_item *item) {
    bool had = item->icon || item->emoji;
    item->icon = item->emoji = NULL;
    return had;
}

static bool drop_ring(struct scene_item *item) {
    bool had = item->ring > 0 && item->stroke >> 24 == 255;
    item->ring = 0;
    return had;
}

/* Six levels of one channel: less than any two colours of a theme lie apart. */
static bool tint(struct scene_item *item) {
    if (item->shape != SHAPE_ROUND || item->fill >> 24 != 255 || item->box.w < 80 || item->box.h < 80)
        return false;
    int blue = (int)(item->fill & 255);
    item->fill = (item->fill & 0xFFFFFF00U) | (unsigned)(blue > 127 ? blue - 6 : blue + 6);
    return true;
}

/* One digit of the clock, of a price, of a number. */
static bool miscount(struct scene_item *item) {
    size_t at = item->words ? strcspn(item->words, "0123456789") : 0;
    if (!item->words || !item->words[at])
        return false;
    char *digit = changed.store + (item->words - changed.store) + at;
    *digit = *digit == '9' ? '8' : (char)(*digit + 1);
    return true;
}

static const struct {
    const char *name;
    bool (*edit)(struct scene_item *item);
} edits[] = {{"moved by 4 pixels", shift},      {"words moved by 4 pixels", shift_words},
             {"without its words", drop_words}, {"without its mark", drop_mark},
             {"without its ring", drop_ring},   {"of another colour", tint},
             {"with another digit", miscount}};

static void see_each_edit(const struct situation *situation, size_t e) {
    struct small *whole = golden_take(room, renderer, situation);
    size_t seen = 0;
    for (size_t i = 0; i < changed.item_count || i == 0; i++) {
        struct small_difference found;
        scene_copy(&changed, room_look(room));
        if (!edits[e].edit(&changed.items[i]))
            continue;
        struct small *now = take_changed();
        if (small_same(whole, now, &found))
            fail_msg("%s: %s %s was not seen: %d far pixels, a mean of %.1f", situation->name, changed.items[i].id,
                     edits[e].name, found.far_pixels, found.mean_off);
        free(now);
        seen++;
    }
    if (seen == 0)
        fail_msg("%s has nothing that could be %s", situation->name, edits[e].name);
    free(whole);
}

static const struct situation *named(const char *name) {
    for (size_t i = 0; i < SITUATIONS; i++)
        if (strcmp(situations[i].name, name) == 0)
            return &situations[i];
    fail_msg("no situation %s", name);
    return NULL;
}

static void what_a_person_would_see_is_seen(void **state) {
    static const char *const screens[] = {"home", "dishes_chosen"};
    (void)state;
    for (size_t s = 0; s < sizeof screens / sizeof screens[0]; s++)
        for (size_t e = 0; e < sizeof edits / sizeof edits[0]; e++)
            see_each_edit(named(screens[s]), e);
}

static void what_nobody_would_see_is_let_pass(void **state) {
    (void)state;
    struct small_difference found;
    struct small *whole = golden_take(room, renderer, named("home")),
                 *again = golden_take(room, renderer, named("home"));
    assert_true(small_same(whole, again, &found));
    assert_int_equal(found.far_pixels, 0);
    assert_true(found.mean_off == 0);
    for (int i = 0; i < again->width * again->height * 3; i++) /* a level up or down, without a pattern */
        again->rgb[i] = (uint8_t)(again->rgb[i] + (again->rgb[i] > 0 && again->rgb[i] < 255 ? i * 7 % 3 - 1 : 0));
    assert_true(small_same(whole, again, &found));
    again->height -= 1;
    assert_false(small_same(whole, again, &found));
    free(again);
    free(whole);
}

static int open_painted(void **state) {
    (void)state;
    room = room ? room : room_open(1280, 720);
    renderer = renderer ? renderer : renderer_create(room->canvas, room->text);
    return 0;
}

static int close_painted(void **state) {
    (void)state;
    renderer_destroy(renderer);
    room_close(room);
    return 0;
}

/* --- the references */

static int complaints;

static const char *differences(void) {
    static char path[500];
    const char *build = getenv("STB_BUILD");
    snprintf(path, sizeof path, "%s/golden-differences", build ? build : "build");
    mkdir(path, 0755);
    return path;
}

static void complain(const struct golden_setting *setting, const char *name, const struct small *reference,
                     const struct small *now, const struct small_difference *found) {
    char path[900];
    snprintf(path, sizeof path, "%s/%s_%s.png", differences(), setting->name, name);
    bool written = small_save_difference(path, reference, now);
    fprintf(stderr, "%s/%s differs in %d places, most around %d,%d (%d far pixels, a mean of %.1f): see %s\n",
            setting->name, name, found->cells, found->x, found->y, found->far_pixels, found->mean_off,
            written ? path : "nothing, the picture could not be written");
    complaints++;
}

static void compare(const struct golden_setting *setting, const char *name, const struct small *now) {
    struct small_difference found;
    char path[600];
    snprintf(path, sizeof path, "tests/golden/%s/%s.png", setting->name, name);
    struct small *reference = small_load(path);
    if (!reference) {
        fprintf(stderr, "%s is missing: `make golden` makes it\n", path);
        complaints++;
    } else if (!small_same(reference, now, &found)) {
        complain(setting, name, reference, now, &found);
    }
    free(reference);
}

static bool expected(const struct golden_setting *setting, const char *file) {
    char name[300];
    for (size_t i = 0; i < SITUATIONS; i++) {
        snprintf(name, sizeof name, "%s.png", situations[i].name);
        if (strcmp(name, file) == 0)
            return golden_wants(setting, &situations[i]);
    }
    return false;
}

static void look_for_stale(const struct golden_setting *setting) {
    char path[300];
    snprintf(path, sizeof path, "tests/golden/%s", setting->name);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && !expected(setting, entry->d_name)) {
            fprintf(stderr, "%s/%s is a reference of no screen\n", path, entry->d_name);
            complaints++;
        }
    if (folder)
        closedir(folder);
}

static bool compare_setting(const void *what) {
    const struct golden_setting *setting = what;
    room = room_open(setting->width, setting->height);
    renderer = renderer_create(room->canvas, room->text);
    room_furnish(room, setting->width, setting->height, setting->scale, setting->high, setting->language);
    for (size_t i = 0; i < SITUATIONS; i++) {
        if (!golden_wants(setting, &situations[i]))
            continue;
        struct small *now = golden_take(room, renderer, &situations[i]);
        compare(setting, situations[i].name, now);
        free(now);
    }
    look_for_stale(setting);
    renderer_destroy(renderer);
    room_close(room);
    return complaints == 0;
}

static bool is_setting(const char *folder) {
    for (size_t i = 0; i < GOLDEN_SETTINGS; i++)
        if (strcmp(golden_settings[i].name, folder) == 0)
            return true;
    return folder[0] == '.';
}

static void every_screen_looks_like_its_reference(void **state) {
    (void)state;
    complaints = 0;
    DIR *folder = opendir("tests/golden");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (!is_setting(entry->d_name)) {
            fprintf(stderr, "tests/golden/%s is of no setting\n", entry->d_name);
            complaints++;
        }
    closedir(folder);
    for (size_t i = 0; golden_some[i]; i++)
        named(golden_some[i]);
    for (size_t i = 0; i < GOLDEN_SETTINGS; i++)
        complaints += !room_apart(compare_setting, &golden_settings[i]);
    if (complaints)
        fail_msg("if the change is meant: `make golden`, and look at the pictures");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_looks_like_its_reference), /* first: see room_apart() */
        cmocka_unit_test_setup(what_a_person_would_see_is_seen, open_painted),
        cmocka_unit_test_setup(what_nobody_would_see_is_let_pass, open_painted)};
    return cmocka_run_group_tests(tests, NULL, close_painted);
}
