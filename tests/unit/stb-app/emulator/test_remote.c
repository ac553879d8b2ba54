/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The drawn remote: every key of the real one is on it, each button is found where it is drawn, and what is held comes
 * up exactly once, whatever mouse and keyboard do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/emulator/remote.h"
#include <math.h>
#include <string.h>

static void middle(const struct emulator_button *b, float *x, float *y) {
    float away = (b->w / 2 + b->radius) / 2;
    *x = b->x + b->w / 2;
    *y = b->y + b->h / 2;
    *x += b->shape == EMULATOR_WEDGE_RIGHT ? away : b->shape == EMULATOR_WEDGE_LEFT ? -away : 0;
    *y += b->shape == EMULATOR_WEDGE_DOWN ? away : b->shape == EMULATOR_WEDGE_UP ? -away : 0;
}

/* A remote without one of these keys cannot do what the real one does. */
static void every_key_of_the_remote_is_there(void **state) {
    (void)state;
    static const char *const keys[] = {"KEY_SOS",      "KEY_VOICECOMMAND",
                                       "KEY_HOMEPAGE", "KEY_UP",
                                       "KEY_DOWN",     "KEY_LEFT",
                                       "KEY_RIGHT",    "KEY_OK",
                                       "KEY_BACK",     "KEY_TV",
                                       "KEY_PHONE",    "KEY_INFO",
                                       "KEY_0",        "KEY_1",
                                       "KEY_2",        "KEY_3",
                                       "KEY_4",        "KEY_5",
                                       "KEY_6",        "KEY_7",
                                       "KEY_8",        "KEY_9",
                                       "KEY_VOLUMEUP", "KEY_VOLUMEDOWN"};
    size_t count;
    emulator_remote_buttons(&count);
    assert_int_equal(count, sizeof(keys) / sizeof(keys[0]));
    for (size_t i = 0; i < count; i++)
        assert_int_not_equal(emulator_remote_index(keys[i]), -1);
    assert_int_equal(emulator_remote_index("KEY_POWER"), -1);
}

static void a_button_is_found_in_its_middle_and_lies_on_the_body(void **state) {
    (void)state;
    size_t count;
    const struct emulator_button *buttons = emulator_remote_buttons(&count);
    for (size_t i = 0; i < count; i++) {
        float x, y;
        middle(&buttons[i], &x, &y);
        assert_int_equal(emulator_remote_at(x, y), (int)i);
        assert_true(buttons[i].x >= 20 && buttons[i].x + buttons[i].w <= EMULATOR_REMOTE_WIDTH - 20);
        assert_true(buttons[i].y >= 20 && buttons[i].y + buttons[i].h <= EMULATOR_REMOTE_HEIGHT - 20);
    }
}

/* No point of the body belongs to two buttons, and rounded corners belong to none. */
static void buttons_do_not_overlap_and_have_round_corners(void **state) {
    (void)state;
    size_t count;
    const struct emulator_button *buttons = emulator_remote_buttons(&count);
    for (size_t i = 0; i < count; i++) {
        const struct emulator_button *a = &buttons[i];
        assert_int_not_equal(emulator_remote_at(a->x + 1, a->y + 1), (int)i);
        for (size_t j = i + 1; j < count; j++) {
            const struct emulator_button *b = &buttons[j];
            bool apart = a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y || b->y + b->h <= a->y;
            bool ring = b->shape != EMULATOR_PILL && (a->shape != EMULATOR_PILL || strcmp(a->key, "KEY_OK") == 0);
            assert_true(apart || ring);
        }
    }
    assert_int_equal(emulator_remote_at(-1, -1), -1);
    assert_int_equal(emulator_remote_at(EMULATOR_REMOTE_WIDTH / 2.0f, 1050), -1);
}

/* The ring is cut along its diagonals. */
static void the_ring_round_ok_is_told_apart_by_angle(void **state) {
    (void)state;
    size_t count;
    const struct emulator_button *ok = &emulator_remote_buttons(&count)[emulator_remote_index("KEY_OK")];
    const struct {
        float x, y;
        const char *key;
    } cases[] = {{0, 0, "KEY_OK"},       {0, -80, "KEY_UP"},    {40, -70, "KEY_UP"},
                 {70, -40, "KEY_RIGHT"}, {80, 0, "KEY_RIGHT"},  {40, 70, "KEY_DOWN"},
                 {0, 110, "KEY_DOWN"},   {-70, 40, "KEY_LEFT"}, {-110, 0, "KEY_LEFT"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(emulator_remote_at(ok->x + ok->w / 2 + cases[i].x, ok->y + ok->h / 2 + cases[i].y),
                         emulator_remote_index(cases[i].key));
}

static void a_key_stays_down_until_the_mouse_lets_go_wherever_the_pointer_is(void **state) {
    (void)state;
    struct emulator_remote remote;
    emulator_remote_init(&remote);
    int sos = emulator_remote_index("KEY_SOS");
    emulator_remote_hover(&remote, 170, 110);
    assert_string_equal(emulator_remote_press(&remote, 170, 110), "KEY_SOS");
    assert_true(emulator_remote_held(&remote, sos));
    assert_true(emulator_remote_hover(&remote, -500, 2000));
    assert_true(emulator_remote_held(&remote, sos));
    assert_string_equal(emulator_remote_release(&remote), "KEY_SOS");
    assert_false(emulator_remote_held(&remote, sos));
    assert_null(emulator_remote_release(&remote));
}

static void a_press_beside_the_buttons_is_nothing(void **state) {
    (void)state;
    struct emulator_remote remote;
    emulator_remote_init(&remote);
    assert_null(emulator_remote_press(&remote, 5, 5));
    assert_null(emulator_remote_release(&remote));
}

/* The real remote cannot send down twice for one key either. */
static void mouse_and_keyboard_together_make_one_press(void **state) {
    (void)state;
    struct emulator_remote remote;
    emulator_remote_init(&remote);
    assert_string_equal(emulator_remote_keyboard(&remote, "KEY_SOS", true), "KEY_SOS");
    assert_null(emulator_remote_keyboard(&remote, "KEY_SOS", true));
    assert_null(emulator_remote_press(&remote, 170, 110));
    assert_null(emulator_remote_keyboard(&remote, "KEY_SOS", false));
    assert_string_equal(emulator_remote_release(&remote), "KEY_SOS");
    assert_null(emulator_remote_keyboard(&remote, "KEY_POWER", true));
}

static void a_desktop_keyboard_has_the_keys_too(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"Return", "KEY_OK"},     {"Keypad Enter", "KEY_OK"},
                                           {"Escape", "KEY_BACK"},   {"F1", "KEY_SOS"},
                                           {"Home", "KEY_HOMEPAGE"}, {"7", "KEY_7"},
                                           {"Keypad 0", "KEY_0"},    {"=", "KEY_VOLUMEUP"},
                                           {"-", "KEY_VOLUMEDOWN"},  {"Keypad +", "KEY_VOLUMEUP"}};
    static const char *const none[] = {"", "UP", "A", "SOS", "Keypad ", "77", "F6"};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(emulator_remote_desktop_key(cases[i][0]), cases[i][1]);
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        assert_null(emulator_remote_desktop_key(none[i]));
}

static void hover_tells_only_of_changes(void **state) {
    (void)state;
    struct emulator_remote remote;
    emulator_remote_init(&remote);
    assert_false(emulator_remote_hover(&remote, 5, 5));
    assert_true(emulator_remote_hover(&remote, 170, 110));
    assert_false(emulator_remote_hover(&remote, 171, 111));
    assert_int_equal(remote.hover, emulator_remote_index("KEY_SOS"));
    assert_true(emulator_remote_hover(&remote, -1, -1));
    assert_int_equal(remote.hover, -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_the_remote_is_there),
        cmocka_unit_test(a_button_is_found_in_its_middle_and_lies_on_the_body),
        cmocka_unit_test(buttons_do_not_overlap_and_have_round_corners),
        cmocka_unit_test(the_ring_round_ok_is_told_apart_by_angle),
        cmocka_unit_test(a_key_stays_down_until_the_mouse_lets_go_wherever_the_pointer_is),
        cmocka_unit_test(a_press_beside_the_buttons_is_nothing),
        cmocka_unit_test(mouse_and_keyboard_together_make_one_press),
        cmocka_unit_test(a_desktop_keyboard_has_the_keys_too),
        cmocka_unit_test(hover_tells_only_of_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
