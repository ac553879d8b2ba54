/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_ACCENTS_H
#define STB_UI_TEXT_ACCENTS_H
/* Letters with accents, which may come as one character or as a letter and what stands on it. Pure. */
#include <stdint.h>

/* As utf8_next(), but a letter and the accents behind it are one character. An accent that no character has is left
 * away: the letter without it can be read, the letter with a mark beside it cannot. */
uint32_t accents_next(const char **at);
#endif
