/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_INPUT_SCENE_FIELDS_H
#define STB_APP_INPUT_SCENE_FIELDS_H
/*
 * The members of a scene line by name, for a key script's until: "screen", "sos.state", "items.0.text" by number and
 * "items.taxi.text" by id. Names that no scene line can have are refused, so a misspelt one is no endless wait. Pure.
 */
#include <stdbool.h>

struct json_object;

enum scene_fields_test {
    SCENE_FIELDS_IS,     /* the value; "*" = any that is not empty */
    SCENE_FIELDS_IS_NOT, /* the contrary */
    SCENE_FIELDS_HAS,    /* the field contains the value; "items": the words of one item do */
};

bool scene_fields_known(const char *field);
/* The value of FIELD in SCENE as text, borrowed until SCENE changes; "" = absent or empty. */
const char *scene_fields_text(struct json_object *scene, const char *field);
bool scene_fields_match(struct json_object *scene, const char *field, enum scene_fields_test test, const char *value);
#endif
