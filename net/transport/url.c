/* SPDX-License-Identifier: Apache-2.0 */
#include "net/transport/url.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool url_host(const char *url, char *host, size_t size, int *port) {
    const char *begin = url + strlen("https://"), *end = begin + strcspn(begin, ":/?#");
    struct in_addr number;
    if (port)
        *port = *end == ':' ? atoi(end + 1) : 443;
    if (*begin == '[' || end == begin || (size_t)(end - begin) >= size)
        return false;
    snprintf(host, size, "%.*s", (int)(end - begin), begin);
    return inet_pton(AF_INET, host, &number) != 1;
}

int url_endpoint(const char *url, const char *const *endpoints) {
    for (int i = 0; endpoints[i]; i++) {
        size_t length = strlen(endpoints[i]);
        if (!strncmp(url, endpoints[i], length) && url[length] == '/')
            return i;
    }
    return -1;
}
