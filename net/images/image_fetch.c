/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each name that was shown since the start has an entry, which says when the hotline is asked for it next. A picture
 * that came, or has not changed, is settled until the catalog changes. One that the hotline does not have, or that is
 * no picture, is asked for again after REST_MS. After a failure of the line or the hotline the tries follow
 * backoff_delay(), TRIES_MAX of them, then REST_MS passes.
 *
 * The trap is the fleet: a new catalog reaches all boxes in one minute. So nothing is fetched ahead; only who looks
 * at a picture asks for it, and who has an old one already asks a little later, at a moment of his own.
 *
 * The cache is always asked first: names on screen are looked for from the top, then pictures that came are put there.
 * This file knows of the cache only what image_cache_async answered.
 */
#include "net/images/image_fetch.h"

#include "net/images/image_cache_async.h"
#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 160, TIMEOUT_MS = 20000, TRIES_MAX = 5, REST_MS = 600000, SOON_MS = 2000, SPREAD_MS = 28000 };
static const int64_t SETTLED = INT64_MAX;

struct entry {
    char name[IMAGE_NAME_SIZE]; /* "" = free */
    int shown;                  /* its place on the screen, from 1; 0 = it is not there */
    uint64_t seen;              /* the screen that showed it last */
    int64_t due_ms;             /* to be asked for then */
    int tries;
    uint64_t call;                  /* 0 = none under way */
    bool again;                     /* the catalog changed meanwhile: the answer may be from before */
    bool sought;                    /* the cache was asked for it since the start */
    bool asked;                     /* the screen waits for what is in the cache */
    bool kept;                      /* the cache had it, by its last answer */
    char *etag;                     /* of what was there; NULL = none */
    struct image_cache_entry *came; /* to be put into the cache; NULL = none */
    bool storing;                   /* the put of CAME is under way */
};
struct image_fetch {
    struct image_fetch_setup setup;
    struct image_cache_async *cache;
    struct loop_timer *timer;
    struct entry entries[NAMES_MAX];
    uint64_t screens;
    char refused[IMAGE_NAME_SIZE]; /* the last one that was; "" = none */
};

/* --- what is known of a name */

static struct entry *find(struct image_fetch *images, const char *name) {
    for (size_t i = 0; i < NAMES_MAX; i++)
        if (strcmp(images->entries[i].name, name) == 0)
            return &images->entries[i];
    return NULL;
}

static bool on_its_way(const struct entry *entry) {
    return entry->call || entry->came || entry->storing;
}

/* In the place of the one that was shown longest ago. */
static struct entry *add(struct image_fetch *images, const char *name) {
    struct entry *place = NULL;
    for (size_t i = 0; i < NAMES_MAX; i++) {
        struct entry *entry = &images->entries[i];
        if (!entry->shown && !on_its_way(entry) && (!place || entry->seen < place->seen))
            place = entry;
    }
    if (place) {
        free(place->etag);
        *place = (struct entry){.due_ms = 0};
        snprintf(place->name, sizeof place->name, "%s", name);
    }
    return place;
}

static void tell(struct image_fetch *images, const char *name, const struct image_file *file) {
    images->setup.on_image(images->setup.data, name, file ? file->path : "", file ? file->version : 0);
}

/* --- the cache */

static void run(struct image_fetch *images);

static int64_t later(void) {
    return loop_now_ms() + SOON_MS + (int64_t)random_draw() * SPREAD_MS / 65536;
}

/* It is known to be the newest. */
static void settle(struct entry *entry) {
    entry->due_ms = entry->again ? later() : SETTLED;
    entry->again = false;
    entry->tries = 0;
}

static void note(struct entry *entry, const struct image_file *file) {
    free(entry->etag);
    entry->kept = file != NULL;
    entry->etag = file && file->etag[0] ? memory_text(file->etag) : NULL;
}

static void found(void *data, const char *name, const struct image_file *file) {
    struct image_fetch *images = data;
    struct entry *entry = find(images, name);
    if (entry) {
        bool fresh = !entry->sought, gone = !file && entry->due_ms == SETTLED;
        note(entry, file);
        entry->sought = true;
        entry->due_ms = gone ? 0 : fresh && file ? later() : entry->due_ms;
        if (entry->asked)
            tell(images, name, file);
        entry->asked = false;
    }
    run(images);
}

static void stored(void *data, const char *name, const struct image_file *file) {
    struct image_fetch *images = data;
    struct entry *entry = find(images, name);
    if (entry && file) {
        note(entry, file);
        settle(entry);
        if (entry->shown)
            tell(images, name, file);
    }
    if (entry)
        entry->storing = entry->again = false;
    run(images);
}

/* The first on the screen that is asked for, before what came. */
static void send_errand(struct image_fetch *images) {
    struct entry *first = NULL, *came = NULL;
    for (size_t i = 0; i < NAMES_MAX; i++) {
        struct entry *entry = &images->entries[i];
        if (entry->asked && (!first || entry->shown < first->shown))
            first = entry;
        came = entry->came ? entry : came;
    }
    if (first) {
        image_cache_async_find(images->cache, first->name, found, images);
    } else if (came && image_cache_async_put(images->cache, came->came, stored, images)) {
        came->came = NULL;
        came->storing = true;
    }
}

/* --- fetching */

static void refuse(struct image_fetch *images, const struct entry *entry, const char *error) {
    char line[IMAGE_NAME_SIZE + 200];
    snprintf(line, sizeof line, "%s: %s", entry->name, error);
    log_warning("net", "the picture %s is refused: %s", entry->name, error);
    memcpy(images->refused, entry->name, sizeof images->refused);
    images->setup.on_refused(images->setup.data, line);
}

static void forget_refused(struct image_fetch *images) {
    if (images->refused[0])
        images->setup.on_refused(images->setup.data, NULL);
    images->refused[0] = 0;
}

static void take(struct image_fetch *images, struct entry *entry, const struct https_answer *answer) {
    char error[IMAGE_HEADER_ERROR_SIZE];
    entry->due_ms = loop_now_ms() + REST_MS;
    if (answer->too_large || !image_header_check(answer->body, answer->length, error)) {
        refuse(images, entry, answer->too_large ? answer->error : error);
        return;
    }
    if (strcmp(images->refused, entry->name) == 0)
        forget_refused(images);
    entry->came = image_cache_async_entry(entry->name, answer->etag, answer->body, answer->length);
}

static void try_later(struct entry *entry, const struct https_answer *answer) {
    bool refused = answer->status >= 400 && answer->status < 500 && answer->status != 429;
    int64_t delay = backoff_delay(++entry->tries, answer->retry_after_s, random_draw());
    bool rest = refused || entry->tries >= TRIES_MAX;
    entry->due_ms = loop_now_ms() + (rest ? REST_MS : delay);
    log_info("net", "the picture %s is not to be had: %s (%d); again in %lld s", entry->name, answer->error,
             answer->status, (long long)(rest ? REST_MS : delay) / 1000);
    entry->tries = rest ? 0 : entry->tries;
}

static void on_done(void *data, const struct https_answer *answer) {
    struct image_fetch *images = data;
    struct entry *entry = images->entries;
    while (entry < images->entries + NAMES_MAX && entry->call != answer->number)
        entry++;
    if (entry == images->entries + NAMES_MAX)
        return;
    entry->call = 0;
    if (answer->status == 200 || answer->too_large)
        take(images, entry, answer);
    else if (answer->status == 304)
        settle(entry);
    else
        try_later(entry, answer);
    entry->again = entry->again && entry->came;
    run(images);
}

static void fetch(struct image_fetch *images, struct entry *entry) {
    const struct image_fetch_setup *setup = &images->setup;
    char url[512];
    int first = https_prefer(setup->https, setup->endpoints);
    int count = 0;
    while (setup->endpoints[count])
        count++;
    int endpoint = backoff_endpoint(entry->tries, first, count);
    snprintf(url, sizeof url, "%s/v1/images/%s", setup->endpoints[endpoint], entry->name);
    entry->call = https_start(setup->https, &(struct https_call){.method = "GET",
                                                                 .url = url,
                                                                 .accept = "image/png, image/jpeg",
                                                                 .if_none_match = entry->etag,
                                                                 .timeout_ms = TIMEOUT_MS,
                                                                 .most = IMAGE_HEADER_MAX,
                                                                 .done = on_done,
                                                                 .data = images});
    if (!entry->call)
        entry->due_ms = loop_now_ms() + REST_MS;
}

static int under_way(const struct image_fetch *images) {
    int calls = 0;
    for (size_t i = 0; i < NAMES_MAX; i++)
        calls += on_its_way(&images->entries[i]);
    return calls;
}

/* The first on the screen that is due; NULL = none, and *NEXT_MS is when one will be. */
static struct entry *next_due(struct image_fetch *images, int64_t now_ms, int64_t *next_ms) {
    struct entry *found = NULL;
    *next_ms = SETTLED;
    for (size_t i = 0; i < NAMES_MAX; i++) {
        struct entry *entry = &images->entries[i];
        if (!entry->shown || on_its_way(entry) || !entry->sought)
            continue;
        if (entry->due_ms <= now_ms && (!found || entry->shown < found->shown))
            found = entry;
        *next_ms = entry->due_ms < *next_ms ? entry->due_ms : *next_ms;
    }
    return found;
}

static void run(struct image_fetch *images) {
    int64_t now_ms = loop_now_ms(), next_ms = SETTLED;
    struct entry *entry = NULL;
    loop_timer_stop(images->timer);
    send_errand(images);
    if (!image_cache_async_works(images->cache) || !images->setup.connected(images->setup.data))
        return;
    while (under_way(images) < IMAGE_FETCH_AT_ONCE && (entry = next_due(images, now_ms, &next_ms)))
        fetch(images, entry);
    if (!entry && next_ms != SETTLED)
        loop_timer_start(images->timer, next_ms - now_ms, 0);
}

static void on_timer(void *data) {
    run(data);
}

/* --- what is shown */

static void leave(struct image_fetch *images, bool all) {
    for (size_t i = 0; i < NAMES_MAX; i++) {
        struct entry *entry = &images->entries[i];
        entry->shown = 0;
        entry->asked = false;
        if (all && entry->call) /* the line is free for what comes now: perhaps an SOS */
            https_cancel(images->setup.https, entry->call);
        entry->call = all ? 0 : entry->call;
    }
}

static void show(struct image_fetch *images, const char *name, int place) {
    struct entry *entry = image_header_check_name(name) ? find(images, name) : NULL;
    if (!entry && image_header_check_name(name))
        entry = add(images, name);
    if (!entry) {
        tell(images, name, NULL);
        return;
    }
    entry->shown = place;
    entry->seen = images->screens;
    entry->asked = true;
}

void image_fetch_show(struct image_fetch *images, const char *const *names, size_t count) {
    images->screens++;
    leave(images, count == 0);
    for (size_t i = 0; i < count && i < IMAGE_FETCH_SHOWN_MAX; i++)
        show(images, names[i], (int)i + 1);
    run(images);
}

void image_fetch_wake(struct image_fetch *images) {
    run(images);
}

void image_fetch_catalog_changed(struct image_fetch *images) {
    forget_refused(images);
    for (size_t i = 0; i < NAMES_MAX; i++) {
        struct entry *entry = &images->entries[i];
        if (!entry->name[0])
            continue;
        entry->tries = 0;
        entry->again = on_its_way(entry);
        entry->due_ms = entry->kept ? later() : 0;
    }
    run(images);
}

/* --- life */

struct image_fetch *image_fetch_create(const struct image_fetch_setup *setup) {
    struct image_fetch *images = memory_new(1, sizeof *images);
    images->setup = *setup;
    images->cache = image_cache_async_create(setup->loop, setup->state_dir);
    images->timer = loop_timer_create(setup->loop, on_timer, images);
    if (images->cache && images->timer)
        return images;
    image_fetch_destroy(images);
    return NULL;
}

void image_fetch_destroy(struct image_fetch *images) {
    if (!images)
        return;
    leave(images, true);
    loop_timer_destroy(images->timer);
    image_cache_async_destroy(images->cache);
    for (size_t i = 0; i < NAMES_MAX; i++) {
        free(images->entries[i].etag);
        free(images->entries[i].came);
    }
    free(images);
}
