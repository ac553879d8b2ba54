/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The config as the sum of its files. The trap: with conf.d a key is required in the sum of the files, not in each, so
 * "is missing" is checked at the end; and of files that cannot be read nobody knows what they would have said, so then
 * nothing is called missing.
 */
#include "stb-app/config/config.h"

#include "stb-app/base/fault_list.h"
#include "stb-app/base/memory.h"
#include "stb-app/config/config_file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct config defaults = {
    .timezone = "Asia/Shanghai",
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
    .voice_model = "/usr/share/pocketsphinx/model/en-us/en-us",
    .grace_s = 5,
    .log_level = 2,
};
static const char *const default_speech_command[] = {"espeak-ng", "-v",      "{voice}", "-s",
                                                     "{speed}",   "--stdin", "--stdout"};

void config_words_clear(struct config_words *words) {
    for (int i = 0; i < CONFIG_WORDS_MAX; i++)
        free(words->word[i]);
    *words = (struct config_words){0};
}

static struct config *config_of_defaults(void) {
    struct config *config = memory_copy(&defaults, sizeof defaults);
    for (size_t i = 0; i < sizeof default_speech_command / sizeof default_speech_command[0]; i++)
        config->speech_command.word[i] = memory_text(default_speech_command[i]);
    return config;
}

static int is_json_file(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

/* The files beside PATH, in conf.d; no such folder is no fault. False = one of them is no JSON. */
static bool read_more(const char *path, struct config *config, struct fault_list *faults) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s/conf.d", slash ? (int)(slash - path) : 1, slash ? path : ".");
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_json_file, alphasort);
    bool all = true;
    for (int i = 0; i < count; i++) {
        char file[PATH_MAX + 256];
        snprintf(file, sizeof file, "%s/%s", folder, entries[i]->d_name);
        all = config_file_read(file, config, faults) && all;
        free(entries[i]);
    }
    free(entries);
    return all;
}

/* Whether FAULTS says already what is the matter with KEY. */
static bool is_told(const struct fault_list *faults, const char *key) {
    char colon[64], bracket[64];
    snprintf(colon, sizeof colon, ": %s: ", key);
    snprintf(bracket, sizeof bracket, ": %s[", key);
    for (int i = 0; i < faults->count; i++)
        if (strstr(faults->line[i], colon) || strstr(faults->line[i], bracket))
            return true;
    return false;
}

static void find_missing(const struct config *config, const char *path, struct fault_list *faults) {
    const struct {
        bool there;
        const char *key, *expected;
    } required[] = {
        {config->device_id[0], "device.id", "the box's name of letters, digits, '-', '_' and '.'"},
        {config->hotline_name[0], "hotline.name", "the hotline's name, as it is shown"},
        {config->hotline_phone[0], "hotline.phone", "the phone number to dial"},
        {config->emergency_phone[0], "hotline.emergency_phone", "the phone number to dial"},
        {config->endpoints.word[0], "hotline.endpoints", "a list of 1 to 4 https://host:port"},
        {config->ca_file[0], "hotline.ca_file", "the path of a PEM file"},
        {config->client_cert[0], "hotline.client_cert", "the path of a PEM file"},
        {config->client_key[0], "hotline.client_key", "the path of a PEM file"},
    };
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++)
        if (!required[i].there && !is_told(faults, required[i].key))
            fault_list_add(faults, "%.250s:%d: %s: is missing, expected %s", path,
                           config_file_line(path, required[i].key), required[i].key, required[i].expected);
}

struct config *config_read(const char *path, struct fault_list *faults) {
    struct config *config = config_of_defaults();
    struct fault_list found = {0};
    bool all = config_file_read(path, config, &found);
    all = read_more(path, config, &found) && all;
    if (all)
        find_missing(config, path, &found);
    fault_list_add_all(faults, &found);
    fault_list_clear(&found);
    return config;
}

void config_destroy(struct config *config) {
    if (!config)
        return;
    struct config_words *lists[] = {&config->endpoints, &config->pins,      &config->speech_command, &config->hook_show,
                                    &config->hook_hide, &config->hook_mute, &config->hook_unmute};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        config_words_clear(lists[i]);
    free(config);
}
