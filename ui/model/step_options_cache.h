/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_STEP_OPTIONS_CACHE_H
#define STB_UI_MODEL_STEP_OPTIONS_CACHE_H
/*
 * What the hotline said can be chosen now in a step, after the answers before it: the newest few such lists, with their
 * age. Who needs one asks with step_options_cache_need(); the answer comes from stb-app by its number and is found
 * with step_options_cache_find().
 */
#include "stb-app/ipc/ipc_message.h"
#include "ui/model/service.h"

enum { STEP_OPTIONS_CACHE_MAX = 16, STEP_OPTIONS_CACHE_OPTIONS_MAX = 400, STEP_OPTIONS_CACHE_PROBLEM_SIZE = 160 };
enum { STEP_OPTIONS_CACHE_FRESH_MS = 300, STEP_OPTIONS_CACHE_AGAIN_MS = 30000 };

struct step_options_cache_key {
    char service[REQUEST_NAME_SIZE], step[REQUEST_NAME_SIZE];
    struct request_answer answers[REQUEST_ANSWERS_MAX];
    size_t answer_count;
};
struct step_options_cache_list {
    struct step_options_cache_key key;
    int64_t number;      /* of the question under way, 0 = none */
    int64_t asked_ms;    /* the newest question */
    int64_t waiting_ms;  /* the first question since the last answer: since then somebody waits */
    int64_t answered_ms; /* the newest answer, whatever it said; 0 = none yet */
    int64_t came_ms;     /* the options */
    int64_t used_ms;
    bool good;      /* there are options; they stay when a later question fails */
    bool failed;    /* the newest answer was none */
    bool urged;     /* the senior asked for the one under way */
    int64_t age_ms; /* of the options when they came: 0 = fresh, else from the box's memory */
    char problem[STEP_OPTIONS_CACHE_PROBLEM_SIZE];
    struct json_object *from;
    struct service_option *options;
    size_t option_count;
};
struct step_options_cache {
    struct step_options_cache_list lists[STEP_OPTIONS_CACHE_MAX];
    int64_t last_number;
};

void step_options_cache_clear(struct step_options_cache *live);
const struct step_options_cache_list *
step_options_cache_find(const struct step_options_cache *live,
                        const struct step_options_cache_key *key); /* NULL = never asked */
/* The number to ask with, when KEY is to be asked now: it never was, or its answer is older than STALE_MS, or failed
 * that long ago; 0 = there is nothing to ask. STALE_MS of 0: in any case. */
int64_t step_options_cache_need(struct step_options_cache *live, const struct step_options_cache_key *key,
                                int64_t stale_ms, int64_t now_ms);
/* Of a list older than STALE_MS the options are forgotten: what is asked for anew must not show what may have gone. */
void step_options_cache_drop(struct step_options_cache *live, const struct step_options_cache_key *key,
                             int64_t stale_ms, int64_t now_ms);
void step_options_cache_take(struct step_options_cache *live, const struct ipc_options *answer, int64_t now_ms);
#endif
