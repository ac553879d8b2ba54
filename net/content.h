/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_CONTENT_H
#define STB_NET_CONTENT_H
/*
 * What this household can order, and whose household it is: catalog, profile, the choices that the hotline makes on
 * demand, the pictures on screen and the carts that are not ordered yet. One owner for the five, each in a file of its
 * own under net/data and net/images.
 */
#include "net/data/faults.h"
#include "net/data/step_options.h"

struct content;
struct content_setup {
    struct loop *loop;
    struct https *https;   /* the ordinary pool; NULL = nothing can be fetched */
    struct outbox *outbox; /* where all but the pictures is kept; NULL = only in memory */
    const char *const *endpoints;
    const char *state_dir, *built_in_catalog;
    bool (*connected)(void *data);
    int64_t (*wall_ms)(void *data); /* ms since 1970, corrected */
    /* All that follows comes from content_create() too, for what was kept. */
    void (*on_catalog)(void *data, const char *catalog); /* borrowed, checked, a line of JSON */
    void (*on_profile)(void *data, const char *profile);
    void (*on_options)(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem);
    void (*on_image)(void *data, const char *name, const char *path, int64_t version); /* image_fetch.h */
    /* The hotline's was refused, ERROR; NULL = it is good again. */
    void (*on_fault)(void *data, enum fault_kind kind, const char *error);
    void *data;
};
struct content *content_create(const struct content_setup *setup);
void content_restore(struct content *content); /* the outbox was read late: the carts of an earlier life */
void content_destroy(struct content *content);

void content_compare(struct content *content, const char *catalog_etag, const char *profile_etag);
void content_catalog_changed(struct content *content); /* an event said so; it is fetched */
void content_profile_changed(struct content *content);
const char *content_catalog(const struct content *content); /* borrowed, a line of JSON; NULL = none */
const char *content_profile(const struct content *content);
int content_promised_minutes(const struct content *content, const char *service); /* 0 = none */
void content_ask(struct content *content, const struct ipc_question *question);
void content_show_images(struct content *content, const char *const *names, size_t count);
bool content_take_draft(struct content *content, const struct cart_draft *draft);
struct ipc_drafts content_drafts(struct content *content);          /* until the next of these calls */
void content_ordered(struct content *content, const char *service); /* its cart is empty again */
void content_line_is_back(struct content *content);
void content_person_looks(struct content *content, bool looks);
#endif
