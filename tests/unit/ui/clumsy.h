/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_CLUMSY_H
#define STB_UI_CLUMSY_H
/*
 * A parent for the screens that plays all of stb-app's part by chance: it stores or not, at once or late or never, asks
 * about duplicates, opens and ends an SOS, listens, brings notices and lists and other prices, loses the line. Chance
 * is a number that is told. What a screen sends is held against the rules here, the moment it is sent.
 */
#include "fixture.h"
#include "hand.h"
#include <json-c/linkhash.h>

enum {
    REQUEST_LOG_MAX = 400,
    ORDERS_SHOWN = 10,
    CONTENT_SIZE = 4000,
    AGAIN_MS = 180000,
    ANSWER_MS = 10000,
    UNDO_MS = 10000 + 1000, /* the screen may have come up a little later */
    SEEN_SIZE = 3000,
    SEEN_MS = 1000
};

struct clumsy_order {
    char id[REQUEST_ID_SIZE], service[REQUEST_NAME_SIZE], content[CONTENT_SIZE];
    enum request_kind kind;
    int64_t asked_ms; /* the newest submit */
    int64_t saved_ms; /* 0 = is not */
    int64_t due_ms;   /* the answer to it comes then; 0 = none is owed */
    enum { ANSWER_SAVED, ANSWER_NOT_SAVED, ANSWER_NEVER } answer;
    bool told_duplicate; /* it was asked whether it is wanted twice, */
    bool wanted;         /* and it is */
    const char *status;
};

struct clumsy {
    struct room *room;
    struct hand hand;
    uint64_t chance;
    struct clumsy_order orders[REQUEST_LOG_MAX];
    size_t order_count;
    int64_t answered_ms; /* one after the other: no answer is due before this */
    bool television;     /* no stb-ui runs */
    bool steady;         /* this hand presses nothing but OK */
    bool alone;          /* it was started for a notice */
    int sos_number, sos_presses, notice_number;
    const char *sos_state; /* NULL = none was ever opened */
    char notice_answer[REQUEST_NAME_SIZE];
    long long options_n; /* asked, to be answered at: */
    int64_t options_due_ms;
    char options_step[REQUEST_NAME_SIZE];
    const char *listen; /* the microphone's state */
    int64_t listen_ms;  /* it comes to an end then; 0 = nobody listens */
    /* what the senior saw and pressed when the screens last sent something */
    enum action action;
    char screen[32], focus[SCENE_ID_SIZE];
    char seen[SEEN_SIZE];            /* what would be agreed to: an order's lines, a question; "" = nothing */
    int64_t seen_ms;                 /* it stands there since then, */
    unsigned long seen_press, press; /* since that press; and the newest */
    unsigned long submits, agains, cancels, replies, sets, spoken, restarts, messages;
};

#define CLUMSY_FAULT(clumsy, ...) hand_fault(&(clumsy)->hand, __VA_ARGS__)

/* 0 to LESS - 1 (xorshift64*). */
static inline int chance(struct clumsy *clumsy, int less) {
    clumsy->chance ^= clumsy->chance >> 12;
    clumsy->chance ^= clumsy->chance << 25;
    clumsy->chance ^= clumsy->chance >> 27;
    return (int)((clumsy->chance * 2685821657736338717ULL >> 33) % (uint64_t)less);
}

static inline bool sos_incident_is_open(const struct clumsy *clumsy) {
    return clumsy->sos_state && strcmp(clumsy->sos_state, "closed") != 0 && strcmp(clumsy->sos_state, "cancelled") != 0;
}

static inline struct clumsy_order *clumsy_find(struct clumsy *clumsy, const char *id) {
    for (size_t i = 0; i < clumsy->order_count; i++)
        if (strcmp(clumsy->orders[i].id, id) == 0)
            return &clumsy->orders[i];
    return NULL;
}

/* --- what the parent says */

static inline void clumsy_tell(struct clumsy *clumsy, enum ipc_type type, const char *json) {
    if (clumsy->room->stack || type != IPC_SUBMITTED)
        room_tell(clumsy->room, type, json);
}

static inline void clumsy_tell_requests(struct clumsy *clumsy) {
    char json[8000] = "{\"requests\":[", *end = json + strlen(json);
    size_t shown = 0;
    for (size_t i = clumsy->order_count; i-- > 0 && shown < ORDERS_SHOWN;) {
        const struct clumsy_order *order = &clumsy->orders[i];
        if (!order->saved_ms)
            continue;
        end += sprintf(end,
                       "%s{\"id\":\"%s\",\"kind\":\"%s\",\"service\":\"%s\",\"status\":\"%s\",\"created_at_ms\":%lld,"
                       "\"updated_at_ms\":%lld,\"can_cancel\":%s}",
                       shown++ ? "," : "", order->id, request_kind_name(order->kind), order->service, order->status,
                       (long long)(ROOM_WALL + order->saved_ms - ROOM_NOW), (long long)ROOM_WALL,
                       strcmp(order->status, "cancelled") == 0 ? "false" : "true");
    }
    strcpy(end, "],\"pending\":0}");
    clumsy_tell(clumsy, IPC_REQUESTS, json);
}

static inline void clumsy_tell_sos(struct clumsy *clumsy, const char *state, int64_t grace_ms) {
    char json[300];
    clumsy->sos_state = state;
    snprintf(json, sizeof json,
             "{\"id\":\"sos-%d\",\"state\":\"%s\",\"since_ms\":%d,\"grace_left_ms\":%lld,\"presses\":%d}",
             clumsy->sos_number, state, grace_ms ? 100 : 9000, (long long)grace_ms, clumsy->sos_presses);
    clumsy_tell(clumsy, IPC_SOS, json);
}

static inline void clumsy_tell_notices(struct clumsy *clumsy) {
    char json[500];
    snprintf(json, sizeof json,
             "{\"notices\":[{\"id\":\"n%d\",\"kind\":\"care\",\"title\":\"您今天好吗？\",\"text\":\"请按一个数字。\","
             "\"at_ms\":%lld,\"answered\":\"%s\",\"choices\":[%s]}],\"alone\":%s}",
             clumsy->notice_number, (long long)ROOM_WALL, clumsy->notice_answer,
             clumsy->notice_number % 3 == 0 ? ""
                                            : "{\"id\":\"fine\",\"title\":\"很好\"},{\"id\":\"unwell\",\"title\":"
                                              "\"不太好\"},{\"id\":\"call\",\"title\":\"请打电话给我\"}",
             clumsy->alone ? "true" : "false");
    clumsy_tell(clumsy, IPC_NOTICES, json);
}

static inline void clumsy_tell_listen(struct clumsy *clumsy) {
    char json[200];
    snprintf(json, sizeof json, "{\"state\":\"%s\",\"level\":%d,\"heard_ms\":3000,\"most_ms\":8000,\"id\":\"%s\"}",
             clumsy->listen, chance(clumsy, 100), strcmp(clumsy->listen, "heard") == 0 ? ROOM_ID : "");
    clumsy->spoken += strcmp(clumsy->listen, "heard") == 0;
    clumsy_tell(clumsy, IPC_MIC, json);
}

/* Whatever has a price gets another one. */
static inline void clumsy_reprice(struct clumsy *clumsy, struct json_object *in) {
    if (json_object_is_type(in, json_type_array))
        for (size_t i = 0; i < json_object_array_length(in); i++)
            clumsy_reprice(clumsy, json_object_array_get_idx(in, i));
    if (!json_object_is_type(in, json_type_object))
        return;
    json_object_object_foreach(in, key, value) {
        if (strcmp(key, "pay") == 0)
            json_object_set_int64(value, 100 + 100 * chance(clumsy, 3));
        else
            clumsy_reprice(clumsy, value);
    }
}

static inline void clumsy_tell_prices(struct clumsy *clumsy, enum ipc_type type, const char *json) {
    char error[JSON_ERROR_SIZE];
    struct json_object *message = json_parse(json, strlen(json), 1 << 20, error);
    clumsy_reprice(clumsy, message);
    clumsy_tell(clumsy, type, json_object_to_json_string(message));
    json_object_put(message);
}

static inline void clumsy_tell_catalog(struct clumsy *clumsy) {
    char *json = order_catalog_text();
    clumsy_tell_prices(clumsy, IPC_CATALOG, json);
    free(json);
}

static inline void clumsy_tell_options(struct clumsy *clumsy) {
    char json[4000];
    int luck = chance(clumsy, 10);
    if (luck == 0)
        snprintf(json, sizeof json, "{\"n\":%lld,\"ok\":false,\"problem\":\"busy\"}", clumsy->options_n);
    else
        snprintf(json, sizeof json, "{\"n\":%lld,\"ok\":true,\"age_ms\":%d,\"options\":[%s]}", clumsy->options_n,
                 luck == 1 ? 600000 : 0, strcmp(clumsy->options_step, "slot") == 0 ? ORDER_SLOTS : ORDER_DISHES);
    if (luck < 5)
        clumsy_tell(clumsy, IPC_OPTIONS, json);
    else
        clumsy_tell_prices(clumsy, IPC_OPTIONS, json);
}

static inline bool clumsy_is_dead(const struct clumsy_order *order) {
    return strcmp(order->status, "cancelled") == 0 || strcmp(order->status, "rejected") == 0 ||
           strcmp(order->status, "expired") == 0;
}

/* The id of one with the same content that was stored a moment ago; NULL = there is none. */
static inline const char *clumsy_same(const struct clumsy *clumsy, const struct clumsy_order *order) {
    for (size_t i = 0; i < clumsy->order_count; i++) {
        const struct clumsy_order *other = &clumsy->orders[i];
        if (other != order && other->saved_ms && clumsy->room->now_ms - other->saved_ms < AGAIN_MS &&
            !clumsy_is_dead(other) && strcmp(other->content, order->content) == 0)
            return other->id;
    }
    return NULL;
}

static inline void clumsy_answer(struct clumsy *clumsy, struct clumsy_order *order) {
    char json[200];
    const char *same = order->wanted ? NULL : clumsy_same(clumsy, order);
    order->due_ms = 0;
    order->told_duplicate = same != NULL;
    bool saved = !same && order->answer == ANSWER_SAVED;
    if (saved) {
        order->saved_ms = clumsy->room->now_ms;
        order->status = "received";
        clumsy_tell_requests(clumsy);
    }
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"saved\":%s,\"duplicate\":\"%s\"}", order->id,
             saved ? "true" : "false", same ? same : "");
    clumsy_tell(clumsy, IPC_SUBMITTED, json);
}

/* --- what the screens send */

/* What is agreed to stood there for a second, and before that press. */
static inline void clumsy_judge_seen(struct clumsy *clumsy, const char *what) {
    int64_t for_ms = clumsy->room->now_ms - clumsy->seen_ms;
    if (!clumsy->seen[0] || for_ms < SEEN_MS)
        CLUMSY_FAULT(clumsy, "%s after %lld ms on %s: %s", what, (long long)for_ms, clumsy->screen, clumsy->seen);
    if (clumsy->press == clumsy->seen_press)
        CLUMSY_FAULT(clumsy, "%s by the press that brought %s", what, clumsy->seen);
}

/* OK, and on what orders or cancels. */
static inline void clumsy_judge_assent(struct clumsy *clumsy, const char *what, const char *screen, const char *focus) {
    if (clumsy->action != ACTION_OK)
        CLUMSY_FAULT(clumsy, "%s by %s", what, action_name(clumsy->action));
    if (strcmp(clumsy->screen, screen) != 0 || strcmp(clumsy->focus, focus) != 0)
        CLUMSY_FAULT(clumsy, "%s on %s, %s", what, clumsy->screen, clumsy->focus);
    clumsy_judge_seen(clumsy, what);
}

static inline void clumsy_judge_order(struct clumsy *clumsy, const struct clumsy_order *order, const char *id,
                                      const char *content, bool again) {
    if (!id[0])
        CLUMSY_FAULT(clumsy, "a request without an id");
    if (again)
        clumsy_judge_assent(clumsy, "ordered once more", "message", "again");
    else
        clumsy_judge_assent(clumsy, "ordered", "confirm", "confirm");
    if (again && (!order || !order->told_duplicate))
        CLUMSY_FAULT(clumsy, "once more, and nobody had asked");
    if (order && order->saved_ms)
        CLUMSY_FAULT(clumsy, "%s was saved and is sent once more", id);
    if (order && order->due_ms && clumsy->room->now_ms - order->asked_ms < ANSWER_MS)
        CLUMSY_FAULT(clumsy, "%s is sent once more while it is waited for", id);
    if (order && strcmp(order->content, content) != 0)
        CLUMSY_FAULT(clumsy, "%s was %s and is now %s", id, order->content, content);
}

static inline struct clumsy_order *clumsy_add(struct clumsy *clumsy, struct json_object *message, const char *content) {
    if (clumsy->order_count == REQUEST_LOG_MAX) { /* a new page in the book */
        memmove(clumsy->orders, clumsy->orders + REQUEST_LOG_MAX / 2, sizeof clumsy->orders / 2);
        clumsy->order_count = REQUEST_LOG_MAX / 2;
    }
    struct clumsy_order *order = &clumsy->orders[clumsy->order_count++];
    *order = (struct clumsy_order){.status = ""};
    snprintf(order->id, sizeof order->id, "%s", json_text(message, "id", ""));
    snprintf(order->service, sizeof order->service, "%s", json_text(message, "service", ""));
    snprintf(order->content, sizeof order->content, "%s", content);
    request_kind_from_name(json_text(message, "kind", ""), &order->kind);
    return order;
}

static inline void clumsy_submit(struct clumsy *clumsy, struct json_object *message) {
    const char *id = json_text(message, "id", "");
    bool again = json_truth(message, "again", false);
    struct clumsy_order *order = clumsy_find(clumsy, id);
    int64_t now_ms = clumsy->room->now_ms;
    char content[CONTENT_SIZE];
    clumsy->submits++;
    clumsy->agains += again;
    snprintf(content, sizeof content, "%s %s %s %s", json_text(message, "kind", ""), json_text(message, "service", ""),
             json_object_to_json_string(json_child(message, "answers")),
             json_object_to_json_string(json_child(message, "items")));
    clumsy_judge_order(clumsy, order, id, content, again);
    if (!order)
        order = clumsy_add(clumsy, message, content);
    int luck = chance(clumsy, 20), late_ms = chance(clumsy, 4) ? 1 : 1 + chance(clumsy, 6000);
    order->answer = luck == 0 ? ANSWER_NOT_SAVED : luck == 1 ? ANSWER_NEVER : ANSWER_SAVED;
    order->asked_ms = now_ms;
    order->wanted = again;
    order->told_duplicate = false;
    if (clumsy->answered_ms < now_ms + late_ms)
        clumsy->answered_ms = now_ms + late_ms;
    order->due_ms = clumsy->answered_ms;
}

static inline void clumsy_cancel(struct clumsy *clumsy, const char *id) {
    struct clumsy_order *order = clumsy_find(clumsy, id);
    clumsy->cancels++;
    if (strcmp(clumsy->screen, "result") != 0)
        clumsy_judge_assent(clumsy, "cancelled", "message", "cancel");
    else if (clumsy->action != ACTION_OK || strcmp(clumsy->focus, "undo") != 0 || !order ||
             clumsy->room->now_ms - order->saved_ms > UNDO_MS)
        CLUMSY_FAULT(clumsy, "taken back by %s on %s", action_name(clumsy->action), clumsy->focus);
    if (order)
        order->status = "cancelled";
    clumsy_tell_requests(clumsy);
}

static inline void clumsy_listen(struct clumsy *clumsy, const char *what) {
    int64_t now_ms = clumsy->room->now_ms;
    if (strcmp(what, "begin") == 0) {
        clumsy->listen = chance(clumsy, 8) ? "hearing" : "busy";
        clumsy->listen_ms = now_ms + 8000;
    } else if (strcmp(what, "enough") == 0) {
        clumsy->listen = "heard";
        clumsy->listen_ms = 0;
    } else {
        clumsy->listen = "ready";
        clumsy->listen_ms = 0;
    }
    clumsy_tell_listen(clumsy);
}

static inline void clumsy_take(struct clumsy *clumsy, enum ipc_type type, struct json_object *message) {
    const char *what = json_text(message, "do", "");
    switch (type) {
    case IPC_SUBMIT:
        clumsy_submit(clumsy, message);
        break;
    case IPC_CANCEL:
        clumsy_cancel(clumsy, json_text(message, "id", ""));
        break;
    case IPC_LISTEN:
        clumsy_listen(clumsy, what);
        break;
    case IPC_SOS_DO:
        if (strcmp(what, "cancel") == 0 && sos_incident_is_open(clumsy))
            clumsy_tell_sos(clumsy, "cancelled", 0);
        else if (strcmp(what, "cancel") != 0 && sos_incident_is_open(clumsy))
            clumsy->sos_presses++;
        break;
    case IPC_REPLY:
        clumsy->replies++;
        clumsy_judge_seen(clumsy, "answered");
        if (clumsy->steady && strcmp(json_text(message, "choice", ""), "seen") != 0)
            CLUMSY_FAULT(clumsy, "answered %s by OK alone", json_text(message, "choice", ""));
        snprintf(clumsy->notice_answer, sizeof clumsy->notice_answer, "%s", json_text(message, "choice", ""));
        clumsy_tell_notices(clumsy);
        break;
    case IPC_QUESTION:
        clumsy->options_n = json_integer(message, "n", 0);
        snprintf(clumsy->options_step, sizeof clumsy->options_step, "%s", json_text(message, "step", ""));
        clumsy->options_due_ms = clumsy->room->now_ms + (chance(clumsy, 3) ? 5 : chance(clumsy, 15000));
        break;
    case IPC_TV:
        clumsy->television = true;
        break;
    case IPC_SET:
        clumsy->sets++;
        break;
    default:
        break;
    }
}

static inline void clumsy_hear(struct clumsy *clumsy) {
    struct room *room = clumsy->room;
    for (size_t i = 0; i < room->sent_count; i++) {
        clumsy_take(clumsy, room->sent[i].type, room->sent[i].message);
        json_object_put(room->sent[i].message);
        room->sent[i].message = NULL;
    }
    clumsy->messages += room->sent_count;
    room->sent_count = 0;
}

/* --- what happens by itself */

static inline void clumsy_sos_goes_on(struct clumsy *clumsy) {
    static const char *const states[] = {"received", "answered", "help_sent", "arrived", "closed", "waiting"};
    if (sos_incident_is_open(clumsy))
        clumsy_tell_sos(clumsy, states[chance(clumsy, 6)], 0);
}

static inline void clumsy_order_goes_on(struct clumsy *clumsy) {
    static const char *const states[] = {"accepted", "on_the_way", "done", "rejected", "expired"};
    if (!clumsy->order_count)
        return;
    struct clumsy_order *order = &clumsy->orders[chance(clumsy, (int)clumsy->order_count)];
    const char *next = states[chance(clumsy, 5)];
    bool call = order->kind == REQUEST_CALLBACK && strcmp(next, "on_the_way") == 0; /* nobody comes for a call */
    order->status = order->saved_ms ? (call ? "answered" : next) : order->status;
    clumsy_tell_requests(clumsy);
}

/* One piece of news, or nothing. */
static inline void clumsy_happens(struct clumsy *clumsy) {
    static const char *const links[] = {"connected", "connected", "connecting", "offline"};
    char json[100];
    switch (chance(clumsy, 8)) {
    case 0:
        snprintf(json, sizeof json, "{\"state\":\"%s\"}", links[chance(clumsy, 4)]);
        clumsy_tell(clumsy, IPC_LINK, json);
        break;
    case 1:
        clumsy->notice_number++;
        clumsy->notice_answer[0] = 0;
        clumsy_tell_notices(clumsy);
        break;
    case 2:
    case 3:
        clumsy_sos_goes_on(clumsy);
        break;
    case 4:
        clumsy_order_goes_on(clumsy);
        break;
    case 5: /* the catalog comes anew, with every screen where it is */
        order_catalog(clumsy->room);
        break;
    case 6:
        room_tell_catalog(clumsy->room, "tests/unit/ui/catalog.json");
        screen_stack_told(clumsy->room->stack);
        break;
    case 7:
        clumsy_tell_catalog(clumsy);
        break;
    }
}

/* What was promised for a time comes at it; and now and then something by itself. */
static inline void clumsy_time_passes(struct clumsy *clumsy, int64_t now_ms) {
    clumsy->room->now_ms = now_ms;
    for (size_t i = 0; i < clumsy->order_count; i++)
        if (clumsy->orders[i].due_ms && clumsy->orders[i].due_ms <= now_ms && clumsy->orders[i].answer != ANSWER_NEVER)
            clumsy_answer(clumsy, &clumsy->orders[i]);
    if (clumsy->options_n && clumsy->options_due_ms <= now_ms) {
        clumsy_tell_options(clumsy);
        clumsy->options_n = 0;
    }
    if (clumsy->listen_ms && clumsy->listen_ms <= now_ms)
        clumsy_listen(clumsy, "enough");
    if (chance(clumsy, 17) == 0)
        clumsy_happens(clumsy);
}
#endif
