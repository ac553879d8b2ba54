/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_LINE_CHECK_H
#define STB_APP_SOS_LINE_CHECK_H
/*
 * Sends the line checks: the senior's (line_check_state.h) on demand, and unseen ones by a schedule
 * (line_check_schedule.h). The time of the last good check survives power cuts and goes to the hotline, as does the
 * failure of an unseen check.
 */
#include "stb-app/ipc/ipc_message.h"

#include <stdbool.h>
#include <stdint.h>

struct hotline;
struct loop;
struct line_check;
struct line_check_setup {
    struct loop *loop;
    struct hotline *hotline;
    int64_t every_h;                          /* hours between unseen checks; 0 = none */
    bool (*sos_incident_is_open)(void *data); /* true = no unseen check now */
    void (*on_changed)(void *data);           /* line_check_now() has changed */
    void *data;
};

/* Reads the time of the last good check from the outbox. */
struct line_check *line_check_create(const struct line_check_setup *setup);
void line_check_destroy(struct line_check *check);
/* Sends unseen checks by their schedule from now on. */
void line_check_start(struct line_check *check);
/* Begins the senior's check. False = a check is under way, and another would say nothing more. */
bool line_check_begin(struct line_check *check);
/* A status of any request. */
void line_check_take_status(struct line_check *check, const struct status *status);
struct ipc_line_check line_check_now(const struct line_check *check); /* for stb-ui */
#endif
