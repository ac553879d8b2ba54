/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_DISPATCH_H
#define STB_NET_OUTBOX_DISPATCH_H
/* Inside the sender: the way of a parcel's first job to the hotline, and what the hotline's answer makes of it. */
#include <stdint.h>

struct parcel;
struct sender;

/* The parcel's first job goes now, if it is not on its way. Nobody is told yet. */
void courier_launch(struct parcel *parcel);
void courier_tell_sending(struct parcel *parcel);
void courier_start(struct parcel *parcel); /* both */
void courier_hurry(struct parcel *parcel); /* the line is back: at once, for an SOS also beside tries that are silent */
/* As courier_launch() in DELAY_MS, more than 0. */
void courier_launch_later(struct parcel *parcel, int64_t delay_ms);
/* Sets the timer for the order that expires next; the timer's function expires what is due. */
void courier_watch_expiry(struct sender *sender);
void courier_on_expiry(void *sender);
#endif
