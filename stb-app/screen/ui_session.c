/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages of ipc.h, one function each. What stb-ui sends is checked like anything else: it may be broken, and a
 * broken child must not make the parent order something.
 */
#include "stb-app/screen/ui_session.h"

#include "net/api/api_status.h"
#include "net/images/image_fetch.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/config/config.h"
#include "stb-app/config/speech_config.h"
#include "stb-app/config/user_settings.h"
#include "stb-app/screen/jsonl_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ui_session {
    struct ui_session_setup setup;
    struct ui_process *screen; /* NULL: no picture at all */
    struct jsonl_writer *writer;
    int64_t started_ms, asked_us;
    enum action first;
    bool shooting;
};

void ui_session_tell(struct ui_session *session, enum ipc_type type, struct json_object *message) {
    if (session->screen)
        ui_process_send(session->screen, type, message);
    else
        json_object_put(message);
}

void ui_session_tell_inside(struct ui_session *session, enum ipc_type type, const char *inner) {
    char *text = NULL;
    if (!inner || !session->screen)
        return;
    int length = asprintf(&text, "{\"%s\":%s}", ipc_type_name(type), inner);
    if (length < 0)
        log_error("channel", "no memory to tell the screen its %s", ipc_type_name(type));
    else
        ui_process_send_text(session->screen, type, text, length);
    free(length < 0 ? NULL : text);
}

void ui_session_tell_hello(struct ui_session *session, const struct config *config,
                           const struct user_settings *settings, const char *fault, bool with_scenes) {
    struct json_object *message = json_object_new_object();
    json_object_object_add(message, "text_scale", json_object_new_double(config->text_scale));
    json_put_text(message, "contrast", config->contrast ? "high" : "normal");
    json_put_integer(message, "overscan_percent", config->overscan_percent);
    json_put_truth(message, "motion", config->motion);
    json_put_text(message, "theme", config->theme);
    json_put_text(message, "logo", config->logo);
    json_put_text(message, "language", config_languages[config->language]);
    json_put_text(message, "hand", user_settings_hand(settings));
    json_put_integer(message, "ok_hold_ms", config->ok_hold_ms);
    json_put_integer(message, "idle_home_s", config->idle_home_s);
    json_put_truth(message, "first_run", config->first_run);
    struct json_object *hotline = json_object_new_object();
    json_put_text(hotline, "name", config->hotline_name);
    json_put_text(hotline, "phone", config->hotline_phone);
    json_put_text(hotline, "emergency_phone", config->emergency_phone);
    json_object_object_add(message, "hotline", hotline);
    json_put_text(message, "device", config->device_id);
    json_put_text(message, "fault", fault);
    json_object_object_add(message, "voice", speech_config_message(config));
    json_put_truth(message, "scene", with_scenes || session->writer);
    json_put_integer(message, "grace_s", config->grace_s);
    json_put_integer(message, "key_us", session->asked_us);
    ui_session_tell(session, IPC_HELLO, message);
}

void ui_session_tell_clock(struct ui_session *session, const struct hotline_clock *clock) {
    struct json_object *message = json_object_new_object();
    json_put_truth(message, "told", clock->told);
    json_put_integer(message, "offset_ms", clock->offset_ms);
    json_put_truth(message, "sure", hotline_clock_is_sure(clock));
    ui_session_tell(session, IPC_CLOCK, message);
}

void ui_session_tell_link(struct ui_session *session, const char *state, int64_t heard_ago_ms) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "state", state);
    json_put_integer(message, "heard_ago_ms", heard_ago_ms);
    ui_session_tell(session, IPC_LINK, message);
}

void ui_session_tell_key(struct ui_session *session, enum action action, bool repeat, int64_t at_us) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "action", action_name(action));
    json_put_truth(message, "repeat", repeat);
    json_put_integer(message, "at_us", at_us);
    ui_session_tell(session, IPC_KEY, message);
}

void ui_session_tell_hold(struct ui_session *session, int64_t lasts_ms) {
    struct json_object *message = json_object_new_object();
    json_put_integer(message, "lasts_ms", lasts_ms);
    ui_session_tell(session, IPC_HOLD, message);
}

void ui_session_tell_submitted(struct ui_session *session, const char *id, bool saved, const char *duplicate) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "id", id);
    json_put_truth(message, "saved", saved);
    json_put_text(message, "duplicate", duplicate);
    ui_session_tell(session, IPC_SUBMITTED, message);
}

/* The asker finds its question again by the number alone. */
void ui_session_tell_options(struct ui_session *session, int64_t number, struct json_object *options, int64_t age_ms,
                             const char *problem) {
    struct json_object *message = json_object_new_object();
    json_put_integer(message, "n", number);
    json_put_truth(message, "ok", options != NULL);
    json_put_integer(message, "age_ms", age_ms);
    if (options)
        json_object_object_add(message, "options", json_object_get(options));
    json_put_text(message, "problem", problem);
    ui_session_tell(session, IPC_OPTIONS, message);
}

void ui_session_tell_image(struct ui_session *session, const char *name, const char *path, int64_t version) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "name", name);
    json_put_text(message, "path", path);
    json_put_integer(message, "version", version);
    ui_session_tell(session, IPC_IMAGE, message);
}

bool ui_session_shoot(struct ui_session *session, const char *path) {
    if (!session->screen)
        return false;
    struct json_object *message = json_object_new_object();
    json_put_text(message, "path", path);
    session->shooting = ui_process_send(session->screen, IPC_SHOT, message);
    return session->shooting;
}

static void write_scene(struct ui_session *session, struct json_object *scene) {
    json_put_integer(scene, "at_ms", loop_now_ms() - session->started_ms);
    if (session->writer)
        jsonl_writer_write(session->writer, json_object_to_json_string_ext(scene, JSON_C_TO_STRING_PLAIN |
                                                                                      JSON_C_TO_STRING_NOSLASHESCAPE));
    session->setup.on_scene(session->setup.data, scene);
}

void ui_session_live_scene(struct ui_session *session, const char *link, struct json_object *sos, int pending) {
    if (ui_session_is_shown(session)) {
        json_object_put(sos);
        return;
    }
    struct json_object *scene = json_object_new_object();
    json_put_integer(scene, "at_ms", 0); /* the first of the line; set when it is written */
    json_put_text(scene, "screen", "tv");
    json_put_text(scene, "link", link);
    json_object_object_add(scene, "items", json_object_new_array());
    json_put_integer(sos, "seconds_left", (json_integer(sos, "grace_left_ms", 0) + 999) / 1000);
    json_object_object_add(scene, "sos", sos);
    json_put_integer(scene, "pending", pending);
    write_scene(session, scene);
    json_object_put(scene);
}

bool ui_session_is_shown(const struct ui_session *session) {
    return session->screen && ui_process_wanted(session->screen);
}

void ui_session_show(struct ui_session *session, enum action first, int64_t at_us) {
    if (!session->screen || ui_session_is_shown(session))
        return;
    session->first = first;
    session->asked_us = at_us;
    ui_process_show(session->screen);
}

void ui_session_hide(struct ui_session *session) {
    if (ui_session_is_shown(session))
        ui_process_hide(session->screen);
}

static void end_shot(struct ui_session *session) {
    if (!session->shooting)
        return;
    session->shooting = false;
    session->setup.on_shot(session->setup.data);
}

static void opened(void *data) {
    struct ui_session *session = data;
    session->setup.on_open(session->setup.data);
}

static void closed(void *data) {
    struct ui_session *session = data;
    end_shot(session);
    session->setup.on_speaks(session->setup.data, false);
    session->setup.on_images(session->setup.data, NULL, 0);
    if (!ui_session_is_shown(session))
        session->setup.on_live(session->setup.data);
}

static void take_ready(struct ui_session *session) {
    if (session->asked_us)
        log_debug("channel", "key to first frame %lld us", (long long)(loop_now_us() - session->asked_us));
    session->asked_us = 0;
    if (session->first != ACTION_NONE)
        ui_session_tell_key(session, session->first, false, loop_now_us());
    session->first = ACTION_NONE;
}

static void take_submit(struct ui_session *session, struct json_object *message) {
    char error[JSON_ERROR_SIZE] = "it is an SOS";
    struct request request;
    if (api_to_request(message, &request, error) && request.kind != REQUEST_SOS) {
        struct json_object *voice = json_child(message, "voice");
        session->setup.on_submit(session->setup.data, &request, json_text(voice, "id", ""),
                                 json_text(voice, "step", ""), json_truth(message, "again", false));
        return;
    }
    log_error("channel", "stb-ui asked for what is no request: %s", error);
    ui_session_tell_submitted(session, json_text(message, "id", ""), false, "");
}

/* Checked as the answers of a request are. */
static void take_question(struct ui_session *session, struct json_object *message) {
    char error[JSON_ERROR_SIZE];
    struct request request;
    struct json_object *as = json_object_new_object();
    json_put_text(as, "id", "00000000-0000-4000-8000-000000000000");
    json_put_text(as, "kind", "service");
    json_put_text(as, "service", json_text(message, "service", ""));
    json_put_text(as, "trigger", "screen");
    json_object_object_add(as, "answers", json_object_get(json_child(message, "answers")));
    bool good = api_to_request(as, &request, error);
    json_object_put(as);
    int64_t number = json_integer(message, "n", 0);
    if (!good) {
        log_error("channel", "stb-ui asked what can be chosen, wrongly: %s", error);
        ui_session_tell_options(session, number, NULL, 0, error);
        return;
    }
    struct step_options_question question = {.number = number, .answer_count = request.answer_count};
    snprintf(question.service, sizeof question.service, "%s", request.service);
    snprintf(question.step, sizeof question.step, "%s", json_text(message, "step", ""));
    memcpy(question.answers, request.answers, sizeof question.answers);
    session->setup.on_question(session->setup.data, &question);
}

static void take_images(struct ui_session *session, struct json_object *message) {
    const char *names[IMAGE_FETCH_SHOWN_MAX];
    struct json_object *list = json_child(message, "names");
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    count = count < IMAGE_FETCH_SHOWN_MAX ? count : IMAGE_FETCH_SHOWN_MAX;
    for (size_t i = 0; i < count; i++) {
        struct json_object *name = json_object_array_get_idx(list, i);
        names[i] = json_object_is_type(name, json_type_string) ? json_object_get_string(name) : "";
    }
    session->setup.on_images(session->setup.data, names, count);
}

static void said(void *data, enum ipc_type type, struct json_object *message) {
    struct ui_session *session = data;
    const struct ui_session_setup *to = &session->setup;
    switch (type) {
    case IPC_READY:
        take_ready(session);
        break;
    case IPC_SCREEN:
        log_debug("channel", "screen %s at %lld us", json_text(message, "screen", ""),
                  (long long)json_integer(message, "at_us", 0));
        to->on_changed(to->data);
        break;
    case IPC_SCENE:
        json_object_object_del(message, "type");
        write_scene(session, message);
        break;
    case IPC_FRAME:
        log_debug("channel", "key to frame %lld us",
                  (long long)(json_integer(message, "presented_us", 0) - json_integer(message, "key_us", 0)));
        break;
    case IPC_SUBMIT:
        take_submit(session, message);
        break;
    case IPC_CANCEL:
        to->on_cancel(to->data, json_text(message, "id", ""));
        break;
    case IPC_OPTIONS:
        take_question(session, message);
        break;
    case IPC_IMAGES:
        take_images(session, message);
        break;
    case IPC_DRAFT:
        to->on_draft(to->data, message);
        break;
    case IPC_REPLY:
        to->on_reply(to->data, json_text(message, "id", ""), json_text(message, "choice", ""));
        break;
    case IPC_SOS:
        to->on_sos(to->data, json_text(message, "do", ""), json_text(message, "id", ""));
        break;
    case IPC_LISTEN:
        to->on_listen(to->data, json_text(message, "do", ""));
        break;
    case IPC_SPEAKS:
        to->on_speaks(to->data, json_truth(message, "on", false));
        break;
    case IPC_TV:
        to->on_tv(to->data);
        break;
    case IPC_SET:
        json_object_object_del(message, "type");
        to->on_set(to->data, message);
        break;
    case IPC_TEST:
        to->on_test(to->data);
        break;
    case IPC_SHOT:
        if (!json_truth(message, "ok", false))
            log_warning("channel", "the picture %s could not be written", json_text(message, "path", ""));
        end_shot(session);
        break;
    default:
        log_warning("channel", "stb-ui sent \"%s\", which is not its to send", ipc_type_name(type));
    }
}

struct ui_session *ui_session_create(const struct ui_session_setup *setup) {
    struct ui_session *session = calloc(1, sizeof *session);
    if (!session)
        return NULL;
    session->setup = *setup;
    session->started_ms = loop_now_ms();
    bool good = true;
    if (setup->scene)
        good = (session->writer = jsonl_writer_open(setup->loop, setup->scene)) != NULL;
    if (good && setup->screen) {
        struct ui_process_setup screen = *setup->screen;
        screen.on_open = opened;
        screen.on_message = said;
        screen.on_close = closed;
        screen.data = session;
        good = (session->screen = ui_process_create(&screen)) != NULL;
    }
    if (good)
        return session;
    ui_session_destroy(session);
    return NULL;
}

void ui_session_destroy(struct ui_session *session) {
    if (!session)
        return;
    session->shooting = false;
    ui_process_destroy(session->screen);
    jsonl_writer_close(session->writer);
    free(session);
}
