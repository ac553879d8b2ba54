/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_MODEL_H
#define STB_UI_MODEL_MODEL_H
/*
 * What stb-ui knows: all of it told by stb-app, none of it made up here. The screens read it; only
 * model_take() changes it. Times "_ms" without more are monotonic, those with "wall" are since 1970 by the hotline's
 * clock.
 */
#include "stb-app/ipc/ipc_message.h"
#include "ui/model/profile.h"
#include "ui/model/service_catalog.h"
#include "ui/model/step_options_cache.h"

enum { MODEL_REQUESTS_MAX = IPC_REQUESTS_MAX, MODEL_SHORT_SIZE = 96 };

struct model_sos {
    char id[REQUEST_ID_SIZE]; /* "" = none */
    enum request_state state;
    int64_t pressed_ms; /* the key-down */
    int64_t grace_end_ms;
    int presses;
    bool confirmed, cancel_asked, test;
    bool cancel_refused; /* the newest cancel came too late */
    char message[REQUEST_TEXT_SIZE];
    char worker[128];                /* who takes care of it, by name; "" = nobody was named */
    int64_t reached_wall_ms[STATES]; /* when this program first heard of each state, 0 = never */
};

enum model_voice_trouble { VOICE_WORKS, VOICE_NO_ENGINE, VOICE_NO_SOUND };
enum { MODEL_VOICE_WORDS_MAX = IPC_COMMAND_WORDS_MAX };
struct model_voice {
    bool on;
    int speed, volume; /* 0 slow, low; 1; 2 quick, loud */
    char command[MODEL_VOICE_WORDS_MAX][256], output[64];
    size_t word_count;                /* 0 = there is no voice */
    enum model_voice_trouble trouble; /* found out here: the one thing that the parent does not tell */
};

struct model_test {
    bool begun; /* in this life of the box */
    enum request_state state;
    int64_t started_ms;
    int64_t good_at_wall_ms; /* the last good one, 0 = never */
};

/* What was understood of what is being spoken, or was last. */
struct model_heard {
    bool done, failed, brief, quiet; /* as ipc_heard has it */
    char so_far[IPC_PHRASE_MAX + 1], text[IPC_PHRASE_MAX + 1], second[IPC_PHRASE_MAX + 1];
    double score;
};

struct model {
    int overscan_percent, grace_s;
    double text_scale;
    bool high_contrast, scene_wanted, motion, first_run;
    int ok_hold_ms; /* OK counts only when it is held so long; 0 = at once */
    int hand;       /* 0 steady, 1 calm, 2 very calm */
    int64_t idle_home_s;
    int logo_width, logo_height;  /* the shape of the operator's logo, once it can be drawn; 0 = not (yet) */
    char theme[4096], logo[4096]; /* the operator's files: over the built-in look, on home; "" = none */
    char language[16], device[REQUEST_NAME_SIZE];
    char fault[160]; /* what is wrong with the box's own files; "" = nothing */
    struct model_voice voice;
    struct {
        char name[MODEL_SHORT_SIZE], phone[REQUEST_NAME_SIZE], emergency_phone[REQUEST_NAME_SIZE];
    } hotline;
    enum link_state link;
    int64_t heard_ms; /* when the hotline was last heard; 0 = not in this life of the box */
    struct model_test test;
    bool clock_told;   /* by the hotline: it is loop_now_ms() + clock_offset_ms, else the box's own */
    bool clock_unsure; /* the time of day is not known */
    int64_t clock_offset_ms;
    struct service_catalog *catalog; /* NULL = none yet */
    struct profile profile;
    struct request_record *requests[MODEL_REQUESTS_MAX]; /* newest first, no SOS; the model's own */
    size_t request_count;
    int pending;
    struct cart_draft drafts[CART_DRAFT_MAX]; /* carts not ordered yet; an empty service = free */
    struct step_options_cache live;
    struct ipc_mic listen;
    struct model_heard heard;
    struct model_sos sos;
    struct notice *notices[NOTICE_MAX]; /* newest first; the model's own */
    size_t notice_count;
    bool alone; /* the channel was opened for the notices only */
};

void model_init(struct model *model);
void model_free(struct model *model);
/* Takes what is said of the world, and keeps MESSAGE's lists; other messages are passed over. WALL_MS: the box's clock.
 * */
void model_take(struct model *model, struct ipc_message *message, int64_t now_ms, int64_t wall_ms);

const struct cart_draft *model_draft(const struct model *model, const char *service); /* NULL = none */
/* This program's own cart, before the parent has heard of it. No items = the draft is gone. */
void model_keep_draft(struct model *model, const struct cart_draft *draft);
const struct request_record *model_record(const struct model *model, const char *id); /* NULL = not known (yet) */
const struct status *model_request(const struct model *model, const char *id);        /* NULL = not known (yet) */
bool model_listens(const struct model *model);   /* somebody can be heard at this moment, or is about to be */
size_t model_running(const struct model *model); /* requests in which something is still to come */
const struct notice *model_notice(const struct model *model, const char *id); /* NULL = not known */
bool model_sos_open(const struct model *model);
/* The whole seconds left of the grace, 0 = over or ended early. */
int model_grace_left_s(const struct model *model, int64_t now_ms);
#endif
