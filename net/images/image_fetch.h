/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_IMAGES_IMAGE_FETCH_H
#define STB_NET_IMAGES_IMAGE_FETCH_H
/*
 * The catalog's pictures (GET /v1/images/{name}), fetched only while a screen shows them: a few at a time, over the
 * ordinary pool, with patience. What is in the cache serves at once and is asked after later, spread over half a
 * minute, when the catalog has changed since.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct https;
struct image_fetch;
struct loop;

enum { IMAGE_FETCH_SHOWN_MAX = 24, IMAGE_FETCH_AT_ONCE = 2 };

struct image_fetch_setup {
    struct loop *loop;
    struct https *https; /* the ordinary pool */
    const char *const *endpoints;
    const char *state_dir;
    bool (*connected)(void *data); /* false: nothing is fetched; image_fetch_wake() when it is again */
    /* The file of NAME, or "" when it is not to be had now. VERSION: another one = another content. */
    void (*on_image)(void *data, const char *name, const char *path, int64_t version);
    /* The hotline's picture was refused, ERROR with its name; NULL = it is good now, or the catalog has changed. */
    void (*on_refused)(void *data, const char *error);
    void *data;
};
struct image_fetch *image_fetch_create(const struct image_fetch_setup *setup);
void image_fetch_destroy(struct image_fetch *images);
/* What the screen shows now, the first most wanted; in place of what it showed before. Each name is answered, as
 * soon as the disk was asked, and again when it has come or changed. None = nothing is fetched any more. */
void image_fetch_show(struct image_fetch *images, const char *const *names, size_t count);
void image_fetch_wake(struct image_fetch *images);
void image_fetch_catalog_changed(struct image_fetch *images);
#endif
