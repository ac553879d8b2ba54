/* SPDX-License-Identifier: Apache-2.0 */
/* Whole yuan without a fraction: that is how prices are said, and most of them are whole. */
#include "ui/kit/format_money.h"
#include <stdio.h>

const char *format_money_words(char out[FORMAT_MONEY_SIZE], const struct strings *strings, int64_t fen) {
    if (fen != 0)
        return format_money_write(out, strings, fen);
    snprintf(out, FORMAT_MONEY_SIZE, "%s", strings_get(strings, "money.free"));
    return out;
}

const char *format_money_write(char out[FORMAT_MONEY_SIZE], const struct strings *strings, int64_t fen) {
    char number[24];
    if (fen % 100 == 0)
        snprintf(number, sizeof number, "%lld", (long long)(fen / 100));
    else
        snprintf(number, sizeof number, "%lld.%02lld", (long long)(fen / 100), (long long)(fen % 100));
    strings_fill(strings, out, FORMAT_MONEY_SIZE, "money.yuan", "n", number, NULL);
    return out;
}
