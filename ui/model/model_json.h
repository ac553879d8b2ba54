/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_MODEL_JSON_H
#define STB_UI_MODEL_MODEL_JSON_H
/* What several messages of the wire have in common, from their JSON: texts, answers, items, a request's status. FROM
 * may be NULL or anything; ipc.h has the members. */
#include "stb-app/ipc/request.h"
#include <stddef.h>

struct json_object;
void model_json_text(char *to, size_t size, struct json_object *from,
                     const char *key); /* TO stays when there is none */
size_t model_json_answers(struct request_answer *answers, size_t most, struct json_object *from);
size_t model_json_items(struct request_item *items, struct json_object *from); /* at most REQUEST_ITEMS_MAX */
void model_json_reached(int64_t reached[STATES], struct json_object *from);    /* those that FROM names */
bool model_json_status(struct status *status, struct json_object *from);       /* false: of no known kind or state */
#endif
