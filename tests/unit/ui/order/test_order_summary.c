/* SPDX-License-Identifier: Apache-2.0 */
/* What was ordered, in a few words, from what the box keeps of a request. */
#include "tests/unit/ui/fixture.h"
#include "ui/order/order_summary.h"
#include <setjmp.h>

#include <cmocka.h>

#define REQUEST(service, more)                                                                                         \
    "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"" service                                              \
    "\",\"status\":\"received\",\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000" more "}"

/* A shop whose shelf stands in the catalog, and one whose list only the hotline has. */
#define SHOPS                                                                                                               \
    "{\"catalog\":{\"services\":[{\"id\":\"shop\",\"title\":\"买菜\",\"steps\":[{\"id\":\"basket\",\"kind\":\"cart\","    \
    "\"title\":\"?\",\"unit\":\"份\",\"options\":[{\"id\":\"a\",\"title\":\"青菜\"},{\"id\":\"b\",\"title\":\"番茄\"}" \
    ",{\"id\":\"c\",\"title\":\"土豆\"}]}]},{\"id\":\"meal\",\"title\":\"订餐\",\"steps\":[{\"id\":\"dishes\","         \
    "\"kind\":\"cart\",\"title\":\"?\",\"options_from\":\"hotline\"}]},{\"id\":\"clinic\",\"title\":\"挂号\","            \
    "\"steps\":[{\"id\":\"usual\",\"kind\":\"choose\",\"title\":\"?\",\"options\":[{\"id\":\"other\",\"title\":"            \
    "\"别的医院\"}]},{\"id\":\"place\",\"kind\":\"choose\",\"title\":\"?\",\"when\":{\"step\":\"usual\","               \
    "\"option\":\"other\"},\"options\":[{\"id\":\"tongji\",\"title\":\"同济医院\"}]}]}]}}"

static const struct {
    const char *what, *request, *summary;
} cases[] = {
    {"a destination and its time", ROOM_TAXI("received", ""), "同济医院、现在"},
    {"a hospital and its department",
     REQUEST("hospital", ",\"answers\":{\"hospital\":\"liqun\",\"department\":\"eye\",\"when\":\"any\"}"),
     "利群医院、眼科"},
    {"the dishes and pieces",
     REQUEST("shop", ",\"items\":[{\"id\":\"a\",\"quantity\":2},{\"id\":\"b\",\"quantity\":1}]"), "青菜 2份、番茄 1份"},
    {"the first of many",
     REQUEST("shop", ",\"items\":[{\"id\":\"a\",\"quantity\":2},{\"id\":\"b\",\"quantity\":1},{\"id\":\"c\","
                     "\"quantity\":1}]"),
     "青菜 2份、番茄 1份 等 3 样"},
    {"how many, when their names are not known", REQUEST("meal", ",\"items\":[{\"id\":\"x\",\"quantity\":2}]"), "1 样"},
    {"what was chosen in the end", REQUEST("clinic", ",\"answers\":{\"usual\":\"other\",\"place\":\"tongji\"}"),
     "同济医院"},
    {"nothing of what the catalog does not have", REQUEST("laundry", ",\"answers\":{\"a\":\"b\"}"), ""},
};

static void it_names(void **state) {
    struct room *room = *state;
    static struct scene scene;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_fresh(room);
        if (strstr(cases[i].request, "shop") || strstr(cases[i].request, "\"meal\"") ||
            strstr(cases[i].request, "clinic"))
            room_tell(room, IPC_CATALOG, SHOPS);
        room_requests(room, cases[i].request, 0);
        scene_reset(&scene, 1280, 720);
        struct view view = {.scene = &scene,
                            .text = room->text,
                            .theme = &room->theme,
                            .strings = room->strings,
                            .model = &room->model};
        if (strcmp(order_summary(&view, 0), cases[i].summary) != 0)
            fail_msg("%s: it says \"%s\"", cases[i].what, order_summary(&view, 0));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_names)};
    return cmocka_run_group_tests(tests, open_room, close_room);
}
