/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_DOCUMENT_H
#define HOTLINE_DOCUMENT_H
/* A JSON text that is served as it is (catalog, profile), with a strong ETag of its content, and read again when its
 * file changed. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

enum { DOCUMENT_ETAG_SIZE = 40, DOCUMENT_MAX = 8 << 20 };
struct document {
    char *path; /* NULL = built in, or none */
    char *text; /* NULL = there is none */
    size_t length;
    char etag[DOCUMENT_ETAG_SIZE]; /* with its quotes, as in the ETag header; "" without text */
    struct json_object *json;
    int64_t changed_ns;
};
bool document_load(struct document *document, const char *path); /* false after a logged reason */
bool document_set(struct document *document, const char *text, size_t length);
/* True when the file had changed and its new text was taken; one that is no JSON is logged once and passed over. */
bool document_refresh(struct document *document);
void document_clear(struct document *document);

void document_etag(const void *content, size_t length, char etag[DOCUMENT_ETAG_SIZE]);
/* Does an If-None-Match header name ETAG? Knows lists, "*" and weak tags. */
bool document_matches(const char *if_none_match, const char *etag);
#endif
