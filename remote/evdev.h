/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_EVDEV_H
#define STB_REMOTE_EVDEV_H
/*
 * One key device as the kernel has it, for a box whose devices nobody announces: libinput takes none without udev's tags.
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
    void (*on_end)(void *data); /* it was unplugged; its keys are up. Destroy it, here or later */
    void *data;
};
/* NULL and errno; ENOTTY = it is no input device, ENODEV = one without keys. */
struct evdev *evdev_open(const struct evdev_setup *setup);
void evdev_let_go(struct evdev *device); /* keys that are down come up */
void evdev_close(struct evdev *device);  /* nobody is called any more; NULL is fine */
#endif
