/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens the parts and joins them; everything passes here, nothing is kept. A key becomes an action, an action goes to
 * the channel; what the channel asks for goes to the hotline (ui_commands.c); what the hotline says goes to the channel
 * (briefing.c). The one exception is the SOS (red_key.c): it leaves on key-down, before anything else in this turn of
 * the loop.
 */
#include "stb-app/app.h"

#include "net/hotline.h"
#include "net/transport/https.h"
#include "remote/hear/hearing.h"
#include "remote/mic/microphone.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/supervisor.h"
#include "stb-app/briefing.h"
#include "stb-app/channel.h"
#include "stb-app/config/config.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/config_reload.h"
#include "stb-app/health.h"
#include "stb-app/input/input.h"
#include "stb-app/parts.h"
#include "stb-app/red_key.h"
#include "stb-app/sos/line_check.h"
#include "stb-app/sos/sos.h"
#include "stb-app/state_dir.h"
#include "stb-app/state_owner.h"
#include "stb-app/tv/status_popup.h"
#include "stb-app/ui_commands.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TAP_MS = 600 };

struct app {
    struct parts parts;
    struct app_options options;
    struct supervisor *supervisor;
    struct config_reload *reload;
    struct status_popup popup;
    const char *claimed; /* the command line's state directory; OPTIONS has the one in use (state_owner.h) */
    char state_dir[PATH_MAX];
    int64_t voice_down_ms; /* since when the voice key is down, monotonic; 0 = it is not */
    const char *ended;     /* why stb-app ends, for the next start; "" = no special reason */
    int state_lock;        /* held while we live; -1 = the state directory cannot be used */
    enum app_exit exit_with;
};

/* --- what the hotline says */

static void status_came(void *data, const struct status *status) {
    struct app *app = data;
    const struct parts *parts = &app->parts;
    briefing_mark_requests(parts->briefing);
    line_check_take_status(parts->check, status);
    if (status_popup_take(&app->popup, status, hotline_clock_now_ms(hotline_clock(parts->hotline))))
        briefing_show_turn(parts->briefing, status->id);
    sos_take_status(parts->sos, status);
}

static void submitted(void *data, const char *id, bool stored) {
    const struct app *app = data;
    (void)stored;
    briefing_tell_stored(app->parts.briefing, id);
}

/* The disk was slow at the start, so the outbox was read late. */
static void earlier_life_found(void *data) {
    const struct app *app = data;
    const struct parts *parts = &app->parts;
    effective_config_load(parts->config, parts->hotline);
    input_timing(parts->input, effective_config_wanted(parts->config));
    if (!sos_is_open(parts->sos))
        sos_resume(parts->sos);
    if (channel_is_open(parts->channel)) {
        briefing_tell_hello(parts->briefing);
        briefing_tell_rest(parts->briefing);
    }
    if (sos_is_open(parts->sos))
        channel_show(parts->channel, ACTION_NONE, 0);
    if (hotline_notice_waits(parts->hotline))
        channel_show_for_news(parts->channel);
}

static void link_changed(void *data) {
    const struct app *app = data;
    const struct parts *parts = &app->parts;
    if (hotline_link(parts->hotline) == LINK_CONNECTED)
        state_owner_proved(parts->loop, app->claimed, effective_config_operators(parts->config)->device_id);
    briefing_tell_link(app->parts.briefing);
    channel_tell_live_scene(app->parts.channel);
}

static void clock_stepped(void *data) {
    const struct app *app = data;
    briefing_tell_clock(app->parts.briefing);
}

static void catalog_came(void *data, const char *catalog) {
    const struct app *app = data;
    briefing_tell_catalog(app->parts.briefing, catalog);
}

static void profile_came(void *data, const char *profile) {
    const struct app *app = data;
    briefing_tell_profile(app->parts.briefing, profile);
}

/* A new notice opens the channel; for any other change, the channel is only told. */
static void notices_changed(void *data, bool popup) {
    const struct app *app = data;
    if (popup)
        channel_show_for_news(app->parts.channel);
    briefing_tell_notices(app->parts.briefing);
}

static void options_came(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem) {
    const struct app *app = data;
    channel_tell(app->parts.channel, &(struct ipc_message){.type = IPC_OPTIONS,
                                                           .options = {.number = number,
                                                                       .ok = options != NULL,
                                                                       .age_ms = age_ms,
                                                                       .options = {.json = options},
                                                                       .problem = problem}});
}

static void image_came(void *data, const char *name, const char *path, int64_t version) {
    const struct app *app = data;
    channel_tell(app->parts.channel,
                 &(struct ipc_message){.type = IPC_IMAGE, .image = {.name = name, .path = path, .version = version}});
}

/* --- what the channel says */

/* A recording for a screen that has gone was not confirmed. */
static void channel_opened(void *data) {
    const struct app *app = data;
    const struct parts *parts = &app->parts;
    briefing_tell_hello(parts->briefing);
    if (!hearing_is_on(parts->hearing)) /* else it began on television, for the screen that comes now */
        microphone_drop(parts->microphone);
    microphone_use(parts->microphone, effective_config_operators(parts->config)->sound_capture);
    briefing_tell_rest(parts->briefing);
}

static void channel_asked(void *data, const struct ipc_message *message) {
    const struct app *app = data;
    ui_commands_carry_out(&app->parts, message);
}

static void scene_drawn(void *data, struct json_object *scene) {
    const struct app *app = data;
    if (app->parts.input)
        input_scene(app->parts.input, scene);
}

/* A whole recording is judged; a failed one is dropped. */
static void mic_changed(void *data) {
    const struct app *app = data;
    const struct parts *parts = &app->parts;
    enum mic_state state = microphone_state(parts->microphone);
    briefing_tell_mic(parts->briefing);
    if (state == MIC_HEARD)
        hearing_end(parts->hearing);
    else if (!mic_state_listens(state))
        hearing_drop(parts->hearing);
}

static void sound_came(void *data, const void *bytes, size_t length) {
    const struct app *app = data;
    hearing_sound(app->parts.hearing, bytes, length);
}

static void heard(void *data) {
    const struct app *app = data;
    briefing_tell_heard(app->parts.briefing);
}

/* --- keys */

static void sos_key_came(void *data, int64_t at_us) {
    const struct app *app = data;
    red_key_press(&app->parts, TRIGGER_REMOTE, at_us);
}

static bool leads_away(enum action action) {
    return action == ACTION_BACK || action == ACTION_SERVICE || action == ACTION_PERSON || action == ACTION_TV;
}

/* While a sentence is recorded the voice key only ends it: the senior lets go of the key, or, after a tap, which
 * records without a held key, presses it again. True: ACTION ended the sentence, and means nothing else. */
static bool ends_sentence(struct app *app, enum action action) {
    const struct parts *parts = &app->parts;
    bool speaks = hearing_is_on(parts->hearing) && microphone_listens(parts->microphone);
    int64_t held_ms = app->voice_down_ms ? loop_now_ms() - app->voice_down_ms : 0;
    if (action == ACTION_VOICE_DOWN)
        app->voice_down_ms = speaks ? 0 : loop_now_ms();
    if (action == ACTION_VOICE_UP)
        app->voice_down_ms = 0;
    if (!speaks || (action != ACTION_VOICE_DOWN && (action != ACTION_VOICE_UP || held_ms < TAP_MS)))
        return false;
    microphone_enough(parts->microphone);
    return true;
}

/* The senior speaks before the screen has started: the sound is kept until it can be understood. */
static void listen_on_television(const struct app *app, int64_t at_us) {
    const struct parts *parts = &app->parts;
    if (microphone_state(parts->microphone) != MIC_OFF) {
        hearing_begin(parts->hearing);
        microphone_listen(parts->microphone);
    }
    channel_show(parts->channel, ACTION_VOICE_DOWN, at_us);
}

/* Recordings and the channel end here and not in stb-ui: a screen that hangs must neither keep the microphone open nor
 * bar the way back to television. */
static void perform(void *data, enum action action, bool repeat, int64_t at_us) {
    struct app *app = data;
    struct channel *channel = app->parts.channel;
    if (ends_sentence(app, action))
        return;
    if (leads_away(action))
        microphone_stop(app->parts.microphone);
    if (action == ACTION_TV)
        channel_leave(channel);
    else if (channel_is_shown(channel))
        channel_tell(channel, &(struct ipc_message){.type = IPC_KEY,
                                                    .key = {.action = action, .repeat = repeat, .at_us = at_us}});
    else if (action == ACTION_SERVICE)
        channel_show(channel, ACTION_NONE, at_us);
    else if (action == ACTION_PERSON)
        channel_show(channel, action, at_us);
    else if (action == ACTION_VOICE_DOWN)
        listen_on_television(app, at_us);
}

static void held(void *data, int64_t lasts_ms) {
    const struct app *app = data;
    if (channel_is_shown(app->parts.channel))
        channel_tell(app->parts.channel, &(struct ipc_message){.type = IPC_HOLD, .hold = {.lasts_ms = (int)lasts_ms}});
}

static void shot_wanted(void *data, const char *name) {
    const struct app *app = data;
    if (channel_shoot(app->parts.channel, name))
        return;
    log_warning("app", "no picture %s: nothing of ours is on screen", name);
    input_shot_done(app->parts.input, false);
}

static void script_over(void *data, bool met) {
    struct app *app = data;
    app->ended = "its key script ended it";
    app->exit_with = met ? APP_OK : APP_UNMET;
    loop_stop(app->parts.loop);
}

static void add_health(void *data, struct json_object *health) {
    const struct app *app = data;
    if (app->parts.health)
        health_write(app->parts.health, health);
}

static void end(struct app *app, const char *why) {
    app->ended = why;
    supervisor_stopping(app->supervisor);
    loop_stop(app->parts.loop);
}

/* Screen, memory and pending sends are another household's: stb-app ends, so that nothing of it stays. */
static void became_other_box(void *data) {
    log_warning("app", "device.id is another now: ending, to start as that box");
    end(data, "became another box");
}

/* --- opening */

static bool open_hotline(struct app *app) {
    const struct config *config = effective_config_operators(app->parts.config);
    struct https_identity identity = config_reload_identity(config);
    char built_in[PATH_MAX];
    snprintf(built_in, sizeof built_in, "%s/catalog.json", app->options.data_dir);
    app->parts.hotline = hotline_create(&(struct hotline_setup){
        .loop = app->parts.loop,
        .identity = &identity,
        .endpoints = (const char *const *)config->endpoints.word,
        .state_dir = app->options.state_dir,
        .built_in_catalog = built_in,
        .heartbeat_s = (int)config->heartbeat_s,
        .on_status = status_came,
        .on_submitted = submitted,
        .on_restored = earlier_life_found,
        .on_link = link_changed,
        .on_clock = clock_stepped,
        .on_catalog = catalog_came,
        .on_profile = profile_came,
        .add_health = add_health,
        .on_notices = notices_changed,
        .on_options = options_came,
        .on_image = image_came,
        .data = app,
    });
    return app->parts.hotline != NULL;
}

static bool open_microphone(struct app *app) {
    app->parts.microphone = microphone_create(
        &(struct microphone_setup){.loop = app->parts.loop,
                                   .program = app->options.listen_program,
                                   .device = effective_config_operators(app->parts.config)->sound_capture,
                                   .on_change = mic_changed,
                                   .on_sound = sound_came,
                                   .data = app});
    return app->parts.microphone != NULL;
}

static bool open_hearing(struct app *app) {
    const struct config *config = effective_config_operators(app->parts.config);
    app->parts.hearing = hearing_create(&(struct hearing_setup){.loop = app->parts.loop,
                                                                .program = app->options.hear_program,
                                                                .tables = app->options.hear_tables,
                                                                .on_change = heard,
                                                                .data = app});
    hearing_use(app->parts.hearing, config->voice_model, config->voice_readings);
    return true;
}

static bool open_channel(struct app *app) {
    app->parts.briefing = briefing_create(&app->parts);
    app->parts.channel = channel_create(&(struct channel_setup){.parts = &app->parts,
                                                                .options = &app->options,
                                                                .on_open = channel_opened,
                                                                .on_ask = channel_asked,
                                                                .on_scene = scene_drawn,
                                                                .data = app});
    return app->parts.channel != NULL;
}

static bool open_input(struct app *app, enum app_exit *exit_with) {
    bool bad_script = false;
    app->parts.input = input_create(&(struct input_setup){.loop = app->parts.loop,
                                                          .keys = app->options.keys,
                                                          .on_sos = sos_key_came,
                                                          .on_action = perform,
                                                          .on_hold = held,
                                                          .on_shot = shot_wanted,
                                                          .on_quit = script_over,
                                                          .data = app},
                                    effective_config_wanted(app->parts.config), &bad_script);
    if (bad_script)
        *exit_with = APP_BAD_USAGE;
    return app->parts.input != NULL;
}

static bool open_parts(struct app *app, struct config_source *source, enum app_exit *exit_with) {
    app->reload = config_reload_create(&app->parts, source, became_other_box, app);
    state_owner_begin(app->claimed, effective_config_operators(app->parts.config)->device_id, app->state_dir);
    if (!open_hotline(app))
        return false;
    app->parts.health = health_create(&app->parts, app->claimed);
    effective_config_load(app->parts.config, app->parts.hotline);
    red_key_open(&app->parts);
    return open_hearing(app) && open_microphone(app) && open_channel(app) && open_input(app, exit_with);
}

/* --- life */

struct app *app_create(struct loop *loop, struct config_source *source, const struct app_options *options,
                       enum app_exit *exit_with) {
    int state_lock;
    *exit_with = APP_FAILED;
    if (!state_dir_claim(options->state_dir, &state_lock))
        return NULL;
    struct app *app = memory_new(1, sizeof *app);
    app->parts.loop = loop;
    app->options = *options;
    app->ended = "could not start";
    app->claimed = options->state_dir;
    app->options.state_dir = app->state_dir;
    app->state_lock = state_lock;
    app->supervisor = supervisor_create(loop);
    if (open_parts(app, source, exit_with))
        return app;
    app_destroy(app);
    return NULL;
}

static void told_to_stop(void *data, int signum) {
    log_info("app", "signal %d: ending", signum);
    end(data, signum == SIGTERM ? "told to stop (SIGTERM)" : "told to stop (SIGINT)");
}

static void before_sleep(void *data) {
    const struct app *app = data;
    briefing_catch_up(app->parts.briefing);
}

static void show_first(const struct app *app) {
    struct channel *channel = app->parts.channel;
    if (app->options.start_at_home || sos_is_open(app->parts.sos))
        channel_show(channel, ACTION_NONE, 0);
    else
        channel_start_left(channel);
    if (hotline_notice_waits(app->parts.hotline))
        channel_show_for_news(channel);
}

enum app_exit app_run(struct app *app) {
    const struct parts *parts = &app->parts;
    loop_signal_create(parts->loop, SIGTERM, told_to_stop, app);
    loop_signal_create(parts->loop, SIGINT, told_to_stop, app);
    loop_before_sleep(parts->loop, before_sleep, app);
    sos_resume(parts->sos);
    channel_choose_data(parts->channel);
    channel_keep_data(parts->channel);
    config_reload_tell_faults(app->reload);
    hotline_start(parts->hotline);
    config_reload_start(app->reload);
    line_check_start(parts->check);
    show_first(app);
    input_start(parts->input);
    health_start(app->parts.health);
    supervisor_start(app->supervisor);
    loop_run(parts->loop);
    return app->exit_with;
}

void app_destroy(struct app *app) {
    if (!app)
        return;
    struct parts *parts = &app->parts;
    struct input *input = parts->input;
    parts->input = NULL; /* the closing screen must not tell it any more */
    health_destroy(parts->health, app->ended);
    parts->health = NULL;
    channel_destroy(parts->channel);
    microphone_destroy(parts->microphone);
    hearing_destroy(parts->hearing);
    hotline_destroy(parts->hotline);
    sos_destroy(parts->sos);
    line_check_destroy(parts->check);
    input_destroy(input);
    briefing_destroy(parts->briefing);
    config_reload_destroy(app->reload);
    effective_config_destroy(parts->config);
    supervisor_destroy(app->supervisor);
    if (app->state_lock >= 0)
        close(app->state_lock);
    free(app);
}
