/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_HEALTH_STATUS_SOCKET_H
#define STB_APP_HEALTH_STATUS_SOCKET_H
/*
 * Who asks on this box how stb-app is: a local socket in the state directory, which only its owner and root can open.
 * Whoever connects is told one text and hung up on; nothing is read, and nobody is waited for.
 */
#include <stdbool.h>

struct loop;
struct status_socket;

/* A text for one who asks, malloc'ed. */
typedef char *status_socket_fn(void *data);
/* Listens on DIR/status.sock. NULL after a line in the log: then nobody can ask. */
struct status_socket *status_socket_create(struct loop *loop, const char *dir, status_socket_fn *fn, void *data);
void status_socket_destroy(struct status_socket *socket);

/* The other end: what the stb-app of DIR says, malloc'ed; NULL and errno when there is none. Waits up to 5 s. */
char *status_socket_ask(const char *dir);
#endif
