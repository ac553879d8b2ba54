/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the kernel, not from rand(): 20,000 boxes of one make that start in the same second must not draw the same
 * delays. Early in a boot the kernel may not have enough yet; then the clock's low bits do, since a delay is no secret.
 */
#include "net/transport/random.h"

#include <sys/random.h>

#include "stb-app/base/loop.h"

uint16_t random_draw(void) {
    uint16_t chance;
    if (getrandom(&chance, sizeof chance, GRND_NONBLOCK) != (ssize_t)sizeof chance)
        chance = (uint16_t)(loop_now_us() * 40503);
    return chance;
}
