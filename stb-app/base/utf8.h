/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_UTF8_H
#define STB_APP_BASE_UTF8_H
/* UTF-8, one character at a time. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_BROKEN = 0xFFFD };

/* The character at *AT, which moves past it; 0 at the end, where it stays. A broken byte counts as one UTF8_BROKEN. */
uint32_t utf8_next(const char **at);
/* How many bytes the well-formed character at BYTES has, 1 to 4; 0 = none begins there, or ROOM bytes do not hold all
 * of it. For bytes that no NUL ends. */
size_t utf8_length(const char *bytes, size_t room);
/* LENGTH, or a little less where that would cut a character of TEXT in two. */
size_t utf8_cut(const char *text, size_t length);
/* LENGTH, or as many bytes of TEXT, well-formed, as are at most CHARACTERS characters in ROOM bytes: a letter keeps its
 * accents and a joined emoji its parts, or goes with them. */
size_t utf8_fit(const char *text, size_t length, size_t characters, size_t room);
/* CHARACTER belongs to the one before it: a combining accent, a joiner, a variation selector. */
bool utf8_clings(uint32_t character);
/* CHARACTER takes no room and draws nothing by itself: joiners, variation selectors, direction marks, byte order mark,
 * skin tones' and tags' carriers. */
bool utf8_is_silent(uint32_t character);
#endif
