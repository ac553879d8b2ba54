/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_IDLE_HOME_H
#define STB_UI_NAV_IDLE_HOME_H
/* Home on which nobody presses a key gives way to live television. Pure. */
#include <stdbool.h>
#include <stdint.h>

struct idle_home {
    int64_t due_ms; /* 0 = the wait has not begun */
};
/* HOME: it is on top now. IDLE_MS: how long it waits, 0 = for ever. Returns when it is over, 0 = never. */
int64_t idle_home_see(struct idle_home *idle, bool home, int64_t idle_ms, int64_t now_ms);
/* A key: the wait begins anew. */
void idle_home_key(struct idle_home *idle);
bool idle_home_over(struct idle_home *idle, int64_t now_ms); /* true once */
#endif
