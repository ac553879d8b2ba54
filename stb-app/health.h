/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_HEALTH_H
#define STB_HEALTH_H
/*
 * The box checks itself: no picture, no remote, a certificate that ends, an SOS that is not delivered after 10 s.
 * Faults go into the log and to the hotline; stb-app --status shows all of them.
 */
#include "stb-app/ipc/ipc_message.h"

struct health;
struct json_object;
struct parts;

/* Logs which program starts as which box, and answers --status through STATE_DIR from now on. PARTS, whose hotline is
 * open, is borrowed and outlives the result, which is never NULL. */
struct health *health_create(const struct parts *parts, const char *state_dir);
/* ENDED: why stb-app ends, kept for the next start. NULL is fine. */
void health_destroy(struct health *health, const char *ended);
void health_start(struct health *health); /* all parts are open */
/* The SOS has changed; HEALTH may be NULL. */
void health_follow_sos(struct health *health);
void health_take_reading(struct health *health, enum ipc_reading reading); /* stb-ui's message */
/* Adds health's members of each heartbeat to INTO. */
void health_write(const struct health *health, struct json_object *into);
#endif
