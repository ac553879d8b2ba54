/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_HEALTH_H
#define STB_HEALTH_H
/*
 * The box looks at itself: no picture, no remote, a certificate that ends, an SOS that is not delivered after 10 s. What
 * it finds goes into the log and to the hotline, and whoever asks on the box (--status) is told all of it at once.
 */
#include "stb-app/ipc/ipc_message.h"

struct health;
struct json_object;
struct parts;

/* Says in the log which program starts as which box. PARTS is borrowed and outlives it; its hotline is open. Whoever asks
 * in STATE_DIR is answered from now on. Never NULL. */
struct health *health_create(const struct parts *parts, const char *state_dir);
/* ENDED: why we end, for the next life. NULL is fine. */
void health_destroy(struct health *health, const char *ended);
void health_start(struct health *health); /* all parts are open */
/* The SOS has changed; HEALTH may be NULL. */
void health_follow_sos(struct health *health);
void health_take_reading(struct health *health, enum ipc_reading reading); /* as stb-ui tells it */
/* The members of INTO that each heartbeat bears. */
void health_write(const struct health *health, struct json_object *into);
#endif
