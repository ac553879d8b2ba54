/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_TV_STATUS_POPUP_H
#define STB_APP_TV_STATUS_POPUP_H
/* Which states of a request are worth interrupting live television. Pure: time is an argument. */
#include "stb-app/ipc/request.h"

enum { STATUS_POPUP_TOLD_MAX = 8, STATUS_POPUP_FRESH_MS = 300000 };
struct status_popup {
    struct {
        char id[REQUEST_ID_SIZE];
        enum request_state state;
    } told[STATUS_POPUP_TOLD_MAX];
    size_t next;
};
/* True once a request for each: it arrived, was refused, expired. WALL_MS: now, since 1970, by the hotline's clock. */
bool status_popup_take(struct status_popup *popup, const struct status *status, int64_t wall_ms);
#endif
