/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of a few dozen rows, walked from their begin. A row that is gone stays until its deletion was handed to the
 * writer, so that it cannot come back after a restart.
 */
#include "net/outbox/outbox_rows.h"

#include "stb-app/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* --- finding */

/* The first row of LIST that is not GONE and for which MATCHES; a macro, for three kinds of rows. */
#define FIRST(row, list, matches)                                                                                      \
    do {                                                                                                               \
        (row) = (list);                                                                                                \
        while ((row) && ((row)->gone || !(matches)))                                                                   \
            (row) = (row)->next;                                                                                       \
    } while (0)

struct outbox_request_row *outbox_rows_request(const struct outbox_rows *rows, const char *id) {
    struct outbox_request_row *row;
    FIRST(row, rows->requests, strcmp(row->id, id) == 0);
    return row;
}

struct outbox_entry_row *outbox_rows_entry(const struct outbox_rows *rows, const char *key) {
    struct outbox_entry_row *row;
    FIRST(row, rows->entries, strcmp(row->entry.key, key) == 0);
    return row;
}

struct outbox_setting_row *outbox_rows_setting(const struct outbox_rows *rows, const char *name) {
    struct outbox_setting_row *row;
    FIRST(row, rows->settings, strcmp(row->name, name) == 0);
    return row;
}

/* --- freeing */

static void free_request(struct outbox_request_row *row) {
    free(row->asked);
    free(row->known);
    free(row->words);
    free(row);
}

static void free_entry(struct outbox_entry_row *row) {
    outbox_entry_clear(&row->entry);
    free(row);
}

static void free_setting(struct outbox_setting_row *row) {
    free(row->name);
    free(row->value);
    free(row);
}

/* --- adding */

/* What comes again is put over what is there, so it needs no deletion before. */
#define FORGET_GONE(type, list, matches, free_row)                                                                     \
    for (struct type **place = &(list); *place;) {                                                                     \
        struct type *old = *place;                                                                                     \
        if (old->gone && (matches)) {                                                                                  \
            *place = old->next;                                                                                        \
            free_row(old);                                                                                             \
        } else {                                                                                                       \
            place = &old->next;                                                                                        \
        }                                                                                                              \
    }

/* A new row goes before an older row of the same moment. */
struct outbox_request_row *outbox_rows_add_request(struct outbox_rows *rows, const struct outbox_request_row *row) {
    struct outbox_request_row *added = memory_new(1, sizeof *added);
    FORGET_GONE(outbox_request_row, rows->requests, strcmp(old->id, row->id) == 0, free_request)
    *added = *row;
    struct outbox_request_row **place = &rows->requests;
    while (*place && (*place)->created_at_ms > row->created_at_ms)
        place = &(*place)->next;
    added->next = *place;
    return *place = added;
}

struct outbox_entry_row *outbox_rows_add_entry(struct outbox_rows *rows, const struct outbox_entry *entry) {
    struct outbox_entry_row *added = memory_new(1, sizeof *added), **place = &rows->entries;
    added->entry = *entry;
    while (*place)
        place = &(*place)->next;
    return *place = added;
}

struct outbox_setting_row *outbox_rows_add_setting(struct outbox_rows *rows, char *name, char *value) {
    struct outbox_setting_row *added = memory_new(1, sizeof *added);
    FORGET_GONE(outbox_setting_row, rows->settings, strcmp(old->name, name) == 0, free_setting)
    *added = (struct outbox_setting_row){.next = rows->settings, .name = name, .value = value};
    return rows->settings = added;
}

#define FREE_ALL(type, list, free_row)                                                                                 \
    while (list) {                                                                                                     \
        struct type *row = (list);                                                                                     \
        (list) = row->next;                                                                                            \
        free_row(row);                                                                                                 \
    }

void outbox_rows_clear(struct outbox_rows *rows) {
    FREE_ALL(outbox_request_row, rows->requests, free_request)
    FREE_ALL(outbox_entry_row, rows->entries, free_entry)
    FREE_ALL(outbox_setting_row, rows->settings, free_setting)
}

/* --- what changed */

#define CHANGE_ALL(type, list)                                                                                         \
    for (struct type *row = (list); row; row = row->next)                                                              \
        row->changed = true;

void outbox_rows_change_all(struct outbox_rows *rows) {
    CHANGE_ALL(outbox_request_row, rows->requests)
    CHANGE_ALL(outbox_entry_row, rows->entries)
    CHANGE_ALL(outbox_setting_row, rows->settings)
}

#define ANY_CHANGED(type, list)                                                                                        \
    for (const struct type *row = (list); row; row = row->next)                                                        \
        if (row->changed)                                                                                              \
            return true;

bool outbox_rows_any_changed(const struct outbox_rows *rows) {
    ANY_CHANGED(outbox_request_row, rows->requests)
    ANY_CHANGED(outbox_entry_row, rows->entries)
    ANY_CHANGED(outbox_setting_row, rows->settings)
    return false;
}

static struct outbox_request_row *copy_request(const struct outbox_request_row *row) {
    struct outbox_request_row *copy = memory_copy(row, sizeof *row);
    copy->asked = memory_text(row->asked);
    copy->known = memory_text(row->known);
    copy->words = memory_text(row->words);
    return copy;
}

static struct outbox_entry_row *copy_entry(const struct outbox_entry_row *row) {
    struct outbox_entry_row *copy = memory_copy(row, sizeof *row);
    copy->entry.body = outbox_entry_copy_body(&row->entry);
    return copy;
}

static struct outbox_setting_row *copy_setting(const struct outbox_setting_row *row) {
    struct outbox_setting_row *copy = memory_copy(row, sizeof *row);
    copy->name = memory_text(row->name);
    copy->value = memory_text(row->value);
    return copy;
}

/* A row that is gone is moved, not copied. */
#define TAKE_CHANGES(type, list, batch, copy_row)                                                                      \
    do {                                                                                                               \
        struct type **tail = &(batch);                                                                                 \
        for (struct type **place = &(list); *place;) {                                                                 \
            struct type *row = *place;                                                                                 \
            bool gone = row->gone;                                                                                     \
            if (row->changed) {                                                                                        \
                row->changed = false;                                                                                  \
                *tail = gone ? row : copy_row(row);                                                                    \
            }                                                                                                          \
            if (gone)                                                                                                  \
                *place = row->next;                                                                                    \
            else                                                                                                       \
                place = &row->next;                                                                                    \
            if (*tail) {                                                                                               \
                (*tail)->next = NULL;                                                                                  \
                tail = &(*tail)->next;                                                                                 \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

struct outbox_rows *outbox_rows_take_changes(struct outbox_rows *rows) {
    if (!outbox_rows_any_changed(rows))
        return NULL;
    struct outbox_rows *batch = memory_new(1, sizeof *batch);
    TAKE_CHANGES(outbox_request_row, rows->requests, batch->requests, copy_request);
    TAKE_CHANGES(outbox_entry_row, rows->entries, batch->entries, copy_entry);
    TAKE_CHANGES(outbox_setting_row, rows->settings, batch->settings, copy_setting);
    return batch;
}

/* --- what was read late */

static void join_request(struct outbox_rows *rows, struct outbox_request_row *row) {
    struct outbox_request_row *known = outbox_rows_request(rows, row->id);
    if (!known) {
        outbox_rows_add_request(rows, row);
    } else if (!known->asked[0]) { /* the hotline has told of it since, but not what was asked */
        free(known->asked);
        free(known->words);
        known->asked = row->asked;
        known->words = row->words;
        known->expires_s = row->expires_s;
        free(row->known);
    } else {
        free(row->asked);
        free(row->known);
        free(row->words);
    }
}

static void join_setting(struct outbox_rows *rows, struct outbox_setting_row *row) {
    for (const struct outbox_setting_row *known = rows->settings; known; known = known->next)
        if (strcmp(known->name, row->name) == 0) { /* set or taken away meanwhile */
            free(row->name);
            free(row->value);
            return;
        }
    outbox_rows_add_setting(rows, row->name, row->value);
}

/* The entries of LATER are older, so they come first. */
void outbox_rows_merge(struct outbox_rows *rows, struct outbox_rows *later) {
    struct outbox_entry_row **end = &later->entries;
    while (*end)
        end = &(*end)->next;
    *end = rows->entries;
    rows->entries = later->entries;
    later->entries = NULL;
    while (later->requests) {
        struct outbox_request_row *row = later->requests;
        later->requests = row->next;
        join_request(rows, row);
        free(row);
    }
    while (later->settings) {
        struct outbox_setting_row *row = later->settings;
        later->settings = row->next;
        join_setting(rows, row);
        free(row);
    }
}
