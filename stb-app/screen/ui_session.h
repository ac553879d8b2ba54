/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_UI_SESSION_H
#define STB_APP_SCREEN_UI_SESSION_H
/*
 * The service channel on the television: shown or not, its shots, and the scene lines, live television's included. All
 * messages from and to stb-ui pass here.
 */
#include "stb-app/screen/screen_health.h"
#include "stb-app/screen/ui_process.h"

struct ui_session;
struct json_object;
struct loop;
struct ui_session_setup {
    struct loop *loop;
    const struct ui_process_setup *screen; /* NULL = no picture at all; its callbacks are filled in here */
    const char *scene;                     /* where scene lines go; NULL = nowhere */
    void (*on_open)(void *data);           /* stb-ui is up: tell it everything */
    void (*on_close)(void *data);          /* stb-ui has ended, or starts anew: nothing of it is on screen */
    void (*on_live)(void *data);           /* on_close() came, and live television is on */
    void (*on_changed)(void *data);        /* another screen came up */
    void (*on_ask)(void *data, const struct ipc_message *message); /* what the senior wants: a message of stb-ui */
    void (*on_shot)(void *data, bool ok);                          /* the shot is taken, or cannot be */
    void (*on_scene)(void *data, struct json_object *scene);       /* borrowed */
    void *data;
};
struct ui_session *ui_session_create(const struct ui_session_setup *setup); /* NULL and a log line if it cannot */
void ui_session_destroy(struct ui_session *session);

bool ui_session_is_shown(const struct ui_session *session);
/* AT_US: when the key went down, for the log; FIRST: an action for stb-ui once it is up, or ACTION_NONE. */
void ui_session_show(struct ui_session *session, enum action first, int64_t at_us);
void ui_session_hide(struct ui_session *session);

/* Passed over while stb-ui is not up. Adds key_us to a hello, and scene if the scene lines go somewhere. */
void ui_session_tell(struct ui_session *session, const struct ipc_message *message);
/* False when nothing of ours is on screen. */
bool ui_session_shoot(struct ui_session *session, const char *path);

/* Borrowed; and stb-ui's process number, 0 = there is none. */
const struct screen_health *ui_session_health(const struct ui_session *session);
pid_t ui_session_pid(const struct ui_session *session);

/* Live television's scene, while that is on. */
void ui_session_live_scene(struct ui_session *session, enum link_state link, const struct ipc_sos *sos, int pending);
#endif
