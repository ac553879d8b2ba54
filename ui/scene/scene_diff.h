/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_SCENE_DIFF_H
#define STB_UI_SCENE_SCENE_DIFF_H
/* Which parts of the picture differ between two scenes of the same size. */
#include "ui/scene/damage.h"
#include "ui/scene/scene.h"

/* All that ITEM may draw: its box, its mark, its words (they may not fit into it), and its shadow. */
struct rect scene_diff_extent(struct text *text, const struct scene_item *item);
/* Adds to DAMAGE whatever looks otherwise in NEXT than in LAST. */
void scene_diff_find(struct text *text, const struct scene *last, const struct scene *next, struct damage *damage);
#endif
