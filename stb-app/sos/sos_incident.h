/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_SOS_INCIDENT_H
#define STB_APP_SOS_SOS_INCIDENT_H
/*
 * The one open SOS of this box: its presses, and what the hotline has proved. Pure: time is an argument (monotonic ms).
 * It decides what a press means; sos.c sends and shows.
 */
#include "stb-app/ipc/ipc_message.h"

enum {
    /* A press sooner after the last is a tremor's or a receiver's, and does not mean "now". */
    SOS_INCIDENT_CONFIRM_GUARD_MS = 400,
    /* The hotline is told of further presses no more often: a stuck key is one message in so long. */
    SOS_INCIDENT_TELL_EVERY_MS = 1000,
    SOS_INCIDENT_PRESSES_MAX = 9999 /* as in net/hotline-api.yaml */
};

struct sos_incident {
    char id[REQUEST_ID_SIZE]; /* "" = the key was never pressed */
    enum request_state state;
    int64_t pressed_at_ms, grace_ends_ms; /* monotonic; they may lie before the box's start */
    int64_t newest_press_ms;              /* monotonic */
    int presses;
    int told_presses;       /* presses that the hotline was told of */
    int64_t newest_told_ms; /* monotonic */
    bool confirmed, cancel_asked, test;
    char message[REQUEST_TEXT_SIZE];
    char worker[128];              /* the name of the person who takes care of it; "" = not known */
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
/* In how many ms to tell the hotline of the presses; 0 = now, -1 = it knows all of them. */
int64_t sos_incident_tell_in(const struct sos_incident *incident, int64_t now_ms);
int sos_incident_told(struct sos_incident *incident, int64_t now_ms); /* presses that are told now */
/* True = tell the hotline: only for the open incident ID, and once; a confirm only within the grace. */
bool sos_incident_confirm(struct sos_incident *incident, const char *id, int64_t now_ms);
bool sos_incident_cancel(struct sos_incident *incident, const char *id);
/* A status of any request; true when it changed this incident. */
bool sos_incident_take_status(struct sos_incident *incident, const struct status *status);
/* Takes up an incident from before the restart (WALL_MS: now, since 1970). */
void sos_incident_restore(struct sos_incident *incident, const struct request *request, const struct status *status,
                          int64_t wall_ms, int64_t now_ms);
struct ipc_sos sos_incident_now(const struct sos_incident *incident, int64_t now_ms); /* for stb-ui */
#endif
