/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second thread owns the cache while a find or put runs, and the loop does not touch it meanwhile, so it needs no
 * lock. The first find or put opens it: no start of the program waits for the disk.
 *
 * The trap is the end: image_cache_async_destroy() may come while the disk hangs. Then DONE is cleared, and came_back()
 * frees everything once the thread is through.
 */
#include "net/images/image_cache_async.h"

#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image_cache_async {
    struct loop *loop;
    char dir[IMAGE_CACHE_PATH_SIZE];
    struct image_cache *cache; /* NULL: not opened yet, or nothing can be kept */
    bool opened;
    bool works;
    /* the find or put under way */
    bool busy;
    char name[IMAGE_NAME_SIZE];
    struct image_cache_entry *entry; /* NULL = find */
    const struct image_file *file;
    image_cache_async_fn *done; /* NULL: nobody waits any more */
    void *data;
};

struct image_cache_entry *image_cache_async_entry(const char *name, const char *etag, const void *bytes,
                                                  size_t length) {
    struct image_cache_entry *entry = memory_new(sizeof *entry + length, 1);
    snprintf(entry->name, sizeof entry->name, "%s", name);
    snprintf(entry->etag, sizeof entry->etag, "%s", strlen(etag) < sizeof entry->etag ? etag : "");
    memcpy(entry->bytes, bytes, length);
    entry->length = length;
    return entry;
}

static void discard(struct image_cache_async *async) {
    image_cache_close(async->cache);
    free(async);
}

/* On the other thread. */
static void run(void *data) {
    struct image_cache_async *async = data;
    const struct image_cache_entry *entry = async->entry;
    if (!async->opened)
        async->cache = image_cache_open(async->dir, IMAGE_CACHE_MAX);
    async->opened = true;
    async->file = entry ? image_cache_put(async->cache, entry->name, entry->etag, entry->bytes, entry->length)
                        : image_cache_find(async->cache, async->name);
}

static void came_back(void *data) {
    struct image_cache_async *async = data;
    char name[IMAGE_NAME_SIZE]; /* a copy: DONE may begin the next */
    memcpy(name, async->name, sizeof name);
    async->busy = false;
    async->works = async->cache != NULL;
    free(async->entry);
    async->entry = NULL;
    if (async->done)
        async->done(async->data, name, async->file);
    else
        discard(async);
}

static bool begin(struct image_cache_async *async, const char *name, image_cache_async_fn *done, void *data) {
    if (async->busy)
        return false;
    snprintf(async->name, sizeof async->name, "%s", name);
    async->done = done;
    async->data = data;
    return async->busy = loop_aside(async->loop, run, came_back, async);
}

bool image_cache_async_find(struct image_cache_async *async, const char *name, image_cache_async_fn *done, void *data) {
    return begin(async, name, done, data);
}

bool image_cache_async_put(struct image_cache_async *async, struct image_cache_entry *entry, image_cache_async_fn *done,
                           void *data) {
    if (async->busy)
        return false;
    async->entry = entry;
    if (begin(async, entry->name, done, data))
        return true;
    async->entry = NULL;
    return false;
}

bool image_cache_async_busy(const struct image_cache_async *async) {
    return async->busy;
}

bool image_cache_async_works(const struct image_cache_async *async) {
    return async->works;
}

struct image_cache_async *image_cache_async_create(struct loop *loop, const char *state_dir) {
    struct image_cache_async *async = memory_new(1, sizeof *async);
    async->loop = loop;
    async->works = true;                                      /* until the first find or put says otherwise */
    snprintf(async->dir, sizeof async->dir, "%s", state_dir); /* image_cache_open() refuses one that is too long */
    return async;
}

void image_cache_async_destroy(struct image_cache_async *async) {
    if (!async)
        return;
    async->done = NULL;
    if (!async->busy)
        discard(async);
}
