/* SPDX-License-Identifier: Apache-2.0 */
/* What the parent tells becomes what the screens know; what makes no sense changes nothing; and the scene line. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void tell(struct model *model, enum ipc_type type, const char *json) {
    struct ipc_message message;
    told(model, type, json, &message);
    model_take(model, &message, 10000, 1000000);
    ipc_message_free(&message);
}

static void hello_brings_the_settings(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
    tell(&model, IPC_HELLO,
         "{\"text_scale\":1.5,\"contrast\":\"high\",\"overscan_percent\":3,\"language\":\"en\","
         "\"hotline\":{\"name\":\"热线\",\"phone\":\"1\",\"emergency_phone\":\"2\"},\"scene\":true,\"grace_s\":7}");
    assert_true(model.text_scale > 1.49 && model.text_scale < 1.51);
    assert_true(model.high_contrast && model.scene_wanted);
    assert_int_equal(model.overscan_percent, 3);
    assert_int_equal(model.grace_s, 7);
    assert_string_equal(model.language, "en");
    assert_string_equal(model.hotline.phone, "1");
    assert_string_equal(model.hotline.emergency_phone, "2");
    model_free(&model);
}

static void requests_come_newest_first_without_the_sos(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
    tell(&model, IPC_REQUESTS,
         "{\"pending\":2,\"requests\":[{\"id\":\"11111111-2222-4333-8444-000000000001\",\"kind\":\"service\","
         "\"service\":\"taxi\",\"status\":\"done\","
         "\"created_at_ms\":1},{\"id\":\"11111111-2222-4333-8444-000000000003\",\"kind\":\"sos\",\"status\":\"closed\","
         "\"created_at_ms\":5},{\"id\":"
         "\"11111111-2222-4333-8444-000000000002\",\"kind\":\"service\",\"service\":\"meal\",\"status\":\"received\","
         "\"created_at_ms\":9,\"answers\":{"
         "\"set\":\"fish\"},\"details\":[{\"label\":\"a\",\"value\":\"b\",\"role\":\"place\"}],\"eta_minutes\":4,"
         "\"reached\":{"
         "\"received\":77}}]}");
    assert_int_equal(model.request_count, 2);
    assert_string_equal(model.requests[0]->status.id, "11111111-2222-4333-8444-000000000002");
    assert_string_equal(model.requests[1]->status.id, "11111111-2222-4333-8444-000000000001");
    assert_string_equal(model.requests[0]->request.answers[0].option, "fish");
    assert_int_equal(model.requests[1]->request.answer_count, 0);
    assert_int_equal(model.requests[0]->status.reached_at_ms[STATE_RECEIVED], 77);
    assert_int_equal(model.requests[0]->status.details[0].role, DETAIL_PLACE);
    assert_int_equal(model.requests[0]->status.eta_minutes, 4);
    assert_int_equal(model.requests[1]->status.eta_minutes, -1);
    assert_int_equal(model.pending, 2);
    assert_int_equal(model_running(&model), 1);
    model_free(&model);
}

/* What is of another shape never reaches the model. */
static void nonsense_is_refused(void **state) {
    static const char *const nonsense[] = {"[]",
                                           "7",
                                           "{\"state\":\"somewhere\"}",
                                           "{\"catalog\":[]}",
                                           "{\"profile\":7}",
                                           "{\"requests\":{}}",
                                           "{\"requests\":[7,[],{}]}"};
    struct model model;
    (void)state;
    model_init(&model);
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++)
        for (int type = IPC_LINK; type <= IPC_SOS; type++) {
            char error[JSON_ERROR_SIZE];
            struct ipc_message message;
            if (!told_try(&model, (enum ipc_type)type, nonsense[i], &message, error))
                continue;
            assert_int_equal(nonsense[i][0], '{'); /* of a member that this message does not have */
            ipc_message_free(&message);
        }
    model_free(&model);
}

/* Each message replaces its part whole, and what a message brought is the model's from then on. */
static void lists_are_replaced_whole(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
#define ONE(id, state)                                                                                                 \
    "{\"id\":\"11111111-2222-4333-8444-00000000000" id "\",\"kind\":\"service\",\"status\":\"" state "\"}"
    tell(&model, IPC_REQUESTS, "{\"requests\":[" ONE("1", "done") "," ONE("2", "received") "]}");
    tell(&model, IPC_REQUESTS, "{\"requests\":[" ONE("2", "done") "]}");
    assert_int_equal(model.request_count, 1);
    assert_int_equal(model_request(&model, "11111111-2222-4333-8444-000000000002")->state, STATE_DONE);
    assert_null(model_request(&model, "11111111-2222-4333-8444-000000000001"));
    tell(&model, IPC_NOTICES, "{\"notices\":[{\"id\":\"a\",\"choices\":[{\"id\":\"c\"}]},{\"id\":\"b\"}]}");
    tell(&model, IPC_NOTICES, "{\"notices\":[{\"id\":\"b\",\"choices\":[{\"id\":\"c\",\"answers\":{\"s\":\"o\"}}]}]}");
    assert_null(model_notice(&model, "a"));
    assert_string_equal(model_notice(&model, "b")->choices[0].answers[0].option, "o");
    model_free(&model);
}

static void carts_are_kept_one_for_each_service(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
    for (int i = 0; i < CART_DRAFT_MAX; i++) {
        struct cart_draft draft = {.item_count = 1, .items = {{.id = "a", .quantity = i + 1}}};
        snprintf(draft.service, sizeof draft.service, "s%d", i);
        model_keep_draft(&model, &draft);
    }
    for (int i = 0; i < CART_DRAFT_MAX; i++) {
        char service[16];
        snprintf(service, sizeof service, "s%d", i);
        assert_int_equal(model_draft(&model, service)->items[0].quantity, i + 1);
    }
    model_keep_draft(&model, &(struct cart_draft){.service = "s1"}); /* emptied */
    assert_null(model_draft(&model, "s1"));
    model_keep_draft(&model, &(struct cart_draft){.service = "other"}); /* never begun: takes nobody's place */
    for (int i = 0; i < CART_DRAFT_MAX; i++)
        assert_true(i == 1 || model.drafts[i].item_count == 1);
    assert_null(model_draft(&model, ""));
}

static void how_long_the_hotline_was_silent_is_known_or_not(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
    tell(&model, IPC_LINK, "{\"state\":\"offline\",\"heard_ago_ms\":4000}");
    assert_int_equal(model.heard_ms, 6000);
    tell(&model, IPC_LINK, "{\"state\":\"offline\"}");
    assert_int_equal(model.heard_ms, 0);
    model_free(&model);
}

/* Each proof has its moment, that of the first time it was heard of; another alarm begins anew. */
static void an_alarm_remembers_when_it_reached_what(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
    tell(&model, IPC_SOS,
         "{\"id\":\"x\",\"state\":\"received\",\"since_ms\":2000,\"grace_left_ms\":3000,\"message\":\"马上来\"}");
    assert_int_equal(model.sos.pressed_ms, 8000);
    assert_int_equal(model.sos.reached_wall_ms[STATE_RECEIVED], 1000000);
    assert_int_equal(model.sos.reached_wall_ms[STATE_SAVED], 998000);
    assert_string_equal(model.sos.message, "马上来");
    assert_int_equal(model_grace_left_s(&model, 10000), 3); /* it has it, and holds the ring */
    tell(&model, IPC_SOS, "{\"id\":\"x\",\"state\":\"answered\",\"grace_left_ms\":3000,\"reached\":{\"answered\":77}}");
    assert_int_equal(model.sos.reached_wall_ms[STATE_RECEIVED], 1000000);
    assert_int_equal(model.sos.reached_wall_ms[STATE_ANSWERED], 77);
    assert_string_equal(model.sos.message, "");
    assert_int_equal(model_grace_left_s(&model, 10000), 0); /* somebody speaks already */
    tell(&model, IPC_SOS, "{\"id\":\"y\",\"state\":\"sending\"}");
    assert_int_equal(model.sos.reached_wall_ms[STATE_RECEIVED], 0);
    assert_int_equal(model.sos.reached_wall_ms[STATE_ANSWERED], 0);
    model_free(&model);
}

static void a_catalog_of_odd_shapes_is_survived(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
    tell(&model, IPC_CATALOG,
         "{\"catalog\":{\"services\":[7,{},{\"id\":\"a\",\"steps\":7},{\"id\":\"b\",\"steps\":[7,{\"options\":[7,{}]}],"
         "\"confirm\":{\"lines\":[7]}},{\"id\":\"c\",\"home\":1,\"steps\":[{\"id\":\"s\",\"kind\":\"choose\","
         "\"options\":[{\"id\":\"o\",\"title\":\"t\"}]}]}]}}");
    assert_int_equal(service_catalog_count(model.catalog), 5);
    assert_false(service_usable(service_catalog_find(model.catalog, "b")));
    assert_true(service_usable(service_catalog_find(model.catalog, "c")));
    assert_null(service_catalog_find(model.catalog, "nowhere"));
    model_free(&model);
}

static void the_grace_counts_up_to_whole_seconds(void **state) {
    struct model model;
    (void)state;
    model_init(&model);
    tell(&model, IPC_SOS, "{\"id\":\"x\",\"state\":\"sending\",\"since_ms\":200,\"grace_left_ms\":4800}");
    assert_int_equal(model_grace_left_s(&model, 10000), 5);
    assert_int_equal(model_grace_left_s(&model, 10800), 4);
    assert_int_equal(model_grace_left_s(&model, 14799), 1);
    assert_int_equal(model_grace_left_s(&model, 14800), 0);
    tell(&model, IPC_SOS, "{\"id\":\"x\",\"state\":\"sending\",\"grace_left_ms\":4800,\"confirmed\":true}");
    assert_int_equal(model_grace_left_s(&model, 10000), 0);
    assert_true(model_sos_open(&model));
    tell(&model, IPC_SOS, "{\"id\":\"\"}");
    assert_false(model_sos_open(&model));
    model_free(&model);
}

static void the_scene_line_has_all_that_scripts_rely_on(void **state) {
    struct room *room = room_open(320, 180);
    (void)state;
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    at_result_received(room);
    struct json_object *line = scene_json_line(room_look(room), &room->model, screen_stack_request(room->stack), 1234),
                       *items, *request, *sos;
    assert_int_equal(json_integer(line, "at_ms", 0), 1234);
    assert_string_equal(json_text(line, "screen", ""), "result");
    assert_string_equal(json_text(line, "link", ""), "connected");
    assert_string_equal(json_text(line, "focus", ""), "ok");
    assert_true(json_text(line, "say", "")[0] != 0);
    request = json_child(line, "request");
    assert_string_equal(json_text(request, "id", ""), ROOM_ID);
    assert_string_equal(json_text(request, "kind", ""), "service");
    assert_string_equal(json_text(request, "status", ""), "received");
    sos = json_child(line, "sos");
    assert_string_equal(json_text(sos, "state", "?"), "");
    assert_string_equal(json_text(sos, "id", "?"), "");
    assert_int_equal(json_integer(sos, "seconds_left", -1), 0);
    items = json_child(line, "items");
    assert_true(json_object_array_length(items) > 5);
    for (size_t i = 0; i < json_object_array_length(items); i++) {
        struct json_object *item = json_object_array_get_idx(items, i);
        assert_true(json_text(item, "role", "")[0] != 0);
        assert_int_equal(json_object_array_length(json_child(item, "box")), 4);
        if (json_text(item, "text", "")[0])
            assert_int_equal(strlen(json_text(item, "fg", "")), 7);
    }
    json_object_put(line);
    at_sos_grace(room);
    line = scene_json_line(room_look(room), &room->model, screen_stack_request(room->stack), ROOM_NOW);
    assert_string_equal(json_text(line, "screen", ""), "sos");
    assert_string_equal(json_text(json_child(line, "sos"), "state", ""), "sending");
    assert_int_equal(json_integer(json_child(line, "sos"), "seconds_left", 0), 5);
    json_object_put(line);
    room_close(room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hello_brings_the_settings),
        cmocka_unit_test(requests_come_newest_first_without_the_sos),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(lists_are_replaced_whole),
        cmocka_unit_test(carts_are_kept_one_for_each_service),
        cmocka_unit_test(how_long_the_hotline_was_silent_is_known_or_not),
        cmocka_unit_test(an_alarm_remembers_when_it_reached_what),
        cmocka_unit_test(a_catalog_of_odd_shapes_is_survived),
        cmocka_unit_test(the_grace_counts_up_to_whole_seconds),
        cmocka_unit_test(the_scene_line_has_all_that_scripts_rely_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
