/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All of one catalog is made once when it comes, so that drawing a list of any length touches no JSON. The trap:
 * pointers into the catalog die with it. Only draw() and act() hold them, for the time of one call.
 */
#include "ui/model/service_catalog.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include <stdlib.h>
#include <string.h>

enum { SERVICES_MAX = 64 };

struct service_catalog {
    struct json_object *from;
    struct service *services;
    size_t count;
};

static size_t length_of(struct json_object *list) {
    return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

struct service_catalog *service_catalog_create(struct json_object *from) {
    struct json_object *services = json_child(from, "services"), *topics = json_child(from, "topics");
    if (!json_object_is_type(services, json_type_array)) {
        log_warning("ui", "a catalog without services came and is not used");
        return NULL;
    }
    struct service_catalog *c = memory_new(1, sizeof *c);
    c->from = json_object_get(from);
    c->services = memory_new(length_of(services) + length_of(topics), sizeof *c->services);
    for (size_t i = 0; i < length_of(services) && c->count < SERVICES_MAX; i++)
        service_read(&c->services[c->count++], json_object_array_get_idx(services, i));
    for (size_t i = 0; i < length_of(topics) && c->count < SERVICES_MAX; i++)
        service_read_topic(&c->services[c->count++], json_object_array_get_idx(topics, i));
    return c;
}

void service_catalog_destroy(struct service_catalog *c) {
    if (!c)
        return;
    for (size_t i = 0; i < c->count; i++)
        service_free(&c->services[i]);
    free(c->services);
    json_object_put(c->from);
    free(c);
}

size_t service_catalog_count(const struct service_catalog *c) {
    return c ? c->count : 0;
}

const struct service *service_catalog_at(const struct service_catalog *c, size_t index) {
    return index < service_catalog_count(c) ? &c->services[index] : NULL;
}

const struct service *service_catalog_find(const struct service_catalog *c, const char *id) {
    for (size_t i = 0; i < service_catalog_count(c); i++)
        if (strcmp(c->services[i].id, id) == 0)
            return &c->services[i];
    return NULL;
}

/* Puts SERVICE where its place belongs among the COUNT that are there; returns how many there are now. */
static size_t place_on_home(const struct service *home[SERVICE_HOME_MAX], size_t count, const struct service *service) {
    size_t at = count;
    while (at > 0 && home[at - 1]->home > service->home)
        at--;
    if (at == SERVICE_HOME_MAX)
        return count;
    count += count < SERVICE_HOME_MAX;
    memmove(&home[at + 1], &home[at], (count - 1 - at) * sizeof *home);
    home[at] = service;
    return count;
}

size_t service_catalog_home(const struct service_catalog *c, const struct service *home[SERVICE_HOME_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < service_catalog_count(c); i++)
        if (c->services[i].home > 0)
            count = place_on_home(home, count, &c->services[i]);
    return count;
}
