/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/hotline/contract_health.h"

#include "stb-app/base/json.h"
#include "tests/hotline/contract.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define COUNT_MAX 9007199254740991.0
struct health {
    char commit[41], last_end[64], ends[40], last_death[40];
    int64_t starts, memory_kib, remotes, deaths, median, p95, worst, sos_sent, sos_first, tests_sent, tests_first;
};
#define TEXT(name, member)                                                                                             \
    {                                                                                                                  \
        .key = (name), .kind = JSON_TEXT, .offset = offsetof(struct health, member),                                   \
        .size = sizeof(((struct health *)0)->member)                                                                   \
    }
#define NUMBER(name, presence, member, most)                                                                           \
    {                                                                                                                  \
        .key = (name), .kind = JSON_INTEGER, .rule = (presence), .offset = offsetof(struct health, member),            \
        .max = (most)                                                                                                  \
    }
#define GROUP(name, presence, of)                                                                                      \
    { .key = (name), .kind = JSON_GROUP, .rule = (presence), .fields = (of) }
static const struct json_field sos[] = {
    NUMBER("sent", JSON_MUST, sos_sent, COUNT_MAX), NUMBER("first", JSON_MUST, sos_first, COUNT_MAX), {0}};
static const struct json_field tests[] = {
    NUMBER("sent", JSON_MUST, tests_sent, COUNT_MAX), NUMBER("first", JSON_MUST, tests_first, COUNT_MAX), {0}};
static const struct json_field attempts[] = {GROUP("sos", JSON_MUST, sos), GROUP("tests", JSON_MUST, tests), {0}};
static const struct json_field times[] = {NUMBER("median", JSON_MUST, median, 1e9),
                                          NUMBER("p95", JSON_MUST, p95, 1e9),
                                          NUMBER("worst", JSON_MUST, worst, 1e9),
                                          {0}};
static const struct json_field screen[] = {NUMBER("deaths", JSON_MUST, deaths, COUNT_MAX),
                                           TEXT("last_death", last_death),
                                           GROUP("key_to_frame_ms", JSON_MAY, times),
                                           {0}};
static const struct json_field fields[] = {
    TEXT("commit", commit),
    NUMBER("starts", JSON_MAY, starts, COUNT_MAX),
    TEXT("last_end", last_end),
    NUMBER("memory_kib", JSON_MAY, memory_kib, COUNT_MAX),
    NUMBER("remotes", JSON_MAY, remotes, 1000),
    TEXT("certificate_ends", ends),
    GROUP("attempts", JSON_MUST, attempts),
    GROUP("screen", JSON_MAY, screen),
    {0},
};

bool contract_health(struct json_object *from, char *error) {
    struct health health = {0};
    if (!json_fill(from, fields, JSON_STRICT, &health, "health", error))
        return false;
    if (!health.ends[0] || contract_time(health.ends))
        return true;
    snprintf(error, JSON_ERROR_SIZE, "health.certificate_ends: expected an RFC 3339 time");
    return false;
}
