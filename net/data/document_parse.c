/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap is memory: json-c's tree of a catalog is twelve times as large as its text, and what it leaves in pieces
 * would stay ours in part. So it lives here only, and is given back on every way out, a refusal's too.
 */
#include "net/data/document_parse.h"

#include "stb-app/base/loop.h"
#include "stb-app/base/malloc_tuning.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct json_object *promises_of(struct json_object *document) {
    struct json_object *services = json_child(document, "services"), *promises = json_object_new_object();
    for (size_t i = 0; services && i < json_object_array_length(services); i++) {
        struct json_object *service = json_object_array_get_idx(services, i);
        int64_t minutes = json_integer(service, "promise_minutes", 0);
        if (minutes > 0)
            json_put_integer(promises, json_text(service, "id", ""), minutes);
    }
    return promises;
}

static void fill(struct document_content *content, struct json_object *document) {
    const char *etag = json_text(document, "etag", "");
    snprintf(content->etag, sizeof content->etag, "%s", strlen(etag) < sizeof content->etag ? etag : "");
    content->line =
        memory_text(json_object_to_json_string_ext(document, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    content->promises = promises_of(document);
}

void document_parse(const struct document_rules *rules, const char *text, size_t length,
                    struct document_content *content) {
    *content = (struct document_content){.line = NULL};
    struct json_object *document = json_parse(text, length, rules->most, content->error);
    content->broken = document == NULL;
    if (document && rules->check(document, content->error))
        fill(content, document);
    json_object_put(document);
    malloc_tuning_give_back();
}

void document_parse_clear(struct document_content *content) {
    free(content->line);
    json_object_put(content->promises);
    *content = (struct document_content){.line = NULL};
}

/* --- beside the loop */

struct document_parsing {
    struct document_rules rules;
    char *text;
    size_t length;
    struct document_content content;
    document_parse_fn *done; /* NULL = nobody waits any more */
    void *data;
};

static void work(void *data) {
    struct document_parsing *parsing = data;
    document_parse(&parsing->rules, parsing->text, parsing->length, &parsing->content);
}

static void free_parsing(struct document_parsing *parsing) {
    document_parse_clear(&parsing->content);
    free(parsing->text);
    free(parsing);
}

static void worked(void *data) {
    struct document_parsing *parsing = data;
    if (parsing->done)
        parsing->done(parsing->data, &parsing->content);
    free_parsing(parsing);
}

struct document_parsing *document_parse_aside(struct loop *loop, const struct document_rules *rules, const char *text,
                                              size_t length, document_parse_fn *done, void *data) {
    struct document_parsing *parsing = memory_new(1, sizeof *parsing);
    parsing->rules = *rules;
    parsing->text = memory_new(length + 1, 1);
    memcpy(parsing->text, text, length);
    parsing->length = length;
    parsing->done = done;
    parsing->data = data;
    if (loop_aside(loop, work, worked, parsing))
        return parsing;
    free_parsing(parsing);
    return NULL;
}

const char *document_parse_text(const struct document_parsing *parsing, size_t *length) {
    *length = parsing->length;
    return parsing->text;
}

void document_parse_forget(struct document_parsing *parsing) {
    if (parsing)
        parsing->done = NULL;
}
