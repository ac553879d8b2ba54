/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_AFTER_COMMIT_H
#define STB_NET_OUTBOX_AFTER_COMMIT_H
/* Inside the submitter: what was held until its commit goes on, and whoever waits for the word of it is told. */
struct submitter;
/* To be called whenever outbox_look() may say something else. */
void after_commit_go_on(struct submitter *submitter);
#endif
