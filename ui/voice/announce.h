/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_ANNOUNCE_H
#define STB_UI_VOICE_ANNOUNCE_H
/*
 * What is due to be said, from what is on screen now and what was there before. In order: the title and what stands
 * below it when the screen changed, the item in focus, its place, its state. What was due and has not begun to be said
 * stays due; nothing is said twice because a number counts, a clock ticks or a picture is drawn again. (pure)
 */
#include "ui/scene/scene.h"

struct announce_marks { /* hashes of the scene before; "still": without its digits */
    uint64_t place, title, text, focus, label, label_still, state;
};
struct announce {
    struct announce_marks before;
    bool begun, title, text, label, state; /* due */
};
/* BY_KEY: the senior has just pressed a key; else it changed by itself. True: something has become due. */
bool announce_see(struct announce *announce, const struct scene *scene, bool by_key);
/* What is due of SCENE, the one seen last, as it is written. */
void announce_due(const struct announce *announce, const struct scene *scene, char *out, size_t size);
bool announce_is_due(const struct announce *announce);
void announce_said(struct announce *announce);   /* nothing is due any more */
void announce_forget(struct announce *announce); /* whatever is seen next is new */
#endif
