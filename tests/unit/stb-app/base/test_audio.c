/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real ALSA without hardware: its "file" device over its "null" device plays into a file and records from one. Both
 * take any speed, so what is checked of time here is the module's own doing.
 */
#include "stb-app/base/audio.h"

#include "stb-app/base/loop.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { RATE = 8000, WHOLE = RATE / 2 };

static struct {
    char dir[64], config[128], mouth[128], ear[128];
    struct loop *loop;
    struct loop_timer *late;
    struct sound *sound;
    int given, total, gap; /* of the samples to play; every GAP-th question is answered "none just now" */
    int questions, got, wrong, overs;
    bool well;
    int64_t begun_ms, over_ms;
} stage;

static void write_file(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static int16_t sample(int n) {
    return (int16_t)(n % 30000 + 1);
}

/* alsa-lib reads its configuration from where the environment says, so nothing of this machine is asked. */
static int set_up(void **state) {
    char config[1024];
    (void)state;
    strcpy(stage.dir, "/tmp/test-sound-XXXXXX");
    assert_non_null(mkdtemp(stage.dir));
    snprintf(stage.config, sizeof stage.config, "%s/asound.conf", stage.dir);
    snprintf(stage.mouth, sizeof stage.mouth, "%s/mouth", stage.dir);
    snprintf(stage.ear, sizeof stage.ear, "%s/ear", stage.dir);
    int length = snprintf(config, sizeof config,
                          "pcm.mouth { type file slave.pcm { type null } file \"%s\" format raw }\n"
                          "pcm.ear { type file slave.pcm { type null } file /dev/null infile \"%s\" format raw }\n"
                          "pcm.card { type hw card 0 }\n",
                          stage.mouth, stage.ear);
    write_file(stage.config, config, (size_t)length);
    return setenv("ALSA_CONFIG_PATH", stage.config, 1);
}

static int tear_down(void **state) {
    (void)state;
    unlink(stage.config);
    unlink(stage.mouth);
    unlink(stage.ear);
    return rmdir(stage.dir);
}

static void too_late(void *data) {
    (void)data;
    loop_stop(stage.loop);
}

static void begin(int total, int gap) {
    stage.loop = loop_create();
    stage.late = loop_timer_create(stage.loop, too_late, NULL);
    stage.total = total;
    stage.gap = gap;
    stage.given = stage.questions = stage.got = stage.wrong = stage.overs = 0;
    stage.begun_ms = loop_now_ms();
}

static void run_at_most(int64_t ms) {
    loop_timer_start(stage.late, ms, 0);
    loop_run(stage.loop);
}

static void end(void) {
    audio_destroy(stage.sound);
    stage.sound = NULL;
    loop_timer_destroy(stage.late);
    loop_destroy(stage.loop);
}

static int fill(void *data, int16_t *samples, size_t room) {
    (void)data;
    assert_in_range(room, 1, AUDIO_BLOCK);
    if (stage.gap && ++stage.questions % stage.gap == 0)
        return 0;
    int count = stage.total - stage.given < (int)room ? stage.total - stage.given : (int)room;
    for (int i = 0; i < count; i++)
        samples[i] = sample(stage.given++);
    return count ? count : -1;
}

static void over(void *data, bool well) {
    (void)data;
    stage.overs++;
    stage.well = well;
    stage.over_ms = loop_now_ms();
    audio_destroy(stage.sound); /* allowed here */
    stage.sound = NULL;
    loop_timer_start(stage.late, 100, 0); /* whatever came twice would come now */
}

static int played(void) {
    FILE *file = fopen(stage.mouth, "r");
    int count = 0;
    int16_t value;
    for (; file && fread(&value, sizeof value, 1, file) == 1; count++)
        assert_int_equal(value, sample(count));
    if (file)
        fclose(file);
    return count;
}

static void play(int total, int gap) {
    unlink(stage.mouth);
    begin(total, gap);
    stage.sound = audio_play(stage.loop, "mouth", RATE, fill, over, NULL);
    assert_non_null(stage.sound);
    assert_int_equal(stage.given, 0); /* nothing is asked before the loop runs */
}

static void all_that_is_filled_in_is_played_in_the_time_it_takes(void **state) {
    (void)state;
    play(WHOLE, 0);
    run_at_most(5000);
    assert_int_equal(stage.overs, 1);
    assert_true(stage.well);
    assert_in_range(stage.over_ms - stage.begun_ms, 500, 3000);
    end();
    assert_int_equal(played(), WHOLE);
}

static void a_gap_in_what_is_filled_in_loses_nothing(void **state) {
    (void)state;
    play(WHOLE, 2);
    run_at_most(5000);
    assert_true(stage.overs == 1 && stage.well);
    end();
    assert_int_equal(played(), WHOLE);
}

static void nothing_to_play_is_over_at_once(void **state) {
    (void)state;
    play(0, 0);
    run_at_most(5000);
    assert_true(stage.overs == 1 && stage.well);
    end();
    assert_int_equal(played(), 0);
}

static void what_is_cut_is_not_heard_any_more(void **state) {
    (void)state;
    play(10 * RATE, 0);
    run_at_most(300);
    end();
    assert_int_equal(stage.overs, 0);
    assert_in_range(played(), 1, 3 * RATE);
}

static void heard(void *data, const int16_t *samples, size_t count) {
    (void)data;
    assert_in_range(count, 1, AUDIO_BLOCK);
    for (size_t i = 0; i < count; i++)
        stage.wrong += samples[i] != sample(stage.got++);
    if (stage.got >= stage.total)
        loop_stop(stage.loop);
}

static void what_is_said_is_heard_in_order_at_the_pace_of_time(void **state) {
    static int16_t said[4 * AUDIO_VOICE_RATE];
    (void)state;
    for (int i = 0; i < 4 * AUDIO_VOICE_RATE; i++)
        said[i] = sample(i);
    write_file(stage.ear, said, sizeof said);
    begin(AUDIO_VOICE_RATE, 0);
    stage.sound = audio_listen(stage.loop, "ear", AUDIO_VOICE_RATE, heard, over, NULL);
    assert_non_null(stage.sound);
    run_at_most(5000);
    int64_t took_ms = loop_now_ms() - stage.begun_ms;
    end();
    assert_in_range(stage.got, AUDIO_VOICE_RATE, 2 * AUDIO_VOICE_RATE);
    assert_int_equal(stage.wrong, 0);
    assert_in_range(took_ms, 700, 4000);
}

/* How many lines the log got while DEVICE was tried TIMES times. */
static int lines_about(const char *device, int times) {
    FILE *log = tmpfile();
    int before = dup(STDERR_FILENO), lines = 0;
    dup2(fileno(log), STDERR_FILENO);
    for (int i = 0; i < times; i++) {
        assert_null(audio_play(stage.loop, device, RATE, fill, over, NULL));
        assert_null(audio_listen(stage.loop, device, RATE, heard, over, NULL));
    }
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(log);
    for (int c; (c = fgetc(log)) != EOF;)
        lines += c == '\n';
    fclose(log);
    return lines;
}

static void a_device_that_is_not_there_is_a_no_and_one_line(void **state) {
    (void)state;
    begin(0, 0);
    assert_int_equal(lines_about("nowhere", 3), 2); /* one way and the other */
    assert_int_equal(lines_about("card", 3), 0);    /* still dumb, and said so */
    struct sound *sound = audio_play(stage.loop, "mouth", RATE, fill, over, NULL);
    assert_non_null(sound);
    audio_destroy(sound);
    assert_int_equal(lines_about("card", 3), 1);
    end();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_is_filled_in_is_played_in_the_time_it_takes),
        cmocka_unit_test(a_gap_in_what_is_filled_in_loses_nothing),
        cmocka_unit_test(nothing_to_play_is_over_at_once),
        cmocka_unit_test(what_is_cut_is_not_heard_any_more),
        cmocka_unit_test(what_is_said_is_heard_in_order_at_the_pace_of_time),
        cmocka_unit_test(a_device_that_is_not_there_is_a_no_and_one_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
