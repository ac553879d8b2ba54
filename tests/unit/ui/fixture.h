/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_FIXTURE_H
#define STB_UI_FIXTURE_H
/*
 * A senior's living room for the tests: the real assets, the real text, a dummy canvas, messages as stb-app would send
 * them, and a record of what the screens sent. Time is what the test says.
 */
#include "stb-app/json.h"
#include "ui/paint.h"
#include "ui/scene_line.h"
#include "ui/stack.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM_SENT_MAX = 32 };
static const int64_t ROOM_NOW = 5000000, ROOM_WALL = 1795224720000; /* 2026-11-21 09:32 in Shanghai */

struct room {
    struct canvas *canvas;
    struct text *text;
    struct strings *strings;
    struct theme theme;
    struct model model;
    struct stack *stack;
    int64_t now_ms, wake_ms;
    struct {
        enum wire_type type;
        struct json_object *message;
    } sent[ROOM_SENT_MAX];
    size_t sent_count;
};

/* DirectFB's own threads leave a few blocks behind at the end; ours are still looked for. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libdirectfb\nleak:libfusion\nleak:libdirect\n";
}

/* The built assets and fonts: of the build under test, else of build/. */
static inline const char *room_data(void) {
    static char path[400] = "build/share";
    const char *share = getenv("STB_SHARE"), *build = getenv("STB_BUILD");
    if (share || build)
        snprintf(path, sizeof path, "%s%s", share ? share : build, share ? "" : "/share");
    return path;
}

static inline void room_record(void *data, enum wire_type type, struct json_object *message) {
    struct room *room = data;
    if (room->sent_count == ROOM_SENT_MAX)
        abort();
    room->sent[room->sent_count].type = type;
    room->sent[room->sent_count++].message = message;
}

static inline void room_tell(struct room *room, enum wire_type type, const char *json) {
    char why[JSON_WHY_SIZE];
    struct json_object *message = json_parse(json, strlen(json), 1 << 20, why);
    if (!message) {
        fprintf(stderr, "fixture: %s in %s\n", why, json);
        abort();
    }
    if (type == WIRE_SUBMITTED)
        stack_submitted(room->stack, message, room->now_ms);
    else
        model_take(&room->model, type, message, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW);
    if (room->stack)
        stack_told(room->stack);
    json_object_put(message);
}

static inline void room_tell_catalog(struct room *room, const char *path) {
    char why[JSON_WHY_SIZE];
    struct json_object *message = json_object_new_object(), *catalog = json_read_file(path, 1 << 20, why);
    if (!catalog) {
        fprintf(stderr, "fixture: %s\n", why);
        abort();
    }
    json_object_object_add(message, "catalog", catalog);
    model_take(&room->model, WIRE_CATALOG, message, room->now_ms, ROOM_WALL);
    json_object_put(message);
}

#define ROOM_PROFILE                                                                                                       \
    "{\"profile\":{\"etag\":\"1\",\"name\":\"王阿姨\",\"phone\":\"52781234\",\"addresses\":[{\"id\":\"home\","          \
    "\"title\":\"家\",\"text\":\"曹杨新村街道枣阳路215弄23号402室\"}],\"contacts\":[{\"name\":\"王建国\"," \
    "\"relation\":\"儿子\"}],\"usual\":{\"taxi\":{\"to\":\"tongji\",\"when\":\"now\"},"                                  \
    "\"hospital\":{\"department\":\"cardiology\"}}}}"

static inline void room_fresh(struct room *room);

/* The look for one size, scale, contrast, language; the canvas must be of that size. */
static inline void room_furnish(struct room *room, int width, int height, double scale, bool high,
                                const char *language) {
    char path[512];
    snprintf(path, sizeof path, "%s/theme.json", room_data());
    theme_load(&room->theme, path, high);
    theme_fit(&room->theme, width, height, scale, 0);
    snprintf(path, sizeof path, "%s/strings/%s.json", room_data(), language);
    strings_destroy(room->strings);
    room->strings = strings_load(path);
    if (!room->strings)
        abort();
    room_fresh(room);
}

static inline struct stack *room_stack(struct room *room) {
    return stack_create(&(struct stack_setup){.text = room->text,
                                              .theme = &room->theme,
                                              .strings = room->strings,
                                              .model = &room->model,
                                              .send = room_record,
                                              .data = room});
}

static inline void room_fresh(struct room *room) {
    for (size_t i = 0; i < room->sent_count; i++)
        json_object_put(room->sent[i].message);
    room->sent_count = 0;
    room->now_ms = ROOM_NOW;
    stack_destroy(room->stack);
    room->stack = NULL;
    model_free(&room->model);
    model_init(&room->model);
    room_tell_catalog(room, "tests/unit/ui/catalog.json"); /* its own: the built-in one may change any day */
    room_tell(room, WIRE_PROFILE, ROOM_PROFILE);
    room_tell(room, WIRE_LINK, "{\"state\":\"connected\"}");
    theme_fit(&room->theme, room->theme.width, room->theme.height, room->theme.text_scale, 0);
    room->stack = room_stack(room);
}

static inline struct room *room_open(int width, int height) {
    char path[512];
    struct room *room = calloc(1, sizeof *room);
    setenv("TZ", "Asia/Shanghai", 1);
    snprintf(path, sizeof path, "%s/fonts", room_data());
    room->canvas = canvas_create("dummy", width, height);
    room->text = room->canvas ? text_create(room->canvas, path) : NULL;
    if (!room->text)
        abort();
    room_furnish(room, width, height, 1.25, false, "zh-CN");
    return room;
}

static inline void room_close(struct room *room) {
    for (size_t i = 0; i < room->sent_count; i++)
        json_object_put(room->sent[i].message);
    stack_destroy(room->stack);
    model_free(&room->model);
    strings_destroy(room->strings);
    text_destroy(room->text);
    canvas_destroy(room->canvas);
    free(room);
}

/* DirectFB wants to be opened once a process (its dispatcher's thread may outlive the first picture and trip over the
 * second), so each size of canvas has a process of its own. True when FN was true there. Before any other room is
 * opened. */
static inline bool room_apart(bool (*fn)(const void *what), const void *what) {
    int status = 1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(fn(what) ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* cmocka's set-up and tear-down of a group, and the set-up of each of its tests. */
static inline int open_room(void **state) {
    *state = room_open(320, 180);
    room_furnish(*state, 1280, 720, 1.25, false, "zh-CN");
    return 0;
}

static inline int close_room(void **state) {
    room_close(*state);
    return 0;
}

static inline int fresh(void **state) {
    room_fresh(*state);
    return 0;
}

static inline const struct scene *room_look(struct room *room) {
    return stack_scene(room->stack, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW, &room->wake_ms);
}

/* Presses keys by name, in order, ended by ACTION_NONE. */
static inline void room_press(struct room *room, ...) {
    va_list keys;
    va_start(keys, room);
    for (int key; (key = va_arg(keys, int)) != ACTION_NONE;)
        stack_act(room->stack, (enum action)key, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW);
    va_end(keys);
}

/* The text of a member of the newest message sent; "" when there is none. */
static inline const char *room_last(const struct room *room, enum wire_type type, const char *key) {
    if (room->sent_count == 0 || room->sent[room->sent_count - 1].type != type)
        return "";
    return json_text(room->sent[room->sent_count - 1].message, key, "");
}

static inline const char *words_of(const struct scene *scene, const char *id) {
    for (size_t i = 0; i < scene->item_count; i++)
        if (strcmp(scene->items[i].id, id) == 0 && scene->items[i].words)
            return scene->items[i].words;
    return "";
}

static inline bool says(const struct scene *scene, const char *words) {
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].words && strstr(scene->items[i].words, words))
            return true;
    return false;
}

/* --- situations: every screen in every state, by number and name */
static inline void room_requests(struct room *room, const char *statuses, int pending) {
    char *json = NULL;
    if (asprintf(&json, "{\"requests\":[%s],\"pending\":%d}", statuses, pending) < 0)
        abort();
    room_tell(room, WIRE_REQUESTS, json);
    free(json);
}

#define ROOM_ID       "11111111-2222-4333-8444-555555555555"
#define ROOM_ID_ABOUT "11111111-2222-8333-8444-555555555555"
#define ROOM_TAXI(state, more)                                                                                         \
    "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"" state                            \
    "\",\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"answers\":{\"to\":\"tongji\",\"when\":"      \
    "\"now\"}" more "}"
#define ROOM_DRIVER                                                                                                          \
    ",\"headline\":\"司机接单了\",\"details\":[{\"label\":\"车牌\",\"value\":\"沪A·X3642\"},{\"label\":\"司机\"," \
    "\"value\":\"李师傅\"},{\"label\":\"电话\",\"value\":\"138****3642\"}],\"can_cancel\":true,\"reached\":{"           \
    "\"received\":1795224485000,\"accepted\":1795224600000}"

struct situation {
    const char *name;
    void (*arrange)(struct room *room);
};
#define SITUATION(name) static inline void at_##name(struct room *room)

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
    room_tell(room, WIRE_HELLO, "{\"logo\":\"/etc/stb-app/logo.png\",\"hotline\":{\"name\":\"普陀区为老服务热线\"}}");
    room->model.logo_width = 400;
    room->model.logo_height = 100;
    theme_fit(&room->theme, room->theme.width, room->theme.height, room->theme.text_scale, 0);
}
SITUATION(home_offline) {
    room_tell(room, WIRE_LINK, "{\"state\":\"offline\"}");
    room_requests(room, ROOM_TAXI("waiting", ""), 1);
}
SITUATION(home_bare) {
    room_tell(room, WIRE_PROFILE, "{\"profile\":{}}");
    room_tell(room, WIRE_CATALOG, "{\"catalog\":{\"services\":[]}}");
    room_tell(room, WIRE_LINK, "{\"state\":\"connecting\"}");
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
static inline void room_result(struct room *room, const char *status) {
    room_requests(room, status, 0);
    room_press(room, ACTION_DIGIT_6, ACTION_OK, ACTION_NONE);
}
SITUATION(result_waiting) {
    room_tell(room, WIRE_LINK, "{\"state\":\"offline\"}");
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
    room_tell(room, WIRE_LINK, "{\"state\":\"connecting\"}");
}
SITUATION(result_arrived) {
    room_result(room, ROOM_TAXI("arrived", ",\"headline\":\"车来了\",\"details\":[{\"label\":\"车牌\",\"value\":"
                                           "\"沪A·X3642\"}],\"reached\":{\"received\":1795224485000,"
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
    room_tell(room, WIRE_CATALOG, ROOM_LONG);
    room_tell(room, WIRE_PROFILE, "{\"profile\":{\"name\":\"欧阳秀英老师\"}}");
}
SITUATION(step_long) {
    room_tell(room, WIRE_CATALOG, ROOM_LONG);
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
}
SITUATION(confirm_long) {
    at_step_long(room);
    room_press(room, ACTION_OK, ACTION_NONE);
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
/* A small catalogue in which one service leads to another. */
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
    room_tell(room, WIRE_CATALOG, ROOM_CLINIC);
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
SITUATION(duplicate) {
    char json[200];
    room_requests(room, ROOM_TAXI("received", ""), 0);
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"saved\":false,\"duplicate\":\"" ROOM_ID "\"}",
             room_last(room, WIRE_SUBMIT, "id"));
    room_tell(room, WIRE_SUBMITTED, json);
}
SITUATION(not_saved) {
    char json[200];
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"saved\":false,\"duplicate\":\"\"}",
             room_last(room, WIRE_SUBMIT, "id"));
    room_tell(room, WIRE_SUBMITTED, json);
}
SITUATION(by_person) {
    room_tell(room, WIRE_CATALOG,
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
                         "{\"id\":\"a\",\"kind\":\"callback\",\"service\":\"person\",\"status\":\"done\",\"created_at_"
                         "ms\":"
                         "1795214480000},{\"id\":\"b\",\"kind\":\"service\",\"service\":\"meal\",\"status\":"
                         "\"rejected\","
                         "\"created_at_ms\":1795124480000},{\"id\":\"c\",\"kind\":\"service\",\"service\":\"hospital\","
                         "\"status\":\"received\",\"created_at_ms\":1795024480000},{\"id\":\"d\",\"kind\":\"service\","
                         "\"service\":\"grocery\",\"status\":\"expired\",\"created_at_ms\":1794924480000},{\"id\":"
                         "\"e\","
                         "\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"cancelled\",\"created_at_ms\":"
                         "1794824480000},{\"id\":\"f\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"done\","
                         "\"created_at_ms\":1794724480000}",
        0);
    room_press(room, ACTION_DIGIT_6, ACTION_NONE);
}
SITUATION(more) {
    room_tell(room, WIRE_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"repair\",\"title\":\"家政预约\",\"note\":\"修修补补、打扫卫生\","
              "\"icon\":\"repair\",\"steps\":[]},{\"id\":\"bill\",\"title\":\"费用代缴\",\"note\":\"水电煤\",\"icon\":"
              "\"bill\",\"steps\":[]}]}}");
    room_press(room, ACTION_DIGIT_1, ACTION_DOWN, ACTION_NONE);
}
#define ROOM_CARE                                                                                                                         \
    "{\"id\":\"n1\",\"kind\":\"care\",\"title\":\"您今天好吗？\",\"text\":\"早上好，普陀区为老服务热线来问候您。" \
    "请按一个数字告诉我们。\",\"at_ms\":1795224480000,\"answered\":\"\",\"choices\":[{\"id\":\"fine\",\"title\":"              \
    "\"很好\"},{\"id\":\"unwell\",\"title\":\"不太好\"},{\"id\":\"call\",\"title\":\"请打电话给我\"}]}"
#define ROOM_WEATHER(answered)                                                                                         \
    "{\"id\":\"n2\",\"kind\":\"weather\",\"icon\":\"typhoon\",\"title\":\"台风要来了\",\"text\":"                 \
    "\"今天夜里有台风，请关好门窗，收好阳台上的花盆，"                                          \
    "不要出门。\",\"at_ms\":1795224120000,\"answered\":\"" answered "\",\"choices\":[]}"
static inline void room_notices(struct room *room, const char *notices, bool alone) {
    char json[4096];
    snprintf(json, sizeof json, "{\"notices\":[%s],\"alone\":%s}", notices, alone ? "true" : "false");
    room_tell(room, WIRE_NOTICES, json);
}
SITUATION(notice_care) {
    room_notices(room, ROOM_CARE, false);
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
    stack_scene(room->stack, room->now_ms, ROOM_WALL, NULL);
    room->now_ms += 1000;
    room_press(room, ACTION_DIGIT_3, ACTION_NONE);
    room_tell(
        room, WIRE_NOTICES,
        "{\"notices\":[{\"id\":\"n1\",\"kind\":\"care\",\"title\":\"您今天好吗？\",\"text\":\"请按一个数字告诉我们。\","
        "\"at_ms\":1795224480000,\"answered\":\"call\",\"choices\":[{\"id\":\"call\",\"title\":\"请打电话给我\"}]}]}");
}
/* At the end of what there is to read. */
static inline void room_read_on(struct room *room) {
    room->now_ms += 10;
    stack_scene(room->stack, room->now_ms, ROOM_WALL, NULL);
    room->now_ms += 1000;
    for (int i = 0; i < 12; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(notice_long_end) {
    at_notice_long(room);
    room_read_on(room);
}
SITUATION(notice_full_long_end) {
    at_notice_full_long(room);
    room_read_on(room);
}
SITUATION(result_long_end) {
    at_result_long(room);
    room_read_on(room);
}
SITUATION(notices) {
    room_notices(room, ROOM_CARE "," ROOM_WEATHER("seen"), false);
    room_press(room, ACTION_SERVICE, ACTION_DIGIT_6, ACTION_OK, ACTION_NONE);
}
SITUATION(orders_empty) {
    room_press(room, ACTION_DIGIT_6, ACTION_NONE);
}
static inline void room_sos(struct room *room, const char *state, int64_t since_ms, int64_t grace_left_ms,
                            const char *more) {
    char json[512];
    snprintf(json, sizeof json,
             "{\"id\":\"" ROOM_ID "\",\"state\":\"%s\",\"since_ms\":%lld,\"grace_left_ms\":%lld,\"presses\":1%s}",
             state, (long long)since_ms, (long long)grace_left_ms, more);
    room_tell(room, WIRE_SOS, json);
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
    room_press(room, ACTION_RIGHT, ACTION_NONE);
}
SITUATION(sos_arrived) {
    room_sos(room, "arrived", 950000, 0, "");
}
SITUATION(sos_lost) {
    room_sos(room, "waiting", 12000, 0, "");
}
SITUATION(sos_cancelling) {
    room_sos(room, "received", 9000, 0, ",\"cancel_asked\":true");
}
SITUATION(sos_cancelled) {
    room_sos(room, "received", 9000, 0, "");
    room_sos(room, "cancelled", 9900, 0, "");
}
SITUATION(sos_closed) {
    room_sos(room, "arrived", 9000, 0, "");
    room_sos(room, "closed", 990000, 0, "");
}
/* The channel as a parent's hello opens it; the sizes stay those of the look. */
static inline void room_hello(struct room *room, const char *more) {
    char json[512];
    snprintf(json, sizeof json,
             "{\"text_scale\":%.2f,\"contrast\":\"%s\",\"language\":\"zh-CN\",\"device\":\"PT-000123\",\"hotline\":{"
             "\"name\":\"普陀区为老服务热线\",\"phone\":\"62229090\",\"emergency_phone\":\"120\"}%s}",
             room->theme.text_scale, room->theme.high ? "high" : "normal", more);
    room_tell(room, WIRE_HELLO, json);
}
SITUATION(settings) {
    room_hello(room, "");
    room_press(room, ACTION_DIGIT_5, ACTION_UP, ACTION_NONE);
    for (size_t i = 0; i < 20; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(settings_overscan) {
    at_settings(room);
    room_hello(room, ",\"overscan_percent\":3");
    theme_fit(&room->theme, room->theme.width, room->theme.height, room->theme.text_scale, 3);
    for (size_t i = 0; i < 7; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(settings_voice) {
    at_settings(room);
    room_hello(room, ",\"voice\":{\"guidance\":true}");
    room_press(room, ACTION_DOWN, ACTION_DOWN, ACTION_NONE);
}
SITUATION(settings_dumb) {
    at_settings_voice(room);
    room->model.voice.trouble = VOICE_NO_ENGINE;
}
/* OK has to be held, and was let go. */
SITUATION(hold_on) {
    room_hello(room, ",\"ok_hold_ms\":800");
    room_press(room, ACTION_DIGIT_2, ACTION_OK_BRIEF, ACTION_NONE);
}
/* It is down, and has been for a while; where nothing may move, it is said. */
SITUATION(hold_half) {
    room_hello(room, ",\"ok_hold_ms\":800");
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    stack_hold(room->stack, 800, room->now_ms - 500);
}
SITUATION(hold_still) {
    room_hello(room, ",\"ok_hold_ms\":800,\"motion\":false");
    stack_hold(room->stack, 800, room->now_ms - 500);
}
SITUATION(settings_end) {
    at_settings(room);
    for (size_t i = 0; i < 13; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}
SITUATION(about) {
    at_settings_end(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(line_test) {
    at_settings_end(room);
    room_press(room, ACTION_UP, ACTION_OK, ACTION_NONE);
}
SITUATION(line_test_runs) {
    at_line_test(room);
    room_tell(room, WIRE_TEST, "{\"state\":\"sending\",\"since_ms\":0,\"good_at_ms\":1795124480000}");
}
SITUATION(line_test_heard) {
    at_line_test(room);
    room_tell(room, WIRE_TEST, "{\"state\":\"received\",\"since_ms\":300,\"good_at_ms\":0}");
}
SITUATION(line_test_good) {
    at_line_test(room);
    room_tell(room, WIRE_TEST, "{\"state\":\"closed\",\"since_ms\":900,\"good_at_ms\":1795224720000}");
}
SITUATION(line_test_lost) {
    at_line_test(room);
    room_tell(room, WIRE_TEST, "{\"state\":\"waiting\",\"since_ms\":11000,\"good_at_ms\":1795124480000}");
}
SITUATION(first_run) {
    room_hello(room, ",\"first_run\":true");
    stack_destroy(room->stack);
    room->stack = room_stack(room);
}
SITUATION(first_run_contrast) {
    at_first_run(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(first_run_guidance) {
    at_first_run_contrast(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(first_run_dumb) {
    at_first_run_guidance(room);
    room->model.voice.trouble = VOICE_NO_SOUND;
}
SITUATION(first_run_test) {
    at_first_run_guidance(room);
    room_press(room, ACTION_OK, ACTION_NONE);
}
SITUATION(first_run_end) {
    at_first_run_test(room);
    room_tell(room, WIRE_TEST, "{\"state\":\"closed\",\"since_ms\":900,\"good_at_ms\":1795224720000}");
}

#include "orders.h"

#define S(name)                                                                                                        \
    { #name, at_##name }
static const struct situation situations[] = {
    S(home),
    S(home_busy),
    S(home_sos),
    S(home_logo),
    S(home_offline),
    S(home_bare),
    S(step),
    S(step_later),
    S(step_page),
    S(step_notes),
    S(confirm),
    S(confirm_cancel),
    S(confirm_slow),
    S(callback),
    S(result_waiting),
    S(result_received),
    S(result_accepted),
    S(result_accepted_offline),
    S(result_arrived),
    S(result_done),
    S(result_rejected),
    S(result_expired),
    S(result_cancelling),
    S(result_meal),
    S(home_long),
    S(step_long),
    S(confirm_long),
    S(result_long),
    S(result_promise),
    S(result_overdue),
    S(result_overdue_person),
    S(result_next),
    S(result_other),
    S(cancel_limit),
    S(cancel_question),
    S(duplicate),
    S(not_saved),
    S(by_person),
    S(orders),
    S(orders_empty),
    S(notice_care),
    S(notice_read),
    S(notice_long),
    S(notice_full_long),
    S(notice_long_end),
    S(notice_full_long_end),
    S(result_long_end),
    S(notice_answered),
    S(notices),
    S(more),
    S(slots_asked),
    S(slots_busy),
    S(slots_slow),
    S(slots_silent),
    S(slots_failed),
    S(slots_offline),
    S(slots_full),
    S(as_usual_asks),
    S(as_usual),
    S(slots_days),
    S(slots_old),
    S(slots_day),
    S(say),
    S(say_offered),
    S(say_starting),
    S(say_hearing),
    S(say_heard),
    S(say_silent),
    S(say_busy),
    S(say_missing),
    S(say_failed),
    S(say_stopped),
    S(order_spoken),
    S(order_slot),
    S(slots_gone),
    S(dishes),
    S(dishes_chosen),
    S(dishes_sold_out),
    S(dishes_short),
    S(order_dishes),
    S(dishes_lost),
    S(market),
    S(market_group),
    S(market_long),
    S(market_again),
    S(order_market),
    S(sos_grace),
    S(sos_grace_received),
    S(sos_received),
    S(sos_slow),
    S(sos_emergency),
    S(sos_answered),
    S(sos_arrived),
    S(sos_lost),
    S(sos_cancelling),
    S(sos_cancelled),
    S(sos_closed),
    S(settings),
    S(settings_overscan),
    S(hold_on),
    S(hold_half),
    S(hold_still),
    S(settings_voice),
    S(settings_dumb),
    S(settings_end),
    S(about),
    S(line_test),
    S(line_test_runs),
    S(line_test_heard),
    S(line_test_good),
    S(line_test_lost),
    S(first_run),
    S(first_run_contrast),
    S(first_run_guidance),
    S(first_run_dumb),
    S(first_run_test),
    S(first_run_end),
};
enum { SITUATIONS = sizeof situations / sizeof situations[0] };
#endif
