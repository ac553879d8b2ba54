/* SPDX-License-Identifier: Apache-2.0 */
#include "net/content.h"

#include "net/data/cart_drafts.h"
#include "net/data/catalog.h"
#include "net/images/image_fetch.h"
#include "stb-app/base/memory.h"

#include <stdlib.h>

struct content {
    struct content_setup setup;
    struct catalog *catalog;
    struct step_options *options;
    struct image_fetch *images;
    struct cart_drafts *drafts;
};

/* --- what the parts ask and tell */

static bool connected(void *data) {
    const struct content *content = data;
    return content->setup.connected(content->setup.data);
}

static int64_t wall_ms(void *data) {
    const struct content *content = data;
    return content->setup.wall_ms(content->setup.data);
}

static void catalog_came(void *data, const char *catalog) {
    struct content *content = data;
    content->setup.on_catalog(content->setup.data, catalog);
    image_fetch_catalog_changed(content->images);
}

static void profile_came(void *data, const char *profile) {
    struct content *content = data;
    content->setup.on_profile(content->setup.data, profile);
}

static void options_came(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem) {
    struct content *content = data;
    content->setup.on_options(content->setup.data, number, options, age_ms, problem);
}

static void image_came(void *data, const char *name, const char *path, int64_t version) {
    struct content *content = data;
    content->setup.on_image(content->setup.data, name, path, version);
}

static void document_refused(void *data, enum fault_kind kind, const char *error) {
    struct content *content = data;
    content->setup.on_fault(content->setup.data, kind, error);
}

static void options_refused(void *data, const char *error) {
    document_refused(data, FAULT_CHOICES, error);
}

static void image_refused(void *data, const char *error) {
    document_refused(data, FAULT_IMAGE, error);
}

/* --- verbs */

void content_compare(struct content *content, const char *catalog_etag, const char *profile_etag) {
    catalog_compare(content->catalog, catalog_etag, profile_etag);
}

void content_catalog_changed(struct content *content) {
    catalog_changed(content->catalog);
}

void content_profile_changed(struct content *content) {
    catalog_profile_changed(content->catalog);
}

const char *content_catalog(const struct content *content) {
    return catalog_now(content->catalog);
}

const char *content_profile(const struct content *content) {
    return catalog_profile_now(content->catalog);
}

int content_promised_minutes(const struct content *content, const char *service) {
    return catalog_promised_minutes(content->catalog, service);
}

void content_ask(struct content *content, const struct ipc_question *question) {
    step_options_ask(content->options, question);
}

void content_show_images(struct content *content, const char *const *names, size_t count) {
    image_fetch_show(content->images, names, count);
}

bool content_take_draft(struct content *content, const struct cart_draft *draft) {
    return cart_drafts_take(content->drafts, draft, wall_ms(content));
}

struct ipc_drafts content_drafts(struct content *content) {
    return cart_drafts_now(content->drafts, wall_ms(content));
}

void content_ordered(struct content *content, const char *service) {
    cart_drafts_clear(content->drafts, service);
}

void content_line_is_back(struct content *content) {
    image_fetch_wake(content->images);
}

void content_person_looks(struct content *content, bool looks) {
    catalog_person_looks(content->catalog, looks);
}

/* --- life */

struct content *content_create(const struct content_setup *setup) {
    struct content *content = memory_new(1, sizeof *content);
    content->setup = *setup;
    content->drafts = cart_drafts_create(setup->outbox, wall_ms(content));
    content->options = step_options_create(&(struct step_options_setup){.loop = setup->loop,
                                                                        .https = setup->https,
                                                                        .outbox = setup->outbox,
                                                                        .endpoints = setup->endpoints,
                                                                        .connected = connected,
                                                                        .wall_ms = wall_ms,
                                                                        .on_answer = options_came,
                                                                        .on_refused = options_refused,
                                                                        .data = content});
    content->images = image_fetch_create(&(struct image_fetch_setup){.loop = setup->loop,
                                                                     .https = setup->https,
                                                                     .endpoints = setup->endpoints,
                                                                     .state_dir = setup->state_dir,
                                                                     .connected = connected,
                                                                     .on_image = image_came,
                                                                     .on_refused = image_refused,
                                                                     .data = content});
    content->catalog = catalog_create(&(struct catalog_setup){.loop = setup->loop,
                                                              .https = setup->https,
                                                              .outbox = setup->outbox,
                                                              .endpoints = setup->endpoints,
                                                              .built_in = setup->built_in_catalog,
                                                              .on_catalog = catalog_came,
                                                              .on_profile = profile_came,
                                                              .on_refused = document_refused,
                                                              .data = content});
    return content;
}

void content_restore(struct content *content) {
    cart_drafts_restore(content->drafts, wall_ms(content));
}

void content_destroy(struct content *content) {
    if (!content)
        return;
    catalog_destroy(content->catalog);
    image_fetch_destroy(content->images);
    step_options_destroy(content->options);
    cart_drafts_destroy(content->drafts);
    free(content);
}
