/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One row for each state says where the desk may go from there; everything else is refused. Cancelling is not in the
 * table: only the senior does it, and flow_can_cancel() says until when.
 *
 *   SOS       received -> answered -> help_sent -> arrived -> closed      (a person may close it from answered on)
 *   service   received -> accepted -> on_the_way -> arrived -> done      (steps may be left out, never gone back)
 *   call-back received -> accepted -> answered -> done
 *
 * The trap: a state may be "set" again to change its words (a taxi's minutes, another round of looking for one). That
 * is allowed while the request is open, and the caller checks that something does change, so a double click is not told
 * to the box twice.
 */
#include "tests/hotline/flow.h"

#include <string.h>

#define TO(state) (1u << FLOW_##state)

const char *const flow_kind_names[FLOW_KINDS + 1] = {"sos", "service", "callback", NULL};
const char *const flow_state_names[FLOW_STATES + 1] = {"received",   "answered",  "help_sent", "accepted",
                                                       "on_the_way", "arrived",   "done",      "closed",
                                                       "rejected",   "cancelled", "expired",   NULL};

static const unsigned sos_moves[FLOW_STATES] = {
    [FLOW_RECEIVED] = TO(ANSWERED),
    [FLOW_ANSWERED] = TO(HELP_SENT) | TO(ARRIVED) | TO(CLOSED) | TO(ANSWERED),
    [FLOW_HELP_SENT] = TO(ARRIVED) | TO(CLOSED) | TO(HELP_SENT),
    [FLOW_ARRIVED] = TO(CLOSED) | TO(ARRIVED),
};
static const unsigned service_moves[FLOW_STATES] = {
    [FLOW_RECEIVED] = TO(ACCEPTED) | TO(REJECTED) | TO(EXPIRED) | TO(RECEIVED),
    [FLOW_ACCEPTED] = TO(ON_THE_WAY) | TO(ARRIVED) | TO(DONE) | TO(REJECTED) | TO(ACCEPTED),
    [FLOW_ON_THE_WAY] = TO(ARRIVED) | TO(DONE) | TO(REJECTED) | TO(ON_THE_WAY),
    [FLOW_ARRIVED] = TO(DONE) | TO(ARRIVED),
};

static const unsigned callback_moves[FLOW_STATES] = {
    [FLOW_RECEIVED] = TO(ACCEPTED) | TO(ANSWERED) | TO(REJECTED) | TO(EXPIRED) | TO(RECEIVED),
    [FLOW_ACCEPTED] = TO(ANSWERED) | TO(DONE) | TO(REJECTED) | TO(ACCEPTED),
    [FLOW_ANSWERED] = TO(DONE) | TO(ANSWERED),
};
static const unsigned *const moves_of[FLOW_KINDS] = {sos_moves, service_moves, callback_moves};

bool flow_state_from_name(const char *name, enum flow_state *state) {
    for (int i = 0; name && i < FLOW_STATES; i++)
        if (strcmp(name, flow_state_names[i]) == 0) {
            *state = (enum flow_state)i;
            return true;
        }
    return false;
}

bool flow_is_final(enum flow_state state) {
    return state == FLOW_DONE || state == FLOW_CLOSED || state == FLOW_REJECTED || state == FLOW_CANCELLED ||
           state == FLOW_EXPIRED;
}

bool flow_may(enum flow_kind kind, enum flow_state from, enum flow_state to) {
    return (unsigned)kind < FLOW_KINDS && (unsigned)from < FLOW_STATES && (unsigned)to < FLOW_STATES &&
           (moves_of[kind][from] & 1u << to);
}

bool flow_can_cancel(enum flow_kind kind, const char *service, enum flow_state state) {
    if (kind == FLOW_SOS) /* from the answer on, the person on the line decides */
        return state == FLOW_RECEIVED;
    if (kind == FLOW_SERVICE && strcmp(service, "taxi") == 0)
        return !flow_is_final(state);
    return state == FLOW_RECEIVED || state == FLOW_ACCEPTED;
}
