/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_CONFIG_RULES_H
#define STB_APP_CONFIG_CONFIG_RULES_H
/* What a value of the config has to look like, beyond its type and its range. (pure) */
#include <stdbool.h>

bool config_rules_text_scale(double scale);       /* 1.0, 1.25, 1.5 or 1.75 */
bool config_rules_device_id(const char *id);      /* it goes into a header and a certificate's name */
bool config_rules_phone(const char *phone);       /* as it is dialled, or written on a wall: "400-820-0000" */
bool config_rules_some_text(const char *text);    /* not empty */
bool config_rules_timezone(const char *zone);     /* "Asia/Shanghai" or a rule of POSIX, "CST-8" */
bool config_rules_devices(const char *devices);   /* "udev", or paths between commas */
bool config_rules_endpoint(const char *endpoint); /* https://host or https://host:port, and nothing behind it */
bool config_rules_pin(const char *pin);           /* "sha256//" and the base64 of a public key's SHA-256 */
#endif
