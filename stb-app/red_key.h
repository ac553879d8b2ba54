/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_RED_KEY_H
#define STB_APP_RED_KEY_H
/*
 * Joins the SOS and the line check with the other parts: the channel comes up and shows the SOS, OK counts at once
 * (input_urgent()), a recording ends.
 */
#include "stb-app/ipc/request.h"

#include <stdbool.h>
#include <stdint.h>

struct parts;

/* Makes PARTS->sos and PARTS->check, which the caller frees; PARTS is borrowed and outlives both. */
void red_key_open(struct parts *parts);
/* AT_US: when the key went down, monotonic. The SOS has left when this returns, if a connection is warm. */
void red_key_press(const struct parts *parts, enum request_trigger trigger, int64_t at_us);
#endif
