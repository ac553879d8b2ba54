/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: whoever is told of a change may cause another (a status opens the channel, which says hello and is told the
 * requests). So the request list is only marked as changed, and sent once, just before the loop sleeps.
 */
#include "stb-app/briefing.h"

#include "net/hotline.h"
#include "remote/hear/hearing.h"
#include "remote/mic/microphone.h"
#include "stb-app/base/memory.h"
#include "stb-app/channel.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_hello.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/config/speech_config.h"
#include "stb-app/config/user_settings.h"
#include "stb-app/input/input.h"
#include "stb-app/parts.h"
#include "stb-app/sos/line_check.h"
#include "stb-app/sos/sos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct briefing {
    const struct parts *parts;
    bool requests_changed;
    int told_pending;
    char turned_id[REQUEST_ID_SIZE];  /* the request to show once the channel is open, "" = none */
    char awaited_id[REQUEST_ID_SIZE]; /* the request whose confirm screen waits, "" = none */
};

static void tell(const struct briefing *briefing, const struct ipc_message *message) {
    channel_tell(briefing->parts->channel, message);
}

void briefing_tell_hello(const struct briefing *briefing) {
    const struct parts *parts = briefing->parts;
    const struct config *config = effective_config_wanted(parts->config);
    struct speech_config speech;
    struct ipc_message message = {.type = IPC_HELLO};
    config_hello(config, &message.hello);
    speech_config_fill(&speech, config, &message.hello.voice);
    message.hello.hand = user_settings_hand(effective_config_settings(parts->config));
    message.hello.fault = hotline_own_fault(parts->hotline);
    message.hello.scene = input_wants_scenes(parts->input);
    tell(briefing, &message);
}

void briefing_tell_clock(const struct briefing *briefing) {
    const struct hotline_clock *clock = hotline_clock(briefing->parts->hotline);
    tell(briefing,
         &(struct ipc_message){
             .type = IPC_CLOCK,
             .clock = {.told = clock->told, .offset_ms = clock->offset_ms, .sure = hotline_clock_is_sure(clock)}});
}

void briefing_tell_link(const struct briefing *briefing) {
    const struct hotline *hotline = briefing->parts->hotline;
    tell(briefing, &(struct ipc_message){
                       .type = IPC_LINK,
                       .link = {.state = hotline_link(hotline), .heard_ago_ms = hotline_heard_ago_ms(hotline)}});
}

void briefing_tell_line_check(const struct briefing *briefing) {
    tell(briefing, &(struct ipc_message){.type = IPC_LINE_CHECK, .line_check = line_check_now(briefing->parts->check)});
}

void briefing_tell_mic(const struct briefing *briefing) {
    const struct parts *parts = briefing->parts;
    tell(briefing, &(struct ipc_message){.type = IPC_MIC, .mic = microphone_now(parts->microphone)});
    channel_hush(parts->channel, TV_MUTE_LISTENING, microphone_listens(parts->microphone));
}

void briefing_tell_heard(const struct briefing *briefing) {
    tell(briefing, &(struct ipc_message){.type = IPC_HEARD, .heard = hearing_now(briefing->parts->hearing)});
}

void briefing_tell_notices(const struct briefing *briefing) {
    struct ipc_message message = {.type = IPC_NOTICES, .notices = hotline_notices(briefing->parts->hotline)};
    message.notices.alone = channel_is_for_news(briefing->parts->channel);
    tell(briefing, &message);
}

void briefing_tell_drafts(const struct briefing *briefing) {
    tell(briefing, &(struct ipc_message){.type = IPC_DRAFTS, .drafts = hotline_drafts(briefing->parts->hotline)});
}

void briefing_tell_catalog(const struct briefing *briefing, const char *catalog) {
    if (catalog)
        tell(briefing, &(struct ipc_message){.type = IPC_CATALOG, .catalog = {.text = catalog}});
}

void briefing_tell_profile(const struct briefing *briefing, const char *profile) {
    if (profile)
        tell(briefing, &(struct ipc_message){.type = IPC_PROFILE, .profile = {.text = profile}});
}

void briefing_tell_sos(const struct briefing *briefing, int64_t key_us) {
    struct ipc_message message = {.type = IPC_SOS, .sos = sos_now(briefing->parts->sos)};
    message.sos.key_us = key_us;
    tell(briefing, &message);
}

/* --- requests */

void briefing_tell_requests(struct briefing *briefing) {
    struct hotline *hotline = briefing->parts->hotline;
    struct request_record *records[IPC_REQUESTS_MAX];
    size_t count = hotline_requests(hotline, records);
    briefing->requests_changed = false;
    briefing->told_pending = hotline_pending(hotline);
    tell(briefing,
         &(struct ipc_message){.type = IPC_REQUESTS,
                               .requests = {.list = records, .count = count, .pending = briefing->told_pending}});
}

void briefing_mark_requests(struct briefing *briefing) {
    briefing->requests_changed = true;
}

/* Compares the count of pending entries too: the answer to a notice is pending but has no status. */
void briefing_catch_up(struct briefing *briefing) {
    if (!briefing->requests_changed && briefing->told_pending == hotline_pending(briefing->parts->hotline))
        return;
    briefing_tell_requests(briefing);
    channel_tell_live_scene(briefing->parts->channel);
}

void briefing_tell_submitted(const struct briefing *briefing, const char *id, bool saved, const char *duplicate) {
    tell(briefing,
         &(struct ipc_message){.type = IPC_SUBMITTED, .submitted = {.id = id, .saved = saved, .duplicate = duplicate}});
}

void briefing_await_stored(struct briefing *briefing, const char *id) {
    snprintf(briefing->awaited_id, sizeof briefing->awaited_id, "%s", id);
}

void briefing_tell_stored(struct briefing *briefing, const char *id) {
    if (strcmp(briefing->awaited_id, id) != 0)
        return;
    briefing->awaited_id[0] = 0;
    briefing_tell_requests(briefing);
    briefing_tell_submitted(briefing, id, true, "");
}

static void tell_turn(struct briefing *briefing) {
    if (briefing->turned_id[0])
        briefing_tell_submitted(briefing, briefing->turned_id, true, "");
    briefing->turned_id[0] = 0;
}

void briefing_show_turn(struct briefing *briefing, const char *id) {
    memcpy(briefing->turned_id, id, sizeof briefing->turned_id);
    channel_show_for_news(briefing->parts->channel);
    if (!channel_is_open(briefing->parts->channel))
        return; /* told when it is up */
    briefing_tell_requests(briefing);
    tell_turn(briefing);
}

/* --- all of it */

void briefing_tell_rest(struct briefing *briefing) {
    const struct hotline *hotline = briefing->parts->hotline;
    briefing_tell_mic(briefing);
    briefing_tell_clock(briefing);
    briefing_tell_link(briefing);
    briefing_tell_line_check(briefing);
    briefing_tell_catalog(briefing, hotline_catalog(hotline));
    briefing_tell_profile(briefing, hotline_profile(hotline));
    briefing_tell_requests(briefing);
    briefing_tell_notices(briefing);
    briefing_tell_drafts(briefing);
    tell_turn(briefing);
    briefing_tell_sos(briefing, 0); /* the last: now stb-ui can draw */
}

struct briefing *briefing_create(const struct parts *parts) {
    struct briefing *briefing = memory_new(1, sizeof *briefing);
    briefing->parts = parts;
    return briefing;
}

void briefing_destroy(struct briefing *briefing) {
    free(briefing);
}
