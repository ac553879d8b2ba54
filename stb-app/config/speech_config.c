/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/config/speech_config.h"

#include "stb-app/base/json.h"
#include "stb-app/config/config.h"

#include <stdio.h>
#include <string.h>

static const char *const words_a_minute[] = {"110", "140", "180"}; /* of config_speeds */

static void fill_word(char *out, size_t size, const char *word, const char *voice, const char *speed) {
    static const char *const places[] = {"{voice}", "{speed}"};
    const char *const values[] = {voice, speed};
    size_t used = 0;
    out[0] = 0;
    while (*word && used + 1 < size) {
        size_t at = 0;
        while (at < 2 && strncmp(word, places[at], strlen(places[at])) != 0)
            at++;
        int length = at < 2 ? snprintf(out + used, size - used, "%s", values[at])
                            : snprintf(out + used, size - used, "%c", *word);
        word += at < 2 ? strlen(places[at]) : 1;
        used += (size_t)length;
    }
}

struct json_object *speech_config_message(const struct config *config) {
    struct json_object *voice = json_object_new_object(), *command = json_object_new_array();
    for (char *const *word = config->speech_command.word; *word; word++) {
        char filled[2 * CONFIG_WORD_SIZE];
        fill_word(filled, sizeof filled, *word, config->voices[config->language], words_a_minute[config->voice_speed]);
        json_object_array_add(command, json_object_new_string(filled));
    }
    json_put_truth(voice, "guidance", config->guidance);
    json_put_text(voice, "speed", config_speeds[config->voice_speed]);
    json_put_text(voice, "volume", config_volumes[config->voice_volume]);
    json_object_object_add(voice, "command", command);
    json_put_text(voice, "output", config->sound_output);
    return voice;
}
