/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posix_spawn(3), so that what the child is given stands in one table of attributes, and SIGCHLD for its end: each
 * child listens to it and looks after its own process.
 *
 * The traps. A library may open a descriptor without O_CLOEXEC (libcurl's sockets): so all of ours are marked just
 * before the start; else a daemon that a command leaves behind keeps our connections open after we have died, and the
 * hotline believes the box alive. And a descriptor that is to become number 4 may itself be needed as number 3 next:
 * so all are copied out of the way first.
 */
#include "stb-app/base/child.h"

#include "stb-app/base/child_env.h"
#include "stb-app/base/child_output.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
    struct child_setup setup;
    pid_t pid;
    bool ended;
    struct loop_signal *watch;
    struct child_output *output; /* NULL = its log goes nowhere */
};

/* --- its descriptors */

/* NAME of /proc is a number. */
static bool is_number(const char *name) {
    return isdigit((unsigned char)name[0]);
}

static void close_at_exec(void) {
#ifdef SYS_close_range
    enum { MARK = 1 << 2 /* CLOSE_RANGE_CLOEXEC of linux/close_range.h */ };
    if (syscall(SYS_close_range, 3U, ~0U, MARK) == 0)
        return;
#endif
    DIR *folder = opendir("/proc/self/fd"); /* before Linux 5.11 */
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (is_number(entry->d_name) && atoi(entry->d_name) > 2)
            fcntl(atoi(entry->d_name), F_SETFD, FD_CLOEXEC);
    if (folder)
        closedir(folder);
}

/* Copies the child's descriptors to numbers beyond all that they will have. */
static bool copy_out_of_the_way(const struct child_setup *setup, int log, int copies[CHILD_FDS_MAX]) {
    bool good = true;
    for (size_t i = 0; i < setup->fd_count; i++) {
        int fd = setup->fds[i] == CHILD_LOG ? log : setup->fds[i];
        copies[i] = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, CHILD_FDS_MAX) : -1;
        good = good && (fd < 0 || copies[i] >= 0);
    }
    return good;
}

static void give_descriptors(posix_spawn_file_actions_t *actions, const int *copies, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (copies[i] >= 0)
            posix_spawn_file_actions_adddup2(actions, copies[i], (int)i);
        else if (i < 3)
            posix_spawn_file_actions_addopen(actions, (int)i, "/dev/null", O_RDWR, 0);
    }
}

/* --- its start */

static void set_attributes(posix_spawnattr_t *attributes, bool own_session) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setpgroup(attributes, 0); /* a group of its own */
    int group = own_session ? POSIX_SPAWN_SETSID : POSIX_SPAWN_SETPGROUP;
    posix_spawnattr_setflags(attributes, (short)(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group));
}

/* 0, or an errno. */
static int spawn(const struct child_setup *setup, const int *copies, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char **env = child_env();
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    give_descriptors(&actions, copies, setup->fd_count);
    set_attributes(&attributes, setup->own_session);
    close_at_exec();
    int failed = posix_spawnp(pid, setup->argv[0], &actions, &attributes, setup->argv, env);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(env);
    return failed;
}

/* The unit's OOMScoreAdjust spares us when memory runs out; the kernel shall end the child before us. */
static void give_up_before_us(pid_t pid) {
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", (int)pid);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "0", 1) < 0)
        log_debug("child", "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
}

static bool wants_log(const struct child_setup *setup) {
    for (size_t i = 0; i < setup->fd_count; i++)
        if (setup->fds[i] == CHILD_LOG)
            return true;
    return false;
}

static int start(struct child *child) {
    int log = -1, copies[CHILD_FDS_MAX];
    memset(copies, -1, sizeof copies); /* none */
    if (wants_log(&child->setup)) {
        child->output = child_output_open(child->setup.loop, child->setup.name, &log);
        if (!child->output)
            return errno;
    }
    int failed = copy_out_of_the_way(&child->setup, log, copies) ? 0 : errno;
    failed = failed ? failed : spawn(&child->setup, copies, &child->pid);
    for (size_t i = 0; i < child->setup.fd_count; i++)
        if (copies[i] >= 0)
            close(copies[i]);
    if (log >= 0)
        close(log);
    return failed;
}

/* --- its end */

/* The sixth field of /proc/PID/stat, counted after the name in its brackets; 0 = the process has gone. */
static pid_t session_of(const char *pid) {
    char path[300], text[512];
    int session = 0;
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = 0;
    const char *name_end = strrchr(text, ')');
    if (!name_end || sscanf(name_end, ") %*c %*d %*d %d", &session) != 1)
        return 0;
    return session;
}

/* The child's children may have groups of their own, but share its session. */
static void kill_session(pid_t session) {
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (is_number(entry->d_name) && session_of(entry->d_name) == session)
            kill(atoi(entry->d_name), SIGKILL);
    if (folder)
        closedir(folder);
}

static void take_along(const struct child *child) {
    if (child->setup.leaves_daemons)
        return;
    kill(-child->pid, SIGKILL);
    if (child->setup.own_session)
        kill_session(child->pid);
}

/* True once, when the child has ended. */
static bool reap(struct child *child, int *status) {
    if (child->ended || waitpid(child->pid, status, WNOHANG) != child->pid)
        return false;
    child->ended = true;
    take_along(child);
    return true;
}

static void child_signalled(void *data, int signum) {
    struct child *child = data;
    int status;
    (void)signum;
    if (!child->pid || !reap(child, &status))
        return;
    child->setup.on_end(child->setup.data, WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                        WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

struct child *child_start(const struct child_setup *setup) {
    assert(setup->fd_count >= 3 && setup->fd_count <= CHILD_FDS_MAX);
    struct child *child = memory_new(1, sizeof *child);
    child->setup = *setup;
    child->watch = loop_signal_create(setup->loop, SIGCHLD, child_signalled, child);
    int failed = start(child);
    if (!failed) {
        give_up_before_us(child->pid);
        return child;
    }
    log_error("child", "cannot start %s: %s", setup->argv[0], strerror(failed));
    child->ended = true;
    child_destroy(child);
    return NULL;
}

pid_t child_pid(const struct child *child) {
    return child->pid;
}

void child_signal(struct child *child, int signum) {
    if (!child->ended)
        kill(-child->pid, signum);
}

bool child_wait(struct child *child, int64_t ms) {
    int64_t until = loop_now_ms() + ms;
    int status;
    while (!child->ended && !reap(child, &status) && loop_now_ms() < until) {
        if (child->output)
            child_output_drain(child->output);
        usleep(5000);
    }
    return child->ended;
}

void child_destroy(struct child *child) {
    if (!child)
        return;
    loop_signal_destroy(child->watch);
    child_output_release(child->output);
    free(child);
}
