/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_RENDERER_H
#define STB_UI_SCENE_RENDERER_H
/* Draws a scene onto the canvas: the whole of a first one, then only the rectangles in which the next one differs. */
#include "ui/scene/scene.h"

struct gallery;
struct paint;
struct paint *paint_create(struct canvas *canvas, struct text *text);
void paint_destroy(struct paint *paint);
void paint_gallery(struct paint *paint,
                   struct gallery *gallery); /* where the pictures hang; never called = emoji only */
/* Draws what differs from the last scene drawn and presents it; keeps a copy of SCENE. Returns false, and presents
 * nothing, when nothing differs. KEY_US: see canvas_present(). */
bool paint_scene(struct paint *paint, const struct scene *scene, int64_t key_us);
/* How things move: the focus ring glides to its new place, another screen or page slides in over a ground that stands
 * still, and at an edge the ring gives a little. Unwanted, all is in its place at once. */
struct paint_motion {
    bool wanted;
    int focus_ms, page_ms, bump_ms; /* how long each takes */
    int page_px, bump_px;           /* and how far it goes */
    colour bump;                    /* the ring's at an edge, where nothing may move */
};
/* Before paint_scene() and paint_bump(). Never called = unwanted. */
void paint_motion(struct paint *paint, const struct paint_motion *motion, int64_t now_ms);
/* The ring shows that there is nothing further on in this direction (-1, 0, 1 each). */
void paint_bump(struct paint *paint, int right, int down);
bool paint_moves(const struct paint *paint);
/* Draws the next picture of what moves; false when it has come to its end, or never began. */
bool paint_step(struct paint *paint, int64_t now_ms);
void paint_settle(struct paint *paint); /* at once */
/* The next scene is drawn whole. */
void paint_forget(struct paint *paint);
#endif
