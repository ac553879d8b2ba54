/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_EARLIER_LIFE_H
#define STB_NET_OUTBOX_EARLIER_LIFE_H
/* Inside the submitter: the entries that an earlier life left in the outbox are taken up and sent. */
struct submitter;
/* Again when the outbox was read late: what is known already is passed over. */
void earlier_life_take_up(struct submitter *submitter);
#endif
