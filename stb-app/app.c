/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything passes here and nothing stays: a key becomes an action, an action goes to the screen; what the screen
 * answers goes to the sender; what the hotline says goes to the screen. The one exception is the SOS: it is acted on
 * here, on key-down, before anything else in this turn of the loop, and needs neither screen nor disk.
 *
 * The trap: whoever is told of a change may ask for another (a status opens the channel, which says hello, which sends
 * the requests). So the request list is only marked as changed, and sent once, just before the loop sleeps.
 */
#include "stb-app/app.h"

#include "net/catalog.h"
#include "net/events.h"
#include "net/https.h"
#include "net/line.h"
#include "net/message.h"
#include "net/orders.h"
#include "net/outbox.h"
#include "net/reconcile.h"
#include "net/request.h"
#include "net/sender.h"
#include "net/sos.h"
#include "remote/action.h"
#include "remote/filter.h"
#include "remote/keymap.h"
#include "remote/remote.h"
#include "stb-app/clock.h"
#include "stb-app/config.h"
#include "stb-app/hook.h"
#include "stb-app/json.h"
#include "stb-app/keyscript.h"
#include "stb-app/lines.h"
#include "stb-app/log.h"
#include "stb-app/loop.h"
#include "stb-app/screen_process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SAME_ORDER_WITHIN_MS = 180000, SCREEN_GUARD_MS = 400, EVENT_JSON_MAX = 256 << 10 };

struct app {
    struct loop *loop;
    struct config *config;
    struct app_options options;
    enum app_exit exit_with;
    int64_t started_ms;
    struct clock clock;

    struct keymap *keymap;
    struct filter *filter;
    struct loop_timer *repeat;
    struct remote *remote;
    struct keyscript *keys;

    struct outbox *outbox;
    struct https *urgent, *ordinary;
    struct sender *sender;
    struct events *events;
    struct line *line;
    struct catalog *catalog;
    struct reconcile *reconcile;
    struct orders *orders;
    struct sos sos;
    bool requests_changed;

    struct screen_process *screen; /* NULL: no picture at all */
    enum action when_ready;        /* a key from live television that the screen is to get once it is up */
    bool shot_pending;
    struct lines *lines;
};

/* ---- what the screen is told ---- */

static void tell_screen(struct app *app, enum wire_type type, struct json_object *message) {
    if (app->screen)
        screen_process_send(app->screen, type, message);
    else
        json_object_put(message);
}

static void tell_link(struct app *app) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "state", link_name(line_state(app->line)));
    tell_screen(app, WIRE_LINK, message);
}

static void tell_clock(struct app *app) {
    struct json_object *message = json_object_new_object();
    json_put_integer(message, "offset_ms", app->clock.offset_ms);
    json_put_truth(message, "sure", clock_is_sure(&app->clock));
    tell_screen(app, WIRE_CLOCK, message);
}

static void tell_wrapped(struct app *app, enum wire_type type, struct json_object *inner) {
    if (!inner)
        return;
    struct json_object *message = json_object_new_object();
    json_object_object_add(message, wire_type_name(type), json_object_get(inner));
    tell_screen(app, type, message);
}

static void tell_requests(struct app *app) {
    app->requests_changed = false;
    tell_screen(app, WIRE_REQUESTS, orders_for_wire(app->orders, sender_pending(app->sender)));
}

static void tell_hello(struct app *app) {
    const struct config *config = app->config;
    struct json_object *message = json_object_new_object();
    json_object_object_add(message, "text_scale", json_object_new_double(config->text_scale));
    json_put_text(message, "contrast", config->contrast ? "high" : "normal");
    json_put_integer(message, "overscan_percent", config->overscan_percent);
    json_put_truth(message, "motion", config->motion);
    json_put_text(message, "language", config_languages[config->language]);
    struct json_object *hotline = json_object_new_object();
    json_put_text(hotline, "name", config->hotline_name);
    json_put_text(hotline, "phone", config->hotline_phone);
    json_put_text(hotline, "emergency_phone", config->emergency_phone);
    json_object_object_add(message, "hotline", hotline);
    json_put_text(message, "device", config->device_id);
    json_put_truth(message, "scene", app->lines != NULL || app->keys != NULL);
    json_put_integer(message, "grace_s", config->grace_s);
    tell_screen(app, WIRE_HELLO, message);
}

static void tell_key(struct app *app, enum action action, bool repeat, int64_t at_us) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "action", action_name(action));
    json_put_truth(message, "repeat", repeat);
    json_put_integer(message, "at_us", at_us);
    tell_screen(app, WIRE_KEY, message);
}

/* ---- scene lines ---- */

static void write_scene(struct app *app, struct json_object *scene) {
    json_put_integer(scene, "at_ms", loop_now_ms() - app->started_ms);
    if (app->lines)
        lines_write(app->lines,
                    json_object_to_json_string_ext(scene, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    if (app->keys)
        keyscript_scene(app->keys, scene);
}

static bool channel_is_shown(const struct app *app) {
    return app->screen && screen_process_wanted(app->screen);
}

/* Live television is a scene too: the alarm goes on behind it, and people ask what it does. */
static void write_live_scene(struct app *app) {
    if (channel_is_shown(app) || (!app->lines && !app->keys))
        return;
    struct json_object *scene = json_object_new_object();
    json_put_integer(scene, "at_ms", 0); /* first in the line; set in write_scene() */
    json_put_text(scene, "screen", "tv");
    json_put_text(scene, "link", link_name(line_state(app->line)));
    json_object_object_add(scene, "items", json_object_new_array());
    struct json_object *sos = sos_for_wire(&app->sos, loop_now_ms());
    int64_t left_ms = json_integer(sos, "grace_left_ms", 0);
    json_put_integer(sos, "seconds_left", (left_ms + 999) / 1000);
    json_object_object_add(scene, "sos", sos);
    json_put_integer(scene, "pending", sender_pending(app->sender));
    write_scene(app, scene);
    json_object_put(scene);
}

/* ---- showing and leaving the channel ---- */

static void person_waits(struct app *app) {
    bool waits = channel_is_shown(app) || sos_is_open(&app->sos);
    events_person_waits(app->events, waits);
    line_person_waits(app->line, waits);
}

static void show_channel(struct app *app) {
    if (!app->screen || screen_process_wanted(app->screen))
        return;
    screen_process_show(app->screen);
    hook_run(app->loop, app->config->hook_show.word);
    person_waits(app);
}

static void show_live_television(struct app *app) {
    if (!channel_is_shown(app))
        return;
    app->when_ready = ACTION_NONE;
    screen_process_hide(app->screen);
    person_waits(app);
}

static void screen_opened(void *data) {
    struct app *app = data;
    tell_hello(app);
    tell_clock(app);
    tell_link(app);
    tell_wrapped(app, WIRE_CATALOG, catalog_now(app->catalog));
    tell_wrapped(app, WIRE_PROFILE, catalog_profile_now(app->catalog));
    tell_requests(app);
    tell_screen(app, WIRE_SOS, sos_for_wire(&app->sos, loop_now_ms()));
}

static void end_shot(struct app *app) {
    if (!app->shot_pending)
        return;
    app->shot_pending = false;
    keyscript_shot_done(app->keys);
}

static void screen_closed(void *data) {
    struct app *app = data;
    end_shot(app);
    if (channel_is_shown(app))
        return;
    hook_run(app->loop, app->config->hook_hide.word);
    write_live_scene(app);
}

/* ---- the SOS ---- */

static void tell_sos(struct app *app) {
    tell_screen(app, WIRE_SOS, sos_for_wire(&app->sos, loop_now_ms()));
    write_live_scene(app);
}

static void sos_pressed(struct app *app, enum request_trigger trigger) {
    int64_t now_ms = loop_now_ms();
    enum sos_deed deed = sos_press(&app->sos, now_ms);
    if (deed == SOS_BEGIN) {
        struct request request = {
            .kind = REQUEST_SOS,
            .trigger = trigger,
            .presses = 1,
            .grace_s = (int)app->config->grace_s,
        };
        sender_sos(app->sender, &request);
        sos_begin(&app->sos, &request, now_ms);
        const struct status *known = orders_status(app->orders, request.id);
        if (known)
            sos_take_status(&app->sos, known);
        log_info("sos", "pressed: incident %s", request.id);
    } else {
        sender_presses(app->sender, app->sos.id, app->sos.presses);
        if (deed == SOS_COUNT_AND_CONFIRM)
            sender_confirm(app->sender, app->sos.id);
    }
    show_channel(app);
    person_waits(app);
    tell_sos(app);
}

static void sos_from_screen(struct app *app, struct json_object *message) {
    const char *what = json_text(message, "do", "");
    const char *id = json_text(message, "id", "");
    if (strcmp(what, "press") == 0) {
        sos_pressed(app, TRIGGER_SCREEN);
    } else if (strcmp(what, "confirm") == 0 && sos_confirm(&app->sos, id, loop_now_ms())) {
        sender_confirm(app->sender, id);
        tell_sos(app);
    } else if (strcmp(what, "cancel") == 0 && sos_cancel(&app->sos, id)) {
        sender_cancel(app->sender, id);
        tell_sos(app);
    }
}

/* An SOS of ours that this life of the box did not begin: it went out before a power cut, or is in the outbox. */
static void adopt_sos(struct app *app, const struct status *status) {
    if (status->kind != REQUEST_SOS || state_is_final(status->state) || sos_is_open(&app->sos))
        return;
    struct request request = {.kind = REQUEST_SOS, .presses = 1, .created_at_ms = status->created_at_ms};
    memcpy(request.id, status->id, sizeof request.id);
    sos_restore(&app->sos, &request, status, clock_now_ms(&app->clock), loop_now_ms());
    log_info("sos", "incident %s is taken up again", status->id);
    show_channel(app);
    tell_sos(app);
}

/* ---- what the net says ---- */

static void status_came(void *data, const struct status *status) {
    struct app *app = data;
    const struct status *known = orders_take(app->orders, status);
    app->requests_changed = true;
    if (strcmp(known->id, app->sos.id) != 0) {
        adopt_sos(app, known);
        return;
    }
    if (!sos_take_status(&app->sos, known))
        return;
    log_info("sos", "incident %s is %s", known->id, request_state_name(known->state));
    if (state_is_proved(known->state) && !state_is_final(known->state))
        show_channel(app);
    tell_sos(app);
}

static void reconciled(void *data, const struct status *status) {
    struct app *app = data;
    sender_take_status(app->sender, status);
}

static void traffic_heard(void *data) {
    struct app *app = data;
    line_heard(app->line);
}

static void stream_lost(void *data, bool ours) {
    struct app *app = data;
    line_lost(app->line, ours);
}

static void link_changed(void *data, enum link link) {
    struct app *app = data;
    tell_link(app);
    write_live_scene(app);
    if (link != LINK_CONNECTED)
        return;
    sender_wake(app->sender);
    events_wake(app->events);
    reconcile_ask(app->reconcile);
}

static void clock_told(void *data, int64_t offset_ms) {
    struct app *app = data;
    if (clock_set_offset(&app->clock, offset_ms))
        tell_clock(app);
}

static void etags_told(void *data, const char *catalog, const char *profile) {
    struct app *app = data;
    catalog_compare(app->catalog, catalog, profile);
}

static void catalog_came(void *data, struct json_object *catalog) {
    tell_wrapped(data, WIRE_CATALOG, catalog);
}

static void profile_came(void *data, struct json_object *profile) {
    tell_wrapped(data, WIRE_PROFILE, profile);
}

static int count_pending(void *data) {
    struct app *app = data;
    return sender_pending(app->sender);
}

static int64_t wall_clock(void *data) {
    struct app *app = data;
    return clock_now_ms(&app->clock);
}

static void status_event(struct app *app, const char *text) {
    char why[JSON_WHY_SIZE];
    struct status status;
    struct json_object *json = json_parse(text, strlen(text), EVENT_JSON_MAX, why);
    if (json && message_to_status(json, &status, why))
        sender_take_status(app->sender, &status);
    else
        log_warning("net", "a status event is passed over: %s", why);
    json_object_put(json);
}

static void notice_event(struct app *app, const char *text) {
    char why[JSON_WHY_SIZE];
    struct json_object *notice = json_parse(text, strlen(text), EVENT_JSON_MAX, why);
    if (!notice) {
        log_warning("net", "a notice is passed over: %s", why);
        return;
    }
    show_channel(app);
    tell_wrapped(app, WIRE_NOTICE, notice);
    json_object_put(notice);
}

static void event_came(void *data, const char *event, const char *id, const char *text) {
    struct app *app = data;
    if (strcmp(event, "status") == 0)
        status_event(app, text);
    else if (strcmp(event, "notice") == 0)
        notice_event(app, text);
    else if (strcmp(event, "catalog") == 0)
        catalog_fetch(app->catalog);
    else if (strcmp(event, "profile") == 0)
        catalog_fetch_profile(app->catalog);
    else
        log_info("net", "an event \"%.32s\" that this version does not know is passed over", event);
    if (app->outbox && id[0])
        outbox_set_note(app->outbox, "last_event_id", id);
}

/* ---- what the screen says ---- */

static void answer_submit(struct app *app, const char *id, bool saved, const char *duplicate) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "id", id);
    json_put_truth(message, "saved", saved);
    json_put_text(message, "duplicate", duplicate);
    tell_screen(app, WIRE_SUBMITTED, message);
}

static void submitted(struct app *app, struct json_object *message) {
    char why[JSON_WHY_SIZE];
    struct request request;
    if (!message_to_request(message, &request, why) || request.kind == REQUEST_SOS) {
        log_error("app", "stb-ui asked for something that is no request: %s", why);
        answer_submit(app, json_text(message, "id", ""), false, "");
        return;
    }
    char same[REQUEST_ID_SIZE] = "";
    bool asked_before =
        app->outbox && !json_truth(message, "again", false) &&
        outbox_find_same(app->outbox, &request, clock_now_ms(&app->clock) - SAME_ORDER_WITHIN_MS, same) &&
        strcmp(same, request.id) != 0;
    if (asked_before) {
        answer_submit(app, request.id, false, same);
        return;
    }
    bool saved = sender_submit(app->sender, &request);
    if (saved)
        orders_add(app->orders, &request);
    tell_requests(app);
    answer_submit(app, request.id, saved, "");
}

static void screen_ready(struct app *app) {
    filter_screen_changed(app->filter, loop_now_ms());
    if (app->when_ready == ACTION_NONE)
        return;
    tell_key(app, app->when_ready, false, loop_now_us());
    app->when_ready = ACTION_NONE;
}

static void screen_said(void *data, enum wire_type type, struct json_object *message) {
    struct app *app = data;
    switch (type) {
    case WIRE_READY:
        screen_ready(app);
        break;
    case WIRE_SCREEN:
        filter_screen_changed(app->filter, loop_now_ms());
        break;
    case WIRE_SCENE:
        json_object_object_del(message, "type");
        write_scene(app, message);
        break;
    case WIRE_FRAME:
        log_debug("app", "key to frame %lld us",
                  (long long)(json_integer(message, "presented_us", 0) - json_integer(message, "key_us", 0)));
        break;
    case WIRE_SUBMIT:
        submitted(app, message);
        break;
    case WIRE_CANCEL:
        if (!sender_cancel(app->sender, json_text(message, "id", "")))
            log_error("app", "a cancel could not be stored");
        break;
    case WIRE_SOS:
        sos_from_screen(app, message);
        break;
    case WIRE_TV:
        show_live_television(app);
        break;
    case WIRE_SHOT:
        if (!json_truth(message, "ok", false))
            log_warning("app", "the picture %s could not be written", json_text(message, "path", ""));
        end_shot(app);
        break;
    default:
        log_warning("app", "stb-ui sent \"%s\", which is not its to send", wire_type_name(type));
    }
}

/* ---- keys ---- */

static void perform(struct app *app, enum action action, bool repeat, int64_t at_us) {
    if (action == ACTION_TV) {
        show_live_television(app); /* here, not in stb-ui: the way back to television works even when that hangs */
    } else if (channel_is_shown(app)) {
        tell_key(app, action, repeat, at_us);
    } else if (action == ACTION_SERVICE || action == ACTION_PERSON) {
        app->when_ready = action == ACTION_PERSON ? action : ACTION_NONE;
        show_channel(app);
    }
}

static void arm_repeat(struct app *app) {
    int64_t now_ms = loop_now_ms();
    int64_t next_ms = filter_next_ms(app->filter, now_ms);
    if (next_ms < 0)
        loop_timer_stop(app->repeat);
    else
        loop_timer_start(app->repeat, next_ms - now_ms, 0);
}

static void repeat_due(void *data) {
    struct app *app = data;
    enum action action = filter_repeat(app->filter, loop_now_ms());
    if (action != ACTION_NONE)
        perform(app, action, true, loop_now_us());
    arm_repeat(app);
}

static void key_came(void *data, unsigned code, bool down, int64_t at_us) {
    struct app *app = data;
    enum action action = keymap_action(app->keymap, code);
    if (action == ACTION_SOS) {
        if (down)
            sos_pressed(app, TRIGGER_REMOTE);
        return;
    }
    enum action meant = filter_key(app->filter, action, down, loop_now_ms());
    if (meant != ACTION_NONE)
        perform(app, meant, false, at_us);
    arm_repeat(app);
}

static void remotes_changed(void *data, int count) {
    (void)data;
    log_info("remote", "%d device%s with keys", count, count == 1 ? "" : "s");
}

/* ---- the key script ---- */

static void shot_wanted(void *data, const char *name) {
    struct app *app = data;
    char path[512];
    snprintf(path, sizeof path, "%s/%s.png", app->options.shots ? app->options.shots : ".", name);
    struct json_object *message = json_object_new_object();
    json_put_text(message, "path", path);
    app->shot_pending = true;
    if (app->screen && screen_process_send(app->screen, WIRE_SHOT, message))
        return;
    if (!app->screen)
        json_object_put(message);
    log_warning("app", "no picture %s: nothing of ours is on screen", name);
    end_shot(app);
}

static void script_ended(void *data, enum keyscript_end end) {
    struct app *app = data;
    if (end == KEYSCRIPT_ENDED)
        return;
    app->exit_with = end == KEYSCRIPT_QUIT ? APP_FINE : APP_UNMET;
    loop_stop(app->loop);
}

/* ---- life ---- */

static void before_sleep(void *data) {
    struct app *app = data;
    if (!app->requests_changed)
        return;
    tell_requests(app);
    write_live_scene(app);
}

static void told_to_stop(void *data, int signum) {
    struct app *app = data;
    log_info("app", "signal %d: ending", signum);
    loop_stop(app->loop);
}

static struct filter_setup filter_from(const struct config *config) {
    return (struct filter_setup){
        .bounce_ms = (int)config->bounce_ms,
        .ok_bounce_ms = (int)config->ok_bounce_ms,
        .repeat_delay_ms = (int)config->repeat_delay_ms,
        .repeat_per_s = (int)config->repeat_per_s,
        .screen_guard_ms = SCREEN_GUARD_MS,
    };
}

/* A keymap that cannot be read costs the operator's keys, never the SOS: the built-in ones stay. */
static void load_keymap(struct app *app) {
    char why[JSON_WHY_SIZE];
    if (app->config->keymap[0] && !keymap_load(app->keymap, app->config->keymap, why))
        log_error("remote", "%s; the keys stay as they were", why);
}

static void told_to_reload(void *data, int signum) {
    (void)signum;
    struct app *app = data;
    char why[CONFIG_WHY_SIZE];
    struct config *fresh = config_read(app->options.config_path, why);
    if (!fresh) {
        log_error("config", "%s; the settings stay as they were", why);
        return;
    }
    struct config *old = app->config;
    app->config = fresh;
    /* Who holds pointers into the old one (endpoints, device) keeps them: those words change hands. */
    struct config_words endpoints = fresh->endpoints;
    fresh->endpoints = old->endpoints;
    old->endpoints = endpoints;
    config_destroy(old);
    log_set_level((enum log_level)fresh->log_level);
    struct filter_setup filter = filter_from(fresh);
    filter_set(app->filter, &filter);
    load_keymap(app);
    tell_hello(app);
    log_info("config", "read again; a changed hotline or certificate counts from the next start");
}

static bool open_remote_side(struct app *app) {
    struct filter_setup filter = filter_from(app->config);
    app->keymap = keymap_create();
    app->filter = filter_create(&filter);
    app->repeat = loop_timer_create(app->loop, repeat_due, app);
    load_keymap(app);
    if (!app->options.keys) {
        app->remote = remote_create(app->loop, app->config->remote_devices, key_came, remotes_changed, app);
        return true;
    }
    app->keys = keyscript_create(
        &(struct keyscript_setup){
            .loop = app->loop, .on_key = key_came, .on_shot = shot_wanted, .on_end = script_ended, .data = app},
        app->options.keys);
    return app->keys != NULL;
}

static void open_net_side(struct app *app) {
    const struct config *config = app->config;
    const char *const *endpoints = (const char *const *)config->endpoints.word;
    struct https_identity identity = {
        .device_id = config->device_id,
        .ca_file = config->ca_file,
        .client_cert = config->client_cert,
        .client_key = config->client_key,
        .pins = (const char *const *)config->pins.word,
    };
    char built_in[PATH_MAX];
    snprintf(built_in, sizeof built_in, "%s/catalog.json", app->options.data_dir);
    app->outbox = outbox_open(app->options.state_dir);
    app->orders = orders_create();
    orders_load(app->orders, app->outbox);
    app->urgent = https_create(app->loop, &identity);
    app->ordinary = https_create(app->loop, &identity);
    app->sender = sender_create(&(struct sender_setup){.loop = app->loop,
                                                       .outbox = app->outbox,
                                                       .urgent = app->urgent,
                                                       .ordinary = app->ordinary,
                                                       .endpoints = endpoints,
                                                       .wall_ms = wall_clock,
                                                       .on_status = status_came,
                                                       .on_traffic = traffic_heard,
                                                       .data = app});
    app->events = events_create(&(struct events_setup){.loop = app->loop,
                                                       .https = app->ordinary,
                                                       .endpoints = endpoints,
                                                       .on_event = event_came,
                                                       .on_traffic = traffic_heard,
                                                       .on_lost = stream_lost,
                                                       .data = app});
    app->line = line_create(&(struct line_setup){.loop = app->loop,
                                                 .https = app->urgent,
                                                 .endpoints = endpoints,
                                                 .version = STB_VERSION,
                                                 .heartbeat_s = (int)config->heartbeat_s,
                                                 .pending = count_pending,
                                                 .on_link = link_changed,
                                                 .on_clock = clock_told,
                                                 .on_etags = etags_told,
                                                 .data = app});
    app->catalog = catalog_create(&(struct catalog_setup){.loop = app->loop,
                                                          .https = app->ordinary,
                                                          .outbox = app->outbox,
                                                          .endpoints = endpoints,
                                                          .built_in = built_in,
                                                          .on_catalog = catalog_came,
                                                          .on_profile = profile_came,
                                                          .data = app});
    app->reconcile = reconcile_create(&(struct reconcile_setup){
        .loop = app->loop, .https = app->ordinary, .endpoints = endpoints, .on_status = reconciled, .data = app});
}

static bool open_screen_side(struct app *app) {
    if (app->options.scene) {
        app->lines = lines_open(app->loop, app->options.scene);
        if (!app->lines)
            return false;
    }
    if (app->options.display && strcmp(app->options.display, "none") == 0)
        return true;
    app->screen = screen_process_create(&(struct screen_process_setup){.loop = app->loop,
                                                                       .program = app->options.screen_program,
                                                                       .data_dir = app->options.data_dir,
                                                                       .display = app->options.display,
                                                                       .size = app->options.size,
                                                                       .frames_fd = app->options.frames_fd,
                                                                       .on_open = screen_opened,
                                                                       .on_message = screen_said,
                                                                       .on_close = screen_closed,
                                                                       .data = app});
    return app->screen != NULL;
}

static bool make_state_dir(const char *dir) {
    if (mkdir(dir, 0700) == 0 || errno == EEXIST)
        return true;
    log_error("app", "state directory %s: %s; nothing survives a restart", dir, strerror(errno));
    return false;
}

struct app *app_create(struct loop *loop, struct config *config, const struct app_options *options,
                       enum app_exit *exit_with) {
    struct app *app = calloc(1, sizeof *app);
    if (!app)
        abort();
    app->loop = loop;
    app->config = config;
    app->options = *options;
    app->started_ms = loop_now_ms();
    log_set_level((enum log_level)config->log_level);
    make_state_dir(options->state_dir);
    bool opened = open_remote_side(app);
    *exit_with = APP_BAD_USAGE;
    if (opened) {
        open_net_side(app);
        opened = open_screen_side(app);
        *exit_with = APP_FAILED;
    }
    if (opened)
        return app;
    app_destroy(app);
    return NULL;
}

/* What an earlier life left undone, before anything new. */
static void resume(struct app *app) {
    struct request request;
    struct status status;
    if (orders_open_sos(app->orders, clock_now_ms(&app->clock), &request, &status)) {
        sos_restore(&app->sos, &request, &status, clock_now_ms(&app->clock), loop_now_ms());
        log_info("sos", "incident %s is still open", status.id);
    }
    sender_resume(app->sender);
    char *last_id = app->outbox ? outbox_note(app->outbox, "last_event_id") : NULL;
    line_start(app->line);
    events_start(app->events, last_id ? last_id : "");
    free(last_id);
}

enum app_exit app_run(struct app *app) {
    loop_on_signal(app->loop, SIGTERM, told_to_stop, app);
    loop_on_signal(app->loop, SIGINT, told_to_stop, app);
    loop_on_signal(app->loop, SIGHUP, told_to_reload, app);
    loop_before_sleep(app->loop, before_sleep, app);
    resume(app);
    if (app->options.start_at_home || sos_is_open(&app->sos))
        show_channel(app);
    else
        write_live_scene(app);
    person_waits(app);
    if (app->keys)
        keyscript_start(app->keys);
    loop_run(app->loop);
    return app->exit_with;
}

void app_destroy(struct app *app) {
    if (!app)
        return;
    struct keyscript *keys = app->keys;
    app->keys = NULL; /* the closing screen has nobody to tell any more */
    app->shot_pending = false;
    screen_process_destroy(app->screen);
    keyscript_destroy(keys);
    remote_destroy(app->remote);
    loop_timer_destroy(app->repeat);
    filter_destroy(app->filter);
    keymap_destroy(app->keymap);
    reconcile_destroy(app->reconcile);
    catalog_destroy(app->catalog);
    line_destroy(app->line);
    events_destroy(app->events);
    sender_destroy(app->sender);
    https_destroy(app->ordinary);
    https_destroy(app->urgent);
    orders_destroy(app->orders);
    outbox_close(app->outbox);
    lines_close(app->lines);
    config_destroy(app->config);
    free(app);
}
