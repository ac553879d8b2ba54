/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list is found by service, step and the answers before that step, in the step's order, so going back and choosing
 * otherwise can never show what belongs to another choice. A list that is asked again keeps its old options until the
 * new ones are there; the parent answers every question, if need be with what it remembers.
 *
 * The trap: an answer may come for a list that has made room for another. It is known by its number, and is then
 * nobody's.
 */
#include "ui/model/step_options_cache.h"
#include "stb-app/base/memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool same_key(const struct step_options_cache_key *a, const struct step_options_cache_key *b) {
    if (strcmp(a->service, b->service) != 0 || strcmp(a->step, b->step) != 0 || a->answer_count != b->answer_count)
        return false;
    for (size_t i = 0; i < a->answer_count; i++)
        if (strcmp(a->answers[i].step, b->answers[i].step) != 0 ||
            strcmp(a->answers[i].option, b->answers[i].option) != 0)
            return false;
    return true;
}

static void forget(struct step_options_cache_list *list) {
    json_object_put(list->from);
    free(list->options);
    *list = (struct step_options_cache_list){0};
}

void step_options_cache_clear(struct step_options_cache *live) {
    for (size_t i = 0; i < STEP_OPTIONS_CACHE_MAX; i++)
        forget(&live->lists[i]);
}

const struct step_options_cache_list *step_options_cache_find(const struct step_options_cache *live,
                                                              const struct step_options_cache_key *key) {
    for (size_t i = 0; i < STEP_OPTIONS_CACHE_MAX; i++)
        if (live->lists[i].key.service[0] && same_key(&live->lists[i].key, key))
            return &live->lists[i];
    return NULL;
}

/* The list of KEY, in the place of the one not used for longest if it is new. */
static struct step_options_cache_list *find_or_make(struct step_options_cache *live,
                                                    const struct step_options_cache_key *key) {
    struct step_options_cache_list *oldest = &live->lists[0];
    for (size_t i = 0; i < STEP_OPTIONS_CACHE_MAX; i++) {
        struct step_options_cache_list *list = &live->lists[i];
        if (list->key.service[0] && same_key(&list->key, key))
            return list;
        if (list->used_ms < oldest->used_ms)
            oldest = list;
    }
    forget(oldest);
    oldest->key = *key;
    return oldest;
}

int64_t step_options_cache_need(struct step_options_cache *live, const struct step_options_cache_key *key,
                                int64_t stale_ms, int64_t now_ms) {
    struct step_options_cache_list *list = find_or_make(live, key);
    list->used_ms = now_ms;
    if (list->number && stale_ms > 0 && now_ms - list->asked_ms < STEP_OPTIONS_CACHE_AGAIN_MS)
        return 0; /* the answer is on its way */
    if (!list->number && list->answered_ms && now_ms - list->answered_ms < stale_ms)
        return 0;
    if (!list->number)
        list->waiting_ms = now_ms;
    list->urged = list->urged || stale_ms == 0;
    list->number = ++live->last_number;
    list->asked_ms = now_ms;
    return list->number;
}

void step_options_cache_drop(struct step_options_cache *live, const struct step_options_cache_key *key,
                             int64_t stale_ms, int64_t now_ms) {
    for (size_t i = 0; i < STEP_OPTIONS_CACHE_MAX; i++) {
        struct step_options_cache_list *list = &live->lists[i];
        if (!list->good || !same_key(&list->key, key) || now_ms - list->came_ms < stale_ms)
            continue;
        struct step_options_cache_list kept = {
            .key = list->key, .number = list->number, .asked_ms = list->asked_ms, .waiting_ms = list->waiting_ms};
        forget(list);
        *list = kept;
    }
}

static void take_options(struct step_options_cache_list *list, const struct ipc_options *answer, int64_t now_ms) {
    struct json_object *from = answer->options.json;
    size_t count = from ? json_object_array_length(from) : 0;
    struct service_option *options = memory_new(count + 1, sizeof *options);
    json_object_put(list->from);
    free(list->options);
    list->from = json_object_get(from);
    list->options = options;
    list->option_count = service_read_options(
        options, count < STEP_OPTIONS_CACHE_OPTIONS_MAX ? count : STEP_OPTIONS_CACHE_OPTIONS_MAX, from);
    list->good = true;
    list->age_ms = answer->age_ms;
    list->came_ms = now_ms;
}

void step_options_cache_take(struct step_options_cache *live, const struct ipc_options *answer, int64_t now_ms) {
    for (size_t i = 0; i < STEP_OPTIONS_CACHE_MAX; i++) {
        struct step_options_cache_list *list = &live->lists[i];
        if (list->number != answer->number)
            continue;
        list->number = 0;
        list->urged = false;
        list->answered_ms = now_ms;
        list->failed = !answer->ok;
        if (list->failed)
            snprintf(list->problem, sizeof list->problem, "%s", answer->problem);
        else
            take_options(list, answer, now_ms);
        return;
    }
}
