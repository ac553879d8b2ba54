/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_IMAGES_IMAGE_CACHE_ASYNC_H
#define STB_NET_IMAGES_IMAGE_CACHE_ASYNC_H
/*
 * The shelf of pictures, beside the loop: flash that is slow or hangs holds up a picture and nothing else. One entry
 * at a time; who has several keeps them, and drops those that nobody waits for any more.
 */
#include "net/images/image_cache.h"

#include <stdbool.h>

struct image_cache_async;
struct loop;

/* What came for NAME; freed with free(). */
struct image_cache_entry {
    char name[IMAGE_NAME_SIZE], etag[IMAGE_CACHE_ETAG_SIZE];
    size_t length;
    unsigned char bytes[];
};
/* ETAG too long for one = none. NULL when memory is out. */
struct image_cache_entry *image_cache_async_entry(const char *name, const char *etag, const void *bytes, size_t length);

/* The entry's end, from the loop. FILE: image_cache_find()'s or image_cache_put()'s, NULL = it is not on the shelf.
 * Borrowed until the next entry. */
typedef void image_cache_async_fn(void *data, const char *name, const struct image_file *file);

struct image_cache_async *image_cache_async_create(struct loop *loop,
                                                   const char *state_dir); /* no disk is touched; NULL: memory */
void image_cache_async_destroy(struct image_cache_async *keeper);          /* no entry's end comes any more */
/* False = it is busy, or memory is out: nothing was taken. */
bool image_cache_async_find(struct image_cache_async *keeper, const char *name, image_cache_async_fn *done, void *data);
bool image_cache_async_put(struct image_cache_async *keeper, struct image_cache_entry *parcel,
                           image_cache_async_fn *done, void *data);
bool image_cache_async_busy(const struct image_cache_async *keeper);
bool image_cache_async_works(
    const struct image_cache_async *keeper); /* false: nothing can be kept, as the last entry found */
#endif
