/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes out what the scene and the model say, and nothing else: every item with a role, every visible word, the
 * request on screen, the SOS and what waits. Made only for who asked for it, after a frame, so it may take its time.
 */
#include "ui/scene/scene_json.h"
#include "stb-app/base/json.h"
#include <stdio.h>

static const char *const role_names[] = {
    [ROLE_NONE] = "",         [ROLE_TITLE] = "title",   [ROLE_OPTION] = "option",
    [ROLE_BUTTON] = "button", [ROLE_TEXT] = "text",     [ROLE_HINT] = "hint",
    [ROLE_BADGE] = "badge",   [ROLE_BANNER] = "banner", [ROLE_IMAGE] = "image",
};
_Static_assert(sizeof role_names / sizeof role_names[0] == ROLE_IMAGE + 1, "a role has no name");

static void put_numbers(struct json_object *to, const char *key, const int *numbers, size_t count) {
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < count; i++)
        json_object_array_add(array, json_object_new_int(numbers[i]));
    json_object_object_add(to, key, array);
}

static void put_colour(struct json_object *to, const char *key, colour c) {
    char text[8];
    snprintf(text, sizeof text, "#%06X", c & 0xffffff);
    json_put_text(to, key, text);
}

static struct json_object *item_line(const struct scene_item *item) {
    struct json_object *line = json_object_new_object();
    json_put_text(line, "id", item->id);
    json_put_text(line, "role", role_names[item->role]);
    json_put_text(line, "text", item->words ? item->words : item->alt ? item->alt : "");
    if (item->picture && item->drawing)
        json_put_text(line, "image", item->picture);
    put_numbers(line, "box", (int[]){item->box.x, item->box.y, item->box.w, item->box.h}, 4);
    if (item->words) {
        json_put_integer(line, "text_px", item->style.px);
        put_colour(line, "fg", item->fg);
        put_colour(line, "bg", item->bg);
    }
    return line;
}

static struct json_object *request_line(const struct model *model, const char *id) {
    struct json_object *line = json_object_new_object();
    const struct status *status = model_request(model, id);
    json_put_text(line, "id", id);
    json_put_text(line, "kind", status ? request_kind_name(status->kind) : "");
    json_put_text(line, "status", status ? request_state_name(status->state) : "");
    return line;
}

static struct json_object *sos_line(const struct model *model, int64_t now_ms) {
    struct json_object *line = json_object_new_object();
    bool any = model->sos.id[0];
    json_put_text(line, "state", any ? request_state_name(model->sos.state) : "");
    json_put_integer(line, "seconds_left", model_grace_left_s(model, now_ms));
    json_put_text(line, "id", any ? model->sos.id : "");
    return line;
}

static struct json_object *voice_line(const struct scene_voice *voice) {
    struct json_object *line = json_object_new_object();
    json_put_text(line, "state", voice->state);
    json_put_text(line, "text", voice->text ? voice->text : "");
    json_object_object_add(line, "score", json_object_new_double(voice->score));
    return line;
}

struct json_object *scene_json_line(const struct scene *scene, const struct model *model, const char *request,
                                    int64_t now_ms) {
    struct json_object *line = json_object_new_object(), *items = json_object_new_array();
    json_put_integer(line, "at_ms", now_ms);
    json_put_text(line, "screen", scene->screen);
    json_put_text(line, "service", scene->service ? scene->service : "");
    json_put_text(line, "step", scene->step ? scene->step : "");
    json_put_text(line, "title", scene->title ? scene->title : "");
    json_put_text(line, "focus", scene->focus ? scene->focus : "");
    json_put_integer(line, "deaf_ms", scene->deaf_ms);
    json_put_text(line, "link", link_state_name(model->link));
    put_numbers(line, "size", (int[]){scene->width, scene->height}, 2);
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].role != ROLE_NONE)
            json_object_array_add(items, item_line(&scene->items[i]));
    json_object_object_add(line, "items", items);
    if (request[0])
        json_object_object_add(line, "request", request_line(model, request));
    json_object_object_add(line, "sos", sos_line(model, now_ms));
    if (scene->voice.state)
        json_object_object_add(line, "voice", voice_line(&scene->voice));
    json_put_integer(line, "pending", model->pending);
    json_put_text(line, "say", scene->say ? scene->say : "");
    return line;
}
