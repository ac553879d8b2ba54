/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_CHOICES_H
#define HOTLINE_CHOICES_H
/*
 * What can be chosen right now where the catalog says `options_from` hotline: doctors and free hours of a hospital
 * (clinic.c), today's and tomorrow's dishes of a canteen and hours of delivery (kitchen.c), the household's addresses.
 * What was ordered before is taken off. Pure: the same catalog, orders and moment, the same choices.
 */
#include "tests/hotline/contract.h"

struct json_object;

struct choices {
    struct json_object *catalog, *profile; /* borrowed; may be NULL */
    struct json_object *orders;            /* [{"service","answers","items","at_ms"}] that hold a place or a dish */
    int64_t now_ms;
};
/* The options of SERVICE's STEP after ANSWERS (may be NULL), for the caller to put; NULL = that is no step of ours. */
struct json_object *choices_options(const struct choices *choices, const char *service, const char *step,
                                    struct json_object *answers);

/* OPEN can be had; GONE was offered, or could have been: an hour that is full, a dish that is sold out; NEVER: nobody
 * ever offered it. Of a step whose choices are unknown here everything is OPEN. */
enum choice { CHOICE_OPEN, CHOICE_GONE, CHOICE_NEVER };
enum choice choices_state(const struct choices *choices, const char *service, const char *step,
                          struct json_object *answers, const char *option);
/* How a person says that answer: the option's title, "明天 9:30 陈静怡 主任医师". */
enum { CHOICES_WORDS_SIZE = 128 };
void choices_words(const struct choices *choices, const char *service, const char *step, struct json_object *answers,
                   const char *option, char words[CHOICES_WORDS_SIZE]);

/* Of the catalog: an object of LIST by its id, NULL = none. */
struct json_object *choices_find(struct json_object *list, const char *id);
struct json_object *choices_service(const struct choices *choices, const char *service);
struct json_object *choices_step(const struct choices *choices, const char *service, const char *step);
unsigned choices_mix(const char *const *words, int count); /* FNV-1a: the simulator's dice */
#endif
