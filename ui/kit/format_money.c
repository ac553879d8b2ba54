/* SPDX-License-Identifier: Apache-2.0 */
/* Whole yuan without a fraction: that is how prices are said, and most of them are whole. */
#include "ui/kit/format_money.h"
#include <stdio.h>

const char *money_words(char out[MONEY_SIZE], const struct strings *strings, int64_t fen) {
    if (fen != 0)
        return money_write(out, fen);
    snprintf(out, MONEY_SIZE, "%s", strings_get(strings, "money.free"));
    return out;
}

const char *money_write(char out[MONEY_SIZE], int64_t fen) {
    if (fen % 100 == 0)
        snprintf(out, MONEY_SIZE, "¥%lld", (long long)(fen / 100));
    else
        snprintf(out, MONEY_SIZE, "¥%lld.%02lld", (long long)(fen / 100), (long long)(fen % 100));
    return out;
}
