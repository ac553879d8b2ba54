/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages into one plain struct. Each message replaces its part whole, so a restarted stb-ui shows what is true after
 * the first round of messages, and nothing has to be remembered from one message to the next, with one exception: the
 * moments at which an SOS reached its states, which are counted from what was heard while it is open.
 * The trap is clocks: durations come as milliseconds since or left, and become monotonic moments at once.
 */
#include "ui/model/model.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void model_init(struct model *model) {
    *model = (struct model){.text_scale = 1.25, .grace_s = 5};
    snprintf(model->language, sizeof model->language, "zh-CN");
}

static void forget_requests(struct model *model) {
    while (model->request_count > 0)
        free(model->requests[--model->request_count]);
}

static void free_notice(struct notice *notice) {
    ipc_fields_free(&ipc_notice_table, notice);
    free(notice);
}

static void forget_notices(struct model *model) {
    while (model->notice_count > 0)
        free_notice(model->notices[--model->notice_count]);
}

void model_free(struct model *model) {
    service_catalog_destroy(model->catalog);
    model->catalog = NULL;
    step_options_cache_clear(&model->live);
    forget_requests(model);
    forget_notices(model);
}

#define COPY(to, from) snprintf((to), sizeof(to), "%s", (from))

static void take_voice(struct model_voice *voice, const struct ipc_voice *from) {
    voice->on = from->guidance;
    voice->speed = (int)from->speed;
    voice->volume = (int)from->volume;
    COPY(voice->output, from->output);
    voice->word_count = from->word_count;
    for (size_t i = 0; i < from->word_count; i++)
        COPY(voice->command[i], from->command[i]);
}

static void take_hello(struct model *model, const struct ipc_hello *from) {
    model->text_scale = from->text_scale;
    model->high_contrast = from->contrast == IPC_CONTRAST_HIGH;
    model->overscan_percent = from->overscan_percent;
    model->scene_wanted = from->scene;
    model->grace_s = from->grace_s;
    model->motion = from->motion;
    model->first_run = from->first_run;
    model->idle_home_s = from->idle_home_s;
    model->ok_hold_ms = from->ok_hold_ms;
    model->hand = (int)from->hand;
    COPY(model->theme, from->theme);
    COPY(model->logo, from->logo);
    COPY(model->device, from->device);
    COPY(model->fault, from->fault);
    COPY(model->language, from->language);
    take_voice(&model->voice, &from->voice);
    COPY(model->hotline.name, from->hotline.name);
    COPY(model->hotline.phone, from->hotline.phone);
    COPY(model->hotline.emergency_phone, from->hotline.emergency_phone);
}

static void take_link(struct model *model, const struct ipc_link *from, int64_t now_ms) {
    model->link = from->state;
    model->heard_ms = from->heard_ago_ms < 0 ? 0 : now_ms - from->heard_ago_ms;
}

static void take_clock(struct model *model, const struct ipc_clock *from) {
    model->clock_told = from->told;
    model->clock_unsure = !from->sure;
    model->clock_offset_ms = from->offset_ms;
}

static void take_catalog(struct model *model, const struct ipc_raw *from) {
    struct service_catalog *next = service_catalog_create(from->json);
    if (!next)
        return;
    service_catalog_destroy(model->catalog);
    model->catalog = next;
}

/* Newest first, whatever order they came in. */
static void insert_request(struct model *model, struct request_record *record) {
    size_t at = model->request_count++;
    for (; at > 0 && model->requests[at - 1]->status.created_at_ms < record->status.created_at_ms; at--)
        model->requests[at] = model->requests[at - 1];
    model->requests[at] = record;
}

/* The records change hands: none is copied. */
static void take_requests(struct model *model, struct ipc_requests *from) {
    model->pending = from->pending;
    forget_requests(model);
    for (size_t i = 0; i < from->count; i++)
        if (from->list[i]->status.kind != REQUEST_SOS)
            insert_request(model, from->list[i]);
        else
            free(from->list[i]);
    from->count = 0;
}

static void take_line_check(struct model *model, const struct ipc_line_check *from, int64_t now_ms) {
    model->test = (struct model_test){.begun = from->begun,
                                      .state = from->state,
                                      .started_ms = now_ms - from->since_ms,
                                      .good_at_wall_ms = from->good_at_ms};
}

static void keep_reached(int64_t reached[STATES], const struct ipc_sos *from) {
    for (int i = 0; i < STATES; i++)
        if (from->reached_at_ms[i])
            reached[i] = from->reached_at_ms[i];
}

static void take_sos(struct model *model, const struct ipc_sos *from, int64_t now_ms, int64_t wall_ms) {
    struct model_sos *sos = &model->sos, before = model->sos;
    *sos = (struct model_sos){.presses = 1};
    if (!from->id[0])
        return;
    COPY(sos->id, from->id);
    sos->state = from->state;
    sos->presses = from->presses;
    sos->pressed_ms = now_ms - from->since_ms;
    sos->grace_end_ms = now_ms + from->grace_left_ms;
    sos->confirmed = from->confirmed;
    sos->cancel_asked = from->cancel_asked;
    sos->test = from->test;
    COPY(sos->message, from->message);
    COPY(sos->worker, from->worker);
    bool same = strcmp(before.id, sos->id) == 0;
    sos->cancel_refused = same && !from->cancel_asked && (before.cancel_asked || before.cancel_refused);
    if (same)
        memcpy(sos->reached_wall_ms, before.reached_wall_ms, sizeof sos->reached_wall_ms);
    keep_reached(sos->reached_wall_ms, from);
    if (!sos->reached_wall_ms[sos->state])
        sos->reached_wall_ms[sos->state] = wall_ms + model->clock_offset_ms;
    sos->reached_wall_ms[STATE_SAVED] = wall_ms + model->clock_offset_ms - (now_ms - sos->pressed_ms);
}

static void take_drafts(struct model *model, const struct ipc_drafts *from) {
    memset(model->drafts, 0, sizeof model->drafts);
    for (size_t i = 0; i < from->count; i++)
        model->drafts[i] = *from->list[i];
}

static void take_notices(struct model *model, struct ipc_notices *from) {
    model->alone = from->alone;
    forget_notices(model);
    for (; model->notice_count < from->count; model->notice_count++)
        model->notices[model->notice_count] = from->list[model->notice_count];
    from->count = 0;
}

static void take_heard(struct model *model, const struct ipc_heard *heard) {
    struct model_heard *to = &model->heard;
    *to = (struct model_heard){.done = heard->done,
                               .failed = heard->failed,
                               .brief = heard->brief,
                               .quiet = heard->quiet,
                               .score = heard->score};
    snprintf(to->so_far, sizeof to->so_far, "%s", heard->so_far);
    snprintf(to->text, sizeof to->text, "%s", heard->text);
    snprintf(to->second, sizeof to->second, "%s", heard->second);
}

void model_take(struct model *model, struct ipc_message *message, int64_t now_ms, int64_t wall_ms) {
    switch (message->type) {
    case IPC_HELLO:
        take_hello(model, &message->hello);
        break;
    case IPC_LINK:
        take_link(model, &message->link, now_ms);
        break;
    case IPC_CLOCK:
        take_clock(model, &message->clock);
        break;
    case IPC_CATALOG:
        take_catalog(model, &message->catalog);
        break;
    case IPC_PROFILE:
        profile_read(&model->profile, message->profile.json);
        break;
    case IPC_REQUESTS:
        take_requests(model, &message->requests);
        break;
    case IPC_NOTICES:
        take_notices(model, &message->notices);
        break;
    case IPC_OPTIONS:
        step_options_cache_take(&model->live, &message->options, now_ms);
        break;
    case IPC_DRAFTS:
        take_drafts(model, &message->drafts);
        break;
    case IPC_LINE_CHECK:
        take_line_check(model, &message->line_check, now_ms);
        break;
    case IPC_MIC:
        model->listen = message->mic;
        break;
    case IPC_HEARD:
        take_heard(model, &message->heard);
        break;
    case IPC_SOS:
        take_sos(model, &message->sos, now_ms, wall_ms);
        break;
    default:
        break;
    }
}

const struct cart_draft *model_draft(const struct model *model, const char *service) {
    for (size_t i = 0; service[0] && i < CART_DRAFT_MAX; i++)
        if (strcmp(model->drafts[i].service, service) == 0)
            return &model->drafts[i];
    return NULL;
}

void model_keep_draft(struct model *model, const struct cart_draft *draft) {
    size_t at = 0, empty = 0;
    while (at < CART_DRAFT_MAX && strcmp(model->drafts[at].service, draft->service) != 0)
        at++;
    while (empty < CART_DRAFT_MAX - 1 && model->drafts[empty].service[0])
        empty++;
    at = at < CART_DRAFT_MAX ? at : empty;
    if (draft->item_count > 0)
        model->drafts[at] = *draft;
    else if (strcmp(model->drafts[at].service, draft->service) == 0)
        model->drafts[at] = (struct cart_draft){0};
}

const struct request_record *model_record(const struct model *model, const char *id) {
    for (size_t i = 0; i < model->request_count; i++)
        if (strcmp(model->requests[i]->status.id, id) == 0)
            return model->requests[i];
    return NULL;
}

const struct status *model_request(const struct model *model, const char *id) {
    const struct request_record *record = model_record(model, id);
    return record ? &record->status : NULL;
}

const struct notice *model_notice(const struct model *model, const char *id) {
    for (size_t i = 0; i < model->notice_count; i++)
        if (strcmp(model->notices[i]->id, id) == 0)
            return model->notices[i];
    return NULL;
}

bool model_listens(const struct model *model) {
    return mic_state_listens(model->listen.state);
}

size_t model_running(const struct model *model) {
    size_t running = 0;
    for (size_t i = 0; i < model->request_count; i++)
        if (!request_state_is_final(model->requests[i]->status.state))
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
