/* SPDX-License-Identifier: Apache-2.0 */
/*
 *              show                    hide: quit, 1 s, SIGKILL
 *   HIDDEN ------------> RUNNING -----------------------------> ENDING --exit--> HIDDEN (or RUNNING, if shown
 * meanwhile) |    ^ died / wire broken / |    | pause over silent 5 s: SIGKILL  v    | PAUSING
 *
 * The trap: the wire breaks and the exit is reported in either order; only the exit moves the state, so that no second
 * child is ever started while the first may still own the screen. A stopped child (SIGSTOP) dies of SIGKILL too.
 */
#include "stb-app/screen/ui_process.h"

#include "stb-app/base/child.h"
#include "stb-app/base/json.h"
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
    STEADY_MS = 5000, /* one that has lived so long did not die of its start */
    PAUSE_FIRST_MS = 500,
    PAUSE_MOST_MS = 10000,
};
enum state { HIDDEN, RUNNING, ENDING, PAUSING };

struct ui_process {
    struct ui_process_setup setup;
    enum state state;
    bool wanted, broke_rules; /* the child that was there last did */
    struct child *child;
    struct ipc *ipc;
    struct loop_timer *watch;                /* pings while RUNNING, patience while ENDING, pause while PAUSING */
    int64_t started_ms, heard_ms, looked_ms; /* LOOKED: the last time that the child's silence was measured */
    int64_t pause_ms;
    struct frame_shm_header *frames;
};

static void start(struct ui_process *screen);

static void close_wire(struct ui_process *screen) {
    if (!screen->ipc)
        return;
    ipc_destroy(screen->ipc);
    screen->ipc = NULL;
    if (screen->frames)
        screen->frames->shown = 0;
    screen->setup.on_close(screen->setup.data);
}

static void take(void *data, enum ipc_type type, struct json_object *message) {
    struct ui_process *screen = data;
    screen->heard_ms = loop_now_ms();
    if (type == IPC_TYPES) {
        screen->broke_rules = ipc_broke_rules(screen->ipc);
        close_wire(screen);
        if (screen->child) /* without its wire it is of no use, alive or not */
            child_signal(screen->child, SIGKILL);
    } else if (type != IPC_PONG) {
        screen->setup.on_message(screen->setup.data, type, message);
    }
}

static void pause_then_start(struct ui_process *screen) {
    bool steady = loop_now_ms() - screen->started_ms >= STEADY_MS && !screen->broke_rules;
    int64_t pause = steady ? 0 : screen->pause_ms;
    screen->pause_ms = steady || !pause ? PAUSE_FIRST_MS : pause * 2 > PAUSE_MOST_MS ? PAUSE_MOST_MS : pause * 2;
    screen->state = PAUSING;
    loop_timer_start(screen->watch, pause, 0);
}

static void ended(void *data, int exit_status, int signum) {
    struct ui_process *screen = data;
    child_destroy(screen->child);
    screen->child = NULL;
    close_wire(screen);
    loop_timer_stop(screen->watch);
    if (screen->state == RUNNING || exit_status != 0)
        log_warning("screen", "stb-ui ended by itself: exit status %d, signal %d", exit_status, signum);
    if (!screen->wanted)
        screen->state = HIDDEN;
    else if (screen->state == ENDING)
        start(screen);
    else
        pause_then_start(screen);
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

static void start(struct ui_process *screen) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        log_error("screen", "no socket pair for stb-ui: %s", strerror(errno));
        pause_then_start(screen);
        return;
    }
    char *arguments[12];
    fill_arguments(&screen->setup, arguments);
    int fds[] = {CHILD_NULL, CHILD_LOG, CHILD_LOG, pair[1], screen->setup.frames_fd};
    screen->started_ms = screen->heard_ms = screen->looked_ms = loop_now_ms();
    screen->child = child_start(&(struct child_setup){.loop = screen->setup.loop,
                                                      .name = "stb-ui",
                                                      .argv = arguments,
                                                      .fds = fds,
                                                      .fd_count = screen->setup.frames_fd >= 0 ? 5 : 4,
                                                      .own_session = true,
                                                      .on_end = ended,
                                                      .data = screen});
    close(pair[1]);
    screen->ipc = screen->child ? ipc_create(screen->setup.loop, pair[0], take, screen) : NULL;
    if (!screen->child) {
        close(pair[0]);
        pause_then_start(screen);
        return;
    }
    ipc_limit(screen->ipc);
    screen->broke_rules = false;
    screen->state = RUNNING;
    loop_timer_start(screen->watch, PING_EVERY_MS, PING_EVERY_MS);
    screen->setup.on_open(screen->setup.data);
}

/* A look that comes late was held up by us: what the child said meanwhile has not been read yet. So that time does not
 * count as its silence. */
static int64_t silent_ms(struct ui_process *screen) {
    int64_t now_ms = loop_now_ms(), late_ms = now_ms - screen->looked_ms - PING_EVERY_MS;
    screen->looked_ms = now_ms;
    screen->heard_ms += late_ms > 0 ? late_ms : 0;
    return now_ms - screen->heard_ms;
}

static void ping(struct ui_process *screen) {
    if (silent_ms(screen) >= SILENT_AFTER_MS) {
        log_warning("screen", "stb-ui has not answered for %d s: killed", SILENT_AFTER_MS / 1000);
        loop_timer_stop(screen->watch);
        child_signal(screen->child, SIGKILL);
    } else if (screen->ipc) {
        ipc_send(screen->ipc, IPC_PING, NULL);
    }
}

static void watch_due(void *data) {
    struct ui_process *screen = data;
    if (screen->state == RUNNING)
        ping(screen);
    else if (screen->state == ENDING)
        child_signal(screen->child, SIGKILL);
    else if (screen->state == PAUSING && screen->wanted)
        start(screen);
    else if (screen->state == PAUSING)
        screen->state = HIDDEN;
}

struct ui_process *ui_process_create(const struct ui_process_setup *setup) {
    struct ui_process *screen = memory_new(1, sizeof *screen);
    screen->setup = *setup;
    screen->watch = loop_timer_create(setup->loop, watch_due, screen);
    if (setup->frames_fd >= 0) {
        void *header = mmap(NULL, FRAME_SHM_PIXELS_AT, PROT_READ | PROT_WRITE, MAP_SHARED, setup->frames_fd, 0);
        if (header == MAP_FAILED)
            log_warning("screen", "the frames' memory cannot be mapped: %s", strerror(errno));
        else
            screen->frames = header;
    }
    return screen;
}

void ui_process_destroy(struct ui_process *screen) {
    if (!screen)
        return;
    screen->wanted = false;
    if (screen->ipc)
        ipc_send(screen->ipc, IPC_QUIT, NULL);
    if (screen->child &&
        !child_wait(screen->child, QUIT_PATIENCE_MS)) { /* so that the screen is given back before we exit */
        child_signal(screen->child, SIGKILL);
        child_wait(screen->child, QUIT_PATIENCE_MS);
    }
    child_destroy(screen->child);
    ipc_destroy(screen->ipc);
    loop_timer_destroy(screen->watch);
    if (screen->frames) {
        screen->frames->shown = 0;
        munmap(screen->frames, FRAME_SHM_PIXELS_AT);
    }
    free(screen);
}

void ui_process_show(struct ui_process *screen) {
    screen->wanted = true;
    if (screen->state == HIDDEN)
        start(screen);
}

void ui_process_hide(struct ui_process *screen) {
    screen->wanted = false;
    screen->pause_ms = 0;
    if (screen->state != RUNNING)
        return;
    screen->state = ENDING;
    if (screen->ipc)
        ipc_send(screen->ipc, IPC_QUIT, NULL);
    loop_timer_start(screen->watch, QUIT_PATIENCE_MS, 0);
}

bool ui_process_wanted(const struct ui_process *screen) {
    return screen->wanted;
}

bool ui_process_send(struct ui_process *screen, enum ipc_type type, struct json_object *message) {
    if (screen->ipc && screen->state == RUNNING)
        return ipc_send(screen->ipc, type, message);
    json_object_put(message);
    return false;
}

bool ui_process_send_text(struct ui_process *screen, enum ipc_type type, const char *text, int length) {
    return screen->ipc && screen->state == RUNNING && ipc_send_text(screen->ipc, type, text, length);
}
