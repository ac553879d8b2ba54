/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/config/speech_config.h"

#include <stdio.h>
#include <string.h>

static const char *const words_a_minute[] = {
    [IPC_SPEED_SLOW] = "110", [IPC_SPEED_NORMAL] = "140", [IPC_SPEED_QUICK] = "180"};

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

void speech_config_fill(struct speech_config *filled, const struct config *config, struct ipc_voice *voice) {
    size_t count = 0;
    for (char *const *word = config->speech_command.word; *word; word++) {
        fill_word(filled->text[count], sizeof filled->text[count], *word, config->voices[config->language],
                  words_a_minute[config->voice_speed]);
        filled->word[count] = filled->text[count];
        count++;
    }
    *voice = (struct ipc_voice){.guidance = config->guidance,
                                .speed = (enum ipc_speed)config->voice_speed,
                                .volume = (enum ipc_volume)config->voice_volume,
                                .command = filled->word,
                                .word_count = count,
                                .output = config->sound_output};
}
