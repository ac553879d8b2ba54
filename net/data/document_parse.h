/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_DOCUMENT_PARSE_H
#define STB_NET_DATA_DOCUMENT_PARSE_H
/*
 * A document of the hotline (catalog, profile) parsed, checked and made one line of text, beside the loop: a lawful one
 * of a megabyte takes a fifth of a second on an old box, and the red key waits for nothing.
 */
#include "stb-app/base/json.h"

enum { DOCUMENT_ETAG_SIZE = 128 };

struct document_content {
    char *line;                    /* whoever gets it frees it; NULL = the document is not used, ERROR says why */
    struct json_object *promises;  /* {"taxi":10}: the minutes of each service that promises any; likewise */
    char etag[DOCUMENT_ETAG_SIZE]; /* its own member, as it is; "" = none, or it is too long */
    bool broken;                   /* it is no JSON at all */
    char error[JSON_ERROR_SIZE];
};
struct document_rules {
    size_t most; /* bytes */
    bool (*check)(struct json_object *document, char *error);
};
void document_parse(const struct document_rules *rules, const char *text, size_t length,
                    struct document_content *content);
void document_parse_clear(struct document_content *content);

struct loop;
struct document_parsing;
/* The receiver may take line and promises out; what it leaves is freed. */
typedef void document_parse_fn(void *data, struct document_content *content);
/* TEXT is copied. DONE comes from the loop, once; NULL = it cannot be done beside, and DONE does not come. */
struct document_parsing *document_parse_aside(struct loop *loop, const struct document_rules *rules, const char *text,
                                              size_t length, document_parse_fn *done, void *data);
/* The text that was given, until DONE has returned. */
const char *document_parse_text(const struct document_parsing *parsing, size_t *length);
void document_parse_forget(struct document_parsing *parsing); /* DONE does not come any more. NULL is fine. */
#endif
