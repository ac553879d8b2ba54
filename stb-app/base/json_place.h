/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_JSON_PLACE_H
#define STB_APP_BASE_JSON_PLACE_H
/* Where in a file a fault is, for whoever has to mend it: the line of a byte or of a key. (pure) */
#include <stddef.h>

/* The line, from 1, of byte AT of TEXT. */
int json_place_line_at(const char *text, size_t at);
/* The line of the key that PLACE names ("hotline.endpoints[1]") in TEXT, which is valid JSON. Where there is no such
 * key, the line of the object that lacks it. */
int json_place_line(const char *text, const char *place);
#endif
