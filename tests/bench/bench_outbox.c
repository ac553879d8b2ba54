/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_outbox DIR COUNT: how long one request takes to be safe on the disk (from outbox_add_request() to the word that
 * it is committed), and beside each, the least that this disk can do: a write of 4 KiB and fdatasync. One line of JSON,
 * in us.
 */
#include "net/api/api_request.h"
#include "net/outbox/outbox.h"
#include "stb-app/base/loop.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 2000, PAGE = 4096 };

static long long now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void need(bool ok, const char *what) {
    if (ok)
        return;
    perror(what);
    exit(1);
}

static struct loop *loop;

static void on_stored(void *data) {
    (void)data;
    loop_stop(loop);
}

static void need_stored(const struct outbox *outbox) {
    int64_t ticket = outbox_ticket(outbox);
    while (outbox_look(outbox, ticket) == OUTBOX_UNDER_WAY)
        loop_run(loop);
    need(outbox_look(outbox, ticket) == OUTBOX_STORED, "the outbox does not take it");
}

/* Only the commit is timed; the entry is ended outside, so that the outbox stays as small as a box's. */
static long long commit_one(struct outbox *outbox, int number) {
    struct request request = {.kind = REQUEST_SERVICE,
                              .service = "taxi",
                              .answers = {{"to", "hospital"}, {"when", "now"}},
                              .answer_count = 2,
                              .created_at_ms = INT64_C(1795000000000) + number,
                              .sequence = number + 1,
                              .trigger = TRIGGER_SCREEN,
                              .expires_s = 120};
    struct status status = {.kind = REQUEST_SERVICE, .service = "taxi", .eta_minutes = -1};
    struct outbox_entry entry = {.kind = OUTBOX_CREATE};
    request_new_id(request.id);
    request_new_id(entry.key);
    memcpy(status.id, request.id, sizeof status.id);
    memcpy(entry.request_id, request.id, sizeof entry.request_id);
    status.created_at_ms = request.created_at_ms;
    entry.body = api_request_write(&request);
    long long begun = now_us();
    outbox_add_request(outbox, &request, &status, &entry, NULL);
    need_stored(outbox);
    long long took = now_us() - begun;
    outbox_end_entry(outbox, entry.key, NULL);
    need_stored(outbox);
    outbox_entry_clear(&entry);
    return took;
}

static int ascending(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *name, long long *times, int count) {
    qsort(times, (size_t)count, sizeof *times, ascending);
    printf("\"%s\":[%lld,%lld,%lld]", name, times[count / 2], times[(count - 1) * 99 / 100], times[count - 1]);
}

int main(int argc, char **argv) {
    static long long commits[MOST], writes[MOST];
    static char page[PAGE], path[500];
    int count = argc == 3 ? atoi(argv[2]) : 0;
    if (count < 1 || count > MOST)
        return 2;
    snprintf(path, sizeof path, "%s/floor", argv[1]);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    loop = loop_create();
    struct outbox *outbox = outbox_create(&(struct outbox_setup){.loop = loop, .dir = argv[1], .on_stored = on_stored});
    need(loop && fd >= 0, path);
    for (int i = 0; i < count; i++) {
        commits[i] = commit_one(outbox, i);
        long long begun = now_us();
        need(write(fd, page, PAGE) == PAGE && fdatasync(fd) == 0, path);
        writes[i] = now_us() - begun;
    }
    outbox_destroy(outbox);
    loop_destroy(loop);
    close(fd);
    putchar('{');
    print_times("commit_us", commits, count);
    putchar(',');
    print_times("write_us", writes, count);
    puts("}");
    return 0;
}
