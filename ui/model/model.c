/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages of the wire into one plain struct. Each message replaces its part whole, so a restarted stb-ui shows what is
 * true after the first round of messages, and nothing has to be remembered from one message to the next, with one
 * exception: the moments at which an SOS reached its states, which are counted from what was heard while it is open.
 * The trap is clocks: durations come as milliseconds since or left, and become monotonic moments at once.
 */
#include "ui/model/model.h"
#include "stb-app/base/json.h"
#include "ui/model/model_json.h"
#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

static const char *const hands[] = {"steady", "calm", "very_calm"};

void model_init(struct model *model) {
    *model = (struct model){.width = 1920, .height = 1080, .text_scale = 1.25, .grace_s = 5};
    snprintf(model->language, sizeof model->language, "zh-CN");
}

void model_free(struct model *model) {
    service_catalog_destroy(model->catalog);
    model->catalog = NULL;
    step_options_cache_clear(&model->live);
}

static int index_of(const char *const *names, const char *name, int fallback) {
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return fallback;
}

static void take_voice(struct model_voice *voice, struct json_object *from) {
    static const char *const speeds[] = {"slow", "normal", "quick", NULL}, *const volumes[] = {"low", "normal", "loud",
                                                                                               NULL};
    struct json_object *command = json_child(from, "command");
    size_t count = json_object_is_type(command, json_type_array) ? json_object_array_length(command) : 0;
    voice->on = json_truth(from, "guidance", false);
    voice->speed = index_of(speeds, json_text(from, "speed", ""), 1);
    voice->volume = index_of(volumes, json_text(from, "volume", ""), 1);
    model_json_text(voice->output, sizeof voice->output, from, "output");
    voice->word_count = count < MODEL_VOICE_WORDS_MAX ? count : MODEL_VOICE_WORDS_MAX;
    for (size_t i = 0; i < voice->word_count; i++)
        snprintf(voice->command[i], sizeof voice->command[i], "%s",
                 json_object_get_string(json_object_array_get_idx(command, i)));
}

static void take_hello(struct model *model, struct json_object *from) {
    struct json_object *size = json_child(from, "size"), *scale = json_child(from, "text_scale");
    if (size && json_object_is_type(size, json_type_array) && json_object_array_length(size) == 2) {
        model->width = json_object_get_int(json_object_array_get_idx(size, 0));
        model->height = json_object_get_int(json_object_array_get_idx(size, 1));
    }
    if (scale)
        model->text_scale = json_object_get_double(scale);
    model->high_contrast = strcmp(json_text(from, "contrast", "normal"), "high") == 0;
    model->overscan_percent = (int)json_integer(from, "overscan_percent", 0);
    model->scene_wanted = json_truth(from, "scene", false);
    model->grace_s = (int)json_integer(from, "grace_s", model->grace_s);
    model->motion = json_truth(from, "motion", true);
    model->first_run = json_truth(from, "first_run", false);
    model->idle_home_s = json_integer(from, "idle_home_s", 0);
    model->ok_hold_ms = (int)json_integer(from, "ok_hold_ms", 0);
    model->hand = 0;
    for (int i = 0; i < 3; i++)
        if (strcmp(hands[i], json_text(from, "hand", "")) == 0)
            model->hand = i;
    model_json_text(model->theme, sizeof model->theme, from, "theme");
    model_json_text(model->logo, sizeof model->logo, from, "logo");
    model_json_text(model->device, sizeof model->device, from, "device");
    model_json_text(model->fault, sizeof model->fault, from, "fault");
    model_json_text(model->language, sizeof model->language, from, "language");
    take_voice(&model->voice, json_child(from, "voice"));
    struct json_object *hotline = json_child(from, "hotline");
    model_json_text(model->hotline.name, sizeof model->hotline.name, hotline, "name");
    model_json_text(model->hotline.phone, sizeof model->hotline.phone, hotline, "phone");
    model_json_text(model->hotline.emergency_phone, sizeof model->hotline.emergency_phone, hotline, "emergency_phone");
}

static void take_link(struct model *model, struct json_object *from, int64_t now_ms) {
    const char *state = json_text(from, "state", "");
    int64_t ago = json_integer(from, "heard_ago_ms", -1);
    model->heard_ms = ago < 0 ? 0 : now_ms - ago;
    link_state_from_name(state, &model->link);
}

static void take_catalog(struct model *model, struct json_object *from) {
    struct service_catalog *next = service_catalog_create(json_child(from, "catalog"));
    if (!next)
        return;
    service_catalog_destroy(model->catalog);
    model->catalog = next;
}

/* Newest first, whatever order they came in. */
static void insert_request(struct model *model, const struct status *status, struct json_object *from) {
    size_t at = model->request_count++;
    for (; at > 0 && model->requests[at - 1].created_at_ms < status->created_at_ms; at--) {
        model->requests[at] = model->requests[at - 1];
        model->answer_counts[at] = model->answer_counts[at - 1];
        memcpy(model->answers[at], model->answers[at - 1], sizeof model->answers[at]);
        model->item_counts[at] = model->item_counts[at - 1];
        memcpy(model->items[at], model->items[at - 1], model->item_counts[at] * sizeof model->items[at][0]);
    }
    model->requests[at] = *status;
    model->answer_counts[at] = model_json_answers(model->answers[at], REQUEST_ANSWERS_MAX, json_child(from, "answers"));
    model->item_counts[at] = model_json_items(model->items[at], json_child(from, "items"));
}

static void take_requests(struct model *model, struct json_object *from) {
    struct json_object *list = json_child(from, "requests");
    model->pending = (int)json_integer(from, "pending", 0);
    model->request_count = 0;
    if (!list || !json_object_is_type(list, json_type_array))
        return;
    for (size_t i = 0; i < json_object_array_length(list) && model->request_count < MODEL_REQUESTS_MAX; i++) {
        struct status status;
        struct json_object *one = json_object_array_get_idx(list, i);
        if (model_json_status(&status, one) && status.kind != REQUEST_SOS)
            insert_request(model, &status, one);
    }
}

static void take_test(struct model *model, struct json_object *from, int64_t now_ms) {
    struct model_test *test = &model->test;
    *test = (struct model_test){.good_at_wall_ms = json_integer(from, "good_at_ms", 0)};
    test->begun = request_state_from_name(json_text(from, "state", ""), &test->state);
    test->started_ms = now_ms - json_integer(from, "since_ms", 0);
}

static void take_sos(struct model *model, struct json_object *from, int64_t now_ms, int64_t wall_ms) {
    struct model_sos *sos = &model->sos, before = model->sos;
    *sos = (struct model_sos){.presses = (int)json_integer(from, "presses", 1)};
    model_json_text(sos->id, sizeof sos->id, from, "id");
    if (!sos->id[0] || !request_state_from_name(json_text(from, "state", ""), &sos->state)) {
        sos->id[0] = 0;
        return;
    }
    sos->pressed_ms = now_ms - json_integer(from, "since_ms", 0);
    sos->grace_end_ms = now_ms + json_integer(from, "grace_left_ms", 0);
    sos->confirmed = json_truth(from, "confirmed", false);
    sos->cancel_asked = json_truth(from, "cancel_asked", false);
    sos->test = json_truth(from, "test", false);
    model_json_text(sos->message, sizeof sos->message, from, "message");
    if (strcmp(before.id, sos->id) == 0)
        memcpy(sos->reached_wall_ms, before.reached_wall_ms, sizeof sos->reached_wall_ms);
    model_json_reached(sos->reached_wall_ms, json_child(from, "reached"));
    if (!sos->reached_wall_ms[sos->state])
        sos->reached_wall_ms[sos->state] = wall_ms + model->clock_offset_ms;
    sos->reached_wall_ms[STATE_SAVED] = wall_ms + model->clock_offset_ms - (now_ms - sos->pressed_ms);
}

static void read_choice(struct model_choice *choice, struct json_object *from) {
    model_json_text(choice->id, sizeof choice->id, from, "id");
    model_json_text(choice->title, sizeof choice->title, from, "title");
    model_json_text(choice->service, sizeof choice->service, from, "service");
    choice->answer_count = model_json_answers(choice->answers, REQUEST_ANSWERS_MAX, json_child(from, "answers"));
}

static void take_drafts(struct model *model, struct json_object *from) {
    struct json_object *drafts = json_child(from, "drafts");
    size_t count = 0;
    memset(model->drafts, 0, sizeof model->drafts);
    if (!drafts || !json_object_is_type(drafts, json_type_object))
        return;
    json_object_object_foreach(drafts, service, one) {
        if (count == MODEL_DRAFTS_MAX)
            return;
        struct model_draft *draft = &model->drafts[count++];
        snprintf(draft->service, sizeof draft->service, "%s", service);
        draft->answer_count = model_json_answers(draft->answers, REQUEST_ANSWERS_MAX, json_child(one, "answers"));
        draft->item_count = model_json_items(draft->items, json_child(one, "items"));
    }
}

static void take_notices(struct model *model, struct json_object *from) {
    struct json_object *list = json_child(from, "notices");
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    model->alone = json_truth(from, "alone", false);
    model->notice_count = 0;
    for (size_t i = 0; i < count && i < MODEL_NOTICES_MAX; i++) {
        struct json_object *one = json_object_array_get_idx(list, i), *choices = json_child(one, "choices");
        struct model_notice *notice = &model->notices[model->notice_count++];
        *notice = (struct model_notice){.at_wall_ms = json_integer(one, "at_ms", 0),
                                        .refused = json_truth(one, "refused", false)};
        model_json_text(notice->id, sizeof notice->id, one, "id");
        model_json_text(notice->kind, sizeof notice->kind, one, "kind");
        model_json_text(notice->icon, sizeof notice->icon, one, "icon");
        model_json_text(notice->title, sizeof notice->title, one, "title");
        model_json_text(notice->text, sizeof notice->text, one, "text");
        model_json_text(notice->answered, sizeof notice->answered, one, "answered");
        size_t most = json_object_is_type(choices, json_type_array) ? json_object_array_length(choices) : 0;
        for (size_t c = 0; c < most && c < MODEL_CHOICES_MAX; c++)
            read_choice(&notice->choices[notice->choice_count++], json_object_array_get_idx(choices, c));
    }
}

static void take_listen(struct model *model, struct json_object *from) {
    struct model_listen *listen = &model->listen;
    const char *state = json_text(from, "state", "");
    for (int i = 0; i < MIC_STATES; i++)
        if (strcmp(state, mic_state_name((enum mic_state)i)) == 0)
            listen->state = (enum mic_state)i;
    model_json_text(listen->id, sizeof listen->id, from, "id");
    listen->level = (int)json_integer(from, "level", 0);
    listen->heard_ms = (int)json_integer(from, "heard_ms", 0);
    listen->most_ms = (int)json_integer(from, "most_ms", 0);
}

void model_take(struct model *model, enum ipc_type type, struct json_object *message, int64_t now_ms, int64_t wall_ms) {
    switch (type) {
    case IPC_HELLO:
        take_hello(model, message);
        break;
    case IPC_LINK:
        take_link(model, message, now_ms);
        break;
    case IPC_CLOCK:
        model->clock_told = json_truth(message, "told", false);
        model->clock_unsure = !json_truth(message, "sure", true);
        model->clock_offset_ms = json_integer(message, "offset_ms", 0);
        break;
    case IPC_CATALOG:
        take_catalog(model, message);
        break;
    case IPC_PROFILE:
        profile_read(&model->profile, json_child(message, "profile"));
        break;
    case IPC_REQUESTS:
        take_requests(model, message);
        break;
    case IPC_NOTICES:
        take_notices(model, message);
        break;
    case IPC_OPTIONS:
        step_options_cache_take(&model->live, message, now_ms);
        break;
    case IPC_DRAFTS:
        take_drafts(model, message);
        break;
    case IPC_TEST:
        take_test(model, message, now_ms);
        break;
    case IPC_LISTEN:
        take_listen(model, message);
        break;
    case IPC_SOS:
        take_sos(model, message, now_ms, wall_ms);
        break;
    default:
        break;
    }
}

const struct model_draft *model_draft(const struct model *model, const char *service) {
    for (size_t i = 0; service[0] && i < MODEL_DRAFTS_MAX; i++)
        if (strcmp(model->drafts[i].service, service) == 0)
            return &model->drafts[i];
    return NULL;
}

void model_keep_draft(struct model *model, const struct model_draft *draft) {
    size_t at = 0, empty = 0;
    while (at < MODEL_DRAFTS_MAX && strcmp(model->drafts[at].service, draft->service) != 0)
        at++;
    while (empty < MODEL_DRAFTS_MAX - 1 && model->drafts[empty].service[0])
        empty++;
    at = at < MODEL_DRAFTS_MAX ? at : empty;
    if (draft->item_count > 0)
        model->drafts[at] = *draft;
    else if (strcmp(model->drafts[at].service, draft->service) == 0)
        model->drafts[at] = (struct model_draft){0};
}

const struct status *model_request(const struct model *model, const char *id) {
    for (size_t i = 0; i < model->request_count; i++)
        if (strcmp(model->requests[i].id, id) == 0)
            return &model->requests[i];
    return NULL;
}

const struct model_notice *model_notice(const struct model *model, const char *id) {
    for (size_t i = 0; i < model->notice_count; i++)
        if (strcmp(model->notices[i].id, id) == 0)
            return &model->notices[i];
    return NULL;
}

bool model_listens(const struct model *model) {
    return mic_state_listens(model->listen.state);
}

size_t model_running(const struct model *model) {
    size_t running = 0;
    for (size_t i = 0; i < model->request_count; i++)
        if (!request_state_is_final(model->requests[i].state))
            running++;
    return running;
}

bool model_sos_open(const struct model *model) {
    return model->sos.id[0] && !request_state_is_final(model->sos.state);
}

int model_grace_left_s(const struct model *model, int64_t now_ms) {
    int64_t left = model->sos.grace_end_ms - now_ms;
    if (!model_sos_open(model) || model->sos.confirmed || model->sos.state > STATE_RECEIVED || left <= 0)
        return 0;
    return (int)((left + 999) / 1000);
}
