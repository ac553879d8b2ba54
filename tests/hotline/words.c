/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row says: for this kind, this service ("" = any) and this state, that headline, that message. The first row that
 * fits is taken, so the particular come before the general. A headline with %d is taken only when the minutes are
 * known. The trap is length: the box keeps 127 bytes of a headline and 383 of a message (net/hotline-api.yaml); a
 * Chinese character is three of them.
 */
#include "tests/hotline/words.h"

#include <stdio.h>
#include <string.h>

struct words {
    enum flow_kind kind;
    const char *service;
    enum flow_state state;
    const char *headline_eta, *headline, *message;
};

static const struct words rows[] = {
    {FLOW_SOS, "", FLOW_RECEIVED, NULL, "呼救已送到热线", "值班人员马上接听，请不要着急。"},
    {FLOW_SOS, "", FLOW_ANSWERED, NULL, "值班人员已接听", "我们正在打电话给您，也会通知您的家人。"},
    {FLOW_SOS, "", FLOW_HELP_SENT, "已派人，约 %d 分钟到", "已派人上门", "请尽量待在原地，把门打开会更快。"},
    {FLOW_SOS, "", FLOW_ARRIVED, NULL, "帮助的人已经到了", "请听到敲门后应一声。"},
    {FLOW_SOS, "", FLOW_CLOSED, NULL, "这次呼救已处理完", "有需要随时再按红色按键。"},
    {FLOW_SOS, "", FLOW_CANCELLED, NULL, "呼救已取消", "我们已记录，如需帮助请再按红色按键。"},
    {FLOW_CALLBACK, "", FLOW_RECEIVED, NULL, "已收到，等待回电", "我们会在 10 分钟内打电话给您。"},
    {FLOW_CALLBACK, "", FLOW_ACCEPTED, "约 %d 分钟后回电", "工作人员马上回电", "请留意家里的电话。"},
    {FLOW_CALLBACK, "", FLOW_ANSWERED, NULL, "正在与您通话", "电话已经接通。"},
    {FLOW_CALLBACK, "", FLOW_DONE, NULL, "已经回电", "谢谢您的来电，祝您健康。"},
    {FLOW_SERVICE, "taxi", FLOW_RECEIVED, NULL, "叫车请求已收到", "正在为您找车，请稍等。"},
    {FLOW_SERVICE, "taxi", FLOW_ACCEPTED, "已接单，约 %d 分钟到", "司机已接单", "请带好随身物品，车到了会通知您。"},
    {FLOW_SERVICE, "taxi", FLOW_ON_THE_WAY, "车快到了，约 %d 分钟", "车快到了", "请准备下楼，慢慢走，不用急。"},
    {FLOW_SERVICE, "taxi", FLOW_ARRIVED, NULL, "车来了", "司机在门口等您，请核对车牌。"},
    {FLOW_SERVICE, "taxi", FLOW_DONE, NULL, "行程已完成", "需要返程时，在“我的订单”里按一下就行。"},
    {FLOW_SERVICE, "taxi", FLOW_REJECTED, NULL, "现在没有叫到车", "请稍后再试，或拨打 62229090。"},
    {FLOW_SERVICE, "hospital", FLOW_RECEIVED, NULL, "挂号请求已收到", "正在为您预约，10 分钟内回复。"},
    {FLOW_SERVICE, "hospital", FLOW_ACCEPTED, NULL, "挂号成功", "请提前半小时到，先在一楼取号。"},
    {FLOW_SERVICE, "hospital", FLOW_DONE, NULL, "就诊已完成", "祝您早日康复。"},
    {FLOW_SERVICE, "hospital", FLOW_REJECTED, NULL, "没有约到号", "请换个时间，或拨打 62229090。"},
    {FLOW_SERVICE, "meal", FLOW_RECEIVED, NULL, "订餐已收到", "食堂正在确认。"},
    {FLOW_SERVICE, "meal", FLOW_ACCEPTED, "食堂已接单，约 %d 分钟送到", "食堂已接单", "正在为您准备，请留意敲门声。"},
    {FLOW_SERVICE, "meal", FLOW_ON_THE_WAY, "饭菜在路上，约 %d 分钟到", "饭菜在路上了", "请留意敲门声。"},
    {FLOW_SERVICE, "meal", FLOW_ARRIVED, NULL, "饭菜送到了", "请趁热吃。"},
    {FLOW_SERVICE, "meal", FLOW_DONE, NULL, "饭菜已送达", "祝您胃口好。"},
    {FLOW_SERVICE, "meal", FLOW_REJECTED, NULL, "这次没有订成", "可以换一样再订，或拨打 62229090。"},
    {FLOW_SERVICE, "grocery", FLOW_RECEIVED, NULL, "菜单已送到超市", "超市正在核对，10 分钟内回复。"},
    {FLOW_SERVICE, "grocery", FLOW_ACCEPTED, "超市已接单，约 %d 分钟送到", "超市已接单", "正在为您配货，多退少补。"},
    {FLOW_SERVICE, "grocery", FLOW_ON_THE_WAY, "菜在路上，约 %d 分钟到", "菜在路上了", "请留意敲门声。"},
    {FLOW_SERVICE, "grocery", FLOW_ARRIVED, NULL, "菜送到门口了", "请开门核对，再付钱。"},
    {FLOW_SERVICE, "grocery", FLOW_DONE, NULL, "菜已送到", "谢谢您使用一键通。"},
    {FLOW_SERVICE, "", FLOW_RECEIVED, NULL, "请求已收到", "工作人员正在处理，10 分钟内回复。"},
    {FLOW_SERVICE, "", FLOW_ACCEPTED, "已接单，约 %d 分钟", "已接单", "我们正在为您办理。"},
    {FLOW_SERVICE, "", FLOW_ON_THE_WAY, "正在路上，约 %d 分钟到", "正在路上", "请留意敲门声。"},
    {FLOW_SERVICE, "", FLOW_ARRIVED, NULL, "到门口了", "请开门核对。"},
    {FLOW_SERVICE, "", FLOW_DONE, NULL, "已完成", "谢谢您使用一键通。"},
    {FLOW_SERVICE, "", FLOW_REJECTED, NULL, "这次没有办成", "请稍后再试，或拨打 62229090。"},
    {FLOW_SERVICE, "", FLOW_CANCELLED, NULL, "已取消", "没有产生费用。"},
    {FLOW_SERVICE, "", FLOW_EXPIRED, NULL, "请求已过期", "如仍需要，请再提交一次。"},
};

static const char *const services[][2] = {{"taxi", "叫车"},          {"hospital", "看病挂号"}, {"meal", "订餐"},
                                          {"meals", "订餐"},         {"grocery", "买菜"},      {"groceries", "买菜"},
                                          {"callback", "回电"},      {"person", "人工热线"},   {"policy", "政策咨询"},
                                          {"housework", "家政预约"}, {"bills", "帮我交费"},    {"errand", "帮我买东西"},
                                          {"repair", "居家维修"}};

static const struct words *find(enum flow_kind kind, const char *service, enum flow_state state) {
    if (strcmp(service, "meals") == 0)
        service = "meal";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool any = !*rows[i].service;
        if (rows[i].state == state && (any || strcmp(rows[i].service, service) == 0) &&
            (rows[i].kind == kind || (kind == FLOW_CALLBACK && any && rows[i].kind == FLOW_SERVICE)))
            return &rows[i];
    }
    return NULL;
}

void words_headline(enum flow_kind kind, const char *service, enum flow_state state, int eta, char *text, size_t size) {
    const struct words *words = find(kind, service, state);
    const char *eta_mark = words && words->headline_eta ? strstr(words->headline_eta, "%d") : NULL;
    if (eta_mark && eta > 0)
        snprintf(text, size, "%.*s%d%s", (int)(eta_mark - words->headline_eta), words->headline_eta, eta, eta_mark + 2);
    else
        snprintf(text, size, "%s", words ? words->headline : flow_state_names[state]);
}

const char *words_message(enum flow_kind kind, const char *service, enum flow_state state) {
    const struct words *words = find(kind, service, state);
    return words ? words->message : "";
}

const char *words_service(const char *service) {
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strcmp(services[i][0], service) == 0)
            return services[i][1];
    return service;
}
