/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_URL_H
#define STB_NET_TRANSPORT_URL_H
/* The parts of an https:// address. Pure. */
#include <stdbool.h>
#include <stddef.h>

/* HOST gets the name in URL, of at most SIZE - 1 bytes, and *PORT its port (may be NULL); false = a numeric address. */
bool url_host(const char *url, char *host, size_t size, int *port);
/* The index in ENDPOINTS (NULL-ended) of the one that URL belongs to, -1 = none. */
int url_endpoint(const char *url, const char *const *endpoints);
#endif
