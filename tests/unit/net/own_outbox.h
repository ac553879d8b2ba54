/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_TESTS_UNIT_NET_OWN_OUTBOX_H
#define STB_TESTS_UNIT_NET_OWN_OUTBOX_H
/* An outbox in DIR for a test that does not ask what its disk does. */
#include "net/outbox/outbox.h"
#include "stb-app/base/loop.h"

__attribute__((unused)) static struct outbox *own_outbox(struct loop *loop, const char *dir) {
    return outbox_create(&(struct outbox_setup){.loop = loop, .dir = dir});
}
#endif
