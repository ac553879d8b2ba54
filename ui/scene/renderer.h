/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_RENDERER_H
#define STB_UI_SCENE_RENDERER_H
/* Draws scenes onto the canvas: the whole of a first one, then only the rectangles in which the next one differs. */
#include "ui/scene/scene.h"

struct image_store;
struct renderer;
struct renderer *renderer_create(struct canvas *canvas, struct text *text); /* both borrowed */
void renderer_destroy(struct renderer *renderer);
/* Where pictures come from; borrowed. NULL, as at first: emoji stand for all of them. */
void renderer_set_images(struct renderer *renderer, struct image_store *images);
/* Draws what differs from the last scene and presents it; keeps a copy of SCENE. Returns false, and presents nothing,
 * when nothing differs. KEY_US: see canvas_present(). */
bool renderer_scene(struct renderer *renderer, const struct scene *scene, int64_t key_us);
/* How things move: the focus ring glides to its new place, another screen or page slides in over a ground that stands
 * still, and at an edge the ring gives a little. */
struct renderer_motion {
    bool wanted;                    /* false: all is in its place at once */
    int focus_ms, page_ms, bump_ms; /* how long each takes */
    int page_px, bump_px;           /* and how far it goes */
    colour bump;                    /* the ring's at an edge, where motion is unwanted */
};
/* Before renderer_scene() and renderer_bump(); at first motion is unwanted. */
void renderer_motion(struct renderer *renderer, const struct renderer_motion *motion, int64_t now_ms);
/* The ring shows that there is nothing further on in this direction (-1, 0, 1 each). */
void renderer_bump(struct renderer *renderer, int right, int down);
bool renderer_moves(const struct renderer *renderer); /* renderer_step() has something to draw */
/* Draws the next picture of what moves; false when that has come to its end, or never began. */
bool renderer_step(struct renderer *renderer, int64_t now_ms);
void renderer_settle(struct renderer *renderer); /* what moves is in its place at once */
void renderer_forget(struct renderer *renderer); /* the next scene is drawn whole */
#endif
