/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_GUARD_H
#define STB_UI_NAV_GUARD_H
/*
 * What OK may do by surprise. How a screen came up and what OK can bring about on it decide, by one table, whether a
 * harmless answer has the focus first, for how long OK and digits are deaf, and for how long what they did can be taken
 * back. The stack asks for every screen here; no screen has a guard of its own. Pure: time is an argument.
 */
#include "ui/kit/screen.h"

enum guard_origin {
    GUARD_ASKED,  /* she opened it */
    GUARD_ANSWER, /* what became of something that she did */
    GUARD_CAME,   /* by itself, over whatever she was doing */
    GUARD_ORIGINS
};
enum guard_effect {
    GUARD_HARMLESS, /* another screen, a setting, an asking */
    GUARD_COSTS,
    GUARD_CANCELS,
    GUARD_REPLIES, /* to a person */
    GUARD_ALARM,   /* calls for help: nothing may be in its way */
    GUARD_EFFECTS
};
struct guard_rule {
    int deaf_ms;         /* after it, or another content of it, came to be seen; 0 = not deaf */
    bool harmless_first; /* the first focus is on an answer that changes nothing */
    int undo_ms;         /* what was done here can be taken back on its own screen for so long; 0 = it cannot */
};
const struct guard_rule *guard_rule(enum guard_origin origin, enum guard_effect effect);
/* The most that OK can bring about on SCREEN. */
enum guard_effect guard_effect(const struct screen *screen);

struct guard {
    char seen[224]; /* which screen, with which content; "" = none yet */
    int64_t since_ms, deaf_until_ms;
    bool shows;
};
/* What is seen now: SCREEN, after it was drawn. */
void guard_see(struct guard *guard, const struct screen *screen, enum guard_origin origin, int64_t now_ms);
/* For how long OK and digits stay deaf; 0 = they are heard. */
int guard_deaf_ms(const struct guard *guard, int64_t now_ms);
/* Whether ACTION is heard now: deaf are only OK and digits. */
bool guard_hears(const struct guard *guard, enum action action, int64_t now_ms);
/* Whether its deafness lasts long enough to be shown. */
bool guard_shown(const struct guard *guard, int64_t now_ms);
/* How much of the deafness is over, in thousandths; 1000 = all. */
int guard_permille(const struct guard *guard, int64_t now_ms);
#endif
