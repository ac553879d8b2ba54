/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_SPEECH_CONFIG_H
#define STB_APP_CONFIG_SPEECH_CONFIG_H
/* How stb-ui is to read aloud: the operator's command with its places filled by what holds now. In a word of it
 * "{voice}" stands for what the command calls the voice of the language, "{speed}" for the words a minute. Pure. */
#include "stb-app/config/config.h"
#include "stb-app/ipc/ipc_message.h"

struct speech_config { /* the words that VOICE points to */
    char text[CONFIG_WORDS_MAX][2 * CONFIG_WORD_SIZE];
    const char *word[CONFIG_WORDS_MAX];
};
/* VOICE holds as long as CONFIG and FILLED do. */
void speech_config_fill(struct speech_config *filled, const struct config *config, struct ipc_voice *voice);
#endif
