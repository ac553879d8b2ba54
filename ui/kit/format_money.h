/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_FORMAT_MONEY_H
#define STB_UI_KIT_FORMAT_MONEY_H
/* Fen as people say them: "12元", "12.50元". One unit for money, on every screen. */
#include "ui/kit/strings.h"
#include <stddef.h>
#include <stdint.h>

enum { FORMAT_MONEY_SIZE = 32 };
const char *format_money_write(char out[FORMAT_MONEY_SIZE], const struct strings *strings,
                               int64_t fen); /* returns OUT */
/* What is to be paid: "不收钱" where that is nothing. Returns OUT. */
const char *format_money_words(char out[FORMAT_MONEY_SIZE], const struct strings *strings, int64_t fen);
#endif
