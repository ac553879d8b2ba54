/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_FOCUS_RING_H
#define STB_UI_SCENE_FOCUS_RING_H
/*
 * The ring around the item in focus, while it is on its way to another item or gives a little at an edge. The scene has
 * it in its place at once; this is where it is seen until it has arrived. Pure.
 */
#include "ui/scene/scene.h"
#include "ui/scene/tween.h"

struct focus_ring {
    struct tween tween; /* runs while the ring moves */
    size_t item;        /* the ring's index in the scene */
    struct rect box;    /* where it is seen */
    bool flares;        /* it does not move but shows itself in another colour, where motion is unwanted */
};
/* The ring's index: the outline just below the item in focus; item_count when there is none. */
size_t focus_ring_find(const struct scene *scene);
/* The ring glides from its place in LAST to that in NEXT, from where it is seen if it moves already: only where the
 * item that had the focus still stands in its place; another page has nothing to do with the old ring. */
void focus_ring_follow(struct focus_ring *ring, const struct scene *last, const struct scene *next, int lasts_ms,
                       int64_t now_ms);
/* The ring ITEM of SCENE comes back to its place from FROM. */
void focus_ring_bump(struct focus_ring *ring, const struct scene *scene, size_t item, struct rect from, int lasts_ms,
                     int64_t now_ms);
#endif
