/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only the first endpoint is asked: the simulator is one program, however many addresses a config names.
 *
 * The trap: the certificates may not exist yet when the window opens (the simulator makes them at its first start), so
 * they are loaded when they are first needed, and a config without them is refused by stb-app, not here.
 */
#include "stb-app/emulator/desk.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONFIG_MAX = 1 << 20, ANSWER_MS = 5000 };
static const char faults_path[] = "/desk/api/faults";
static const char cut_body[] = "{\"kind\":\"drop\",\"path\":\"/v1\",\"share\":1.0,\"seconds\":3600,\"delay_ms\":0}";

struct desk_config {
    char device[64], ca[PATH_MAX], cert[PATH_MAX], key[PATH_MAX];
    struct json_object *endpoints;
};
struct emulator_desk {
    struct emulator_desk_setup setup;
    struct https *https;
    uint64_t call;
    bool cut;
    char url[512], device[64], ca[PATH_MAX], cert[PATH_MAX], key[PATH_MAX];
};

#define PLACE(member) offsetof(struct desk_config, member), sizeof(((struct desk_config *)0)->member)
static const struct json_field device_fields[] = {{"id", JSON_TEXT, JSON_MUST, PLACE(device), 0, 0, NULL, NULL},
                                                  {NULL, JSON_TEXT, JSON_MAY, 0, 0, 0, 0, NULL, NULL}};
static const struct json_field hotline_fields[] = {
    {"endpoints", JSON_ANY, JSON_MUST, PLACE(endpoints), 1, 8, NULL, NULL},
    {"ca_file", JSON_TEXT, JSON_MUST, PLACE(ca), 0, 0, NULL, NULL},
    {"client_cert", JSON_TEXT, JSON_MUST, PLACE(cert), 0, 0, NULL, NULL},
    {"client_key", JSON_TEXT, JSON_MUST, PLACE(key), 0, 0, NULL, NULL},
    {NULL, JSON_TEXT, JSON_MAY, 0, 0, 0, 0, NULL, NULL}};
static const struct json_field config_fields[] = {{"device", JSON_GROUP, JSON_MUST, 0, 0, 0, 0, NULL, device_fields},
                                                  {"hotline", JSON_GROUP, JSON_MUST, 0, 0, 0, 0, NULL, hotline_fields},
                                                  {NULL, JSON_TEXT, JSON_MAY, 0, 0, 0, 0, NULL, NULL}};

/* Paths in a config are relative to its file. */
static bool beside(char to[PATH_MAX], const char *config, const char *path) {
    const char *slash = path[0] == '/' ? NULL : strrchr(config, '/');
    int folder = slash ? (int)(slash - config) + 1 : 0;
    return snprintf(to, PATH_MAX, "%.*s%s", folder, config, path) < PATH_MAX;
}

static bool take_endpoint(struct emulator_desk *desk, const struct desk_config *read) {
    struct json_object *first =
        json_object_is_type(read->endpoints, json_type_array) ? json_object_array_get_idx(read->endpoints, 0) : NULL;
    if (!json_object_is_type(first, json_type_string))
        return false;
    const char *text = json_object_get_string(first);
    int length = (int)strlen(text) - (text[0] && text[strlen(text) - 1] == '/');
    return strncmp(text, "https://", 8) == 0 &&
           snprintf(desk->url, sizeof(desk->url), "%.*s%s", length, text, faults_path) < (int)sizeof(desk->url);
}

static bool config_read(struct emulator_desk *desk, const char *path, char *error) {
    char reason[JSON_ERROR_SIZE] = "";
    struct json_object *root = json_read_file(path, CONFIG_MAX, reason);
    if (!root) {
        snprintf(error, EMULATOR_ERROR_SIZE, "%s", reason);
        return false;
    }
    struct desk_config *read = memory_new(1, sizeof(*read));
    bool ok = json_fill(root, config_fields, JSON_LENIENT, read, "", reason);
    if (ok && !take_endpoint(desk, read)) {
        ok = false;
        snprintf(reason, sizeof(reason), "hotline.endpoints: expected a list of addresses that begin with https://");
    }
    if (ok && (!beside(desk->ca, path, read->ca) || !beside(desk->cert, path, read->cert) ||
               !beside(desk->key, path, read->key))) {
        ok = false;
        snprintf(reason, sizeof(reason), "hotline: expected paths of files shorter than %d bytes", PATH_MAX);
    }
    memcpy(desk->device, read->device, sizeof(desk->device));
    if (!ok)
        snprintf(error, EMULATOR_ERROR_SIZE, "%.240s: %s", path, reason);
    free(read);
    json_object_put(root);
    return ok;
}

static void on_answer(void *data, const struct https_answer *answer) {
    struct emulator_desk *desk = data;
    char error[EMULATOR_ERROR_SIZE] = "";
    desk->call = 0;
    if (answer->status == 0)
        snprintf(error, sizeof(error), "%s", answer->error);
    else if (answer->status / 100 != 2)
        snprintf(error, sizeof(error), "HTTP %d", answer->status);
    desk->setup.on_done(desk->setup.data, desk->cut, error);
}

bool emulator_desk_cut(struct emulator_desk *desk, bool cut) {
    if (desk->call)
        return false;
    struct https_identity identity = {
        .device_id = desk->device, .ca_file = desk->ca, .client_cert = desk->cert, .client_key = desk->key};
    if (!desk->https)
        desk->https = https_create(desk->setup.loop, &identity);
    struct https_call call = {.method = cut ? "POST" : "DELETE",
                              .url = desk->url,
                              .body = cut ? cut_body : NULL,
                              .timeout_ms = ANSWER_MS,
                              .done = on_answer,
                              .data = desk};
    desk->cut = cut;
    if (desk->https)
        desk->call = https_start(desk->https, &call);
    if (!desk->call)
        desk->setup.on_done(desk->setup.data, cut,
                            desk->https ? "the call cannot be made" : "a certificate cannot be used");
    return true;
}

bool emulator_desk_busy(const struct emulator_desk *desk) {
    return desk->call != 0;
}

struct emulator_desk *emulator_desk_create(const struct emulator_desk_setup *setup, const char *config, char *error) {
    struct emulator_desk *desk = memory_new(1, sizeof(*desk));
    desk->setup = *setup;
    if (config_read(desk, config, error))
        return desk;
    free(desk);
    return NULL;
}

void emulator_desk_destroy(struct emulator_desk *desk) {
    if (!desk)
        return;
    https_destroy(desk->https);
    free(desk);
}
