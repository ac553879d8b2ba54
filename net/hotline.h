/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_HOTLINE_H
#define STB_NET_HOTLINE_H
/*
 * The hotline as the hub sees it: one object for all that net/ does. It owns the outbox, both pools of connections, the
 * submitter, the event stream, the heartbeat, the content (catalog and so on), the clock and the request log.
 */
#include "net/api/hotline_clock.h"
#include "net/data/faults.h"
#include "net/data/step_options.h"
#include "net/transport/heartbeat.h"
#include "stb-app/ipc/ipc_message.h"

struct hotline;
struct https_identity;
struct json_object;
struct loop;
struct hotline_setup {
    struct loop *loop;
    const struct https_identity *identity; /* copied */
    const char *const *endpoints;          /* NULL-ended, copied; none = no hotline can be reached */
    const char *state_dir, *built_in_catalog;
    int heartbeat_s;
    void (*on_status)(void *data,
                      const struct status *status); /* news of one request; hotline_requests() has them all */
    /* What hotline_submit() took is on the disk; not STORED: the disk takes nothing, and it is sent all the same. */
    void (*on_submitted)(void *data, const char *id, bool stored);
    /* What an earlier life left was read late: settings, requests, notices and an open SOS may be there now. */
    void (*on_restored)(void *data);
    void (*on_link)(void *data);
    void (*on_clock)(void *data);
    void (*on_catalog)(void *data, const char *catalog); /* borrowed, checked, a line of JSON */
    void (*on_profile)(void *data, const char *profile);
    /* The answer to hotline_ask(): options.h. */
    void (*on_options)(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem);
    /* image_fetch.h: the file of a picture on screen, "" = not to be had now. */
    void (*on_image)(void *data, const char *name, const char *path, int64_t version);
    void (*add_health)(void *data, struct json_object *health); /* what each heartbeat says of the box; may be NULL */
    void (*on_notices)(void *data, bool news); /* NEWS: one came that asks for an answer; else one was answered */
    void *data;
};
/* What can be opened is: a box with a broken disk or certificate still has its screens and its keys. No callback comes
 * from inside. */
struct hotline *hotline_create(const struct hotline_setup *setup);
void hotline_destroy(struct hotline *hotline);
/* The operator's config was read again. What is under way ends as it began. */
void hotline_use(struct hotline *hotline, const struct https_identity *identity, const char *const *endpoints);
void hotline_start(struct hotline *hotline); /* takes up what an earlier life left, then calls the hotline */

/* submitter.h's verbs. */
void hotline_sos(struct hotline *hotline, struct request *sos);
void hotline_confirm(struct hotline *hotline, const char *id);
void hotline_presses(struct hotline *hotline, const char *id, int presses);
bool hotline_cancel(struct hotline *hotline, const char *id);
/* The same order within 3 min is not made unless AGAIN: its id is then in SAME. VOICE: what was spoken, or NULL. TAKEN
 * is followed by on_submitted(), perhaps from inside. */
enum hotline_submit_result { HOTLINE_TAKEN, HOTLINE_REFUSED, HOTLINE_SAME };
enum hotline_submit_result hotline_submit(struct hotline *hotline, struct request *request,
                                          const struct request_voice *voice, bool again, char same[REQUEST_ID_SIZE]);

/* What can be chosen in a step, for on_options(). */
void hotline_ask(struct hotline *hotline, const struct ipc_question *question);
/* The pictures on screen now, for on_image(): image_fetch.h. */
void hotline_show_images(struct hotline *hotline, const char *const *names, size_t count);
/* A cart as it is now (cart_drafts.h); a saved order ends it. False = there is no room for one more. */
bool hotline_draft(struct hotline *hotline, const struct cart_draft *draft);
struct ipc_drafts hotline_drafts(struct hotline *hotline); /* lent, as are the requests and notices */

/* The senior's answer to a notice; stored, then delivered. False = it asks for no such answer. */
bool hotline_reply(struct hotline *hotline, const char *id, const char *choice);

enum link_state hotline_link(const struct hotline *hotline);
const struct hotline_clock *hotline_clock(const struct hotline *hotline);
int hotline_pending(const struct hotline *hotline);
const char *hotline_catalog(const struct hotline *hotline); /* borrowed, a line of JSON; NULL = none */
const char *hotline_profile(const struct hotline *hotline); /* the same */
/* Newest first; returns how many. */
size_t hotline_requests(const struct hotline *hotline, struct request_record *records[IPC_REQUESTS_MAX]);
struct ipc_notices hotline_notices(const struct hotline *hotline);
bool hotline_notice_waits(const struct hotline *hotline); /* for an answer */
/* The SOS that is still open, from an earlier life of the box. */
bool hotline_open_sos(const struct hotline *hotline, struct request *request, struct status *status);
/* A test of the path that nobody waits for any more. */
void hotline_drop_test(struct hotline *hotline, const char *id);
/* When one was good last, since 1970: the heartbeat tells it. */
void hotline_tested(struct hotline *hotline, int64_t at_ms);
/* What the operator should know, with the next heartbeat, which goes at once; ERROR NULL = it is over. */
void hotline_fault(struct hotline *hotline, enum fault_kind kind, const char *error);
/* When this box's certificate ends, read again; a fault is told from 30 days before. */
void hotline_look_at_certificate(struct hotline *hotline);
/* Link, endpoint, pending, tests, deliveries, certificate, faults: members of INTO. */
void hotline_describe(const struct hotline *hotline, struct json_object *into);
/* What is wrong with the box's own files (config, certificates, keymap, data), the first of it; "" = nothing. */
const char *hotline_own_fault(const struct hotline *hotline);
/* Small things of the hub's that survive a power cut. Borrowed until the next change of that name, NULL = none. */
const char *hotline_setting(const struct hotline *hotline, const char *name);
void hotline_set_setting(struct hotline *hotline, const char *name, const char *value);
/* When the hotline was last heard, in ms before now; -1 = never in this life of the box. */
int64_t hotline_heard_ago_ms(const struct hotline *hotline);
/* A person looks at the channel or waits for help: what is spread over a minute otherwise is done within seconds. */
void hotline_person_waits(struct hotline *hotline, bool waits);
#endif
