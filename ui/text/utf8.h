/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_UTF8_H
#define STB_UI_TEXT_UTF8_H
/* UTF-8, one character at a time. A leaf; pure. */
#include <stdbool.h>
#include <stdint.h>

enum { UTF8_BROKEN = 0xFFFD };

/* The character at *AT, which moves past it; 0 at the end, where it stays. A broken byte counts as one UTF8_BROKEN. */
uint32_t utf8_next(const char **at);
/* Takes no room and draws nothing by itself: joiners, variation selectors, direction marks, byte order mark, skin
 * tones' and tags' carriers. */
bool utf8_is_silent(uint32_t character);
#endif
