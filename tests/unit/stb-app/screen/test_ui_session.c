/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channel with a real child on a real socket: this program again, which is a stb-ui then and acts as its --data
 * says. What it was told it tells back as a setting, so that the test can see it.
 */
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/screen/ui_session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT_MS = 20000, EVENTS_SIZE = 4000 };

/* --- the child */

static void say(const struct ipc_message *message) {
    struct ipc_buffer out = {0};
    ipc_message_encode(message, &out);
    if (write(IPC_FD, out.bytes, out.length) != (ssize_t)out.length)
        exit(3);
    ipc_buffer_free(&out);
}

static void say_plain(enum ipc_type type) {
    say(&(struct ipc_message){.type = type});
}

static void say_set(const char *name, const char *value) {
    say(&(struct ipc_message){.type = IPC_SET, .set = {.name = name, .value = value}});
}

static void say_scene(void) {
    struct json_object *scene = json_object_new_object();
    json_put_text(scene, "screen", "home");
    say(&(struct ipc_message){.type = IPC_SCENE, .scene = {.json = scene}});
    json_object_put(scene);
}

/* HOW: "polite", and what it does otherwise. */
static void child_takes(const char *how, const struct ipc_message *message) {
    char text[40];
    switch (message->type) {
    case IPC_HELLO:
        snprintf(text, sizeof text, "%lld %d", (long long)message->hello.key_us, message->hello.scene);
        say_set("hello", text);
        if (strcmp(how, "liar") == 0)
            say_plain(IPC_QUIT);
        if (strcmp(how, "short-lived") == 0)
            exit(0);
        say_plain(IPC_READY);
        break;
    case IPC_KEY:
        say_set("key", action_name(message->key.action));
        say(&(struct ipc_message){.type = IPC_SCREEN, .screen = {.screen = "home", .at_us = message->key.at_us}});
        say_scene();
        break;
    case IPC_PING:
        say_plain(IPC_PONG);
        break;
    case IPC_SHOOT:
        if (strcmp(how, "shy") == 0)
            exit(0);
        say(&(struct ipc_message){.type = IPC_SHOT, .shot = {.path = message->shoot.path, .ok = false}});
        break;
    case IPC_QUIT:
        exit(0);
    default:
        break;
    }
}

static int be_child(const char *how) {
    char line[20000], error[JSON_ERROR_SIZE];
    struct ipc_message message;
    FILE *in = fdopen(IPC_FD, "r");
    while (in && fgets(line, sizeof line, in)) {
        if (!ipc_message_decode(line, strcspn(line, "\n"), &message, error))
            return 4;
        child_takes(how, &message);
        ipc_message_free(&message);
    }
    return 0;
}

/* --- the parent */

static struct {
    const char *program; /* this one */
    struct loop *loop;
    struct loop_timer *limit;
    struct ui_session *session;
    char events[EVENTS_SIZE]; /* what was called, in order */
    const char *until;        /* the loop stops once this is among them */
} stage;

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...) {
    size_t used = strlen(stage.events);
    va_list values;
    va_start(values, format);
    vsnprintf(stage.events + used, sizeof stage.events - used, format, values);
    va_end(values);
    strncat(stage.events, ";", sizeof stage.events - strlen(stage.events) - 1);
    if (stage.until && strstr(stage.events, stage.until))
        loop_stop(stage.loop);
}

static void on_open(void *data) {
    (void)data;
    note("open");
    const struct ipc_message hello = {.type = IPC_HELLO, .hello = {.text_scale = 1.25, .language = "en"}};
    ui_session_tell(stage.session, &hello);
}

static void on_close(void *data) {
    (void)data;
    note("close");
}

static void on_live(void *data) {
    (void)data;
    note("live");
}

static void on_changed(void *data) {
    (void)data;
    note("changed");
}

static void on_shot(void *data, bool ok) {
    (void)data;
    note(ok ? "shot" : "no shot");
}

static void on_scene(void *data, struct json_object *scene) {
    (void)data;
    note("scene %s %d", json_text(scene, "screen", ""), json_integer(scene, "at_ms", -1) >= 0);
}

static void on_ask(void *data, const struct ipc_message *message) {
    (void)data;
    if (message->type == IPC_SET)
        note("%s=%s", message->set.name, message->set.value);
    else
        note("%s", ipc_message_name(message->type));
}

static void too_late(void *data) {
    (void)data;
    loop_stop(stage.loop);
}

/* Runs until EVENT was noted since the last time. */
static void until(const char *event) {
    stage.until = event;
    if (!strstr(stage.events, event)) {
        loop_timer_start(stage.limit, LIMIT_MS, 0);
        loop_run(stage.loop);
        loop_timer_stop(stage.limit);
    }
    if (!strstr(stage.events, event))
        fail_msg("no \"%s\" within %d s, but: %s", event, LIMIT_MS / 1000, stage.events);
    stage.until = NULL;
}

static void open_session(const char *how, const char *scene) {
    struct ui_process_setup screen = {.loop = stage.loop, .program = stage.program, .data_dir = how, .frames_fd = -1};
    stage.session = ui_session_create(&(struct ui_session_setup){.loop = stage.loop,
                                                                 .screen = how ? &screen : NULL,
                                                                 .scene = scene,
                                                                 .on_open = on_open,
                                                                 .on_close = on_close,
                                                                 .on_live = on_live,
                                                                 .on_changed = on_changed,
                                                                 .on_ask = on_ask,
                                                                 .on_shot = on_shot,
                                                                 .on_scene = on_scene});
}

static int set_up(void **state) {
    (void)state;
    log_set_level(LOG_LEVEL_ERROR);
    stage.loop = loop_create();
    stage.limit = loop_timer_create(stage.loop, too_late, NULL);
    stage.events[0] = 0;
    stage.until = NULL;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ui_session_destroy(stage.session);
    stage.session = NULL;
    loop_timer_destroy(stage.limit);
    loop_destroy(stage.loop);
    return 0;
}

static void what_opened_it_is_told_and_gets_the_first_key(void **state) {
    (void)state;
    open_session("polite", NULL);
    assert_false(ui_session_is_shown(stage.session));
    ui_session_show(stage.session, ACTION_PERSON, 1234);
    assert_true(ui_session_is_shown(stage.session));
    until("key=PERSON;");
    assert_non_null(strstr(stage.events, "open;hello=1234 0;key=PERSON;"));
    until("changed;");
    until("scene home 1;");
    stage.events[0] = 0; /* a second hello, and it is no key that opened it any more */
    on_open(NULL);
    until("hello=0 0;");
}

static void hidden_it_goes_and_live_television_is_on(void **state) {
    (void)state;
    open_session("polite", NULL);
    ui_session_show(stage.session, ACTION_NONE, 0);
    until("hello=");
    ui_session_hide(stage.session);
    assert_false(ui_session_is_shown(stage.session));
    until("close;live;");
    assert_null(strstr(stage.events, "key="));
    assert_false(ui_session_shoot(stage.session, "/nowhere"));
    ui_session_tell(stage.session, &(struct ipc_message){.type = IPC_QUIT}); /* to nobody */
}

static void one_that_ends_by_itself_is_started_again(void **state) {
    (void)state;
    open_session("short-lived", NULL);
    ui_session_show(stage.session, ACTION_NONE, 0);
    until("close;open;");
    assert_null(strstr(stage.events, "live")); /* it is only away for a moment */
}

static void a_shot_ends_however_it_went(void **state) {
    (void)state;
    static const char *const hows[] = {"polite", "shy"}; /* it could not be written; the child died of it */
    for (size_t i = 0; i < 2; i++) {
        open_session(hows[i], NULL);
        ui_session_show(stage.session, ACTION_NONE, 0);
        until("hello=");
        assert_true(ui_session_shoot(stage.session, "/nowhere/at/all.png"));
        until("no shot;");
        ui_session_destroy(stage.session);
        stage.session = NULL;
        stage.events[0] = 0;
    }
}

static void what_is_not_the_childs_to_say_is_not_heard(void **state) {
    (void)state;
    open_session("liar", NULL);
    ui_session_show(stage.session, ACTION_PERSON, 0);
    until("key=PERSON;");
    assert_null(strstr(stage.events, "quit"));
}

/* Live television is a scene too, with the SOS that goes on; while the channel is shown the child has the word. */
static void scenes_of_both_go_into_one_file(void **state) {
    char path[] = "/tmp/test-ui-session-XXXXXX", line[500], second[500];
    int fd = mkstemp(path);
    struct ipc_sos sos = {.id = "a", .state = STATE_RECEIVED, .grace_left_ms = 1001}, none = {.id = ""};
    (void)state;
    assert_true(fd >= 0);
    open_session("polite", path);
    ui_session_live_scene(stage.session, LINK_OFFLINE, &sos, 3);
    assert_string_equal(stage.events, "scene tv 1;");
    ui_session_show(stage.session, ACTION_UP, 0);
    ui_session_live_scene(stage.session, LINK_OFFLINE, &none, 0);
    until("hello=0 1;"); /* scene lines are wanted: they go into the file */
    until("scene home 1;");
    ui_session_destroy(stage.session);
    stage.session = NULL;
    FILE *file = fdopen(fd, "r");
    assert_non_null(fgets(line, sizeof line, file));
    assert_non_null(fgets(second, sizeof second, file));
    assert_non_null(strstr(
        line, "\"screen\":\"tv\",\"deaf_ms\":0,\"link\":\"offline\",\"items\":[],\"sos\":{\"state\":\"received\","
              "\"seconds_left\":2,\"id\":\"a\"},\"pending\":3}"));
    assert_non_null(strstr(second, "\"screen\":\"home\""));
    fclose(file);
    unlink(path);
}

static void without_a_picture_nothing_is_shown(void **state) {
    struct ipc_sos none = {.id = ""};
    (void)state;
    open_session(NULL, NULL);
    ui_session_show(stage.session, ACTION_PERSON, 0);
    assert_false(ui_session_is_shown(stage.session));
    assert_false(ui_session_shoot(stage.session, "/nowhere"));
    ui_session_tell(stage.session, &(struct ipc_message){.type = IPC_QUIT});
    ui_session_live_scene(stage.session, LINK_CONNECTED, &none, 0);
    assert_string_equal(stage.events, "scene tv 1;");
    ui_session_hide(stage.session);
}

static void a_file_for_scenes_that_cannot_be_is_an_end(void **state) {
    (void)state;
    log_set_level(LOG_LEVEL_ERROR);
    open_session(NULL, "/nowhere/at/all");
    assert_null(stage.session);
}

int main(int argc, char **argv) {
    if (argc > 2 && strcmp(argv[1], "--data") == 0)
        return be_child(argv[2]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_opened_it_is_told_and_gets_the_first_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hidden_it_goes_and_live_television_is_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_ends_by_itself_is_started_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_shot_ends_however_it_went, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_the_childs_to_say_is_not_heard, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scenes_of_both_go_into_one_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_picture_nothing_is_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_for_scenes_that_cannot_be_is_an_end, set_up, tear_down),
    };
    stage.program = argv[0];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
