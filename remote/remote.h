/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_H
#define STB_REMOTE_H
/*
 * The remotes of the box: the only part that knows libinput and udev. "udev" takes every key device of seat0 as it
 * comes and goes; a comma-separated list of /dev/input paths takes just those and reopens one that vanished and
 * returned. Without udevd "udev" is /dev/input/event0 to 7, and evdev.c reads devices without a tag.
 */
#include <stdbool.h>
#include <stdint.h>

struct loop;
struct remote;
/* CODE: linux/input-event-codes.h. AT_US: the kernel's monotonic moment of the press. */
typedef void remote_key_fn(void *data, unsigned code, bool down, int64_t at_us);
/* COUNT devices with keys are there now; when COUNT falls, no key is down any more. The first call is in the loop's
 * first turn, with the devices that were there at the start. */
typedef void remote_devices_fn(void *data, int count);
/* GRAB: while we run no other program of the box gets the remotes' keys.
 * NULL and a log line when libinput cannot be set up at all: the box goes on without remotes.
 */
struct remote *remote_create(struct loop *loop, const char *devices, bool grab, remote_key_fn *on_key,
                             remote_devices_fn *on_devices, void *data);
/* Not from inside its callbacks. */
void remote_destroy(struct remote *remote);
#endif
