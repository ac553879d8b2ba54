/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATIONS_SOS_H
#define STB_UI_SITUATIONS_SOS_H
/* Situations of an SOS, by what is proved and by the time since the press. */
#include "situation.h"

static inline void room_sos(struct room *room, const char *state, int64_t since_ms, int64_t grace_left_ms,
                            const char *more) {
    char json[512];
    snprintf(json, sizeof json,
             "{\"id\":\"" ROOM_ID "\",\"state\":\"%s\",\"since_ms\":%lld,\"grace_left_ms\":%lld,\"presses\":1%s}",
             state, (long long)since_ms, (long long)grace_left_ms, more);
    room_tell(room, IPC_SOS, json);
}
SITUATION(sos_grace) {
    room_sos(room, "sending", 100, 4900, "");
}
SITUATION(sos_grace_received) {
    room_sos(room, "sending", 100, 4900, "");
    room->now_ms += 1000;
    room_sos(room, "received", 1100, 3900, "");
}
SITUATION(sos_received) {
    room_sos(room, "received", 8000, 0, "");
}
SITUATION(sos_slow) {
    room_sos(room, "received", 35000, 0, "");
}
SITUATION(sos_emergency) {
    room_sos(room, "received", 65000, 0, "");
}
SITUATION(sos_answered) {
    room_sos(room, "answered", 95000, 0, "");
}
SITUATION(sos_worker) {
    room_sos(room, "answered", 95000, 0, ",\"worker\":\"工作人员小李\"");
}
SITUATION(sos_arrived) {
    room_sos(room, "arrived", 950000, 0, "");
}
SITUATION(sos_lost) {
    room_sos(room, "waiting", 12000, 0, "");
}
SITUATION(sos_lost_nobody) { /* a box without a config that could be read: no number is known */
    room->model.hotline.phone[0] = room->model.hotline.emergency_phone[0] = 0;
    room_sos(room, "waiting", 12000, 0, "");
}
SITUATION(sos_cancelling) {
    room_sos(room, "received", 9000, 0, ",\"cancel_asked\":true");
}
SITUATION(sos_cancelled) {
    room_sos(room, "received", 9000, 0, "");
    room_sos(room, "cancelled", 9900, 0, "");
}
SITUATION(sos_refused) {
    at_sos_cancelling(room);
    room_sos(room, "answered", 9500, 0, "");
}
SITUATION(sos_closed) {
    room_sos(room, "arrived", 9000, 0, "");
    room_sos(room, "closed", 990000, 0, "");
}

SITUATION(sos_saved) {
    room_sos(room, "saved", 10, 4990, "");
}
/* The grace is over, and the ten seconds are not. */
SITUATION(sos_waiting) {
    room_sos(room, "waiting", 7000, 0, "");
}
SITUATION(sos_help_sent) {
    room_sos(room, "help_sent", 195000, 0, "");
}
SITUATION(sos_message) {
    room_sos(room, "help_sent", 195000, 0,
             ",\"message\":\"社区的小李已经出门，大约八分钟到您家，请把门打开，坐着不要动。\"");
}
SITUATION(sos_unsent) {
    room_sos(room, "waiting", 3000, 2000, "");
    room_sos(room, "cancelled", 4000, 0, "");
}
SITUATION(sos_offline) {
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    room_sos(room, "waiting", 3000, 2000, "");
}
SITUATION(sos_answered_offline) {
    at_sos_answered(room);
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
}
SITUATION(sos_no_contact) {
    room_tell(room, IPC_PROFILE, "{\"profile\":{}}");
    room_sos(room, "received", 8000, 0, "");
}
SITUATION(sos_two_contacts) {
    room_tell(room, IPC_PROFILE,
              "{\"profile\":{\"contacts\":[{\"name\":\"欧阳建国\",\"relation\":\"大儿子\"},{\"name\":\"王㛃\","
              "\"relation\":\"女儿\"}]}}");
    room_sos(room, "received", 8000, 0, "");
}
SITUATION(sos_test) {
    room_sos(room, "received", 8000, 0, ",\"test\":true");
}
#endif
