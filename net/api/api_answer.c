/* SPDX-License-Identifier: Apache-2.0 */
#include "net/api/api_answer.h"

#include "stb-app/base/json.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

enum { PROBLEM_MAX = 64 << 10 };

bool api_answer_is(const char *content_type, const char *media) {
    size_t length = strlen(media);
    return content_type && strncasecmp(content_type, media, length) == 0 && strchr("; \t", content_type[length]);
}

struct json_object *api_answer_json(const char *content_type, const char *body, size_t length, size_t most,
                                    char *error) {
    if (api_answer_is(content_type, "application/json"))
        return json_parse(body, length, most, error);
    snprintf(error, JSON_ERROR_SIZE, "expected application/json, got \"%.64s\"", content_type ? content_type : "");
    return NULL;
}

/* Of a 409 the member "status" may be the request's Status in place of the number. */
static bool tells_status(struct json_object *problem, int status) {
    struct json_object *told = json_child(problem, "status");
    return json_object_is_type(told, json_type_int) ? json_object_get_int(told) == status
                                                    : status == 409 && json_object_is_type(told, json_type_object);
}

struct json_object *api_answer_problem(int status, const char *content_type, const char *body, size_t length) {
    char error[JSON_ERROR_SIZE];
    if (!api_answer_is(content_type, "application/problem+json"))
        return NULL;
    struct json_object *problem = json_parse(body, length, PROBLEM_MAX, error);
    if (problem && *json_text(problem, "title", "") && json_text(problem, "detail", NULL) &&
        tells_status(problem, status))
        return problem;
    json_object_put(problem);
    return NULL;
}

/* Appends TEXT without control characters; false when it had to be cut, between two characters. */
static bool append(char *line, size_t size, const char *text) {
    size_t used = strlen(line);
    for (; *text && used + 1 < size; text++)
        line[used++] = (unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text;
    bool whole = !*text;
    for (; !whole && used && ((unsigned char)*text & 0xc0) == 0x80; text--)
        used--;
    line[used] = 0;
    return whole;
}

void api_answer_words(struct json_object *problem, char *words, size_t size) {
    const char *title = json_text(problem, "title", ""), *detail = json_text(problem, "detail", "");
    words[0] = 0;
    if (append(words, size, title) && (!*title || !*detail || append(words, size, ": ")))
        append(words, size, detail);
}

void api_answer_reason(struct json_object *problem, char *line, size_t size) {
    const char *member = json_text(problem, "member", "");
    char status[16] = "";
    line[0] = 0;
    if (json_object_is_type(json_child(problem, "status"), json_type_int))
        snprintf(status, sizeof status, "%d ", json_object_get_int(json_child(problem, "status")));
    if (append(line, size, status) && append(line, size, json_text(problem, "title", "")) && *member &&
        append(line, size, ", at "))
        append(line, size, member);
}

void api_answer_failure(int status, const char *content_type, const char *body, size_t length, const char *error,
                        char *line, size_t size) {
    struct json_object *problem = api_answer_problem(status, content_type, body, length);
    if (problem)
        api_answer_reason(problem, line, size);
    else if (status == 0)
        snprintf(line, size, "%s", error);
    else
        snprintf(line, size, "%d in \"%.64s\", which is no answer of the hotline", status,
                 content_type ? content_type : "");
    json_object_put(problem);
}
