/* SPDX-License-Identifier: Apache-2.0 */
/* Every key begins the wait anew, and so does whatever lay over home. */
#include "ui/nav/idle_home.h"

int64_t idle_home_see(struct idle_home *idle, bool home, int64_t idle_ms, int64_t now_ms) {
    if (!home || idle_ms <= 0)
        idle->due_ms = 0;
    else if (!idle->due_ms)
        idle->due_ms = now_ms + idle_ms;
    return idle->due_ms;
}

void idle_home_key(struct idle_home *idle) {
    idle->due_ms = 0;
}

bool idle_home_over(struct idle_home *idle, int64_t now_ms) {
    if (!idle->due_ms || now_ms < idle->due_ms)
        return false;
    idle->due_ms = 0;
    return true;
}
