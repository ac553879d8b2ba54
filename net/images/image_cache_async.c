/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shelf belongs to the other thread while an errand is under way and to nobody else between two of them, so it
 * needs no lock. It is opened by the first errand: no start waits for it.
 *
 * The trap is the end: a disk may hang while the owner goes. Then the errand keeps shelf and keeper, and takes both
 * along when it comes back.
 */
#include "net/images/image_cache_async.h"

#include "stb-app/base/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image_keeper {
    struct loop *loop;
    char dir[IMAGE_PATH_SIZE];
    struct image_shelf *shelf; /* NULL: not opened yet, or nothing can be kept */
    bool opened;
    bool works;
    /* the errand */
    bool busy;
    char name[IMAGE_NAME_SIZE];
    struct image_parcel *parcel; /* NULL = find */
    const struct image_file *file;
    image_keeper_fn *done; /* NULL: nobody waits any more */
    void *data;
};

struct image_parcel *image_parcel_create(const char *name, const char *etag, const void *bytes, size_t length) {
    struct image_parcel *parcel = malloc(sizeof *parcel + length);
    if (!parcel)
        return NULL;
    snprintf(parcel->name, sizeof parcel->name, "%s", name);
    snprintf(parcel->etag, sizeof parcel->etag, "%s", strlen(etag) < sizeof parcel->etag ? etag : "");
    memcpy(parcel->bytes, bytes, length);
    parcel->length = length;
    return parcel;
}

static void discard(struct image_keeper *keeper) {
    image_shelf_close(keeper->shelf);
    free(keeper);
}

/* On the other thread. */
static void run_errand(void *data) {
    struct image_keeper *keeper = data;
    const struct image_parcel *parcel = keeper->parcel;
    if (!keeper->opened)
        keeper->shelf = image_shelf_open(keeper->dir, IMAGE_SHELF_MOST);
    keeper->opened = true;
    keeper->file = parcel ? image_shelf_put(keeper->shelf, parcel->name, parcel->etag, parcel->bytes, parcel->length)
                          : image_shelf_find(keeper->shelf, keeper->name);
}

static void came_back(void *data) {
    struct image_keeper *keeper = data;
    char name[IMAGE_NAME_SIZE]; /* the next errand may begin inside */
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

static bool begin(struct image_keeper *keeper, const char *name, image_keeper_fn *done, void *data) {
    if (keeper->busy)
        return false;
    snprintf(keeper->name, sizeof keeper->name, "%s", name);
    keeper->done = done;
    keeper->data = data;
    return keeper->busy = loop_aside(keeper->loop, run_errand, came_back, keeper);
}

bool image_keeper_find(struct image_keeper *keeper, const char *name, image_keeper_fn *done, void *data) {
    return begin(keeper, name, done, data);
}

bool image_keeper_put(struct image_keeper *keeper, struct image_parcel *parcel, image_keeper_fn *done, void *data) {
    if (keeper->busy)
        return false;
    keeper->parcel = parcel;
    if (begin(keeper, parcel->name, done, data))
        return true;
    keeper->parcel = NULL;
    return false;
}

bool image_keeper_busy(const struct image_keeper *keeper) {
    return keeper->busy;
}

bool image_keeper_works(const struct image_keeper *keeper) {
    return keeper->works;
}

struct image_keeper *image_keeper_create(struct loop *loop, const char *state_dir) {
    struct image_keeper *keeper = calloc(1, sizeof *keeper);
    if (!keeper)
        return NULL;
    keeper->loop = loop;
    keeper->works = true;                                       /* until the first errand says that it does not */
    snprintf(keeper->dir, sizeof keeper->dir, "%s", state_dir); /* one that is too long is refused by the shelf */
    return keeper;
}

void image_keeper_destroy(struct image_keeper *keeper) {
    if (!keeper)
        return;
    keeper->done = NULL;
    if (!keeper->busy)
        discard(keeper);
}
