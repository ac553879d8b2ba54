/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATIONS_NOTICE_H
#define STB_UI_SITUATIONS_NOTICE_H
/* Situations of what the hotline sends by itself. */
#include "situation.h"

#define ROOM_CARE                                                                                                                         \
    "{\"id\":\"n1\",\"kind\":\"care\",\"title\":\"您今天好吗？\",\"text\":\"早上好，普陀区为老服务热线来问候您。" \
    "请按一个数字告诉我们。\",\"at_ms\":1795224480000,\"answered\":\"\",\"choices\":[{\"id\":\"fine\",\"title\":"              \
    "\"很好\"},{\"id\":\"unwell\",\"title\":\"不太好\"},{\"id\":\"call\",\"title\":\"请打电话给我\"}]}"
#define ROOM_WEATHER(answered)                                                                                         \
    "{\"id\":\"n2\",\"kind\":\"weather\",\"icon\":\"typhoon\",\"title\":\"台风要来了\",\"text\":"                 \
    "\"今天夜里有台风，请关好门窗，收好阳台上的花盆，"                                          \
    "不要出门。\",\"at_ms\":1795224120000,\"answered\":\"" answered "\",\"choices\":[]}"
static inline void room_notices(struct room *room, const char *notices, bool alone) {
    char *json = NULL;
    if (asprintf(&json, "{\"notices\":[%s],\"alone\":%s}", notices, alone ? "true" : "false") < 0)
        abort();
    room_tell(room, IPC_NOTICES, json);
    free(json);
}
SITUATION(notice_care) {
    room_notices(room, ROOM_CARE, false);
}
SITUATION(notice_deaf) {
    room_notices(room, ROOM_CARE, false);
    room->model.motion = true;
    room_look(room);
    room->now_ms += 1000;
}
SITUATION(notice_read) {
    room_notices(room, ROOM_WEATHER(""), false);
}
SITUATION(notice_long) {
    room_notices(room,
                 "{\"id\":\"n3\",\"kind\":\"fraud\",\"title\":\"小心冒充医保局的诈骗电话\",\"text\":"
                 "\"最近有人打电话说您的医保卡被冻结，要您转账到安全账户。医保局不会打电话要您转账，"
                 "也不会要您的密码和验证码。接到这样的电话请马上挂掉，不要照他说的做。\",\"at_ms\":1795214480000,"
                 "\"answered\":\"\",\"choices\":[{\"id\":\"ok\",\"title\":\"我知道了\"},{\"id\":\"got\",\"title\":"
                 "\"接到过\"},{\"id\":\"call\",\"title\":\"请打电话给我\"}]}",
                 false);
}
/* As long as the contract allows. */
SITUATION(notice_full_long) {
    room_notices(room,
                 "{\"id\":\"n5\",\"kind\":\"alarm\",\"title\":\"您家厨房的燃气报警器刚才响了两次\",\"text\":"
                 "\"请先关掉灶具，打开窗户，不要开关电灯。工作人员马上打电话给您。\",\"at_ms\":1795214480000,"
                 "\"answered\":\"\",\"choices\":[{\"id\":\"a\",\"title\":"
                 "\"我已经关好了灶具也打开了窗户现在没有事情了\"},{\"id\":"
                 "\"b\",\"title\":\"我不会关请派人来\"},{\"id\":\"c\",\"title\":\"没有闻到\"},{\"id\":\"d\",\"title\":"
                 "\"请打电话给我\"},{\"id\":\"e\",\"title\":\"我不在家里\"},{\"id\":\"f\",\"title\":\"听不懂\"}]}",
                 false);
}
SITUATION(notice_answered) {
    room_notices(room, ROOM_WEATHER("seen") "," ROOM_CARE, false);
    room->now_ms += 10;
    screen_stack_scene(room->stack, room->now_ms, ROOM_WALL, NULL);
    room->now_ms += 1000;
    room_press(room, ACTION_DIGIT_3, ACTION_NONE);
    room_tell(
        room, IPC_NOTICES,
        "{\"notices\":[{\"id\":\"n1\",\"kind\":\"care\",\"title\":\"您今天好吗？\",\"text\":\"请按一个数字告诉我们。\","
        "\"at_ms\":1795224480000,\"answered\":\"call\",\"choices\":[{\"id\":\"call\",\"title\":\"请打电话给我\"}]}]}");
}
SITUATION(notice_long_end) {
    at_notice_long(room);
    room_read_on(room);
}
SITUATION(notice_full_long_end) {
    at_notice_full_long(room);
    room_read_on(room);
}
SITUATION(notices) {
    room_notices(room, ROOM_CARE "," ROOM_WEATHER("seen"), false);
    room_press(room, ACTION_SERVICE, ACTION_DIGIT_6, ACTION_OK, ACTION_NONE);
}

/* One of each kind, with as many answers as such a one has; and every number of answers. */
static inline void room_notice(struct room *room, const char *kind, const char *title, const char *text, int choices) {
    static const char *const titles[] = {"我知道了", "还没有吃", "请打电话给我", "我想等一等", "叫我女儿", "听不懂"};
    char json[4096], *end = json;
    end += sprintf(end,
                   "{\"id\":\"n\",\"kind\":\"%s\",\"title\":\"%s\",\"text\":\"%s\",\"at_ms\":1795224480000,"
                   "\"answered\":\"\",\"choices\":[",
                   kind, title, text);
    for (int i = 0; i < choices; i++)
        end += sprintf(end, "%s{\"id\":\"c%d\",\"title\":\"%s\"}", i ? "," : "", i, titles[i]);
    strcpy(end, "]}");
    room_notices(room, json, false);
}
SITUATION(notice_medicine) {
    room_notice(room, "medicine", "该吃药了", "降压药一粒，饭后温水送服。", 2);
}
SITUATION(notice_alarm) {
    room_notice(room, "alarm", "您家燃气报警器响了", "请先关掉煤气，打开窗户，不要开灯。", 3);
}
SITUATION(notice_message) {
    room_notice(room, "message", "居委会来信", "星期三下午两点，活动室量血压，不收钱。", 0);
}
SITUATION(notice_reminder) {
    room_notice(room, "reminder", "明天上午看病", "明天上午9点30分，同济医院心内科。", 1);
}
SITUATION(notice_fraud) {
    room_notice(room, "fraud", "小心骗子", "有人冒充医保局打电话，要您转账，请马上挂掉。", 0);
}
SITUATION(notice_four) {
    room_notice(room, "care", "今天吃过饭了吗？", "食堂的师傅问您一声。", 4);
}
SITUATION(notice_five) {
    room_notice(room, "care", "今天吃过饭了吗？", "食堂的师傅问您一声。", 5);
}
SITUATION(notice_six) {
    room_notice(room, "care", "今天吃过饭了吗？", "食堂的师傅问您一声。", 6);
}
/* A title is enough. */
SITUATION(notice_title) {
    room_notice(room, "message", "今晚停水，请先存一桶水", "", 0);
}
SITUATION(notice_title_asks) {
    room_notice(room, "care", "夜里睡得好吗？", "", 2);
}
/* Over what was being done. */
SITUATION(notice_over_step) {
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    room_look(room);
    room_notices(room, ROOM_CARE, false);
}
/* From live television, for the notice alone. */
SITUATION(notice_alone) {
    room_notices(room, ROOM_WEATHER(""), true);
}
/* The answer is not stored yet. */
SITUATION(notice_busy) {
    at_notice_care(room);
    room_look(room);
    room->now_ms += 1000;
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    room->now_ms += 1500;
}
/* Taken back by the hotline while it was open in the list. */
SITUATION(notice_gone) {
    at_notices(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    room_look(room);
    room_tell(room, IPC_NOTICES, "{\"notices\":[]}");
}
SITUATION(notice_read_again) {
    at_notices(room);
    room_press(room, ACTION_DOWN, ACTION_OK, ACTION_NONE);
}
SITUATION(notices_gone) {
    at_notices(room);
    room_tell(room, IPC_NOTICES, "{\"notices\":[]}");
}
#endif
