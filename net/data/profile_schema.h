/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_PROFILE_SCHEMA_H
#define STB_NET_DATA_PROFILE_SCHEMA_H
#include <stdbool.h>

struct json_object;

/* Whether a household's profile can be shown as it is. Pure. ERROR (JSON_ERROR_SIZE bytes) gets place and reason. */
bool profile_schema_check(struct json_object *profile, char *error);
#endif
