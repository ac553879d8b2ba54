/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATIONS_ORDER_H
#define STB_UI_SITUATIONS_ORDER_H
/*
 * Situations of an order that is being put together: days and slots, carts, what the hotline has not told (yet), with a
 * catalog that has every kind of step.
 */
#include "situations_home.h"

#define ORDER_CLINIC                                                                                                        \
    "{\"id\":\"clinic\",\"title\":\"看病\",\"icon\":\"hospital\",\"colour\":\"teal\",\"home\":1,\"steps\":["              \
    "{\"id\":\"place\",\"kind\":\"choose\",\"label\":\"医院\",\"title\":\"去哪家医院?\",\"options\":["               \
    "{\"id\":\"tongji\",\"title\":\"同济医院\",\"usual\":true},{\"id\":\"liqun\",\"title\":\"利群医院\"},"          \
    "{\"id\":\"closed\",\"title\":\"真如医院\",\"note\":\"装修\",\"sold_out\":true}]},"                               \
    "{\"id\":\"doctor\",\"kind\":\"choose\",\"label\":\"医生\",\"title\":\"看哪位医生?\",\"options_from\":"          \
    "\"hotline\",\"when\":{\"step\":\"place\",\"option\":\"liqun\"}},"                                                      \
    "{\"id\":\"slot\",\"kind\":\"time\",\"label\":\"时间\",\"title\":\"哪天几点去?\",\"options_from\":\"hotline\"}," \
    "{\"id\":\"word\",\"kind\":\"say\",\"label\":\"留言\",\"title\":\"有话要说?\",\"options\":["                      \
    "{\"id\":\"wheelchair\",\"title\":\"要轮椅\"}]}]}"
#define ORDER_CANTEEN                                                                                                   \
    "{\"id\":\"canteen\",\"title\":\"订餐\",\"icon\":\"meal\",\"colour\":\"orange\",\"home\":2,\"steps\":["           \
    "{\"id\":\"dishes\",\"kind\":\"cart\",\"label\":\"饭菜\",\"title\":\"想吃什么?\",\"unit\":\"份\",\"max\":3," \
    "\"min_pay\":1000,\"cutoff\":\"10:30\",\"options_from\":\"hotline\"}]}"
#define ORDER_MARKET                                                                                                   \
    "{\"id\":\"market\",\"title\":\"买菜\",\"icon\":\"grocery\",\"colour\":\"green\",\"home\":3,\"steps\":["         \
    "{\"id\":\"basket\",\"kind\":\"cart\",\"title\":\"买些什么?\",\"unit\":\"份\",\"max\":99,\"groups\":[%s],"    \
    "\"options\":[%s]}],\"confirm\":{\"lines\":[{\"label\":\"送到\",\"value\":\"{home}\"}]}}"

/* EIGHT groups of FIFTY items; every seventh has a name of forty characters. */
static inline void order_market(char **groups, char **items) {
    char *end;
    *groups = calloc(1, 1 << 12);
    *items = calloc(1, 1 << 18);
    end = *groups;
    for (int i = 0; i < 8; i++)
        end += sprintf(end, "%s{\"id\":\"g%d\",\"title\":\"第%d类的菜\"}", i ? "," : "", i, i + 1);
    end = *items;
    for (int i = 0; i < 400; i++)
        end +=
            sprintf(end,
                    "%s{\"id\":\"i%d\",\"title\":\"%s%d\",\"group\":\"g%d\",\"emoji\":\"🥬\",\"tags\":[\"低盐\"],"
                    "\"note\":\"500克\",\"price\":%d,\"pay\":%d}",
                    i ? "," : "", i,
                    i % 7 == 3 ? "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六" : "上海青",
                    i + 1, i / 50, 400 + i * 10, i % 5 ? 400 : 400 + i * 10);
}

static inline char *order_catalog_text(void) {
    char *groups, *items, *market, *json;
    order_market(&groups, &items);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (asprintf(&market, ORDER_MARKET, groups, items) < 0 ||
        asprintf(&json, "{\"catalog\":{\"services\":[%s,%s,%s]}}", ORDER_CLINIC, ORDER_CANTEEN, market) < 0)
        abort();
#pragma GCC diagnostic pop
    free(groups);
    free(items);
    free(market);
    return json;
}

static inline void order_catalog(struct room *room) {
    char *json = order_catalog_text();
    room_tell(room, IPC_CATALOG, json);
    free(json);
}

/* The number of the newest question to the hotline; 0 = nothing was asked. */
static inline long long order_asked(const struct room *room) {
    for (size_t i = room->sent_count; i-- > 0;)
        if (room->sent[i].type == IPC_QUESTION)
            return (long long)json_integer(room->sent[i].message, "n", 0);
    return 0;
}

/* What has come up is seen, and a moment later a key counts there. */
static inline void order_seen(struct room *room) {
    room_look(room);
    room->now_ms += 400;
}

/* The hotline's answer to it. */
static inline void order_told(struct room *room, int age_ms, const char *options) {
    char json[4000];
    room_look(room);
    snprintf(json, sizeof json, "{\"n\":%lld,\"ok\":true,\"age_ms\":%d,\"options\":[%s]}", order_asked(room), age_ms,
             options);
    room_tell(room, IPC_OPTIONS, json);
    order_seen(room);
}
static inline void order_refused(struct room *room) {
    char json[200];
    room_look(room);
    snprintf(json, sizeof json, "{\"n\":%lld,\"ok\":false,\"problem\":\"busy\"}", order_asked(room));
    room_tell(room, IPC_OPTIONS, json);
    order_seen(room);
}

#define ORDER_SLOT(day, id, left)                                                                                      \
    "{\"id\":\"" id "\",\"title\":\"上午 9:30\",\"note\":\"周佩珍 主任医师,挂号费38元\",\"day\":\"2026-11-" day        \
    "\",\"left\":" left "}"
#define ORDER_SLOTS                                                                                                    \
    ORDER_SLOT("22", "taken", "0")                                                                                     \
    "," ORDER_SLOT("22", "s1", "2") "," ORDER_SLOT("22", "s2", "1") "," ORDER_SLOT("23", "s3", "2") "," ORDER_SLOT(    \
        "24", "s4", "2") "," ORDER_SLOT("30", "s5", "2")
#define ORDER_DISHES                                                                                                            \
    "{\"id\":\"pork\",\"title\":\"红烧肉套餐\",\"note\":\"配青菜、米饭\",\"emoji\":\"🍱\",\"price\":1800,\"pay\":" \
    "1200},{\"id\":\"fish\",\"title\":\"清蒸鲈鱼套餐\",\"tags\":[\"低盐\"],\"price\":2000,\"pay\":1400},"               \
    "{\"id\":\"noodles\",\"title\":\"番茄鸡蛋面\",\"price\":1200,\"pay\":800,\"sold_out\":true},"                          \
    "{\"id\":\"rice\",\"title\":\"米饭\",\"price\":200,\"pay\":200}"

SITUATION(slots_asked) {
    order_catalog(room);
    room_press(room, ACTION_DIGIT_1, ACTION_OK, ACTION_NONE);
}
SITUATION(slots_busy) {
    at_slots_asked(room);
    room_look(room);
    room->now_ms += 1500;
}
SITUATION(slots_slow) {
    at_slots_asked(room);
    room_look(room);
    room->now_ms += 3500;
}
SITUATION(slots_silent) {
    at_slots_asked(room);
    room_look(room);
    room->now_ms += 10500;
}
SITUATION(slots_failed) {
    at_slots_asked(room);
    order_refused(room);
}
SITUATION(slots_offline) {
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    at_slots_failed(room);
}
SITUATION(slots_full) {
    at_slots_asked(room);
    order_told(room, 0, ORDER_SLOT("22", "taken", "0"));
}
SITUATION(as_usual_asks) {
    order_catalog(room);
    room_tell(room, IPC_PROFILE, "{\"profile\":{\"usual\":{\"clinic\":{\"place\":\"tongji\"}}}}");
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
}
SITUATION(as_usual) {
    at_as_usual_asks(room);
    order_told(room, 0, ORDER_SLOTS);
}
SITUATION(slots_days) {
    at_slots_asked(room);
    order_told(room, 0, ORDER_SLOTS);
}
SITUATION(slots_old) {
    at_slots_asked(room);
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    order_told(room, 1200000, ORDER_SLOTS);
}
SITUATION(slots_day) {
    at_slots_days(room);
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
}
SITUATION(say) {
    at_slots_days(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
/* The same step of a box with a microphone. */
static inline void order_listen(struct room *room, const char *state, int level, int heard_ms) {
    char json[200];
    snprintf(json, sizeof json, "{\"state\":\"%s\",\"level\":%d,\"heard_ms\":%d,\"most_ms\":8000,\"id\":\"%s\"}", state,
             level, heard_ms, strcmp(state, "heard") == 0 ? "77777777-7777-4777-8777-777777777777" : "");
    room_tell(room, IPC_MIC, json);
    order_seen(room);
}
SITUATION(say_offered) {
    order_listen(room, "ready", 0, 0);
    at_say(room);
}
SITUATION(say_starting) {
    at_say_offered(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    room_look(room);
}
SITUATION(say_hearing) {
    at_say_starting(room);
    order_listen(room, "hearing", 62, 2400);
}
SITUATION(say_heard) {
    at_say_hearing(room);
    order_listen(room, "heard", 0, 5100);
}
SITUATION(say_silent) {
    at_say_hearing(room);
    order_listen(room, "silent", 0, 0);
}
SITUATION(say_busy) {
    at_say_starting(room);
    order_listen(room, "busy", 0, 0);
}
SITUATION(say_missing) {
    at_say_starting(room);
    order_listen(room, "missing", 0, 0);
}
SITUATION(say_failed) {
    at_say_hearing(room);
    order_listen(room, "failed", 0, 0);
}
SITUATION(say_stopped) {
    at_say_hearing(room);
    order_listen(room, "ready", 0, 0);
}
SITUATION(order_spoken) {
    at_say_heard(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(order_slot) {
    at_say(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(slots_gone) {
    at_order_slot(room);
    room_look(room);
    room->now_ms += 31000;
    order_told(room, 0, ORDER_SLOT("23", "s3", "2") "," ORDER_SLOT("24", "s4", "2"));
}
SITUATION(dishes) {
    order_catalog(room);
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    order_told(room, 0, ORDER_DISHES);
}
SITUATION(dishes_chosen) {
    at_dishes(room);
    room_press(room, ACTION_OK, ACTION_DOWN, ACTION_RIGHT, ACTION_RIGHT, ACTION_NONE);
}
/* A canteen with two days on its menu: the basket holds one of today's, and tomorrow's page is open. */
#define ORDER_TWO_DAYS                                                                                                     \
    "{\"id\":\"pork\",\"title\":\"红烧肉套餐\",\"price\":1800,\"pay\":1200,\"group\":\"today\",\"day\":\"2026-11-"    \
    "21\"},"                                                                                                               \
    "{\"id\":\"fish\",\"title\":\"清蒸鲈鱼套餐\",\"price\":2000,\"pay\":1400,\"group\":\"tomorrow\",\"day\":\"2026-" \
    "11-22\"},"                                                                                                            \
    "{\"id\":\"rice\",\"title\":\"米饭\",\"price\":200,\"pay\":200,\"group\":\"tomorrow\",\"day\":\"2026-11-22\"}"
SITUATION(dishes_days) {
    room_tell(
        room, IPC_CATALOG,
        "{\"catalog\":{\"services\":[{\"id\":\"canteen\",\"title\":\"订餐\",\"icon\":\"meal\",\"colour\":\"orange\","
        "\"home\":1,\"steps\":[{\"id\":\"dishes\",\"kind\":\"cart\",\"label\":\"饭菜\",\"title\":\"想吃什么?\","
        "\"unit\":"
        "\"份\",\"max\":3,\"cutoff\":\"10:30\",\"options_from\":\"hotline\",\"groups\":[{\"id\":\"today\",\"title\":"
        "\"今天中饭\"},{\"id\":\"tomorrow\",\"title\":\"明天中饭\"}]}]}]}}");
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    order_told(room, 0, ORDER_TWO_DAYS);
}
SITUATION(dishes_other_day) {
    at_dishes_days(room);
    room_press(room, ACTION_DIGIT_1, ACTION_DIGIT_1, ACTION_BACK, ACTION_DIGIT_2, ACTION_NONE);
}
SITUATION(order_day) {
    at_dishes_days(room);
    room_press(room, ACTION_DIGIT_2, ACTION_DIGIT_1, ACTION_DOWN, ACTION_DOWN, ACTION_DOWN, ACTION_OK, ACTION_NONE);
}
SITUATION(dishes_sold_out) {
    at_dishes(room);
    room_press(room, ACTION_DOWN, ACTION_DOWN, ACTION_RIGHT, ACTION_NONE);
}
SITUATION(dishes_short) {
    at_dishes(room);
    room_press(room, ACTION_DIGIT_1, ACTION_LEFT, ACTION_DOWN, ACTION_DOWN, ACTION_DOWN, ACTION_RIGHT, ACTION_NONE);
}
SITUATION(order_dishes) {
    at_dishes_chosen(room);
    for (int i = 0; i < 6 && strcmp(room_look(room)->focus, "checkout") != 0; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    for (int i = 0; i < 2 && strcmp(room_look(room)->focus, "checkout") != 0; i++)
        room_press(room, ACTION_LEFT, ACTION_NONE);
    room_press(room, ACTION_OK, ACTION_NONE);
}
/* The voice key, and there is no microphone. */
SITUATION(talk_missing) {
    at_say(room);
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
}
static inline void at_listening(struct room *room) {
    room_tell_catalog(room, "assets/catalog.json");
    room_tell(room, IPC_MIC, "{\"state\":\"ready\",\"most_ms\":8000}");
    room_look(room);
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
    room_look(room);
    room_tell(room, IPC_MIC, "{\"state\":\"hearing\",\"level\":60,\"heard_ms\":900,\"most_ms\":8000}");
}
static inline void at_heard(struct room *room, const char *heard) {
    room_look(room);
    room_tell(room, IPC_MIC, "{\"state\":\"heard\",\"heard_ms\":1900,\"most_ms\":8000,\"id\":\"" ROOM_ID "\"}");
    room_look(room);
    room_tell(room, IPC_HEARD, heard);
    room_look(room);
}
/* The voice key on home: what may be said is shown. */
SITUATION(talk_listening) {
    at_listening(room);
}
/* What was heard is not sure: it is asked about once. */
SITUATION(talk_unsure) {
    at_listening(room);
    at_heard(room, "{\"done\":true,\"text\":\"叫车去医院\",\"score\":0.3}");
}
/* Not understood twice: a person listens to it. */
SITUATION(talk_person) {
    at_listening(room);
    at_heard(room, "{\"done\":true,\"text\":\"叫车去医院\",\"score\":0.3}");
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
    room_look(room);
    at_heard(room, "{\"done\":true,\"text\":\"叫车去医院\",\"score\":0.3}");
}
/* Understood: the screen that it means, and above its hints what was heard. */
SITUATION(talk_said) {
    at_listening(room);
    at_heard(room, "{\"done\":true,\"text\":\"养老金\",\"score\":0.9}");
}
/* Not wanted: what becomes of the basket is asked. */
SITUATION(leave_cart) {
    at_order_dishes(room);
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
}
/* All of it is sold out while the confirm screen is read. */
SITUATION(dishes_lost) {
    at_order_dishes(room);
    room->now_ms += STEP_OPTIONS_CACHE_AGAIN_MS;
    order_told(room, 0,
               "{\"id\":\"pork\",\"title\":\"红烧肉套餐\",\"price\":1800,\"pay\":1200,\"sold_out\":true},{\"id\":"
               "\"fish\",\"title\":\"清蒸鲈鱼套餐\",\"price\":2000,\"pay\":1400,\"sold_out\":true},{\"id\":\"rice\","
               "\"title\":\"米饭\",\"price\":200,\"pay\":200,\"left\":3}");
}
SITUATION(market) {
    order_catalog(room);
    room_press(room, ACTION_DIGIT_3, ACTION_DOWN, ACTION_NONE);
}
SITUATION(market_group) {
    at_market(room);
    room_press(room, ACTION_OK, ACTION_RIGHT, ACTION_NONE);
}
/* The page with the longest name. */
SITUATION(market_long) {
    at_market_group(room);
    for (int i = 0; i < 6 && !scene_find(room_look(room), "i52"); i++) {
        for (int k = 0; k < 6 && strcmp(room_look(room)->focus, "page-next") != 0; k++)
            room_press(room, ACTION_DOWN, ACTION_NONE);
        room_press(room, ACTION_OK, ACTION_NONE);
    }
    for (int i = 0; i < 6 && strcmp(room_look(room)->focus, "i52") != 0; i++)
        room_press(room, ACTION_UP, ACTION_NONE);
}
SITUATION(market_again) {
    order_catalog(room);
    room_requests(room,
                  "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"market\",\"status\":\"done\","
                  "\"created_at_ms\":1795124480000,\"items\":[{\"id\":\"i1\",\"quantity\":2},{\"id\":\"gone\","
                  "\"quantity\":1},{\"id\":\"i60\",\"quantity\":1}]}",
                  0);
    room_press(room, ACTION_DIGIT_3, ACTION_NONE);
}
/* As many kinds as a request can hold. */
SITUATION(order_market) {
    char json[8000] = "{\"drafts\":[{\"service\":\"market\",\"items\":[", *end = json + strlen(json);
    order_catalog(room);
    for (int i = 0; i < REQUEST_ITEMS_MAX; i++)
        end += sprintf(end, "%s{\"id\":\"i%d\",\"quantity\":99}", i ? "," : "", i);
    strcpy(end, "]}]}");
    room_tell(room, IPC_DRAFTS, json);
    room_press(room, ACTION_DIGIT_3, ACTION_OK, ACTION_NONE);
}

/* The catalog becomes another one under a day, a cart, the last look. */
SITUATION(slots_changed) {
    at_slots_day(room);
    room_drop_services(room);
}
SITUATION(dishes_changed) {
    at_dishes_chosen(room);
    room_drop_services(room);
}
SITUATION(order_changed) {
    at_order_dishes(room);
    room_drop_services(room);
}
/* The microphone was pulled out. */
SITUATION(say_off) {
    at_say_hearing(room);
    order_listen(room, "off", 0, 0);
}
/* Paid for in full, and given away. */
SITUATION(dishes_free) {
    room_tell(
        room, IPC_CATALOG,
        "{\"catalog\":{\"services\":[{\"id\":\"gift\",\"title\":\"送餐\",\"icon\":\"meal\",\"colour\":\"orange\","
        "\"home\":1,\"steps\":[{\"id\":\"dishes\",\"kind\":\"cart\",\"label\":\"饭菜\",\"title\":\"想吃什么？\","
        "\"unit\":\"份\",\"max\":3,\"options\":[{\"id\":\"porridge\",\"title\":\"腊八粥\",\"note\":"
        "\"每位老人一份\",\"emoji\":\"🥣\",\"price\":1200,\"pay\":0},{\"id\":\"soup\",\"title\":\"绿豆汤\","
        "\"price\":0,\"pay\":0},{\"id\":\"rice\",\"title\":\"米饭\",\"price\":200,\"pay\":200}]}]}]}}");
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
}
SITUATION(dishes_free_chosen) {
    at_dishes_free(room);
    room_press(room, ACTION_OK, ACTION_DOWN, ACTION_OK, ACTION_NONE);
}
SITUATION(order_free) {
    at_dishes_free_chosen(room);
    room_press(room, ACTION_DOWN, ACTION_DOWN, ACTION_LEFT, ACTION_OK, ACTION_NONE); /* from the next page's button */
}
#endif
