/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_REQUEST_H
#define STB_APP_IPC_REQUEST_H
/*
 * What a senior asked for, and what is known to have become of it. The vocabulary between the screens, the hub and the
 * net; a leaf that every part may include. States: net/hotline-api.yaml.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    REQUEST_ID_SIZE = 37, /* a UUID's text and its end */
    REQUEST_NAME_SIZE = 48,
    REQUEST_ANSWERS_MAX = 12,
    REQUEST_ITEMS_MAX = 60,
    REQUEST_DETAILS_MAX = 10,
    /* characters, as the contract counts them */
    REQUEST_LABEL_MAX = 47,
    REQUEST_VALUE_MAX = 127,
    REQUEST_HEADLINE_MAX = 127,
    REQUEST_TEXT_MAX = 383,
    REQUEST_VOICE_MAX = 64 << 10, /* bytes of a spoken note */
};
/* Bytes for so many characters, whichever they are, and the end. */
#define REQUEST_WORDS_SIZE(characters) (4 * (characters) + 1)
enum { REQUEST_TEXT_SIZE = REQUEST_WORDS_SIZE(REQUEST_TEXT_MAX) };

enum request_kind { REQUEST_SOS, REQUEST_SERVICE, REQUEST_CALLBACK, REQUEST_KINDS };
enum request_trigger { TRIGGER_REMOTE, TRIGGER_SCREEN, TRIGGER_VOICE, TRIGGER_TEST, TRIGGER_BOX, TRIGGERS };

/* In the order in which a request can go through them; see request_status_may_follow(). */
enum request_state {
    STATE_SAVED,    /* committed on the box, not tried yet */
    STATE_SENDING,  /* on its way, first try */
    STATE_WAITING,  /* tried, no answer yet, being retried */
    STATE_RECEIVED, /* the hotline's 2xx for this id */
    STATE_ANSWERED,
    STATE_HELP_SENT,
    STATE_ACCEPTED,
    STATE_ON_THE_WAY,
    STATE_ARRIVED,
    STATE_DONE,
    STATE_CLOSED,
    STATE_REJECTED,
    STATE_CANCELLED,
    STATE_EXPIRED,
    STATES
};

struct request_answer {
    char step[REQUEST_NAME_SIZE];
    char option[REQUEST_NAME_SIZE];
};
#define REQUEST_SPOKEN "spoken" /* the answer of a step whose words were spoken */
struct request_item {
    char id[REQUEST_NAME_SIZE];
    int quantity; /* 1..99 */
};
/* What was asked, as its confirm screen said it. The ids of an order name nothing once the hotline's list that they
 * came from is gone, so the words are kept beside them; they go to no hotline. "" = nothing to say. */
struct request_words {
    char what[160];  /* "红烧肉套餐 1份、米饭 2份", "同济医院、心内科" */
    char day[12];    /* "2026-11-22"; "" = now, or it is not known */
    char when[96];   /* the time of that day: "上午 9:30", "现在" */
    char where[160]; /* where it is brought, or begins */
    char cost[96];
};
struct request {
    char id[REQUEST_ID_SIZE];
    enum request_kind kind;
    char service[REQUEST_NAME_SIZE]; /* "" for an SOS */
    struct request_answer answers[REQUEST_ANSWERS_MAX];
    size_t answer_count;
    struct request_item items[REQUEST_ITEMS_MAX];
    size_t item_count;
    int64_t created_at_ms; /* since 1970, the box's clock corrected by the hotline's */
    int64_t sequence;      /* counts this box's requests, never repeats */
    enum request_trigger trigger;
    int presses;   /* SOS only, 1.. */
    int grace_s;   /* SOS only, 0..30 */
    int expires_s; /* unsent after this long it expires; 0 = never (SOS) */
    bool test;
    struct request_words words;
};

/* What was spoken in one step of a request; it goes its own way to the hotline. */
struct request_voice {
    char step[REQUEST_NAME_SIZE]; /* its answer is REQUEST_SPOKEN */
    const char *sound;            /* Ogg Opus; borrowed */
    size_t length;                /* 1..REQUEST_VOICE_MAX */
};

/* What a detail is, whatever its label says: by it a screen gives it its place and its size. */
enum detail_role {
    DETAIL_PLAIN,
    DETAIL_PLATE,
    DETAIL_ETA,
    DETAIL_PHONE,
    DETAIL_PLACE,
    DETAIL_PRICE,
    DETAIL_WORKER, /* who takes care of it, by name */
    DETAIL_ROLES
};
struct status_detail {
    char label[REQUEST_WORDS_SIZE(REQUEST_LABEL_MAX)];
    char value[REQUEST_WORDS_SIZE(REQUEST_VALUE_MAX)];
    enum detail_role role;
};
struct status {
    char id[REQUEST_ID_SIZE];
    enum request_kind kind;
    char service[REQUEST_NAME_SIZE];
    enum request_state state;
    int64_t created_at_ms; /* when the senior asked, since 1970 */
    int64_t updated_at_ms; /* the hotline's clock; 0 while only the box knows */
    char headline[REQUEST_WORDS_SIZE(REQUEST_HEADLINE_MAX)];
    struct status_detail details[REQUEST_DETAILS_MAX];
    size_t detail_count;
    char message[REQUEST_TEXT_SIZE];
    int eta_minutes;                    /* -1 = not told */
    char retry_step[REQUEST_NAME_SIZE]; /* rejected: another choice in this step may do; "" = not told */
    bool can_cancel;
    bool test;                     /* of an SOS: it only tests the path, nobody is called */
    bool cancel_asked;             /* the senior asked for it, the hotline has not confirmed yet */
    bool not_stored;               /* the box's disk does not have it (yet): a power cut would lose it */
    int64_t reached_at_ms[STATES]; /* when each state was proved, since 1970; 0 = was not */
};

/* A request, and what is known of it. */
struct request_record {
    struct request request;
    struct status status;
};

/* Random UUID (version 4, RFC 9562) from the kernel's generator. */
void request_new_id(char id[REQUEST_ID_SIZE]);
/* The id of the one request that the box itself makes about another (a promise that was not kept): version 8. */
void request_id_about(const char *id, char about[REQUEST_ID_SIZE]);
bool request_id_valid(const char *id); /* 8-4-4-4-12 lower-case hexadecimal */

/* The names of the contract and of scene lines; "" for a value out of range; false for an unknown name. */
const char *request_kind_name(enum request_kind kind);
bool request_kind_from_name(const char *name, enum request_kind *kind);
const char *request_trigger_name(enum request_trigger trigger);
bool request_trigger_from_name(const char *name, enum request_trigger *trigger);
const char *request_state_name(enum request_state state);
bool request_state_from_name(const char *name, enum request_state *state);
const char *request_role_name(enum detail_role role);      /* "" for DETAIL_PLAIN */
enum detail_role request_role_from_name(const char *name); /* DETAIL_PLAIN for a name that is not known, and NULL */

bool request_state_fits(enum request_kind kind, enum request_state state); /* a state that this kind can be in */
bool request_state_is_final(enum request_state state);                     /* nothing more will happen */
bool request_state_is_proved(enum request_state state); /* the hotline said so (RECEIVED and later, but not EXPIRED) */

/* Until when the hotline promised an answer, since 1970; 0 = it did not, or it has answered. */
int64_t request_status_promised_until(const struct status *status, int minutes);
/* Whether NEWER may replace OLDER for the same id: an answer that overtook another never moves a request back. */
bool request_status_may_follow(const struct status *older, const struct status *newer);
/* Takes NEWER's content into KNOWN, keeping created_at and the moments of states already reached. False = not newer. */
bool request_status_take(struct status *known, const struct status *newer);
#endif
