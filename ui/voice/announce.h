/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_ANNOUNCE_H
#define STB_UI_VOICE_ANNOUNCE_H
/*
 * Decides what of a scene is to be read aloud, from what is on screen now and what was there before. In this order: the
 * title and the text below it when the screen has changed, the item in focus, its place, its state. What was due and
 * was not begun stays due. Nothing is read twice because a number counts down, a clock ticks or a picture is drawn
 * again. Pure.
 */
#include "ui/scene/scene.h"

struct announce_marks { /* hashes of parts of the scene before; "still": without its digits */
    uint64_t place, title, text, focus, label, label_still, state;
};
struct announce {
    struct announce_marks before;
    bool begun, title, text, label, state; /* due */
};
/* BY_KEY: the scene comes after a key; else it changed by itself. True: something has become due. */
bool announce_see(struct announce *announce, const struct scene *scene, bool by_key);
/* Writes what is due of SCENE, the one seen last, into OUT, SIZE bytes. */
void announce_due(const struct announce *announce, const struct scene *scene, char *out, size_t size);
bool announce_is_due(const struct announce *announce);
void announce_said(struct announce *announce);   /* it was read: nothing is due any more */
void announce_forget(struct announce *announce); /* the next scene counts as a new one */
#endif
