/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_IPC_FIELDS_H
#define STB_APP_IPC_IPC_FIELDS_H
/*
 * Structs as JSON and back, by tables: a table says what a struct's members are called, what kind they are, where they
 * lie and how large they may be. ipc_message.c has the tables of the messages; the outbox keeps a status and a notice
 * by the same ones.
 *
 * What is written can always be read again: what is beyond its bound is brought back to it, a control character becomes
 * a blank.
 * What is read is refused whole when one field is missing, of another kind or out of its bounds; fields that no table
 * knows are passed over.
 */
#include "stb-app/ipc/ipc_buffer.h"

#include <json-c/json_object.h>
#include <stdbool.h>

enum ipc_kind {
    IPC_TEXT,       /* char[]: bytes without its end count */
    IPC_BORROWED,   /* const char *: the sender's; when read, of the JSON value that it was read from */
    IPC_TRUTH,      /* bool */
    IPC_INTEGER,    /* int or int64_t, MIN to MAX */
    IPC_NUMBER,     /* double, MIN to MAX */
    IPC_CHOICE,     /* an enum, by the names of CHOICE */
    IPC_GROUP,      /* a struct inside of the struct */
    IPC_PART,       /* the same, its fields among the others; it has a name for nobody's eyes */
    IPC_LIST,       /* 0 to MAX structs */
    IPC_PAIRS,      /* 0 to MAX structs of two texts, as an object {first: second} */
    IPC_TEXTS,      /* const char *const *: 0 to MAX texts, borrowed as IPC_BORROWED is */
    IPC_TIMES,      /* int64_t for each value of CHOICE, ms since 1970, as an object {name: ms}; 0 is left out */
    IPC_RAW_OBJECT, /* struct ipc_raw: JSON that others check */
    IPC_RAW_LIST,
};
/* An optional field is left out where it is 0, false, "" or empty; where it is not read its member stays 0, false, "".
 */
enum ipc_rule { IPC_REQUIRED, IPC_OPTIONAL };
/* Where the structs of IPC_LIST and IPC_PAIRS are: T member[MAX], T *member, or T **member. Those on the heap are
 * ipc_fields_free()'s when they were read. */
enum ipc_place { IPC_INSIDE, IPC_HEAP, IPC_POINTERS };

struct ipc_raw {
    const char *text;         /* written if it is not NULL: one line of JSON, the sender's */
    struct json_object *json; /* else this; what was read is here, borrowed from the value that it was read from */
};

struct ipc_table;
struct ipc_field {
    const char *name; /* NULL ends a table */
    enum ipc_kind kind;
    enum ipc_rule rule;
    size_t offset, size;           /* of the member, as offsetof() and sizeof say */
    double min, max;               /* of a number, or of how many there are */
    size_t bytes;                  /* IPC_BORROWED, IPC_TEXTS: of one text, at most */
    const char *(*choice)(int);    /* the names, from 0 on; NULL after the last */
    const struct ipc_table *table; /* of the struct or structs inside */
    enum ipc_place place;
    size_t count; /* offset of a list's size_t */
};
struct ipc_table {
    const char *name;
    const struct ipc_field *fields;
    size_t size; /* of the struct */
    /* May be NULL. What fields alone cannot say: NULL = good, else what was expected. */
    const char *(*check)(const void *value);
};

void ipc_fields_write(const struct ipc_table *table, const void *from, struct ipc_buffer *out); /* "{...}" */
void ipc_fields_add(const struct ipc_table *table, const void *from, struct ipc_buffer *out); /* into an open object */
/* INTO is all 0 before; on false it is so again, and ERROR (JSON_ERROR_SIZE) says which field, and what was expected.
 */
bool ipc_fields_read(const struct ipc_table *table, struct json_object *from, void *into, char *error);
void ipc_fields_free(const struct ipc_table *table, void *value); /* what was read into it; it is all 0 then */
/* The bytes that a text may have. */
size_t ipc_fields_bytes(const struct ipc_field *field);
/* The struct number AT of a list in FROM. */
void *ipc_fields_element(const struct ipc_field *field, const void *from, size_t at);
size_t ipc_fields_count(const struct ipc_field *field, const void *from);
#endif
