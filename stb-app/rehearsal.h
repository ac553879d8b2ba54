/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REHEARSAL_H
#define STB_REHEARSAL_H
/* Tests of the line, sent: line_test.h's, on the hotline, with the time of the last good one kept over power cuts. */
#include "net/request.h"

#include <stdbool.h>
#include <stdint.h>

struct hotline;
struct json_object;
struct rehearsal;

/* Knows of the last good one what an earlier life kept. NULL only when memory is out. */
struct rehearsal *rehearsal_create(struct hotline *hotline);
void rehearsal_destroy(struct rehearsal *rehearsal);
/* False = one is still under way, and another would say nothing more. */
bool rehearsal_begin(struct rehearsal *rehearsal);
/* A status of any request; true when rehearsal_for_wire() has changed. */
bool rehearsal_take_status(struct rehearsal *rehearsal, const struct status *status);
struct json_object *rehearsal_for_wire(const struct rehearsal *rehearsal); /* wire.h's "test": a new object */
#endif
