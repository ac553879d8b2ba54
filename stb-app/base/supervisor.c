/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sd_notify's protocol by hand: it is one datagram, and no library is worth it. Nothing here waits: a datagram that the
 * supervisor's socket does not take is lost, and the next one follows at half of the time that it allows.
 */
#include "stb-app/base/supervisor.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ALIVE_EVERY_MS = 1000 };

struct supervisor {
    struct loop_timer *beat;
    int64_t every_ms; /* between two WATCHDOG=1; 0 = none are wanted */
    int socket;       /* -1 = none */
    struct sockaddr_un to;
    socklen_t to_length;
    int alive; /* the descriptor of STB_ALIVE_FILE; -1 = none */
    unsigned long count;
    bool ready;
};

/* --- systemd */

static void notify(struct supervisor *supervisor, const char *what) {
    if (supervisor->socket < 0)
        return;
    ssize_t sent = sendto(supervisor->socket, what, strlen(what), MSG_DONTWAIT | MSG_NOSIGNAL,
                          (const struct sockaddr *)&supervisor->to, supervisor->to_length);
    if (sent < 0)
        log_warning("supervisor", "%s is not told: %s", what, strerror(errno));
}

/* A path, or with '@' in front a name of the abstract namespace. */
static bool take_address(struct supervisor *supervisor, const char *name) {
    size_t length = strlen(name);
    if ((name[0] != '/' && name[0] != '@') || length < 2 || length >= sizeof supervisor->to.sun_path)
        return false;
    supervisor->to.sun_family = AF_UNIX;
    memcpy(supervisor->to.sun_path, name, length);
    if (name[0] == '@')
        supervisor->to.sun_path[0] = 0;
    supervisor->to_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (name[0] == '/'));
    return true;
}

static void open_socket(struct supervisor *supervisor) {
    const char *name = getenv("NOTIFY_SOCKET");
    if (!name)
        return;
    if (take_address(supervisor, name))
        supervisor->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (supervisor->socket < 0)
        log_warning("supervisor", "NOTIFY_SOCKET \"%s\" cannot be used", name);
}

/* Half of WATCHDOG_USEC, in ms; 0 = no watchdog. */
static int64_t watchdog_every_ms(void) {
    const char *us = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
    if (!us || (pid && strtol(pid, NULL, 10) != (long)getpid()))
        return 0;
    long long interval_us = strtoll(us, NULL, 10);
    return interval_us > 0 ? interval_us / 2000 + (interval_us < 2000) : 0;
}

/* --- respawn */

static void write_alive(struct supervisor *supervisor) {
    char line[64];
    if (supervisor->alive < 0)
        return;
    int length = snprintf(line, sizeof line, "%d %lu\n", (int)getpid(), supervisor->count++);
    if (pwrite(supervisor->alive, line, (size_t)length, 0) != length)
        log_warning("supervisor", "the file that says we live cannot be written: %s", strerror(errno));
}

static void open_alive(struct supervisor *supervisor) {
    const char *path = getenv("STB_ALIVE_FILE");
    if (!path)
        return;
    supervisor->alive = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (supervisor->alive < 0)
        log_warning("supervisor", "%s: %s", path, strerror(errno));
    write_alive(supervisor);
}

/* --- both */

static void beat(void *data) {
    struct supervisor *supervisor = data;
    if (!supervisor->ready)
        notify(supervisor, "READY=1");
    supervisor->ready = true;
    if (supervisor->every_ms)
        notify(supervisor, "WATCHDOG=1");
    write_alive(supervisor);
}

struct supervisor *supervisor_create(struct loop *loop) {
    static const char *const ours[] = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "STB_ALIVE_FILE"};
    struct supervisor *supervisor = memory_new(1, sizeof *supervisor);
    supervisor->socket = supervisor->alive = -1;
    supervisor->beat = loop_timer_create(loop, beat, supervisor);
    open_socket(supervisor);
    open_alive(supervisor);
    supervisor->every_ms = supervisor->socket >= 0 ? watchdog_every_ms() : 0;
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        unsetenv(ours[i]);
    return supervisor;
}

void supervisor_start(struct supervisor *supervisor) {
    int64_t every_ms = supervisor->every_ms;
    if (supervisor->alive >= 0 && (every_ms == 0 || every_ms > ALIVE_EVERY_MS))
        every_ms = ALIVE_EVERY_MS;
    loop_timer_start(supervisor->beat, 0, every_ms);
}

void supervisor_stopping(struct supervisor *supervisor) {
    loop_timer_stop(supervisor->beat);
    notify(supervisor, "STOPPING=1");
}

void supervisor_destroy(struct supervisor *supervisor) {
    if (!supervisor)
        return;
    loop_timer_destroy(supervisor->beat);
    if (supervisor->socket >= 0)
        close(supervisor->socket);
    if (supervisor->alive >= 0)
        close(supervisor->alive);
    free(supervisor);
}
