/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/config/config_hello.h"

#include "stb-app/config/config.h"

void config_hello(const struct config *config, struct ipc_hello *hello) {
    *hello = (struct ipc_hello){
        .text_scale = config->text_scale,
        .contrast = (enum ipc_contrast)config->contrast,
        .overscan_percent = (int)config->overscan_percent,
        .motion = config->motion,
        .theme = config->theme,
        .logo = config->logo,
        .language = config_languages[config->language],
        .ok_hold_ms = (int)config->ok_hold_ms,
        .idle_home_s = (int)config->idle_home_s,
        .first_run = config->first_run,
        .grace_s = (int)config->grace_s,
        .device = config->device_id,
        .hotline = {.name = config->hotline_name,
                    .phone = config->hotline_phone,
                    .emergency_phone = config->emergency_phone},
    };
}
