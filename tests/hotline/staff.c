/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row says: in this state, after so long, go there with so many minutes. A taxi counts its minutes down by being
 * accepted again; plate and driver come from the seed and the request, so that a demonstration repeats itself to the
 * letter. Nothing is remembered between calls: a restart goes on where it was.
 */
#include "tests/hotline/staff.h"

#include "stb-app/json.h"

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
    {FLOW_SERVICE, "", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, NONE},
    {FLOW_SERVICE, "", FLOW_ACCEPTED, FLOW_DONE, 12000, NONE},
    {FLOW_CALLBACK, "", FLOW_RECEIVED, FLOW_ACCEPTED, 4000, 10},
    {FLOW_CALLBACK, "", FLOW_ACCEPTED, FLOW_ANSWERED, 8000, NONE},
    {FLOW_CALLBACK, "", FLOW_ANSWERED, FLOW_DONE, 10000, NONE},
};
static const char *const drivers[] = {"李师傅 138****3642", "王师傅 139****1807", "陈师傅 136****5520",
                                      "周师傅 137****9016"};

static unsigned mix(const char *id, unsigned seed) {
    unsigned hash = 2166136261u ^ seed;
    for (; *id; id++)
        hash = (hash ^ (unsigned char)*id) * 16777619u;
    return hash;
}

static void add_detail(struct json_object *list, const char *label, const char *value) {
    struct json_object *detail = json_object_new_object();
    json_put_text(detail, "label", label);
    json_put_text(detail, "value", value);
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
    add_detail(details, "车牌", plate);
    add_detail(details, "司机", seed <= 1 ? drivers[0] : drivers[chance / 13 % 4]);
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

bool staff_next(const struct record *record, int64_t waited_ms, unsigned seed, struct contract_push *push) {
    bool taxi = record->kind == FLOW_SERVICE && strcmp(record->service, "taxi") == 0;
    if (taxi && record->state == FLOW_ACCEPTED)
        return count_down(record, waited_ms, push);
    const struct move *move = find(record);
    if (!move || waited_ms < move->wait_ms)
        return false;
    *push = (struct contract_push){.state = (int)move->to, .eta = move->eta};
    if (taxi && move->to == FLOW_ACCEPTED)
        push->details = taxi_details(seed);
    return true;
}
