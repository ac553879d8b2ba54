/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table says what may be in a config file; json_fill() does the checking and the wording. Lists of words
 * (endpoints, commands) are taken as JSON first and read by read_words(). The trap: with conf.d a key is required in
 * the sum of the files, not in each, so "is missing" is checked at the end.
 */
#include "stb-app/config/config.h"

#include "stb-app/base/json.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONFIG_BYTES_MAX = 256 << 10 };

const char *const config_languages[] = {"zh-CN", "en", NULL};
_Static_assert(sizeof config_languages / sizeof config_languages[0] == CONFIG_LANGUAGES + 1, "a language has no voice");
const char *const config_speeds[] = {"slow", "normal", "quick", NULL};
const char *const config_volumes[] = {"low", "normal", "loud", NULL};
static const char *const contrasts[] = {"normal", "high", NULL};
static const char *const log_levels[] = {"error", "warning", "info", "debug", NULL};

/* What one file says, before lists are read and paths made absolute. */
struct draft {
    struct config *config;
    struct json_object *endpoints, *pins, *speech_command, *show, *hide, *mute, *unmute;
    struct config values; /* json_fill() writes here, in one struct with the lists */
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
#define WORDS(name, member, a)                                                                                         \
    { .key = name, .kind = JSON_ANY, .offset = offsetof(struct draft, member), .min = (a), .max = CONFIG_WORDS_MAX }
#define GROUP(name, table)                                                                                             \
    { .key = name, .kind = JSON_GROUP, .fields = (table) }

static const struct json_field device[] = {TEXT("id", device_id), {0}};
static const struct json_field hotline[] = {
    TEXT("name", hotline_name),
    TEXT("phone", hotline_phone),
    TEXT("emergency_phone", emergency_phone),
    {.key = "endpoints",
     .kind = JSON_ANY,
     .offset = offsetof(struct draft, endpoints),
     .min = 1,
     .max = CONFIG_ENDPOINTS_MAX},
    TEXT("ca_file", ca_file),
    TEXT("client_cert", client_cert),
    TEXT("client_key", client_key),
    WORDS("pins", pins, 0),
    WHOLE("heartbeat_s", heartbeat_s, 20, 300),
    WHOLE("test_every_h", test_every_h, 0, 168),
    {0},
};
static const struct json_field display[] = {
    {.key = "text_scale", .kind = JSON_NUMBER, .offset = VALUE(text_scale), .min = 1, .max = 1.75},
    CHOICE("contrast", contrast, contrasts),
    WHOLE("overscan_percent", overscan_percent, 0, 5),
    TRUTH("motion", motion),
    TEXT("theme", theme),
    TEXT("logo", logo),
    WHOLE("idle_home_s", idle_home_s, 0, 3600),
    {0},
};
static const struct json_field remote[] = {
    TEXT("devices", remote_devices),
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
    CHOICE("speed", voice_speed, config_speeds),
    CHOICE("volume", voice_volume, config_volumes),
    GROUP("voices", voices),
    WORDS("speech_command", speech_command, 0),
    TEXT("output", sound_output),
    TEXT("capture", sound_capture),
    {0},
};
static const struct json_field sos[] = {WHOLE("grace_s", grace_s, 0, 30), {0}};
static const struct json_field hooks[] = {
    WORDS("show", show, 0), WORDS("hide", hide, 0), WORDS("mute", mute, 0), WORDS("unmute", unmute, 0), {0},
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

static const struct config defaults = {
    .heartbeat_s = 60,
    .test_every_h = 24,
    .text_scale = 1.25,
    .motion = true,
    .idle_home_s = 60,
    .remote_devices = "udev",
    .bounce_ms = 150,
    .ok_bounce_ms = 400,
    .repeat_delay_ms = 600,
    .repeat_per_s = 4,
    .guidance = true,
    .voice_speed = 1,
    .voice_volume = 1,
    .voices = {"cmn-latn-pinyin", "en"}, /* espeak-ng 1.51's plain "cmn" reads 好 as "hao two" */
    .sound_output = "default",
    .sound_capture = "default",
    .grace_s = 5,
    .log_level = 2,
};

static bool say(char *error, const char *file, const char *reason) {
    snprintf(error, CONFIG_ERROR_SIZE, "%.250s: %.250s", file, reason);
    for (char *c = error; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' '; /* it may quote the file, and is to be one line on a terminal */
    return false;
}

static void free_words(struct config_words *words) {
    for (int i = 0; i < CONFIG_WORDS_MAX; i++)
        free(words->word[i]);
    *words = (struct config_words){0};
}

static bool read_words(struct json_object *from, struct config_words *words, const char *key, char *error) {
    if (!from)
        return true;
    if (!json_object_is_type(from, json_type_array)) {
        snprintf(error, JSON_ERROR_SIZE, "%s: expected a list of texts", key);
        return false;
    }
    free_words(words);
    for (size_t i = 0; i < json_object_array_length(from); i++) {
        struct json_object *one = json_object_array_get_idx(from, i);
        const char *text = json_object_is_type(one, json_type_string) ? json_object_get_string(one) : NULL;
        if (!text || !*text || strlen(text) >= CONFIG_WORD_SIZE) {
            snprintf(error, JSON_ERROR_SIZE, "%s[%zu]: expected text of 1 to %d bytes", key, i, CONFIG_WORD_SIZE - 1);
            return false;
        }
        words->word[i] = strdup(text);
    }
    return true;
}

static bool read_lists(struct draft *draft, char *error) {
    struct config *to = &draft->values;
    const struct {
        struct json_object *from;
        struct config_words *words;
        const char *key;
    } lists[] = {
        {draft->endpoints, &to->endpoints, "hotline.endpoints"},
        {draft->pins, &to->pins, "hotline.pins"},
        {draft->speech_command, &to->speech_command, "voice.speech_command"},
        {draft->show, &to->hook_show, "hooks.show"},
        {draft->hide, &to->hook_hide, "hooks.hide"},
        {draft->mute, &to->hook_mute, "hooks.mute"},
        {draft->unmute, &to->hook_unmute, "hooks.unmute"},
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (!read_words(lists[i].from, lists[i].words, lists[i].key, error))
            return false;
    for (char **endpoint = to->endpoints.word; *endpoint; endpoint++) {
        size_t length = strlen(*endpoint);
        if (strncmp(*endpoint, "https://", 8) != 0 || length < 9 || strpbrk(*endpoint + 8, "/?#@ ")) {
            snprintf(error, JSON_ERROR_SIZE, "hotline.endpoints[%d]: expected https://host:port",
                     (int)(endpoint - to->endpoints.word));
            return false;
        }
    }
    return true;
}

bool config_is_text_scale(double scale) {
    return scale == 1.0 || scale == 1.25 || scale == 1.5 || scale == 1.75;
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

static bool read_one(struct config *config, const char *file, char *error) {
    char reason[JSON_ERROR_SIZE];
    struct json_object *json = json_read_file(file, CONFIG_BYTES_MAX, reason);
    if (!json) {
        snprintf(error, CONFIG_ERROR_SIZE, "%s", reason);
        return false;
    }
    struct draft *draft = calloc(1, sizeof *draft);
    draft->values = *config;
    bool good = json_fill(json, whole_file, JSON_STRICT, draft, "", reason) && read_lists(draft, reason);
    if (good && !config_is_text_scale(draft->values.text_scale)) {
        snprintf(reason, sizeof reason, "display.text_scale: expected 1.0, 1.25, 1.5 or 1.75");
        good = false;
    }
    if (good) {
        make_absolute(draft->values.ca_file, config->ca_file, file);
        make_absolute(draft->values.client_cert, config->client_cert, file);
        make_absolute(draft->values.client_key, config->client_key, file);
        make_absolute(draft->values.keymap, config->keymap, file);
        make_absolute(draft->values.theme, config->theme, file);
        make_absolute(draft->values.logo, config->logo, file);
    }
    *config = draft->values; /* the lists changed owner even where the file is refused: config_destroy() frees them */
    free(draft);
    json_object_put(json);
    return good || say(error, file, reason);
}

static int is_json_file(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static bool read_more(struct config *config, const char *path, char *error) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s/conf.d", slash ? (int)(slash - path) : 1, slash ? path : ".");
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_json_file, alphasort);
    bool good = true; /* no folder is no fault */
    for (int i = 0; i < count; i++) {
        char file[PATH_MAX + 256];
        snprintf(file, sizeof file, "%s/%s", folder, entries[i]->d_name);
        good = good && read_one(config, file, error);
        free(entries[i]);
    }
    free(entries);
    return good;
}

static bool is_complete(const struct config *config, const char *path, char *error) {
    const struct {
        bool there;
        const char *missing;
    } required[] = {
        {config->device_id[0], "device.id: is missing"},
        {config->hotline_name[0], "hotline.name: is missing"},
        {config->hotline_phone[0], "hotline.phone: is missing"},
        {config->emergency_phone[0], "hotline.emergency_phone: is missing"},
        {config->endpoints.word[0], "hotline.endpoints: is missing"},
        {config->ca_file[0], "hotline.ca_file: is missing"},
        {config->client_cert[0], "hotline.client_cert: is missing"},
        {config->client_key[0], "hotline.client_key: is missing"},
    };
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++)
        if (!required[i].there)
            return say(error, path, required[i].missing);
    if (strspn(config->device_id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") !=
        strlen(config->device_id)) /* it goes into a header and a certificate's name */
        return say(error, path, "device.id: expected letters, digits, '-', '_' and '.'");
    return true;
}

struct config *config_read(const char *path, char *error) {
    struct config *config = malloc(sizeof *config);
    if (!config)
        abort(); /* at the very start of the program */
    *config = defaults;
    const char *speech[] = {"espeak-ng", "-v", "{voice}", "-s", "{speed}", "--stdout"};
    for (size_t i = 0; i < sizeof speech / sizeof speech[0]; i++)
        config->speech_command.word[i] = strdup(speech[i]);
    if (read_one(config, path, error) && read_more(config, path, error) && is_complete(config, path, error))
        return config;
    config_destroy(config);
    return NULL;
}

void config_destroy(struct config *config) {
    if (!config)
        return;
    struct config_words *lists[] = {&config->endpoints, &config->pins,      &config->speech_command, &config->hook_show,
                                    &config->hook_hide, &config->hook_mute, &config->hook_unmute};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        free_words(lists[i]);
    free(config);
}
