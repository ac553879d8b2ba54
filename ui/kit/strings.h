/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_STRINGS_H
#define STB_UI_KIT_STRINGS_H
/*
 * Every word that we say ourselves, by key, in the language of one file: {"home.morning":"上午好"}. Placeholders are
 * {names}; a part in [brackets] is left out when one of its placeholders is empty, "[part|other]" gives way to
 * "other". What the hotline says (catalog, headlines) is shown as it came.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct strings;
/* NULL and a log line when the file is missing or is not an object of texts. */
struct strings *strings_load(const char *path);
void strings_destroy(struct strings *strings);
bool strings_has(const struct strings *strings, const char *key);
/* The text; "…" (and one log line that names the key) when there is none. Borrowed from the strings. */
const char *strings_get(const struct strings *strings, const char *key);
/* Fills {name} by pairs of name and value, ended by NULL. A value of NULL counts as "". Always ended with a 0. */
void strings_fill(const struct strings *strings, char *out, size_t size, const char *key, ...)
    __attribute__((sentinel));
/* As above for a text that is no key: one of the catalog's. */
void strings_fill_text(char *out, size_t size, const char *text, va_list pairs);
#endif
