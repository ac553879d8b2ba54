/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_IMAGES_IMAGE_CACHE_ASYNC_H
#define STB_NET_IMAGES_IMAGE_CACHE_ASYNC_H
/*
 * The shelf of pictures, beside the loop: flash that is slow or hangs holds up a picture and nothing else. One errand
 * at a time; who has several keeps them, and drops those that nobody waits for any more.
 */
#include "net/images/image_cache.h"

#include <stdbool.h>

struct image_keeper;
struct loop;

/* What came for NAME; freed with free(). */
struct image_parcel {
    char name[IMAGE_NAME_SIZE], etag[IMAGE_ETAG_SIZE];
    size_t length;
    unsigned char bytes[];
};
/* ETAG too long for one = none. NULL when memory is out. */
struct image_parcel *image_parcel_create(const char *name, const char *etag, const void *bytes, size_t length);

/* The errand's end, from the loop. FILE: image_shelf_find()'s or image_shelf_put()'s, NULL = it is not on the shelf.
 * Borrowed until the next errand. */
typedef void image_keeper_fn(void *data, const char *name, const struct image_file *file);

struct image_keeper *image_keeper_create(struct loop *loop,
                                         const char *state_dir); /* no disk is touched; NULL: memory */
void image_keeper_destroy(struct image_keeper *keeper);          /* no errand's end comes any more */
/* False = it is busy, or memory is out: nothing was taken. */
bool image_keeper_find(struct image_keeper *keeper, const char *name, image_keeper_fn *done, void *data);
bool image_keeper_put(struct image_keeper *keeper, struct image_parcel *parcel, image_keeper_fn *done, void *data);
bool image_keeper_busy(const struct image_keeper *keeper);
bool image_keeper_works(const struct image_keeper *keeper); /* false: nothing can be kept, as the last errand found */
#endif
