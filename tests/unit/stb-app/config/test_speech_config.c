/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's command reaches the screen with what the senior set in its places. */
#include "stb-app/config/speech_config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void places_are_filled_by_what_holds(void **state) {
    static const struct {
        int language, speed, volume;
        bool guidance;
        const char *words[4];
    } cases[] = {
        {0, IPC_SPEED_SLOW, IPC_VOLUME_NORMAL, true, {"say", "-vzh", "110", "a{b}110zh{"}},
        {1, IPC_SPEED_QUICK, IPC_VOLUME_LOUD, false, {"say", "-vgb", "180", "a{b}180gb{"}},
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
        struct speech_config filled;
        struct ipc_voice voice;
        speech_config_fill(&filled, &config, &voice);
        assert_int_equal(voice.word_count, 4);
        for (size_t word = 0; word < 4; word++)
            assert_string_equal(voice.command[word], cases[i].words[word]);
        assert_int_equal(voice.guidance, cases[i].guidance);
        assert_int_equal(voice.speed, cases[i].speed);
        assert_int_equal(voice.volume, cases[i].volume);
        assert_string_equal(voice.output, "hdmi");
    }
}

static void no_command_is_no_voice(void **state) {
    struct config config = {.voices = {"zh", "gb"}};
    struct speech_config filled;
    struct ipc_voice voice;
    (void)state;
    speech_config_fill(&filled, &config, &voice);
    assert_int_equal(voice.word_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_filled_by_what_holds),
        cmocka_unit_test(no_command_is_no_voice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
