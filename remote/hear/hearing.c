/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   OFF --begin--> WAITING --expect--> RUNNING --its last line--> OFF
 *                     `------drop, or it dies-------------------^
 *
 * Sound is kept until the pipe to stb-hear takes it: no more than a recording has. The trap is the end of stb-hear, as
 * with a recording (microphone.c): a killed process must be waited for while the next one may run already. So each run
 * is an object of its own, which lives until its process has ended.
 */
#include "remote/hear/hearing.h"

#include "remote/hear/stb_hear.h"
#include "stb-app/base/child.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SOUND_MOST = HEAR_SOUND_MOST_MS * (HEAR_RATE / 1000) * 2,
    ANSWER_MOST_MS = 4000, /* after the last sound */
    LINE_MOST = 4096,
};
enum state { OFF, WAITING, RUNNING };

struct run {
    struct hearing *hearing; /* NULL = nobody wants the run's result any more */
    struct child *child;
    struct loop_fd *writable, *readable;
    int in, out; /* -1 = closed */
    char line[LINE_MOST];
    size_t have;
    struct run *next;
};
struct hearing {
    struct hearing_setup setup;
    char model[PATH_MAX], readings[PATH_MAX];
    enum state state;
    bool ended;  /* hearing_end() was called: no more sound comes */
    char *bytes; /* for stb-hear: the vocabulary's line, then sound */
    size_t length, done;
    struct run *run, *ending;
    struct loop_timer *patience;
    struct ipc_heard heard;
    char texts[3][IPC_PHRASE_MAX + 1]; /* what "so_far", "text" and "second" said (stb_hear.h) */
};

/* --- what was heard */

static void tell(const struct hearing *hearing) {
    hearing->setup.on_change(hearing->setup.data);
}

static void keep_text(struct hearing *hearing, size_t which, struct json_object *from, const char *key) {
    snprintf(hearing->texts[which], sizeof hearing->texts[which], "%s", json_text(from, key, ""));
}

static void come_to_nothing(struct hearing *hearing, enum hear_reason reason);

static enum hear_reason reason_of(const char *name) {
    for (int i = 0; i < HEAR_REASONS; i++)
        if (strcmp(hear_reason_names[i], name) == 0)
            return (enum hear_reason)i;
    return HEAR_REASONS;
}

static double number(struct json_object *from, const char *key) {
    struct json_object *value = json_child(from, key);
    double given = value ? json_object_get_double(value) : 0;
    return given >= 0 && given <= 1 ? given : 0;
}

/* --- a run of stb-hear */

static void close_pipes(struct run *run) {
    loop_fd_destroy(run->writable);
    loop_fd_destroy(run->readable);
    run->writable = run->readable = NULL;
    if (run->in >= 0)
        close(run->in);
    if (run->out >= 0)
        close(run->out);
    run->in = run->out = -1;
}

static void let_go(struct hearing *hearing) {
    struct run *run = hearing->run;
    hearing->run = NULL;
    loop_timer_stop(hearing->patience);
    free(hearing->bytes);
    hearing->bytes = NULL;
    hearing->length = hearing->done = 0;
    hearing->state = OFF;
    if (!run)
        return;
    close_pipes(run);
    child_signal(run->child, SIGKILL);
    run->next = hearing->ending;
    hearing->ending = run;
}

static void come_to_nothing(struct hearing *hearing, enum hear_reason reason) {
    let_go(hearing);
    hearing->heard.done = true;
    hearing->heard.failed = reason == HEAR_REASONS || reason <= HEAR_PHRASES;
    hearing->heard.quiet = reason == HEAR_SILENCE;
    hearing->heard.brief = reason == HEAR_SHORT;
    log_info("hearing", "nothing was understood: %s",
             reason < HEAR_REASONS ? hear_reason_names[reason] : "it broke off");
    tell(hearing);
}

static void take_text(struct hearing *hearing, struct json_object *answer) {
    keep_text(hearing, 1, answer, "text");
    keep_text(hearing, 2, answer, "second");
    hearing->heard.score = number(answer, "score");
    hearing->heard.done = true;
    let_go(hearing);
    log_info("hearing", "a sentence with a score of %.2f", hearing->heard.score); /* no text: it is private */
    tell(hearing);
}

static void take_line(struct hearing *hearing, const char *line, size_t length) {
    char error[JSON_ERROR_SIZE];
    struct json_object *answer = json_parse(line, length, LINE_MOST, error);
    if (json_child(answer, "so_far")) {
        keep_text(hearing, 0, answer, "so_far");
        tell(hearing);
    } else if (json_child(answer, "text")) {
        take_text(hearing, answer);
    } else {
        come_to_nothing(hearing, reason_of(json_text(answer, "reason", "")));
    }
    json_object_put(answer);
}

/* False: stb-hear has closed its output, or writes what its contract does not allow. */
static bool drain(struct run *run) {
    while (run->hearing && run->hearing->run == run) {
        ssize_t got = read(run->out, run->line + run->have, sizeof run->line - run->have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 && errno == EAGAIN;
        run->have += (size_t)got;
        char *end;
        while (run->hearing->run == run && (end = memchr(run->line, '\n', run->have))) {
            size_t length = (size_t)(end - run->line);
            take_line(run->hearing, run->line, length);
            run->have -= length + 1;
            memmove(run->line, end + 1, run->have);
        }
        if (run->have == sizeof run->line)
            return false;
    }
    return true;
}

static void readable(void *data, int fd, unsigned events) {
    struct run *run = data;
    (void)fd, (void)events;
    if (!drain(run) && run->hearing && run->hearing->run == run)
        come_to_nothing(run->hearing, HEAR_REASONS);
}

/* Writes as much as the pipe takes, and closes it after the last sound. */
static void feed(struct hearing *hearing) {
    struct run *run = hearing->run;
    if (!run || run->in < 0)
        return;
    while (hearing->done < hearing->length) {
        ssize_t wrote = write(run->in, hearing->bytes + hearing->done, hearing->length - hearing->done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            break;
        hearing->done += (size_t)wrote;
    }
    bool all = hearing->done == hearing->length;
    loop_fd_listen(run->writable, all ? 0 : LOOP_WRITABLE);
    if (!all || !hearing->ended)
        return;
    loop_fd_destroy(run->writable);
    run->writable = NULL;
    close(run->in);
    run->in = -1;
}

static void writable(void *data, int fd, unsigned events) {
    const struct run *run = data;
    (void)fd, (void)events;
    if (run->hearing && run->hearing->run == run)
        feed(run->hearing);
}

static void unlist(struct hearing *hearing, const struct run *run) {
    struct run **place = &hearing->ending;
    while (*place && *place != run)
        place = &(*place)->next;
    if (*place)
        *place = run->next;
}

static void free_run(struct run *run) {
    close_pipes(run);
    child_destroy(run->child);
    free(run);
}

static void ended(void *data, int exit_status, int signum) {
    struct run *run = data;
    struct hearing *hearing = run->hearing;
    (void)exit_status;
    if (hearing->run == run)
        drain(run);
    if (hearing->run == run) {
        log_warning("hearing", "stb-hear ended without an answer (signal %d)", signum);
        hearing->run = NULL;
        come_to_nothing(hearing, HEAR_REASONS);
    }
    unlist(hearing, run);
    free_run(run);
}

static void out_of_patience(void *data) {
    log_warning("hearing", "stb-hear takes too long: killed");
    come_to_nothing(data, HEAR_REASONS);
}

static struct run *start(struct hearing *hearing) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0)
        return NULL;
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return NULL;
    }
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    char *readings = hearing->readings[0] ? hearing->readings : NULL;
    char *arguments[] = {(char *)hearing->setup.program, hearing->model, (char *)hearing->setup.tables, readings, NULL};
    const int fds[] = {in[0], out[1], CHILD_LOG};
    struct run *run = memory_new(1, sizeof *run);
    *run = (struct run){.hearing = hearing, .in = in[1], .out = out[0]};
    run->child = child_start(&(struct child_setup){.loop = hearing->setup.loop,
                                                   .name = "stb-hear",
                                                   .argv = arguments,
                                                   .fds = fds,
                                                   .fd_count = 3,
                                                   .on_end = ended,
                                                   .data = run});
    close(in[0]);
    close(out[1]);
    if (run->child) {
        run->readable = loop_fd_create(hearing->setup.loop, run->out, LOOP_READABLE, readable, run);
        run->writable = loop_fd_create(hearing->setup.loop, run->in, 0, writable, run);
        return run;
    }
    free_run(run);
    return NULL;
}

/* --- what is asked of it */

void hearing_begin(struct hearing *hearing) {
    let_go(hearing);
    memset(&hearing->heard, 0, sizeof hearing->heard);
    memset(hearing->texts, 0, sizeof hearing->texts);
    hearing->ended = false;
    hearing->state = WAITING;
}

static void keep(struct hearing *hearing, const void *bytes, size_t length) {
    hearing->bytes = memory_resize(hearing->bytes, hearing->length + length + 1);
    memcpy(hearing->bytes + hearing->length, bytes, length);
    hearing->length += length;
}

static struct json_object *list_of(const char *const *phrases, size_t count) {
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < count; i++)
        json_object_array_add(list, json_object_new_string(phrases[i]));
    return list;
}

/* Puts the vocabulary's line before the sound that was kept. */
static void put_line_before(struct hearing *hearing, const struct ipc_hear *hear) {
    struct json_object *line = json_object_new_object();
    json_object_object_add(line, "phrases", list_of(hear->phrases, hear->count));
    json_object_object_add(line, "also", list_of(hear->also, hear->also_count));
    char *sound = hearing->bytes;
    size_t length = hearing->length;
    hearing->bytes = NULL;
    hearing->length = 0;
    const char *text = json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    keep(hearing, text, strlen(text));
    keep(hearing, "\n", 1);
    if (sound)
        keep(hearing, sound, length);
    free(sound);
    json_object_put(line);
}

void hearing_expect(struct hearing *hearing, const struct ipc_hear *hear) {
    if (hearing->state != WAITING)
        hearing_begin(hearing);
    put_line_before(hearing, hear);
    hearing->state = RUNNING;
    hearing->run = start(hearing);
    if (!hearing->run) {
        come_to_nothing(hearing, HEAR_REASONS);
        return;
    }
    if (hearing->ended)
        loop_timer_start(hearing->patience, ANSWER_MOST_MS, 0);
    feed(hearing);
}

void hearing_sound(struct hearing *hearing, const void *bytes, size_t length) {
    if (hearing->state == OFF || hearing->ended || hearing->length - hearing->done > SOUND_MOST)
        return;
    keep(hearing, bytes, length);
    feed(hearing);
}

void hearing_end(struct hearing *hearing) {
    if (hearing->state == OFF || hearing->ended)
        return;
    hearing->ended = true;
    if (hearing->state != RUNNING)
        return;
    loop_timer_start(hearing->patience, ANSWER_MOST_MS, 0);
    feed(hearing);
}

void hearing_drop(struct hearing *hearing) {
    let_go(hearing);
}

bool hearing_is_on(const struct hearing *hearing) {
    return hearing->state != OFF;
}

struct ipc_heard hearing_now(const struct hearing *hearing) {
    struct ipc_heard heard = hearing->heard;
    heard.so_far = hearing->texts[0];
    heard.text = hearing->texts[1];
    heard.second = hearing->texts[2];
    return heard;
}

/* --- life */

void hearing_use(struct hearing *hearing, const char *model, const char *readings) {
    snprintf(hearing->model, sizeof hearing->model, "%s", model);
    snprintf(hearing->readings, sizeof hearing->readings, "%s", readings);
}

struct hearing *hearing_create(const struct hearing_setup *setup) {
    struct hearing *hearing = memory_new(1, sizeof *hearing);
    hearing->setup = *setup;
    hearing->patience = loop_timer_create(setup->loop, out_of_patience, hearing);
    return hearing;
}

void hearing_destroy(struct hearing *hearing) {
    if (!hearing)
        return;
    let_go(hearing);
    while (hearing->ending) {
        struct run *run = hearing->ending;
        child_wait(run->child, ANSWER_MOST_MS); /* the child was killed */
        hearing->ending = run->next;
        free_run(run);
    }
    loop_timer_destroy(hearing->patience);
    free(hearing);
}
