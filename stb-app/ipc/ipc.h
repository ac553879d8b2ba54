/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_IPC_H
#define STB_APP_IPC_IPC_H
/*
 * The socket between stb-app and stb-ui: one message a line (ipc_message.h; what each means is in docs/ipc.md). Both
 * ends are ours and of one version, yet the parent survives anything that a broken child writes: a line that is no
 * message is logged and passed over; one that is too long, or a peer that writes more than its budget, breaks the
 * connection; and in one turn of the loop only so much is read. Neither end ever blocks: what the socket does not take
 * is kept up to IPC_BACKLOG_MAX bytes, then the peer counts as hung and the connection breaks.
 */
#include "stb-app/ipc/ipc_message.h"

struct loop;
struct ipc;

enum { IPC_FD = 3, IPC_BACKLOG_MAX = 8 << 20, IPC_TURN_BYTES = 16 << 10 };
/* What a limited peer may write. The most that a sane one does: scene lines of some 20 KiB, sixty a second, for a
 * tester; and a hand that is quicker than any hand. */
enum {
    IPC_BYTES_A_SECOND = 4 << 20,
    IPC_BYTES_SAVED_MAX = 8 << 20,
    IPC_WORK_A_SECOND = 300, /* a message is 1, one that orders, cancels, answers or sets something IPC_ACT_WORK */
    IPC_WORK_SAVED_MAX = 1500,
    IPC_ACT_WORK = 20,
    IPC_RUBBISH_A_SECOND = 1, /* lines that are no message */
    IPC_RUBBISH_SAVED_MAX = 20,
};

/* MESSAGE is borrowed for the call, though a list may be taken out of it (ipc_message.h). NULL when the peer has gone
 * or broke the rules: the last call. */
typedef void ipc_fn(void *data, struct ipc_message *message);

/* Takes the descriptor: makes it non-blocking, closes it at ipc_destroy(). */
struct ipc *ipc_create(struct loop *loop, int fd, ipc_fn *fn, void *data);
/* From now on the peer has a budget; one that writes more breaks the rules, and the connection is broken. */
void ipc_limit(struct ipc *ipc);
bool ipc_broke_rules(const struct ipc *ipc); /* why the peer has gone */
/* Writes it or keeps it. False when the connection is broken. */
bool ipc_send(struct ipc *ipc, const struct ipc_message *message);
bool ipc_send_plain(struct ipc *ipc, enum ipc_type type); /* one without fields */
void ipc_destroy(struct ipc *ipc);
#endif
