/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_GLYPH_FALLBACK_H
#define STB_UI_TEXT_GLYPH_FALLBACK_H
#include <stdint.h>

/* What is drawn for a character that no font has: never a hole, and never an empty box. */
uint32_t glyph_fallback_for(uint32_t character);
#endif
