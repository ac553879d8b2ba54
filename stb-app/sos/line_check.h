/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_LINE_CHECK_H
#define STB_APP_SOS_LINE_CHECK_H
/*
 * Sends the line checks: the senior's (line_check_state.h) whenever they ask, and an unseen one in its turn
 * (line_check_schedule.h). The time of the last good one is kept over power cuts and told to the hotline; an unseen one
 * that fails is told too.
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
    int64_t every_h;                          /* between unseen ones; 0 = none */
    bool (*sos_incident_is_open)(void *data); /* no unseen one beside it */
    void (*on_changed)(void *data);           /* line_check_now() has changed */
    void *data;
};

/* Knows of the last good one what an earlier life kept. */
struct line_check *line_check_create(const struct line_check_setup *setup);
void line_check_destroy(struct line_check *check);
/* From now on unseen ones are sent in their turn. */
void line_check_start(struct line_check *check);
/* The senior's. False = one is still under way, and another would say nothing more. */
bool line_check_begin(struct line_check *check);
/* A status of any request. */
void line_check_take_status(struct line_check *check, const struct status *status);
struct ipc_line_check line_check_now(const struct line_check *check); /* as stb-ui is told */
#endif
