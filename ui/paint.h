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
/* The next scene is drawn whole. */
void paint_forget(struct paint *paint);
#endif
