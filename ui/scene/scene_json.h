/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_SCENE_JSON_H
#define STB_UI_SCENE_SCENE_JSON_H
/* The scene in JSON, as the tests and those who cannot see it get it (docs/testing.md). */
#include "ui/model/model.h"
#include "ui/scene/scene.h"

struct json_object;
/* REQUEST: the id of the request that the screen is about, "" = none. The caller owns the result. */
struct json_object *scene_json_line(const struct scene *scene, const struct model *model, const char *request,
                                    int64_t now_ms);
#endif
