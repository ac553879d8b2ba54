/* SPDX-License-Identifier: Apache-2.0 */
/* Home's line about the day: what comes first, and where OK on it leads. */
#include "tests/unit/ui/fixture.h"
#include "ui/order/day_line.h"
#include <setjmp.h>

#include <cmocka.h>

#define DAY_CATALOG                                                                                                     \
    "{\"catalog\":{\"services\":[{\"id\":\"taxi\",\"title\":\"叫车\",\"icon\":\"taxi\",\"home\":1,\"promise_"         \
    "minutes\":10,"                                                                                                     \
    "\"steps\":[]},{\"id\":\"visit\",\"title\":\"挂号\",\"icon\":\"hospital\",\"home\":2,\"steps\":[]},{\"id\":"      \
    "\"lunch\",\"title\":\"订餐\",\"icon\":\"meal\",\"home\":3,\"steps\":[{\"id\":\"where\",\"kind\":\"choose\","     \
    "\"title\":\"?\",\"options\":[{\"id\":\"near\",\"title\":\"曹杨食堂\"}]},{\"id\":\"dishes\",\"kind\":\"cart\"," \
    "\"title\":\"?\",\"unit\":\"份\",\"cutoff\":\"10:30\",\"options\":[{\"id\":\"pork\",\"title\":\"红烧肉\"}]}]}]}}"
#define DAY_REQUEST(digit, service, state, more)                                                                       \
    "{\"id\":\"" ROOM_ID_OF(digit) "\",\"kind\":\"service\",\"service\":\"" service "\",\"status\":\"" state           \
                                   "\",\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000" more "}"
#define DAY_CAR   DAY_REQUEST("1", "taxi", "accepted", ",\"eta_minutes\":9")
#define DAY_ASKED DAY_REQUEST("2", "taxi", "received", "")
#define DAY_VISIT(day)                                                                                                 \
    DAY_REQUEST("3", "visit", "accepted", ",\"words\":{\"what\":\"心内科\",\"day\":\"" day "\",\"when\":\"上午\"}")
#define DAY_CALL                                                                                                       \
    "{\"id\":\"" ROOM_ID_OF(                                                                                           \
        "4") "\",\"kind\":\"callback\",\"service\":\"\",\"status\":\"received\",\"created_at_ms\":"                    \
             "1795224480000,\"updated_at_ms\":1795224600000}"
#define DAY_DRAFT                                                                                                      \
    "{\"drafts\":[{\"service\":\"lunch\",\"answers\":{\"where\":\"near\"},\"items\":[{\"id\":\"pork\",\"quantity\":2}" \
    "],"                                                                                                               \
    "\"at_ms\":1}]}"

static const struct {
    const char *what, *requests, *drafts, *words;
    enum day_line_kind kind;
    int later_minutes; /* than 9:32 */
} cases[] = {
    {"nothing but lunch", "", NULL, "订餐：10:30 前可订", DAY_LINE_CUTOFF, 0},
    {"not even that", "", NULL, NULL, DAY_LINE_NONE, 60},
    {"nor at five in the morning", "", NULL, NULL, DAY_LINE_NONE, -270},
    {"lunch that was ordered", DAY_REQUEST("5", "lunch", "accepted", ""), NULL, NULL, DAY_LINE_NONE, 0},
    {"an appointment of today", DAY_VISIT("2026-11-21"), NULL, "今天 上午，挂号：心内科", DAY_LINE_ORDER, 0},
    {"today comes before tomorrow",
     DAY_VISIT("2026-11-22") "," DAY_REQUEST("6", "visit", "accepted",
                                             ",\"words\":{\"what\":\"牙科\",\"day\":\"2026-11-21\"}"),
     NULL, "今天，挂号：牙科", DAY_LINE_ORDER, 0},
    {"not of the day after", DAY_VISIT("2026-11-23"), NULL, "订餐：10:30 前可订", DAY_LINE_CUTOFF, 0},
    {"nor of yesterday", DAY_VISIT("2026-11-20"), NULL, NULL, DAY_LINE_NONE, 60},
    {"a call comes before an appointment", DAY_VISIT("2026-11-21") "," DAY_CALL, NULL, "请等电话，工作人员会打给您",
     DAY_LINE_ORDER, 0},
    {"a promise before a call", DAY_CALL "," DAY_ASKED, NULL, "叫车：9:40 前给您回话", DAY_LINE_ORDER, 0},
    {"the car before a promise", DAY_ASKED "," DAY_CAR, NULL, "叫车：大约 9:39 到", DAY_LINE_ORDER, 0},
    {"what is over is no news", DAY_REQUEST("7", "taxi", "done", ",\"eta_minutes\":1"), NULL, NULL, DAY_LINE_NONE, 60},
    {"what was left half done comes first", DAY_CAR, DAY_DRAFT, "接着订餐：曹杨食堂、红烧肉 2份", DAY_LINE_DRAFT, 0},
};

static struct day_line line_now(struct room *room, int later_minutes) {
    static struct scene scene;
    scene_reset(&scene, 1280, 720);
    struct view view = {.scene = &scene,
                        .text = room->text,
                        .theme = &room->theme,
                        .strings = room->strings,
                        .model = &room->model,
                        .now_ms = room->now_ms,
                        .wall_ms = ROOM_WALL + later_minutes * INT64_C(60000)};
    return day_line_of(&view);
}

static void the_first_thing_of_the_day_is_said(void **state) {
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_fresh(room);
        room_tell(room, IPC_CATALOG, DAY_CATALOG);
        room_requests(room, cases[i].requests, 0);
        if (cases[i].drafts)
            room_tell(room, IPC_DRAFTS, cases[i].drafts);
        struct day_line line = line_now(room, cases[i].later_minutes);
        if (line.kind != cases[i].kind || (cases[i].words && strcmp(line.words, cases[i].words) != 0))
            fail_msg("%s: %d \"%s\"", cases[i].what, line.kind, line.words ? line.words : "");
    }
    room->model.clock_unsure = true;
    assert_int_equal(line_now(room, 0).kind, DAY_LINE_DRAFT); /* that needs no clock */
}

/* One key goes on where she left: the basket is in her hands, the canteen is not asked again. */
static void one_key_goes_on_with_what_was_left_half_done(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_tell(room, IPC_CATALOG, DAY_CATALOG);
    room_tell(room, IPC_DRAFTS, DAY_DRAFT);
    assert_true(says(room_look(room), "接着订餐：曹杨食堂、红烧肉 2份"));
    assert_string_equal(room_look(room)->focus, "taxi"); /* and never by itself */
    room_press(room, ACTION_DIGIT_6, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "cart");
    assert_true(says(room_look(room), "2 份"));
}

/* The line became another one under the finger: OK does not open what was not read. */
static void a_line_that_changes_hands_its_focus_to_a_tile(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_tell(room, IPC_CATALOG, DAY_CATALOG);
    room_requests(room, DAY_ASKED, 0);
    room_press(room, ACTION_UP, ACTION_NONE);
    assert_non_null(strstr(room_look(room)->focus, "day.order."));
    room_requests(room, DAY_CALL, 0);
    assert_string_equal(room_look(room)->focus, "taxi");
    room_requests(room, DAY_ASKED, 0);
    room_press(room, ACTION_UP, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "result");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_first_thing_of_the_day_is_said),
                                       cmocka_unit_test(one_key_goes_on_with_what_was_left_half_done),
                                       cmocka_unit_test(a_line_that_changes_hands_its_focus_to_a_tile)};
    return cmocka_run_group_tests(tests, open_room, close_room);
}
