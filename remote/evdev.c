/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: the kernel drops events when nobody reads for long, and says so (SYN_DROPPED); then nobody knows which keys
 * are down, so every key that was down is released.
 */
#include "remote/evdev.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_AT_ONCE = 32, BITS = 8, KEY_BYTES = KEY_CNT / BITS };

struct evdev {
    struct evdev_setup setup;
    struct loop_fd *watcher;
    int fd;
    unsigned char down[KEY_BYTES];
};

static bool has(const unsigned char *bits, unsigned code) {
    return bits[code / BITS] & 1 << code % BITS;
}

/* The device has keys, not only the buttons of a mouse or a pad. */
static bool has_keys(int fd) {
    unsigned char keys[KEY_BYTES] = {0};
    if (ioctl(fd, EVIOCGBIT(EV_KEY, sizeof keys), keys) < 0)
        return false;
    for (unsigned code = KEY_ESC; code < KEY_CNT; code++)
        if (has(keys, code) && (code < BTN_MISC || code >= KEY_OK))
            return true;
    errno = ENODEV;
    return false;
}

void evdev_let_go(struct evdev *device) {
    for (unsigned code = 0; code < KEY_CNT; code++) {
        if (!has(device->down, code))
            continue;
        device->down[code / BITS] &= (unsigned char)~(1 << code % BITS);
        device->setup.on_key(device->setup.data, code, false, loop_now_us());
    }
}

static void take(struct evdev *device, const struct input_event *event) {
    if (event->type == EV_SYN && event->code == SYN_DROPPED)
        evdev_let_go(device);
    if (event->type != EV_KEY || event->code >= KEY_CNT || event->value > 1)
        return;
    unsigned char bit = (unsigned char)(1 << event->code % BITS);
    if (event->value)
        device->down[event->code / BITS] |= bit;
    else
        device->down[event->code / BITS] &= (unsigned char)~bit;
    device->setup.on_key(device->setup.data, event->code, event->value == 1,
                         (int64_t)event->input_event_sec * 1000000 + event->input_event_usec);
}

static void on_readable(void *data, int fd, unsigned events) {
    struct evdev *device = data;
    struct input_event read_now[EVENTS_AT_ONCE];
    (void)events;
    ssize_t got = read(fd, read_now, sizeof read_now);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    for (ssize_t i = 0; i < got / (ssize_t)sizeof read_now[0]; i++)
        take(device, &read_now[i]);
    if (got > 0)
        return;
    loop_fd_listen(device->watcher, 0);
    evdev_let_go(device);
    device->setup.on_end(device->setup.data);
}

struct evdev *evdev_open(const struct evdev_setup *setup) {
    int clock = CLOCK_MONOTONIC, fd = open(setup->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return NULL;
    if (!has_keys(fd) || ioctl(fd, EVIOCSCLOCKID, &clock) < 0) {
        int reason = errno;
        close(fd);
        errno = reason;
        return NULL;
    }
    if (setup->grab && ioctl(fd, EVIOCGRAB, 1) != 0)
        log_warning("remote", "%s cannot be had alone: %s", setup->path, strerror(errno));
    struct evdev *device = memory_new(1, sizeof *device);
    device->setup = *setup;
    device->fd = fd;
    device->watcher = loop_fd_create(setup->loop, fd, LOOP_READABLE, on_readable, device);
    return device;
}

void evdev_close(struct evdev *device) {
    if (!device)
        return;
    loop_fd_destroy(device->watcher);
    close(device->fd);
    free(device);
}
