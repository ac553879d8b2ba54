/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the outbox keeps is written and read by the protocol's table, which bounds it. The trap: a box may stand for
 * weeks with a cart in it, and last month's prices are nobody's wish, so an old one is dropped whenever they are told
 * or a new one comes: at the start alone would be never, for a box that is not switched off, or one that wakes up in
 * 1970.
 */
#include "net/data/cart_drafts.h"

#include "net/outbox/outbox.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_BYTES_MAX = 64 << 10 };
static const char setting[] = "drafts";

struct cart_drafts {
    struct outbox *outbox;
    struct cart_draft *list[CART_DRAFT_MAX];
    size_t count;
};

static void keep(const struct cart_drafts *drafts) {
    struct ipc_buffer text = {0};
    for (size_t i = 0; i < drafts->count; i++) {
        ipc_buffer_add_text(&text, i ? "," : "[");
        ipc_fields_write(&ipc_cart_draft_table, drafts->list[i], &text);
    }
    ipc_buffer_add(&text, "]", sizeof "]");
    if (drafts->outbox)
        outbox_set_setting(drafts->outbox, setting, drafts->count ? text.bytes : NULL);
    ipc_buffer_free(&text);
}

static bool is_old(const struct cart_draft *draft, int64_t wall_ms) {
    return draft->at_ms <= 0 || (draft->at_ms < wall_ms && wall_ms - draft->at_ms >= CART_DRAFTS_KEPT_MS);
}

static void remove_at(struct cart_drafts *drafts, size_t at) {
    free(drafts->list[at]);
    drafts->count--;
    memmove(&drafts->list[at], &drafts->list[at + 1], (drafts->count - at) * sizeof drafts->list[0]);
}

static void drop_old(struct cart_drafts *drafts, int64_t wall_ms) {
    size_t before = drafts->count;
    for (size_t i = before; i-- > 0;)
        if (is_old(drafts->list[i], wall_ms))
            remove_at(drafts, i);
    if (drafts->count != before)
        keep(drafts);
}

static void load_one(struct cart_drafts *drafts, struct json_object *kept) {
    char error[JSON_ERROR_SIZE];
    struct cart_draft *draft = memory_new(1, sizeof *draft);
    if (drafts->count < CART_DRAFT_MAX && ipc_fields_read(&ipc_cart_draft_table, kept, draft, error))
        drafts->list[drafts->count++] = draft;
    else
        free(draft);
}

static void load(struct cart_drafts *drafts) {
    char error[JSON_ERROR_SIZE];
    const char *text = drafts->outbox ? outbox_setting(drafts->outbox, setting) : NULL;
    struct json_object *kept = text ? json_parse(text, strlen(text), KEPT_BYTES_MAX, error) : NULL;
    if (text && !json_object_is_type(kept, json_type_array))
        log_warning("net", "the kept carts are not used: %s", kept ? "expected a list" : error);
    else if (kept)
        for (size_t i = 0; i < json_object_array_length(kept); i++)
            load_one(drafts, json_object_array_get_idx(kept, i));
    json_object_put(kept);
}

struct cart_drafts *cart_drafts_create(struct outbox *outbox, int64_t wall_ms) {
    struct cart_drafts *drafts = memory_new(1, sizeof *drafts);
    drafts->outbox = outbox;
    load(drafts);
    drop_old(drafts, wall_ms);
    return drafts;
}

/* Once a cart was begun since, the newer list is what is kept. */
void cart_drafts_restore(struct cart_drafts *drafts, int64_t wall_ms) {
    if (drafts->count > 0)
        return;
    load(drafts);
    drop_old(drafts, wall_ms);
}

void cart_drafts_destroy(struct cart_drafts *drafts) {
    if (!drafts)
        return;
    while (drafts->count)
        remove_at(drafts, drafts->count - 1);
    free(drafts);
}

/* Its place; COUNT = there is none. */
static size_t find(const struct cart_drafts *drafts, const char *service) {
    size_t at = 0;
    while (at < drafts->count && strcmp(drafts->list[at]->service, service) != 0)
        at++;
    return at;
}

bool cart_drafts_take(struct cart_drafts *drafts, const struct cart_draft *draft, int64_t wall_ms) {
    if (!draft->item_count) {
        cart_drafts_clear(drafts, draft->service);
        return true;
    }
    drop_old(drafts, wall_ms);
    size_t at = find(drafts, draft->service);
    if (at == CART_DRAFT_MAX)
        return false;
    if (at == drafts->count)
        drafts->list[drafts->count++] = memory_new(1, sizeof *draft);
    *drafts->list[at] = *draft;
    drafts->list[at]->at_ms = wall_ms;
    keep(drafts);
    return true;
}

bool cart_drafts_clear(struct cart_drafts *drafts, const char *service) {
    size_t at = find(drafts, service);
    if (at == drafts->count)
        return false;
    remove_at(drafts, at);
    keep(drafts);
    return true;
}

struct ipc_drafts cart_drafts_now(struct cart_drafts *drafts, int64_t wall_ms) {
    drop_old(drafts, wall_ms);
    return (struct ipc_drafts){.list = drafts->list, .count = drafts->count};
}
