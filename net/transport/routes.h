/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_ROUTES_H
#define STB_NET_TRANSPORT_ROUTES_H
/*
 * Which address a pool goes to for a name: the one that proved to be the hotline's last, because a connection to it may
 * be warm, else the one that the resolver picks. What proves and what fails is told to the resolver.
 */
#include "net/transport/resolver.h"

#include <stdbool.h>

enum { ROUTES_MAX = 4 };
struct routes {
    struct resolver *resolver; /* borrowed */
    struct {
        char host[RESOLVER_HOST_SIZE], address[RESOLVER_ADDRESS_SIZE]; /* HOST "" = free, ADDRESS "" = it failed */
    } of[ROUTES_MAX];
};
/* False: no address is known yet. ANOTHER: not the address of the tries before, see resolver_pick(). */
bool routes_pick(const struct routes *routes, const char *host, bool another, char address[RESOLVER_ADDRESS_SIZE]);
/* HOST answered over ADDRESS with the right certificate: ADDRESS is the hotline's. */
void routes_proved(struct routes *routes, const char *host, const char *address);
void routes_failed(struct routes *routes, const char *host, const char *address);
#endif
