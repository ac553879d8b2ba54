/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_WORD_LIST_H
#define STB_UI_TEXT_WORD_LIST_H
/* Chinese words that no line may end within: those of our own texts (word_list.inc), and numbers with what they count.
 */
#include <stdint.h>

/* Of the longest one that begins at TEXT (UTF-8), whose first character is CHARACTER, a Chinese one; 0 = none is known.
 * Asked at the end of each word in turn, a text falls into words as a reader would cut it. */
int word_list_bytes(const char *text, uint32_t character);
#endif
