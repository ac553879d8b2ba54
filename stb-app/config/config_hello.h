/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_CONFIG_HELLO_H
#define STB_APP_CONFIG_CONFIG_HELLO_H
/* What of a config stb-ui needs to know: its part of the hello. */
#include "stb-app/ipc/ipc_message.h"

struct config;
/* All but the voice, the hand and the scene, which are not the config's alone. HELLO holds as long as CONFIG does. */
void config_hello(const struct config *config, struct ipc_hello *hello);
#endif
