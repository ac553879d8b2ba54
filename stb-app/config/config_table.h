/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_CONFIG_TABLE_H
#define STB_APP_CONFIG_CONFIG_TABLE_H
/* The keys of a config file as one table: what may stand where, checked while it is read, and written again. (pure) */
#include "stb-app/base/json.h"

struct config;
/* Takes from JSON into CONFIG what is right and tells ON_FAULT of all that is not. True = there was no fault. */
bool config_table_read(struct json_object *json, struct config *config, json_fault_fn *on_fault, void *data);
/* CONFIG as a file that says all of it; a new object. */
struct json_object *config_table_write(const struct config *config);
#endif
