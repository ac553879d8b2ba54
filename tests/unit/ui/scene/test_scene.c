/* SPDX-License-Identifier: Apache-2.0 */
/* A scene keeps its words, knows what differs, and says no when it is full. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/scene/scene.h"
#include <stdio.h>
#include <string.h>

static struct scene scene, copy;

static void items_are_found_by_id(void **state) {
    (void)state;
    scene_reset(&scene, 1280, 720);
    assert_null(scene_find(&scene, "taxi"));
    struct scene_item *item = scene_add(&scene, "taxi", ROLE_OPTION, (struct rect){1, 2, 3, 4});
    assert_ptr_equal(scene_find(&scene, "taxi"), item);
    assert_int_equal(item->role, ROLE_OPTION);
    assert_int_equal(item->box.w, 3);
    assert_null(item->words);
    assert_null(scene_find(&scene, NULL));
}

static void words_are_copies(void **state) {
    (void)state;
    char words[] = "叫车";
    scene_reset(&scene, 1280, 720);
    const char *kept = scene_keep(&scene, words);
    words[0] = 'x';
    assert_string_equal(kept, "叫车");
    assert_null(scene_keep(&scene, NULL));
    assert_string_equal(scene_keepf(&scene, "第 %d 项", 2), "第 2 项");
}

static void a_full_scene_goes_on_without_the_rest(void **state) {
    (void)state;
    static char long_words[SCENE_WORDS_SIZE / 2 + 1];
    memset(long_words, 'a', sizeof long_words - 1);
    scene_reset(&scene, 1280, 720);
    for (int i = 0; i < SCENE_ITEMS_MAX; i++)
        assert_non_null(scene_add(&scene, "x", ROLE_TEXT, (struct rect){0, 0, 1, 1}));
    assert_null(scene_add(&scene, "x", ROLE_TEXT, (struct rect){0, 0, 1, 1}));
    assert_string_equal(scene_keep(&scene, long_words), long_words);
    assert_string_equal(scene_keep(&scene, long_words), "");
    assert_string_equal(scene_keepf(&scene, "%s", long_words), "");
    assert_string_equal(scene_keep(&scene, "short"), "short");
}

static void fill(struct scene_item *item) {
    *item = (struct scene_item){.id = "a", .role = ROLE_BUTTON, .words = "words", .icon = "taxi"};
}

/* Each visible field by itself makes a difference; equal words at another address make none. */
static void every_field_counts(void **state) {
    (void)state;
    struct scene_item a, b;
    char same[] = "words";
    fill(&a);
    fill(&b);
    b.words = same;
    assert_true(scene_item_equal(&a, &b));
#define DIFFERS(change)                                                                                                \
    do {                                                                                                               \
        fill(&b);                                                                                                      \
        change;                                                                                                        \
        assert_false(scene_item_equal(&a, &b));                                                                        \
    } while (0)
    DIFFERS(b.id[0] = 'b');
    DIFFERS(b.role = ROLE_OPTION);
    DIFFERS(b.box.x = 1);
    DIFFERS(b.shape = SHAPE_ROUND);
    DIFFERS(b.fill = 1);
    DIFFERS(b.radius = 1);
    DIFFERS(b.ring = 1);
    DIFFERS(b.stroke = 1);
    DIFFERS(b.shadow = 1);
    DIFFERS(b.permille = 1);
    DIFFERS(b.icon = "sos");
    DIFFERS(b.emoji = "🍱");
    DIFFERS(b.mark_box.h = 1);
    DIFFERS(b.words = "others");
    DIFFERS(b.words = NULL);
    DIFFERS(b.style.px = 1);
    DIFFERS(b.style.weight = TEXT_BOLD);
    DIFFERS(b.style.align = TEXT_RIGHT);
    DIFFERS(b.words_box.y = 1);
    DIFFERS(b.centred = true);
    DIFFERS(b.focusable = true);
    DIFFERS(b.fg = 1);
    DIFFERS(b.bg = 1);
}

/* The catalog that an icon's name came from may be gone by the time the copy is looked at. */
static void a_copy_stands_on_its_own(void **state) {
    (void)state;
    char icon[] = "taxi";
    scene_reset(&scene, 1920, 1080);
    scene.screen = scene_keep(&scene, "home");
    scene.title = scene_keep(&scene, "您好");
    struct scene_item *item = scene_add(&scene, "taxi", ROLE_OPTION, (struct rect){5, 6, 7, 8});
    item->words = scene.title;
    item->icon = icon;
    scene_copy(&copy, &scene);
    assert_true(scene_item_equal(&copy.items[0], item));
    memset(icon, 'x', 4);
    memset(&scene, 'x', sizeof scene);
    assert_int_equal(copy.width, 1920);
    assert_int_equal(copy.item_count, 1);
    assert_string_equal(copy.screen, "home");
    assert_string_equal(copy.title, "您好");
    assert_string_equal(copy.items[0].words, "您好");
    assert_string_equal(copy.items[0].icon, "taxi");
    assert_null(copy.service);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_found_by_id),
        cmocka_unit_test(words_are_copies),
        cmocka_unit_test(a_full_scene_goes_on_without_the_rest),
        cmocka_unit_test(every_field_counts),
        cmocka_unit_test(a_copy_stands_on_its_own),
    };
    return cmocka_run_group_tests_name("scene", tests, NULL, NULL);
}
