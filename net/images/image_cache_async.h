/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_IMAGES_IMAGE_CACHE_ASYNC_H
#define STB_NET_IMAGES_IMAGE_CACHE_ASYNC_H
/*
 * The cache of pictures, read and written on a second thread: flash that is slow or hangs holds up a picture and
 * nothing else. It does one find or put at a time; a caller who wants several asks for the next when one has ended.
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
/* An ETAG that does not fit counts as none. */
struct image_cache_entry *image_cache_async_entry(const char *name, const char *etag, const void *bytes, size_t length);

/* A find or put has ended; called from the loop. FILE: what image_cache_find() or image_cache_put() returned, NULL = it
 * is not in the cache. Borrowed until the next find or put. */
typedef void image_cache_async_fn(void *data, const char *name, const struct image_file *file);

/* Touches no disk yet. */
struct image_cache_async *image_cache_async_create(struct loop *loop, const char *state_dir);
void image_cache_async_destroy(struct image_cache_async *async); /* DONE of what is under way is not called */
/* False = a find or put is under way, or no thread could be started: ENTRY stays the caller's. Else ENTRY is freed
 * here. */
bool image_cache_async_find(struct image_cache_async *async, const char *name, image_cache_async_fn *done, void *data);
bool image_cache_async_put(struct image_cache_async *async, struct image_cache_entry *entry, image_cache_async_fn *done,
                           void *data);
bool image_cache_async_busy(const struct image_cache_async *async);
/* False: nothing can be kept, as the last find or put found out. */
bool image_cache_async_works(const struct image_cache_async *async);
#endif
