/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_STEP_OPTIONS_H
#define STB_NET_DATA_STEP_OPTIONS_H
/*
 * What can be chosen in a step whose options come from the hotline (POST /v1/services/{service}/steps/{step}/options):
 * asked for each time, checked like the catalog's, and the last good answers kept, so that without a line they can
 * still be looked at with their age.
 */
#include "stb-app/ipc/ipc_message.h"

struct https;
struct json_object;
struct loop;
struct step_options;
struct outbox;

/* Bytes of an answer; answers kept, and their bytes together. */
enum { STEP_OPTIONS_MAX = 256 << 10, STEP_OPTIONS_KEPT = 24, STEP_OPTIONS_KEPT_MAX = 128 << 10 };

struct step_options_setup {
    struct loop *loop;
    struct https *https;   /* the ordinary pool */
    struct outbox *outbox; /* where the last good ones are kept; may be NULL */
    const char *const *endpoints;
    bool (*connected)(void *data);  /* false: what is kept serves at once */
    int64_t (*wall_ms)(void *data); /* ms since 1970, corrected */
    /* The answer to a question: OPTIONS (borrowed) and how old they are, 0 = fresh; or NULL and a PROBLEM. */
    void (*on_answer)(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem);
    /* The hotline's were refused whole, ERROR; NULL = they are fine again. May be NULL. */
    void (*on_refused)(void *data, const char *error);
    void *data;
};
struct step_options *step_options_create(const struct step_options_setup *setup); /* NULL when memory is out */
void step_options_destroy(struct step_options *options);
/* Answered once, later or from inside. */
void step_options_ask(struct step_options *options, const struct ipc_question *question);
#endif
