/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_EVDEV_H
#define STB_REMOTE_EVDEV_H
/*
 * One key device, read from the kernel, for a box without udevd: libinput takes no device without udev's tags.
 */
#include <stdbool.h>
#include <stdint.h>

struct evdev;
struct loop;

struct evdev_setup {
    struct loop *loop;
    const char *path;
    bool grab;
    /* AT_US: the kernel's monotonic moment. Its own repeats are no presses. */
    void (*on_key)(void *data, unsigned code, bool down, int64_t at_us);
    void (*on_end)(void *data); /* unplugged; its keys are up. The owner calls evdev_close(), here or later */
    void *data;
};
/* NULL: errno says why; ENOTTY = no input device, ENODEV = an input device without keys. */
struct evdev *evdev_open(const struct evdev_setup *setup);
void evdev_let_go(struct evdev *device); /* keys that are down come up */
void evdev_close(struct evdev *device);  /* nobody is called any more; NULL is fine */
#endif
