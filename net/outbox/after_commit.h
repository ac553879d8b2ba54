/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_AFTER_COMMIT_H
#define STB_NET_OUTBOX_AFTER_COMMIT_H
/* Inside the submitter: sends what was held until its commit, and tells the owner of the commit. */
struct submitter;
/* Call it whenever the result of outbox_look() may have changed. */
void after_commit_go_on(struct submitter *submitter);
#endif
