/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_SOS_H
#define STB_APP_SOS_SOS_H
/*
 * The red key: what a press, a confirm, a cancel or a status means for the one open SOS. The SOS is sent at once and
 * needs neither screen nor disk; the screen is told afterwards.
 */
#include "stb-app/ipc/ipc_message.h"

#include <stdbool.h>
#include <stdint.h>

struct sos;
struct hotline;
struct loop;
struct sos_setup {
    struct loop *loop;
    struct hotline *hotline;
    /* Show the SOS now, whatever is on screen; AT_US: when the key went down, monotonic, 0 = no key did. */
    void (*on_show)(void *data, int64_t at_us);
    void (*on_changed)(void *data, int64_t at_us); /* sos_now() has changed */
    void *data;
};
struct sos *sos_create(const struct sos_setup *setup); /* never NULL */
void sos_destroy(struct sos *sos);

/* GRACE_S: the seconds to cancel in, if an incident begins; AT_US: when the key went down, monotonic. */
void sos_press(struct sos *sos, enum request_trigger trigger, int64_t grace_s, int64_t at_us);
void sos_confirm(struct sos *sos, const char *id); /* only the open incident ID, and only once; else nothing */
void sos_cancel(struct sos *sos, const char *id);
/* A status of any request. Takes up an open SOS of this box that began before the restart. */
void sos_take_status(struct sos *sos, const struct status *status);
/* At start: takes up an SOS that was open before the restart. */
void sos_resume(struct sos *sos);
bool sos_is_open(const struct sos *sos);
struct ipc_sos sos_now(const struct sos *sos); /* for stb-ui, without key_us */
#endif
