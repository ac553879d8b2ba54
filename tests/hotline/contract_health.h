/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_HOTLINE_CONTRACT_HEALTH_H
#define STB_HOTLINE_CONTRACT_HEALTH_H
/* The heartbeat's "health": how the box is, checked as net/hotline-api.yaml has it. */
#include <stdbool.h>

struct json_object;

/* False and ERROR (JSON_ERROR_SIZE bytes) when HEALTH is not as the contract wants it. */
bool contract_health(struct json_object *health, char *error);
#endif
