/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SITUATION_H
#define STB_UI_SITUATION_H
/* A situation: a name, and the messages and keys that lead there from a fresh room; with what several of them need. */
#include "room.h"

struct situation {
    const char *name;
    void (*arrange)(struct room *room);
    bool alike; /* another one looks like it: held to the rules, without a reference picture of its own */
    bool deaf;  /* OK is not heard yet; in the others it is */
};
/* What is seen of it. */
static inline const struct scene *situation_look(struct room *room, const struct situation *situation) {
    room_fresh(room);
    situation->arrange(room);
    return situation->deaf ? room_look(room) : room_wait_to_be_heard(room);
}
#define SITUATION(name) static inline void at_##name(struct room *room)

static inline void room_requests(struct room *room, const char *statuses, int pending) {
    char *json = NULL;
    if (asprintf(&json, "{\"requests\":[%s],\"pending\":%d}", statuses, pending) < 0)
        abort();
    room_tell(room, IPC_REQUESTS, json);
    free(json);
}

#define ROOM_ID "11111111-2222-4333-8444-555555555555"
/* Others, by a hexadecimal digit. */
#define ROOM_ID_OF(digit) "11111111-2222-4333-8444-00000000000" digit
#define ROOM_ID_ABOUT     "11111111-2222-8333-8444-555555555555"
#define ROOM_TAXI(state, more)                                                                                         \
    "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"" state                            \
    "\",\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"answers\":{\"to\":\"tongji\",\"when\":"      \
    "\"now\"}" more "}"
#define ROOM_DRIVER                                                                                                        \
    ",\"headline\":\"司机接单了\",\"details\":[{\"label\":\"车牌\",\"value\":\"沪A·X3642\",\"role\":\"plate\"},{" \
    "\"label\":\"司机\","                                                                                                \
    "\"value\":\"李师傅\"},{\"label\":\"电话\",\"value\":\"138****3642\"}],\"can_cancel\":true,\"reached\":{"         \
    "\"received\":1795224485000,\"accepted\":1795224600000}"

/* At the end of what there is to read. */
static inline void room_read_on(struct room *room) {
    room->now_ms += 10;
    screen_stack_scene(room->stack, room->now_ms, ROOM_WALL, NULL);
    room->now_ms += 1000;
    for (int i = 0; i < 12; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
}

/* The channel as a parent's hello opens it; the sizes stay those of the look. */
static inline void room_hello(struct room *room, const char *more) {
    char json[512];
    snprintf(json, sizeof json,
             "{\"text_scale\":%.2f,\"contrast\":\"%s\",\"language\":\"%s\",\"device\":\"PT-000123\",\"hotline\":{"
             "\"name\":\"普陀区为老服务热线\",\"phone\":\"62229090\",\"emergency_phone\":\"120\"}%s}",
             room->theme.text_scale, room->theme.high ? "high" : "normal", room->language, more);
    room_tell(room, IPC_HELLO, json);
}
#endif
