/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each start makes new pipes and a new shared memory, so that nothing of a crashed run shows up in the next one; a
 * stb-ui that outlived its parent for a moment writes into memory that nobody looks at.
 *
 * Traps: our ends of the pipes are close-on-exec, else a second child would hold the first one's keys open. Writing to
 * a child that hangs must not hang the window, so the pipe is non-blocking and a line that does not fit is refused:
 * keys pressed at a hung box are lost on hardware too. A scene line is bounded; a longer one is passed over, not cut.
 */
#include "stb-app/emulator/box.h"
#include "stb-app/base/child.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/frame_shm.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 256 << 10, STOP_PATIENCE_MS = 3000, FRAMES_FD = 3 };

struct emulator_box {
    struct emulator_box_setup setup;
    struct child *child;
    struct loop_fd *reader;
    struct loop_timer *patience;
    void *frames;
    int keys, scenes; /* our ends of the pipes, -1 = closed */
    char *line;
    size_t length;
    bool skipping, deaf_said; /* the rest of a line that was too long; keys are not taken */
};

static void close_end(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void reading_ends(struct emulator_box *box) {
    loop_fd_destroy(box->reader);
    box->reader = NULL;
    close_end(&box->scenes);
    box->length = 0;
    box->skipping = false;
}

static void line_taken(struct emulator_box *box) {
    char error[JSON_ERROR_SIZE];
    struct json_object *scene = json_parse(box->line, box->length, LINE_MAX_BYTES, error);
    if (!scene) {
        log_warning("emulator", "a scene line of stb-app is passed over: %s", error);
        return;
    }
    box->setup.on_scene(box->setup.data, scene);
    json_object_put(scene);
}

static void bytes_taken(struct emulator_box *box, const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] == '\n') {
            if (!box->skipping && box->length > 0)
                line_taken(box);
            box->length = 0;
            box->skipping = false;
        } else if (box->length == LINE_MAX_BYTES && !box->skipping) {
            log_warning("emulator", "a scene line of more than %d bytes is passed over", LINE_MAX_BYTES);
            box->skipping = true;
        } else if (!box->skipping) {
            box->line[box->length++] = bytes[i];
        }
    }
}

static void on_readable(void *data, int fd, unsigned events) {
    struct emulator_box *box = data;
    (void)events;
    char bytes[16384];
    ssize_t got = read(fd, bytes, sizeof(bytes));
    if (got > 0)
        bytes_taken(box, bytes, (size_t)got);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        reading_ends(box);
}

static void on_child_end(void *data, int exit_status, int signum) {
    struct emulator_box *box = data;
    loop_timer_stop(box->patience);
    child_destroy(box->child);
    box->child = NULL;
    if (box->reader)
        on_readable(box, box->scenes, LOOP_READABLE); /* its last words */
    reading_ends(box);
    close_end(&box->keys);
    box->setup.on_end(box->setup.data, exit_status, signum);
}

static void on_patience_over(void *data) {
    struct emulator_box *box = data;
    log_warning("emulator", "stb-app did not end within %d ms of being asked; it is killed", STOP_PATIENCE_MS);
    if (box->child)
        child_signal(box->child, SIGKILL);
}

/* The memory is as large as the largest television but takes only what is written. */
static int make_frames(struct emulator_box *box) {
    int fd = memfd_create("stb-frames", MFD_CLOEXEC);
    if (fd >= 0 && ftruncate(fd, FRAME_SHM_SIZE) == 0) {
        void *memory = mmap(NULL, FRAME_SHM_SIZE, PROT_READ, MAP_SHARED, fd, 0);
        if (memory != MAP_FAILED) {
            if (box->frames)
                munmap(box->frames, FRAME_SHM_SIZE);
            box->frames = memory;
            return fd;
        }
    }
    log_error("emulator", "no shared memory for the picture: %s", strerror(errno));
    close_end(&fd);
    return -1;
}

static bool make_pipes(int keys[2], int scenes[2]) {
    if (pipe2(keys, O_CLOEXEC) == 0 && pipe2(scenes, O_CLOEXEC) == 0)
        return true;
    log_error("emulator", "no pipe to stb-app: %s", strerror(errno));
    return false;
}

static struct child *start_child(struct emulator_box *box, int keys, int scenes, int frames) {
    const struct emulator_box_setup *s = &box->setup;
    const char *const argv[] = {s->program, "--config", s->config,    "--state-dir", s->state_dir, "--display",
                                "dummy",    "--size",   s->size,      "--keys",      "-",          "--scene",
                                "-",        "--shots",  s->shots_dir, "--frames",    "3",          NULL};
    const int fds[FRAMES_FD + 1] = {keys, scenes, STDERR_FILENO, frames};
    return child_start(&(struct child_setup){.loop = s->loop,
                                             .name = "stb-app",
                                             .argv = (char *const *)(uintptr_t)argv,
                                             .fds = fds,
                                             .fd_count = FRAMES_FD + 1,
                                             .on_end = on_child_end,
                                             .data = box});
}

bool emulator_box_start(struct emulator_box *box) {
    int keys[2] = {-1, -1}, scenes[2] = {-1, -1}, frames = make_frames(box);
    if (box->child || frames < 0 || !make_pipes(keys, scenes)) {
        close_end(&keys[0]);
        close_end(&keys[1]);
        close_end(&frames);
        return false;
    }
    box->child = start_child(box, keys[0], scenes[1], frames);
    close_end(&keys[0]);
    close_end(&scenes[1]);
    close_end(&frames);
    box->keys = keys[1];
    box->scenes = scenes[0];
    if (!box->child) {
        close_end(&box->keys);
        close_end(&box->scenes);
        return false;
    }
    fcntl(box->keys, F_SETFL, O_NONBLOCK);
    fcntl(box->scenes, F_SETFL, O_NONBLOCK);
    box->reader = loop_fd_create(box->setup.loop, box->scenes, LOOP_READABLE, on_readable, box);
    box->deaf_said = false;
    return true;
}

bool emulator_box_line(struct emulator_box *box, const char *verb, const char *word) {
    char line[256];
    int length = snprintf(line, sizeof(line), "%s %s\n", verb, word);
    if (box->keys < 0 || length >= (int)sizeof(line))
        return false;
    bool taken = write(box->keys, line, (size_t)length) == length;
    if (!taken && !box->deaf_said)
        log_warning("emulator", "stb-app takes no keys: %s", strerror(errno));
    box->deaf_said = !taken;
    return taken;
}

bool emulator_box_script(struct emulator_box *box, const char *path) {
    char error[JSON_ERROR_SIZE];
    size_t length;
    char *text = json_read_text(path, EMULATOR_BOX_SCRIPT_MAX, &length, error);
    bool fits = text && length <= EMULATOR_BOX_SCRIPT_MAX;
    bool taken = fits && box->keys >= 0 && write(box->keys, text, length) == (ssize_t)length;
    if (!taken)
        log_error("emulator", "the key script is not played: %s",
                  !text  ? error
                  : fits ? "stb-app takes no keys"
                         : "it is larger than 60 KiB");
    free(text);
    return taken;
}

bool emulator_box_running(const struct emulator_box *box) {
    return box->child != NULL;
}

const void *emulator_box_frames(const struct emulator_box *box) {
    return box->frames;
}

void emulator_box_stop(struct emulator_box *box) {
    if (!box->child || loop_timer_running(box->patience))
        return;
    child_signal(box->child, SIGTERM);
    loop_timer_start(box->patience, STOP_PATIENCE_MS, 0);
}

struct emulator_box *emulator_box_create(const struct emulator_box_setup *setup) {
    struct emulator_box *box = memory_new(1, sizeof(*box));
    *box = (struct emulator_box){.setup = *setup, .keys = -1, .scenes = -1, .line = memory_new(LINE_MAX_BYTES, 1)};
    box->patience = loop_timer_create(setup->loop, on_patience_over, box);
    return box;
}

void emulator_box_destroy(struct emulator_box *box) {
    if (!box)
        return;
    if (box->child)
        child_signal(box->child, SIGKILL);
    child_destroy(box->child);
    reading_ends(box);
    close_end(&box->keys);
    loop_timer_destroy(box->patience);
    if (box->frames)
        munmap(box->frames, FRAME_SHM_SIZE);
    free(box->line);
    free(box);
}
