/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_PAINT_H
#define STB_PAINT_H
/* Draws a scene onto the canvas: the whole of a first one, then only the rectangles in which the next one differs. */
#include "ui/scene.h"

struct paint;
struct paint *paint_create(struct canvas *canvas, struct text *text);
void paint_destroy(struct paint *paint);
/* Draws what differs from the last scene drawn and presents it; keeps a copy of SCENE. Returns false, and presents
 * nothing, when nothing differs. KEY_US: see canvas_present(). */
bool paint_scene(struct paint *paint, const struct scene *scene, int64_t key_us);
/* The focus ring may glide to its new place: called before paint_scene() with what time it is. Never called = it jumps.
 */
void paint_motion(struct paint *paint, bool wanted, int64_t now_ms);
bool paint_moves(const struct paint *paint);
/* Draws the next picture of what moves; false when it has come to its end, or never began. */
bool paint_step(struct paint *paint, int64_t now_ms);
void paint_settle(struct paint *paint); /* at once */
/* The next scene is drawn whole. */
void paint_forget(struct paint *paint);
#endif
