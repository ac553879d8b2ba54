/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_WORDS_H
#define STB_APP_EMULATOR_WORDS_H
/* Every word in the emulator's window, with its place: the remote's labels, the strip, what the glass says. Pure. */
#include "stb-app/emulator/room.h"
#include <stdbool.h>

enum { EMULATOR_TEXT_SIZE = 256, EMULATOR_WORDS_MAX = 64 };

/* What the strip and the glass say. */
struct emulator_view {
    int link;                         /* enum link_state or EMULATOR_LINK_UNKNOWN */
    char screen[EMULATOR_TEXT_SIZE];  /* "home · 首页" */
    char message[EMULATOR_TEXT_SIZE]; /* in place of SCREEN while it is not empty */
    char ended[EMULATOR_TEXT_SIZE];   /* why stb-app is not running; "" = it runs */
    bool faults;                      /* the line is being cut on purpose */
};
enum emulator_align { ALIGN_LEFT, ALIGN_MIDDLE, ALIGN_RIGHT };
struct emulator_word {
    char text[EMULATOR_TEXT_SIZE];
    uint32_t icon, colour;   /* ICON goes before the text, or above it when STACKED; 0 = none */
    float size, x, y, width; /* Y is the line's middle; what is wider than WIDTH is cut, 0 = is not */
    enum emulator_align align;
    bool bold, stacked;
};
struct emulator_words {
    struct emulator_word list[EMULATOR_WORDS_MAX];
    size_t count;
};
struct emulator_moment {
    int64_t lag_us;   /* from the last key to its frame, -1 = none yet */
    bool broadcast;   /* live television is on the glass */
    int hour, minute; /* the wall's clock */
};
void emulator_words_make(struct emulator_words *words, const struct emulator_layout *layout,
                         const struct emulator_look *look, const struct emulator_view *view,
                         const struct emulator_moment *moment, const struct labels *labels);
#endif
