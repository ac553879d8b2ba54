/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_SERVER_H
#define HOTLINE_SERVER_H
/* HTTPS on the loop, with the faults that the desk has switched on. The only file that knows libmicrohttpd. */
#include "tests/hotline/hotline.h"

struct loop;
struct server;
struct server_setup {
    struct loop *loop;
    struct hotline *hotline; /* its `changed` becomes the server's */
    const char *address, *tls_dir, *desk_token;
    int port;
};
struct server *server_create(const struct server_setup *setup); /* NULL after a logged reason */
int server_port(const struct server *server);
void server_destroy(struct server *server);
#endif
