/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_SERVICE_H
#define STB_UI_MODEL_SERVICE_H
/*
 * A service of the operator's catalog as the screens read it: its steps and options, and all that one kind of service
 * has and others lack (the words of its states, the steps to come that are shown, what may follow it). The parent has
 * validated it; still nothing here trusts that a member is there. Texts are borrowed from the JSON that the catalog
 * keeps (service_catalog.h); a screen keeps ids only, because the next catalog may come at any time.
 */
#include "stb-app/ipc/request.h"
#include <stdbool.h>
#include <stddef.h>

struct json_object;

enum { SERVICE_NEXT_ANSWERS_MAX = 6 };
enum step_kind { STEP_UNKNOWN, STEP_CHOOSE, STEP_CART, STEP_TIME, STEP_SAY };

/* A text that is missing is "", here and below. */
struct service_option {
    const char *id, *title, *note;
    const char *group, *day, *emoji, *image, *tag; /* DAY: that it is for, "2026-11-23"; TAG: the first one */
    int price, pay;                                /* fen, before and after subsidy; -1 = no price */
    int left;                                      /* -1 = not told */
    bool usual, sold_out;
    const struct json_object *say; /* service_say() */
};
struct service_group {
    const char *id, *title;
};
struct service_step {
    const char *id, *title, *label; /* LABEL: a short name for the side panel, "" = none */
    enum step_kind kind;
    bool from_hotline;                   /* its options come live (step_options_cache.h), OPTIONS is empty */
    bool optional;                       /* may be passed over; its answer is then SERVICE_NONE */
    const char *when_step, *when_option; /* asked only then; "" = always */
    const char *cutoff, *unit;           /* a cart's: "10:30"; what one is called */
    int most, min_pay;                   /* a cart's: of one item; fen, 0 = no minimum */
    const struct json_object *say;       /* words that join a choice to the service: service_say() */
    struct service_option *options;
    size_t option_count;
    struct service_group *groups;
    size_t group_count;
};
/* What a line is on the order's card; LINE_UNSAID: it goes by its value. */
enum service_line_role { LINE_UNSAID, LINE_WHAT, LINE_WHEN, LINE_WHERE, LINE_COST, LINE_NOTE, LINE_ROLES };
struct service_line {
    const char *label, *value; /* VALUE with {step}s and {home} */
    enum service_line_role role;
};
/* A button on the result: opens another service with some answers filled in. */
struct service_next {
    const char *title, *icon, *service;
    unsigned states; /* 1 << enum request_state: when it is offered */
    size_t answer_count;
    struct {
        const char *step, *value; /* VALUE: an option's id, {step} of this request, or {home} */
    } answers[SERVICE_NEXT_ANSWERS_MAX];
};
/* The operator's words for this service in place of the channel's own under the same key of assets/strings. */
struct service_word {
    const char *language, *key, *text;
};
struct service {
    const char *id, *title, *note, *icon, *colour;
    int home;      /* place on home, 0 = not there */
    bool callback; /* its request is one for a call-back */
    int expires_s;
    int promise_minutes;              /* so soon there is an answer; 0 = no promise */
    const char *cancel_note, *papers; /* until when it can be cancelled; what to bring; "" = nothing to say */
    const struct json_object *say;    /* service_say() */
    unsigned milestones;              /* 1 << enum request_state: shown as steps to come before they are reached */
    struct service_word *words;
    size_t word_count;
    struct service_next *next;
    size_t next_count;
    struct service_step *steps;
    size_t step_count;
    const char *confirm_title, *confirm_button; /* "" = ours */
    struct service_line *lines;
    size_t line_count;
};

#define SERVICE_NONE "none" /* the answer of a step that was passed over; not sent */

/* One service of the catalog, or one topic (a service without steps whose request is one for a call-back), as it stands
 * in FROM; the arrays are freed by service_free(). */
void service_read(struct service *service, struct json_object *from);
void service_read_topic(struct service *service, struct json_object *from);
void service_free(struct service *service);
/* The entries of a JSON list, as many as TO has room for; they point into LIST. Returns how many. */
size_t service_read_options(struct service_option *to, size_t room, struct json_object *list);

/* What else one says for a service or an option, or what joins a step's choice to its service; NULL = past the last. */
const char *service_say(const struct json_object *say, size_t index);
bool service_usable(const struct service *service);            /* every step can be done on the screen */
bool service_option_open(const struct service_option *option); /* not sold out, and something left */
const struct service_step *service_step(const struct service *service, const char *id);
const struct service_option *service_option(const struct service_step *step, const char *id);
/* The operator's words under KEY in LANGUAGE ("zh-CN"); NULL = the channel's own are good. SERVICE may be NULL. */
const char *service_words(const struct service *service, const char *language, const char *key);
/* STATE is shown as a step to come before it is reached. SERVICE NULL: as of one that says nothing about it. */
bool service_is_milestone(const struct service *service, enum request_state state);
#endif
