/* SPDX-License-Identifier: Apache-2.0 */
/* Handles what concerns the picture: shots, scene lines, how long a key took. The hub gets all other messages. */
#include "stb-app/screen/ui_session.h"

#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/screen/jsonl_writer.h"

#include <stdlib.h>

struct ui_session {
    struct ui_session_setup setup;
    struct ui_process *process; /* NULL = no picture at all */
    struct jsonl_writer *writer;
    int64_t started_ms, asked_us;
    enum action first;
    bool shooting;
    struct screen_health health;
};

static void tell_hello(struct ui_session *session, const struct ipc_hello *hello) {
    struct ipc_message message = {.type = IPC_HELLO, .hello = *hello};
    message.hello.key_us = session->asked_us;
    message.hello.scene = hello->scene || session->writer;
    ui_process_send(session->process, &message);
}

void ui_session_tell(struct ui_session *session, const struct ipc_message *message) {
    if (!session->process)
        return;
    if (message->type == IPC_HELLO)
        tell_hello(session, &message->hello);
    else
        ui_process_send(session->process, message);
}

bool ui_session_shoot(struct ui_session *session, const char *path) {
    session->shooting = session->process && ui_process_send(session->process, &(struct ipc_message){
                                                                                  .type = IPC_SHOOT,
                                                                                  .shoot = {.path = path},
                                                                              });
    return session->shooting;
}

static void write_scene(struct ui_session *session, struct json_object *scene) {
    json_put_integer(scene, "at_ms", loop_now_ms() - session->started_ms);
    if (session->writer)
        jsonl_writer_write(session->writer, json_object_to_json_string_ext(scene, JSON_C_TO_STRING_PLAIN |
                                                                                      JSON_C_TO_STRING_NOSLASHESCAPE));
    session->setup.on_scene(session->setup.data, scene);
}

void ui_session_live_scene(struct ui_session *session, enum link_state link, const struct ipc_sos *sos, int pending) {
    if (ui_session_is_shown(session))
        return;
    struct json_object *scene = json_object_new_object(), *shown = json_object_new_object();
    json_put_text(shown, "state", sos->id[0] ? request_state_name(sos->state) : "");
    json_put_integer(shown, "seconds_left", (sos->grace_left_ms + 999) / 1000);
    json_put_text(shown, "id", sos->id);
    json_put_integer(scene, "at_ms", 0); /* the first of the line; set when it is written */
    json_put_text(scene, "screen", "tv");
    json_put_integer(scene, "deaf_ms", 0);
    json_put_text(scene, "link", link_state_name(link));
    json_object_object_add(scene, "items", json_object_new_array());
    json_object_object_add(scene, "sos", shown);
    json_put_integer(scene, "pending", pending);
    write_scene(session, scene);
    json_object_put(scene);
}

bool ui_session_is_shown(const struct ui_session *session) {
    return session->process && ui_process_wanted(session->process);
}

void ui_session_show(struct ui_session *session, enum action first, int64_t at_us) {
    if (!session->process || ui_session_is_shown(session))
        return;
    session->first = first;
    session->asked_us = at_us;
    screen_health_asked(&session->health, loop_now_ms());
    ui_process_show(session->process);
}

void ui_session_hide(struct ui_session *session) {
    screen_health_left(&session->health);
    if (ui_session_is_shown(session))
        ui_process_hide(session->process);
}

const struct screen_health *ui_session_health(const struct ui_session *session) {
    return &session->health;
}

pid_t ui_session_pid(const struct ui_session *session) {
    return session->process ? ui_process_pid(session->process) : 0;
}

static void end_shot(struct ui_session *session, bool ok) {
    if (!session->shooting)
        return;
    session->shooting = false;
    session->setup.on_shot(session->setup.data, ok);
}

static void opened(void *data) {
    struct ui_session *session = data;
    session->setup.on_open(session->setup.data);
}

static void closed(void *data) {
    struct ui_session *session = data;
    end_shot(session, false);
    session->setup.on_close(session->setup.data);
    if (!ui_session_is_shown(session))
        session->setup.on_live(session->setup.data);
}

static void died(void *data, int exit_status, int signum) {
    struct ui_session *session = data;
    if (ui_session_is_shown(session))
        screen_health_died(&session->health, exit_status, signum, loop_now_ms());
}

static void take_ready(struct ui_session *session) {
    screen_health_ready(&session->health);
    if (session->asked_us)
        log_debug("channel", "key to first frame %lld us", (long long)(loop_now_us() - session->asked_us));
    session->asked_us = 0;
    if (session->first != ACTION_NONE)
        ui_session_tell(
            session, &(struct ipc_message){.type = IPC_KEY, .key = {.action = session->first, .at_us = loop_now_us()}});
    session->first = ACTION_NONE;
}

static void take_screen(struct ui_session *session, const struct ipc_screen *screen) {
    log_debug("channel", "screen %s at %lld us", screen->screen, (long long)screen->at_us);
    session->setup.on_changed(session->setup.data);
}

static void take_shot(struct ui_session *session, const struct ipc_shot *shot) {
    if (!shot->ok)
        log_warning("channel", "the picture %s could not be written", shot->path);
    end_shot(session, shot->ok);
}

static void take(void *data, const struct ipc_message *message) {
    struct ui_session *session = data;
    switch (message->type) {
    case IPC_READY:
        take_ready(session);
        break;
    case IPC_SCREEN:
        take_screen(session, &message->screen);
        break;
    case IPC_SCENE:
        write_scene(session, message->scene.json);
        break;
    case IPC_FRAME:
        frame_times_add(&session->health.frames, message->frame.presented_us - message->frame.key_us);
        log_debug("channel", "key to frame %lld us", (long long)(message->frame.presented_us - message->frame.key_us));
        break;
    case IPC_SHOT:
        take_shot(session, &message->shot);
        break;
    default:
        if (ipc_message_is_from_ui(message->type))
            session->setup.on_ask(session->setup.data, message);
        else
            log_warning("channel", "stb-ui sent \"%s\", which is not its to send", ipc_message_name(message->type));
    }
}

struct ui_session *ui_session_create(const struct ui_session_setup *setup) {
    struct ui_session *session = memory_new(1, sizeof *session);
    session->setup = *setup;
    session->started_ms = loop_now_ms();
    if (setup->scene && !(session->writer = jsonl_writer_open(setup->loop, setup->scene))) {
        ui_session_destroy(session);
        return NULL;
    }
    if (setup->screen) {
        struct ui_process_setup process = *setup->screen;
        process.on_open = opened;
        process.on_message = take;
        process.on_close = closed;
        process.on_death = died;
        process.data = session;
        session->process = ui_process_create(&process);
    }
    return session;
}

void ui_session_destroy(struct ui_session *session) {
    if (!session)
        return;
    session->shooting = false;
    ui_process_destroy(session->process);
    jsonl_writer_close(session->writer);
    free(session);
}
