/* SPDX-License-Identifier: Apache-2.0 */
/*
 *            show                    hide: quit
 *   HIDDEN -------> RUNNING -------------------------> ENDING
 *                    |   ^                               |
 *   it ended, for    |   | the pause                     | it ended, by itself or,
 *   whatever reason  v   | is over                       v after 1 s, by SIGKILL
 *                   PAUSING ---> HIDDEN                HIDDEN or, if it was shown
 *                        if it was hidden meanwhile    meanwhile, RUNNING
 *
 * Silent: no answer to a ping for 5 s; it is killed, and ends. The trap: that the socket breaks and that the process
 * ends is reported in either order. Only the end moves the state, so that no second child is ever started while the
 * first may still own the screen. SIGKILL ends a stopped child (SIGSTOP) too.
 */
#include "stb-app/screen/ui_process.h"

#include "stb-app/base/child.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/frame_shm.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PING_EVERY_MS = 2000,
    SILENT_AFTER_MS = 5000,
    QUIT_PATIENCE_MS = 1000,
    STEADY_MS = 5000, /* a child that lived so long did not die of its start */
    PAUSE_FIRST_MS = 500,
    PAUSE_MAX_MS = 10000,
};
enum state { HIDDEN, RUNNING, ENDING, PAUSING };

struct ui_process {
    struct ui_process_setup setup;
    enum state state;
    bool wanted, broke_rules; /* BROKE_RULES: the last child did */
    struct child *child;
    struct ipc *ipc;
    struct loop_timer *watch;                /* pings while RUNNING, patience while ENDING, pause while PAUSING */
    int64_t started_ms, heard_ms, looked_ms; /* LOOKED: the last time that the child's silence was measured */
    int64_t pause_ms;
    struct frame_shm_header *frames;
};

static void start(struct ui_process *process);

static void close_ipc(struct ui_process *process) {
    if (!process->ipc)
        return;
    ipc_destroy(process->ipc);
    process->ipc = NULL;
    if (process->frames)
        process->frames->shown = 0;
    process->setup.on_close(process->setup.data);
}

static void take(void *data, struct ipc_message *message) {
    struct ui_process *process = data;
    process->heard_ms = loop_now_ms();
    if (!message) {
        process->broke_rules = ipc_broke_rules(process->ipc);
        close_ipc(process);
        if (process->child) /* without its socket the child is of no use */
            child_signal(process->child, SIGKILL);
    } else if (message->type != IPC_PONG) {
        process->setup.on_message(process->setup.data, message);
    }
}

static void pause_then_start(struct ui_process *process) {
    bool steady = loop_now_ms() - process->started_ms >= STEADY_MS && !process->broke_rules;
    int64_t pause = steady ? 0 : process->pause_ms;
    process->pause_ms = steady || !pause ? PAUSE_FIRST_MS : pause * 2 > PAUSE_MAX_MS ? PAUSE_MAX_MS : pause * 2;
    process->state = PAUSING;
    loop_timer_start(process->watch, pause, 0);
}

static void ended(void *data, int exit_status, int signum) {
    struct ui_process *process = data;
    child_destroy(process->child);
    process->child = NULL;
    close_ipc(process);
    loop_timer_stop(process->watch);
    if (process->state == RUNNING || exit_status != 0) {
        log_warning("screen", "stb-ui ended by itself: exit status %d, signal %d", exit_status, signum);
        if (process->setup.on_death)
            process->setup.on_death(process->setup.data, exit_status, signum);
    }
    if (!process->wanted)
        process->state = HIDDEN;
    else if (process->state == ENDING)
        start(process);
    else
        pause_then_start(process);
}

/* The command line of stb-ui; returns how many words. */
static void fill_arguments(const struct ui_process_setup *setup, char *arguments[12]) {
    const struct {
        const char *name, *value;
    } options[] = {
        {"--data", setup->data_dir},
        {"--display", setup->display},
        {"--size", setup->size},
        {"--frames", setup->frames_fd >= 0 ? "4" : NULL},
    };
    int count = 0;
    arguments[count++] = (char *)setup->program;
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (!options[i].value)
            continue;
        arguments[count++] = (char *)options[i].name;
        arguments[count++] = (char *)options[i].value;
    }
    arguments[count] = NULL;
}

static void start(struct ui_process *process) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        log_error("screen", "no socket pair for stb-ui: %s", strerror(errno));
        pause_then_start(process);
        return;
    }
    char *arguments[12];
    fill_arguments(&process->setup, arguments);
    int fds[] = {CHILD_NULL, CHILD_LOG, CHILD_LOG, pair[1], process->setup.frames_fd};
    process->started_ms = process->heard_ms = process->looked_ms = loop_now_ms();
    process->child = child_start(&(struct child_setup){.loop = process->setup.loop,
                                                       .name = "stb-ui",
                                                       .argv = arguments,
                                                       .fds = fds,
                                                       .fd_count = process->setup.frames_fd >= 0 ? 5 : 4,
                                                       .own_session = true,
                                                       .on_end = ended,
                                                       .data = process});
    close(pair[1]);
    process->ipc = process->child ? ipc_create(process->setup.loop, pair[0], take, process) : NULL;
    if (!process->child) {
        close(pair[0]);
        pause_then_start(process);
        return;
    }
    ipc_limit(process->ipc);
    process->broke_rules = false;
    process->state = RUNNING;
    loop_timer_start(process->watch, PING_EVERY_MS, PING_EVERY_MS);
    process->setup.on_open(process->setup.data);
}

/* When a check of the silence comes late, our own loop was held up, and what the child said meanwhile is not read yet.
 * So that time does not count. */
static int64_t silent_ms(struct ui_process *process) {
    int64_t now_ms = loop_now_ms(), late_ms = now_ms - process->looked_ms - PING_EVERY_MS;
    process->looked_ms = now_ms;
    process->heard_ms += late_ms > 0 ? late_ms : 0;
    return now_ms - process->heard_ms;
}

static void ping(struct ui_process *process) {
    if (silent_ms(process) >= SILENT_AFTER_MS) {
        log_warning("screen", "stb-ui has not answered for %d s: killed", SILENT_AFTER_MS / 1000);
        loop_timer_stop(process->watch);
        child_signal(process->child, SIGKILL);
    } else if (process->ipc) {
        ipc_send_plain(process->ipc, IPC_PING);
    }
}

static void watch_due(void *data) {
    struct ui_process *process = data;
    if (process->state == RUNNING)
        ping(process);
    else if (process->state == ENDING)
        child_signal(process->child, SIGKILL);
    else if (process->state == PAUSING && process->wanted)
        start(process);
    else if (process->state == PAUSING)
        process->state = HIDDEN;
}

struct ui_process *ui_process_create(const struct ui_process_setup *setup) {
    struct ui_process *process = memory_new(1, sizeof *process);
    process->setup = *setup;
    process->watch = loop_timer_create(setup->loop, watch_due, process);
    if (setup->frames_fd >= 0) {
        void *header = mmap(NULL, FRAME_SHM_PIXELS_AT, PROT_READ | PROT_WRITE, MAP_SHARED, setup->frames_fd, 0);
        if (header == MAP_FAILED)
            log_warning("screen", "the frames' memory cannot be mapped: %s", strerror(errno));
        else
            process->frames = header;
    }
    return process;
}

void ui_process_destroy(struct ui_process *process) {
    if (!process)
        return;
    process->wanted = false;
    if (process->ipc)
        ipc_send_plain(process->ipc, IPC_QUIT);
    if (process->child &&
        !child_wait(process->child, QUIT_PATIENCE_MS)) { /* the child gives the screen back before we exit */
        child_signal(process->child, SIGKILL);
        child_wait(process->child, QUIT_PATIENCE_MS);
    }
    child_destroy(process->child);
    ipc_destroy(process->ipc);
    loop_timer_destroy(process->watch);
    if (process->frames) {
        process->frames->shown = 0;
        munmap(process->frames, FRAME_SHM_PIXELS_AT);
    }
    free(process);
}

pid_t ui_process_pid(const struct ui_process *process) {
    return process->child ? child_pid(process->child) : 0;
}

void ui_process_show(struct ui_process *process) {
    process->wanted = true;
    if (process->state == HIDDEN)
        start(process);
}

void ui_process_hide(struct ui_process *process) {
    process->wanted = false;
    process->pause_ms = 0;
    if (process->state != RUNNING)
        return;
    process->state = ENDING;
    if (process->ipc)
        ipc_send_plain(process->ipc, IPC_QUIT);
    loop_timer_start(process->watch, QUIT_PATIENCE_MS, 0);
}

bool ui_process_wanted(const struct ui_process *process) {
    return process->wanted;
}

bool ui_process_send(struct ui_process *process, const struct ipc_message *message) {
    return process->ipc && process->state == RUNNING && ipc_send(process->ipc, message);
}
