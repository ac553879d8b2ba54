/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_REQUEST_HEADERS_H
#define STB_NET_TRANSPORT_REQUEST_HEADERS_H
/* The header lines of a request, and whether the request may be sent at all. Pure. */
#include <stdbool.h>

struct https_call;

enum { REQUEST_HEADERS_LINE_MAX = 600 };

/* Gives each line to ADD, which says whether it took it. False: ADD did not, or CALL is not HTTPS, has an unknown
 * method, or a value that would not fit into one line. */
bool request_headers_write(const struct https_call *call, bool (*add)(void *data, const char *line), void *data);
#endif
