/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_FLOW_H
#define HOTLINE_FLOW_H
/*
 * The states a request goes through at the hotline (net/hotline-api.yaml), who may move it where, and until when the
 * senior may still cancel. Pure tables; read from the contract, not from the box's code, so that the two can disagree.
 */
#include <stdbool.h>

enum flow_kind { FLOW_SOS, FLOW_SERVICE, FLOW_CALLBACK, FLOW_KINDS };
enum flow_state {
    FLOW_RECEIVED,
    FLOW_ANSWERED,
    FLOW_HELP_SENT,
    FLOW_ACCEPTED,
    FLOW_ON_THE_WAY,
    FLOW_ARRIVED,
    FLOW_DONE,
    FLOW_CLOSED,
    FLOW_REJECTED,
    FLOW_CANCELLED,
    FLOW_EXPIRED,
    FLOW_STATES
};

/* The contract's names; the tables end with NULL, so that they serve as JSON choices too. */
extern const char *const flow_kind_names[FLOW_KINDS + 1];
extern const char *const flow_state_names[FLOW_STATES + 1];
bool flow_state_from_name(const char *name, enum flow_state *state);

bool flow_is_final(enum flow_state state);
/* May the desk move a request of KIND from one state to another? The same state again is a change of its words only. */
bool flow_may(enum flow_kind kind, enum flow_state from, enum flow_state to);
/* May the senior still cancel? SERVICE matters: a taxi until boarding, a meal until it is on its way. */
bool flow_can_cancel(enum flow_kind kind, const char *service, enum flow_state state);
#endif
