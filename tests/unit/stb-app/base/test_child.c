/* SPDX-License-Identifier: Apache-2.0 */
/* Real child processes: what they hold, what they leave, what of their words comes into the log. */
#include "stb-app/base/child.h"

#include "stb-app/base/child_output.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT_MS = 10000 };

static struct {
    const char *program; /* this one */
    struct loop *loop;
    struct child *child;
    int ends, exit_status, signum;
    char dir[64], said[64 << 10];
    int log_read;
} stage;

static void ended(void *data, int exit_status, int signum) {
    (void)data;
    stage.ends++;
    stage.exit_status = exit_status;
    stage.signum = signum;
    loop_stop(stage.loop);
}

static int set_up(void **state) {
    (void)state;
    stage.loop = loop_create();
    stage.child = NULL;
    stage.ends = 0;
    stage.said[0] = 0;
    strcpy(stage.dir, "/tmp/test-child-XXXXXX");
    assert_non_null(mkdtemp(stage.dir));
    return 0;
}

static int tear_down(void **state) {
    char command[128];
    (void)state;
    child_destroy(stage.child);
    loop_destroy(stage.loop);
    snprintf(command, sizeof command, "rm -rf %s", stage.dir);
    return system(command);
}

/* --- a stage for it */

static struct child_setup shell(const char *script) {
    static char *argv[4];
    static const int fds[] = {CHILD_NULL, CHILD_LOG, CHILD_LOG};
    argv[0] = "/bin/sh";
    argv[1] = "-c";
    argv[2] = (char *)script;
    return (struct child_setup){
        .loop = stage.loop, .name = "tried", .argv = argv, .fds = fds, .fd_count = 3, .on_end = ended};
}

static void start(struct child_setup setup) {
    stage.child = child_start(&setup);
    assert_non_null(stage.child);
}

static char *read_proc(pid_t pid, const char *what, char *text, size_t size);
static void run(int ms);

/* A child that only waits. The shell has made room for it: the kernel lets us go on before that. */
static void start_one_that_waits(struct child_setup setup) {
    char name[32];
    start(setup);
    for (int i = 0;
         i < LIMIT_MS / 10 && strcmp(read_proc(child_pid(stage.child), "comm", name, sizeof name), "sleep\n"); i++)
        run(10);
    assert_string_equal(name, "sleep\n");
}

static void run(int ms) {
    struct loop_timer *timer = loop_timer_create(stage.loop, (loop_timer_fn *)loop_stop, stage.loop);
    loop_timer_start(timer, ms, 0);
    loop_run(stage.loop);
    loop_timer_destroy(timer);
}

static void comes_to_its_end(void) {
    run(LIMIT_MS);
    assert_int_equal(stage.ends, 1);
}

static char *read_proc(pid_t pid, const char *what, char *text, size_t size) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, what);
    int fd = open(path, O_RDONLY);
    ssize_t length = read(fd, text, size - 1);
    close(fd);
    text[length > 0 ? length : 0] = 0;
    for (ssize_t i = 0; i < length; i++)
        text[i] = text[i] ? text[i] : '\n';
    return text;
}

/* The numbers of its open descriptors, "0 1 2". */
static const char *held_by(pid_t pid) {
    static char list[256];
    char path[64];
    bool there[64] = {false};
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            there[atoi(entry->d_name) < 64 ? atoi(entry->d_name) : 63] = true;
    closedir(folder);
    list[0] = 0;
    for (int fd = 0; fd < 64; fd++)
        if (there[fd])
            sprintf(list + strlen(list), "%s%d", list[0] ? " " : "", fd);
    return list;
}

/* The log goes into a pipe that is read here. */
static int real_stderr;

static void listen_to_log(void) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    real_stderr = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    stage.log_read = ends[0];
}

static const char *what_was_said(void) {
    size_t length = strlen(stage.said);
    ssize_t got = read(stage.log_read, stage.said + length, sizeof stage.said - 1 - length);
    stage.said[length + (got > 0 ? (size_t)got : 0)] = 0;
    return stage.said;
}

static void stop_listening(void) {
    what_was_said();
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    close(stage.log_read);
}

/* A process that a script named in a file of the stage's folder; 0 = not yet. */
static pid_t named(const char *file) {
    char path[128];
    int pid = 0;
    snprintf(path, sizeof path, "%s/%s", stage.dir, file);
    FILE *list = fopen(path, "r");
    if (list && fscanf(list, "%d", &pid) != 1)
        pid = 0;
    if (list)
        fclose(list);
    return pid;
}

static pid_t wait_for_named(const char *file) {
    for (int i = 0; i < LIMIT_MS / 10 && !named(file); i++)
        run(10);
    assert_int_not_equal(named(file), 0);
    return named(file);
}

static bool lives(pid_t pid) {
    char text[512];
    const char *end = strrchr(read_proc(pid, "stat", text, sizeof text), ')');
    return end && strncmp(end, ") Z", 3) != 0;
}

static void goes_away(pid_t pid) {
    for (int i = 0; i < LIMIT_MS / 10 && lives(pid); i++)
        run(10);
    assert_false(lives(pid));
}

/* --- what it gets */

static void test_it_holds_what_it_is_given_and_nothing_else(void **state) {
    (void)state;
    int leaked = open("/dev/null", O_RDWR), pair[2]; /* as a library leaves them: without O_CLOEXEC */
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    const int fds[] = {CHILD_NULL, CHILD_LOG, CHILD_LOG, pair[1]};
    struct child_setup setup = shell("exec sleep 30");
    setup.fds = fds;
    setup.fd_count = 4;
    start_one_that_waits(setup);
    for (int i = 0; i < 200 && strcmp(held_by(child_pid(stage.child)), "0 1 2 3"); i++)
        run(10); /* a locale is being read */
    assert_string_equal(held_by(child_pid(stage.child)), "0 1 2 3");
    child_signal(stage.child, SIGKILL);
    comes_to_its_end();
    close(leaked);
    close(pair[0]);
    close(pair[1]);
}

/* What is to be number A is our number B, and the other way round. */
static void test_descriptors_may_change_places(void **state) {
    (void)state;
    int a = dup(STDERR_FILENO), b = dup(STDERR_FILENO), first[2], second[2], fds[CHILD_FDS_MAX];
    char script[96], to_a[16] = "", to_b[16] = "";
    assert_in_range(a, 3, CHILD_FDS_MAX - 1);
    assert_in_range(b, 3, CHILD_FDS_MAX - 1);
    assert_int_equal(pipe(first) + pipe(second), 0);
    dup2(first[1], a);
    dup2(second[1], b);
    for (int i = 0; i < CHILD_FDS_MAX; i++)
        fds[i] = i == a ? b : i == b ? a : CHILD_NULL;
    snprintf(script, sizeof script, "echo one >/proc/$$/fd/%d; echo other >/proc/$$/fd/%d", a, b);
    struct child_setup setup = shell(script);
    setup.fds = fds;
    setup.fd_count = CHILD_FDS_MAX;
    start(setup);
    comes_to_its_end();
    assert_true(read(second[0], to_a, sizeof to_a - 1) > 0);
    assert_true(read(first[0], to_b, sizeof to_b - 1) > 0);
    assert_string_equal(to_a, "one\n");
    assert_string_equal(to_b, "other\n");
    const int used[] = {a, b, first[0], first[1], second[0], second[1]};
    for (size_t i = 0; i < sizeof used / sizeof used[0]; i++)
        close(used[i]);
}

static void test_its_environment_is_the_table_and_no_more(void **state) {
    (void)state;
    static const struct {
        const char *name;
        bool passed;
    } cases[] = {
        {"LC_ALL", true},         {"TZ", true},
        {"STB_TUNER", true},      {"ALSA_CONFIG_PATH", true},
        {"NOTIFY_SOCKET", false}, {"WATCHDOG_USEC", false},
        {"LISTEN_FDS", false},    {"JOURNAL_STREAM", false},
        {"SSLKEYLOGFILE", false}, {"LD_PRELOAD_X", false},
        {"PATHOLOGICAL", false},  {"SECRET", false},
    };
    char text[8192], entry[64];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        setenv(cases[i].name, "kept", 1);
    start_one_that_waits(shell("exec sleep 30"));
    for (int i = 0; i < LIMIT_MS / 10 && !read_proc(child_pid(stage.child), "environ", text, sizeof text)[0]; i++)
        run(10); /* the kernel tells the new name before the new environment */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(entry, sizeof entry, "%s=kept\n", cases[i].name);
        if (!!strstr(text, entry) != cases[i].passed)
            fail_msg("%s is %spassed on", cases[i].name, cases[i].passed ? "not " : "");
        unsetenv(cases[i].name);
    }
    assert_non_null(strstr(text, "PATH="));
    child_signal(stage.child, SIGKILL);
    comes_to_its_end();
}

static void test_its_signals_are_those_of_a_fresh_process(void **state) {
    (void)state;
    char text[8192];
    sigset_t some;
    sigemptyset(&some);
    sigaddset(&some, SIGTERM);
    sigaddset(&some, SIGUSR1);
    sigprocmask(SIG_BLOCK, &some, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    start_one_that_waits(shell("exec sleep 30"));
    read_proc(child_pid(stage.child), "status", text, sizeof text);
    sigprocmask(SIG_UNBLOCK, &some, NULL);
    signal(SIGHUP, SIG_DFL);
    assert_non_null(strstr(text, "SigBlk:\t0000000000000000"));
    unsigned long long ignored = strtoull(strstr(text, "SigIgn:") + 7, NULL, 16);
    assert_int_equal(ignored & ~(3ULL << 31), 0); /* 32 and 33 are glibc's own */
    assert_int_equal(getpgid(child_pid(stage.child)), child_pid(stage.child));
    assert_int_equal(getsid(child_pid(stage.child)), getsid(0));
    child_signal(stage.child, SIGTERM);
    comes_to_its_end();
    assert_int_equal(stage.signum, SIGTERM);
}

/* --- its end */

static void test_the_exit_status_is_told_once(void **state) {
    (void)state;
    start(shell("exit 7"));
    comes_to_its_end();
    assert_int_equal(stage.exit_status, 7);
    assert_int_equal(stage.signum, 0);
    run(50);
    assert_int_equal(stage.ends, 1);
}

static void test_one_that_is_not_there_is_said(void **state) {
    (void)state;
    char *argv[] = {"/nowhere/at-all", NULL};
    struct child_setup setup = shell("");
    setup.argv = argv;
    listen_to_log();
    assert_null(child_start(&setup));
    stop_listening();
    assert_string_equal(stage.said, "error child: cannot start /nowhere/at-all: No such file or directory\n");
}

static void test_its_group_ends_with_it(void **state) {
    (void)state;
    char script[256];
    snprintf(script, sizeof script, "sleep 60 & echo $! >%s/other; exit 0", stage.dir);
    start(shell(script));
    comes_to_its_end();
    goes_away(wait_for_named("other"));
}

static void test_a_signal_is_for_the_whole_group(void **state) {
    (void)state;
    char script[256];
    snprintf(script, sizeof script, "sleep 60 & echo $! >%s/other; sleep 60", stage.dir);
    start(shell(script));
    pid_t other = wait_for_named("other");
    assert_true(lives(other));
    child_signal(stage.child, SIGKILL);
    goes_away(other);
}

/* As stb-ui's voice has: a group of its own in the session of the child. */
static void test_its_session_ends_with_it(void **state) {
    (void)state;
    char file[128];
    char *argv[] = {(char *)stage.program, "--grandchild", file, NULL};
    struct child_setup setup = shell("");
    snprintf(file, sizeof file, "%s/other", stage.dir);
    setup.argv = argv;
    setup.own_session = true;
    start(setup);
    pid_t other = wait_for_named("other");
    assert_int_equal(getsid(other), child_pid(stage.child));
    assert_int_not_equal(getpgid(other), child_pid(stage.child));
    child_signal(stage.child, SIGKILL);
    goes_away(other);
}

static void test_a_daemon_may_stay_and_is_still_heard(void **state) {
    (void)state;
    char script[512];
    snprintf(script, sizeof script,
             "(while [ ! -e %s/speak ]; do sleep 0.05; done; echo late word >&2; exec sleep 60) & echo $! >%s/other",
             stage.dir, stage.dir);
    struct child_setup setup = shell(script);
    setup.own_session = setup.leaves_daemons = true;
    listen_to_log();
    start(setup);
    comes_to_its_end();
    child_destroy(stage.child);
    stage.child = NULL;
    pid_t other = wait_for_named("other");
    assert_true(lives(other));
    snprintf(script, sizeof script, "%s/speak", stage.dir);
    close(creat(script, 0600));
    for (int i = 0; i < LIMIT_MS / 10 && !strstr(what_was_said(), "info tried: late word\n"); i++)
        run(10);
    stop_listening();
    assert_non_null(strstr(stage.said, "info tried: late word\n"));
    assert_true(lives(other));
    kill(other, SIGKILL);
}

static void test_when_the_loop_is_over_it_is_waited_for(void **state) {
    (void)state;
    listen_to_log();
    start(shell("sleep 0.2; echo last word; exit 0"));
    assert_false(child_wait(stage.child, 50));
    assert_true(child_wait(stage.child, LIMIT_MS));
    child_destroy(stage.child);
    stage.child = NULL;
    stop_listening();
    assert_non_null(strstr(stage.said, "info tried: last word\n"));
    assert_int_equal(stage.ends, 0);
}

/* --- what it says */

static void test_its_lines_come_into_the_log(void **state) {
    (void)state;
    static const struct {
        const char *said, *logged;
    } cases[] = {
        {"plain words", "info tried: plain words\n"},
        {"warning speech: of our form", "warning speech: of our form\n"},
        {"nonsense speech: of another", "info tried: nonsense speech: of another\n"},
        {"error: no module", "info tried: error: no module\n"},
        {"\\033[31mred", "info tried:  [31mred\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char script[128];
        snprintf(script, sizeof script, "printf '%s\\n' >&2", cases[i].said);
        stage.ends = 0;
        stage.said[0] = 0;
        listen_to_log();
        start(shell(script));
        comes_to_its_end();
        child_destroy(stage.child);
        stage.child = NULL;
        stop_listening();
        assert_string_equal(stage.said, cases[i].logged);
    }
}

static void test_one_that_writes_without_end_fills_no_log_and_holds_nobody_up(void **state) {
    (void)state;
    listen_to_log();
    start(shell("exec yes rubbish"));
    int turns = 0;
    for (int64_t until_ms = loop_now_ms() + 2000; loop_now_ms() < until_ms; turns++) {
        int64_t begun_ms = loop_now_ms();
        run(10);
        assert_in_range(loop_now_ms() - begun_ms, 0, 500);
    }
    assert_true(turns > 50);
    child_signal(stage.child, SIGKILL);
    comes_to_its_end();
    child_destroy(stage.child);
    stage.child = NULL;
    stop_listening();
    assert_in_range(strlen(stage.said), 100, (LOG_LINES_SAVED_MAX + 5 * LOG_LINES_A_SECOND) * 32);
}

/* The session test's child: it leaves one of another group behind, names it in FILE and waits. */
static _Noreturn void be_grandparent(const char *file) {
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        FILE *list = fopen(file, "w");
        fprintf(list, "%d\n", (int)getpid());
        fclose(list);
    }
    for (;;)
        pause();
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--grandchild") == 0)
        be_grandparent(argv[2]);
    stage.program = argv[0];
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_it_holds_what_it_is_given_and_nothing_else),
        TEST(test_descriptors_may_change_places),
        TEST(test_its_environment_is_the_table_and_no_more),
        TEST(test_its_signals_are_those_of_a_fresh_process),
        TEST(test_the_exit_status_is_told_once),
        TEST(test_one_that_is_not_there_is_said),
        TEST(test_its_group_ends_with_it),
        TEST(test_a_signal_is_for_the_whole_group),
        TEST(test_its_session_ends_with_it),
        TEST(test_a_daemon_may_stay_and_is_still_heard),
        TEST(test_when_the_loop_is_over_it_is_waited_for),
        TEST(test_its_lines_come_into_the_log),
        TEST(test_one_that_writes_without_end_fills_no_log_and_holds_nobody_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
