/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_DISPATCH_H
#define STB_NET_OUTBOX_DISPATCH_H
/* Inside the submitter: takes a request's first pending send to the hotline and acts on the hotline's answer. */
#include <stdint.h>

struct queued_request;
struct submitter;

/* Sends the request's first pending send now, if it is not on its way. Does not tell the owner. */
void dispatch_launch(struct queued_request *queued);
void dispatch_launch_later(struct queued_request *queued, int64_t delay_ms); /* the same in DELAY_MS, more than 0 */
void dispatch_tell_sending(struct queued_request *queued); /* tells STATE_SENDING, if it is on its way */
void dispatch_start(struct queued_request *queued);        /* dispatch_launch() and dispatch_tell_sending() */
/* The line is back: sends at once, for an SOS also beside silent tries. */
void dispatch_hurry(struct queued_request *queued);
/* Sets the timer for the entry that expires next; the timer calls dispatch_on_expiry(), which expires what is due. */
void dispatch_watch_expiry(struct submitter *submitter);
void dispatch_on_expiry(void *submitter);
#endif
