/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_EARLIER_LIFE_H
#define STB_NET_OUTBOX_EARLIER_LIFE_H
/* Inside the submitter: takes up and sends the entries that were in the outbox before the restart. */
struct submitter;
/* Called again when the outbox was read late: entries that are known already are passed over. */
void earlier_life_take_up(struct submitter *submitter);
#endif
