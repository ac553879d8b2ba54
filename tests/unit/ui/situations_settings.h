/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATIONS_SETTINGS_H
#define STB_UI_SITUATIONS_SETTINGS_H
/* Situations of what can be set, of the first start, of the keys of a hand that trembles. */
#include "situations_home.h"
#include "situations_sos.h"
#include "ui/kit/setting_row.h"

SITUATION(settings) {
    room_hello(room, "");
    room_press(room, ACTION_DIGIT_5, ACTION_UP, ACTION_NONE);
    for (size_t i = 0; i < 20; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(settings_overscan) {
    at_settings(room);
    room_hello(room, ",\"overscan_percent\":3");
    theme_fit(&room->theme, room->theme.width, room->theme.height, room->theme.text_scale, 3);
    for (size_t i = 0; i < 7; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(settings_voice) {
    at_settings(room);
    room_hello(room, ",\"voice\":{\"guidance\":true}");
    room_press(room, ACTION_DOWN, ACTION_DOWN, ACTION_NONE);
}
SITUATION(settings_dumb) {
    at_settings_voice(room);
    room->model.voice.trouble = VOICE_NO_ENGINE;
}
/* OK has to be held, and was let go. */
SITUATION(hold_on) {
    room_hello(room, ",\"ok_hold_ms\":800");
    room_press(room, ACTION_DIGIT_2, ACTION_OK_BRIEF, ACTION_NONE);
}
/* It is down, and has been for a while; where nothing may move, it is said. */
SITUATION(hold_half) {
    room_hello(room, ",\"ok_hold_ms\":800");
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    screen_stack_hold(room->stack, 800, room->now_ms - 500);
}
SITUATION(hold_still) {
    room_hello(room, ",\"ok_hold_ms\":800,\"motion\":false");
    screen_stack_hold(room->stack, 800, room->now_ms - 500);
}
SITUATION(settings_end) {
    at_settings(room);
    for (size_t i = 0; i < 13; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(about) {
    at_settings_end(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(line_test) {
    at_settings_end(room);
    room_press(room, ACTION_UP, ACTION_OK, ACTION_NONE);
}
SITUATION(line_test_runs) {
    at_line_test(room);
    room_tell(room, IPC_LINE_CHECK,
              "{\"begun\":true,\"state\":\"sending\",\"since_ms\":0,\"good_at_ms\":1795124480000}");
}
SITUATION(line_test_heard) {
    at_line_test(room);
    room_tell(room, IPC_LINE_CHECK, "{\"begun\":true,\"state\":\"received\",\"since_ms\":300,\"good_at_ms\":0}");
}
SITUATION(line_test_good) {
    at_line_test(room);
    room_tell(room, IPC_LINE_CHECK,
              "{\"begun\":true,\"state\":\"closed\",\"since_ms\":900,\"good_at_ms\":1795224720000}");
}
SITUATION(line_test_lost) {
    at_line_test(room);
    room_tell(room, IPC_LINE_CHECK,
              "{\"begun\":true,\"state\":\"waiting\",\"since_ms\":11000,\"good_at_ms\":1795124480000}");
}
SITUATION(first_run) {
    room_hello(room, ",\"first_run\":true");
    screen_stack_destroy(room->stack);
    room->stack = room_stack(room);
}
SITUATION(first_run_contrast) {
    at_first_run(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(first_run_guidance) {
    at_first_run_contrast(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(first_run_dumb) {
    at_first_run_guidance(room);
    room->model.voice.trouble = VOICE_NO_SOUND;
}
SITUATION(first_run_test) {
    at_first_run_guidance(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(first_run_end) {
    at_first_run_test(room);
    room_tell(room, IPC_LINE_CHECK,
              "{\"begun\":true,\"state\":\"closed\",\"since_ms\":900,\"good_at_ms\":1795224720000}");
}

/* Each dial in focus: its own words below the list. */
static inline void room_dial(struct room *room, enum setting setting) {
    at_settings(room);
    room_hello(room, ",\"voice\":{\"guidance\":true}");
    for (int i = 0; i < (int)setting; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(settings_contrast) {
    room_dial(room, SETTING_CONTRAST);
}
SITUATION(settings_speed) {
    room_dial(room, SETTING_SPEED);
}
SITUATION(settings_volume) {
    room_dial(room, SETTING_VOLUME);
}
SITUATION(user_settings_hand) {
    room_dial(room, SETTING_HAND);
}
SITUATION(settings_hold) {
    room_dial(room, SETTING_HOLD);
}
SITUATION(settings_idle) {
    room_dial(room, SETTING_IDLE);
}
SITUATION(settings_motion) {
    room_dial(room, SETTING_MOTION);
}
SITUATION(settings_language) {
    room_dial(room, SETTING_LANGUAGE);
}
SITUATION(settings_test) {
    room_dial(room, SETTING_ROWS);
}
SITUATION(about_never) {
    at_about(room);
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
}
SITUATION(about_fault) {
    at_about(room);
    room_hello(room, ",\"fault\":\"/etc/stb-app/conf.d/50-new-endpoints.json:12: hotline.endpoints[0]: expected "
                     "https://host:port (and 12 more)\"");
}
SITUATION(about_lost) {
    at_about(room);
    room_tell(room, IPC_LINK, "{\"state\":\"offline\",\"heard_ago_ms\":3600000}");
}
SITUATION(first_run_runs) {
    at_first_run_test(room);
    room_tell(room, IPC_LINE_CHECK, "{\"begun\":true,\"state\":\"sending\",\"since_ms\":0,\"good_at_ms\":0}");
}
SITUATION(first_run_lost) {
    at_first_run_test(room);
    room_tell(room, IPC_LINE_CHECK, "{\"begun\":true,\"state\":\"waiting\",\"since_ms\":11000,\"good_at_ms\":0}");
}

/* What the volume keys did, over what is there. */
static inline void room_toast(struct room *room, const char *voice, enum action key) {
    char more[200];
    snprintf(more, sizeof more, ",\"voice\":{%s}", voice);
    room_hello(room, more);
    room_look(room);
    room_press(room, key, ACTION_NONE);
}
SITUATION(toast_low) {
    room_toast(room, "\"guidance\":true,\"volume\":\"low\"", ACTION_VOLUME_DOWN);
}
SITUATION(toast_normal) {
    room_toast(room, "\"guidance\":true,\"volume\":\"normal\"", ACTION_VOLUME_DOWN);
}
SITUATION(toast_loud) {
    room_toast(room, "\"guidance\":true,\"volume\":\"loud\"", ACTION_VOLUME_UP);
}
SITUATION(toast_on) {
    room_toast(room, "\"guidance\":true", ACTION_MUTE);
}
SITUATION(toast_off) {
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    room_toast(room, "\"guidance\":false", ACTION_MUTE);
}
SITUATION(toast_off_volume) {
    at_callback(room);
    room_toast(room, "\"guidance\":false", ACTION_VOLUME_UP);
}
SITUATION(toast_dumb) {
    room->model.voice.trouble = VOICE_NO_ENGINE;
    room_toast(room, "\"guidance\":true", ACTION_VOLUME_UP);
}
SITUATION(toast_sos) {
    room_sos(room, "received", 8000, 0, "");
    room_toast(room, "\"guidance\":true,\"volume\":\"loud\"", ACTION_VOLUME_UP);
}
#endif
