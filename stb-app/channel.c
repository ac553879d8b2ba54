/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three states: live television (not shown), starting (shown), open (told everything). A ui session that starts anew
 * after a crash is open again when it was told again.
 */
#include "stb-app/channel.h"

#include "net/hotline.h"
#include "remote/mic/microphone.h"
#include "stb-app/app.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/config/config.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/data_dir.h"
#include "stb-app/input/input.h"
#include "stb-app/parts.h"
#include "stb-app/screen/ui_session.h"
#include "stb-app/sos/sos.h"
#include "stb-app/tv/tv_hooks.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct channel {
    struct channel_setup setup;
    const struct parts *parts;
    struct ui_session *session;
    struct tv_hooks *hooks;
    struct tv_mute *mute;
    char data_dir[PATH_MAX]; /* the folder in use (data_dir.h) */
    bool for_news;
    bool open;
};

static const struct config *operators(const struct channel *channel) {
    return effective_config_operators(channel->parts->config);
}

/* --- the screens' files */

void channel_choose_data(struct channel *channel) {
    const struct app_options *options = channel->setup.options;
    char fault[DATA_DIR_FAULT_SIZE];
    bool ok = data_dir_choose(options->data_dir, options->state_dir, channel->data_dir, fault);
    if (!ok)
        log_error("app", "%s; data files are taken from %s", fault, channel->data_dir);
    hotline_fault(channel->parts->hotline, FAULT_DATA, ok ? NULL : fault);
}

void channel_keep_data(const struct channel *channel) {
    const struct app_options *options = channel->setup.options;
    if (strcmp(channel->data_dir, options->data_dir) == 0)
        data_dir_keep(channel->parts->loop, options->data_dir, options->state_dir);
}

/* --- what follows it */

static void turn_television(struct channel *channel, bool shown) {
    const struct config *config = operators(channel);
    tv_hooks_want(channel->hooks, TV_HOOK_CHANNEL, shown, shown ? config->hook_show.word : config->hook_hide.word);
}

static void sound_turned(void *data, bool silent) {
    struct channel *channel = data;
    const struct config *config = operators(channel);
    tv_hooks_want(channel->hooks, TV_HOOK_SILENCE, silent, silent ? config->hook_mute.word : config->hook_unmute.word);
}

void channel_hush(struct channel *channel, enum tv_mute_reason reason, bool so) {
    tv_mute_because(channel->mute, reason, so);
}

/* A senior who went back to live television during an SOS wants to hear it. */
static void hush_for_sos(struct channel *channel) {
    tv_mute_because(channel->mute, TV_MUTE_ALARM, channel->open && sos_is_open(channel->parts->sos));
}

static void count_who_waits(const struct channel *channel) {
    hotline_person_waits(channel->parts->hotline,
                         ui_session_is_shown(channel->session) || sos_is_open(channel->parts->sos));
}

void channel_follow_sos(struct channel *channel) {
    count_who_waits(channel);
    hush_for_sos(channel);
}

/* --- showing and leaving */

/* An update may have taken the files away, so the folder is chosen before each start. */
void channel_show(struct channel *channel, enum action first, int64_t at_us) {
    if (ui_session_is_shown(channel->session))
        return;
    channel_choose_data(channel);
    ui_session_show(channel->session, first, at_us);
    if (ui_session_is_shown(channel->session))
        turn_television(channel, true);
    count_who_waits(channel);
}

void channel_show_for_news(struct channel *channel) {
    if (ui_session_is_shown(channel->session))
        return;
    channel->for_news = true; /* before on_open, which tells stb-ui */
    channel_show(channel, ACTION_NONE, 0);
}

void channel_leave(struct channel *channel) {
    ui_session_hide(channel->session);
    microphone_drop(channel->parts->microphone);
    tv_mute_over(channel->mute);
    channel->open = false;
    channel->for_news = false;
    count_who_waits(channel);
}

void channel_start_left(struct channel *channel) {
    turn_television(channel, false);
    channel_tell_live_scene(channel);
}

const struct ui_session *channel_session(const struct channel *channel) {
    return channel->session;
}

bool channel_is_shown(const struct channel *channel) {
    return ui_session_is_shown(channel->session);
}

bool channel_is_open(const struct channel *channel) {
    return channel->open;
}

bool channel_is_for_news(const struct channel *channel) {
    return channel->for_news;
}

/* --- what it is told */

void channel_tell(struct channel *channel, const struct ipc_message *message) {
    ui_session_tell(channel->session, message);
}

void channel_tell_live_scene(struct channel *channel) {
    const struct hotline *hotline = channel->parts->hotline;
    struct ipc_sos sos = sos_now(channel->parts->sos);
    ui_session_live_scene(channel->session, hotline_link(hotline), &sos, hotline_pending(hotline));
}

bool channel_shoot(struct channel *channel, const char *name) {
    char path[512];
    const char *folder = channel->setup.options->shots ? channel->setup.options->shots : ".";
    snprintf(path, sizeof path, "%s/%s.png", folder, name);
    return ui_session_shoot(channel->session, path);
}

/* --- what the ui session says of itself */

static void session_opened(void *data) {
    struct channel *channel = data;
    channel->setup.on_open(channel->setup.data);
    channel->open = true;
    hush_for_sos(channel);
}

/* Whoever was told of it has gone. */
static void session_closed(void *data) {
    struct channel *channel = data;
    tv_mute_because(channel->mute, TV_MUTE_SPEAKING, false);
    hotline_show_images(channel->parts->hotline, NULL, 0);
}

static void television_is_on(void *data) {
    channel_start_left(data);
}

static void screen_changed(void *data) {
    const struct channel *channel = data;
    input_screen_changed(channel->parts->input);
}

static void asked(void *data, const struct ipc_message *message) {
    const struct channel *channel = data;
    channel->setup.on_ask(channel->setup.data, message);
}

static void scene_drawn(void *data, struct json_object *scene) {
    const struct channel *channel = data;
    channel->setup.on_scene(channel->setup.data, scene);
}

static void shot_done(void *data, bool ok) {
    const struct channel *channel = data;
    input_shot_done(channel->parts->input, ok);
}

/* --- life */

static struct ui_session *open_session(struct channel *channel) {
    const struct app_options *options = channel->setup.options;
    struct ui_process_setup screen = {
        .loop = channel->parts->loop,
        .program = options->screen_program,
        .data_dir = channel->data_dir,
        .display = options->display,
        .size = options->size,
        .frames_fd = options->frames_fd,
    };
    bool none = options->display && strcmp(options->display, "none") == 0;
    return ui_session_create(&(struct ui_session_setup){
        .loop = channel->parts->loop,
        .screen = none ? NULL : &screen,
        .scene = options->scene,
        .on_open = session_opened,
        .on_close = session_closed,
        .on_live = television_is_on,
        .on_changed = screen_changed,
        .on_ask = asked,
        .on_shot = shot_done,
        .on_scene = scene_drawn,
        .data = channel,
    });
}

struct channel *channel_create(const struct channel_setup *setup) {
    struct channel *channel = memory_new(1, sizeof *channel);
    channel->setup = *setup;
    channel->parts = setup->parts;
    channel->hooks = tv_hooks_create(setup->parts->loop);
    channel->mute = tv_mute_create(setup->parts->loop, sound_turned, channel);
    channel->session = open_session(channel);
    if (channel->session)
        return channel;
    channel_destroy(channel);
    return NULL;
}

void channel_destroy(struct channel *channel) {
    if (!channel)
        return;
    ui_session_destroy(channel->session);
    tv_mute_over(channel->mute);
    tv_mute_destroy(channel->mute);
    tv_hooks_destroy(channel->hooks);
    free(channel);
}
