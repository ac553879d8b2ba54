/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_GLYPH_FALLBACK_H
#define STB_UI_TEXT_GLYPH_FALLBACK_H
#include <stdint.h>

/* The character that is drawn for one that no font has, so that there is neither a gap nor an empty box. */
uint32_t glyph_fallback_for(uint32_t character);
#endif
