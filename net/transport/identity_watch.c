/* SPDX-License-Identifier: Apache-2.0 */
/*
 *                 files good                 files good, changed
 *      NONE ----------------------> FILES <----------------------+
 *        |                          |   ^                        |
 *        | files bad, kept good     |   | not proved for TRIAL_MS|
 *        +------------------> KEPT <+---+ (they take turns) -----+
 *
 * "Good" is what can be checked here: PEM that can be read, and a key that belongs to its certificate. Only an answer
 * proves that the hotline takes an identity; so the box keeps a copy of the one that was in use when the hotline
 * answered. An identity that gets no answer takes turns with the kept one, since the line may be down and the
 * certificate right.
 */
#include "net/transport/identity_watch.h"

#include "net/transport/https.h"
#include "net/transport/tls_identity.h"
#include "stb-app/base/kept_file.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LOOK_BAD_MS = 2000, LOOK_GOOD_MS = 30000, TRIAL_MS = 60000, FILES = 3, PINS_MAX = 12 };

enum source { SOURCE_NONE, SOURCE_FILES, SOURCE_KEPT };

struct identity_watch {
    struct identity_watch_setup setup;
    struct loop_timer *timer;
    char *device_id, *paths[FILES], *pins[PINS_MAX + 1];
    struct stat seen[FILES]; /* the files' state when they were last read; zero = a file was not there */
    enum source source;
    bool connected, proved, begun;
    int64_t used_at_ms;
    char fault[TLS_IDENTITY_ERROR_SIZE]; /* "" = the files are in use */
};
static const char *const kept_names[FILES] = {"ca.pem", "box.pem", "box.key"};

/* --- what FILES named */

static void forget_files(struct identity_watch *watch) {
    free(watch->device_id);
    for (int i = 0; i < FILES; i++)
        free(watch->paths[i]);
    for (int i = 0; i < PINS_MAX; i++)
        free(watch->pins[i]);
    memset(watch->pins, 0, sizeof watch->pins);
}

static void copy_files(struct identity_watch *watch, const struct https_identity *files) {
    forget_files(watch);
    watch->device_id = memory_text(files->device_id);
    watch->paths[0] = memory_text(files->ca_file);
    watch->paths[1] = memory_text(files->client_cert);
    watch->paths[2] = memory_text(files->client_key);
    for (int i = 0; files->pins && files->pins[i] && i < PINS_MAX; i++)
        watch->pins[i] = memory_text(files->pins[i]);
}

static struct https_identity identity_of(const struct identity_watch *watch, const char *ca, const char *cert,
                                         const char *key) {
    return (struct https_identity){.device_id = watch->device_id,
                                   .ca_file = ca,
                                   .client_cert = cert,
                                   .client_key = key,
                                   .pins = (const char *const *)watch->pins};
}

/* --- using an identity */

static bool give_to_pools(struct identity_watch *watch, const struct https_identity *identity, char *error) {
    bool ok = true;
    for (int i = 0; i < IDENTITY_WATCH_POOLS && ok; i++)
        ok = https_use(watch->setup.pools[i], identity, error);
    return ok;
}

static void now_used(struct identity_watch *watch, enum source source) {
    watch->source = source;
    watch->proved = false;
    watch->used_at_ms = loop_now_ms();
    if (watch->begun)
        watch->setup.on_use(watch->setup.data);
}

static void tell_fault(struct identity_watch *watch, const char *reason) {
    if (strcmp(watch->fault, reason) == 0)
        return;
    snprintf(watch->fault, sizeof watch->fault, "%s", reason);
    if (*reason)
        log_error("net", "%s%s", reason,
                  watch->source == SOURCE_KEPT ? "; the last identity that the hotline took is used" : "");
    else
        log_info("net", "the box's certificates are in use");
    watch->setup.on_fault(watch->setup.data, *reason ? reason : NULL);
}

static bool use_files(struct identity_watch *watch, char *error) {
    struct https_identity identity = identity_of(watch, watch->paths[0], watch->paths[1], watch->paths[2]);
    if (!give_to_pools(watch, &identity, error))
        return false;
    now_used(watch, SOURCE_FILES);
    return true;
}

static bool use_kept(struct identity_watch *watch) {
    char paths[FILES][PATH_MAX], error[TLS_IDENTITY_ERROR_SIZE];
    for (int i = 0; i < FILES; i++)
        kept_file_path(paths[i], watch->setup.state_dir, kept_names[i]);
    struct https_identity identity = identity_of(watch, paths[0], paths[1], paths[2]);
    if (!give_to_pools(watch, &identity, error))
        return false;
    now_used(watch, SOURCE_KEPT);
    return true;
}

/* --- looking at the files */

static bool is_same_file(const struct stat *a, const struct stat *b) {
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* True: a file has changed, come or gone since the last look. */
static bool look(struct identity_watch *watch) {
    bool changed = false;
    for (int i = 0; i < FILES; i++) {
        struct stat now = {0};
        if (stat(watch->paths[i], &now) != 0)
            now = (struct stat){0};
        changed = changed || !is_same_file(&now, &watch->seen[i]);
        watch->seen[i] = now;
    }
    return changed;
}

/* Uses the files if they are good; else the identity in use stays, or the kept one is used where there is none. */
static void read_files(struct identity_watch *watch) {
    char error[TLS_IDENTITY_ERROR_SIZE] = "";
    if (!use_files(watch, error) && watch->source == SOURCE_NONE)
        use_kept(watch);
    tell_fault(watch, error);
}

/* The identity in use has had no answer for TRIAL_MS: the other one gets its turn. */
static void take_turns(struct identity_watch *watch) {
    char error[TLS_IDENTITY_ERROR_SIZE];
    if (watch->proved || watch->connected || loop_now_ms() - watch->used_at_ms < TRIAL_MS)
        return;
    watch->used_at_ms = loop_now_ms();
    if (watch->source == SOURCE_KEPT)
        use_files(watch, error);
    else if (watch->source == SOURCE_FILES)
        use_kept(watch);
}

static void arm(struct identity_watch *watch) {
    bool settled = watch->source == SOURCE_FILES && watch->connected;
    loop_timer_start(watch->timer, settled ? LOOK_GOOD_MS : LOOK_BAD_MS, 0);
}

static void look_due(void *data) {
    struct identity_watch *watch = data;
    if (look(watch))
        read_files(watch);
    else
        take_turns(watch);
    arm(watch);
}

/* --- keeping what was proved */

struct keep {
    char *state_dir;
    struct tls_identity identity;
};

static void keep_work(void *data) {
    const struct keep *keep = data;
    const struct tls_pem *pems[FILES] = {&keep->identity.ca, &keep->identity.cert, &keep->identity.key};
    for (int i = 0; i < FILES; i++)
        kept_file_write(keep->state_dir, kept_names[i], pems[i]->bytes, pems[i]->length);
}

static void keep_done(void *data) {
    struct keep *keep = data;
    tls_identity_clear(&keep->identity);
    free(keep->state_dir);
    free(keep);
}

/* Copies the files' bytes, if they are still those that the hotline took. */
static void keep_files(struct identity_watch *watch) {
    char error[TLS_IDENTITY_ERROR_SIZE];
    struct https_identity files = identity_of(watch, watch->paths[0], watch->paths[1], watch->paths[2]);
    struct keep *keep = memory_new(1, sizeof *keep);
    keep->state_dir = memory_text(watch->setup.state_dir);
    bool ok = !look(watch) && tls_identity_take(&keep->identity, &files, error);
    if (!ok || !loop_aside(watch->setup.loop, keep_work, keep_done, keep))
        keep_done(keep);
}

void identity_watch_line(struct identity_watch *watch, bool connected) {
    watch->connected = connected;
    if (!connected || watch->proved)
        return;
    watch->proved = true;
    if (watch->source == SOURCE_FILES)
        keep_files(watch);
    else if (watch->source == SOURCE_KEPT && !watch->fault[0])
        tell_fault(watch, "the hotline takes the last identity, not the files' one");
}

/* --- life */

void identity_watch_begin(struct identity_watch *watch, const struct https_identity *files) {
    copy_files(watch, files);
    look(watch);
    read_files(watch);
    watch->begun = true;
    arm(watch);
}

static bool names_the_same(const struct identity_watch *watch, const struct https_identity *files) {
    int pins = 0;
    while (files->pins && files->pins[pins] && watch->pins[pins] && strcmp(files->pins[pins], watch->pins[pins]) == 0)
        pins++;
    return strcmp(watch->device_id, files->device_id) == 0 && strcmp(watch->paths[0], files->ca_file) == 0 &&
           strcmp(watch->paths[1], files->client_cert) == 0 && strcmp(watch->paths[2], files->client_key) == 0 &&
           !watch->pins[pins] && !(files->pins && files->pins[pins]);
}

void identity_watch_replace(struct identity_watch *watch, const struct https_identity *files) {
    if (names_the_same(watch, files)) {
        look_due(watch);
        return;
    }
    copy_files(watch, files);
    look(watch);
    read_files(watch);
    arm(watch);
}

struct identity_watch *identity_watch_create(const struct identity_watch_setup *setup) {
    struct identity_watch *watch = memory_new(1, sizeof *watch);
    watch->setup = *setup;
    watch->timer = loop_timer_create(setup->loop, look_due, watch);
    return watch;
}

void identity_watch_destroy(struct identity_watch *watch) {
    if (!watch)
        return;
    loop_timer_destroy(watch->timer);
    forget_files(watch);
    free(watch);
}
