/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_RESOLVER_H
#define STB_NET_TRANSPORT_RESOLVER_H
/*
 * Where the endpoints' names lead. An address is believed by proof and not by age: the last one that proved to be the
 * hotline's (by its certificate) is known beside whatever the name server says now, each try for a new connection gets
 * the next address, and an address that failed has the name looked up again at once. The name server is asked beside
 * the loop: a slow one delays nothing that has an address.
 */
#include <stdbool.h>

struct loop;
struct resolver;

enum { RESOLVER_HOST_SIZE = 256, RESOLVER_ADDRESS_SIZE = 46 /* IPv6 in text */ };

struct resolver_setup {
    struct loop *loop;
    /* HOST's last good address has changed to ADDRESS: worth keeping over a restart. May be NULL. */
    void (*on_good)(void *data, const char *host, const char *address);
    void *data;
};
struct resolver *resolver_create(const struct resolver_setup *setup);
void resolver_destroy(struct resolver *resolver);
void resolver_know(struct resolver *resolver, const char *host, const char *address); /* good before the restart */

/* The address for HOST's next connection: the last good one, or with ANOTHER (a try before has no answer, whatever
 * became of it) the one that was not given for the longest time. Asks the name server beside it. False: none is known
 * yet, RESOLVER_FN comes. */
bool resolver_pick(struct resolver *resolver, const char *host, bool another, char address[RESOLVER_ADDRESS_SIZE]);
void resolver_proved(struct resolver *resolver, const char *host, const char *address);
void resolver_failed(struct resolver *resolver, const char *host, const char *address);

/* The name server has answered for HOST. ERROR NULL = resolver_pick() has an address now. Called from the loop. */
typedef void resolver_fn(void *data, const char *host, const char *error);
void resolver_listen(struct resolver *resolver, resolver_fn *fn, void *data); /* at most RESOLVER_LISTENERS_MAX */
enum { RESOLVER_LISTENERS_MAX = 4 };
#endif
