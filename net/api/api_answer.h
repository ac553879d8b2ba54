/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_API_ANSWER_H
#define STB_NET_API_API_ANSWER_H
/*
 * Whether an answer is the hotline's own word. Between box and hotline stand proxies and portals that answer in its
 * place; only the media types and members of net/hotline-api.yaml are believed, all else is no answer.
 */
#include <stdbool.h>
#include <stddef.h>

struct json_object;

/* CONTENT_TYPE, parameters passed over, is MEDIA ("application/json"). Case does not matter. */
bool api_answer_is(const char *content_type, const char *media);
/* The body of a success in application/json, parsed and at most MOST bytes; NULL and ERROR (JSON_ERROR_SIZE bytes). */
struct json_object *api_answer_json(const char *content_type, const char *body, size_t length, size_t most,
                                    char *error);
/* The body of a problem in application/problem+json with its title, detail and the HTTP STATUS; NULL = it is none. */
struct json_object *api_answer_problem(int status, const char *content_type, const char *body, size_t length);
/* The hotline's words for the senior: title and detail, without control characters, cut between two of them. */
void api_answer_words(struct json_object *problem, char *words, size_t size);
/* One line for the log: status, title and the member at fault. Never the detail, which may quote a name or a phone. */
void api_answer_reason(struct json_object *problem, char *line, size_t size);
/* The same of an answer that is no success, problem or not; STATUS 0 = none came, for the reason ERROR. */
void api_answer_failure(int status, const char *content_type, const char *body, size_t length, const char *error,
                        char *line, size_t size);
#endif
