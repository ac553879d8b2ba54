/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key scripts, played on a real loop: from files, which are checked first, and from pipes, as they are typed. What the
 * script did is written down as words ("+KEY_OK -KEY_OK shot:menu quit") and compared.
 */
#include "remote/keymap.h"
#include "stb-app/base/json.h"
#include "stb-app/base/loop.h"
#include "stb-app/input/keyscript.h"
#include <fcntl.h>
#include <json-c/json.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants setjmp, stdarg, stddef and stdint before it */
#include <cmocka.h>

static struct {
    struct loop *loop;
    struct keyscript *script;
    struct loop_timer *stop;
    char did[4096];
    bool answer_shots, stay; /* STAY: the loop goes on when the script has ended */
} stage;
static char path[] = "/tmp/test-keyscript-XXXXXX";

static void note(const char *mark, const char *what) {
    size_t length = strlen(stage.did);
    snprintf(stage.did + length, sizeof stage.did - length, "%s%s%s", length ? " " : "", mark, what);
}

static void on_key(void *data, unsigned code, bool down, int64_t at_us) {
    (void)data;
    char buffer[16];
    assert_true(at_us > 0 && at_us <= loop_now_us());
    note(down ? "+" : "-", key_names_of(code, buffer));
}

static void on_shot(void *data, const char *name) {
    (void)data;
    note("shot:", name);
    if (stage.answer_shots)
        keyscript_shot_done(stage.script, true);
}

static void on_end(void *data, enum keyscript_end end) {
    (void)data;
    static const char *const names[] = {"ended", "quit", "unmet"};
    note("", names[end]);
    keyscript_destroy(stage.script);
    stage.script = NULL;
    if (!stage.stay)
        loop_stop(stage.loop);
}

static void on_stop(void *data) {
    loop_stop(data);
}

static int open_stage(void **state) {
    (void)state;
    memset(&stage, 0, sizeof stage);
    stage.loop = loop_create();
    stage.stop = loop_timer_create(stage.loop, on_stop, stage.loop);
    stage.answer_shots = true;
    return stage.loop && stage.stop ? 0 : -1;
}

static int close_stage(void **state) {
    (void)state;
    keyscript_destroy(stage.script);
    loop_timer_destroy(stage.stop);
    loop_destroy(stage.loop);
    return 0;
}

static struct keyscript *open_script(const char *from) {
    const struct keyscript_setup setup = {stage.loop, on_key, on_shot, on_end, NULL};
    return stage.script = keyscript_create(&setup, from);
}

static void write_file(const char *text, size_t length) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    fclose(file);
}

/* Runs the loop until the script ends, for at most MS. */
static void run(int64_t ms) {
    loop_timer_start(stage.stop, ms, 0);
    loop_run(stage.loop);
}

static void play_file(const char *text) {
    write_file(text, strlen(text));
    assert_non_null(open_script(path));
    keyscript_start(stage.script);
    run(2000);
}

static void show(const char *json) {
    struct json_object *scene = json_tokener_parse(json);
    assert_non_null(scene);
    keyscript_scene(stage.script, scene);
    json_object_put(scene);
}

/* --- what is said on stderr goes into a file and is read back */
static int real_stderr;
static FILE *said;

static void listen_to_stderr(void) {
    said = tmpfile();
    assert_non_null(said);
    fflush(stderr);
    real_stderr = dup(STDERR_FILENO);
    dup2(fileno(said), STDERR_FILENO);
}

static const char *what_was_said(void) {
    static char text[4096];
    fflush(stderr);
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    rewind(said);
    text[fread(text, 1, sizeof text - 1, said)] = '\0';
    fclose(said);
    return text;
}

static void a_file_is_played_in_order(void **state) {
    (void)state;
    play_file("# a tour\n"
              "\n"
              "KEY_SOS\n"
              "  down KEY_DOWN   # held\r\n"
              "wait 0\n"
              "up\tKEY_DOWN\n"
              "353\n"
              "shot home-1_a.b\n"
              "quit\n"
              "KEY_1");
    assert_string_equal(stage.did,
                        "+KEY_SOS -KEY_SOS +KEY_DOWN -KEY_DOWN +KEY_SELECT -KEY_SELECT shot:home-1_a.b quit");
}

static void after_the_last_line_it_has_ended(void **state) {
    (void)state;
    play_file("KEY_OK");
    assert_string_equal(stage.did, "+KEY_OK -KEY_OK ended");
}

static void an_empty_file_ends_at_once(void **state) {
    (void)state;
    play_file("");
    assert_string_equal(stage.did, "ended");
}

static void a_wait_takes_its_time(void **state) {
    (void)state;
    int64_t before = loop_now_ms();
    play_file("wait 60\nquit\n");
    assert_in_range(loop_now_ms() - before, 60, 1000);
}

static void a_shot_stops_playing_until_it_is_done(void **state) {
    (void)state;
    stage.answer_shots = false;
    write_file("shot a\nKEY_OK\n", 14);
    assert_non_null(open_script(path));
    keyscript_start(stage.script);
    run(30);
    assert_string_equal(stage.did, "shot:a");
    keyscript_shot_done(stage.script, true);
    run(2000);
    assert_string_equal(stage.did, "shot:a +KEY_OK -KEY_OK ended");
}

/* Each is refused whole: not even the KEY_OK of line 1 is pressed, and the place is named. */
static void a_file_with_a_bad_line_is_not_played(void **state) {
    (void)state;
    static const struct {
        const char *line, *reason;
    } cases[] = {
        {"KEY_FOO", "unknown key KEY_FOO"},
        {"KEY_OK KEY_OK", "unknown key KEY_OK KEY_OK"},
        {"768", "unknown key 768"},
        {"0", "unknown key 0"},
        {"down", "unknown key"},
        {"up KEY_", "unknown key KEY_"},
        {"press KEY_OK", "expected a key, down KEY"},
        {"OK", "expected a key, down KEY"},
        {"wait", "expected wait MS"},
        {"wait 600001", "expected wait MS, from 0 to 600000"},
        {"wait 9999999999999", "expected wait MS"},
        {"wait -1", "expected wait MS"},
        {"wait 5 s", "expected wait MS"},
        {"until", "expected until FIELD=VALUE"},
        {"until screen", "expected until FIELD=VALUE"},
        {"until =home", "expected until FIELD=VALUE"},
        {"until the screen=home", "expected until FIELD=VALUE"},
        {"until screen=home 600001", "at most 600000 ms"},
        {"until screen!home", "expected until FIELD=VALUE"},
        {"until scren=home", "no scene line has scren"},
        {"until sos.status=received", "no scene line has sos.status"},
        {"until items.taxi.words~x", "no scene line has items.taxi.words"},
        {"until screen.name=home", "no scene line has screen.name"},
        {"shot", "expected shot NAME"},
        {"shot ../x", "expected shot NAME"},
        {"shot .hidden", "expected shot NAME"},
        {"shot a/b", "expected shot NAME"},
        {"shot 一", "expected shot NAME"},
        {"shot 12345678901234567890123456789012345678901234567890123456789012345", "expected shot NAME"},
        {"quit now", "expected nothing after quit"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256], place[300];
        snprintf(text, sizeof text, "KEY_OK\n# fine\n%s\nKEY_OK\n", cases[i].line);
        snprintf(place, sizeof place, "%s:3: ", path);
        write_file(text, strlen(text));
        listen_to_stderr();
        struct keyscript *script = open_script(path);
        const char *words = what_was_said();
        assert_null(script);
        if (!strstr(words, place) || !strstr(words, cases[i].reason))
            fail_msg("\"%s\" says \"%s\"", cases[i].line, words);
    }
    assert_string_equal(stage.did, "");
}

static void a_file_is_bounded_and_text(void **state) {
    (void)state;
    char *big = malloc((1 << 20) + 1);
    memset(big, '\n', (1 << 20) + 1);
    memset(big, '#', 512);
    const struct {
        size_t length;
        bool ok;
    } cases[] = {{1 << 20, true}, {(1 << 20) + 1, false}};
    for (size_t i = 0; i < 2; i++) {
        write_file(big, cases[i].length);
        listen_to_stderr();
        struct keyscript *script = open_script(path);
        const char *words = what_was_said();
        assert_int_equal(script != NULL, cases[i].ok);
        assert_int_equal(*words == '\0', cases[i].ok);
        keyscript_destroy(stage.script);
    }
    big[512] = '#'; /* now a line of 513 bytes */
    write_file(big, 1000);
    listen_to_stderr();
    assert_null(open_script(path));
    assert_non_null(strstr(what_was_said(), ":1: expected a line of text of at most 512 bytes"));
    write_file("KEY_OK\nKEY\0_OK\n", 15);
    listen_to_stderr();
    assert_null(open_script(path));
    assert_non_null(strstr(what_was_said(), ":2: expected a line of text"));
    free(big);
}

static void what_cannot_be_opened_is_said(void **state) {
    (void)state;
    listen_to_stderr();
    assert_null(open_script("/nonexistent.keys"));
    assert_string_equal(what_was_said(), "/nonexistent.keys: No such file or directory\n");
    listen_to_stderr();
    assert_null(open_script("/tmp"));
    assert_non_null(strstr(what_was_said(), "/tmp: expected a readable key script"));
}

/* What was typed goes on. */
static void a_shot_without_a_picture_fails_a_file(void **state) {
    (void)state;
    stage.answer_shots = false;
    write_file("KEY_1\nshot a\nKEY_OK\n", 20);
    assert_non_null(open_script(path));
    keyscript_start(stage.script);
    run(30);
    listen_to_stderr();
    keyscript_shot_done(stage.script, false);
    run(30);
    assert_non_null(strstr(what_was_said(), ":2: shot a: there is no picture"));
    assert_string_equal(stage.did, "+KEY_1 -KEY_1 shot:a unmet");
}

/* The newest scene counts at once, and each one that comes after. */
static void until_waits_for_the_scene_it_names(void **state) {
    (void)state;
    const char *text = "until screen=home\nKEY_1\nuntil sos.state=received\nKEY_2\n";
    write_file(text, strlen(text));
    assert_non_null(open_script(path));
    show("{\"screen\":\"home\"}");
    keyscript_start(stage.script);
    run(30);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1");
    show("{\"screen\":\"sos\",\"sos\":{\"state\":\"waiting\"}}");
    run(30);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1");
    show("{\"screen\":\"sos\",\"sos\":{\"state\":\"received\"}}");
    run(2000);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1 +KEY_2 -KEY_2 ended");
}

/* A last word of digits is the timeout, unless it is all there is. */
static void until_takes_its_value_and_its_timeout_apart(void **state) {
    (void)state;
    static const struct {
        const char *line, *said;
    } cases[] = {
        {"until title=去哪里? 20", "until title=去哪里? was not met in 20 ms, it was \"home 3\""},
        {"until title=go where 20", "until title=go where was not met in 20 ms"},
        {"until title=home 3 20", NULL}, /* met: the value is "home 3" */
        {"until title=home 3", "until title=home was not met in 3 ms"},
        {"until pending=0", NULL},
        {"until pending= 20", "until pending= was not met in 20 ms, it was \"0\""},
        {"until focus= 20", NULL},
        {"until focus=* 20", "until focus=* was not met in 20 ms, it was \"\""},
        {"until title=a=b 20", "until title=a=b was not met in 20 ms"},
        {"until title!=home 3 20", "until title!=home 3 was not met in 20 ms, it was \"home 3\""},
        {"until title!=x 20", NULL},
        {"until title~me", NULL},
        {"until title~nowhere 20", "until title~nowhere was not met in 20 ms, it was \"home 3\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        *stage.did = '\0';
        write_file(cases[i].line, strlen(cases[i].line));
        assert_non_null(open_script(path));
        show("{\"title\":\"home 3\",\"pending\":0}");
        keyscript_start(stage.script);
        listen_to_stderr();
        run(2000);
        const char *words = what_was_said();
        assert_string_equal(stage.did, cases[i].said ? "unmet" : "ended");
        if (cases[i].said ? !strstr(words, cases[i].said) : *words)
            fail_msg("\"%s\" says \"%s\"", cases[i].line, words);
    }
}

static void an_unmet_until_ends_the_play_with_its_place(void **state) {
    (void)state;
    listen_to_stderr();
    play_file("KEY_1\nuntil screen=home 20\nKEY_2\n");
    char expected[200];
    snprintf(expected, sizeof expected, "%s:2: until screen=home was not met in 20 ms, there was no scene\n", path);
    assert_string_equal(what_was_said(), expected);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1 unmet");
}

/* --- pipes */
static int open_pipe_script(void) {
    int ends[2];
    char name[32];
    assert_int_equal(pipe(ends), 0);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
    assert_non_null(open_script(name));
    close(ends[0]);
    keyscript_start(stage.script);
    return ends[1];
}

static void type(int fd, const char *text) {
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

static void a_pipe_is_played_as_it_comes(void **state) {
    (void)state;
    int fd = open_pipe_script();
    type(fd, "KEY_1\nKEY");
    run(30);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1"); /* half a line waits */
    type(fd, "_2\n\n# x\ndown KEY_3\n");
    run(30);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1 +KEY_2 -KEY_2 +KEY_3");
    type(fd, "KEY_4"); /* the last line needs no end */
    close(fd);
    run(2000);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1 +KEY_2 -KEY_2 +KEY_3 +KEY_4 -KEY_4 ended");
}

static void a_bad_line_in_a_pipe_is_said_and_passed_over(void **state) {
    (void)state;
    int fd = open_pipe_script();
    char longest[2000];
    memset(longest, 'x', sizeof longest);
    memcpy(longest, "# ", 2);
    listen_to_stderr();
    type(fd, "KEY_1\nKEY_FOO\n");
    assert_int_equal(write(fd, longest, sizeof longest), sizeof longest);
    type(fd, "\nKEY_2\n");
    close(fd);
    run(2000);
    const char *words = what_was_said();
    assert_non_null(strstr(words, ":2: unknown key KEY_FOO\n"));
    assert_non_null(strstr(words, ":3: expected a line of text of at most 512 bytes\n"));
    assert_null(strstr(words, ":4:"));
    assert_string_equal(stage.did, "+KEY_1 -KEY_1 +KEY_2 -KEY_2 ended");
}

static void lines_queue_in_order_while_it_waits(void **state) {
    (void)state;
    int fd = open_pipe_script();
    type(fd, "wait 60\nKEY_1\n");
    run(10);
    type(fd, "KEY_2\nquit\n");
    run(10);
    assert_string_equal(stage.did, "");
    run(2000);
    assert_string_equal(stage.did, "+KEY_1 -KEY_1 +KEY_2 -KEY_2 quit");
    close(fd);
}

/* A pipe that is written faster than it is played: nothing is lost, nothing grows without end. */
static void a_long_queue_stays_in_the_pipe(void **state) {
    (void)state;
    int fd = open_pipe_script();
    type(fd, "until screen=home\n");
    for (int i = 0; i < 1000; i++)
        type(fd, "wait 0\n");
    type(fd, "KEY_9\n");
    close(fd);
    run(30);
    show("{\"screen\":\"home\"}");
    run(5000);
    assert_string_equal(stage.did, "+KEY_9 -KEY_9 ended");
}

/* Emulators close their end, or the program ends, in the middle of anything. */
static void it_can_be_destroyed_at_any_moment(void **state) {
    (void)state;
    static const char *const texts[] = {"wait 1000\nKEY_1\n", "until screen=y\nKEY_1\n", "shot a\nKEY_1\n",
                                        "KEY_1\nKEY"};
    stage.answer_shots = false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int fd = open_pipe_script();
        type(fd, texts[i]);
        run(10);
        keyscript_destroy(stage.script);
        stage.script = NULL;
        close(fd);
        run(10);
    }
    keyscript_destroy(NULL);
}

static int make_file(void **state) {
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state) {
    (void)state;
    return unlink(path);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)
int main(void) {
    const struct CMUnitTest tests[] = {
        STORY(a_file_is_played_in_order),
        STORY(after_the_last_line_it_has_ended),
        STORY(an_empty_file_ends_at_once),
        STORY(a_wait_takes_its_time),
        STORY(a_shot_stops_playing_until_it_is_done),
        STORY(a_shot_without_a_picture_fails_a_file),
        STORY(a_file_with_a_bad_line_is_not_played),
        STORY(a_file_is_bounded_and_text),
        STORY(what_cannot_be_opened_is_said),
        STORY(until_waits_for_the_scene_it_names),
        STORY(until_takes_its_value_and_its_timeout_apart),
        STORY(an_unmet_until_ends_the_play_with_its_place),
        STORY(a_pipe_is_played_as_it_comes),
        STORY(a_bad_line_in_a_pipe_is_said_and_passed_over),
        STORY(lines_queue_in_order_while_it_waits),
        STORY(a_long_queue_stays_in_the_pipe),
        STORY(it_can_be_destroyed_at_any_moment),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
