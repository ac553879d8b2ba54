/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_SERVICE_H
#define STB_UI_MODEL_SERVICE_H
/*
 * The operator's catalog and this household's profile as the screens read them (design section 8). The parent has
 * validated both; still nothing here trusts that a member is there. Texts are borrowed from the JSON, which a catalog
 * keeps; a screen keeps ids only, because the next catalog may come at any time.
 */
#include "stb-app/ipc/request.h"
#include <stdbool.h>
#include <stddef.h>

struct json_object;

enum { SERVICE_HOME_MAX = 4, SERVICE_TAGS_MAX = 6, SERVICE_NEXT_ANSWERS_MAX = 6 };
enum step_kind { STEP_UNKNOWN, STEP_CHOOSE, STEP_CART, STEP_TIME, STEP_SAY };

struct service_option {
    const char *id, *title, *note;                 /* NOTE: "" when there is none, and so below */
    const char *group, *day, *emoji, *image, *tag; /* DAY: "2026-11-23"; TAG: the first one */
    int price, pay;                                /* fen, before and after subsidy; -1 = no price */
    int left;                                      /* -1 = not told */
    bool usual, sold_out;
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
    const struct service_option *options;
    size_t option_count;
    const struct service_group *groups;
    size_t group_count;
};
struct service_line {
    const char *label, *value; /* VALUE with {step}s and {home} */
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
struct service {
    const char *id, *title, *note, *icon, *colour;
    int home;      /* place on home, 0 = not there */
    bool callback; /* its request is one for a call-back */
    int expires_s;
    int promise_minutes;              /* so soon there is an answer; 0 = no promise */
    const char *cancel_note, *papers; /* until when it can be cancelled; what to bring; "" = nothing to say */
    const struct service_next *next;
    size_t next_count;
    const struct service_step *steps;
    size_t step_count;
    const char *confirm_title, *confirm_button; /* "" = ours */
    const struct service_line *lines;
    size_t line_count;
};

#define SERVICE_NONE "none" /* the answer of a step that was passed over; not sent */

struct service_catalog;
/* Keeps FROM (a reference of its own). NULL only when memory is out or FROM is no catalog at all (logged). */
struct service_catalog *service_catalog_create(struct json_object *from);
void service_catalog_destroy(struct service_catalog *catalog);
size_t service_catalog_count(const struct service_catalog *catalog); /* NULL counts as empty, here and below */
const struct service *service_catalog_at(const struct service_catalog *catalog, size_t index);
const struct service *service_catalog_find(const struct service_catalog *catalog, const char *id);
/* The services of home in their order, at most SERVICE_HOME_MAX; returns how many. */
size_t service_catalog_home(const struct service_catalog *catalog, const struct service *home[SERVICE_HOME_MAX]);

bool service_usable(const struct service *service); /* every step can be done on the screen */
/* The entries of a JSON list, as many as TO has room for; they point into LIST. Returns how many. */
size_t service_read_options(struct service_option *to, size_t room, struct json_object *list);
bool service_option_open(const struct service_option *option); /* not sold out, and something left */
const struct service_step *service_step(const struct service *service, const char *id);
const struct service_option *service_option(const struct service_step *step, const char *id);

/* The household. */
enum { PROFILE_ADDRESSES_MAX = 4, PROFILE_CONTACTS_MAX = 4, PROFILE_USUAL_MAX = 40, PROFILE_TEXT_SIZE = 160 };
struct profile {
    char name[PROFILE_TEXT_SIZE], phone[REQUEST_NAME_SIZE];
    struct {
        char id[REQUEST_NAME_SIZE], title[PROFILE_TEXT_SIZE], text[PROFILE_TEXT_SIZE];
    } addresses[PROFILE_ADDRESSES_MAX];
    size_t address_count;
    struct {
        char name[PROFILE_TEXT_SIZE], relation[PROFILE_TEXT_SIZE];
    } contacts[PROFILE_CONTACTS_MAX];
    size_t contact_count;
    struct {
        char service[REQUEST_NAME_SIZE], step[REQUEST_NAME_SIZE], option[REQUEST_NAME_SIZE];
    } usual[PROFILE_USUAL_MAX];
    size_t usual_count;
};
void profile_read(struct profile *profile, struct json_object *from);
/* What was chosen last time in that step; NULL = it does not say. */
const char *profile_answer(const struct profile *profile, const char *service, const char *step);
#endif
