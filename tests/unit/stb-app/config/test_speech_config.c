/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's command reaches the screen with what the senior set in its places. */
#include "stb-app/config/speech_config.h"

#include "stb-app/base/json.h"
#include "stb-app/config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void places_are_filled_by_what_holds(void **state) {
    static const struct {
        int language, speed, volume;
        bool guidance;
        const char *wire;
    } cases[] = {
        {0, 0, 1, true,
         "{\"guidance\":true,\"speed\":\"slow\",\"volume\":\"normal\",\"command\":[\"say\",\"-vzh\",\"110\",\"a{b}110zh"
         "{\"],\"output\":\"hdmi\"}"},
        {1, 2, 2, false,
         "{\"guidance\":false,\"speed\":\"quick\",\"volume\":\"loud\",\"command\":[\"say\",\"-vgb\",\"180\",\"a{b}180gb"
         "{\"],\"output\":\"hdmi\"}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config config = {.language = cases[i].language,
                                .voice_speed = cases[i].speed,
                                .voice_volume = cases[i].volume,
                                .guidance = cases[i].guidance,
                                .voices = {"zh", "gb"},
                                .sound_output = "hdmi",
                                .speech_command = {{"say", "-v{voice}", "{speed}", "a{b}{speed}{voice}{"}}};
        struct json_object *wire = speech_config_message(&config);
        assert_string_equal(json_object_to_json_string_ext(wire, JSON_C_TO_STRING_PLAIN), cases[i].wire);
        json_object_put(wire);
    }
}

static void no_command_is_no_voice(void **state) {
    struct config config = {.voices = {"zh", "gb"}};
    struct json_object *wire = speech_config_message(&config);
    (void)state;
    assert_int_equal(json_object_array_length(json_child(wire, "command")), 0);
    json_object_put(wire);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_filled_by_what_holds),
        cmocka_unit_test(no_command_is_no_voice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
