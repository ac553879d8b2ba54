/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of the contract and the one rule that keeps the television honest: which status may replace which.
 *
 *   SOS       saved > sending > waiting > received > answered > help_sent > arrived > CLOSED      or CANCELLED
 *   service   saved > sending > waiting > received > accepted > on_the_way > arrived > DONE       or REJECTED CANCELLED
 *   callback  saved > sending > waiting > received > accepted > answered > DONE                      EXPIRED
 *
 * Any step may be left out. Up to waiting (and EXPIRED without a time) the box speaks, later the hotline; the box never
 * overwrites the hotline. The trap: answers overtake each other, since a POST's answer and the events are two roads. So
 * - further along always counts; the same state, or an earlier one, counts only with a later time of the hotline's
 *   clock (the minutes changed; the cab broke down and the order is back at accepted);
 * - a final state of the hotline's is never left, only reworded. One that the box concluded by itself (no time) gives
 *   way to the hotline's word: a taxi that is coming must not be hidden behind "expired".
 */
#include "stb-app/ipc/request.h"
#include "stb-app/base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char *const kinds[REQUEST_KINDS] = {
    [REQUEST_SOS] = "sos",
    [REQUEST_SERVICE] = "service",
    [REQUEST_CALLBACK] = "callback",
};
static const char *const triggers[TRIGGERS] = {
    [TRIGGER_REMOTE] = "remote", [TRIGGER_SCREEN] = "screen", [TRIGGER_VOICE] = "voice",
    [TRIGGER_TEST] = "test",     [TRIGGER_BOX] = "box",
};
static const char *const roles[DETAIL_ROLES] = {
    [DETAIL_PLAIN] = "",      [DETAIL_PLATE] = "plate", [DETAIL_ETA] = "eta",       [DETAIL_PHONE] = "phone",
    [DETAIL_PLACE] = "place", [DETAIL_PRICE] = "price", [DETAIL_WORKER] = "worker",
};

/* RANK: how far along, for each kind; 0 = no state of that kind. */
enum { LOCAL = 1, FINAL = 2, RANK_FINAL = 9 };
static const struct {
    const char *name;
    unsigned flags;
    unsigned char rank[REQUEST_KINDS]; /* SOS, service, callback */
} states[] = {
    [STATE_SAVED] = {"saved", LOCAL, {1, 1, 1}},
    [STATE_SENDING] = {"sending", LOCAL, {2, 2, 2}},
    [STATE_WAITING] = {"waiting", LOCAL, {3, 3, 3}},
    [STATE_RECEIVED] = {"received", 0, {4, 4, 4}},
    [STATE_ANSWERED] = {"answered", 0, {5, 0, 6}},
    [STATE_HELP_SENT] = {"help_sent", 0, {6, 0, 0}},
    [STATE_ACCEPTED] = {"accepted", 0, {0, 5, 5}},
    [STATE_ON_THE_WAY] = {"on_the_way", 0, {0, 6, 0}},
    [STATE_ARRIVED] = {"arrived", 0, {7, 7, 0}},
    [STATE_DONE] = {"done", FINAL, {0, RANK_FINAL, RANK_FINAL}},
    [STATE_CLOSED] = {"closed", FINAL, {RANK_FINAL, 0, 0}},
    [STATE_REJECTED] = {"rejected", FINAL, {0, RANK_FINAL, RANK_FINAL}},
    [STATE_CANCELLED] = {"cancelled", FINAL, {RANK_FINAL, RANK_FINAL, RANK_FINAL}},
    [STATE_EXPIRED] = {"expired", FINAL, {0, RANK_FINAL, RANK_FINAL}},
};
_Static_assert(sizeof(states) / sizeof(states[0]) == STATES, "every state has its line");

void request_new_id(char id[REQUEST_ID_SIZE]) {
    static const char hex[] = "0123456789abcdef";
    unsigned char bytes[16];
    size_t have = 0;
    while (have < sizeof(bytes)) {
        ssize_t got = getrandom(bytes + have, sizeof(bytes) - have, 0);
        if (got < 0 && errno != EINTR) {
            log_error("ipc", "no random bytes: %s", strerror(errno));
            abort(); /* no kernel that runs this lacks them; an id that may repeat would be worse than a restart */
        }
        if (got > 0)
            have += (size_t)got;
    }
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    char *to = id;
    for (size_t i = 0; i < sizeof(bytes); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = hex[bytes[i] >> 4];
        *to++ = hex[bytes[i] & 15];
    }
    *to = 0;
}

void request_id_about(const char *id, char about[REQUEST_ID_SIZE]) {
    memcpy(about, id, REQUEST_ID_SIZE);
    about[14] = '8';
}

bool request_id_valid(const char *id) {
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (!id || strlen(id) != sizeof(shape) - 1)
        return false;
    for (size_t i = 0; shape[i]; i++) {
        bool hex = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f');
        if (shape[i] == '-' ? id[i] != '-' : !hex)
            return false;
    }
    return true;
}

static int find(const char *const *names, int count, const char *name) {
    for (int i = 0; name && i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

const char *request_kind_name(enum request_kind kind) {
    return (unsigned)kind < REQUEST_KINDS ? kinds[kind] : "";
}

bool request_kind_from_name(const char *name, enum request_kind *kind) {
    int found = find(kinds, REQUEST_KINDS, name);
    if (found >= 0)
        *kind = (enum request_kind)found;
    return found >= 0;
}

const char *request_trigger_name(enum request_trigger trigger) {
    return (unsigned)trigger < TRIGGERS ? triggers[trigger] : "";
}

bool request_trigger_from_name(const char *name, enum request_trigger *trigger) {
    int found = find(triggers, TRIGGERS, name);
    if (found >= 0)
        *trigger = (enum request_trigger)found;
    return found >= 0;
}

const char *request_state_name(enum request_state state) {
    return (unsigned)state < STATES ? states[state].name : "";
}

bool request_state_from_name(const char *name, enum request_state *state) {
    for (int i = 0; name && i < STATES; i++) {
        if (strcmp(states[i].name, name) == 0) {
            *state = (enum request_state)i;
            return true;
        }
    }
    return false;
}

const char *request_role_name(enum detail_role role) {
    return (unsigned)role < DETAIL_ROLES ? roles[role] : "";
}

enum detail_role request_role_from_name(const char *name) {
    int found = find(roles, DETAIL_ROLES, name);
    return found >= 0 ? (enum detail_role)found : DETAIL_PLAIN;
}

static int rank(enum request_kind kind, enum request_state state) {
    return (unsigned)kind < REQUEST_KINDS && (unsigned)state < STATES ? states[state].rank[kind] : 0;
}

bool request_state_fits(enum request_kind kind, enum request_state state) {
    return rank(kind, state) > 0;
}

bool request_state_is_final(enum request_state state) {
    return (unsigned)state < STATES && states[state].flags & FINAL;
}

bool request_state_is_proved(enum request_state state) {
    return (unsigned)state < STATES && !(states[state].flags & LOCAL) && state != STATE_EXPIRED;
}

int64_t request_status_promised_until(const struct status *status, int minutes) {
    int64_t received = status->reached_at_ms[STATE_RECEIVED];
    if (status->state != STATE_RECEIVED || status->cancel_asked || minutes <= 0)
        return 0;
    return (received ? received : status->updated_at_ms) + minutes * INT64_C(60000);
}

/* Only the box says so: nothing of it came from the hotline. */
static bool is_local(const struct status *status) {
    return !request_state_is_proved(status->state) && status->updated_at_ms == 0;
}

bool request_status_may_follow(const struct status *older, const struct status *newer) {
    if (strcmp(older->id, newer->id) != 0 || older->kind != newer->kind ||
        !request_state_fits(newer->kind, newer->state))
        return false;
    int was = rank(older->kind, older->state), is = rank(newer->kind, newer->state);
    bool later = newer->updated_at_ms > older->updated_at_ms;
    if (is_local(newer))
        return is_local(older) && is > was;
    if (is_local(older))
        return true;
    if (request_state_is_final(older->state) && older->updated_at_ms > 0)
        return newer->state == older->state && later;
    return is > was || later;
}

/* A request that went back has not reached what lies ahead of it again. */
static void keep_reached(struct status *taken, const struct status *known) {
    int is = rank(taken->kind, taken->state);
    for (int i = 0; i < STATES; i++) {
        if (known->reached_at_ms[i])
            taken->reached_at_ms[i] = known->reached_at_ms[i];
        if (rank(taken->kind, (enum request_state)i) > is ||
            (request_state_is_final((enum request_state)i) && (enum request_state)i != taken->state))
            taken->reached_at_ms[i] = 0;
    }
    if (request_state_is_proved(taken->state) && !taken->reached_at_ms[taken->state])
        taken->reached_at_ms[taken->state] = taken->updated_at_ms;
}

bool request_status_take(struct status *known, const struct status *newer) {
    if (!request_status_may_follow(known, newer))
        return false;
    struct status taken = *newer;
    if (known->created_at_ms)
        taken.created_at_ms = known->created_at_ms;
    if (!taken.service[0])
        memcpy(taken.service, known->service, sizeof(taken.service));
    if (taken.updated_at_ms && known->updated_at_ms > taken.updated_at_ms)
        taken.updated_at_ms = known->updated_at_ms; /* else an old word could pass for a later one */
    taken.test = known->test || newer->test;
    taken.cancel_asked = (known->cancel_asked || newer->cancel_asked) && !request_state_is_final(newer->state);
    taken.not_stored = known->not_stored;
    keep_reached(&taken, known);
    *known = taken;
    return true;
}
