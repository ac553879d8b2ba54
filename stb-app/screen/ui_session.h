/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_UI_SESSION_H
#define STB_APP_SCREEN_UI_SESSION_H
/*
 * The service channel on the television: shown or not, what it is told, what it asks for. Turns the hub's calls into
 * the wire's messages and back, and writes scene lines, live television's included.
 */
#include "net/api/hotline_clock.h"
#include "net/data/step_options.h"
#include "stb-app/ipc/action.h"
#include "stb-app/ipc/request.h"
#include "stb-app/screen/ui_process.h"

struct channel;
struct config;
struct settings;
struct json_object;
struct loop;
struct channel_setup {
    struct loop *loop;
    const struct screen_process_setup *screen; /* NULL = no picture at all; its callbacks are filled in here */
    const char *scene;                         /* where scene lines go; NULL = nowhere */
    void (*on_open)(void *data);               /* it is up: tell it everything */
    void (*on_live)(void *data);               /* it has gone, live television is on */
    void (*on_changed)(void *data);            /* another screen came up */
    /* VOICE: the recording that is the answer of STEP; "" = nothing was spoken. */
    void (*on_submit)(void *data, struct request *request, const char *voice, const char *step, bool again);
    void (*on_cancel)(void *data, const char *id);
    void (*on_reply)(void *data, const char *id, const char *choice);
    void (*on_question)(void *data, const struct options_question *question); /* it gets channel_tell_options() */
    void (*on_images)(void *data, const char *const *names, size_t count);    /* on screen; gets channel_tell_image() */
    void (*on_draft)(void *data, struct json_object *message);                /* not checked yet */
    void (*on_sos)(void *data, const char *what, const char *id);             /* "press" "confirm" "cancel" */
    void (*on_tv)(void *data);
    void (*on_listen)(void *data, const char *what);        /* "begin" "enough" "drop" */
    void (*on_speaks)(void *data, bool on);                 /* it reads aloud, or is silent again */
    void (*on_set)(void *data, struct json_object *chosen); /* borrowed, unchecked */
    void (*on_test)(void *data);
    void (*on_shot)(void *data); /* the shot asked for is done, or cannot be */
    void (*on_scene)(void *data, struct json_object *scene);
    void *data;
};
struct channel *channel_create(const struct channel_setup *setup); /* NULL and a log line if it cannot */
void channel_destroy(struct channel *channel);

bool channel_is_shown(const struct channel *channel);
/* AT_US: the key that asked for it, for the log; FIRST: an action it gets once it is up, or ACTION_NONE. */
void channel_show(struct channel *channel, enum action first, int64_t at_us);
void channel_hide(struct channel *channel);

/* What it is told; nothing happens while it is not up. Objects are taken. */
/* CONFIG: with the senior's SETTINGS applied. */
void channel_tell_hello(struct channel *channel, const struct config *config, const struct settings *settings,
                        bool with_scenes);
void channel_tell_clock(struct channel *channel, const struct clock *clock);
void channel_tell_link(struct channel *channel, const char *state, int64_t heard_ago_ms);
void channel_tell(struct channel *channel, enum wire_type type, struct json_object *message);
/* {"catalog":INNER}: a line of JSON that was checked, borrowed; NULL = nothing is told. */
void channel_tell_inside(struct channel *channel, enum wire_type type, const char *inner);
void channel_tell_key(struct channel *channel, enum action action, bool repeat, int64_t at_us);
void channel_tell_hold(struct channel *channel, int64_t lasts_ms);
void channel_tell_submitted(struct channel *channel, const char *id, bool saved, const char *duplicate);
/* OPTIONS are borrowed; NULL = there are none, for PROBLEM. */
void channel_tell_options(struct channel *channel, int64_t number, struct json_object *options, int64_t age_ms,
                          const char *problem);
void channel_tell_image(struct channel *channel, const char *name, const char *path, int64_t version);
/* False when nothing of ours is on screen. */
bool channel_shoot(struct channel *channel, const char *path);

/* Live television's scene, while that is on: SOS is ipc.h's SOS, taken. */
void channel_live_scene(struct channel *channel, const char *link, struct json_object *sos, int pending);
#endif
