/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The truth, and what of it the writer is to bring to the disk. While the writer is busy, changes gather in the rows;
 * when it is done they go as one batch, so a slow disk makes batches larger and nothing late. A batch has a number, and
 * a ticket is the number of the first batch that has all changes until now.
 *
 * The trap: a file that is read late must not undo what happened meanwhile.
 */
#include "net/outbox/outbox.h"

#include "net/outbox/outbox_requests.h"
#include "net/outbox/outbox_writer.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BEGIN_MS = 1000,
    END_MS = 2000,
    SOON_MS = 1000,
    RESERVED = 8, /* sequence numbers on the disk as given, of which RESERVED / 2 are there while more are reserved */
};
static const char sequence_setting[] = "sequence";

struct outbox {
    struct outbox_setup setup;
    struct outbox_rows rows;
    struct outbox_writer *writer;
    struct loop_timer *patience, *soon;
    bool ready;               /* the file was read, and the writer waits for a batch */
    bool wanted;              /* something changed that does not wait for SOON */
    bool silent;              /* no callback is called */
    bool walking;             /* a caller walks the rows: none is freed */
    char fault[160];          /* why the disk takes nothing, "" = it works */
    int64_t given, committed; /* numbers of the last batch given, committed */
    int64_t sequence, reserved;
};

char *outbox_entry_copy_body(const struct outbox_entry *entry) {
    return memory_copy(entry->body, entry->length ? entry->length : strlen(entry->body));
}

void outbox_entry_clear(struct outbox_entry *entry) {
    free(entry->body);
    *entry = (struct outbox_entry){.body = NULL};
}

/* --- to the disk and back */

int64_t outbox_ticket(const struct outbox *outbox) {
    return outbox_rows_any_changed(&outbox->rows) ? outbox->given + 1 : outbox->given;
}

enum outbox_stored outbox_look(const struct outbox *outbox, int64_t ticket) {
    if (ticket <= outbox->committed)
        return OUTBOX_STORED;
    return outbox->fault[0] ? OUTBOX_NOT_STORED : OUTBOX_UNDER_WAY;
}

static void tell_stored(struct outbox *outbox) {
    if (!outbox->silent && outbox->setup.on_stored)
        outbox->setup.on_stored(outbox->setup.data);
}

static void set_fault(struct outbox *outbox, const char *error) {
    snprintf(outbox->fault, sizeof outbox->fault, "%s", error ? error : "");
    if (!outbox->silent && outbox->setup.on_fault)
        outbox->setup.on_fault(outbox->setup.data, error);
}

const char *outbox_fault(const struct outbox *outbox) {
    return outbox->fault[0] ? outbox->fault : NULL;
}

static void hand_over(struct outbox *outbox) {
    if (!outbox->ready || outbox->walking)
        return;
    outbox->wanted = false;
    loop_timer_stop(outbox->soon);
    struct outbox_rows *batch = outbox_rows_take_changes(&outbox->rows);
    if (!batch)
        return;
    outbox->ready = false;
    outbox->given++;
    loop_timer_start(outbox->patience, OUTBOX_PATIENCE_MS, 0);
    outbox_writer_give(outbox->writer, batch);
}

static void changed(struct outbox *outbox) {
    outbox->wanted = true;
    hand_over(outbox);
}

static void soon_due(void *data) {
    changed(data);
}

static void patience_over(void *data) {
    struct outbox *outbox = data;
    if (outbox->fault[0])
        return;
    log_warning("net", "the disk does not answer; the outbox goes on from memory");
    set_fault(outbox, "outbox.db: the disk does not answer");
    tell_stored(outbox);
}

static void on_failed(void *data, const char *error) {
    struct outbox *outbox = data;
    set_fault(outbox, error);
    tell_stored(outbox);
}

static void done(struct outbox *outbox) {
    outbox->ready = true;
    outbox->committed = outbox->given;
    loop_timer_stop(outbox->patience);
    if (outbox->fault[0])
        set_fault(outbox, NULL);
    if (outbox->wanted)
        hand_over(outbox);
}

static void on_written(void *data) {
    done(data);
    tell_stored(data);
}

static void on_fresh(void *data) {
    struct outbox *outbox = data;
    outbox_rows_change_all(&outbox->rows);
    outbox->wanted = true;
    hand_over(outbox);
}

static void reserve(struct outbox *outbox, int64_t until) {
    char value[24];
    outbox->reserved = until;
    snprintf(value, sizeof value, "%lld", (long long)until);
    outbox_set_setting(outbox, sequence_setting, value);
}

static void on_read(void *data, struct outbox_rows *read) {
    struct outbox *outbox = data;
    const struct outbox_setting_row *kept = outbox_rows_setting(read, sequence_setting);
    int64_t sequence = kept ? strtoll(kept->value, NULL, 10) : 0;
    outbox_rows_merge(&outbox->rows, read);
    free(read);
    if (sequence > outbox->sequence)
        outbox->sequence = sequence;
    done(outbox);
    reserve(outbox, outbox->sequence + RESERVED);
    if (!outbox->silent && outbox->setup.on_restored)
        outbox->setup.on_restored(outbox->setup.data);
    tell_stored(outbox);
}

/* --- what changes: requests and entries */

static void put_entry(struct outbox *outbox, const struct outbox_entry *entry) {
    struct outbox_entry copy = *entry;
    copy.body = outbox_entry_copy_body(entry);
    outbox_rows_add_entry(&outbox->rows, &copy)->changed = true;
}

void outbox_add_request(struct outbox *outbox, const struct request *request, const struct status *status,
                        const struct outbox_entry *entry, const struct outbox_entry *voice) {
    if (!outbox_requests_add(&outbox->rows, request, status))
        return;
    put_entry(outbox, entry);
    if (voice)
        put_entry(outbox, voice);
    outbox_requests_prune(&outbox->rows);
    changed(outbox);
}

void outbox_add_entry(struct outbox *outbox, const struct outbox_entry *entry) {
    put_entry(outbox, entry);
    changed(outbox);
}

void outbox_keep_entry(struct outbox *outbox, const struct outbox_entry *entry) {
    struct outbox_entry_row *row = outbox_rows_entry(&outbox->rows, entry->key);
    if (!row || (row->entry.tries == entry->tries && row->entry.reached == entry->reached &&
                 row->entry.next_try_ms == entry->next_try_ms))
        return;
    row->entry.tries = entry->tries;
    row->entry.reached = entry->reached;
    row->entry.next_try_ms = entry->next_try_ms;
    row->changed = true;
    changed(outbox);
}

void outbox_end_entry(struct outbox *outbox, const char *key, const struct status *status) {
    struct outbox_entry_row *row = outbox_rows_entry(&outbox->rows, key);
    if (row)
        row->gone = row->changed = true;
    if (status)
        outbox_requests_put_status(&outbox->rows, status);
    outbox_requests_prune(&outbox->rows);
    changed(outbox);
}

void outbox_keep_status(struct outbox *outbox, const struct status *status) {
    outbox_end_entry(outbox, "", status);
}

void outbox_forget_before(struct outbox *outbox, int64_t moment_ms) {
    if (outbox_requests_forget_before(&outbox->rows, moment_ms))
        changed(outbox);
}

/* --- settings, and the sequence that is one of them */

static bool set(struct outbox *outbox, const char *name, const char *value) {
    struct outbox_setting_row *row = outbox_rows_setting(&outbox->rows, name);
    if (row ? value && strcmp(row->value, value) == 0 : !value)
        return false;
    if (!row) {
        row = outbox_rows_add_setting(&outbox->rows, memory_text(name), memory_text(value));
    } else if (value) {
        free(row->value);
        row->value = memory_text(value);
    }
    row->gone = !value;
    row->changed = true;
    return true;
}

void outbox_set_setting(struct outbox *outbox, const char *name, const char *value) {
    if (set(outbox, name, value))
        changed(outbox);
}

void outbox_set_setting_soon(struct outbox *outbox, const char *name, const char *value) {
    if (set(outbox, name, value) && !loop_timer_running(outbox->soon))
        loop_timer_start(outbox->soon, SOON_MS, 0);
}

const char *outbox_setting(const struct outbox *outbox, const char *name) {
    const struct outbox_setting_row *row = outbox_rows_setting(&outbox->rows, name);
    return row ? row->value : NULL;
}

int64_t outbox_next_sequence(struct outbox *outbox) {
    outbox->sequence++;
    if (outbox->sequence + RESERVED / 2 > outbox->reserved)
        reserve(outbox, outbox->sequence + RESERVED);
    return outbox->sequence;
}

/* --- what is asked */

static void walked(struct outbox *outbox) {
    outbox->walking = false;
    if (outbox->wanted)
        hand_over(outbox);
}

void outbox_each_entry(struct outbox *outbox, outbox_entry_fn *fn, void *data) {
    outbox->walking = true;
    for (const struct outbox_entry_row *row = outbox->rows.entries; row; row = row->next)
        if (!row->gone && !fn(data, &row->entry))
            break;
    walked(outbox);
}

void outbox_each_request(struct outbox *outbox, int most, outbox_request_fn *fn, void *data) {
    outbox->walking = true;
    outbox_requests_each(&outbox->rows, most, fn, data);
    walked(outbox);
}

bool outbox_find(const struct outbox *outbox, const char *id, struct request *request, struct status *status) {
    return outbox_requests_find(&outbox->rows, id, request, status);
}

bool outbox_find_same(const struct outbox *outbox, const struct request *request, int64_t since_ms,
                      char id[REQUEST_ID_SIZE]) {
    return outbox_requests_find_same(&outbox->rows, request, since_ms, id);
}

/* --- life */

struct outbox *outbox_create(const struct outbox_setup *setup) {
    struct outbox *outbox = memory_new(1, sizeof *outbox);
    outbox->setup = *setup;
    outbox->setup.dir = NULL;
    outbox->patience = loop_timer_create(setup->loop, patience_over, outbox);
    outbox->soon = loop_timer_create(setup->loop, soon_due, outbox);
    outbox->writer = outbox_writer_create(&(struct outbox_writer_setup){.loop = setup->loop,
                                                                        .dir = setup->dir,
                                                                        .on_read = on_read,
                                                                        .on_written = on_written,
                                                                        .on_failed = on_failed,
                                                                        .on_fresh = on_fresh,
                                                                        .data = outbox});
    loop_timer_start(outbox->patience, OUTBOX_PATIENCE_MS, 0);
    outbox->silent = true;
    outbox_writer_wait(outbox->writer, BEGIN_MS);
    outbox->silent = false;
    if (!outbox->ready && !outbox->given)
        log_warning("net", "the outbox is not read yet; it goes on from memory");
    return outbox;
}

/* Writes as long as the disk takes batches and the time lasts. */
static void write_the_rest(struct outbox *outbox) {
    int64_t end_ms = loop_now_ms() + END_MS, left;
    while (!outbox->fault[0] && (!outbox->ready || outbox_rows_any_changed(&outbox->rows)) &&
           (left = end_ms - loop_now_ms()) > 0) {
        hand_over(outbox);
        outbox_writer_wait(outbox->writer, left);
    }
}

void outbox_destroy(struct outbox *outbox) {
    if (!outbox)
        return;
    int64_t begun_ms = loop_now_ms();
    outbox->silent = true;
    if (outbox->ready || outbox->given)
        reserve(outbox, outbox->sequence);
    write_the_rest(outbox);
    outbox_writer_destroy(outbox->writer, outbox->fault[0] ? 0 : begun_ms + END_MS - loop_now_ms());
    outbox_rows_clear(&outbox->rows);
    loop_timer_destroy(outbox->patience);
    loop_timer_destroy(outbox->soon);
    free(outbox);
}
