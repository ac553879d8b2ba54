/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real stb-listen on real ALSA without hardware (its "file" device), and programs in its place that hang, lie or
 * die. How long a recording is, opusdec knows better than we do.
 */
#include "remote/mic/microphone.h"

#include "stb-app/base/json.h"
#include "stb-app/base/loop.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { RATE = 16000, SPOKEN_S = 10 };

static struct {
    char dir[64], program[512];
    struct loop *loop;
    struct loop_timer *timer;
    struct microphone *microphone;
    int changes, levels, loudest;
    enum mic_state until;
    bool met;
} stage;

static const char *in_dir(const char *name) {
    static char paths[4][128];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", stage.dir, name);
    return path;
}

static void write_file(const char *name, const void *bytes, size_t size, mode_t mode) {
    FILE *file = fopen(in_dir(name), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    assert_int_equal(chmod(in_dir(name), mode), 0);
}

/* Somebody hums; somebody says nothing. */
static int set_up(void **state) {
    static int16_t hum[RATE * SPOKEN_S], nothing[RATE * SPOKEN_S];
    char config[1024];
    const char *build = getenv("STB_BUILD");
    (void)state;
    strcpy(stage.dir, "/tmp/test-microphone-XXXXXX");
    assert_non_null(mkdtemp(stage.dir));
    for (int i = 0; i < RATE * SPOKEN_S; i++)
        hum[i] = (int16_t)(8000 * sin(i * 440 * 2 * M_PI / RATE));
    write_file("hum", hum, sizeof hum, 0600);
    write_file("nothing", nothing, sizeof nothing, 0600);
    int length = snprintf(config, sizeof config,
                          "pcm.hum { type file slave.pcm { type null } file /dev/null infile \"%s\" format raw }\n"
                          "pcm.nothing { type file slave.pcm { type null } file /dev/null infile \"%s\" format raw }\n"
                          "pcm.card { type hw card 0 }\n",
                          in_dir("hum"), in_dir("nothing"));
    write_file("asound.conf", config, (size_t)length, 0600);
    snprintf(stage.program, sizeof stage.program, "%s/stb-listen", build ? build : "build/asan");
    return setenv("ALSA_CONFIG_PATH", in_dir("asound.conf"), 1);
}

static int tear_down(void **state) {
    char command[100];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", stage.dir);
    return system(command);
}

static void look(void) {
    stage.met = microphone_state(stage.microphone) == stage.until;
    if (stage.met)
        loop_stop(stage.loop);
}

static void changed(void *data) {
    (void)data;
    struct ipc_mic now = microphone_now(stage.microphone);
    assert_in_range(now.level, 0, 100);
    stage.changes++;
    stage.levels += now.state == MIC_HEARING;
    stage.loudest = now.level > stage.loudest ? now.level : stage.loudest;
    look();
}

static void time_is_up(void *data) {
    (void)data;
    loop_stop(stage.loop);
}

static void begin(const char *program, const char *device) {
    stage.changes = stage.levels = stage.loudest = 0;
    stage.loop = loop_create();
    stage.timer = loop_timer_create(stage.loop, time_is_up, NULL);
    stage.until = MIC_STATES;
    stage.microphone = microphone_create(
        &(struct microphone_setup){.loop = stage.loop, .program = program, .device = device, .on_change = changed});
    assert_non_null(stage.microphone);
}

static void end(void) {
    microphone_destroy(stage.microphone);
    loop_timer_destroy(stage.timer);
    loop_destroy(stage.loop);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left, not even a dead one */
    assert_int_equal(errno, ECHILD);
}

static void run(int ms) {
    loop_timer_start(stage.timer, ms, 0);
    loop_run(stage.loop);
    loop_timer_stop(stage.timer);
}

static void comes_to(enum mic_state state, int most_ms) {
    stage.until = state;
    look();
    if (!stage.met)
        run(most_ms);
    stage.until = MIC_STATES;
    assert_int_equal(microphone_state(stage.microphone), state);
}

/* What a decoder makes of it, in ms. */
static int decoded_ms(void) {
    struct ipc_mic now = microphone_now(stage.microphone);
    char command[300];
    size_t length;
    const char *sound = microphone_sound(stage.microphone, now.id, &length);
    struct stat decoded;
    assert_non_null(sound);
    assert_in_range(length, 1000, MICROPHONE_SOUND_MAX);
    write_file("note.ogg", sound, length, 0600);
    snprintf(command, sizeof command, "opusdec --quiet --rate %d %s %s 2>/dev/null", RATE, in_dir("note.ogg"),
             in_dir("note.raw"));
    assert_int_equal(system(command), 0);
    assert_int_equal(stat(in_dir("note.raw"), &decoded), 0);
    return (int)(decoded.st_size / 2 * 1000 / RATE);
}

static void what_is_said_is_heard_and_kept(void **state) {
    (void)state;
    begin(stage.program, "hum");
    assert_int_equal(microphone_state(stage.microphone), MIC_READY);
    int64_t asked_ms = loop_now_ms();
    microphone_listen(stage.microphone);
    assert_int_equal(microphone_state(stage.microphone), MIC_STARTING);
    comes_to(MIC_HEARING, 3000);
    assert_in_range(loop_now_ms() - asked_ms, 0, 1500); /* asan and its neighbours; 50 ms alone */
    run(1500);
    assert_in_range(stage.levels, 8, 20);
    assert_in_range(stage.loudest, 70, 80); /* -12 dB */
    microphone_enough(stage.microphone);
    comes_to(MIC_HEARD, 3000);
    assert_in_range(decoded_ms(), 1300, 2500);
    size_t length;
    assert_null(microphone_sound(stage.microphone, "", &length));
    assert_null(microphone_sound(stage.microphone, "77777777-7777-4777-8777-777777777777", &length));
    microphone_drop(stage.microphone);
    assert_int_equal(microphone_state(stage.microphone), MIC_READY);
    end();
}

static void eight_seconds_are_enough(void **state) {
    (void)state;
    begin(stage.program, "hum");
    microphone_listen(stage.microphone);
    comes_to(MIC_HEARD, 12000);
    assert_in_range(decoded_ms(), 7990, 8010);
    end();
}

static void silence_is_no_note(void **state) {
    (void)state;
    begin(stage.program, "nothing");
    microphone_listen(stage.microphone);
    comes_to(MIC_HEARING, 3000);
    run(500);
    microphone_enough(stage.microphone);
    comes_to(MIC_SILENT, 3000);
    end();
}

static void a_device_that_is_not_there_is_missed(void **state) {
    (void)state;
    static const char *const devices[] = {"nobody", "card"};
    for (int i = 0; i < 2; i++) {
        begin(stage.program, devices[i]);
        microphone_listen(stage.microphone);
        comes_to(MIC_MISSING, 3000);
        end();
    }
}

static void a_box_without_one_does_nothing(void **state) {
    (void)state;
    begin(stage.program, "");
    assert_int_equal(microphone_state(stage.microphone), MIC_OFF);
    microphone_listen(stage.microphone);
    microphone_drop(stage.microphone);
    assert_int_equal(microphone_state(stage.microphone), MIC_OFF);
    assert_int_equal(stage.changes, 0);
    microphone_use(stage.microphone, "hum");
    assert_int_equal(microphone_state(stage.microphone), MIC_READY);
    end();
}

/* "default" is a name on every box; whether anything is behind it the kernel's list tells. */
static void the_default_is_there_if_the_kernel_knows_one(void **state) {
    (void)state;
    begin(stage.program, "default");
    bool there = system("grep -qs capture /proc/asound/pcm") == 0;
    assert_int_equal(microphone_state(stage.microphone), there ? MIC_READY : MIC_OFF);
    end();
}

/* At once, and the next recording does not wait for the end of the one before. */
static void a_stopped_recording_leaves_nothing(void **state) {
    (void)state;
    begin(stage.program, "hum");
    for (int i = 0; i < 3; i++) {
        microphone_listen(stage.microphone);
        comes_to(MIC_HEARING, 3000);
        microphone_stop(stage.microphone);
        assert_int_equal(microphone_state(stage.microphone), MIC_READY);
    }
    run(100);
    assert_int_equal(microphone_state(stage.microphone), MIC_READY);
    microphone_listen(stage.microphone);
    end(); /* in the midst of it */
}

static void busy_is_told_from_missing(void **state) {
    (void)state;
    static const char busy[] = "#!/bin/sh\nexit 3\n";
    write_file("busy", busy, sizeof busy - 1, 0700);
    begin(in_dir("busy"), "hum");
    microphone_listen(stage.microphone);
    comes_to(MIC_BUSY, 3000);
    end();
}

/* Bounded in time, in size and in sense. */
static void a_program_that_hangs_lies_or_dies_is_a_failure(void **state) {
    (void)state;
    static const char *const programs[] = {
        "#!/bin/sh\nexec sleep 60\n",                                                 /* says nothing */
        "#!/bin/sh\nprintf '\\000\\062\\100\\000'\nexec sleep 60\n",                  /* once, and then nothing */
        "#!/bin/sh\nprintf '\\007\\000\\000\\000'\nexec sleep 60\n",                  /* no piece at all */
        "#!/bin/sh\nprintf '\\000\\377\\000\\000'\nexec sleep 60\n",                  /* louder than loud */
        "#!/bin/sh\nprintf '\\001\\000\\377\\377'\nexec sleep 60\n",                  /* a piece too large */
        "#!/bin/sh\nprintf '\\000\\062\\100\\000'\nkill -9 $$\n",                     /* dies */
        "#!/bin/sh\nprintf '\\000\\062\\100\\000\\001\\000\\010\\000OggS'\nexit 0\n", /* half a piece */
        "#!/bin/sh\nprintf '\\000\\062\\100\\000\\001\\000\\004\\000OggS'"            /* one and a half */
        "\nprintf '\\001\\000\\010\\000OggS'\nexit 0\n",
        "#!/bin/sh\nprintf '\\000\\062\\100\\000'\nexit 0\n", /* no sound at all */
        "#!/bin/sh\nexec cat /dev/zero\n",                    /* levels without end */
        "#!/bin/sh\nfor i in 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7; do printf '\\001\\000\\000\\020';"
        "head -c 4096 /dev/zero; done; exec sleep 60\n", /* more than there is room for */
    };
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        write_file("bad", programs[i], strlen(programs[i]), 0700);
        begin(in_dir("bad"), "hum");
        microphone_listen(stage.microphone);
        comes_to(MIC_FAILED, 5000);
        end();
    }
    begin(in_dir("no such program"), "hum");
    microphone_listen(stage.microphone);
    assert_int_equal(microphone_state(stage.microphone), MIC_FAILED);
    end();
}

/* It says that it hears, again and again, as if nobody had told it that it is enough; or nobody did. */
static void who_never_ends_is_ended(void **state) {
    static const char endless[] = "#!/bin/sh\nwhile printf '\\000\\062\\100\\000'; do sleep 0.1; done\n";
    (void)state;
    write_file("bad", endless, sizeof endless - 1, 0700);
    begin(in_dir("bad"), "hum");
    for (int enough = 1; enough >= 0; enough--) {
        int64_t asked_ms = loop_now_ms();
        microphone_listen(stage.microphone);
        comes_to(MIC_HEARING, 3000);
        if (enough)
            microphone_enough(stage.microphone);
        comes_to(MIC_FAILED, 15000);
        assert_in_range(loop_now_ms() - asked_ms, enough ? 1900 : 12500, enough ? 6000 : 15000);
    }
    end();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_is_heard_and_kept),
        cmocka_unit_test(eight_seconds_are_enough),
        cmocka_unit_test(silence_is_no_note),
        cmocka_unit_test(a_device_that_is_not_there_is_missed),
        cmocka_unit_test(a_box_without_one_does_nothing),
        cmocka_unit_test(the_default_is_there_if_the_kernel_knows_one),
        cmocka_unit_test(a_stopped_recording_leaves_nothing),
        cmocka_unit_test(busy_is_told_from_missing),
        cmocka_unit_test(a_program_that_hangs_lies_or_dies_is_a_failure),
        cmocka_unit_test(who_never_ends_is_ended),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
