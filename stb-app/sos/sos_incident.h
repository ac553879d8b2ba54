/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_SOS_INCIDENT_H
#define STB_APP_SOS_SOS_INCIDENT_H
/*
 * The one open SOS of this box: what has been pressed, what has been proved. Pure: time is an argument (monotonic ms).
 * It decides what a press means; sos.c sends and shows.
 */
#include "stb-app/ipc/ipc_message.h"

enum {
    /* Sooner after the one before it a press is a tremor, or a receiver's, not "now". */
    SOS_INCIDENT_CONFIRM_GUARD_MS = 400,
    /* Further presses are told to the hotline no more often: a key that is stuck is one message in so long. */
    SOS_INCIDENT_TELL_EVERY_MS = 1000,
    SOS_INCIDENT_PRESSES_MAX = 9999 /* the contract's */
};

struct sos_incident {
    char id[REQUEST_ID_SIZE]; /* "" = none was ever pressed */
    enum request_state state;
    int64_t pressed_at_ms, grace_ends_ms; /* monotonic; they may lie before the box's start */
    int64_t newest_press_ms;              /* monotonic */
    int presses;
    int told_presses;       /* of them the hotline is told */
    int64_t newest_told_ms; /* monotonic */
    bool confirmed, cancel_asked, test;
    char message[REQUEST_TEXT_SIZE];
    char worker[128];              /* who takes care of it, by name; "" = nobody was named */
    int64_t reached_at_ms[STATES]; /* when each state was proved, since 1970 */
};

enum sos_incident_deed {
    SOS_INCIDENT_BEGIN,            /* a new incident: send it */
    SOS_INCIDENT_COUNT_PRESS,      /* the open incident has one press more */
    SOS_INCIDENT_COUNT_AND_CONFIRM /* as above, within the grace: end the grace too */
};

bool sos_incident_is_open(const struct sos_incident *incident); /* pressed, neither final nor being cancelled */
/* The SOS key went down. On SOS_INCIDENT_BEGIN the caller makes a request and calls sos_incident_begin(). */
enum sos_incident_deed sos_incident_press(struct sos_incident *incident, int64_t now_ms);
void sos_incident_begin(struct sos_incident *incident, const struct request *request, int64_t now_ms);
/* In how many ms the presses are to be told to the hotline; 0 = now, -1 = it is told all of them. */
int64_t sos_incident_tell_in(const struct sos_incident *incident, int64_t now_ms);
int sos_incident_told(struct sos_incident *incident, int64_t now_ms); /* they are told now; returns how many */
/* True when it is to be told to the hotline: only the open incident ID, only once; a confirm only within the grace. */
bool sos_incident_confirm(struct sos_incident *incident, const char *id, int64_t now_ms);
bool sos_incident_cancel(struct sos_incident *incident, const char *id);
/* A status of any request; true when it changed this incident. */
bool sos_incident_take_status(struct sos_incident *incident, const struct status *status);
/* Takes up an incident that an earlier life of the box began (WALL_MS: now, since 1970). */
void sos_incident_restore(struct sos_incident *incident, const struct request *request, const struct status *status,
                          int64_t wall_ms, int64_t now_ms);
struct ipc_sos sos_incident_now(const struct sos_incident *incident, int64_t now_ms); /* as it is told to stb-ui */
#endif
