/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_JSON_H
#define STB_APP_BASE_JSON_H
/*
 * JSON from outside, bounded and checked: parsed with a limit on size, depth and memory, then filled into a struct by a
 * table of fields. What is wrong is said in one sentence that names the place and what was expected:
 * "display.text_scale: expected a number from 1 to 1.75".
 */
#include <json-c/json_object.h>
#include <stdbool.h>
#include <stddef.h>

enum { JSON_DEPTH_MAX = 16, JSON_CONTAINERS_MAX = 32768, JSON_VALUES_MAX = 131072, JSON_ERROR_SIZE = 256 };

/* ERROR (JSON_ERROR_SIZE bytes) gets the reason when they return NULL. One JSON value by RFC 8259 and nothing behind
 * it, at most MOST bytes; not more than one object or list for each 32 bytes of MOST and one value for each 8, nor more
 * than the bounds above. The caller owns the result: json_object_put(). */
struct json_object *json_parse(const char *text, size_t length, size_t most, char *error);
/* The path is part of ERROR. A byte order mark before the value is passed over. */
struct json_object *json_read_file(const char *path, size_t most, char *error);
/* As json_parse(); *AT is the byte at which TEXT ceased to be JSON. */
struct json_object *json_parse_at(const char *text, size_t length, size_t most, size_t *at, char *error);
/* A plain file's bytes without a byte order mark, one more than MOST at the most, and a 0 after them; the caller frees.
 * The path is part of ERROR. */
char *json_read_text(const char *path, size_t most, size_t *length, char *error);

enum json_kind {
    JSON_TEXT,  /* char[size] in the struct; longer text is an error, so is a control character, and more than max
                     characters (0 = as many as fit) */
    JSON_WORDS, /* char[size] for a person's eyes: max characters, and what is beyond is left away between two of them;
                     a control character becomes a blank */
    JSON_INTEGER, /* int64_t, min..max */
    JSON_NUMBER,  /* double, min..max */
    JSON_TRUTH,   /* bool */
    JSON_CHOICE,  /* int: the index in CHOICES (NULL-ended) */
    JSON_GROUP,   /* a nested object: FIELDS, with offsets from the same struct */
    JSON_ANY,     /* struct json_object *, borrowed from the parsed value; min..max bound an array's or object's length,
                     max 0 = not checked */
};
enum json_rule { JSON_MAY, JSON_MUST };
struct json_field {
    const char *key;
    enum json_kind kind;
    enum json_rule rule;
    size_t offset, size;
    double min, max;
    const char *const *choices;
    const struct json_field *fields; /* ended by a field with a NULL key */
};
enum json_strictness { JSON_STRICT /* an unknown key is an error */, JSON_LENIENT /* it is passed over */ };

/* Fills INTO by the table; what is absent stays as it was. On false ERROR names place and reason and INTO may be partly
 * filled. WHERE is the prefix of places: "" or "services[2]". */
bool json_fill(struct json_object *from, const struct json_field *fields, enum json_strictness strictness, void *into,
               const char *where, char *error);

/* As json_fill(), but goes on after a fault: ON_FAULT gets each with its place ("display.text_scale", "" = the whole),
 * until it returns false. Right values are filled in, wrong ones leave INTO's as they were. */
typedef bool json_fault_fn(void *data, const char *place, const char *expected);
bool json_fill_all(struct json_object *from, const struct json_field *fields, enum json_strictness strictness,
                   void *into, json_fault_fn *on_fault, void *data);

/* Reading one value with a default, for trusted messages between our own programs. */
const char *json_text(struct json_object *from, const char *key, const char *fallback);
int64_t json_integer(struct json_object *from, const char *key, int64_t fallback);
bool json_truth(struct json_object *from, const char *key, bool fallback);
struct json_object *json_child(struct json_object *from, const char *key); /* borrowed; NULL when absent */
/* Building: these set TO's member KEY; a TEXT of NULL sets nothing. */
void json_put_text(struct json_object *to, const char *key, const char *text);
void json_put_integer(struct json_object *to, const char *key, int64_t value);
void json_put_truth(struct json_object *to, const char *key, bool value);
#endif
