/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_IPC_H
#define STB_APP_IPC_IPC_H
/*
 * The socket between stb-app and stb-ui: one JSON object on one line for each message, its "type" first. Both ends are
 * ours and of one version, so messages are lean; still the parent survives anything a broken child writes: a line that
 * is no JSON or of an unknown type is logged and passed over, one that is too long or a peer that writes more than its
 * budget breaks the wire, and in one turn of the loop only so much is read. Neither end ever blocks: what the socket does
 * not take is kept up to IPC_BACKLOG_MAX, then the peer counts as hung and the wire breaks.
 *
 * stb-app -> stb-ui
 *   hello     {"text_scale","contrast","overscan_percent","motion","theme","logo": the operator's files, "" = none,
 *             "language","hand","ok_hold_ms","idle_home_s","first_run","grace_s","device","key_us","voice":VOICE,
 *             "hotline":{"name","phone","emergency_phone"},"scene":bool (scene lines wanted)}
 *             first; again when the settings were read again or changed: the screens stay as they are
 *   key       {"action":"OK","repeat":bool,"at_us":monotonic}
 *   hold      {"lasts_ms": OK is down and counts in so long, if it stays down; 0 = it does not any more}
 *   ping      {"n"}
 *   link      {"state":"connected|connecting|offline","heard_ago_ms": since the hotline's last sign, -1 = none yet}
 *   clock     {"told": by the hotline,"offset_ms": its time since 1970 minus loop_now_ms(); not told: 0, and the box's
 *             own clock counts,"sure": else no time of day is known, and none is shown}
 *   catalog   {"catalog":{...}}   profile {"profile":{...}}          validated by the parent; again at each change
 *   requests  {"requests":[STATUS...],"pending":n}                   what is known of every request; at each change
 *   sos       SOS, below; {"id":""} when there is none               at start and at each change; "key_us": the moment
 *             of the key that caused it, 0 = none did (in hello too: the key that opened the channel)
 *   test      {"state"? (a request state),"since_ms"?,"good_at_ms": the last good test, since 1970; 0 = never}
 *   submitted {"id","saved":bool,"duplicate":id of the same order less than 3 min old, or ""}
 *             also when a request took a turn that the senior waits for: it is shown where that disturbs nothing
 *   notices   {"notices":[NOTICE...],"alone":bool}                   newest first; at start and at each change; alone:
 *             the channel was opened for them only, so after the last of them live television comes back
 *   options   {"n","service","step","ok","age_ms","options":[...]|"problem"}   the answer to the ui's, by its n;
 *             age_ms 0 = fresh, else what the hotline said so long ago (it cannot be asked now)
 *   drafts    {"drafts":{SERVICE:{"answers","items"}}}               carts not ordered yet; at start and at each change
 *   image     {"name","path": a file that is to be read only, "" = it is not to be had now,"version": another one =
 *             another content}                                        the answer to images, once for each name, and
 *             again when it came or changed meanwhile
 *   listen    {"state","level":0..100,"heard_ms","most_ms","id"}      the microphone; at start, at each change and ten
 *             times a second while it hears. State: "off" (this box has none) "ready" "starting" "hearing", then
 *             "heard" (the recording ID can be submitted), or why there is none: "silent" "busy" "missing" "failed"
 *   shot      {"path"}                                                write the picture that is on screen now
 *   quit      {}
 * stb-ui -> stb-app
 *   ready     {}                        the first frame is on screen
 *   pong      {"n"}
 *   screen    {"screen","at_us"}        another screen (or step) came up: the remote's OK guard starts
 *   scene     the scene line            only if wanted, after each frame
 *   frame     {"key_us","presented_us"} after each frame that a key caused
 *   submit    REQUEST + {"again":bool,"voice"?:{"id","step"}}  "again" = the senior said yes to a duplicate; voice: the
 *             recording that is this step's answer "spoken"
 *   listen    {"do":"begin|enough|drop"}  one recording; enough: it is kept, drop: nothing is
 *   speaks    {"on":bool}               the voice begins to read aloud, or is silent again
 *   cancel    {"id"}
 *   reply     {"id","choice"}           the answer to a notice; "seen" where it has no choices
 *   sos       {"do":"press|confirm|cancel","id"}
 *   options   {"n","service","step","answers":{step:option}}   what can be chosen there, after these answers
 *   draft     {"service","answers","items"}                    a cart as it is now; no items = gone
 *   images    {"names":[NAME...]}                              the catalog's pictures on screen, from the top;
 * nothing else is fetched; again when they are others set       {NAME: value...}          what the senior chose: the
 * table in settings.c test      {}                        an SOS marked as a test, the whole way tv        {} back to
 * live television shot      {"path","ok":bool}
 *
 * VOICE: {"guidance":bool,"speed":"slow|normal|quick","volume":"low|normal|loud","command":[word...],"output"}: the
 *   command writes a WAV of its last argument, which the ui adds; output is an ALSA device
 * STATUS: {"id","kind","service","status","created_at_ms","updated_at_ms","headline",
 *   "details":[{"label","value","role"? (request_role_name())}],"message","eta_minutes","retry_step"?,"can_cancel","cancel_asked","reached":{"received":ms since 1970,...},
 *   "answers":{step:option},"items":[{"id","quantity"}]}
 * SOS: {"id","state" (a request state),"since_ms": ms since the key-down,"grace_left_ms","presses","confirmed":bool,
 *   "cancel_asked":bool,"message","test":bool,"reached": as above}
 * REQUEST: {"id","kind","service","answers":{step:option},"items":[{"id","quantity"}],"trigger","expires_s"}
 * NOTICE:
 * {"id","kind","icon"?,"title","text","choices":[{"id","title","service"?,"answers"?}],"at_ms","answered":choice or ""}
 */
#include <stdbool.h>
#include <stdint.h>

struct json_object;
struct loop;
struct ipc;

enum { IPC_FD = 3, IPC_LINE_MAX = 4 << 20, IPC_BACKLOG_MAX = 8 << 20, IPC_TURN_BYTES = 16 << 10 };
/* What a limited peer may write. The most that a sane one does: scene lines of some 20 KiB, sixty a second, for a tester;
 * and a hand that is quicker than any hand. */
enum {
    IPC_BYTES_A_SECOND = 4 << 20,
    IPC_BYTES_SAVED_MAX = 8 << 20,
    IPC_WORK_A_SECOND = 300, /* a message is 1, one that orders, cancels, answers or sets something IPC_ACT_WORK */
    IPC_WORK_SAVED_MAX = 1500,
    IPC_ACT_WORK = 20,
    IPC_RUBBISH_A_SECOND = 1, /* lines that are no message */
    IPC_RUBBISH_SAVED_MAX = 20,
};

enum ipc_type {
    IPC_HELLO,
    IPC_KEY,
    IPC_HOLD,
    IPC_PING,
    IPC_PONG,
    IPC_LINK,
    IPC_CLOCK,
    IPC_CATALOG,
    IPC_PROFILE,
    IPC_REQUESTS,
    IPC_SOS,
    IPC_SUBMITTED,
    IPC_NOTICES,
    IPC_SHOT,
    IPC_QUIT,
    IPC_READY,
    IPC_SCREEN,
    IPC_SCENE,
    IPC_FRAME,
    IPC_SUBMIT,
    IPC_CANCEL,
    IPC_REPLY,
    IPC_TV,
    IPC_OPTIONS,
    IPC_DRAFT,
    IPC_DRAFTS,
    IPC_SET,
    IPC_TEST,
    IPC_IMAGES,
    IPC_IMAGE,
    IPC_LISTEN,
    IPC_SPEAKS,
    IPC_TYPES
};

/* MESSAGE is borrowed for the call. TYPE is IPC_TYPES when the peer has gone or broke the rules: the last call. */
typedef void ipc_fn(void *data, enum ipc_type type, struct json_object *message);

/* Takes the descriptor: makes it non-blocking, closes it at ipc_destroy(). */
struct ipc *ipc_create(struct loop *loop, int fd, ipc_fn *fn, void *data);
/* From now on the peer has a budget; one that writes more breaks the rules, and the wire is broken. */
void ipc_limit(struct ipc *ipc);
bool ipc_broke_rules(const struct ipc *ipc); /* why the peer has gone */
/* Takes MESSAGE (NULL = no members), adds "type", writes or keeps. False when the wire is broken. */
bool ipc_send(struct ipc *ipc, enum ipc_type type, struct json_object *message);
/* As ipc_send() for an object already written out: TEXT is a whole JSON object "{...}" without a type. */
bool ipc_send_text(struct ipc *ipc, enum ipc_type type, const char *text, int length);
void ipc_destroy(struct ipc *ipc);
const char *ipc_type_name(enum ipc_type type);
#endif
