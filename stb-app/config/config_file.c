/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/config/config_file.h"

#include "stb-app/base/fault_list.h"
#include "stb-app/base/json.h"
#include "stb-app/base/json_place.h"
#include "stb-app/base/memory.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONFIG_BYTES_MAX = 256 << 10 };

struct file {
    const char *path, *text;
    struct fault_list *faults;
};

static bool add_fault(void *data, const char *place, const char *expected) {
    const struct file *file = data;
    fault_list_add(file->faults, "%.250s:%d: %s%s%s", file->path, json_place_line(file->text, place), place,
                   *place ? ": " : "", expected);
    return true;
}

/* A path given in FILE is relative to FILE's folder. BEFORE is what it was before FILE was read: then it is done. */
static void make_absolute(char path[PATH_MAX], const char *before, const char *file) {
    if (path[0] == '/' || path[0] == '\0' || strcmp(path, before) == 0)
        return;
    char folder[PATH_MAX];
    char absolute[2 * PATH_MAX];
    snprintf(folder, sizeof folder, "%s", file);
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    snprintf(absolute, sizeof absolute, "%s/%s", slash ? folder : ".", path);
    snprintf(path, PATH_MAX, "%.*s", PATH_MAX - 1, absolute);
}

static void make_paths_absolute(struct config *config, const struct config *before, const char *file) {
    make_absolute(config->ca_file, before->ca_file, file);
    make_absolute(config->client_cert, before->client_cert, file);
    make_absolute(config->client_key, before->client_key, file);
    make_absolute(config->keymap, before->keymap, file);
    make_absolute(config->theme, before->theme, file);
    make_absolute(config->logo, before->logo, file);
    make_absolute(config->voice_model, before->voice_model, file);
    make_absolute(config->voice_readings, before->voice_readings, file);
}

static struct json_object *parse(const struct file *file, size_t length) {
    char error[JSON_ERROR_SIZE];
    size_t at;
    struct json_object *json = json_parse_at(file->text, length, CONFIG_BYTES_MAX, &at, error);
    if (!json)
        fault_list_add(file->faults, "%.250s:%d: %s", file->path, json_place_line_at(file->text, at), error);
    return json;
}

bool config_file_read(const char *path, struct config *config, struct fault_list *faults) {
    char error[JSON_ERROR_SIZE];
    size_t length;
    char *text = json_read_text(path, CONFIG_BYTES_MAX, &length, error);
    if (!text) {
        fault_list_add(faults, "%s", error);
        return false;
    }
    struct file file = {path, text, faults};
    struct json_object *json = parse(&file, length);
    if (json) {
        struct config *before = memory_copy(config, sizeof *config);
        config_table_read(json, config, add_fault, &file);
        make_paths_absolute(config, before, path);
        free(before);
    }
    json_object_put(json);
    free(text);
    return json != NULL;
}

int config_file_line(const char *path, const char *key) {
    char error[JSON_ERROR_SIZE];
    size_t length, at;
    char *text = json_read_text(path, CONFIG_BYTES_MAX, &length, error);
    struct json_object *json = text ? json_parse_at(text, length, CONFIG_BYTES_MAX, &at, error) : NULL;
    int line = json ? json_place_line(text, key) : 1;
    json_object_put(json);
    free(text);
    return line;
}
