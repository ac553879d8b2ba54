/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATIONS_NAMES_H
#define STB_UI_SITUATIONS_NAMES_H
/* Situations of what a keyboard can put into a name: rare characters, emoji, other scripts, words without an end. */
#include "situations_notice.h"
#include "situations_result.h"

static inline void room_named(struct room *room, const char *name) {
    char json[400];
    snprintf(json, sizeof json, "{\"profile\":{\"name\":\"%s\"}}", name);
    room_tell(room, IPC_PROFILE, json);
}
SITUATION(name_rare) {
    room_named(room, "王㛃𠮷龘喆堃");
}
SITUATION(name_unprintable) { /* a character that no font has, a script that none has, a private one */
    room_named(room, "王\xF0\xB0\x80\x80𒀀\xF4\x80\x80\x80");
}
SITUATION(name_emoji) {
    room_named(room, "👨‍👩‍👧奶奶🇨🇳👍🏽");
}
SITUATION(name_latin) {
    room_named(room, "Margaret Wang");
}
SITUATION(name_mixed) {
    room_named(room, "Li 丽娟 ﹙小李﹚");
}
SITUATION(name_unbroken) {
    room_named(room, "Chrysostomopoulopapadakis");
}
SITUATION(notice_emoji) {
    room_notices(
        room,
        "{\"id\":\"n\",\"kind\":\"message\",\"title\":\"🎂 生日快乐 "
        "👨‍👩‍👧‍👦\",\"text\":"
        "\"𠮷祥如意🧧，身体健康💪🏻！孙子孙女👧👦给您拜寿🇨🇳 "
        "1️⃣起吃面🍜。\",\"at_ms\":1795224480000,\"answered\":\"\",\"choices\":[{\"id\":\"a\",\"title\":"
        "\"谢谢 ❤️\"},{\"id\":\"b\",\"title\":\"👍🏽\"}]}",
        false);
}
SITUATION(notice_unbroken) {
    room_notices(room,
                 "{\"id\":\"n\",\"kind\":\"message\",\"title\":\"https://www.shpt.gov.cn/yijiantong/"
                 "gonggao\",\"text\":\"请家里人打开 "
                 "https://www.shpt.gov.cn/yijiantong/2026/11/22/gonggao-0930-laonianren-fuwu.html "
                 "看一看，Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft。\",\"at_"
                 "ms\":1795224480000,\"answered\":\"\",\"choices\":[]}",
                 false);
}
SITUATION(result_names) {
    room_state(room, "service", "taxi", "accepted",
               ",\"headline\":\"𠮷祥出租🚕接单了\",\"message\":\"㛃师傅马上到。\",\"details\":[{\"label\":\"司机\","
               "\"value\":\"王㛃𠮷龘喆堃师傅\"},{\"label\":\"🚕\",\"value\":\"👍🏽 Grüße, Jürgen "
               "Müller-Lüdenscheidt\"},{\"label\":\"车\",\"value\":"
               "\"Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk\"}]");
}
SITUATION(orders_names) {
    room_tell(room, IPC_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"taxi\",\"title\":\"𠮷祥🚕\",\"icon\":\"taxi\",\"colour\":"
              "\"amber\",\"home\":2,\"steps\":[]},{\"id\":\"wash\",\"title\":\"Fenster\",\"icon\":\"cleaning\","
              "\"colour\":\"teal\",\"home\":3,\"steps\":[]}]}}");
    room_requests(room,
                  ROOM_TAXI("received",
                            "") ",{\"id\":\"" ROOM_ID_OF("0") "\",\"kind\":\"service\",\"service\":\"wash\",\"status\":"
                                                              "\"done\",\"created_at_ms\":1795124480000}",
                  0);
    room_press(room, ACTION_SERVICE, ACTION_DIGIT_4, ACTION_NONE);
}
SITUATION(home_names) {
    at_orders_names(room);
    room_press(room, ACTION_SERVICE, ACTION_NONE);
}
#endif
