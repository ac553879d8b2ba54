/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap is rounding: at 10 a second, a look each millisecond adds a hundredth. So what does not make a whole one is
 * kept in thousandths. The first look is at a full purse, whatever the clock says.
 */
#include "stb-app/base/budget.h"

static void refill(struct budget *budget, int64_t now_ms) {
    int64_t thousandths = budget->rest + (now_ms - budget->at_ms) * budget->per_s;
    int64_t whole = thousandths / 1000;
    budget->at_ms = now_ms;
    budget->spent = budget->spent > whole ? budget->spent - whole : 0;
    budget->rest = budget->spent ? thousandths % 1000 : 0;
}

int64_t budget_left(struct budget *budget, int64_t now_ms) {
    refill(budget, now_ms);
    return budget->saved_max - budget->spent;
}

bool budget_take(struct budget *budget, int64_t amount, int64_t now_ms) {
    if (budget_left(budget, now_ms) < amount)
        return false;
    budget->spent += amount;
    return true;
}

int64_t budget_wait_ms(struct budget *budget, int64_t amount, int64_t now_ms) {
    int64_t missing = amount - budget_left(budget, now_ms);
    return missing <= 0 ? 0 : (missing * 1000 - budget->rest + budget->per_s - 1) / budget->per_s;
}
