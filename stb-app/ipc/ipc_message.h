/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_IPC_MESSAGE_H
#define STB_APP_IPC_IPC_MESSAGE_H
/*
 * What stb-app and stb-ui say to each other: a struct for each message, and one line of JSON on the socket. The tables
 * in ipc_message.c hold names, types and bounds; docs/ipc.md says who sends what, when and in which unit, and how a new
 * message is added.
 *
 * A sender lends what its struct points to. What was decoded belongs to the message, texts included, until
 * ipc_message_free(); a receiver may keep a list by taking its pointer out and setting it to NULL, its count to 0.
 */
#include "stb-app/ipc/action.h"
#include "stb-app/ipc/cart_draft.h"
#include "stb-app/ipc/ipc_fields.h"
#include "stb-app/ipc/link_state.h"
#include "stb-app/ipc/mic_state.h"
#include "stb-app/ipc/notice.h"
#include "stb-app/ipc/request.h"

enum ipc_type {
    /* stb-app to stb-ui */
    IPC_HELLO,
    IPC_KEY,
    IPC_HOLD,
    IPC_PING,
    IPC_LINK,
    IPC_CLOCK,
    IPC_CATALOG,
    IPC_PROFILE,
    IPC_REQUESTS,
    IPC_SOS,
    IPC_LINE_CHECK,
    IPC_SUBMITTED,
    IPC_NOTICES,
    IPC_OPTIONS,
    IPC_DRAFTS,
    IPC_IMAGE,
    IPC_MIC,
    IPC_HEARD,
    IPC_SHOOT,
    IPC_QUIT,
    /* stb-ui to stb-app */
    IPC_READY,
    IPC_PONG,
    IPC_SCREEN,
    IPC_SCENE,
    IPC_FRAME,
    IPC_SUBMIT,
    IPC_CANCEL,
    IPC_REPLY,
    IPC_SOS_DO,
    IPC_QUESTION,
    IPC_DRAFT,
    IPC_IMAGES,
    IPC_LISTEN,
    IPC_HEAR,
    IPC_SPEAKS,
    IPC_SET,
    IPC_CHECK_LINE,
    IPC_TV,
    IPC_SHOT,
    IPC_TYPES
};
enum {
    IPC_LINE_MAX = 4 << 20,
    IPC_REQUESTS_MAX = 40,
    IPC_COMMAND_WORDS_MAX = 12,
    IPC_IMAGES_MAX = 64,
    IPC_PHRASES_MAX = 1000,
    IPC_PHRASE_MAX = 127,
    IPC_FAULT_MAX = 159
};

/* The values of settings, in the order of the config's words for them. */
enum ipc_contrast { IPC_CONTRAST_NORMAL, IPC_CONTRAST_HIGH };
enum ipc_hand { IPC_HAND_STEADY, IPC_HAND_CALM, IPC_HAND_VERY_CALM };
enum ipc_speed { IPC_SPEED_SLOW, IPC_SPEED_NORMAL, IPC_SPEED_QUICK };
enum ipc_volume { IPC_VOLUME_LOW, IPC_VOLUME_NORMAL, IPC_VOLUME_LOUD };
extern const char *const ipc_contrast_names[],
    *const ipc_hand_names[], *const ipc_speed_names[], *const ipc_volume_names[]; /* ended by NULL */
enum ipc_sos_do { IPC_SOS_PRESS, IPC_SOS_CONFIRM, IPC_SOS_CANCEL };
enum ipc_reading { IPC_READING_WORKS, IPC_READING_NO_ENGINE, IPC_READING_NO_SOUND }; /* as far as it was tried */
enum ipc_listen_do { IPC_LISTEN_BEGIN, IPC_LISTEN_ENOUGH, IPC_LISTEN_DROP };

struct ipc_hotline {
    const char *name, *phone, *emergency_phone;
};
struct ipc_voice {
    bool guidance;
    enum ipc_speed speed;
    enum ipc_volume volume;
    const char *const *command; /* writes a WAV of what it reads */
    size_t word_count;          /* of COMMAND; 0 = there is no voice */
    const char *output;         /* an ALSA device */
};
struct ipc_hello {
    double text_scale;
    enum ipc_contrast contrast;
    int overscan_percent;
    bool motion;
    const char *theme, *logo; /* the operator's files; "" = none */
    const char *language;
    enum ipc_hand hand;
    int ok_hold_ms;  /* OK counts only when it is held so long; 0 = at once */
    int idle_home_s; /* home without a key for so long gives way to live television; 0 = never */
    bool first_run;
    int grace_s;
    const char *device;
    const char *fault; /* what is wrong with the box's own files, for whoever has to mend it; "" = nothing */
    struct ipc_hotline hotline;
    struct ipc_voice voice;
    bool scene;     /* scene lines are wanted */
    int64_t key_us; /* when the key went down that opened the channel, monotonic; 0 = none did */
};
struct ipc_key {
    enum action action;
    bool repeat;
    int64_t at_us; /* monotonic */
};
struct ipc_hold {
    int lasts_ms; /* OK is down and counts in so long, if it stays down; 0 = it does not any more */
};
struct ipc_link {
    enum link_state state;
    int64_t heard_ago_ms; /* since the hotline was last heard; -1 = never in this life of the box */
};
struct ipc_clock {
    bool told;         /* by the hotline; else the box's own clock counts */
    int64_t offset_ms; /* told: the time since 1970 minus loop_now_ms(); else 0 */
    bool sure;         /* else no time of day is known, and none is shown */
};
struct ipc_requests {
    struct request_record *const *list;
    size_t count;
    int pending; /* what is still to be delivered */
};
struct ipc_sos {
    char id[REQUEST_ID_SIZE]; /* "" = there is none, and the rest says nothing */
    enum request_state state;
    int64_t since_ms; /* since the key went down */
    int64_t grace_left_ms;
    int presses;
    bool confirmed, cancel_asked, test;
    char message[REQUEST_TEXT_SIZE];
    char worker[128];              /* who takes care of it, by name; "" = nobody was named */
    int64_t reached_at_ms[STATES]; /* when each state was proved, since 1970; 0 = was not */
    int64_t key_us;                /* when the key went down that caused this message, monotonic; 0 = none did */
};
struct ipc_line_check {
    bool begun; /* in this life of the box; else STATE and SINCE_MS say nothing */
    enum request_state state;
    int64_t since_ms;
    int64_t good_at_ms; /* the last good one, since 1970; 0 = never */
};
struct ipc_submitted {
    const char *id;
    bool saved;
    const char *duplicate; /* the id of the same order, less than 3 min old; "" = there is none */
};
struct ipc_notices {
    struct notice *const *list; /* newest first */
    size_t count;
    bool alone; /* the channel was opened for them only */
};
struct ipc_options {
    int64_t number; /* of the question */
    bool ok;        /* OPTIONS are there; else PROBLEM says why not */
    int64_t age_ms; /* 0 = fresh, else the hotline said so that long ago and cannot be asked now */
    struct ipc_raw options;
    const char *problem;
};
struct ipc_drafts {
    struct cart_draft *const *list;
    size_t count;
};
struct ipc_image {
    const char *name, *path; /* PATH "" = it is not to be had now */
    int64_t version;         /* another one = another content */
};
struct ipc_mic {
    enum mic_state state;
    int level;                /* 0..100 */
    int heard_ms, most_ms;    /* how long it has heard, and may */
    char id[REQUEST_ID_SIZE]; /* of the recording that can be submitted; "" = there is none */
};
struct ipc_heard {
    bool done;                 /* the recording was judged; else it is still being spoken */
    bool failed, brief, quiet; /* done: why there is no text; TEXT "" without one of them: nothing was understood */
    const char *so_far;        /* what it sounds like until now */
    const char *text, *second; /* done: one of the phrases of the last hear, and the next best */
    double score;              /* 0..1 of TEXT; from 0.5 on it was said */
};
struct ipc_screen {
    const char *screen;
    int64_t at_us;
};
struct ipc_frame {
    int64_t key_us, presented_us; /* monotonic */
};
struct ipc_spoken {
    char id[REQUEST_ID_SIZE];     /* of the recording; "" = nothing was spoken */
    char step[REQUEST_NAME_SIZE]; /* whose answer it is */
};
struct ipc_submit {
    struct request request; /* its id, kind, service, answers, items, trigger, expires_s and words */
    bool again;             /* the senior said yes to a duplicate */
    struct ipc_spoken spoken;
};
struct ipc_cancel {
    const char *id;
};
struct ipc_reply {
    const char *id, *choice;
};
struct ipc_sos_ask {
    enum ipc_sos_do what;
    const char *id; /* "" for a press */
};
struct ipc_question {
    int64_t number; /* the asker's own, from 1 on */
    char service[REQUEST_NAME_SIZE], step[REQUEST_NAME_SIZE];
    struct request_answer answers[REQUEST_ANSWERS_MAX]; /* of the steps before STEP */
    size_t answer_count;
};
struct ipc_images {
    const char *const *names; /* from the top of the screen */
    size_t count;
};
struct ipc_listen {
    enum ipc_listen_do what;
};
struct ipc_hear {
    const char *const *phrases; /* whole sentences: likely ones, and what may be said as well */
    const char *const *also;
    size_t count, also_count;
};
struct ipc_speaks {
    bool on; /* it reads aloud; else it is silent again */
    enum ipc_reading reading;
};
struct ipc_set {
    const char *name, *value; /* of config/user_settings.c's table: "text_scale", "1.5" */
};
struct ipc_shoot {
    const char *path;
};
struct ipc_shot {
    const char *path;
    bool ok;
};

struct ipc_message {
    enum ipc_type type;
    struct json_object *decoded; /* what was decoded points into it; NULL in what is sent */
    union {
        struct ipc_hello hello;
        struct ipc_key key;
        struct ipc_hold hold;
        struct ipc_link link;
        struct ipc_clock clock;
        struct ipc_raw catalog, profile, scene;
        struct ipc_requests requests;
        struct ipc_sos sos;
        struct ipc_line_check line_check;
        struct ipc_submitted submitted;
        struct ipc_notices notices;
        struct ipc_options options;
        struct ipc_drafts drafts;
        struct ipc_image image;
        struct ipc_mic mic;
        struct ipc_heard heard;
        struct ipc_screen screen;
        struct ipc_frame frame;
        struct ipc_submit submit;
        struct ipc_cancel cancel;
        struct ipc_reply reply;
        struct ipc_sos_ask sos_do;
        struct ipc_question question;
        struct cart_draft draft;
        struct ipc_images images;
        struct ipc_listen listen;
        struct ipc_hear hear;
        struct ipc_speaks speaks;
        struct ipc_set set;
        struct ipc_shoot shoot;
        struct ipc_shot shot;
    };
};

/* Appends MESSAGE as one line, its end included. */
void ipc_message_encode(const struct ipc_message *message, struct ipc_buffer *out);
/* A line without its end. False: MESSAGE is empty, ERROR (JSON_ERROR_SIZE bytes) names message and field and says what
 * was expected. */
bool ipc_message_decode(const char *line, size_t length, struct ipc_message *message, char *error);
void ipc_message_free(struct ipc_message *message); /* one that was decoded; it is empty then */
/* Key, link, ...: the name on the line; "" for IPC_TYPES. */
const char *ipc_message_name(enum ipc_type type);
bool ipc_message_is_from_ui(enum ipc_type type);

const struct ipc_table *ipc_message_table(enum ipc_type type);
extern const struct ipc_table ipc_status_table, ipc_notice_table, ipc_cart_draft_table, ipc_words_table;
#endif
