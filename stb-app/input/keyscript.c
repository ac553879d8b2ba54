/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines become commands in a queue, and each turn of the loop plays one; so what a key caused is handled before the
 * next key, no callback is ever entered twice, and no time is lost in between. The queue is turned by an eventfd that
 * is always readable: a timer of 0 ms would play on without letting the loop look at anything else.
 *
 * A file is parsed whole first; what a person or the emulator types is parsed as it comes, and while a wait, an until
 * or a shot is on, it queues; when the queue is long, the pipe keeps the rest.
 *
 * KEY is down and up in the same turn, with no pause like a hand's: nothing in the box measures the length of a press
 * but hold-repeat and voice, and for those there are down and up; and a bench wants to press a thousand times a second.
 */
#include "stb-app/input/keyscript.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/input/keyscript_parse.h"
#include "stb-app/input/scene_fields.h"
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20, QUEUE_MAX = 256 };

enum state { STOPPED, PLAYING, WAITING, UNTIL_MET, SHOOTING, OVER };
struct keyscript {
    struct keyscript_setup setup;
    char *name;
    enum state state;
    struct keyscript_command *first, **last;
    int queued;
    struct keyscript_command *current; /* the until that is waiting */
    struct json_object *scene;
    int turn; /* the eventfd that turns the queue */
    struct loop_fd *turner;
    struct loop_timer *timer;
    int input; /* -1 = all has been read */
    struct loop_fd *reader;
    int line;
    bool is_file;  /* read whole before it is played */
    bool too_long; /* the rest of an overlong line is being passed over */
    size_t pending;
    char buffer[KEYSCRIPT_COMMAND_LINE_MAX + 1];
};

static bool bad_line(const struct keyscript *script, const char *error) {
    log_plain("%s:%d: %s", script->name, script->line, error);
    return false;
}

/* Queues LINE, which has no line end; false = the line is wrong, which was reported. */
static bool take_line(struct keyscript *script, const char *line, size_t length) {
    script->line++;
    struct keyscript_command *command = NULL;
    char error[KEYSCRIPT_COMMAND_ERROR_SIZE];
    if (!keyscript_parse_line(line, length, &command, error))
        return bad_line(script, error);
    if (!command)
        return true;
    command->line = script->line;
    *script->last = command;
    script->last = &command->next;
    script->queued++;
    return true;
}

static void arrange(struct keyscript *script) {
    bool more = script->first || script->input < 0;
    loop_fd_listen(script->turner, script->state == PLAYING && more ? LOOP_READABLE : 0);
    if (script->reader)
        loop_fd_listen(script->reader, script->queued < QUEUE_MAX && script->state != OVER ? LOOP_READABLE : 0);
}

static void play_on(struct keyscript *script) {
    loop_timer_stop(script->timer);
    free(script->current);
    script->current = NULL;
    script->state = PLAYING;
    arrange(script);
}

/* on_end() may destroy the script: nothing here touches it afterwards. */
static void end(struct keyscript *script, enum keyscript_end how) {
    loop_timer_stop(script->timer);
    script->state = OVER;
    arrange(script);
    script->setup.on_end(script->setup.data, how);
}

static void check_until(struct keyscript *script) {
    const struct keyscript_command *until = script->current;
    if (script->scene && scene_fields_match(script->scene, until->name, until->test, until->value))
        play_on(script);
}

static void say_unmet(const struct keyscript *script) {
    const struct keyscript_command *until = script->current;
    static const char *const tests[] = {
        [SCENE_FIELDS_IS] = "=", [SCENE_FIELDS_IS_NOT] = "!=", [SCENE_FIELDS_HAS] = "~"};
    const char *was = script->scene ? scene_fields_text(script->scene, until->name) : "";
    const char *quote = script->scene ? "\"" : "";
    log_plain("%s:%d: until %s%s%s was not met in %d ms, %s%s%s%s", script->name, until->line, until->name,
              tests[until->test], until->value, until->ms, script->scene ? "it was " : "there was no scene", quote, was,
              quote);
}

static void on_time(void *data) {
    struct keyscript *script = data;
    if (script->state == UNTIL_MET) {
        say_unmet(script);
        end(script, KEYSCRIPT_UNMET);
    } else {
        play_on(script);
    }
}

static void press(struct keyscript *script, enum keyscript_command_kind kind, unsigned code) {
    int64_t now_us = loop_now_us();
    if (kind != KEYSCRIPT_COMMAND_UP)
        script->setup.on_key(script->setup.data, code, true, now_us);
    if (kind != KEYSCRIPT_COMMAND_DOWN)
        script->setup.on_key(script->setup.data, code, false, now_us);
}

static void play(struct keyscript *script, struct keyscript_command *command) {
    script->current = command;
    switch (command->kind) {
    case KEYSCRIPT_COMMAND_PRESS:
    case KEYSCRIPT_COMMAND_DOWN:
    case KEYSCRIPT_COMMAND_UP:
        press(script, command->kind, command->code);
        play_on(script);
        break;
    case KEYSCRIPT_COMMAND_WAIT:
        script->state = WAITING;
        arrange(script);
        loop_timer_start(script->timer, command->ms, 0);
        break;
    case KEYSCRIPT_COMMAND_UNTIL:
        script->state = UNTIL_MET;
        arrange(script);
        loop_timer_start(script->timer, command->ms, 0);
        check_until(script);
        break;
    case KEYSCRIPT_COMMAND_SHOT:
        script->state = SHOOTING;
        arrange(script);
        script->setup.on_shot(script->setup.data, command->name);
        break;
    case KEYSCRIPT_COMMAND_QUIT:
        end(script, KEYSCRIPT_QUIT);
        break;
    }
}

static void on_turn(void *data, int fd, unsigned events) {
    (void)fd;
    (void)events;
    struct keyscript *script = data;
    struct keyscript_command *command = script->first;
    if (!command) {
        end(script, KEYSCRIPT_ENDED);
        return;
    }
    if (!(script->first = command->next))
        script->last = &script->first;
    script->queued--;
    play(script, command);
}

static void take_rest(struct keyscript *script, size_t length) {
    const char *at = script->buffer, *end_of_line;
    size_t left = length;
    while ((end_of_line = memchr(at, '\n', left))) {
        size_t taken = (size_t)(end_of_line - at);
        if (!script->too_long)
            take_line(script, at, taken);
        script->too_long = false;
        left -= taken + 1;
        at = end_of_line + 1;
    }
    if (left > KEYSCRIPT_COMMAND_LINE_MAX && !script->too_long) {
        take_line(script, at, left);
        script->too_long = true;
    }
    script->pending = script->too_long ? 0 : left;
    memmove(script->buffer, at, script->pending);
}

static void on_input(void *data, int fd, unsigned events) {
    (void)events;
    struct keyscript *script = data;
    ssize_t got = read(fd, script->buffer + script->pending, sizeof script->buffer - script->pending);
    if (got > 0) {
        take_rest(script, script->pending + (size_t)got);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        if (script->pending > 0)
            take_line(script, script->buffer, script->pending);
        loop_fd_destroy(script->reader);
        script->reader = NULL;
        if (fd != STDIN_FILENO)
            close(fd);
        script->input = -1;
    }
    arrange(script);
}

static bool take_file(struct keyscript *script) {
    char *text = memory_new(FILE_MAX + 1, 1);
    size_t length = 0;
    ssize_t got = 0;
    while (length <= FILE_MAX && (got = read(script->input, text + length, FILE_MAX + 1 - length)) > 0)
        length += (size_t)got;
    bool ok = got >= 0 && length <= FILE_MAX;
    if (!ok)
        log_plain("%s: expected a readable key script of at most %d bytes", script->name, FILE_MAX);
    for (size_t at = 0; ok && at < length;) {
        const char *end_of_line = memchr(text + at, '\n', length - at);
        size_t taken = end_of_line ? (size_t)(end_of_line - text) - at : length - at;
        ok = take_line(script, text + at, taken);
        at += taken + 1;
    }
    free(text);
    if (script->input != STDIN_FILENO)
        close(script->input);
    script->input = -1;
    return ok;
}

/* Reads an input that the loop cannot watch (a file, /dev/null) whole; a pipe or a terminal as it comes. */
static bool open_input(struct keyscript *script, const char *path) {
    bool is_stdin = strcmp(path, "-") == 0;
    struct stat about;
    script->input = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (script->input < 0 || fstat(script->input, &about) != 0) {
        log_plain("%s: %s", script->name, strerror(errno));
        return false;
    }
    if (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode) || (S_ISCHR(about.st_mode) && !isatty(script->input)))
        return (script->is_file = true) && take_file(script);
    script->reader = loop_fd_create(script->setup.loop, script->input, 0, on_input, script);
    return script->reader != NULL;
}

struct keyscript *keyscript_create(const struct keyscript_setup *setup, const char *path) {
    struct keyscript *script = memory_new(1, sizeof *script);
    script->setup = *setup;
    script->last = &script->first;
    script->input = -1;
    script->name = memory_text(strcmp(path, "-") == 0 ? "stdin" : path);
    script->turn = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
    script->turner = script->turn < 0 ? NULL : loop_fd_create(setup->loop, script->turn, 0, on_turn, script);
    script->timer = loop_timer_create(setup->loop, on_time, script);
    if (script->turner && script->timer && open_input(script, path))
        return script;
    keyscript_destroy(script);
    return NULL;
}

void keyscript_destroy(struct keyscript *script) {
    if (!script)
        return;
    loop_fd_destroy(script->reader);
    if (script->input > STDIN_FILENO)
        close(script->input);
    loop_fd_destroy(script->turner);
    if (script->turn >= 0)
        close(script->turn);
    loop_timer_destroy(script->timer);
    while (script->first) {
        struct keyscript_command *command = script->first;
        script->first = command->next;
        free(command);
    }
    free(script->current);
    json_object_put(script->scene);
    free(script->name);
    free(script);
}

void keyscript_start(struct keyscript *script) {
    script->state = PLAYING;
    arrange(script);
}

void keyscript_scene(struct keyscript *script, struct json_object *scene) {
    json_object_put(script->scene);
    script->scene = json_object_get(scene);
    if (script->state == UNTIL_MET)
        check_until(script);
}

/* A script that is typed goes on, as after a bad line. */
void keyscript_shot_done(struct keyscript *script, bool ok) {
    if (script->state != SHOOTING)
        return;
    if (!ok && script->is_file) {
        log_plain("%s:%d: shot %s: there is no picture", script->name, script->current->line, script->current->name);
        end(script, KEYSCRIPT_UNMET);
    } else {
        play_on(script);
    }
}
