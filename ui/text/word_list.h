/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_WORD_LIST_H
#define STB_UI_TEXT_WORD_LIST_H
/* Chinese words within which no line may end: those of our own texts (word_list.inc), and numbers with their unit. */
#include <stdint.h>

/* The length in bytes of the longest word that begins at TEXT (UTF-8), whose first character is CHARACTER, a Chinese
 * one; 0 = none is known. Called at the end of each word in turn, it divides a text into words. */
int word_list_bytes(const char *text, uint32_t character);
#endif
