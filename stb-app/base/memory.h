/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_MEMORY_H
#define STB_APP_BASE_MEMORY_H
/*
 * Memory, with one policy everywhere: when there is none, the program writes one line to the log and aborts; the
 * supervisor starts it again and the outbox has what was confirmed. So no caller checks for NULL. What comes from
 * outside is bounded before memory is asked for.
 */
#include <stddef.h>

void *memory_new(size_t count, size_t size); /* zeroed; freed with free() */
void *memory_resize(void *block, size_t size);
char *memory_text(const char *text);                   /* a copy of TEXT */
char *memory_text_n(const char *bytes, size_t length); /* LENGTH bytes and a 0 behind them */
/* Returns MADE, the result of a library call whose NULL can only mean no memory. WHAT names it in the log. */
void *memory_must(void *made, const char *what);
void *memory_copy(const void *bytes, size_t length); /* never NULL, also for a LENGTH of 0 */
#endif
