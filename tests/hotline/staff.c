/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row says: in this state, after so long, go there with so many minutes. A taxi counts its minutes down by being
 * accepted again; plate and driver come from the seed, and so does what goes wrong (a taxi that nobody drives, an hour
 * that is gone): a demonstration repeats itself to the letter. Nothing is remembered between calls: a restart goes on
 * where it was.
 */
#include "tests/hotline/staff.h"

#include "stb-app/base/json.h"

#include <stdio.h>
#include <string.h>

enum { NONE = -1 };
struct move {
    enum flow_kind kind;
    const char *service; /* "" = any */
    enum flow_state from, to;
    int wait_ms, eta;
};
static const struct move moves[] = {
    {FLOW_SOS, "", FLOW_RECEIVED, FLOW_ANSWERED, 3000, NONE},
    {FLOW_SOS, "", FLOW_ANSWERED, FLOW_HELP_SENT, 5000, 8},
    {FLOW_SOS, "", FLOW_HELP_SENT, FLOW_ARRIVED, 12000, NONE},
    {FLOW_SOS, "", FLOW_ARRIVED, FLOW_CLOSED, 10000, NONE},
    {FLOW_SERVICE, "taxi", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, 8},
    {FLOW_SERVICE, "taxi", FLOW_ON_THE_WAY, FLOW_ARRIVED, 6000, NONE},
    {FLOW_SERVICE, "taxi", FLOW_ARRIVED, FLOW_DONE, 10000, NONE},
    {FLOW_SERVICE, "hospital", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, NONE},
    {FLOW_SERVICE, "hospital", FLOW_ACCEPTED, FLOW_DONE, 60000, NONE},
    {FLOW_SERVICE, "meal", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, 40},
    {FLOW_SERVICE, "meal", FLOW_ACCEPTED, FLOW_ON_THE_WAY, 8000, 10},
    {FLOW_SERVICE, "grocery", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, 90},
    {FLOW_SERVICE, "grocery", FLOW_ACCEPTED, FLOW_ON_THE_WAY, 8000, 15},
    {FLOW_SERVICE, "", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, NONE},
    {FLOW_SERVICE, "", FLOW_ACCEPTED, FLOW_DONE, 12000, NONE},
    {FLOW_SERVICE, "", FLOW_ON_THE_WAY, FLOW_ARRIVED, 8000, NONE},
    {FLOW_SERVICE, "", FLOW_ARRIVED, FLOW_DONE, 8000, NONE},
    {FLOW_CALLBACK, "", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, 10},
    {FLOW_CALLBACK, "", FLOW_ACCEPTED, FLOW_ANSWERED, 8000, NONE},
    {FLOW_CALLBACK, "", FLOW_ANSWERED, FLOW_DONE, 10000, NONE},
};
/* What can go wrong, one time in so many; never with the first order of a service. */
static const struct mishap {
    const char *service;
    unsigned one_in;
    const char *headline, *message, *retry_step;
} mishaps[] = {
    {"taxi", 4, "没有找到车", "找了两轮，附近都没有空车。请过十分钟再试，或按“人工”让我们想办法。", ""},
    {"hospital", 4, "这个时间刚被约走了", "别的时间还有，换一个就行。", "slot"},
    {"meal", 4, "有一样饭菜刚卖完", "换一样就行，别的都给您留着。", "dishes"},
    {"grocery", 5, "最近这一班送满了", "换个时间就行，买菜单子给您留着。", "plan"},
};
#define ROUND_TWO "再找一次车（第二轮）"
static const char *const drivers[] = {"李师傅 138****3642", "王师傅 139****1807", "陈师傅 136****5520",
                                      "周师傅 137****9016"};

static unsigned mix(const char *id, unsigned seed) {
    unsigned hash = 2166136261u ^ seed;
    for (; *id; id++)
        hash = (hash ^ (unsigned char)*id) * 16777619u;
    return hash;
}

static void add_detail(struct json_object *list, const char *label, const char *value, const char *role) {
    struct json_object *detail = json_object_new_object();
    json_put_text(detail, "label", label);
    json_put_text(detail, "value", value);
    json_put_text(detail, "role", role);
    json_object_array_add(list, detail);
}

/* The seed alone chooses, so that request ids, which are random, do not change the picture. */
static struct json_object *taxi_details(unsigned seed) {
    struct json_object *details = json_object_new_array();
    unsigned chance = mix("taxi", seed);
    char plate[24];
    if (seed <= 1)
        snprintf(plate, sizeof plate, "沪A·X3642");
    else
        snprintf(plate, sizeof plate, "沪%c·%05u", "ABCDEFGHJKLMN"[chance / 7 % 13], chance % 100000);
    add_detail(details, "车牌", plate, "plate");
    add_detail(details, "司机", seed <= 1 ? drivers[0] : drivers[chance / 13 % 4], "phone");
    return details;
}

static const struct move *find(const struct record *record) {
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].kind == record->kind && moves[i].from == record->state &&
            (!*moves[i].service || strcmp(moves[i].service, record->service) == 0))
            return &moves[i];
    return NULL;
}

/* A minute of the taxi's takes three seconds; at two minutes it is nearly there. */
static bool count_down(const struct record *record, int64_t waited_ms, struct contract_push *push) {
    if (waited_ms < 3000)
        return false;
    int left = record->eta > 2 ? record->eta - 2 : 2;
    *push = (struct contract_push){.state = left > 2 ? FLOW_ACCEPTED : FLOW_ON_THE_WAY, .eta = left};
    return true;
}

/* Rolled once for each order: the seed, the service and its number decide. */
static unsigned fate(const struct record *record, unsigned seed) {
    char text[64];
    snprintf(text, sizeof text, "%d%.47s", record->number, record->service);
    unsigned hash = mix(text, seed * 2654435761u);
    return (hash ^ hash >> 13) * 0x5bd1e995u >> 16;
}

static const struct mishap *find_mishap(const struct record *record, unsigned seed) {
    for (size_t i = 0; i < sizeof mishaps / sizeof *mishaps; i++)
        if (record->kind == FLOW_SERVICE && record->number > 1 && strcmp(record->service, mishaps[i].service) == 0 &&
            fate(record, seed) % mishaps[i].one_in == 0)
            return &mishaps[i];
    return NULL;
}

static void reject(const struct mishap *mishap, struct contract_push *push) {
    *push = (struct contract_push){.state = FLOW_REJECTED, .eta = NONE};
    snprintf(push->headline, sizeof push->headline, "%s", mishap->headline);
    snprintf(push->message, sizeof push->message, "%s", mishap->message);
    snprintf(push->retry_step, sizeof push->retry_step, "%s", mishap->retry_step);
}

/* A taxi that is not found, and one more in four, is looked for in a second round. */
static bool is_second_round(const struct record *record, const struct mishap *mishap, unsigned seed) {
    bool late = record->number > 1 && fate(record, seed) % 4 == 1;
    return strcmp(record->service, "taxi") == 0 && (mishap || late) && strcmp(record->headline, ROUND_TWO) != 0;
}

bool staff_next(const struct record *record, int64_t waited_ms, unsigned seed, struct contract_push *push) {
    bool taxi = record->kind == FLOW_SERVICE && strcmp(record->service, "taxi") == 0;
    if (taxi && record->state == FLOW_ACCEPTED)
        return count_down(record, waited_ms, push);
    const struct move *move = find(record);
    if (!move || waited_ms < move->wait_ms)
        return false;
    const struct mishap *mishap = record->state == FLOW_RECEIVED ? find_mishap(record, seed) : NULL;
    *push = (struct contract_push){.state = (int)move->to, .eta = move->eta};
    if (record->state == FLOW_RECEIVED && is_second_round(record, mishap, seed)) {
        *push = (struct contract_push){.state = FLOW_RECEIVED, .eta = NONE};
        snprintf(push->headline, sizeof push->headline, "%s", ROUND_TWO);
        snprintf(push->message, sizeof push->message, "附近没有空车，正在更大的范围里找，请再等等。");
    } else if (mishap) {
        reject(mishap, push);
    } else if (taxi && move->to == FLOW_ACCEPTED) {
        push->details = taxi_details(seed);
    }
    return true;
}
