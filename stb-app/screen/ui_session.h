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

struct ui_session;
struct config;
struct user_settings;
struct json_object;
struct loop;
struct ui_session_setup {
    struct loop *loop;
    const struct ui_process_setup *screen; /* NULL = no picture at all; its callbacks are filled in here */
    const char *scene;                     /* where scene lines go; NULL = nowhere */
    void (*on_open)(void *data);           /* it is up: tell it everything */
    void (*on_live)(void *data);           /* it has gone, live television is on */
    void (*on_changed)(void *data);        /* another screen came up */
    /* VOICE: the recording that is the answer of STEP; "" = nothing was spoken. */
    void (*on_submit)(void *data, struct request *request, const char *voice, const char *step, bool again);
    void (*on_cancel)(void *data, const char *id);
    void (*on_reply)(void *data, const char *id, const char *choice);
    void (*on_question)(void *data,
                        const struct step_options_question *question);     /* it gets ui_session_tell_options() */
    void (*on_images)(void *data, const char *const *names, size_t count); /* on screen; gets ui_session_tell_image() */
    void (*on_draft)(void *data, struct json_object *message);             /* not checked yet */
    void (*on_sos)(void *data, const char *what, const char *id);          /* "press" "confirm" "cancel" */
    void (*on_tv)(void *data);
    void (*on_listen)(void *data, const char *what);        /* "begin" "enough" "drop" */
    void (*on_speaks)(void *data, bool on);                 /* it reads aloud, or is silent again */
    void (*on_set)(void *data, struct json_object *chosen); /* borrowed, unchecked */
    void (*on_test)(void *data);
    void (*on_shot)(void *data); /* the shot asked for is done, or cannot be */
    void (*on_scene)(void *data, struct json_object *scene);
    void *data;
};
struct ui_session *ui_session_create(const struct ui_session_setup *setup); /* NULL and a log line if it cannot */
void ui_session_destroy(struct ui_session *session);

bool ui_session_is_shown(const struct ui_session *session);
/* AT_US: the key that asked for it, for the log; FIRST: an action it gets once it is up, or ACTION_NONE. */
void ui_session_show(struct ui_session *session, enum action first, int64_t at_us);
void ui_session_hide(struct ui_session *session);

/* What it is told; nothing happens while it is not up. Objects are taken. */
/* CONFIG: with the senior's SETTINGS applied. FAULT: what is wrong with the box's own files; "" = nothing. */
void ui_session_tell_hello(struct ui_session *session, const struct config *config,
                           const struct user_settings *settings, const char *fault, bool with_scenes);
void ui_session_tell_clock(struct ui_session *session, const struct hotline_clock *clock);
void ui_session_tell_link(struct ui_session *session, const char *state, int64_t heard_ago_ms);
void ui_session_tell(struct ui_session *session, enum ipc_type type, struct json_object *message);
/* {"catalog":INNER}: a line of JSON that was checked, borrowed; NULL = nothing is told. */
void ui_session_tell_inside(struct ui_session *session, enum ipc_type type, const char *inner);
void ui_session_tell_key(struct ui_session *session, enum action action, bool repeat, int64_t at_us);
void ui_session_tell_hold(struct ui_session *session, int64_t lasts_ms);
void ui_session_tell_submitted(struct ui_session *session, const char *id, bool saved, const char *duplicate);
/* OPTIONS are borrowed; NULL = there are none, for PROBLEM. */
void ui_session_tell_options(struct ui_session *session, int64_t number, struct json_object *options, int64_t age_ms,
                             const char *problem);
void ui_session_tell_image(struct ui_session *session, const char *name, const char *path, int64_t version);
/* False when nothing of ours is on screen. */
bool ui_session_shoot(struct ui_session *session, const char *path);

/* Live television's scene, while that is on: SOS is ipc.h's SOS, taken. */
void ui_session_live_scene(struct ui_session *session, const char *link, struct json_object *sos, int pending);
#endif
