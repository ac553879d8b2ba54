/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_STATE_OWNER_H
#define STB_STATE_OWNER_H
/*
 * Whose state the state directory holds: one device id's. A box that moves house gets another id, and the household that
 * had it before must neither be seen on its screen nor be served under the new name. What it left goes whole into
 *   DIR/set-aside/of-ID
 * where nothing reads it. It comes back if the box gets that id back (the new one was a typing error), and is removed as
 * soon as the hotline has answered the box under its new name. At most one is kept.
 */
#include <limits.h>
#include <stdbool.h>

struct loop;

/* Makes DIR hold the state of DEVICE_ID, before anything in it is opened; into USE goes the folder to use. That is DIR,
 * but where another's state cannot be set aside (a disk that takes nothing) a folder in it that is this id's alone. */
void state_owner_begin(const char *dir, const char *device_id, char use[PATH_MAX]);
/* The hotline has answered under DEVICE_ID: what others left is removed, beside the loop. */
void state_owner_proved(struct loop *loop, const char *dir, const char *device_id);
#endif
