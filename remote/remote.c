/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libinput, and nothing of what it offers but keys. Its udev context sees devices come and go by itself. Its path
 * context does not: a device that was unplugged stays in it, silent, its keys held for ever. So each listed path is
 * checked every two seconds. When its node is gone or replaced (devtmpfs gives a new inode), libinput removes the
 * device, which releases the held keys; then the path is opened anew.
 *
 * A second trap: libinput takes a device only when udev has tagged it, and for a listed path it waits up to two seconds
 * for that, during which an SOS key would wait too. So the tag is looked for first, and libinput is asked only when it
 * is there. A listed device that stays without a tag (a box without udevd) is read by evdev.c, until it gets one.
 */
#include "remote/remote.h"
#include "remote/evdev.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include <errno.h>
#include <fcntl.h>
#include <libinput.h>
#include <libudev.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATHS_MAX = 8, LOOK_AGAIN_MS = 2000, UNANNOUNCED_LOOKS = 2 /* then evdev.c reads a path without a tag */ };
/* The paths that are read instead of "udev" where no udevd runs. */
static const char all_devices[] = "/dev/input/event0,/dev/input/event1,/dev/input/event2,/dev/input/event3,"
                                  "/dev/input/event4,/dev/input/event5,/dev/input/event6,/dev/input/event7";

struct listed {
    char *path;
    struct remote *remote;
    struct libinput_device *device; /* a reference; NULL = the device is not there */
    struct evdev *plain;            /* reads a device without a tag past libinput; NULL = none */
    int unannounced;                /* checks in a row that found no tag */
    dev_t node;
    ino_t inode;
    bool complained; /* the fault was logged; not again until the path has worked */
};
struct remote {
    remote_key_fn *on_key;
    remote_devices_fn *on_devices;
    void *data;
    struct loop *loop;
    struct udev *udev;
    struct libinput *libinput;
    struct loop_fd *watcher;
    struct loop_timer *look; /* fires in the first turn, then checks the listed paths */
    struct listed listed[PATHS_MAX];
    size_t listed_count;
    int devices;
    bool begun, grab;
};

/* No other program of the box gets the device's keys any more, until FD is closed. */
static void grab(int fd, const char *path) {
    if (ioctl(fd, EVIOCGRAB, 1) != 0)
        log_warning("remote", "%s cannot be had alone: %s", path, strerror(errno));
}

static int open_restricted(const char *path, int flags, void *data) {
    const struct remote *remote = data;
    int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    if (remote->grab)
        grab(fd, path);
    return fd;
}

static void close_restricted(int fd, void *data) {
    (void)data;
    close(fd);
}

static const struct libinput_interface interface = {open_restricted, close_restricted};

/* libinput's information (every tag of every device) is logged as debug. */
static void on_log(struct libinput *libinput, enum libinput_log_priority priority, const char *format,
                   va_list arguments) __attribute__((format(printf, 3, 0)));
static void on_log(struct libinput *libinput, enum libinput_log_priority priority, const char *format,
                   va_list arguments) {
    (void)libinput;
    char text[512];
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = '\0';
    log_write(priority >= LIBINPUT_LOG_PRIORITY_ERROR ? LOG_LEVEL_WARNING : LOG_LEVEL_DEBUG, "remote", "libinput: %s",
              text);
}

static void count_device(struct remote *remote, const char *name, int change) {
    remote->devices += change;
    log_info("remote", "%s %s, %d there now", name, change > 0 ? "came" : "went", remote->devices);
    if (remote->begun)
        remote->on_devices(remote->data, remote->devices);
}

static void on_device(struct remote *remote, struct libinput_device *device, int change) {
    if (libinput_device_has_capability(device, LIBINPUT_DEVICE_CAP_KEYBOARD))
        count_device(remote, libinput_device_get_name(device), change);
}

static void on_event(struct remote *remote, struct libinput_event *event) {
    enum libinput_event_type type = libinput_event_get_type(event);
    if (type == LIBINPUT_EVENT_KEYBOARD_KEY) {
        struct libinput_event_keyboard *key = libinput_event_get_keyboard_event(event);
        remote->on_key(remote->data, libinput_event_keyboard_get_key(key),
                       libinput_event_keyboard_get_key_state(key) == LIBINPUT_KEY_STATE_PRESSED,
                       (int64_t)libinput_event_keyboard_get_time_usec(key));
    } else if (type == LIBINPUT_EVENT_DEVICE_ADDED) {
        on_device(remote, libinput_event_get_device(event), 1);
    } else if (type == LIBINPUT_EVENT_DEVICE_REMOVED) {
        on_device(remote, libinput_event_get_device(event), -1);
    }
}

static void take_events(struct remote *remote) {
    int error = libinput_dispatch(remote->libinput);
    if (error && error != -EAGAIN)
        log_warning("remote", "reading the remotes: %s", strerror(-error));
    struct libinput_event *event;
    while ((event = libinput_get_event(remote->libinput))) {
        on_event(remote, event);
        libinput_event_destroy(event);
    }
}

static void on_readable(void *data, int fd, unsigned events) {
    (void)fd;
    (void)events;
    take_events(data);
}

static void complain(struct listed *listed, const char *reason) {
    if (!listed->complained)
        log_warning("remote", "%s: %s; tried again every %d s", listed->path, reason, LOOK_AGAIN_MS / 1000);
    listed->complained = true;
}

static bool is_tagged(struct remote *remote, dev_t node) {
    struct udev_device *device = udev_device_new_from_devnum(remote->udev, 'c', node);
    bool tagged = device && udev_device_get_is_initialized(device) > 0;
    udev_device_unref(device);
    return tagged;
}

/* --- past libinput */

static void plain_key(void *data, unsigned code, bool down, int64_t at_us) {
    const struct listed *listed = data;
    listed->remote->on_key(listed->remote->data, code, down, at_us);
}

static void drop_plain(struct listed *listed) {
    if (!listed->plain)
        return;
    evdev_let_go(listed->plain);
    evdev_close(listed->plain);
    listed->plain = NULL;
    count_device(listed->remote, listed->path, -1);
}

static void plain_ended(void *data) {
    drop_plain(data);
}

static void add_plain(struct remote *remote, struct listed *listed, const struct stat *node) {
    if (++listed->unannounced < UNANNOUNCED_LOOKS) {
        complain(listed, "not announced by udev (is udevd running?)");
        return;
    }
    listed->plain = evdev_open(&(struct evdev_setup){.loop = remote->loop,
                                                     .path = listed->path,
                                                     .grab = remote->grab,
                                                     .on_key = plain_key,
                                                     .on_end = plain_ended,
                                                     .data = listed});
    if (!listed->plain) {
        complain(listed, strerror(errno));
        return;
    }
    listed->node = node->st_rdev;
    listed->inode = node->st_ino;
    count_device(remote, listed->path, 1);
}

/* --- listed paths */

static void add_listed(struct remote *remote, struct listed *listed, const struct stat *node) {
    bool is_device = S_ISCHR(node->st_mode), tagged = is_device && is_tagged(remote, node->st_rdev);
    if (!is_device)
        complain(listed, "is no input device");
    else if (!tagged && !listed->plain)
        add_plain(remote, listed, node);
    if (!tagged)
        return;
    drop_plain(listed);
    struct libinput_device *device = libinput_path_add_device(remote->libinput, listed->path);
    if (!device) {
        complain(listed, "libinput does not take it");
        return;
    }
    listed->device = libinput_device_ref(device);
    listed->node = node->st_rdev;
    listed->inode = node->st_ino;
    listed->complained = false;
    listed->unannounced = 0;
}

static void drop_listed(struct listed *listed) {
    if (!listed->device)
        return;
    libinput_path_remove_device(listed->device);
    libinput_device_unref(listed->device);
    listed->device = NULL;
}

static void look_at(struct remote *remote, struct listed *listed) {
    struct stat node;
    if (stat(listed->path, &node) != 0) {
        int reason = errno;
        drop_listed(listed);
        drop_plain(listed);
        complain(listed, strerror(reason));
        return;
    }
    if (listed->plain && (node.st_rdev != listed->node || node.st_ino != listed->inode))
        drop_plain(listed);
    if (listed->device && (node.st_rdev != listed->node || node.st_ino != listed->inode))
        drop_listed(listed);
    if (!listed->device)
        add_listed(remote, listed, &node);
}

static void on_look(void *data) {
    struct remote *remote = data;
    for (size_t i = 0; i < remote->listed_count; i++)
        look_at(remote, &remote->listed[i]);
    take_events(remote);
    if (remote->begun)
        return;
    remote->begun = true;
    if (remote->devices == 0)
        log_warning("remote", "no remote is there yet");
    remote->on_devices(remote->data, remote->devices);
}

static bool list_paths(struct remote *remote, const char *devices) {
    char *copy = memory_text(devices), *rest = copy;
    for (char *path; (path = strsep(&rest, ", "));) {
        if (*path == '\0')
            continue;
        if (remote->listed_count == PATHS_MAX) {
            log_error("remote", "more than %d devices are listed; the others are not read", PATHS_MAX);
            break;
        }
        struct listed *listed = &remote->listed[remote->listed_count++];
        listed->path = memory_text(path);
        listed->remote = remote;
    }
    free(copy);
    return remote->listed_count > 0;
}

static bool open_libinput(struct remote *remote, const char *devices) {
    if (!(remote->udev = udev_new()))
        return false;
    bool all = strcmp(devices, "udev") == 0;
    if (all && access("/run/udev/control", F_OK) != 0 && access("/dev/input/event0", F_OK) == 0) {
        log_warning("remote", "udevd does not run: the first devices of /dev/input are read as they are");
        devices = all_devices;
        all = false;
    }
    if (!all && !list_paths(remote, devices))
        return false;
    remote->libinput = all ? libinput_udev_create_context(&interface, remote, remote->udev)
                           : libinput_path_create_context(&interface, remote);
    if (!remote->libinput)
        return false;
    libinput_log_set_handler(remote->libinput, on_log);
    libinput_log_set_priority(remote->libinput, LIBINPUT_LOG_PRIORITY_INFO);
    return !all || libinput_udev_assign_seat(remote->libinput, "seat0") == 0;
}

struct remote *remote_create(struct loop *loop, const char *devices, bool grab, remote_key_fn *on_key,
                             remote_devices_fn *on_devices, void *data) {
    struct remote *remote = memory_new(1, sizeof *remote);
    remote->grab = grab;
    remote->loop = loop;
    remote->on_key = on_key;
    remote->on_devices = on_devices;
    remote->data = data;
    if (!open_libinput(remote, devices)) {
        log_error("remote", "libinput cannot be used for \"%s\"", devices);
        remote_destroy(remote);
        return NULL;
    }
    remote->watcher = loop_fd_create(loop, libinput_get_fd(remote->libinput), LOOP_READABLE, on_readable, remote);
    remote->look = loop_timer_create(loop, on_look, remote);
    if (!remote->watcher || !remote->look) {
        log_error("remote", "no room on the loop");
        remote_destroy(remote);
        return NULL;
    }
    loop_timer_start(remote->look, 0, remote->listed_count > 0 ? LOOK_AGAIN_MS : 0);
    return remote;
}

void remote_destroy(struct remote *remote) {
    if (!remote)
        return;
    loop_timer_destroy(remote->look);
    loop_fd_destroy(remote->watcher);
    for (size_t i = 0; i < remote->listed_count; i++) {
        drop_listed(&remote->listed[i]);
        evdev_close(remote->listed[i].plain);
        free(remote->listed[i].path);
    }
    if (remote->libinput)
        libinput_unref(remote->libinput);
    if (remote->udev)
        udev_unref(remote->udev);
    free(remote);
}
