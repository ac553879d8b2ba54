/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_fill_all() checks types and ranges by the table; what a range cannot say (an address, a phone number, one of
 * four sizes of text) is checked behind it, and a value that fails is put back to what it was. Lists are taken as JSON
 * first and read by read_list().
 */
#include "stb-app/config/config_table.h"

#include "stb-app/base/memory.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_rules.h"
#include "stb-app/ipc/ipc_message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const config_languages[] = {"zh-CN", "en", NULL};
_Static_assert(sizeof config_languages / sizeof config_languages[0] == CONFIG_LANGUAGES + 1, "a language has no voice");
static const char *const log_levels[] = {"error", "warning", "info", "debug", NULL};

enum list { ENDPOINTS, PINS, SPEECH_COMMAND, SHOW, HIDE, MUTE, UNMUTE, LISTS };

struct draft {
    struct config values;
    struct json_object *lists[LISTS]; /* borrowed; NULL = the file does not name it */
};

#define VALUE(member) offsetof(struct draft, values.member)
#define TEXT(name, member)                                                                                             \
    { .key = name, .kind = JSON_TEXT, .offset = VALUE(member), .size = sizeof((struct config *)0)->member }
#define WHOLE(name, member, a, b)                                                                                      \
    { .key = name, .kind = JSON_INTEGER, .offset = VALUE(member), .min = (a), .max = (b) }
#define TRUTH(name, member)                                                                                            \
    { .key = name, .kind = JSON_TRUTH, .offset = VALUE(member) }
#define CHOICE(name, member, list)                                                                                     \
    { .key = name, .kind = JSON_CHOICE, .offset = VALUE(member), .choices = (list) }
#define LIST(name, which, a, b)                                                                                        \
    {                                                                                                                  \
        .key = name, .kind = JSON_ANY, .offset = offsetof(struct draft, lists) + (which) * sizeof(void *), .min = (a), \
        .max = (b)                                                                                                     \
    }
#define GROUP(name, table)                                                                                             \
    { .key = name, .kind = JSON_GROUP, .fields = (table) }

static const struct json_field device[] = {TEXT("id", device_id), TEXT("timezone", timezone), {0}};
static const struct json_field hotline[] = {
    TEXT("name", hotline_name),
    TEXT("phone", hotline_phone),
    TEXT("emergency_phone", emergency_phone),
    LIST("endpoints", ENDPOINTS, 1, CONFIG_ENDPOINTS_MAX),
    TEXT("ca_file", ca_file),
    TEXT("client_cert", client_cert),
    TEXT("client_key", client_key),
    LIST("pins", PINS, 0, CONFIG_WORDS_MAX),
    WHOLE("heartbeat_s", heartbeat_s, 20, 300),
    WHOLE("test_every_h", test_every_h, 0, 168),
    {0},
};
static const struct json_field display[] = {
    {.key = "text_scale", .kind = JSON_NUMBER, .offset = VALUE(text_scale), .min = 1, .max = 1.75},
    CHOICE("contrast", contrast, ipc_contrast_names),
    WHOLE("overscan_percent", overscan_percent, 0, 5),
    TRUTH("motion", motion),
    TEXT("theme", theme),
    TEXT("logo", logo),
    WHOLE("idle_home_s", idle_home_s, 0, 3600),
    {0},
};
static const struct json_field remote[] = {
    TEXT("devices", remote_devices),
    TRUTH("grab", remote_grab),
    TEXT("keymap", keymap),
    WHOLE("bounce_ms", bounce_ms, 0, 2000),
    WHOLE("ok_bounce_ms", ok_bounce_ms, 0, 3000),
    WHOLE("ok_hold_ms", ok_hold_ms, 0, 2000),
    WHOLE("repeat_delay_ms", repeat_delay_ms, 200, 3000),
    WHOLE("repeat_per_s", repeat_per_s, 1, 20),
    {0},
};
static const struct json_field voices[] = {TEXT("zh-CN", voices[0]), TEXT("en", voices[1]), {0}};
static const struct json_field voice[] = {
    TRUTH("guidance", guidance),
    CHOICE("speed", voice_speed, ipc_speed_names),
    CHOICE("volume", voice_volume, ipc_volume_names),
    GROUP("voices", voices),
    LIST("speech_command", SPEECH_COMMAND, 0, CONFIG_WORDS_MAX),
    TEXT("output", sound_output),
    TEXT("capture", sound_capture),
    TEXT("model", voice_model),
    TEXT("readings", voice_readings),
    {0},
};
static const struct json_field sos[] = {WHOLE("grace_s", grace_s, 0, 30), {0}};
static const struct json_field hooks[] = {
    LIST("show", SHOW, 0, CONFIG_WORDS_MAX),
    LIST("hide", HIDE, 0, CONFIG_WORDS_MAX),
    LIST("mute", MUTE, 0, CONFIG_WORDS_MAX),
    LIST("unmute", UNMUTE, 0, CONFIG_WORDS_MAX),
    {0},
};
static const struct json_field logging[] = {CHOICE("level", log_level, log_levels), {0}};
static const struct json_field whole_file[] = {
    GROUP("device", device),
    GROUP("hotline", hotline),
    GROUP("display", display),
    CHOICE("language", language, config_languages),
    GROUP("remote", remote),
    GROUP("voice", voice),
    GROUP("sos", sos),
    GROUP("hooks", hooks),
    GROUP("log", logging),
    TRUTH("first_run", first_run),
    {0},
};

/* --- what a range cannot say */

static const struct {
    const char *key;
    size_t offset;
    bool (*is_right)(const char *text);
    const char *expected;
} text_rules[] = {
    {"device.id", VALUE(device_id), config_rules_device_id, "expected letters, digits, '-', '_' and '.'"},
    {"device.timezone", VALUE(timezone), config_rules_timezone,
     "expected a time zone as \"Asia/Shanghai\" or \"CST-8\""},
    {"hotline.name", VALUE(hotline_name), config_rules_some_text, "expected the hotline's name, as it is shown"},
    {"hotline.phone", VALUE(hotline_phone), config_rules_phone, "expected the phone number to dial"},
    {"hotline.emergency_phone", VALUE(emergency_phone), config_rules_phone, "expected the phone number to dial"},
    {"hotline.ca_file", VALUE(ca_file), config_rules_some_text, "expected the path of a PEM file"},
    {"hotline.client_cert", VALUE(client_cert), config_rules_some_text, "expected the path of a PEM file"},
    {"hotline.client_key", VALUE(client_key), config_rules_some_text, "expected the path of a PEM file"},
    {"remote.devices", VALUE(remote_devices), config_rules_devices,
     "expected \"udev\" or paths of devices, between commas"},
};

struct reading {
    struct draft *draft;
    struct config *before;
    json_fault_fn *on_fault;
    void *data;
    bool ok;
};

static void refuse(struct reading *reading, const char *key, const char *expected) {
    reading->ok = false;
    reading->on_fault(reading->data, key, expected);
}

static void check_texts(struct reading *reading) {
    for (size_t i = 0; i < sizeof text_rules / sizeof text_rules[0]; i++) {
        char *text = (char *)reading->draft + text_rules[i].offset;
        const char *before = (const char *)reading->before + text_rules[i].offset - offsetof(struct draft, values);
        if (strcmp(text, before) == 0 || text_rules[i].is_right(text))
            continue;
        refuse(reading, text_rules[i].key, text_rules[i].expected);
        memcpy(text, before, strlen(before) + 1);
    }
}

static void check_text_scale(struct reading *reading) {
    if (config_rules_text_scale(reading->draft->values.text_scale))
        return;
    refuse(reading, "display.text_scale", "expected 1.0, 1.25, 1.5 or 1.75");
    reading->draft->values.text_scale = reading->before->text_scale;
}

/* --- lists */

static const struct {
    const char *group, *key;
    size_t offset; /* in struct config */
    bool (*is_right)(const char *text);
    const char *expected;
} list_rules[LISTS] = {
    [ENDPOINTS] = {"hotline", "endpoints", offsetof(struct config, endpoints), config_rules_endpoint,
                   "expected https://host:port"},
    [PINS] = {"hotline", "pins", offsetof(struct config, pins), config_rules_pin,
              "expected \"sha256//\" and 44 characters of base64"},
    [SPEECH_COMMAND] = {"voice", "speech_command", offsetof(struct config, speech_command), config_rules_some_text,
                        NULL},
    [SHOW] = {"hooks", "show", offsetof(struct config, hook_show), config_rules_some_text, NULL},
    [HIDE] = {"hooks", "hide", offsetof(struct config, hook_hide), config_rules_some_text, NULL},
    [MUTE] = {"hooks", "mute", offsetof(struct config, hook_mute), config_rules_some_text, NULL},
    [UNMUTE] = {"hooks", "unmute", offsetof(struct config, hook_unmute), config_rules_some_text, NULL},
};

static struct config_words *words_of(const struct config *config, enum list list) {
    return (struct config_words *)(void *)((char *)config + list_rules[list].offset);
}

/* One entry; NULL after a fault. */
static const char *read_entry(struct reading *reading, enum list list, size_t index, struct json_object *entry) {
    char place[80], any_text[64];
    const char *text = json_object_is_type(entry, json_type_string) ? json_object_get_string(entry) : NULL;
    snprintf(place, sizeof place, "%s.%s[%zu]", list_rules[list].group, list_rules[list].key, index);
    snprintf(any_text, sizeof any_text, "expected text of 1 to %d bytes", CONFIG_WORD_SIZE - 1);
    if (!text || !*text || strlen(text) >= CONFIG_WORD_SIZE) {
        refuse(reading, place, any_text);
        return NULL;
    }
    if (list_rules[list].is_right(text))
        return text;
    refuse(reading, place, list_rules[list].expected);
    return NULL;
}

/* Those entries that are right, in the place of what was there; none of them: what was there stays. */
static void read_list(struct reading *reading, enum list list) {
    struct json_object *from = reading->draft->lists[list];
    struct config_words words = {0}, *into = words_of(&reading->draft->values, list);
    size_t count = 0;
    for (size_t i = 0; i < json_object_array_length(from); i++) {
        const char *text = read_entry(reading, list, i, json_object_array_get_idx(from, i));
        if (text)
            words.word[count++] = memory_text(text);
    }
    if (count == 0 && json_object_array_length(from) > 0)
        return;
    config_words_clear(into);
    *into = words;
}

static void read_lists(struct reading *reading) {
    for (int list = 0; list < LISTS; list++) {
        struct json_object *from = reading->draft->lists[list];
        char place[64];
        snprintf(place, sizeof place, "%s.%s", list_rules[list].group, list_rules[list].key);
        if (from && !json_object_is_type(from, json_type_array))
            refuse(reading, place, "expected a list of texts");
        else if (from)
            read_list(reading, (enum list)list);
    }
}

bool config_table_read(struct json_object *json, struct config *config, json_fault_fn *on_fault, void *data) {
    struct draft *draft = memory_new(1, sizeof *draft);
    draft->values = *config;
    struct reading reading = {.draft = draft, .before = config, .on_fault = on_fault, .data = data};
    reading.ok = json_fill_all(json, whole_file, JSON_STRICT, draft, on_fault, data);
    check_texts(&reading);
    check_text_scale(&reading);
    read_lists(&reading);
    *config = draft->values; /* with the lists, whose owner it stays */
    free(draft);
    return reading.ok;
}

/* --- writing */

static struct json_object *write_list(const struct config_words *words) {
    struct json_object *list = json_object_new_array();
    for (char *const *word = words->word; *word; word++)
        json_object_array_add(list, json_object_new_string(*word));
    return list;
}

static struct json_object *write_group(const struct draft *draft, const struct json_field *fields);

static struct json_object *write_value(const struct draft *draft, const struct json_field *field) {
    const char *at = (const char *)draft + field->offset;
    switch (field->kind) {
    case JSON_TEXT:
    case JSON_WORDS:
        return json_object_new_string(at);
    case JSON_INTEGER:
        return json_object_new_int64(*(const int64_t *)(const void *)at);
    case JSON_NUMBER:
        return json_object_new_double(*(const double *)(const void *)at);
    case JSON_TRUTH:
        return json_object_new_boolean(*(const bool *)at);
    case JSON_CHOICE:
        return json_object_new_string(field->choices[*(const int *)(const void *)at]);
    case JSON_GROUP:
        return write_group(draft, field->fields);
    case JSON_ANY:
        break;
    }
    return write_list(
        words_of(&draft->values, (enum list)((field->offset - offsetof(struct draft, lists)) / sizeof(void *))));
}

static struct json_object *write_group(const struct draft *draft, const struct json_field *fields) {
    struct json_object *group = json_object_new_object();
    for (const struct json_field *field = fields; field->key; field++)
        json_object_object_add(group, field->key, write_value(draft, field));
    return group;
}

struct json_object *config_table_write(const struct config *config) {
    struct draft *draft = memory_new(1, sizeof *draft);
    draft->values = *config;
    struct json_object *written = write_group(draft, whole_file);
    free(draft);
    return written;
}
