/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_STAFF_H
#define HOTLINE_STAFF_H
/* --auto: the people at the desk, played by a table for demonstrations. Pure: the same request, wait and seed, the same
 * move. */
#include "tests/hotline/store.h"

/* The move that is due once RECORD has waited WAITED_MS in its state; false = none yet. PUSH->details may be a new
 * object that the caller puts. */
bool staff_next(const struct record *record, int64_t waited_ms, unsigned seed, struct contract_push *push);
#endif
