/* SPDX-License-Identifier: Apache-2.0 */
#include "net/transport/routes.h"

#include <stdio.h>
#include <string.h>

/* The index of HOST, -1 = it has none; HOST "" = of a free place. */
static int place_of(const struct routes *routes, const char *host) {
    for (int i = 0; i < ROUTES_MAX; i++)
        if (strcmp(routes->of[i].host, host) == 0)
            return i;
    return -1;
}

bool routes_pick(const struct routes *routes, const char *host, bool another, char address[RESOLVER_ADDRESS_SIZE]) {
    int place = another ? -1 : place_of(routes, host);
    if (place < 0 || !routes->of[place].address[0])
        return resolver_pick(routes->resolver, host, another, address);
    memcpy(address, routes->of[place].address, RESOLVER_ADDRESS_SIZE);
    return true;
}

void routes_proved(struct routes *routes, const char *host, const char *address) {
    int place = place_of(routes, host);
    if (place < 0)
        place = place_of(routes, "");
    if (place >= 0) {
        snprintf(routes->of[place].host, sizeof routes->of[place].host, "%s", host);
        snprintf(routes->of[place].address, sizeof routes->of[place].address, "%s", address);
    }
    resolver_proved(routes->resolver, host, address);
}

void routes_failed(struct routes *routes, const char *host, const char *address) {
    int place = place_of(routes, host);
    if (place >= 0 && strcmp(routes->of[place].address, address) == 0)
        routes->of[place].address[0] = 0;
    resolver_failed(routes->resolver, host, address);
}
