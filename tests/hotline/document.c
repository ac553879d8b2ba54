/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalog is edited while the simulator runs ("the same day on 20,000 boxes"), so its file is looked at again and
 * again: the time of change tells, and text that is no JSON (an editor in the middle of saving) is left alone until the
 * next change. The tag is 128 bits of FNV-1a over the content: it has to differ when the content does, not to resist
 * anyone.
 */
#include "tests/hotline/document.h"

#include "stb-app/base/json.h"
#include "stb-app/base/log.h"

#include <errno.h>
#include <json-c/json_object.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static uint64_t fnv(const unsigned char *bytes, size_t length, uint64_t hash) {
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

void document_etag(const void *content, size_t length, char etag[DOCUMENT_ETAG_SIZE]) {
    snprintf(etag, DOCUMENT_ETAG_SIZE, "\"%016llx%016llx\"",
             (unsigned long long)fnv(content, length, 0xcbf29ce484222325u),
             (unsigned long long)fnv(content, length, 0x9ae16a3b2f90404fu + length));
}

bool document_matches(const char *if_none_match, const char *etag) {
    if (!if_none_match || !*etag)
        return false;
    return strcmp(if_none_match, "*") == 0 || strstr(if_none_match, etag) != NULL;
}

static bool take(struct document *document, char *text, size_t length) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json = json_parse(text, length, DOCUMENT_MAX, error);
    if (!json) {
        log_warning("hotline", "%s: %s", document->path ? document->path : "built-in document", error);
        free(text);
        return false;
    }
    free(document->text);
    json_object_put(document->json);
    document->text = text;
    document->length = length;
    document->json = json;
    document_etag(text, length, document->etag);
    return true;
}

bool document_set(struct document *document, const char *text, size_t length) {
    char *copy = malloc(length + 1);
    if (!copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = 0;
    return take(document, copy, length);
}

static char *read_whole(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(DOCUMENT_MAX + 1) : NULL;
    *length = text ? fread(text, 1, DOCUMENT_MAX, file) : 0;
    if (text)
        text[*length] = 0;
    else
        log_error("hotline", "%s: %s", path, strerror(errno));
    if (file)
        fclose(file);
    char *less = text ? realloc(text, *length + 1) : NULL;
    return less ? less : text;
}

static int64_t changed_at(const char *path) {
    struct stat found;
    return stat(path, &found) == 0 ? found.st_mtim.tv_sec * INT64_C(1000000000) + found.st_mtim.tv_nsec : 0;
}

static bool read_again(struct document *document) {
    size_t length;
    document->changed_ns = changed_at(document->path);
    char *text = read_whole(document->path, &length);
    return text && take(document, text, length);
}

bool document_load(struct document *document, const char *path) {
    document->path = strdup(path);
    return document->path && read_again(document);
}

bool document_refresh(struct document *document) {
    if (!document->path)
        return false;
    int64_t changed = changed_at(document->path);
    return changed && changed != document->changed_ns && read_again(document);
}

void document_clear(struct document *document) {
    free(document->path);
    free(document->text);
    json_object_put(document->json);
    *document = (struct document){0};
}
