/* SPDX-License-Identifier: Apache-2.0 */
#include "net/data/delivery.h"

#include "stb-app/base/json.h"

#include <stddef.h>
#include <string.h>

enum { TEXT_MAX = 512 };
#define COUNT_MAX 1e15
#define COUNT(name, member)                                                                                            \
    { .key = (name), .kind = JSON_INTEGER, .offset = offsetof(struct delivery, member), .max = COUNT_MAX }
static const struct json_field sos[] = {COUNT("sent", sos.sent), COUNT("first", sos.first), {0}};
static const struct json_field tests[] = {COUNT("sent", tests.sent), COUNT("first", tests.first), {0}};
static const struct json_field fields[] = {
    {.key = "sos", .kind = JSON_GROUP, .fields = sos},
    {.key = "tests", .kind = JSON_GROUP, .fields = tests},
    {0},
};

void delivery_sent(struct delivery *delivery, bool test) {
    (test ? &delivery->tests : &delivery->sos)->sent++;
}

void delivery_first(struct delivery *delivery, bool test) {
    (test ? &delivery->tests : &delivery->sos)->first++;
}

static void put_count(struct json_object *to, const char *name, const struct delivery_count *count) {
    struct json_object *one = json_object_new_object();
    json_put_integer(one, "sent", count->sent);
    json_put_integer(one, "first", count->first);
    json_object_object_add(to, name, one);
}

struct json_object *delivery_write(const struct delivery *delivery) {
    struct json_object *whole = json_object_new_object();
    put_count(whole, "sos", &delivery->sos);
    put_count(whole, "tests", &delivery->tests);
    return whole;
}

void delivery_read(struct delivery *delivery, const char *text) {
    char error[JSON_ERROR_SIZE];
    struct delivery read = *delivery;
    struct json_object *whole = text ? json_parse(text, strlen(text), TEXT_MAX, error) : NULL;
    if (whole && json_fill(whole, fields, JSON_LENIENT, &read, "", error))
        *delivery = read;
    json_object_put(whole);
}
