/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_RED_KEY_H
#define STB_APP_RED_KEY_H
/*
 * The SOS and the test of its way, joined with the rest: the channel comes up and tells of it, the remote counts OK at
 * once, a recording ends.
 */
#include "stb-app/ipc/request.h"

#include <stdbool.h>
#include <stdint.h>

struct parts;

/* Makes PARTS->sos and PARTS->check, which are the caller's; PARTS is borrowed and outlives both. */
void red_key_open(struct parts *parts);
/* AT_US: when the key went down, monotonic. The SOS has left when this returns, if a connection is warm. */
void red_key_press(const struct parts *parts, enum request_trigger trigger, int64_t at_us);
#endif
