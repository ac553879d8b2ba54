/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two switches that know nothing of each other. Each has its state (by the last command that was started) and its
 * wanted state; while they differ, one command waits. So however quickly the senior comes and goes, no more than one
 * command waits, and the last wish is carried out last.
 *
 * The trap: a key can leave the channel and come back sooner than a command that stops a tuner has ended. Were they run
 * side by side, the slower one would have the last word, whatever is on screen. So those of one switch wait for each
 * other, and those of the other never do: a mixer that hangs does not keep the tuner.
 */
#include "stb-app/tv/tv_hooks.h"

#include "stb-app/base/child.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum position { UNKNOWN, OFF, ON };

struct turn {
    struct loop *loop;
    bool insists; /* a failed "off" is tried again: mute television is worse than a command too many */
    enum position is, wanted;
    char **command; /* the waiting command; NULL = none */
    int tries;
    struct child *running; /* NULL = none */
    char **run;            /* the words of RUNNING's command */
    struct loop_timer *due, *patience;
};
struct tv_hooks {
    struct turn turns[TV_HOOK_SWITCHES];
};

/* Returns one block: the pointers, then the words. */
static char **command_copy(char *const command[]) {
    size_t count = 0, bytes = 0;
    for (; command[count]; count++)
        bytes += strlen(command[count]) + 1;
    char **copy = memory_new(1, (count + 1) * sizeof *copy + bytes);
    char *at = (char *)(copy + count + 1);
    for (size_t i = 0; i < count; i++) {
        copy[i] = strcpy(at, command[i]);
        at += strlen(at) + 1;
    }
    return copy;
}

static void ended(void *data, int exit_status, int signum);

/* False if the command cannot be started; the switch counts as turned in any case. */
static bool start(struct turn *turn) {
    const int fds[] = {CHILD_NULL, CHILD_LOG, CHILD_LOG};
    turn->run = turn->command;
    turn->command = NULL;
    turn->is = turn->wanted;
    turn->tries++;
    turn->running = child_start(&(struct child_setup){.loop = turn->loop,
                                                      .name = "hook",
                                                      .argv = turn->run,
                                                      .fds = fds,
                                                      .fd_count = 3,
                                                      .own_session = true,
                                                      .leaves_daemons = true, /* a player that it starts stays */
                                                      .on_end = ended,
                                                      .data = turn});
    return turn->running != NULL;
}

static void after(struct turn *turn, bool well) {
    bool stays_on = turn->insists && turn->is == OFF && turn->wanted == OFF && !well;
    if (stays_on && turn->tries < TV_HOOK_TRIES)
        turn->command = turn->run;
    else
        free(turn->run);
    turn->run = NULL;
    if (turn->command)
        loop_timer_start(turn->due, stays_on ? TV_HOOK_AGAIN_MS : 0, 0);
}

static void run_next(void *data) {
    struct turn *turn = data;
    if (turn->running || !turn->command)
        return;
    if (start(turn))
        loop_timer_start(turn->patience, TV_HOOK_PATIENCE_MS, 0);
    else
        after(turn, false);
}

static void ended(void *data, int exit_status, int signum) {
    struct turn *turn = data;
    if (exit_status || signum)
        log_warning("hook", "%s failed: exit status %d, signal %d", turn->run[0], exit_status, signum);
    loop_timer_stop(turn->patience);
    child_destroy(turn->running);
    turn->running = NULL;
    after(turn, !exit_status && !signum);
}

static void too_long(void *data) {
    struct turn *turn = data;
    log_warning("hook", "%s runs longer than %d s: killed", turn->run[0], TV_HOOK_PATIENCE_MS / 1000);
    child_signal(turn->running, SIGKILL);
}

void tv_hooks_want(struct tv_hooks *hooks, enum tv_hook_switch which, bool on, char *const command[]) {
    struct turn *turn = &hooks->turns[which];
    enum position wanted = on ? ON : OFF;
    if (turn->wanted == wanted)
        return;
    turn->wanted = wanted;
    turn->tries = 0;
    free(turn->command);
    turn->command = turn->is != wanted && command[0] ? command_copy(command) : NULL;
    if (turn->command)
        loop_timer_start(turn->due, 0, 0);
    else
        turn->is = wanted; /* reached, or no command could turn it */
}

struct tv_hooks *tv_hooks_create(struct loop *loop) {
    struct tv_hooks *hooks = memory_new(1, sizeof *hooks);
    for (size_t i = 0; i < TV_HOOK_SWITCHES; i++) {
        struct turn *turn = &hooks->turns[i];
        turn->loop = loop;
        turn->insists = i == TV_HOOK_SILENCE;
        turn->due = loop_timer_create(loop, run_next, turn);
        turn->patience = loop_timer_create(loop, too_long, turn);
    }
    return hooks;
}

/* The command that mutes must not end after the one that unmutes, and a supervisor may kill our children as soon as we
 * have ended. So this waits for the commands, briefly, after the loop is over. */
static void be_heard(struct turn *turn) {
    if (!turn->command || turn->wanted != OFF)
        return;
    if (turn->running)
        child_signal(turn->running, SIGKILL);
    child_destroy(turn->running);
    free(turn->run);
    if (start(turn))
        child_wait(turn->running, TV_HOOK_LAST_MS);
}

void tv_hooks_destroy(struct tv_hooks *hooks) {
    if (!hooks)
        return;
    be_heard(&hooks->turns[TV_HOOK_SILENCE]);
    for (struct turn *turn = hooks->turns; turn < hooks->turns + TV_HOOK_SWITCHES; turn++) {
        loop_timer_destroy(turn->due);
        loop_timer_destroy(turn->patience);
        child_destroy(turn->running);
        free(turn->run);
        free(turn->command);
    }
    free(hooks);
}
