/* SPDX-License-Identifier: Apache-2.0 */
/* Each message goes to the part that can do it; where the senior waits for the result, stb-ui gets it at once. */
#include "stb-app/ui_commands.h"

#include "net/hotline.h"
#include "remote/hear/hearing.h"
#include "remote/mic/microphone.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/briefing.h"
#include "stb-app/channel.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/health.h"
#include "stb-app/input/input.h"
#include "stb-app/parts.h"
#include "stb-app/red_key.h"
#include "stb-app/sos/line_check.h"
#include "stb-app/sos/sos.h"

#include <string.h>

/* Submits REQUEST, with the recording if there is one, which is dropped once the outbox has it. */
static enum hotline_submit_result order(const struct parts *parts, struct request *request,
                                        const struct ipc_submit *asked, char same[REQUEST_ID_SIZE]) {
    struct request_voice voice = {.step = ""};
    if (!asked->spoken.id[0])
        return hotline_submit(parts->hotline, request, NULL, asked->again, same);
    memcpy(voice.step, asked->spoken.step, sizeof voice.step);
    voice.sound = microphone_sound(parts->microphone, asked->spoken.id, &voice.length);
    enum hotline_submit_result taken =
        voice.sound ? hotline_submit(parts->hotline, request, &voice, asked->again, same) : HOTLINE_REFUSED;
    if (taken == HOTLINE_TAKEN)
        microphone_drop(parts->microphone);
    return taken;
}

static void submit(const struct parts *parts, const struct ipc_message *message) {
    char same[REQUEST_ID_SIZE] = "";
    struct request request = message->submit.request;
    briefing_await_stored(parts->briefing, request.id);
    enum hotline_submit_result taken = order(parts, &request, &message->submit, same);
    briefing_tell_requests(parts->briefing);
    if (taken == HOTLINE_TAKEN)
        briefing_tell_drafts(parts->briefing); /* on_submitted comes after the commit */
    else
        briefing_tell_submitted(parts->briefing, request.id, false, same);
}

static void cancel(const struct parts *parts, const struct ipc_message *message) {
    if (!hotline_cancel(parts->hotline, message->cancel.id))
        log_error("app", "a cancel of a request that is not known");
    briefing_tell_requests(parts->briefing);
}

static void reply(const struct parts *parts, const struct ipc_message *message) {
    if (!hotline_reply(parts->hotline, message->reply.id, message->reply.choice))
        log_error("app", "a reply that the notice does not ask for");
}

static void call_for_help(const struct parts *parts, const struct ipc_message *message) {
    const struct ipc_sos_ask *ask = &message->sos_do;
    if (ask->what == IPC_SOS_PRESS)
        red_key_press(parts, TRIGGER_SCREEN, loop_now_us());
    else if (ask->what == IPC_SOS_CONFIRM)
        sos_confirm(parts->sos, ask->id);
    else
        sos_cancel(parts->sos, ask->id);
}

static void ask_hotline(const struct parts *parts, const struct ipc_message *message) {
    hotline_ask(parts->hotline, &message->question);
}

static void keep_draft(const struct parts *parts, const struct ipc_message *message) {
    if (!hotline_draft(parts->hotline, &message->draft))
        log_error("app", "a cart is not kept: there are %d already", CART_DRAFT_MAX);
}

static void fetch_images(const struct parts *parts, const struct ipc_message *message) {
    hotline_show_images(parts->hotline, message->images.names, message->images.count);
}

static void listen(const struct parts *parts, const struct ipc_message *message) {
    static void (*const verbs[])(struct microphone *) = {
        [IPC_LISTEN_BEGIN] = microphone_listen,
        [IPC_LISTEN_ENOUGH] = microphone_enough,
        [IPC_LISTEN_DROP] = microphone_drop,
    };
    bool said = hearing_is_on(parts->hearing) && microphone_state(parts->microphone) == MIC_HEARD;
    if (message->listen.what != IPC_LISTEN_BEGIN || !said) /* said on live television, and over: only understood */
        verbs[message->listen.what](parts->microphone);
}

/* A recording that began on live television may be over already. */
static void hear(const struct parts *parts, const struct ipc_message *message) {
    bool begun = hearing_is_on(parts->hearing);
    if (!begun)
        microphone_drop(parts->microphone);
    hearing_expect(parts->hearing, &message->hear);
    if (begun && microphone_state(parts->microphone) == MIC_HEARD)
        hearing_end(parts->hearing);
}

static void silence_television(const struct parts *parts, const struct ipc_message *message) {
    health_take_reading(parts->health, message->speaks.reading);
    channel_hush(parts->channel, TV_MUTE_SPEAKING, message->speaks.on && channel_is_shown(parts->channel));
}

/* The change is shown first, then stored: a disk may be slow. */
static void change_setting(const struct parts *parts, const struct ipc_message *message) {
    if (!effective_config_set(parts->config, &message->set))
        return;
    input_timing(parts->input, effective_config_wanted(parts->config));
    briefing_tell_hello(parts->briefing);
    effective_config_keep(parts->config, parts->hotline);
}

/* A red key pressed meanwhile is a real call, so no check is begun beside an SOS. */
static void check_line(const struct parts *parts, const struct ipc_message *message) {
    (void)message;
    if (!sos_is_open(parts->sos) && line_check_begin(parts->check))
        briefing_tell_line_check(parts->briefing);
}

static void watch_television(const struct parts *parts, const struct ipc_message *message) {
    (void)message;
    channel_leave(parts->channel);
}

void ui_commands_carry_out(const struct parts *parts, const struct ipc_message *message) {
    static void (*const commands[IPC_TYPES])(const struct parts *, const struct ipc_message *) = {
        [IPC_SUBMIT] = submit,
        [IPC_CANCEL] = cancel,
        [IPC_REPLY] = reply,
        [IPC_SOS_DO] = call_for_help,
        [IPC_QUESTION] = ask_hotline,
        [IPC_DRAFT] = keep_draft,
        [IPC_HEAR] = hear,
        [IPC_IMAGES] = fetch_images,
        [IPC_LISTEN] = listen,
        [IPC_SPEAKS] = silence_television,
        [IPC_SET] = change_setting,
        [IPC_CHECK_LINE] = check_line,
        [IPC_TV] = watch_television,
    };
    if (commands[message->type])
        commands[message->type](parts, message);
}
