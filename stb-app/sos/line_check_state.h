/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_LINE_CHECK_STATE_H
#define STB_APP_SOS_LINE_CHECK_STATE_H
/*
 * "测试一下": an SOS marked as a test takes the whole way, to the hotline and back, and nobody is sent. It is never
 * the open SOS: a red key pressed meanwhile is a real call. A test is good once the hotline has closed it by itself.
 */
#include "stb-app/ipc/ipc_message.h"

struct line_check_state {
    char id[REQUEST_ID_SIZE]; /* "" = no test since the start */
    enum request_state state;
    int64_t started_ms; /* monotonic */
    int64_t good_at_ms; /* when the last test was good, since 1970; 0 = never */
};
bool line_check_state_runs(
    const struct line_check_state *test); /* begun and not over: another test would say nothing more */
void line_check_state_begin(struct line_check_state *test, const struct request *request, int64_t now_ms);
/* A status of any request; true when it changed this test. WALL_MS: now, since 1970. */
bool line_check_state_take_status(struct line_check_state *test, const struct status *status, int64_t wall_ms);
struct ipc_line_check line_check_state_now(const struct line_check_state *test, int64_t now_ms); /* for stb-ui */
#endif
