/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_SPEECH_CONFIG_H
#define STB_APP_CONFIG_SPEECH_CONFIG_H
/* How guidance is to speak, for the wire: the operator's command with its places filled by what holds now. A word
 * "{voice}" becomes the voice of the language, "{speed}" the words a minute; both also inside a word. (pure) */
struct config;
struct json_object;
struct json_object *speech_config_message(const struct config *config); /* a new object; ipc.h, VOICE */
#endif
