/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATIONS_HOME_H
#define STB_UI_SITUATIONS_HOME_H
/* Situations of home, of a choice, of the last look before it leaves, and of what lies behind 人工热线. */
#include "situation.h"

SITUATION(home) {
    (void)room;
}
SITUATION(home_busy) {
    room_requests(room, ROOM_TAXI("received", ""), 0);
    room_press(room, ACTION_RIGHT, ACTION_NONE);
}
SITUATION(home_sos) {
    room_press(room, ACTION_LEFT, ACTION_NONE);
}
SITUATION(home_logo) {
    room_tell(room, IPC_HELLO, "{\"logo\":\"/etc/stb-app/logo.png\",\"hotline\":{\"name\":\"普陀区为老服务热线\"}}");
    room->model.logo_width = 400;
    room->model.logo_height = 100;
    theme_fit(&room->theme, room->theme.width, room->theme.height, room->theme.text_scale, 0);
}
SITUATION(home_offline) {
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    room_requests(room, ROOM_TAXI("waiting", ""), 1);
}
/* The car that is coming, an appointment tomorrow, and a basket that was left for the television. */
SITUATION(home_car) {
    room_requests(room, ROOM_TAXI("accepted", ROOM_DRIVER ",\"eta_minutes\":5"), 0);
}
SITUATION(home_visit) {
    room_requests(room,
                  "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"hospital\",\"status\":\"accepted\","
                  "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"words\":{\"what\":"
                  "\"普陀区中心医院、心内科\",\"day\":\"2026-11-22\",\"when\":\"上午 9:30\"}}",
                  0);
}
SITUATION(home_bare) {
    room_tell(room, IPC_PROFILE, "{\"profile\":{}}");
    room_tell(room, IPC_CATALOG, "{\"catalog\":{\"services\":[]}}");
    room_tell(room, IPC_LINK, "{\"state\":\"connecting\"}");
}
SITUATION(step) {
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
}
SITUATION(step_later) {
    room_press(room, ACTION_DIGIT_1, ACTION_OK, ACTION_DOWN, ACTION_DOWN, ACTION_NONE);
}
SITUATION(step_page) {
    room_press(room, ACTION_DIGIT_1, ACTION_OK, ACTION_RIGHT, ACTION_NONE);
}
SITUATION(step_notes) {
    room_press(room, ACTION_DIGIT_4, ACTION_NONE);
}
SITUATION(confirm) {
    room_press(room, ACTION_DIGIT_2, ACTION_OK, ACTION_NONE); /* the same as last time */
}
/* Half of the time that it is to be read in. */
SITUATION(confirm_deaf) {
    at_confirm(room);
    room->model.motion = true;
    room_look(room);
    room->now_ms += 600;
}
SITUATION(confirm_cancel) {
    room_press(room, ACTION_DIGIT_3, ACTION_OK, ACTION_OK, ACTION_OK, ACTION_RIGHT, ACTION_NONE);
}
SITUATION(confirm_slow) {
    room_press(room, ACTION_DIGIT_2, ACTION_OK, ACTION_OK, ACTION_NONE);
    room->now_ms += 3500;
}
SITUATION(callback) {
    room_press(room, ACTION_PERSON, ACTION_NONE);
}
/* The longest that real names get. */
#define ROOM_LONG                                                                                                                                  \
    "{\"catalog\":{\"services\":[{\"id\":\"visit\",\"title\":\"上门护理预约\",\"note\":\"护士到家里来换药打针\","                  \
    "\"icon\":"                                                                                                                                    \
    "\"heart\",\"colour\":\"teal\",\"home\":1,\"steps\":[{\"id\":\"where\",\"kind\":\"choose\",\"title\":"                                         \
    "\"请哪一家社区卫生服务中心来?\",\"options\":[{\"id\":\"a\",\"title\":\"长征镇社区卫生服务中心真光路分中心\","   \
    "\"note\":\"真光路1433弄80号近铜川路\",\"usual\":true},{\"id\":\"b\",\"title\":"                                                      \
    "\"上海中医药大学附属普陀医院\",\"note\":\"兰溪路164号\"},{\"id\":\"c\",\"title\":\"桃浦镇社区卫生服务中心\"}]}]," \
    "\"confirm\":{\"title\":\"请核对上门护理的预约\",\"button\":\"确认预约护理\",\"lines\":[{\"label\":\"哪一家\","             \
    "\"value\":"                                                                                                                                   \
    "\"{where}\"},{\"label\":\"送到\",\"value\":\"{home}\"},{\"label\":\"费用\",\"value\":\"上门费50元,"                                   \
    "医保可报一部分\"}]}}]}}"
SITUATION(home_long) {
    room_tell(room, IPC_CATALOG, ROOM_LONG);
    room_tell(room, IPC_PROFILE, "{\"profile\":{\"name\":\"欧阳秀英老师\"}}");
}
SITUATION(step_long) {
    room_tell(room, IPC_CATALOG, ROOM_LONG);
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
}
SITUATION(confirm_long) {
    at_step_long(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(duplicate) {
    char json[200];
    room_requests(room, ROOM_TAXI("received", ""), 0);
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"saved\":false,\"duplicate\":\"" ROOM_ID "\"}",
             room_last(room, IPC_SUBMIT, "id"));
    room_tell(room, IPC_SUBMITTED, json);
}
SITUATION(not_saved) {
    char json[200];
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"saved\":false,\"duplicate\":\"\"}",
             room_last(room, IPC_SUBMIT, "id"));
    room_tell(room, IPC_SUBMITTED, json);
}
SITUATION(by_person) {
    room_tell(room, IPC_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"repair\",\"title\":\"家政预约\",\"note\":\"修修补补\","
              "\"icon\":\"repair\",\"colour\":\"teal\",\"home\":1,\"steps\":[{\"id\":\"day\",\"kind\":\"time\","
              "\"title\":\"哪天?\"}]}]}}");
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
}
SITUATION(orders) {
    room_requests(
        room,
        ROOM_TAXI(
            "accepted",
            ROOM_DRIVER) ","
                         "{\"id\":\"11111111-2222-4333-8444-00000000000a\",\"kind\":\"callback\",\"service\":"
                         "\"person\",\"status\":\"done\",\"created_at_"
                         "ms\":"
                         "1795214480000},{\"id\":\"11111111-2222-4333-8444-00000000000b\",\"kind\":\"service\","
                         "\"service\":\"meal\",\"status\":"
                         "\"rejected\","
                         "\"created_at_ms\":1795124480000,\"words\":{\"what\":\"红烧肉套餐 1份、米饭 2份\","
                         "\"day\":\"2026-11-20\",\"cost\":\"12元\"}},{\"id\":\"11111111-2222-4333-8444-00000000000c\","
                         "\"kind\":"
                         "\"service\",\"service\":\"hospital\","
                         "\"status\":\"received\",\"created_at_ms\":1795024480000,\"answers\":{\"hospital\":"
                         "\"putuo-central\",\"department\":\"cardiology\",\"when\":\"any\"},\"words\":{\"what\":"
                         "\"普陀区中心医院、心内科\",\"day\":\"2026-11-22\",\"when\":\"上午 "
                         "9:30\"}},{\"id\":\"11111111-2222-"
                         "4333-8444-00000000000d\",\"kind\":"
                         "\"service\","
                         "\"service\":\"grocery\",\"status\":\"expired\",\"created_at_ms\":1794924480000},{\"id\":"
                         "\"11111111-2222-4333-8444-00000000000e\","
                         "\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"cancelled\",\"created_at_ms\":"
                         "1794824480000},{\"id\":\"11111111-2222-4333-8444-00000000000f\",\"kind\":\"service\","
                         "\"service\":\"taxi\",\"status\":\"done\","
                         "\"created_at_ms\":1794724480000}",
        0);
    room_press(room, ACTION_DIGIT_6, ACTION_NONE);
}
SITUATION(more) {
    room_tell(room, IPC_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"repair\",\"title\":\"家政预约\",\"note\":\"修修补补、打扫卫生\","
              "\"icon\":\"repair\",\"steps\":[]},{\"id\":\"bill\",\"title\":\"帮我交费\",\"note\":\"水电煤\",\"icon\":"
              "\"bill\",\"steps\":[]}]}}");
    room_press(room, ACTION_DIGIT_1, ACTION_DOWN, ACTION_NONE);
}
SITUATION(orders_empty) {
    room_press(room, ACTION_DIGIT_6, ACTION_NONE);
}

/* What is still going on here while the catalog becomes another one: the service has gone from it. */
static inline void room_drop_services(struct room *room) {
    room_look(room);
    room_tell(room, IPC_CATALOG, "{\"catalog\":{\"services\":[]}}");
}
SITUATION(step_gone) {
    at_step_page(room);
    room_drop_services(room);
}
SITUATION(confirm_gone) {
    at_confirm(room);
    room_drop_services(room);
}
SITUATION(more_bare) {
    at_home_bare(room);
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
}
SITUATION(home_connecting) {
    room_tell(room, IPC_LINK, "{\"state\":\"connecting\"}");
}
/* Nothing is known of the household. */
SITUATION(home_nameless) {
    room_tell(room, IPC_PROFILE, "{\"profile\":{}}");
}
SITUATION(confirm_nameless) {
    at_home_nameless(room);
    room_press(room, ACTION_DIGIT_2, ACTION_OK, ACTION_OK, ACTION_NONE);
}
SITUATION(callback_nameless) {
    at_home_nameless(room);
    at_callback(room);
}
/* A topic behind 人工热线, with all that one can say. */
SITUATION(callback_topic) {
    room_tell(room, IPC_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"bills\",\"title\":\"帮我交费\",\"kind\":\"callback\",\"icon\":"
              "\"bill\",\"steps\":[{\"id\":\"what\",\"kind\":\"choose\",\"title\":\"要缴什么费？\",\"options\":[{"
              "\"id\":\"power\",\"title\":\"电费\"}]}],\"confirm\":{\"title\":\"要热线给您打电话吗？\",\"button\":"
              "\"请打给我\",\"lines\":[{\"label\":\"事情\",\"value\":\"帮我交费\"},{\"label\":\"什么费\",\"value\":\"{"
              "what}\"},{\"label\":\"多久\",\"value\":\"10分钟内回电\"}]}}]}}");
    room_hello(room, "");
    room_press(room, ACTION_DIGIT_1, ACTION_DIGIT_2, ACTION_DIGIT_1, ACTION_NONE);
}
SITUATION(orders_offline) {
    at_orders(room);
    room_tell(room, IPC_LINK, "{\"state\":\"offline\",\"heard_ago_ms\":300000}");
}
/* All states on three pages, and what the hotline sent. */
SITUATION(orders_states) {
    static const char *const states[] = {"saved",      "sending", "waiting", "received", "accepted",
                                         "on_the_way", "arrived", "done",    "rejected", "expired"};
    char json[4000] = "", *end = json;
    for (int i = 0; i < 10; i++)
        end += sprintf(end,
                       "%s{\"id\":\"11111111-2222-4333-8444-%012d\",\"kind\":\"%s\",\"service\":\"%s\",\"status\":\"%"
                       "s\",\"created_at_ms\":%lld,"
                       "\"cancel_asked\":%s}",
                       i ? "," : "", i, i == 4 ? "callback" : "service",
                       i == 4   ? ""
                       : i == 5 ? "laundry"
                       : i % 2  ? "taxi"
                                : "hospital",
                       states[i], ROOM_WALL - i * 86400000LL, i == 6 ? "true" : "false");
    room_tell(room, IPC_NOTICES,
              "{\"notices\":[{\"id\":\"n\",\"kind\":\"care\",\"title\":\"您今天好吗？\",\"at_ms\":1795224480000,"
              "\"answered\":\"\",\"choices\":[]}]}");
    room_requests(room, json, 3);
    room_press(room, ACTION_SERVICE, ACTION_DIGIT_6, ACTION_NONE);
}
SITUATION(orders_states_end) {
    at_orders_states(room);
    for (int i = 0; i < 10; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}
#endif
