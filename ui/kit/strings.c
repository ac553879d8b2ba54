/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One flat JSON object of texts, kept as it was read; a text is found by its key. A key that is missing shows itself on
 * the screen: ugly, seen at once, and never a crash; the tests compare the keys of all languages with those in use.
 * Cutting at the end of the buffer never leaves half a character.
 *
 * "[...]" is an optional part: it is left out, or replaced by what stands behind its "|", when one of its placeholders
 * has an empty value. So a sentence loses "dial {phone}" on a box whose operator gave no phone number, in every
 * language by the translator's own punctuation. Optional parts do not nest.
 */
#include "ui/kit/strings.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct strings {
    struct json_object *texts;
};

static bool all_texts(struct json_object *from) {
    if (!json_object_is_type(from, json_type_object))
        return false;
    json_object_object_foreach(from, key, value) {
        (void)key;
        if (!json_object_is_type(value, json_type_string))
            return false;
    }
    return true;
}

struct strings *strings_load(const char *path) {
    char error[JSON_ERROR_SIZE] = "";
    struct json_object *texts = json_read_file(path, 256 << 10, error);
    if (!texts) {
        log_error("strings", "%s", error);
        return NULL;
    }
    if (!all_texts(texts)) {
        log_error("strings", "%s: expected an object of texts", path);
        json_object_put(texts);
        return NULL;
    }
    struct strings *strings = memory_new(1, sizeof *strings);
    strings->texts = texts;
    return strings;
}

void strings_destroy(struct strings *strings) {
    if (!strings)
        return;
    json_object_put(strings->texts);
    free(strings);
}

bool strings_has(const struct strings *strings, const char *key) {
    return json_child(strings->texts, key) != NULL;
}

const char *strings_get(const struct strings *strings, const char *key) {
    static bool told;
    const char *text = json_text(strings->texts, key, NULL);
    if (text)
        return text;
    if (!told)
        log_error("strings", "there is no text for %s", key);
    told = true;
    return "…"; /* not the key: that may be a buffer of the caller's, and a scene outlives it */
}

static const char *value_of(const char *name, size_t length, va_list pairs) {
    va_list left;
    va_copy(left, pairs);
    const char *found = NULL, *key;
    while (!found && (key = va_arg(left, const char *))) {
        const char *value = va_arg(left, const char *);
        if (strlen(key) == length && strncmp(key, name, length) == 0)
            found = value ? value : "";
    }
    va_end(left);
    return found;
}

static size_t append(char *out, size_t size, size_t used, const char *text, size_t length) {
    if (length > size - 1 - used) {
        length = size - 1 - used;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(out + used, text, length);
    return used + length;
}

/* Appends TEXT up to END with its placeholders filled. Returns how much of OUT is used. */
static size_t fill_part(char *out, size_t size, size_t used, const char *text, const char *end, va_list pairs) {
    while (text < end) {
        const char *close = *text == '{' ? memchr(text, '}', (size_t)(end - text)) : NULL;
        const char *value = close ? value_of(text + 1, (size_t)(close - text - 1), pairs) : NULL;
        const char *plain = memchr(text + 1, '{', (size_t)(end - text - 1));
        plain = plain ? plain : end;
        used = value ? append(out, size, used, value, strlen(value))
                     : append(out, size, used, text, (size_t)(plain - text));
        text = value ? close + 1 : plain;
    }
    return used;
}

/* Whether a placeholder between TEXT and END has an empty value. */
static bool lacks_value(const char *text, const char *end, va_list pairs) {
    while ((text = memchr(text, '{', (size_t)(end - text)))) {
        const char *close = memchr(text, '}', (size_t)(end - text));
        const char *value = close ? value_of(text + 1, (size_t)(close - text - 1), pairs) : NULL;
        if (value && !*value)
            return true;
        text++;
    }
    return false;
}

/* The optional part between FROM and END, both without its brackets. */
static size_t fill_optional(char *out, size_t size, size_t used, const char *from, const char *end, va_list pairs) {
    const char *instead = memchr(from, '|', (size_t)(end - from));
    const char *usual_end = instead ? instead : end;
    if (!lacks_value(from, usual_end, pairs))
        return fill_part(out, size, used, from, usual_end, pairs);
    return instead ? fill_part(out, size, used, instead + 1, end, pairs) : used;
}

void strings_fill_text(char *out, size_t size, const char *text, va_list pairs) {
    size_t used = 0;
    while (*text) {
        const char *close = *text == '[' ? strchr(text, ']') : NULL;
        const char *plain_end = text + 1 + strcspn(text + 1, "[");
        used = close ? fill_optional(out, size, used, text + 1, close, pairs)
                     : fill_part(out, size, used, text, plain_end, pairs);
        text = close ? close + 1 : plain_end;
    }
    out[used] = 0;
}

void strings_fill(const struct strings *strings, char *out, size_t size, const char *key, ...) {
    va_list pairs;
    va_start(pairs, key);
    strings_fill_text(out, size, strings_get(strings, key), pairs);
    va_end(pairs);
}
