/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_STATE_OWNER_H
#define STB_STATE_OWNER_H
/*
 * Whose state the state directory holds: one device id's. A box that moves house gets another id, and the household
 * that had it before must neither be seen on its screen nor be served under the new id. All of the old state goes into
 *   DIR/set-aside/of-ID
 * where nothing reads it. It comes back if the box gets that id back (the new id was a typing error), and is removed as
 * soon as the hotline has answered the box under its new id. At most one old state is kept.
 */
#include <limits.h>
#include <stdbool.h>

struct loop;

/* Makes DIR hold the state of DEVICE_ID, before anything in it is opened. USE gets the folder to use: DIR, or, where
 * another id's state cannot be set aside (a disk that takes nothing), a folder in DIR for this id alone. */
void state_owner_begin(const char *dir, const char *device_id, char use[PATH_MAX]);
/* The hotline has answered under DEVICE_ID: removes the state of other ids, beside the loop. */
void state_owner_proved(struct loop *loop, const char *dir, const char *device_id);
#endif
