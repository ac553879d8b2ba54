/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The drafts are one JSON object, as the screens get it and as the outbox keeps it, with the moment of each. A draft is
 * checked by the rules of a request, since that is what it becomes. The trap: a box may stand for weeks with a cart in
 * it, and last month's prices are nobody's wish, so an old one is dropped whenever they are told or a new one comes: at
 * the start alone would be never, for a box that is not switched off, or one that wakes up in 1970.
 */
#include "net/data/cart_drafts.h"

#include "net/api/api_status.h"
#include "net/outbox/outbox.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_MAX = 64 << 10 };
static const char setting_name[] = "drafts";

struct cart_drafts {
    struct outbox *outbox;
    struct json_object *all; /* {SERVICE:{"answers","items","at_ms"}} */
};

static void keep(const struct cart_drafts *drafts) {
    const char *text = json_object_to_json_string_ext(drafts->all, JSON_C_TO_STRING_PLAIN);
    if (drafts->outbox) /* a disk that does not take it is logged there */
        outbox_set_setting(drafts->outbox, setting_name, json_object_object_length(drafts->all) ? text : NULL);
}

/* A draft as a request would be: what it is checked by. */
static bool check(struct json_object *draft, const char *service, char *error) {
    struct request request;
    struct json_object *as = json_object_new_object();
    json_put_text(as, "id", "00000000-0000-4000-8000-000000000000");
    json_put_text(as, "kind", "service");
    json_put_text(as, "service", service);
    json_put_text(as, "trigger", "screen");
    json_object_object_add(as, "answers", json_object_get(json_child(draft, "answers")));
    json_object_object_add(as, "items", json_object_get(json_child(draft, "items")));
    bool good = api_to_request(as, &request, error);
    json_object_put(as);
    return good;
}

static bool is_old(struct json_object *draft, int64_t wall_ms) {
    int64_t at_ms = json_integer(draft, "at_ms", 0);
    return at_ms <= 0 || (at_ms < wall_ms && wall_ms - at_ms >= CART_DRAFTS_KEPT_MS);
}

static bool drop_one_old(struct cart_drafts *drafts, int64_t wall_ms) {
    json_object_object_foreach(drafts->all, service, draft) {
        if (is_old(draft, wall_ms)) {
            json_object_object_del(drafts->all, service);
            return true;
        }
    }
    return false;
}

static void drop_old(struct cart_drafts *drafts, int64_t wall_ms) {
    bool some = false;
    while (drop_one_old(drafts, wall_ms))
        some = true;
    if (some)
        keep(drafts);
}

static void load(struct cart_drafts *drafts) {
    char error[JSON_ERROR_SIZE];
    char *text = drafts->outbox ? outbox_setting(drafts->outbox, setting_name) : NULL;
    struct json_object *kept = text ? json_parse(text, strlen(text), KEPT_MAX, error) : NULL;
    if (text && !json_object_is_type(kept, json_type_object))
        log_warning("net", "the kept carts are not used: %s", kept ? "expected an object" : error);
    else if (kept) {
        json_object_object_foreach(kept, service, draft) {
            if (check(draft, service, error) && json_object_object_length(drafts->all) < CART_DRAFTS_MAX)
                json_object_object_add(drafts->all, service, json_object_get(draft));
        }
    }
    json_object_put(kept);
    free(text);
}

struct cart_drafts *cart_drafts_create(struct outbox *outbox, int64_t wall_ms) {
    struct cart_drafts *drafts = memory_new(1, sizeof *drafts);
    drafts->outbox = outbox;
    drafts->all = json_object_new_object();
    load(drafts);
    drop_old(drafts, wall_ms);
    return drafts;
}

void cart_drafts_destroy(struct cart_drafts *drafts) {
    if (!drafts)
        return;
    json_object_put(drafts->all);
    free(drafts);
}

bool cart_drafts_take(struct cart_drafts *drafts, struct json_object *message, int64_t wall_ms, char *error) {
    const char *service = json_text(message, "service", "");
    struct json_object *items = json_child(message, "items");
    if (!check(message, service, error))
        return false;
    if (!items || json_object_array_length(items) == 0) {
        cart_drafts_clear(drafts, service);
        return true;
    }
    drop_old(drafts, wall_ms);
    bool known = json_child(drafts->all, service) != NULL;
    if (!known && json_object_object_length(drafts->all) >= CART_DRAFTS_MAX) {
        snprintf(error, JSON_ERROR_SIZE, "there are %d carts already", CART_DRAFTS_MAX);
        return false;
    }
    struct json_object *draft = json_object_new_object();
    json_object_object_add(draft, "answers", json_object_get(json_child(message, "answers")));
    json_object_object_add(draft, "items", json_object_get(items));
    json_put_integer(draft, "at_ms", wall_ms);
    json_object_object_add(drafts->all, service, draft);
    keep(drafts);
    return true;
}

bool cart_drafts_clear(struct cart_drafts *drafts, const char *service) {
    if (!json_child(drafts->all, service))
        return false;
    json_object_object_del(drafts->all, service);
    keep(drafts);
    return true;
}

struct json_object *cart_drafts_for_wire(struct cart_drafts *drafts, int64_t wall_ms) {
    struct json_object *message = json_object_new_object();
    drop_old(drafts, wall_ms);
    json_object_object_add(message, "drafts", json_object_get(drafts->all));
    return message;
}
