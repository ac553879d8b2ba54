/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shelf belongs to the other thread while an entry is under way and to nobody else between two of them, so it
 * needs no lock. It is opened by the first entry: no start waits for it.
 *
 * The trap is the end: a disk may hang while the owner goes. Then the entry keeps shelf and keeper, and takes both
 * along when it comes back.
 */
#include "net/images/image_cache_async.h"

#include "stb-app/base/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image_cache_async {
    struct loop *loop;
    char dir[IMAGE_CACHE_PATH_SIZE];
    struct image_cache *shelf; /* NULL: not opened yet, or nothing can be kept */
    bool opened;
    bool works;
    /* the entry */
    bool busy;
    char name[IMAGE_NAME_SIZE];
    struct image_cache_entry *parcel; /* NULL = find */
    const struct image_file *file;
    image_cache_async_fn *done; /* NULL: nobody waits any more */
    void *data;
};

struct image_cache_entry *image_cache_async_entry(const char *name, const char *etag, const void *bytes,
                                                  size_t length) {
    struct image_cache_entry *parcel = malloc(sizeof *parcel + length);
    if (!parcel)
        return NULL;
    snprintf(parcel->name, sizeof parcel->name, "%s", name);
    snprintf(parcel->etag, sizeof parcel->etag, "%s", strlen(etag) < sizeof parcel->etag ? etag : "");
    memcpy(parcel->bytes, bytes, length);
    parcel->length = length;
    return parcel;
}

static void discard(struct image_cache_async *keeper) {
    image_cache_close(keeper->shelf);
    free(keeper);
}

/* On the other thread. */
static void run_errand(void *data) {
    struct image_cache_async *keeper = data;
    const struct image_cache_entry *parcel = keeper->parcel;
    if (!keeper->opened)
        keeper->shelf = image_cache_open(keeper->dir, IMAGE_CACHE_MAX);
    keeper->opened = true;
    keeper->file = parcel ? image_cache_put(keeper->shelf, parcel->name, parcel->etag, parcel->bytes, parcel->length)
                          : image_cache_find(keeper->shelf, keeper->name);
}

static void came_back(void *data) {
    struct image_cache_async *keeper = data;
    char name[IMAGE_NAME_SIZE]; /* the next entry may begin inside */
    memcpy(name, keeper->name, sizeof name);
    keeper->busy = false;
    keeper->works = keeper->shelf != NULL;
    free(keeper->parcel);
    keeper->parcel = NULL;
    if (keeper->done)
        keeper->done(keeper->data, name, keeper->file);
    else
        discard(keeper);
}

static bool begin(struct image_cache_async *keeper, const char *name, image_cache_async_fn *done, void *data) {
    if (keeper->busy)
        return false;
    snprintf(keeper->name, sizeof keeper->name, "%s", name);
    keeper->done = done;
    keeper->data = data;
    return keeper->busy = loop_aside(keeper->loop, run_errand, came_back, keeper);
}

bool image_cache_async_find(struct image_cache_async *keeper, const char *name, image_cache_async_fn *done,
                            void *data) {
    return begin(keeper, name, done, data);
}

bool image_cache_async_put(struct image_cache_async *keeper, struct image_cache_entry *parcel,
                           image_cache_async_fn *done, void *data) {
    if (keeper->busy)
        return false;
    keeper->parcel = parcel;
    if (begin(keeper, parcel->name, done, data))
        return true;
    keeper->parcel = NULL;
    return false;
}

bool image_cache_async_busy(const struct image_cache_async *keeper) {
    return keeper->busy;
}

bool image_cache_async_works(const struct image_cache_async *keeper) {
    return keeper->works;
}

struct image_cache_async *image_cache_async_create(struct loop *loop, const char *state_dir) {
    struct image_cache_async *keeper = calloc(1, sizeof *keeper);
    if (!keeper)
        return NULL;
    keeper->loop = loop;
    keeper->works = true;                                       /* until the first entry says that it does not */
    snprintf(keeper->dir, sizeof keeper->dir, "%s", state_dir); /* one that is too long is refused by the shelf */
    return keeper;
}

void image_cache_async_destroy(struct image_cache_async *keeper) {
    if (!keeper)
        return;
    keeper->done = NULL;
    if (!keeper->busy)
        discard(keeper);
}
