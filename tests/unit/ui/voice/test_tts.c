/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real speech program and real ALSA: its "file" device keeps what would have been heard. And programs that hang,
 * crash, write rubbish or are not there: each is given up, and the loop never waits for one.
 */
#include "ui/voice/tts.h"

#include "stb-app/base/loop.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOT_YET = -1 };
static const char *const espeak[] = {"espeak-ng", "-v", "cmn-latn-pinyin", "-s", "260", "--stdin", "--stdout", NULL};
static const char long_text[] = "您好，屏幕上写的，我都念给您听。今天天气很好。";

static struct {
    char dir[64], config[128], mouth[128], arrived[128];
    struct loop *loop;
    struct loop_timer *late, *beat;
    struct tts *tts;
    int ended, ends;
    int64_t beat_ms, longest_gap_ms;
} stage;

static int set_up(void **state) {
    char text[512];
    (void)state;
    strcpy(stage.dir, "/tmp/test-speech-XXXXXX");
    assert_non_null(mkdtemp(stage.dir));
    snprintf(stage.config, sizeof stage.config, "%s/asound.conf", stage.dir);
    snprintf(stage.mouth, sizeof stage.mouth, "%s/mouth", stage.dir);
    snprintf(stage.arrived, sizeof stage.arrived, "%s/arrived", stage.dir);
    snprintf(text, sizeof text, "pcm.mouth { type file slave.pcm { type null } file \"%s\" format raw }\n",
             stage.mouth);
    FILE *file = fopen(stage.config, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return setenv("ALSA_CONFIG_PATH", stage.config, 1);
}

static int tear_down(void **state) {
    (void)state;
    unlink(stage.config);
    unlink(stage.mouth);
    unlink(stage.arrived);
    return rmdir(stage.dir);
}

static void stop(void *data) {
    (void)data;
    loop_stop(stage.loop);
}

static void ended(void *data, enum tts_end end) {
    (void)data;
    stage.ended = (int)end;
    stage.ends++;
    loop_timer_start(stage.late, 100, 0); /* whatever came twice would come now, and the dead are buried */
}

/* How long the loop was ever away from its other work. */
static void beat(void *data) {
    (void)data;
    int64_t now_ms = loop_now_ms(), gap_ms = stage.beat_ms ? now_ms - stage.beat_ms : 0;
    stage.longest_gap_ms = gap_ms > stage.longest_gap_ms ? gap_ms : stage.longest_gap_ms;
    stage.beat_ms = now_ms;
}

static int open_stage(void **state) {
    (void)state;
    unlink(stage.mouth);
    stage.loop = loop_create();
    stage.late = loop_timer_create(stage.loop, stop, NULL);
    stage.beat = loop_timer_create(stage.loop, beat, NULL);
    stage.tts = tts_create(stage.loop, ended, NULL);
    stage.ended = NOT_YET;
    stage.ends = 0;
    stage.beat_ms = stage.longest_gap_ms = 0;
    loop_timer_start(stage.beat, 0, 10);
    return 0;
}

static int close_stage(void **state) {
    (void)state;
    tts_destroy(stage.tts);
    loop_timer_destroy(stage.late);
    loop_timer_destroy(stage.beat);
    loop_destroy(stage.loop);
    return 0;
}

static void run_at_most(int64_t ms) {
    loop_timer_start(stage.late, ms, 0);
    loop_run(stage.loop);
}

static void say(const char *const *command, const char *text, int percent) {
    tts_setup(stage.tts, command, "mouth", percent);
    tts_say(stage.tts, text);
}

/* Children of this process that still run or wait for being buried. */
static int children(void) {
    DIR *proc = opendir("/proc");
    int count = 0;
    for (struct dirent *entry; (entry = readdir(proc));) {
        char path[300], stat[512] = "";
        int parent = 0;
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        FILE *file = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        size_t length = file ? fread(stat, 1, sizeof stat - 1, file) : 0;
        const char *name_end = length ? strrchr(stat, ')') : NULL;
        count += name_end && sscanf(name_end, ") %*c %d", &parent) == 1 && parent == getpid();
        if (file)
            fclose(file);
    }
    closedir(proc);
    return count;
}

/* The dead are buried soon, but not at once. */
static void assert_no_child(void) {
    for (int i = 0; i < 40 && children() > 0; i++)
        run_at_most(50);
    assert_int_equal(children(), 0);
}

/* Samples in the file, and the loudest of them. */
static int heard(int *loudest) {
    FILE *file = fopen(stage.mouth, "r");
    int count = 0;
    int16_t value;
    *loudest = 0;
    for (; file && fread(&value, sizeof value, 1, file) == 1; count++)
        *loudest = abs(value) > *loudest ? abs(value) : *loudest;
    if (file)
        fclose(file);
    return count;
}

static void a_text_is_heard_to_its_end(void **state) {
    int loudest, begun = (int)loop_now_ms();
    (void)state;
    say(espeak, "您好", 100);
    assert_true(tts_speaks(stage.tts));
    run_at_most(10000);
    assert_int_equal(stage.ended, TTS_HEARD);
    assert_int_equal(stage.ends, 1);
    int count = heard(&loudest), took_ms = (int)loop_now_ms() - begun;
    assert_in_range(count, 22050 / 4, 22050 * 3);
    assert_in_range(loudest, 3000, INT16_MAX);
    assert_in_range(took_ms, count * 1000 / 22050, 10000); /* it takes as long as it sounds */
    assert_false(tts_speaks(stage.tts));
    assert_no_child();
}

static void volume_is_ours_whatever_speaks(void **state) {
    int full, third;
    (void)state;
    say(espeak, "您好", 100);
    run_at_most(10000);
    heard(&full);
    say(espeak, "您好", 30);
    run_at_most(10000);
    heard(&third);
    assert_in_range(third, full * 28 / 100, full * 32 / 100);
    say(espeak, "您好", 400); /* louder than possible is as loud as possible */
    run_at_most(10000);
    heard(&full);
    assert_in_range(full, INT16_MAX, INT16_MAX + 1);
}

static void a_cut_is_silent_at_once_and_the_process_is_gone(void **state) {
    int loudest, whole, part;
    (void)state;
    say(espeak, long_text, 100);
    run_at_most(30000);
    whole = heard(&loudest);
    assert_int_equal(stage.ended, TTS_HEARD);
    unlink(stage.mouth);
    stage.ends = 0;
    say(espeak, long_text, 100);
    run_at_most(500);
    tts_cut(stage.tts);
    part = heard(&loudest);
    assert_false(tts_speaks(stage.tts));
    run_at_most(200);
    assert_no_child();
    assert_int_equal(heard(&loudest), part); /* not a sample more */
    assert_in_range(part, 1, whole / 2);
    assert_int_equal(stage.ends, 0);
}

static void another_text_cuts_the_one_before(void **state) {
    int loudest;
    (void)state;
    for (int i = 0; i < 30; i++) { /* hastier than any hand */
        say(espeak, long_text, 100);
        run_at_most(40);
    }
    assert_int_equal(stage.ends, 0);
    assert_in_range(children(), 1, 8);
    unlink(stage.mouth);
    say(espeak, "您好", 100);
    run_at_most(10000);
    assert_int_equal(stage.ends, 1);
    assert_no_child();
    assert_in_range(heard(&loudest), 22050 / 4, 22050 * 3);
}

/* What the program was told in a way that every user of the machine can read: its arguments and its environment. */
static void no_process_list_has_the_words(void **state) {
    static const char text[] = "王阿姨，曹杨一村 112 号，该吃降压药了";
    char script[256], told[65536] = "";
    (void)state;
    snprintf(script, sizeof script, "cat /proc/self/cmdline /proc/$$/cmdline /proc/$$/environ >%s", stage.arrived);
    say((const char *const[]){"sh", "-c", script, NULL}, text, 100);
    run_at_most(10000);
    FILE *file = fopen(stage.arrived, "r");
    assert_non_null(file);
    size_t length = fread(told, 1, sizeof told, file);
    fclose(file);
    assert_true(length > strlen(script));
    assert_null(memmem(told, length, "降压药", strlen("降压药")));
}

static void the_text_is_what_it_reads_and_no_shell_sees_it(void **state) {
    static const char text[] = "-v 好; touch /tmp/x \"$HOME\" 'a' `b`\n|c";
    char line[256] = "", script[256];
    (void)state;
    snprintf(script, sizeof script, "echo more 2>/dev/null >&0; cat >%s", stage.arrived); /* the file is sealed */
    say((const char *const[]){"sh", "-c", script, NULL}, text, 100);
    run_at_most(10000);
    FILE *file = fopen(stage.arrived, "r");
    assert_non_null(file);
    assert_int_equal(fread(line, 1, sizeof line - 1, file), strlen(text));
    fclose(file);
    assert_string_equal(line, text);
}

static void who_cannot_speak_is_given_up(void **state) {
    static const struct {
        const char *script;
        int64_t least_ms, most_ms;
    } cases[] = {
        {"exec sleep 1000", 2900, 5000},
        {"printf 'RIFF'; exec sleep 1000", 2900, 5000},
        /* a head, a little sound, and then nothing more */
        {"printf 'RIFF....WAVEfmt "
         "\\020\\000\\000\\000\\001\\000\\001\\000\\100\\037\\000\\000\\200\\076\\000\\000\\002\\000"
         "\\020\\000data\\000\\000\\000\\000abcdefgh'; exec sleep 1000",
         2900, 5000},
        /* a head byte by byte without an end; sound byte by byte */
        {"printf 'RIFF....WAVE'; while printf 'junk\\001\\000\\000\\000x\\000'; do sleep 1; done", 2900, 5000},
        {"printf 'RIFF....WAVEfmt "
         "\\020\\000\\000\\000\\001\\000\\001\\000\\100\\037\\000\\000\\200\\076\\000\\000\\002\\000"
         "\\020\\000data\\000\\000\\000\\000'; while printf abcd; do sleep 1; done",
         8900, 11500},
        {"kill -SEGV $$", 0, 2000},
        {"exit 1", 0, 2000},
        {"echo this is no wav", 0, 2000},
        {"exec head -c 10000000 /dev/urandom", 0, 2000},
        {"printf 'RIFF....WAVE'; exec cat /dev/zero", 0, 2000},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t begun_ms = loop_now_ms();
        stage.ends = 0;
        stage.ended = NOT_YET;
        say((const char *const[]){"sh", "-c", cases[i].script, NULL}, "您好", 100);
        run_at_most(13000);
        if (stage.ended != TTS_NO_VOICE || stage.ends != 1)
            fail_msg("%s: %d, %d times", cases[i].script, stage.ended, stage.ends);
        assert_in_range(loop_now_ms() - begun_ms, cases[i].least_ms, cases[i].most_ms);
        assert_no_child();
    }
    assert_in_range(stage.longest_gap_ms, 0, 500);
}

static void one_line_tells_why_until_it_works_again(void **state) {
    static const char *const nobody[] = {"no-such-engine", NULL}, *const nothing[] = {NULL};
    FILE *log = tmpfile();
    int before = dup(STDERR_FILENO), lines = 0;
    (void)state;
    dup2(fileno(log), STDERR_FILENO);
    for (int i = 0; i < 3; i++) {
        say(i < 2 ? nobody : nothing, "您好", 100);
        assert_false(tts_possible(stage.tts));
        run_at_most(10000);
        assert_int_equal(stage.ended, TTS_NO_VOICE);
    }
    say(espeak, "您好", 100);
    run_at_most(10000);
    say(nobody, "您好", 100);
    run_at_most(10000);
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(log);
    for (int c; (c = fgetc(log)) != EOF;)
        lines += c == '\n';
    fclose(log);
    assert_int_equal(lines, 2);
    assert_int_equal(stage.ends, 5);
}

static void without_a_device_nothing_is_said(void **state) {
    (void)state;
    tts_setup(stage.tts, espeak, "nowhere", 100);
    assert_true(tts_possible(stage.tts));
    tts_say(stage.tts, "您好");
    run_at_most(10000);
    assert_int_equal(stage.ended, TTS_NO_SOUND);
    assert_int_equal(stage.ends, 1);
    assert_no_child();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_text_is_heard_to_its_end, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(volume_is_ours_whatever_speaks, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_cut_is_silent_at_once_and_the_process_is_gone, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(another_text_cuts_the_one_before, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(no_process_list_has_the_words, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(the_text_is_what_it_reads_and_no_shell_sees_it, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(who_cannot_speak_is_given_up, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(one_line_tells_why_until_it_works_again, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(without_a_device_nothing_is_said, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
