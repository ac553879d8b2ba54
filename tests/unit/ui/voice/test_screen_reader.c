/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When what is on screen is said, by a voice that only writes down what it was given: soon after it rests, silent at
 * any key, the keys at the end and once, and all of it again on demand.
 */
#include "stb-app/base/loop.h"
#include "tests/unit/ui/fixture.h"
#include "ui/voice/screen_reader.h"
#include "ui/voice/tts.h"

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { SAID_MAX = 16 };

static struct {
    struct loop *loop;
    struct loop_timer *timer;
    struct screen_reader *reader;
    struct model model;
    struct strings *strings;
    struct scene scene;
    int troubles;
    /* the voice */
    tts_end_fn *on_end;
    void *data;
    bool possible, speaks;
    char said[SAID_MAX][512];
    int64_t said_ms[SAID_MAX];
    int count, cuts;
    bool told; /* that it speaks */
} stage;

/* --- the voice, in the place of tts.c */

struct tts *tts_create(struct loop *loop, tts_end_fn *on_end, void *data) {
    (void)loop;
    stage.on_end = on_end;
    stage.data = data;
    return (struct tts *)&stage;
}
void tts_destroy(struct tts *tts) {
    (void)tts;
}
void tts_setup(struct tts *tts, const char *const *command, const char *device, int percent) {
    (void)tts, (void)command, (void)device, (void)percent;
}
bool tts_possible(const struct tts *tts) {
    (void)tts;
    return stage.possible;
}
void tts_say(struct tts *tts, const char *text) {
    (void)tts;
    assert_true(stage.count < SAID_MAX);
    stage.said_ms[stage.count] = loop_now_ms();
    snprintf(stage.said[stage.count++], sizeof stage.said[0], "%s", text);
    stage.speaks = true;
}
void tts_cut(struct tts *tts) {
    (void)tts;
    stage.cuts += stage.speaks;
    stage.speaks = false;
}
bool tts_speaks(const struct tts *tts) {
    (void)tts;
    return stage.speaks;
}

/* --- the stage */

static void on_voice(void *data, bool speaks) {
    (void)data;
    assert_int_equal(speaks, stage.speaks);
    assert_int_not_equal(speaks, stage.told);
    stage.told = speaks;
}
static void on_trouble(void *data) {
    (void)data;
    stage.troubles++;
}
static void stop(void *data) {
    (void)data;
    loop_stop(stage.loop);
}

static int begin(void **state) {
    char path[512];
    (void)state;
    memset(&stage, 0, sizeof stage);
    snprintf(path, sizeof path, "%s/strings/zh-CN.json", room_data());
    stage.strings = strings_load(path);
    stage.possible = true;
    stage.loop = loop_create();
    stage.timer = loop_timer_create(stage.loop, stop, NULL);
    stage.reader = screen_reader_create(stage.loop, on_trouble, on_voice, NULL);
    model_init(&stage.model);
    strcpy(stage.model.hotline.phone, "62229090");
    strcpy(stage.model.hotline.emergency_phone, "120");
    stage.model.voice.on = true;
    screen_reader_setup(stage.reader, &stage.model, stage.strings);
    return stage.strings && stage.reader ? 0 : -1;
}
static int end(void **state) {
    (void)state;
    screen_reader_destroy(stage.reader);
    loop_timer_destroy(stage.timer);
    loop_destroy(stage.loop);
    strings_destroy(stage.strings);
    return 0;
}

static void pass(int ms) {
    loop_timer_start(stage.timer, ms, 0);
    loop_run(stage.loop);
}

static void see(const char *screen, const char *title, const char *focus, const char *label) {
    static char whole[256];
    scene_reset(&stage.scene, 1280, 720);
    stage.scene.screen = screen;
    stage.scene.title = title;
    stage.scene.focus = focus;
    snprintf(whole, sizeof whole, "%s %s", title, label);
    stage.scene.say = whole;
    stage.scene.speech =
        (struct scene_speech){.text = "", .label = label, .position = "", .state = "", .hint = "按确认键"};
    screen_reader_see(stage.reader, &stage.scene);
}

/* It was heard to its end. */
static void heard(enum tts_end how) {
    stage.speaks = false;
    stage.on_end(stage.data, how);
}

static const char *last(void) {
    return stage.count ? stage.said[stage.count - 1] : "";
}

static void what_rests_is_said_within_300_ms(void **state) {
    (void)state;
    int64_t seen_ms = loop_now_ms();
    see("home", "上午好", "taxi", "叫车");
    assert_int_equal(stage.count, 0);
    pass(500);
    assert_int_equal(stage.count, 1);
    assert_string_equal(last(), "上午好, 叫车");
    assert_in_range(stage.said_ms[0] - seen_ms, 100, 340); /* a loaded machine's timers are late */
    see("home", "上午好", "taxi", "叫车");                 /* drawn again: nothing new */
    pass(500);
    assert_int_equal(stage.count, 1);
}

static void any_key_cuts_it(void **state) {
    static const enum action keys[] = {ACTION_UP,     ACTION_OK,        ACTION_BACK, ACTION_DIGIT_7, ACTION_TV,
                                       ACTION_PERSON, ACTION_VOLUME_UP, ACTION_SOS,  ACTION_OK_BRIEF};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        see(i % 2 ? "home" : "orders", "上午好", "taxi", "叫车");
        pass(350);
        assert_int_equal(stage.count, (int)i + 1);
        screen_reader_key(stage.reader, keys[i], false);
        assert_int_equal(stage.cuts, (int)i + 1);
        assert_false(stage.speaks);
    }
    pass(2000); /* and nothing of it comes back: it was begun */
    assert_int_equal(stage.count, (int)(sizeof keys / sizeof keys[0]));
}

static void what_a_key_overtook_is_said_where_it_led(void **state) {
    (void)state;
    see("step", "去哪里？", "a", "医院");
    screen_reader_key(stage.reader, ACTION_DOWN, false);
    see("step", "去哪里？", "b", "公园");
    pass(500);
    assert_int_equal(stage.count, 1);
    assert_string_equal(last(), "去哪里？, 公园");
}

/* Each step rests a quarter of a second: a voice that begins at each stutters. */
static void a_held_arrow_is_silent_until_it_is_let_go(void **state) {
    static const char *const ids[] = {"a", "b", "c", "d"}, *const labels[] = {"医院", "公园", "车站", "码头"};
    (void)state;
    see("step", "去哪里？", "x", "家");
    pass(500);
    for (int i = 0; i < 4; i++) {
        screen_reader_key(stage.reader, ACTION_DOWN, true);
        see("step", "去哪里？", ids[i], labels[i]);
        pass(i < 3 ? 230 : 700);
    }
    assert_int_equal(stage.count, 2);
    assert_string_equal(last(), "码头");
}

static void the_keys_are_told_once_after_a_pause(void **state) {
    (void)state;
    see("home", "上午好", "taxi", "叫车");
    pass(400);
    heard(TTS_HEARD);
    int64_t heard_ms = loop_now_ms();
    pass(2000);
    assert_int_equal(stage.count, 2);
    assert_string_equal(last(), "按确认键");
    assert_in_range(stage.said_ms[1] - heard_ms, 1450, 1900);
    heard(TTS_HEARD);
    pass(2000);
    assert_int_equal(stage.count, 2);
    see("home", "上午好", "meal", "订餐"); /* the same keys here: they are known */
    pass(400);
    heard(TTS_HEARD);
    pass(2000);
    assert_int_equal(stage.count, 3);
}

static void a_key_in_the_pause_spares_one_the_keys(void **state) {
    (void)state;
    see("home", "上午好", "taxi", "叫车");
    pass(400);
    heard(TTS_HEARD);
    pass(1000);
    screen_reader_key(stage.reader, ACTION_UP, false);
    pass(2000);
    assert_int_equal(stage.count, 1);
}

/* All of it, the keys included, and those not once more after it. */
static void repeat_says_all_of_it_at_once(void **state) {
    (void)state;
    see("home", "上午好", "taxi", "叫车");
    pass(400);
    screen_reader_key(stage.reader, ACTION_REPEAT, false);
    assert_int_equal(stage.cuts, 1);
    assert_int_equal(stage.count, 2);
    assert_string_equal(last(), "上午好 叫车, 按确认键");
    heard(TTS_HEARD);
    pass(2000);
    assert_int_equal(stage.count, 2);
}

static void while_it_listens_nothing_is_said(void **state) {
    (void)state;
    see("say", "请稍等", "done", "说完了");
    pass(400);
    assert_true(stage.speaks);
    stage.scene.hush = true;
    screen_reader_see(stage.reader, &stage.scene);
    assert_false(stage.speaks);
    screen_reader_key(stage.reader, ACTION_REPEAT, false);
    pass(2000);
    assert_int_equal(stage.count, 1);
    see("say", "录好了", "use", "用这段话");
    pass(400);
    assert_string_equal(last(), "录好了, 用这段话");
}

static void numbers_are_called_out_in_an_alarm_only(void **state) {
    (void)state;
    see("result", "司机 138****3642", "ok", "请拨 120");
    pass(400);
    assert_string_equal(last(), "司机 屏幕上的号码, 请拨 120");
    see("sos", "请拨打 62229090 或 120", "", "");
    pass(400);
    assert_string_equal(last(), "请拨打  6 2 2 2 9 0 9 0  或  1 2 0 ");
}

static void off_is_silence_and_on_begins_with_all_of_it(void **state) {
    (void)state;
    see("home", "上午好", "taxi", "叫车");
    pass(400);
    stage.model.voice.on = false;
    screen_reader_setup(stage.reader, &stage.model, stage.strings);
    assert_false(stage.speaks);
    see("step", "去哪里？", "a", "医院");
    screen_reader_key(stage.reader, ACTION_REPEAT, false);
    pass(500);
    assert_int_equal(stage.count, 1);
    stage.model.voice.on = true;
    screen_reader_setup(stage.reader, &stage.model, stage.strings);
    see("step", "去哪里？", "a", "医院");
    pass(400);
    assert_string_equal(last(), "去哪里？, 医院");
}

static void whether_there_is_a_voice_is_told_when_it_turns_out(void **state) {
    static const struct {
        enum tts_end end;
        enum model_voice_trouble trouble;
    } cases[] = {{TTS_NO_VOICE, VOICE_NO_ENGINE}, {TTS_NO_SOUND, VOICE_NO_SOUND}, {TTS_HEARD, VOICE_WORKS}};
    (void)state;
    assert_int_equal(screen_reader_trouble(stage.reader), VOICE_WORKS);
    for (size_t i = 0; i < 3; i++) {
        heard(cases[i].end);
        heard(cases[i].end);
        assert_int_equal(screen_reader_trouble(stage.reader), cases[i].trouble);
        assert_int_equal(stage.troubles, (int)i + 1); /* once each */
    }
    stage.possible = false;
    screen_reader_setup(stage.reader, &stage.model, stage.strings);
    assert_int_equal(screen_reader_trouble(stage.reader), VOICE_NO_ENGINE);
    stage.possible = true;
    screen_reader_setup(stage.reader, &stage.model, stage.strings);
    assert_int_equal(screen_reader_trouble(stage.reader), VOICE_WORKS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_rests_is_said_within_300_ms, begin, end),
        cmocka_unit_test_setup_teardown(any_key_cuts_it, begin, end),
        cmocka_unit_test_setup_teardown(what_a_key_overtook_is_said_where_it_led, begin, end),
        cmocka_unit_test_setup_teardown(a_held_arrow_is_silent_until_it_is_let_go, begin, end),
        cmocka_unit_test_setup_teardown(the_keys_are_told_once_after_a_pause, begin, end),
        cmocka_unit_test_setup_teardown(a_key_in_the_pause_spares_one_the_keys, begin, end),
        cmocka_unit_test_setup_teardown(repeat_says_all_of_it_at_once, begin, end),
        cmocka_unit_test_setup_teardown(while_it_listens_nothing_is_said, begin, end),
        cmocka_unit_test_setup_teardown(numbers_are_called_out_in_an_alarm_only, begin, end),
        cmocka_unit_test_setup_teardown(off_is_silence_and_on_begins_with_all_of_it, begin, end),
        cmocka_unit_test_setup_teardown(whether_there_is_a_voice_is_told_when_it_turns_out, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
