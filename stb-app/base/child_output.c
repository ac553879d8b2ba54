/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap is a command that starts a player and ends: the player has our pipe as its stderr. Were the pipe closed
 * behind the command, the player would die of SIGPIPE at its next word. So an output outlives its child, reads on by
 * itself, and is freed when the last writer has closed it.
 */
#include "stb-app/base/child_output.h"

#include "stb-app/base/budget.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_SIZE = 1000, PIECE = 4096 /* bytes a turn of the loop */ };

struct child_output {
    struct loop *loop;
    const char *name;
    int fd;
    struct loop_fd *watch;
    struct loop_timer *pause; /* until there is budget again */
    struct loop_end *end;
    struct budget bytes;
    bool released, cut; /* CUT: the rest of a line that was too long is passed over */
    size_t length;
    char line[LINE_SIZE];
};

static void free_output(void *data) {
    struct child_output *output = data;
    loop_fd_destroy(output->watch);
    loop_timer_destroy(output->pause);
    loop_end_destroy(output->end);
    close(output->fd);
    free(output);
}

static void tell_line(struct child_output *output) {
    output->line[output->length] = 0;
    if (output->length > 0)
        log_relay(output->name, output->line);
    output->length = 0;
}

static void take(struct child_output *output, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
            tell_line(output);
            output->cut = false;
        } else if (!output->cut) {
            output->line[output->length++] = bytes[i];
            output->cut = output->length == LINE_SIZE - 1;
            if (output->cut)
                tell_line(output);
        }
    }
}

/* False: nobody can write any more. */
static bool read_piece(struct child_output *output, ssize_t *got) {
    char bytes[PIECE];
    *got = read(output->fd, bytes, sizeof bytes);
    if (*got < 0)
        return errno == EAGAIN || errno == EINTR;
    take(output, bytes, (size_t)*got);
    return *got > 0;
}

static void over(struct child_output *output) {
    tell_line(output);
    if (output->released)
        free_output(output);
    else
        loop_fd_listen(output->watch, 0);
}

static void readable(void *data, int fd, unsigned events) {
    struct child_output *output = data;
    (void)fd, (void)events;
    int64_t now_ms = loop_now_ms(), wait_ms = budget_wait_ms(&output->bytes, PIECE, now_ms);
    ssize_t got;
    if (wait_ms > 0) {
        loop_fd_listen(output->watch, 0);
        loop_timer_start(output->pause, wait_ms, 0);
    } else if (!read_piece(output, &got)) {
        over(output);
    } else if (got > 0) {
        budget_take(&output->bytes, got, now_ms);
    }
}

static void read_again(void *data) {
    struct child_output *output = data;
    loop_fd_listen(output->watch, LOOP_READABLE);
}

/* Reads what is there now, within the budget. False: nobody can write any more. */
static bool drain(struct child_output *output) {
    size_t taken = 0;
    ssize_t got;
    do {
        if (!read_piece(output, &got))
            return false;
        taken += got > 0 ? (size_t)got : 0;
    } while (got > 0 && taken < CHILD_OUTPUT_SAVED_MAX);
    return true;
}

void child_output_drain(struct child_output *output) {
    drain(output);
}

void child_output_release(struct child_output *output) {
    if (!output)
        return;
    output->released = true;
    if (!drain(output))
        over(output);
}

struct child_output *child_output_open(struct loop *loop, const char *name, int *write_end) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return NULL;
    fcntl(ends[0], F_SETFL, O_NONBLOCK); /* the other end is the child's, and may wait */
    struct child_output *output = memory_new(1, sizeof *output);
    *output = (struct child_output){
        .loop = loop,
        .name = name,
        .fd = ends[0],
        .bytes = {.per_s = CHILD_OUTPUT_A_SECOND, .saved_max = CHILD_OUTPUT_SAVED_MAX},
    };
    output->watch = loop_fd_create(loop, output->fd, LOOP_READABLE, readable, output);
    output->pause = loop_timer_create(loop, read_again, output);
    output->end = loop_at_end(loop, free_output, output);
    *write_end = ends[1];
    return output;
}
