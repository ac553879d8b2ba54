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

struct channel {
    struct channel_setup setup;
    struct screen_process *screen; /* NULL: no picture at all */
    struct lines *lines;
    int64_t started_ms, asked_us;
    enum action first;
    bool shooting;
};

void channel_tell(struct channel *channel, enum wire_type type, struct json_object *message) {
    if (channel->screen)
        screen_process_send(channel->screen, type, message);
    else
        json_object_put(message);
}

void channel_tell_inside(struct channel *channel, enum wire_type type, const char *inner) {
    char *text = NULL;
    if (!inner || !channel->screen)
        return;
    int length = asprintf(&text, "{\"%s\":%s}", wire_type_name(type), inner);
    if (length < 0)
        log_error("channel", "no memory to tell the screen its %s", wire_type_name(type));
    else
        screen_process_send_text(channel->screen, type, text, length);
    free(length < 0 ? NULL : text);
}

void channel_tell_hello(struct channel *channel, const struct config *config, const struct settings *settings,
                        bool with_scenes) {
    struct json_object *message = json_object_new_object();
    json_object_object_add(message, "text_scale", json_object_new_double(config->text_scale));
    json_put_text(message, "contrast", config->contrast ? "high" : "normal");
    json_put_integer(message, "overscan_percent", config->overscan_percent);
    json_put_truth(message, "motion", config->motion);
    json_put_text(message, "theme", config->theme);
    json_put_text(message, "logo", config->logo);
    json_put_text(message, "language", config_languages[config->language]);
    json_put_text(message, "hand", settings_hand(settings));
    json_put_integer(message, "ok_hold_ms", config->ok_hold_ms);
    json_put_integer(message, "idle_home_s", config->idle_home_s);
    json_put_truth(message, "first_run", config->first_run);
    struct json_object *hotline = json_object_new_object();
    json_put_text(hotline, "name", config->hotline_name);
    json_put_text(hotline, "phone", config->hotline_phone);
    json_put_text(hotline, "emergency_phone", config->emergency_phone);
    json_object_object_add(message, "hotline", hotline);
    json_put_text(message, "device", config->device_id);
    json_object_object_add(message, "voice", voice_for_wire(config));
    json_put_truth(message, "scene", with_scenes || channel->lines);
    json_put_integer(message, "grace_s", config->grace_s);
    json_put_integer(message, "key_us", channel->asked_us);
    channel_tell(channel, WIRE_HELLO, message);
}

void channel_tell_clock(struct channel *channel, const struct clock *clock) {
    struct json_object *message = json_object_new_object();
    json_put_truth(message, "told", clock->told);
    json_put_integer(message, "offset_ms", clock->offset_ms);
    json_put_truth(message, "sure", clock_is_sure(clock));
    channel_tell(channel, WIRE_CLOCK, message);
}

void channel_tell_link(struct channel *channel, const char *state, int64_t heard_ago_ms) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "state", state);
    json_put_integer(message, "heard_ago_ms", heard_ago_ms);
    channel_tell(channel, WIRE_LINK, message);
}

void channel_tell_key(struct channel *channel, enum action action, bool repeat, int64_t at_us) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "action", action_name(action));
    json_put_truth(message, "repeat", repeat);
    json_put_integer(message, "at_us", at_us);
    channel_tell(channel, WIRE_KEY, message);
}

void channel_tell_hold(struct channel *channel, int64_t lasts_ms) {
    struct json_object *message = json_object_new_object();
    json_put_integer(message, "lasts_ms", lasts_ms);
    channel_tell(channel, WIRE_HOLD, message);
}

void channel_tell_submitted(struct channel *channel, const char *id, bool saved, const char *duplicate) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "id", id);
    json_put_truth(message, "saved", saved);
    json_put_text(message, "duplicate", duplicate);
    channel_tell(channel, WIRE_SUBMITTED, message);
}

/* The asker finds its question again by the number alone. */
void channel_tell_options(struct channel *channel, int64_t number, struct json_object *options, int64_t age_ms,
                          const char *problem) {
    struct json_object *message = json_object_new_object();
    json_put_integer(message, "n", number);
    json_put_truth(message, "ok", options != NULL);
    json_put_integer(message, "age_ms", age_ms);
    if (options)
        json_object_object_add(message, "options", json_object_get(options));
    json_put_text(message, "problem", problem);
    channel_tell(channel, WIRE_OPTIONS, message);
}

void channel_tell_image(struct channel *channel, const char *name, const char *path, int64_t version) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "name", name);
    json_put_text(message, "path", path);
    json_put_integer(message, "version", version);
    channel_tell(channel, WIRE_IMAGE, message);
}

bool channel_shoot(struct channel *channel, const char *path) {
    if (!channel->screen)
        return false;
    struct json_object *message = json_object_new_object();
    json_put_text(message, "path", path);
    channel->shooting = screen_process_send(channel->screen, WIRE_SHOT, message);
    return channel->shooting;
}

static void write_scene(struct channel *channel, struct json_object *scene) {
    json_put_integer(scene, "at_ms", loop_now_ms() - channel->started_ms);
    if (channel->lines)
        lines_write(channel->lines,
                    json_object_to_json_string_ext(scene, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    channel->setup.on_scene(channel->setup.data, scene);
}

void channel_live_scene(struct channel *channel, const char *link, struct json_object *sos, int pending) {
    if (channel_is_shown(channel)) {
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
    write_scene(channel, scene);
    json_object_put(scene);
}

bool channel_is_shown(const struct channel *channel) {
    return channel->screen && screen_process_wanted(channel->screen);
}

void channel_show(struct channel *channel, enum action first, int64_t at_us) {
    if (!channel->screen || channel_is_shown(channel))
        return;
    channel->first = first;
    channel->asked_us = at_us;
    screen_process_show(channel->screen);
}

void channel_hide(struct channel *channel) {
    if (channel_is_shown(channel))
        screen_process_hide(channel->screen);
}

static void end_shot(struct channel *channel) {
    if (!channel->shooting)
        return;
    channel->shooting = false;
    channel->setup.on_shot(channel->setup.data);
}

static void opened(void *data) {
    struct channel *channel = data;
    channel->setup.on_open(channel->setup.data);
}

static void closed(void *data) {
    struct channel *channel = data;
    end_shot(channel);
    channel->setup.on_speaks(channel->setup.data, false);
    channel->setup.on_images(channel->setup.data, NULL, 0);
    if (!channel_is_shown(channel))
        channel->setup.on_live(channel->setup.data);
}

static void take_ready(struct channel *channel) {
    if (channel->asked_us)
        log_debug("channel", "key to first frame %lld us", (long long)(loop_now_us() - channel->asked_us));
    channel->asked_us = 0;
    if (channel->first != ACTION_NONE)
        channel_tell_key(channel, channel->first, false, loop_now_us());
    channel->first = ACTION_NONE;
}

static void take_submit(struct channel *channel, struct json_object *message) {
    char why[JSON_WHY_SIZE] = "it is an SOS";
    struct request request;
    if (message_to_request(message, &request, why) && request.kind != REQUEST_SOS) {
        struct json_object *voice = json_child(message, "voice");
        channel->setup.on_submit(channel->setup.data, &request, json_text(voice, "id", ""),
                                 json_text(voice, "step", ""), json_truth(message, "again", false));
        return;
    }
    log_error("channel", "stb-ui asked for what is no request: %s", why);
    channel_tell_submitted(channel, json_text(message, "id", ""), false, "");
}

/* Checked as the answers of a request are. */
static void take_question(struct channel *channel, struct json_object *message) {
    char why[JSON_WHY_SIZE];
    struct request request;
    struct json_object *as = json_object_new_object();
    json_put_text(as, "id", "00000000-0000-4000-8000-000000000000");
    json_put_text(as, "kind", "service");
    json_put_text(as, "service", json_text(message, "service", ""));
    json_put_text(as, "trigger", "screen");
    json_object_object_add(as, "answers", json_object_get(json_child(message, "answers")));
    bool good = message_to_request(as, &request, why);
    json_object_put(as);
    int64_t number = json_integer(message, "n", 0);
    if (!good) {
        log_error("channel", "stb-ui asked what can be chosen, wrongly: %s", why);
        channel_tell_options(channel, number, NULL, 0, why);
        return;
    }
    struct options_question question = {.number = number, .answer_count = request.answer_count};
    snprintf(question.service, sizeof question.service, "%s", request.service);
    snprintf(question.step, sizeof question.step, "%s", json_text(message, "step", ""));
    memcpy(question.answers, request.answers, sizeof question.answers);
    channel->setup.on_question(channel->setup.data, &question);
}

static void take_images(struct channel *channel, struct json_object *message) {
    const char *names[IMAGES_SHOWN_MOST];
    struct json_object *list = json_child(message, "names");
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    count = count < IMAGES_SHOWN_MOST ? count : IMAGES_SHOWN_MOST;
    for (size_t i = 0; i < count; i++) {
        struct json_object *name = json_object_array_get_idx(list, i);
        names[i] = json_object_is_type(name, json_type_string) ? json_object_get_string(name) : "";
    }
    channel->setup.on_images(channel->setup.data, names, count);
}

static void said(void *data, enum wire_type type, struct json_object *message) {
    struct channel *channel = data;
    const struct channel_setup *to = &channel->setup;
    switch (type) {
    case WIRE_READY:
        take_ready(channel);
        break;
    case WIRE_SCREEN:
        log_debug("channel", "screen %s at %lld us", json_text(message, "screen", ""),
                  (long long)json_integer(message, "at_us", 0));
        to->on_changed(to->data);
        break;
    case WIRE_SCENE:
        json_object_object_del(message, "type");
        write_scene(channel, message);
        break;
    case WIRE_FRAME:
        log_debug("channel", "key to frame %lld us",
                  (long long)(json_integer(message, "presented_us", 0) - json_integer(message, "key_us", 0)));
        break;
    case WIRE_SUBMIT:
        take_submit(channel, message);
        break;
    case WIRE_CANCEL:
        to->on_cancel(to->data, json_text(message, "id", ""));
        break;
    case WIRE_OPTIONS:
        take_question(channel, message);
        break;
    case WIRE_IMAGES:
        take_images(channel, message);
        break;
    case WIRE_DRAFT:
        to->on_draft(to->data, message);
        break;
    case WIRE_REPLY:
        to->on_reply(to->data, json_text(message, "id", ""), json_text(message, "choice", ""));
        break;
    case WIRE_SOS:
        to->on_sos(to->data, json_text(message, "do", ""), json_text(message, "id", ""));
        break;
    case WIRE_LISTEN:
        to->on_listen(to->data, json_text(message, "do", ""));
        break;
    case WIRE_SPEAKS:
        to->on_speaks(to->data, json_truth(message, "on", false));
        break;
    case WIRE_TV:
        to->on_tv(to->data);
        break;
    case WIRE_SET:
        json_object_object_del(message, "type");
        to->on_set(to->data, message);
        break;
    case WIRE_TEST:
        to->on_test(to->data);
        break;
    case WIRE_SHOT:
        if (!json_truth(message, "ok", false))
            log_warning("channel", "the picture %s could not be written", json_text(message, "path", ""));
        end_shot(channel);
        break;
    default:
        log_warning("channel", "stb-ui sent \"%s\", which is not its to send", wire_type_name(type));
    }
}

struct channel *channel_create(const struct channel_setup *setup) {
    struct channel *channel = calloc(1, sizeof *channel);
    if (!channel)
        return NULL;
    channel->setup = *setup;
    channel->started_ms = loop_now_ms();
    bool good = true;
    if (setup->scene)
        good = (channel->lines = lines_open(setup->loop, setup->scene)) != NULL;
    if (good && setup->screen) {
        struct screen_process_setup screen = *setup->screen;
        screen.on_open = opened;
        screen.on_message = said;
        screen.on_close = closed;
        screen.data = channel;
        good = (channel->screen = screen_process_create(&screen)) != NULL;
    }
    if (good)
        return channel;
    channel_destroy(channel);
    return NULL;
}

void channel_destroy(struct channel *channel) {
    if (!channel)
        return;
    channel->shooting = false;
    screen_process_destroy(channel->screen);
    lines_close(channel->lines);
    free(channel);
}
