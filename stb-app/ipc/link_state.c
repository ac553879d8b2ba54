/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/ipc/link_state.h"

#include <string.h>

static const char *const names[] = {
    [LINK_CONNECTING] = "connecting",
    [LINK_CONNECTED] = "connected",
    [LINK_OFFLINE] = "offline",
};
_Static_assert(sizeof names / sizeof names[0] == LINK_STATES, "every link state has its name");

const char *link_state_name(enum link_state state) {
    return (unsigned)state < LINK_STATES ? names[state] : NULL;
}

bool link_state_from_name(const char *name, enum link_state *state) {
    for (int i = 0; i < LINK_STATES; i++)
        if (strcmp(names[i], name) == 0) {
            *state = (enum link_state)i;
            return true;
        }
    return false;
}
