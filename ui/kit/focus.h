/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_FOCUS_H
#define STB_UI_KIT_FOCUS_H
/* The items of a scene that can have the focus, in the order in which they are drawn; and where an arrow leads.
 * Pure. */
#include "stb-app/ipc/action.h"
#include "ui/scene/scene.h"

const struct scene_item *focus_find(const struct scene *scene,
                                    const char *id);                        /* NULL = no focusable item of that id */
const struct scene_item *focus_at(const struct scene *scene, size_t place); /* the last one when PLACE is too large;
                                                                                NULL = nothing is focusable */
size_t focus_count(const struct scene *scene);
size_t focus_place(const struct scene *scene, const char *id); /* 0 when there is no focusable item of that id */
/* The nearest focusable item in the direction of ARROW; NULL = ID is at the edge. */
const struct scene_item *focus_next(const struct scene *scene, const char *id, enum action arrow);
#endif
