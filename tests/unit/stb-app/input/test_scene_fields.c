/* SPDX-License-Identifier: Apache-2.0 */
/* What a key script can wait for. */
#include "stb-app/input/scene_fields.h"

#include <json-c/json.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_field_is_compared_by_its_text(void **state) {
    (void)state;
    static const struct {
        const char *field, *value;
        bool matches;
    } cases[] = {
        {"screen", "home", true},
        {"screen", "Home", false},
        {"screen", "", false},
        {"screen", "*", true},
        {"sos.state", "received", true},
        {"sos.state.x", "*", false},
        {"sos.seconds_left", "4", true},
        {"sos.seconds_left", "04", false},
        {"pending", "0", true},
        {"pending", "*", true},
        {"motion", "true", true},
        {"scale", "1.25", true},
        {"size.0", "1920", true},
        {"size.2", "", true},
        {"size.-1", "*", false},
        {"size.x", "", true},
        {"items.1.text", "心内科", true},
        {"items.1.box.3", "130", true},
        {"focus", "", true},
        {"focus", "*", false},
        {"step", "", true},
        {"step", "*", false},
        {"nothing", "", true},
        {"nothing", "*", false},
        {"none", "*", false},
        {"none", "", true},
        {"items", "*", true},
        {"size", "[1920,1080]", true},
        {"star", "*", true},
        {"", "*", true},
    };
    struct json_object *scene = json_tokener_parse(
        "{\"screen\":\"home\",\"sos\":{\"state\":\"received\",\"seconds_left\":4},\"pending\":0,\"motion\":true,"
        "\"scale\":1.25,\"size\":[1920,1080],\"items\":[{},{\"text\":\"心内科\",\"box\":[96,230,1180,130]}],"
        "\"focus\":\"\",\"step\":null,\"none\":[],\"star\":\"x\"}");
    assert_non_null(scene);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (scene_fields_match(scene, cases[i].field, SCENE_FIELDS_IS, cases[i].value) != cases[i].matches)
            fail_msg("%s=%s", cases[i].field, cases[i].value);
    }
    assert_false(scene_fields_match(NULL, "screen", SCENE_FIELDS_IS, "home"));
    json_object_put(scene);
}

static void a_part_its_contrary_and_an_item_by_its_id(void **state) {
    (void)state;
    static const struct {
        const char *field;
        enum scene_fields_test test;
        const char *value;
        bool matches;
    } cases[] = {
        {"title", SCENE_FIELDS_HAS, "哪个", true},
        {"title", SCENE_FIELDS_HAS, "哪里", false},
        {"title", SCENE_FIELDS_IS_NOT, "看哪个科?", false},
        {"title", SCENE_FIELDS_IS_NOT, "*", false},
        {"focus", SCENE_FIELDS_IS_NOT, "*", true},
        {"items.cardiology.text", SCENE_FIELDS_IS, "心内科", true},
        {"items.cardiology.box.0", SCENE_FIELDS_IS, "96", true},
        {"items.cardiology", SCENE_FIELDS_IS, "*", true},
        {"items.surgery", SCENE_FIELDS_IS_NOT, "*", true},
        {"items", SCENE_FIELDS_HAS, "内科", true},
        {"items", SCENE_FIELDS_HAS, "外科", false},
        {"items", SCENE_FIELDS_HAS, "cardiology", false}, /* an id is not seen */
    };
    struct json_object *scene =
        json_tokener_parse("{\"title\":\"看哪个科?\",\"focus\":\"\",\"items\":[{\"id\":\"back\"},"
                           "{\"id\":\"cardiology\",\"text\":\"心内科\",\"box\":[96,230]}]}");
    assert_non_null(scene);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (scene_fields_match(scene, cases[i].field, cases[i].test, cases[i].value) != cases[i].matches)
            fail_msg("case %zu: %s %s", i, cases[i].field, cases[i].value);
    }
    json_object_put(scene);
}

static void a_misspelt_name_is_known_as_such(void **state) {
    (void)state;
    static const char *const known[] = {"screen", "sos.state", "sos",        "items.0.text",   "items.taxi",
                                        "size.1", "items",     "voice.text", "request.status", "items.page-next.box.2"};
    static const char *const unknown[] = {"",         "Screen",   "sos.status", "sos.",
                                          ".screen",  "screen.x", "item.0",     "items.0.words",
                                          "size.0.0", "requests", "a..b",       "items.0.text.more"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!scene_fields_known(known[i]))
            fail_msg("%s", known[i]);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (scene_fields_known(unknown[i]))
            fail_msg("%s", unknown[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_compared_by_its_text),
        cmocka_unit_test(a_part_its_contrary_and_an_item_by_its_id),
        cmocka_unit_test(a_misspelt_name_is_known_as_such),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
