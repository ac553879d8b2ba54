/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATIONS_RESULT_H
#define STB_UI_SITUATIONS_RESULT_H
/* Situations of a request and of what has become of it. */
#include "situation.h"

static inline void room_result(struct room *room, const char *status) {
    room_requests(room, status, 0);
    room_press(room, ACTION_DIGIT_6, ACTION_OK, ACTION_NONE);
}
/* Ordered a moment ago: it can still be taken back. */
SITUATION(result_undo) {
    char json[300];
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    const char *id = room_last(room, IPC_SUBMIT, "id");
    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"received\",\"can_cancel\":true,"
             "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"answers\":{\"to\":\"tongji\",\"when\":"
             "\"now\"},\"reached\":{\"received\":1795224485000}}",
             id);
    room_requests(room, json, 0);
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"saved\":true,\"duplicate\":\"\"}", screen_stack_request(room->stack));
    room_tell(room, IPC_SUBMITTED, json);
}
SITUATION(result_waiting) {
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    room_result(room, ROOM_TAXI("waiting", ",\"can_cancel\":true"));
}
SITUATION(result_received) {
    room_result(room, ROOM_TAXI("received", ",\"can_cancel\":true,\"reached\":{\"received\":1795224485000}"));
}
SITUATION(result_accepted) {
    room_result(room, ROOM_TAXI("accepted", ROOM_DRIVER ",\"eta_minutes\":3"));
}
SITUATION(result_accepted_offline) {
    at_result_accepted(room);
    room_tell(room, IPC_LINK, "{\"state\":\"connecting\"}");
}
SITUATION(result_arrived) {
    room_result(room, ROOM_TAXI("arrived", ",\"headline\":\"车来了\",\"details\":[{\"label\":\"车牌\",\"value\":"
                                           "\"沪A·X3642\",\"role\":\"plate\"}],\"reached\":{\"received\":1795224485000,"
                                           "\"accepted\":1795224600000,\"on_the_way\":1795224660000,"
                                           "\"arrived\":1795224700000}"));
}
SITUATION(result_done) {
    room_result(room, ROOM_TAXI("done", ",\"reached\":{\"received\":1795224485000,\"accepted\":1795224600000,"
                                        "\"done\":1795224700000}"));
}
SITUATION(result_rejected) {
    room_result(room, ROOM_TAXI("rejected", ",\"headline\":\"附近暂时没有车\",\"message\":"
                                            "\"现在是高峰,附近没有空车。二十分钟以后再叫,多半就有了。\","
                                            "\"reached\":{\"received\":1795224485000,\"rejected\":1795224700000}"));
}
SITUATION(result_expired) {
    room_result(room, ROOM_TAXI("expired", ""));
}
SITUATION(result_cancelling) {
    room_result(room, ROOM_TAXI("accepted", ROOM_DRIVER ",\"cancel_asked\":true"));
}
SITUATION(result_meal) {
    room_result(room, "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"meal\",\"status\":\"accepted\","
                      "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"headline\":\"食堂接单了\","
                      "\"message\":\"11点到12点送到您家。\",\"details\":[{\"label\":\"饭菜\",\"value\":"
                      "\"红烧肉套餐 1份\"},{\"label\":\"应付\",\"value\":\"12 元\"}],\"can_cancel\":true}");
}
SITUATION(result_long) {
    room_result(room,
                "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"hospital\",\"status\":\"accepted\","
                "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"headline\":"
                "\"已约好明天上午心内科张医生\",\"message\":\"请提前十五分钟到门诊二楼心内科候诊区报到。\",\"details\":"
                "[{\"label\":\"时间\",\"value\":\"11月22日 上午9:30\"},{\"label\":\"地点\",\"value\":"
                "\"兰溪路164号门诊二楼\"},{\"label\":\"费用\",\"value\":\"挂号费25元\"},{\"label\":\"带上\","
                "\"value\":\"身份证、医保卡\"}],\"can_cancel\":true}");
}
SITUATION(result_long_end) {
    at_result_long(room);
    room_read_on(room);
}
/* A small catalog in which one service leads to another. */
#define ROOM_CLINIC                                                                                                            \
    "{\"catalog\":{\"services\":[{\"id\":\"hospital\",\"title\":\"医院挂号\",\"icon\":\"hospital\",\"colour\":"            \
    "\"teal\","                                                                                                                \
    "\"home\":1,\"promise_minutes\":10,\"papers\":\"身份证、医保卡\",\"cancel_note\":"                                  \
    "\"前一天下午4点以前都能取消，不收钱。\","                                                                \
    "\"next\":[{\"title\":\"叫车去\",\"icon\":\"taxi\",\"states\":[\"accepted\"],\"service\":\"taxi\",\"answers\":{"        \
    "\"to\":"                                                                                                                  \
    "\"{hospital}\",\"from\":\"{home}\"}}],\"steps\":[{\"id\":\"hospital\",\"kind\":\"choose\",\"title\":"                     \
    "\"哪家医院？\","                                                                                                     \
    "\"options\":[{\"id\":\"tongji\",\"title\":\"同济医院\"},{\"id\":\"central\",\"title\":\"普陀区中心医院\"}]},"  \
    "{\"id\":\"slot\",\"kind\":\"choose\",\"title\":\"什么时间？\",\"options\":[{\"id\":\"s1\",\"title\":\"上午9点\"}" \
    ","                                                                                                                        \
    "{\"id\":\"s2\",\"title\":\"上午10点\"}]}]},{\"id\":\"taxi\",\"title\":\"叫车\",\"icon\":\"taxi\",\"colour\":"        \
    "\"amber\","                                                                                                               \
    "\"home\":2,\"steps\":[{\"id\":\"from\",\"kind\":\"choose\",\"title\":\"从哪里？\",\"options\":[{\"id\":\"home\","     \
    "\"title\":\"家\"},{\"id\":\"here\",\"title\":\"这里\"}]},{\"id\":\"to\",\"kind\":\"choose\",\"title\":"                \
    "\"去哪里？\","                                                                                                        \
    "\"options\":[{\"id\":\"tongji\",\"title\":\"同济医院\"},{\"id\":\"home\",\"title\":\"家\"}]}]}]}}"
#define ROOM_BOOKING(state, more)                                                                                      \
    "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"hospital\",\"status\":\"" state                        \
    "\",\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224540000,\"answers\":{\"hospital\":\"tongji\","         \
    "\"slot\":"                                                                                                        \
    "\"s1\"},\"reached\":{\"received\":1795224540000}" more "}"
/* The call-back that the box itself asked for, about that booking: its id with another version. */
#define ROOM_ASKED_ABOUT                                                                                               \
    "{\"id\":\"" ROOM_ID_ABOUT "\",\"kind\":\"callback\",\"service\":\"\",\"status\":\"received\","                    \
    "\"created_at_ms\":1795225170000,\"updated_at_ms\":1795225170000}"
static inline void room_booking(struct room *room, const char *status) {
    room_tell(room, IPC_CATALOG, ROOM_CLINIC);
    room_requests(room, status, 0);
    room_press(room, ACTION_DIGIT_4, ACTION_NONE);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(result_promise) {
    room_booking(room, ROOM_BOOKING("received", ",\"can_cancel\":true"));
}
SITUATION(result_overdue) {
    room_booking(room, ROOM_BOOKING("received", ",\"can_cancel\":true"));
    room->now_ms += 600000;
}
SITUATION(result_overdue_person) {
    at_result_overdue(room);
    room_requests(room, ROOM_BOOKING("received", ",\"can_cancel\":true") "," ROOM_ASKED_ABOUT, 0);
}
SITUATION(result_next) {
    room_booking(room, ROOM_BOOKING("accepted", ",\"can_cancel\":true,\"headline\":\"已经约好了\",\"message\":"
                                                "\"请提前十五分钟到门诊二楼报到。\",\"details\":[{\"label\":\"号\","
                                                "\"value\":\"心内科 16 号\"}]"));
}
SITUATION(result_other) {
    room_booking(room, ROOM_BOOKING("rejected", ",\"retry_step\":\"slot\",\"headline\":\"这个时间刚被约走了\","
                                                "\"message\":\"您可以换一个时间。\""));
}
SITUATION(cancel_limit) {
    at_result_promise(room);
    room_press(room, ACTION_RIGHT, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
}
SITUATION(cancel_question) {
    at_result_received(room);
    room_press(room, ACTION_RIGHT, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
}
SITUATION(cancel_meal) {
    at_result_meal(room);
    room_press(room, ACTION_RIGHT, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
}
SITUATION(cancel_call) {
    room_result(room, "{\"id\":\"" ROOM_ID "\",\"kind\":\"callback\",\"service\":\"\",\"status\":\"received\","
                      "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"can_cancel\":true}");
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
}
SITUATION(cancel_kept) {
    at_cancel_meal(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
/* The channel was opened from live television because of it. */
static inline void room_news(struct room *room, const char *status) {
    room_tell(room, IPC_CATALOG, ROOM_CLINIC);
    room_requests(room, status, 0);
    room_tell(room, IPC_SUBMITTED, "{\"id\":\"" ROOM_ID "\",\"saved\":true,\"duplicate\":\"\"}");
}
SITUATION(news_next) {
    room_news(room, ROOM_BOOKING("accepted", ",\"can_cancel\":true,\"headline\":\"已经约好了\""));
}
SITUATION(news_rejected) {
    room_news(room, ROOM_BOOKING("rejected", ",\"retry_step\":\"slot\",\"headline\":\"这个时间刚被约走了\""));
}

/* Every state that each kind can be in, when the hotline has said nothing but the state. */
static inline void room_state(struct room *room, const char *kind, const char *service, const char *state,
                              const char *more) {
    char json[4096];
    snprintf(json, sizeof json,
             "{\"id\":\"" ROOM_ID "\",\"kind\":\"%s\",\"service\":\"%s\",\"status\":\"%s\",\"created_at_ms\":"
             "1795224480000,\"updated_at_ms\":1795224600000%s}",
             kind, service, state, more);
    room_result(room, json);
}
#define STATE(service, state)                                                                                          \
    SITUATION(result_##service##_##state) {                                                                            \
        room_state(room, "service", #service, #state, "");                                                             \
    }
#define CALL(state)                                                                                                    \
    SITUATION(result_call_##state) {                                                                                   \
        room_state(room, "callback", "", #state, "");                                                                  \
    }
STATE(taxi, saved)
STATE(taxi, sending)
STATE(taxi, on_the_way)
STATE(taxi, cancelled)
STATE(hospital, waiting)
STATE(hospital, received)
STATE(hospital, accepted)
STATE(hospital, on_the_way)
STATE(hospital, arrived)
STATE(hospital, done)
STATE(hospital, rejected)
STATE(hospital, cancelled)
STATE(hospital, expired)
CALL(saved)
CALL(sending)
CALL(waiting)
CALL(received)
CALL(accepted)
CALL(answered)
CALL(done)
CALL(rejected)
CALL(cancelled)
CALL(expired)

SITUATION(result_eta_zero) {
    room_result(room, ROOM_TAXI("accepted", ROOM_DRIVER ",\"eta_minutes\":0"));
}
SITUATION(result_eta_most) {
    room_result(room, ROOM_TAXI("accepted", ROOM_DRIVER ",\"eta_minutes\":1440"));
}
SITUATION(result_eta_plain) {
    room_state(room, "service", "grocery", "on_the_way",
               ",\"headline\":\"菜在路上了\",\"eta_minutes\":45,\"details\":[{\"label\":\"送菜员\",\"value\":\"小周\"},"
               "{\"label\":\"电话\",\"value\":\"139****0088\"}]");
}
SITUATION(result_done_details) {
    room_state(room, "service", "meal", "done",
               ",\"headline\":\"饭菜送到了\",\"message\":\"趁热吃。\",\"details\":[{\"label\":\"饭菜\",\"value\":"
               "\"红烧肉套餐 1份\"},{\"label\":\"付了\",\"value\":\"12 元\"}]");
}
SITUATION(result_rejected_details) {
    room_state(room, "service", "hospital", "rejected",
               ",\"retry_step\":\"slot\",\"headline\":\"没有约到\",\"message\":\"张医生那天停诊。\",\"details\":[{"
               "\"label\":\"时间\",\"value\":\"11月22日 上午9:30\"},{\"label\":\"医生\",\"value\":\"张医生\"}]");
}
/* A service that the catalog does not have (any more). */
SITUATION(result_unknown) {
    room_state(room, "service", "laundry", "received", "");
}
SITUATION(result_unknown_rejected) {
    room_state(room, "service", "laundry", "rejected", "");
}
#define ROOM_127 "长寿路街道社区事务受理服务中心一楼大厅三号窗口找值班的老师傅带您上二楼"
#define ROOM_383                                                                                                                                                               \
    "您约的专家因为临时有手术，看病的时间要往后推半个小时，请您不要着急，可以先到二楼心内科候诊区坐一坐，护士会给您量" \
    "血压、测体温。看完病以后如果要配药，请到一楼三号窗口排队，自助机也可以付钱。家里人要是不方便来接，"
/* As long as the contract allows. */
SITUATION(result_message_long) {
    room_state(room, "service", "hospital", "accepted",
               ",\"headline\":\"看病的时间要往后推半个小时请不要着急\",\"can_cancel\":true,\"message\":\"" ROOM_383
               "\"");
}
SITUATION(result_message_long_end) {
    at_result_message_long(room);
    room_read_on(room);
}
SITUATION(result_details_long) {
    room_state(room, "service", "hospital", "accepted",
               ",\"can_cancel\":true,\"message\":\"" ROOM_383
               "\",\"details\":[{\"label\":\"到医院以后先去哪里报到\",\"value\":\"" ROOM_127
               "\"},{\"label\":\"B\",\"value\":\"" ROOM_127 "\"},{\"label\":\"时间\",\"value\":\"11月22日 "
               "上午9:30\"},{\"label\":\"地点\",\"value\":\"兰溪路164号门诊二楼\"},{\"label\":\"费用\",\"value\":"
               "\"挂号费25元\"},{\"label\":\"医生\",\"value\":\"张医生\"},{\"label\":\"号\",\"value\":\"16\"},{"
               "\"label\":\"电话\",\"value\":\"62229090\"},{\"label\":\"带上\",\"value\":\"身份证、医保卡\"},{"
               "\"label\":\"网址\",\"value\":\"https://www.shpt.gov.cn/yijiantong/guahao/2026/1122/0930\"}]");
}
SITUATION(result_details_long_next) {
    at_result_details_long(room);
    room_look(room);
    room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(result_details_long_end) {
    at_result_details_long(room);
    room_read_on(room);
}
SITUATION(result_plate_message) {
    room_result(
        room, ROOM_TAXI("accepted", ROOM_DRIVER ",\"eta_minutes\":3,\"message\":\"师傅在东门等您，慢慢走，不着急。\""));
}
SITUATION(result_plate_message_next) {
    at_result_plate_message(room);
    room_look(room);
    room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(result_plate_long) {
    room_result(
        room,
        ROOM_TAXI("accepted",
                  ",\"headline\":\"司机接单了\",\"eta_minutes\":15,\"can_cancel\":true,\"details\":"
                  "[{\"label\":\"车牌\",\"value\":\"沪AD·X36425 "
                  "黄绿色\",\"role\":\"plate\"},{\"label\":\"司机\",\"value\":\"欧阳上官师傅\"},{\"label\":\"电话\","
                  "\"value\":\"138****3642\"},{\"label\":\"上车\",\"value\":\"" ROOM_127 "\"}]"));
}
SITUATION(result_plate_long_end) {
    at_result_plate_long(room);
    room_read_on(room);
}
#endif
