/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TOLD_H
#define STB_UI_TOLD_H
/*
 * Messages of stb-app written as short as a test wants: what a table requires and the JSON does not say is put in as
 * nothing (0, false, "", the first name); of a hello, as the model has it.
 */
#include "stb-app/base/json.h"
#include "ui/model/model.h"
#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void told_complete(const struct ipc_table *table, struct json_object *object);

static inline struct json_object *told_nothing(const struct ipc_field *field) {
    bool number = field->kind == IPC_INTEGER || field->kind == IPC_NUMBER;
    switch (field->kind) {
    case IPC_TRUTH:
        return json_object_new_boolean(false);
    case IPC_INTEGER:
    case IPC_NUMBER:
        return json_object_new_int64(number && (field->min > 0 || field->min == -1) ? (int64_t)field->min : 0);
    case IPC_CHOICE:
        return json_object_new_string(field->choice(0));
    case IPC_LIST:
    case IPC_TEXTS:
    case IPC_RAW_LIST:
        return json_object_new_array();
    case IPC_TEXT:
    case IPC_BORROWED:
        return json_object_new_string("");
    default:
        return json_object_new_object();
    }
}

static inline void told_complete(const struct ipc_table *table, struct json_object *object) {
    for (const struct ipc_field *field = table->fields; field->name; field++) {
        struct json_object *value = json_child(object, field->name);
        if (!value && field->kind != IPC_PART && field->rule == IPC_REQUIRED)
            json_object_object_add(object, field->name, value = told_nothing(field));
        if (field->kind == IPC_PART)
            told_complete(field->table, object);
        else if (field->kind == IPC_GROUP && value)
            told_complete(field->table, value);
        else if (field->kind == IPC_LIST && json_object_is_type(value, json_type_array))
            for (size_t i = 0; i < json_object_array_length(value); i++)
                if (json_object_is_type(json_object_array_get_idx(value, i), json_type_object))
                    told_complete(field->table, json_object_array_get_idx(value, i));
    }
}

/* A new object: MESSAGE as it is sent. */
static inline struct json_object *told_json(const struct ipc_message *message) {
    char error[JSON_ERROR_SIZE];
    struct ipc_buffer line = {0};
    ipc_message_encode(message, &line);
    struct json_object *json = json_parse(line.bytes, line.length, IPC_LINE_MAX, error);
    ipc_buffer_free(&line);
    if (!json)
        abort();
    return json;
}

static inline void told_lay_over(struct json_object *to, struct json_object *from) {
    json_object_object_foreach(from, key, value) {
        if (json_object_is_type(value, json_type_object) && json_child(to, key))
            told_lay_over(json_child(to, key), value);
        else
            json_object_object_add(to, key, json_object_get(value));
    }
}

static inline struct json_object *told_hello(const struct model *model) {
    const struct ipc_message hello = {
        .type = IPC_HELLO,
        .hello = {.text_scale = model->text_scale,
                  .motion = true,
                  .theme = model->theme,
                  .logo = model->logo,
                  .language = model->language,
                  .grace_s = model->grace_s,
                  .device = model->device,
                  .fault = model->fault,
                  .hotline = {model->hotline.name, model->hotline.phone, model->hotline.emergency_phone},
                  .voice = {.speed = IPC_SPEED_NORMAL, .volume = IPC_VOLUME_NORMAL, .output = model->voice.output}}};
    return told_json(&hello);
}

/* False: it is refused, ERROR says why. MESSAGE is to be freed otherwise. */
static inline bool told_try(const struct model *model, enum ipc_type type, const char *text,
                            struct ipc_message *message, char *error) {
    struct json_object *json = json_parse(text, strlen(text), 1 << 20, error);
    if (!json)
        return false;
    if (type == IPC_HELLO && json_object_is_type(json, json_type_object)) {
        struct json_object *hello = told_hello(model);
        told_lay_over(hello, json);
        json_object_put(json);
        json = hello;
    }
    if (json_object_is_type(json, json_type_object)) {
        json_put_text(json, "type", ipc_message_name(type));
        told_complete(ipc_message_table(type), json);
    }
    const char *line = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN);
    bool taken = ipc_message_decode(line, strlen(line), message, error);
    json_object_put(json);
    return taken;
}

/* MESSAGE is to be freed. */
static inline void told(const struct model *model, enum ipc_type type, const char *text, struct ipc_message *message) {
    char error[JSON_ERROR_SIZE];
    if (told_try(model, type, text, message, error))
        return;
    fprintf(stderr, "fixture: %s in %s\n", error, text);
    abort();
}
#endif
