/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: a key can leave the channel and come back sooner than a command that stops a tuner has ended. Were they run
 * side by side, the slower one would have the last word, whatever is on screen. So they wait for each other.
 */
#include "stb-app/hook.h"

#include "stb-app/log.h"
#include "stb-app/loop.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct hooks {
    struct loop *loop;
    struct loop_timer *patience;
    struct loop_child *running;        /* NULL = none */
    char **waiting[HOOKS_WAITING_MAX]; /* commands, the oldest first */
    size_t waiting_count;
};

/* One block: the pointers, then the words. NULL = no memory. */
static char **command_copy(char *const command[]) {
    size_t count = 0, bytes = 0;
    for (; command[count]; count++)
        bytes += strlen(command[count]) + 1;
    char **copy = malloc((count + 1) * sizeof *copy + bytes);
    if (!copy)
        return NULL;
    char *at = (char *)(copy + count + 1);
    for (size_t i = 0; i < count; i++) {
        copy[i] = strcpy(at, command[i]);
        at += strlen(at) + 1;
    }
    copy[count] = NULL;
    return copy;
}

static void forget_oldest(struct hooks *hooks) {
    free(hooks->waiting[0]);
    hooks->waiting_count--;
    memmove(hooks->waiting, hooks->waiting + 1, hooks->waiting_count * sizeof hooks->waiting[0]);
}

static void ended(void *data, int64_t exit_status, int signum);

static void run_next(struct hooks *hooks) {
    while (!hooks->running && hooks->waiting_count > 0) {
        int fds[] = {-1, STDERR_FILENO, STDERR_FILENO};
        hooks->running = loop_child_start(hooks->loop, hooks->waiting[0], fds, 3, ended, hooks);
        forget_oldest(hooks);
        if (hooks->running)
            loop_timer_start(hooks->patience, HOOK_PATIENCE_MS, 0);
    }
}

static void ended(void *data, int64_t exit_status, int signum) {
    struct hooks *hooks = data;
    if (exit_status || signum)
        log_warning("hook", "it failed: exit status %d, signal %d", (int)exit_status, signum);
    loop_timer_stop(hooks->patience);
    loop_child_destroy(hooks->running);
    hooks->running = NULL;
    run_next(hooks);
}

static void too_long(void *data) {
    struct hooks *hooks = data;
    log_warning("hook", "it runs longer than %d s: killed", HOOK_PATIENCE_MS / 1000);
    loop_child_signal(hooks->running, SIGKILL);
}

void hooks_run(struct hooks *hooks, char *const command[]) {
    char **copy = command[0] ? command_copy(command) : NULL;
    if (!copy)
        return;
    if (hooks->waiting_count == HOOKS_WAITING_MAX) {
        log_warning("hook", "%d are waiting: the oldest two are passed over", HOOKS_WAITING_MAX);
        forget_oldest(hooks);
        forget_oldest(hooks);
    }
    hooks->waiting[hooks->waiting_count++] = copy;
    run_next(hooks);
}

struct hooks *hooks_create(struct loop *loop) {
    struct hooks *hooks = calloc(1, sizeof *hooks);
    if (!hooks)
        return NULL;
    hooks->loop = loop;
    hooks->patience = loop_timer_create(loop, too_long, hooks);
    if (hooks->patience)
        return hooks;
    hooks_destroy(hooks);
    return NULL;
}

void hooks_destroy(struct hooks *hooks) {
    if (!hooks)
        return;
    while (hooks->waiting_count > 0)
        forget_oldest(hooks);
    loop_timer_destroy(hooks->patience);
    loop_child_destroy(hooks->running);
    free(hooks);
}
