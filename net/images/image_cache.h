/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_IMAGES_IMAGE_CACHE_H
#define STB_NET_IMAGES_IMAGE_CACHE_H
/*
 * The catalog's pictures on the box's disk: DIR/images/NAME (0600) and beside each its tag, which says what the
 * hotline called that content and what it sums up to. Bounded in bytes; what was shown longest ago goes first. A disk
 * that is full or broken costs only the pictures. One that is slow holds up who calls: image_cache_async.h.
 */
#include "net/images/image_header.h"

#include <stdint.h>

struct image_cache;

enum { IMAGE_CACHE_MAX = 16 << 20, IMAGE_CACHE_ETAG_SIZE = 128, IMAGE_CACHE_PATH_SIZE = 400 };

struct image_file {
    char name[IMAGE_NAME_SIZE], etag[IMAGE_CACHE_ETAG_SIZE]; /* ETAG as the header said; "" = none */
    char path[IMAGE_CACHE_PATH_SIZE];
    size_t size;
    int64_t version; /* differs when the content does */
    /* for image_cache.c only */
    int64_t used_s;
    bool proved; /* since the cache was opened: its bytes sum up to what its tag says */
};

/* MOST: bytes of all pictures together. NULL and one log line when the directory cannot be made or read. */
struct image_cache *image_cache_open(const char *dir, size_t most);
void image_cache_close(struct image_cache *cache);
/* NULL = it is not there, or was damaged (and is gone now). Valid until the next put. Counts as shown. */
const struct image_file *image_cache_find(struct image_cache *cache, const char *name);
/* Stored whole or not at all. NULL when the disk does not take it (the last good one stays): logged once until it does
 * again. */
const struct image_file *image_cache_put(struct image_cache *cache, const char *name, const char *etag,
                                         const void *content, size_t length);
size_t image_cache_bytes(const struct image_cache *cache);
#endif
