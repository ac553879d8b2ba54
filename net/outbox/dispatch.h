/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_DISPATCH_H
#define STB_NET_OUTBOX_DISPATCH_H
/* Inside the sender: the way of a queued request's first job to the hotline, and what the hotline's answer makes of it. */
#include <stdint.h>

struct queued_request;
struct submitter;

/* The queued request's first job goes now, if it is not on its way. Nobody is told yet. */
void dispatch_launch(struct queued_request *queued);
void dispatch_tell_sending(struct queued_request *queued);
void dispatch_start(struct queued_request *queued); /* both */
void dispatch_hurry(
    struct queued_request *queued); /* the line is back: at once, for an SOS also beside tries that are silent */
/* As dispatch_launch() in DELAY_MS, more than 0. */
void dispatch_launch_later(struct queued_request *queued, int64_t delay_ms);
/* Sets the timer for the order that expires next; the timer's function expires what is due. */
void dispatch_watch_expiry(struct submitter *submitter);
void dispatch_on_expiry(void *submitter);
#endif
