/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_JSON_SYNTAX_H
#define STB_APP_BASE_JSON_SYNTAX_H
/*
 * Whether a text is JSON by RFC 8259, and how much it would take in memory, before a byte of memory is asked for. For
 * json.c, which is the one door for JSON from outside.
 */
#include <stdbool.h>
#include <stddef.h>

struct json_syntax {
    size_t depth_max;      /* how many objects and lists may stand in each other */
    size_t containers_max; /* objects and lists; one of them takes up to 900 bytes of memory */
    size_t values_max;     /* objects, lists, texts, numbers and so on */
};
/* True: TEXT is one value and white space around it, in well-formed UTF-8. Else REASON says why and *AT where. */
bool json_syntax_check(const struct json_syntax *bounds, const char *text, size_t length, size_t *at,
                       const char **reason);
#endif
