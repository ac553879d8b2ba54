/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything passes here and nothing stays: a key becomes an action, an action goes to the channel; what the channel
 * asks for goes to the hotline; what the hotline says goes to the channel. The one exception is the SOS: it goes to
 * the alarm on key-down, before anything else in this turn of the loop, and needs neither screen nor disk.
 *
 * The trap: whoever is told of a change may cause another (a status opens the channel, which says hello and is told the
 * requests). So the request list is only marked as changed, and sent once, just before the loop sleeps.
 */
#include "stb-app/app.h"

#include "net/hotline.h"
#include "net/transport/https.h"
#include "remote/mic/microphone.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/supervisor.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_hello.h"
#include "stb-app/config/config_source.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/config/speech_config.h"
#include "stb-app/config/timezone.h"
#include "stb-app/config/user_settings.h"
#include "stb-app/data_dir.h"
#include "stb-app/input/input.h"
#include "stb-app/screen/ui_session.h"
#include "stb-app/sos/line_check.h"
#include "stb-app/sos/sos.h"
#include "stb-app/state_dir.h"
#include "stb-app/tv/status_popup.h"
#include "stb-app/tv/tv_hooks.h"
#include "stb-app/tv/tv_mute.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOOK_AGAIN_MS = 3000 };

struct app {
    struct loop *loop;
    struct supervisor *supervisor;
    struct config_source *source;
    struct effective_config *effective;
    struct loop_timer *look_again; /* at a config that was refused */
    struct app_options options;
    char data_dir[PATH_MAX]; /* the one in use */
    int state_lock;          /* held while we live; -1 = the state directory cannot be used */
    enum app_exit exit_with;
    struct input *input;
    struct hotline *hotline;
    struct ui_session *session;
    struct sos *sos;
    struct line_check *check;
    struct microphone *microphone;
    struct tv_hooks *hooks;
    struct tv_mute *mute;
    bool requests_changed;
    int told_pending;
    bool shown_for_news; /* the channel was opened by a notice or a request's turn, not by the senior */
    bool channel_open;   /* it is up and was told everything */
    struct status_popup popup;
    char news_id[REQUEST_ID_SIZE]; /* to be shown once the channel is up, "" = none */
};

/* ---- showing and leaving the channel ---- */

static void write_live_scene(struct app *app) {
    struct ipc_sos sos = sos_now(app->sos);
    ui_session_live_scene(app->session, hotline_link(app->hotline), &sos, hotline_pending(app->hotline));
}

static void count_who_waits(struct app *app) {
    hotline_person_waits(app->hotline, ui_session_is_shown(app->session) || sos_is_open(app->sos));
}

/* Before each start of stb-ui: an update may have taken its files away. */
static void choose_data(struct app *app) {
    char fault[DATA_DIR_FAULT_SIZE];
    bool ok = data_dir_choose(app->options.data_dir, app->options.state_dir, app->data_dir, fault);
    if (!ok)
        log_error("app", "%s; data files are taken from %s", fault, app->data_dir);
    hotline_fault(app->hotline, FAULT_DATA, ok ? NULL : fault);
}

static void show_channel(struct app *app, enum action first, int64_t at_us) {
    if (ui_session_is_shown(app->session))
        return;
    choose_data(app);
    ui_session_show(app->session, first, at_us);
    if (ui_session_is_shown(app->session))
        tv_hooks_want(app->hooks, TV_HOOK_CHANNEL, true, effective_config_operators(app->effective)->hook_show.word);
    count_who_waits(app);
}

static void show_live_television(void *data) {
    struct app *app = data;
    ui_session_hide(app->session);
    microphone_drop(app->microphone);
    tv_mute_over(app->mute);
    app->channel_open = false;
    app->shown_for_news = false;
    count_who_waits(app);
}

/* ---- what the channel is told ---- */

static void tell(struct app *app, const struct ipc_message *message) {
    ui_session_tell(app->session, message);
}

static void tell_clock(void *data) {
    struct app *app = data;
    const struct hotline_clock *clock = hotline_clock(app->hotline);
    tell(app, &(struct ipc_message){
                  .type = IPC_CLOCK,
                  .clock = {.told = clock->told, .offset_ms = clock->offset_ms, .sure = hotline_clock_is_sure(clock)}});
}

static void tell_requests(struct app *app) {
    app->requests_changed = false;
    app->told_pending = hotline_pending(app->hotline);
    struct request_record *records[IPC_REQUESTS_MAX];
    size_t count = hotline_requests(app->hotline, records);
    tell(app, &(struct ipc_message){.type = IPC_REQUESTS,
                                    .requests = {.list = records, .count = count, .pending = app->told_pending}});
}

/* KEY_US: the moment of the key that caused it, 0 = none did. */
static void tell_sos(struct app *app, int64_t key_us) {
    struct ipc_message message = {.type = IPC_SOS, .sos = sos_now(app->sos)};
    message.sos.key_us = key_us;
    tell(app, &message);
    write_live_scene(app);
}

static void tell_notices(struct app *app) {
    struct ipc_message message = {.type = IPC_NOTICES, .notices = hotline_notices(app->hotline)};
    message.notices.alone = app->shown_for_news;
    tell(app, &message);
}

static void show_for_news(struct app *app) {
    if (ui_session_is_shown(app->session))
        return;
    app->shown_for_news = true; /* before it opens: it is told then */
    show_channel(app, ACTION_NONE, 0);
}

static void tell_drafts(struct app *app) {
    tell(app, &(struct ipc_message){.type = IPC_DRAFTS, .drafts = hotline_drafts(app->hotline)});
}

static void tell_submitted(struct app *app, const char *id, bool saved, const char *duplicate) {
    tell(app,
         &(struct ipc_message){.type = IPC_SUBMITTED, .submitted = {.id = id, .saved = saved, .duplicate = duplicate}});
}

static void tell_news(struct app *app) {
    if (app->news_id[0])
        tell_submitted(app, app->news_id, true, "");
    app->news_id[0] = 0;
}

static void tell_hello(struct app *app) {
    const struct config *config = effective_config_wanted(app->effective);
    struct speech_config speech;
    struct ipc_message message = {.type = IPC_HELLO};
    config_hello(config, &message.hello);
    speech_config_fill(&speech, config, &message.hello.voice);
    message.hello.hand = user_settings_hand(effective_config_settings(app->effective));
    message.hello.fault = hotline_own_fault(app->hotline);
    message.hello.scene = input_wants_scenes(app->input);
    tell(app, &message);
}

static void tell_link(struct app *app) {
    tell(app, &(struct ipc_message){
                  .type = IPC_LINK,
                  .link = {.state = hotline_link(app->hotline), .heard_ago_ms = hotline_heard_ago_ms(app->hotline)}});
}

static void tell_line_check(void *data) {
    struct app *app = data;
    tell(app, &(struct ipc_message){.type = IPC_LINE_CHECK, .line_check = line_check_now(app->check)});
}

static void tell_mic(void *data) {
    struct app *app = data;
    tell(app, &(struct ipc_message){.type = IPC_MIC, .mic = microphone_now(app->microphone)});
    tv_mute_because(app->mute, TV_MUTE_LISTENING, microphone_listens(app->microphone));
}

/* CATALOG and PROFILE: a line of JSON that was checked; NULL = there is none. */
static void tell_catalog(void *data, const char *catalog) {
    if (catalog)
        tell(data, &(struct ipc_message){.type = IPC_CATALOG, .catalog = {.text = catalog}});
}

static void tell_profile(void *data, const char *profile) {
    if (profile)
        tell(data, &(struct ipc_message){.type = IPC_PROFILE, .profile = {.text = profile}});
}

static void look_for_microphone(struct app *app) {
    microphone_use(app->microphone, effective_config_operators(app->effective)->sound_capture);
    tell_mic(app);
}

/* Who has gone back to live television during an alarm wants to hear it. */
static void hush_for_alarm(struct app *app) {
    tv_mute_because(app->mute, TV_MUTE_ALARM, app->channel_open && sos_is_open(app->sos));
}

static void television_sound(void *data, bool silent) {
    struct app *app = data;
    const struct config *config = effective_config_operators(app->effective);
    tv_hooks_want(app->hooks, TV_HOOK_SILENCE, silent, silent ? config->hook_mute.word : config->hook_unmute.word);
}

static void channel_opened(void *data) {
    struct app *app = data;
    tell_hello(app);
    microphone_drop(app->microphone); /* what was said to a screen that has gone was not confirmed */
    look_for_microphone(app);
    tell_clock(app);
    tell_link(app);
    tell_line_check(app);
    tell_catalog(app, hotline_catalog(app->hotline));
    tell_profile(app, hotline_profile(app->hotline));
    tell_requests(app);
    tell_notices(app);
    tell_drafts(app);
    tell_news(app);
    tell(app, &(struct ipc_message){.type = IPC_SOS, .sos = sos_now(app->sos)}); /* the last: now it can draw */
    app->channel_open = true;
    hush_for_alarm(app);
}

/* Whoever was told of it has gone. */
static void channel_closed(void *data) {
    struct app *app = data;
    tv_mute_because(app->mute, TV_MUTE_SPEAKING, false);
    hotline_show_images(app->hotline, NULL, 0);
}

static void live_television_is_on(void *data) {
    struct app *app = data;
    tv_hooks_want(app->hooks, TV_HOOK_CHANNEL, false, effective_config_operators(app->effective)->hook_hide.word);
    write_live_scene(app);
}

static void screen_changed(void *data) {
    struct app *app = data;
    input_screen_changed(app->input);
}

/* ---- the SOS, and the test of its way ---- */

static void sos_pressed(struct app *app, enum request_trigger trigger, int64_t at_us) {
    sos_press(app->sos, trigger, effective_config_operators(app->effective)->grace_s, at_us);
    microphone_stop(app->microphone);
}

static void sos_key_came(void *data, int64_t at_us) {
    sos_pressed(data, TRIGGER_REMOTE, at_us);
}

static void sos_to_be_seen(void *data, int64_t at_us) {
    show_channel(data, ACTION_NONE, at_us);
}

static void sos_changed(void *data, int64_t at_us) {
    struct app *app = data;
    count_who_waits(app);
    if (app->input)
        input_urgent(app->input, sos_is_open(app->sos));
    tell_sos(app, at_us);
    hush_for_alarm(app);
}

static bool sos_is_open_now(void *data) {
    const struct app *app = data;
    return sos_is_open(app->sos);
}

/* ---- what the hotline says ---- */

/* At live television it is shown; in the channel the screens know best when. */
static void request_turned(struct app *app, const struct status *status) {
    memcpy(app->news_id, status->id, sizeof app->news_id);
    show_for_news(app);
    if (!app->channel_open)
        return; /* told when it is up */
    tell_requests(app);
    tell_news(app);
}

static void status_came(void *data, const struct status *status) {
    struct app *app = data;
    app->requests_changed = true;
    line_check_take_status(app->check, status);
    if (status_popup_take(&app->popup, status, hotline_clock_now_ms(hotline_clock(app->hotline))))
        request_turned(app, status);
    sos_take_status(app->sos, status);
}

static void link_changed(void *data) {
    struct app *app = data;
    tell_link(app);
    write_live_scene(app);
}

/* A new one opens the channel; one that was answered elsewhere or could not be only tells it. */
static void notices_changed(void *data, bool popup) {
    struct app *app = data;
    if (popup)
        show_for_news(app);
    tell_notices(app);
}

/* The answers to what the channel asked for. */
static void options_came(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem) {
    tell(data, &(struct ipc_message){.type = IPC_OPTIONS,
                                     .options = {.number = number,
                                                 .ok = options != NULL,
                                                 .age_ms = age_ms,
                                                 .options = {.json = options},
                                                 .problem = problem}});
}

static void image_came(void *data, const char *name, const char *path, int64_t version) {
    tell(data, &(struct ipc_message){.type = IPC_IMAGE, .image = {.name = name, .path = path, .version = version}});
}

/* ---- what the channel asks for: a function for each message, and their table ---- */

static enum hotline_submit_result submit(struct app *app, struct request *request, const struct ipc_submit *asked,
                                         char same[REQUEST_ID_SIZE]) {
    struct request_voice voice = {.step = ""};
    if (!asked->spoken.id[0])
        return hotline_submit(app->hotline, request, NULL, asked->again, same);
    memcpy(voice.step, asked->spoken.step, sizeof voice.step);
    voice.sound = microphone_sound(app->microphone, asked->spoken.id, &voice.length);
    enum hotline_submit_result taken =
        voice.sound ? hotline_submit(app->hotline, request, &voice, asked->again, same) : HOTLINE_NOT_SAVED;
    if (taken == HOTLINE_SAVED)
        microphone_drop(app->microphone);
    return taken;
}

static void asks_submit(struct app *app, const struct ipc_message *message) {
    char same[REQUEST_ID_SIZE] = "";
    struct request request = message->submit.request;
    enum hotline_submit_result taken = submit(app, &request, &message->submit, same);
    tell_requests(app);
    tell_submitted(app, request.id, taken == HOTLINE_SAVED, same);
    if (taken == HOTLINE_SAVED)
        tell_drafts(app);
}

static void asks_cancel(struct app *app, const struct ipc_message *message) {
    if (!hotline_cancel(app->hotline, message->cancel.id))
        log_error("app", "a cancel could not be stored");
    tell_requests(app);
}

static void asks_reply(struct app *app, const struct ipc_message *message) {
    if (!hotline_reply(app->hotline, message->reply.id, message->reply.choice))
        log_error("app", "a reply to a notice could not be stored");
}

static void asks_sos(struct app *app, const struct ipc_message *message) {
    const struct ipc_sos_ask *ask = &message->sos_do;
    if (ask->what == IPC_SOS_PRESS)
        sos_pressed(app, TRIGGER_SCREEN, loop_now_us());
    else if (ask->what == IPC_SOS_CONFIRM)
        sos_confirm(app->sos, ask->id);
    else
        sos_cancel(app->sos, ask->id);
}

static void asks_question(struct app *app, const struct ipc_message *message) {
    hotline_ask(app->hotline, &message->question);
}

static void asks_draft(struct app *app, const struct ipc_message *message) {
    if (!hotline_draft(app->hotline, &message->draft))
        log_error("app", "a cart is not kept: there are %d already", CART_DRAFT_MAX);
}

static void asks_images(struct app *app, const struct ipc_message *message) {
    hotline_show_images(app->hotline, message->images.names, message->images.count);
}

static void asks_listen(struct app *app, const struct ipc_message *message) {
    static void (*const deeds[])(struct microphone *) = {
        [IPC_LISTEN_BEGIN] = microphone_listen,
        [IPC_LISTEN_ENOUGH] = microphone_enough,
        [IPC_LISTEN_DROP] = microphone_drop,
    };
    deeds[message->listen.what](app->microphone);
}

static void asks_silence(struct app *app, const struct ipc_message *message) {
    tv_mute_because(app->mute, TV_MUTE_SPEAKING, message->speaks.on && ui_session_is_shown(app->session));
}

static void asks_set(struct app *app, const struct ipc_message *message) {
    if (!effective_config_set(app->effective, &message->set))
        return;
    input_timing(app->input, effective_config_wanted(app->effective));
    tell_hello(app); /* seen at once, then kept */
    effective_config_keep(app->effective, app->hotline);
}

/* A red key pressed meanwhile is a real call, so none is begun beside one. */
static void asks_line_check(struct app *app, const struct ipc_message *message) {
    (void)message;
    if (!sos_is_open(app->sos) && line_check_begin(app->check))
        tell_line_check(app);
}

static void asks_television(struct app *app, const struct ipc_message *message) {
    (void)message;
    show_live_television(app);
}

static void asked(void *data, const struct ipc_message *message) {
    static void (*const takers[IPC_TYPES])(struct app *, const struct ipc_message *) = {
        [IPC_SUBMIT] = asks_submit, [IPC_CANCEL] = asks_cancel,         [IPC_REPLY] = asks_reply,
        [IPC_SOS_DO] = asks_sos,    [IPC_QUESTION] = asks_question,     [IPC_DRAFT] = asks_draft,
        [IPC_IMAGES] = asks_images, [IPC_LISTEN] = asks_listen,         [IPC_SPEAKS] = asks_silence,
        [IPC_SET] = asks_set,       [IPC_CHECK_LINE] = asks_line_check, [IPC_TV] = asks_television,
    };
    if (takers[message->type])
        takers[message->type](data, message);
}

/* ---- keys ---- */

static bool leads_away(enum action action) {
    return action == ACTION_BACK || action == ACTION_SERVICE || action == ACTION_PERSON || action == ACTION_TV;
}

static void perform(void *data, enum action action, bool repeat, int64_t at_us) {
    struct app *app = data;
    if (leads_away(action)) /* here too: nobody is listened to because a screen is slow */
        microphone_stop(app->microphone);
    if (action == ACTION_TV)
        show_live_television(app); /* here, not in stb-ui: the way back to television works even when that hangs */
    else if (ui_session_is_shown(app->session))
        tell(app, &(struct ipc_message){.type = IPC_KEY, .key = {.action = action, .repeat = repeat, .at_us = at_us}});
    else if (action == ACTION_SERVICE)
        show_channel(app, ACTION_NONE, at_us);
    else if (action == ACTION_PERSON)
        show_channel(app, action, at_us);
}

static void held(void *data, int64_t lasts_ms) {
    struct app *app = data;
    if (ui_session_is_shown(app->session))
        tell(app, &(struct ipc_message){.type = IPC_HOLD, .hold = {.lasts_ms = (int)lasts_ms}});
}

static void scene_drawn(void *data, struct json_object *scene) {
    struct app *app = data;
    if (app->input)
        input_scene(app->input, scene);
}

static void shot_done(void *data) {
    struct app *app = data;
    input_shot_done(app->input);
}

static void shot_wanted(void *data, const char *name) {
    struct app *app = data;
    char path[512];
    snprintf(path, sizeof path, "%s/%s.png", app->options.shots ? app->options.shots : ".", name);
    if (ui_session_shoot(app->session, path))
        return;
    log_warning("app", "no picture %s: nothing of ours is on screen", name);
    input_shot_done(app->input);
}

static void script_over(void *data, bool met) {
    struct app *app = data;
    app->exit_with = met ? APP_OK : APP_UNMET;
    loop_stop(app->loop);
}

/* ---- life ---- */

static void before_sleep(void *data) {
    struct app *app = data;
    if (!app->requests_changed && app->told_pending == hotline_pending(app->hotline)) /* a reply has no status */
        return;
    tell_requests(app);
    write_live_scene(app);
}

static void told_to_stop(void *data, int signum) {
    struct app *app = data;
    log_info("app", "signal %d: ending", signum);
    supervisor_stopping(app->supervisor);
    loop_stop(app->loop);
}

static struct https_identity identity_of(const struct config *config) {
    return (struct https_identity){
        .device_id = config->device_id,
        .ca_file = config->ca_file,
        .client_cert = config->client_cert,
        .client_key = config->client_key,
        .pins = (const char *const *)config->pins.word,
    };
}

/* CONFIG has no fault: it holds from now on, and is what the next start falls back on. */
static void adopt(struct app *app, struct config *config) {
    struct https_identity identity = identity_of(config);
    effective_config_replace(app->effective, config);
    config_source_keep(app->source, config);
    log_set_level((enum log_level)config->log_level);
    timezone_apply(config->timezone);
    hotline_use(app->hotline, &identity, (const char *const *)config->endpoints.word);
    input_settings(app->input, effective_config_wanted(app->effective));
    hotline_fault(app->hotline, FAULT_KEYMAP, input_keymap_fault(app->input));
    look_for_microphone(app);
    tell_hello(app);
    log_info("config", "read again; the remotes' devices and the heartbeat's pace count from the next start");
}

static void read_config_again(struct app *app) {
    struct config *config = config_source_again(app->source);
    hotline_fault(app->hotline, FAULT_CONFIG, config_source_refused(app->source));
    if (config)
        adopt(app, config);
}

static void told_to_reload(void *data, int signum) {
    (void)signum;
    read_config_again(data);
}

/* Nobody sends SIGHUP for a file system that is mounted late, nor after each try to mend a config. */
static void look_again_due(void *data) {
    struct app *app = data;
    if (config_source_changed(app->source))
        read_config_again(app);
}

static void open_config(struct app *app) {
    struct config *config = config_source_first(app->source);
    timezone_apply(config->timezone);
    app->effective = effective_config_create(config);
    app->look_again = loop_timer_create(app->loop, look_again_due, app);
    log_set_level((enum log_level)config->log_level);
}

static bool open_hand(struct app *app, enum app_exit *exit_with) {
    bool bad_script = false;
    app->input = input_create(&(struct input_setup){.loop = app->loop,
                                                    .keys = app->options.keys,
                                                    .on_sos = sos_key_came,
                                                    .on_action = perform,
                                                    .on_hold = held,
                                                    .on_shot = shot_wanted,
                                                    .on_quit = script_over,
                                                    .data = app},
                              effective_config_wanted(app->effective), &bad_script);
    if (bad_script)
        *exit_with = APP_BAD_USAGE;
    return app->input != NULL;
}

static bool open_hotline(struct app *app) {
    const struct config *config = effective_config_operators(app->effective);
    struct https_identity identity = identity_of(config);
    char built_in[PATH_MAX];
    snprintf(built_in, sizeof built_in, "%s/catalog.json", app->options.data_dir);
    app->hotline = hotline_create(&(struct hotline_setup){
        .loop = app->loop,
        .identity = &identity,
        .endpoints = (const char *const *)config->endpoints.word,
        .state_dir = app->options.state_dir,
        .built_in_catalog = built_in,
        .heartbeat_s = (int)config->heartbeat_s,
        .on_status = status_came,
        .on_link = link_changed,
        .on_clock = tell_clock,
        .on_catalog = tell_catalog,
        .on_profile = tell_profile,
        .on_notices = notices_changed,
        .on_options = options_came,
        .on_image = image_came,
        .data = app,
    });
    return app->hotline != NULL;
}

static bool open_alarm(struct app *app) {
    effective_config_load(app->effective, app->hotline);
    app->check = line_check_create(&(struct line_check_setup){
        .loop = app->loop,
        .hotline = app->hotline,
        .every_h = effective_config_operators(app->effective)->test_every_h,
        .sos_incident_is_open = sos_is_open_now,
        .on_changed = tell_line_check,
        .data = app,
    });
    app->sos = sos_create(&(struct sos_setup){
        .hotline = app->hotline, .on_show = sos_to_be_seen, .on_changed = sos_changed, .data = app});
    return app->check && app->sos;
}

static bool open_microphone(struct app *app) {
    app->microphone = microphone_create(
        &(struct microphone_setup){.loop = app->loop,
                                   .program = app->options.listen_program,
                                   .device = effective_config_operators(app->effective)->sound_capture,
                                   .on_change = tell_mic,
                                   .data = app});
    return app->microphone != NULL;
}

static bool open_channel(struct app *app) {
    struct ui_process_setup screen = {
        .loop = app->loop,
        .program = app->options.screen_program,
        .data_dir = app->data_dir,
        .display = app->options.display,
        .size = app->options.size,
        .frames_fd = app->options.frames_fd,
    };
    bool none = app->options.display && strcmp(app->options.display, "none") == 0;
    app->session = ui_session_create(&(struct ui_session_setup){
        .loop = app->loop,
        .screen = none ? NULL : &screen,
        .scene = app->options.scene,
        .on_open = channel_opened,
        .on_close = channel_closed,
        .on_live = live_television_is_on,
        .on_changed = screen_changed,
        .on_ask = asked,
        .on_shot = shot_done,
        .on_scene = scene_drawn,
        .data = app,
    });
    return app->session != NULL;
}

struct app *app_create(struct loop *loop, struct config_source *source, const struct app_options *options,
                       enum app_exit *exit_with) {
    int state_lock;
    *exit_with = APP_FAILED;
    if (!state_dir_claim(options->state_dir, &state_lock))
        return NULL;
    struct app *app = memory_new(1, sizeof *app);
    app->loop = loop;
    app->supervisor = supervisor_create(loop);
    app->source = source;
    app->options = *options;
    app->state_lock = state_lock;
    open_config(app);
    app->hooks = tv_hooks_create(loop);
    app->mute = tv_mute_create(loop, television_sound, app);
    if (!app->hooks || !app->mute)
        abort();
    if (open_hotline(app) && open_alarm(app) && open_microphone(app) && open_channel(app) && open_hand(app, exit_with))
        return app;
    app_destroy(app);
    return NULL;
}

enum app_exit app_run(struct app *app) {
    loop_signal_create(app->loop, SIGTERM, told_to_stop, app);
    loop_signal_create(app->loop, SIGINT, told_to_stop, app);
    loop_signal_create(app->loop, SIGHUP, told_to_reload, app);
    loop_before_sleep(app->loop, before_sleep, app);
    sos_resume(app->sos);
    choose_data(app);
    if (strcmp(app->data_dir, app->options.data_dir) == 0)
        data_dir_keep(app->loop, app->options.data_dir, app->options.state_dir);
    hotline_fault(app->hotline, FAULT_KEYMAP, input_keymap_fault(app->input));
    hotline_fault(app->hotline, FAULT_CONFIG, config_source_refused(app->source)); /* the first heartbeat tells it */
    hotline_start(app->hotline);
    config_source_keep(app->source, effective_config_operators(app->effective));
    loop_timer_start(app->look_again, LOOK_AGAIN_MS, LOOK_AGAIN_MS);
    line_check_start(app->check);
    if (app->options.start_at_home || sos_is_open(app->sos))
        show_channel(app, ACTION_NONE, 0);
    else
        live_television_is_on(app); /* an earlier life may have died while the channel was shown */
    if (hotline_notice_waits(app->hotline))
        show_for_news(app);
    input_start(app->input);
    supervisor_start(app->supervisor);
    loop_run(app->loop);
    return app->exit_with;
}

void app_destroy(struct app *app) {
    if (!app)
        return;
    struct input *input = app->input;
    app->input = NULL; /* the closing screen has nobody to tell any more */
    ui_session_destroy(app->session);
    microphone_destroy(app->microphone);
    hotline_destroy(app->hotline);
    sos_destroy(app->sos);
    line_check_destroy(app->check);
    input_destroy(input);
    tv_mute_over(app->mute);
    tv_mute_destroy(app->mute);
    tv_hooks_destroy(app->hooks);
    loop_timer_destroy(app->look_again);
    effective_config_destroy(app->effective);
    supervisor_destroy(app->supervisor);
    if (app->state_lock >= 0)
        close(app->state_lock);
    free(app);
}
