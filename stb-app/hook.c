/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/hook.h"

#include "stb-app/log.h"
#include "stb-app/loop.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { HOOK_PATIENCE_MS = 10000 };

struct hook {
    struct loop_child *child;
    struct loop_timer *patience;
};

static void hook_over(void *data) {
    struct hook *hook = data;
    log_warning("hook", "it runs longer than %d s: killed", HOOK_PATIENCE_MS / 1000);
    loop_child_signal(hook->child, SIGKILL);
}

static void hook_ended(void *data, int64_t exit_status, int signum) {
    struct hook *hook = data;
    if (exit_status || signum)
        log_warning("hook", "it failed: exit status %d, signal %d", (int)exit_status, signum);
    loop_timer_destroy(hook->patience);
    loop_child_destroy(hook->child);
    free(hook);
}

void hook_run(struct loop *loop, char *const command[]) {
    if (!command[0])
        return;
    struct hook *hook = calloc(1, sizeof *hook);
    if (!hook)
        return;
    int fds[] = {-1, STDERR_FILENO, STDERR_FILENO};
    hook->patience = loop_timer_create(loop, hook_over, hook);
    hook->child = loop_child_start(loop, command, fds, 3, hook_ended, hook);
    if (hook->child) {
        loop_timer_start(hook->patience, HOOK_PATIENCE_MS, 0);
        return;
    }
    loop_timer_destroy(hook->patience);
    free(hook);
}
