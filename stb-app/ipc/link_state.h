/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_LINK_STATE_H
#define STB_APP_IPC_LINK_STATE_H
/* How the box stands with the hotline: found out in net/transport/heartbeat.c, shown on each screen. */
#include <stdbool.h>

enum link_state {
    LINK_CONNECTING, /* it is being found out */
    LINK_CONNECTED,  /* the hotline has just been heard */
    LINK_OFFLINE,
    LINK_STATES
};

/* "connecting" "connected" "offline"; NULL for a value out of range. */
const char *link_state_name(enum link_state state);
/* False and *STATE untouched for an unknown name. */
bool link_state_from_name(const char *name, enum link_state *state);
#endif
