/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_SOS_H
#define STB_APP_SOS_SOS_H
/*
 * The red key: what a press, a "now", a cancel or the hotline's word means for the one open SOS, sent at once. It needs
 * neither screen nor disk; whoever shows it is told afterwards.
 */
#include "stb-app/ipc/request.h"

#include <stdbool.h>
#include <stdint.h>

struct alarm;
struct hotline;
struct json_object;
struct alarm_setup {
    struct hotline *hotline;
    /* To be seen now, whatever is on screen; AT_US: the key that asked for it, 0 = none did. */
    void (*on_show)(void *data, int64_t at_us);
    void (*on_changed)(void *data, int64_t at_us); /* alarm_for_wire() has changed */
    void *data;
};
struct alarm *alarm_create(const struct alarm_setup *setup); /* NULL only when memory is out */
void alarm_destroy(struct alarm *alarm);

/* GRACE_S: of an incident that begins with this press; AT_US: when the key went down, monotonic. */
void alarm_press(struct alarm *alarm, enum request_trigger trigger, int64_t grace_s, int64_t at_us);
void alarm_confirm(struct alarm *alarm, const char *id); /* only the open incident ID, and only once; else nothing */
void alarm_cancel(struct alarm *alarm, const char *id);
/* A status of any request. An open SOS of this box that this life of it did not begin is taken up. */
void alarm_take_status(struct alarm *alarm, const struct status *status);
/* At start: takes up what an earlier life left open. */
void alarm_resume(struct alarm *alarm);
bool alarm_is_open(const struct alarm *alarm);
struct json_object *alarm_for_wire(const struct alarm *alarm); /* ipc.h's SOS: a new object */
#endif
