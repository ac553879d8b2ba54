/* SPDX-License-Identifier: Apache-2.0 */
/* Lines on a real stderr: a file, a pipe that nobody reads, a socket as journald's, a pipe of somebody else. */
#include "stb-app/base/log.h"

#include "stb-app/base/log_output.h"
#include "stb-app/base/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
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

static struct {
    int real_stderr;
    int read; /* where its lines come out */
} stage;

static void new_stderr(int write_end, int read_end) {
    stage.read = read_end;
    assert_int_equal(dup2(write_end, STDERR_FILENO), STDERR_FILENO);
    close(write_end);
}

static void old_stderr(void) {
    log_flush();
    dup2(stage.real_stderr, STDERR_FILENO);
    close(stage.read);
}

static void pipe_as_stderr(void) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETPIPE_SZ, 4096), 4096);
    new_stderr(ends[1], ends[0]);
}

/* What has come out by now. */
static size_t read_all(char *text, size_t size) {
    size_t length = 0;
    fcntl(stage.read, F_SETFL, O_NONBLOCK);
    for (ssize_t got; length < size - 1 && (got = read(stage.read, text + length, size - 1 - length)) > 0;)
        length += (size_t)got;
    text[length] = 0;
    return length;
}

static void fill_up(void) {
    char rubbish[64];
    memset(rubbish, '.', sizeof rubbish);
    rubbish[63] = '\n';
    int fd = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK);
    while (write(fd, rubbish, sizeof rubbish) > 0)
        ;
    close(fd);
}

static void test_a_line_holds_no_control_character(void **state) {
    (void)state;
    static const struct {
        const char *text, *line;
    } cases[] = {
        {"plain", "info test: plain\n"},
        {"two\nlines\r", "info test: two lines \n"},
        {"\33[31mred\7", "info test:  [31mred \n"},
        {"\xc2\x9b"
         "2J",
         "info test:  2J\n"}, /* U+009B, a control sequence of one character */
        {"\xe2\x80\xae"
         "abc",
         "info test:  abc\n"}, /* U+202E turns the reading direction */
        {"\xe5\x8f\xab\xe8\xbd\xa6", "info test: \xe5\x8f\xab\xe8\xbd\xa6\n"},
        {"\xff\xc0\x80", "info test: ???\n"},
        {"", "info test: \n"},
    };
    char said[256];
    pipe_as_stderr();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        log_info("test", "%s", cases[i].text);
        read_all(said, sizeof said);
        assert_string_equal(said, cases[i].line);
    }
    old_stderr();
}

static void test_a_long_line_is_cut_between_characters(void **state) {
    (void)state;
    char text[1201], said[2048];
    for (size_t i = 0; i < 1200; i += 3)
        memcpy(text + i, "\xe5\x8f\xab", 3);
    text[1200] = 0;
    pipe_as_stderr();
    log_info("test", "x%s", text);
    assert_int_equal(read_all(said, sizeof said), strlen("info test: x") + 996 + 1);
    assert_null(strchr(said, '?'));
    old_stderr();
}

static void test_a_pipe_that_nobody_reads_stops_nobody(void **state) {
    (void)state;
    static char said[LOG_OUTPUT_KEPT * 2];
    unsigned long number, last = 0, dropped = 0;
    pipe_as_stderr();
    fill_up();
    int64_t begun_ms = loop_now_ms();
    for (int module = 0; module < 20; module++) { /* more than is kept: each line has some 500 bytes */
        char name[24];
        snprintf(name, sizeof name, "module%d", module);
        for (int i = 0; i < 20; i++)
            log_info(name, "%d %0450d", module * 20 + i, 0);
    }
    assert_in_range(loop_now_ms() - begun_ms, 0, 2000);
    assert_false(fcntl(STDERR_FILENO, F_GETFL) & O_NONBLOCK); /* it is not ours alone */

    size_t length = read_all(said, sizeof said);
    while (log_flush(), length += read_all(said + length, sizeof said - length), !strstr(said, "dropped"))
        assert_in_range(loop_now_ms() - begun_ms, 0, 2000);
    for (char *line = strstr(said, "info module"); line; line = strstr(line + 1, "info module"))
        if (sscanf(line, "info module%*d: %lu", &number) == 1)
            assert_int_equal(number, last++); /* the first ones are kept, in order and whole */
    assert_int_equal(sscanf(strstr(said, "warning log: "), "warning log: %lu lines were dropped", &dropped), 1);
    assert_int_equal(last + dropped, 400);
    assert_in_range(dropped, 1, 399);
    old_stderr();
}

static void test_a_socket_as_the_journals_is_not_waited_for_either(void **state) {
    (void)state;
    int ends[2];
    char said[256] = "";
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    new_stderr(ends[1], ends[0]);
    log_warning("test", "heard");
    read_all(said, sizeof said);
    assert_string_equal(said, "warning test: heard\n");
    while (send(STDERR_FILENO, said, sizeof said, MSG_DONTWAIT) > 0)
        ;
    int64_t begun_ms = loop_now_ms();
    log_warning("test", "not now");
    assert_in_range(loop_now_ms() - begun_ms, 0, 1000);
    assert_false(fcntl(STDERR_FILENO, F_GETFL) & O_NONBLOCK);
    static char all[1 << 20];
    read_all(all, sizeof all);
    log_flush();
    read_all(said, sizeof said);
    assert_string_equal(said, "warning test: not now\n");
    old_stderr();
}

/* A supervisor of root's whose program runs as somebody else: the pipe cannot be opened a second time. */
static void test_a_pipe_of_another_user_is_not_waited_for(void **state) {
    (void)state;
    if (geteuid() != 0)
        skip();
    pipe_as_stderr();
    fill_up();
    pid_t child = fork();
    if (child == 0) {
        alarm(5); /* one that sleeps dies of it */
        bool refused = setuid(65534) == 0 && open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK) < 0 && errno == EACCES;
        log_info("test", "not read");
        _exit(refused ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    old_stderr();
}

static void test_a_reader_that_has_gone_is_no_trouble(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    pipe_as_stderr();
    close(stage.read);
    log_info("test", "to nobody");
    log_info("test", "to nobody");
    char said[256], folder[] = "/tmp/test-log-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/said", folder);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    new_stderr(file, open(path, O_RDONLY));
    log_info("test", "to a file"); /* stderr has become another one */
    log_flush();
    read_all(said, sizeof said);
    old_stderr();
    assert_string_equal(said, "info test: to a file\nwarning log: 2 lines were dropped: nobody read them\n");
    assert_int_equal(unlink(path) + rmdir(folder), 0);
}

static void test_one_source_cannot_fill_the_log(void **state) {
    (void)state;
    static char said[64 << 10];
    int lines = 0;
    pipe_as_stderr();
    fcntl(stage.read, F_SETPIPE_SZ, 1 << 20);
    for (int i = 0; i < 5000; i++)
        log_warning("flood", "again");
    log_warning("calm", "a word of another");
    read_all(said, sizeof said);
    for (char *at = said; (at = strstr(at, "flood: again")); at++)
        lines++;
    assert_in_range(lines, LOG_LINES_SAVED_MAX, LOG_LINES_SAVED_MAX + LOG_LINES_A_SECOND);
    assert_non_null(strstr(said, "warning calm: a word of another\n"));
    usleep(1100000 / LOG_LINES_A_SECOND);
    log_flush(); /* as the loop does, also when nothing more is to be said */
    read_all(said, sizeof said);
    unsigned long left_out = 0;
    assert_int_equal(sscanf(said, "warning log: %lu lines of flood were left out", &left_out), 1);
    assert_int_equal((int)left_out + lines, 5000);
    old_stderr();
}

static void test_whoever_asks_for_debug_lines_gets_all_of_ours(void **state) {
    (void)state;
    static char said[64 << 10];
    int lines = 0;
    pipe_as_stderr();
    fcntl(stage.read, F_SETPIPE_SZ, 1 << 20);
    log_set_level(LOG_LEVEL_DEBUG);
    for (int i = 0; i < 1000; i++)
        log_debug("frames", "again");
    for (int i = 0; i < 1000; i++)
        log_relay("child", "debug child: again");
    log_set_level(LOG_LEVEL_INFO);
    read_all(said, sizeof said);
    for (char *at = said; (at = strstr(at, "frames: again")); at++)
        lines++;
    assert_int_equal(lines, 1000);
    for (char *at = said; (at = strstr(at, "child: again")); at++)
        lines++;
    assert_in_range(lines, 1000, 1000 + LOG_LINES_SAVED_MAX + LOG_LINES_A_SECOND);
    old_stderr();
}

static void test_the_journal_gets_priorities(void **state) {
    (void)state;
    char said[256], name[64];
    struct stat about;
    pipe_as_stderr();
    assert_int_equal(fstat(STDERR_FILENO, &about), 0);
    snprintf(name, sizeof name, "%ju:%ju", (uintmax_t)about.st_dev, (uintmax_t)about.st_ino);
    setenv("JOURNAL_STREAM", name, 1);
    log_set_level(LOG_LEVEL_DEBUG);
    log_error("test", "e");
    log_warning("test", "w");
    log_info("test", "i");
    log_debug("test", "d");
    log_set_level(LOG_LEVEL_INFO);
    read_all(said, sizeof said);
    assert_string_equal(said, "<3>test: e\n<4>test: w\n<6>test: i\n<7>test: d\n");
    old_stderr();
    pipe_as_stderr(); /* not the journal any more, whatever the environment says */
    log_error("test", "e");
    read_all(said, sizeof said);
    assert_string_equal(said, "error test: e\n");
    old_stderr();
    unsetenv("JOURNAL_STREAM");
}

static void *log_beside(void *data) {
    for (int i = 0; i < 50; i++)
        log_info(data, "%0200d", i);
    return NULL;
}

static void test_two_threads_do_not_mix(void **state) {
    (void)state;
    static char said[64 << 10];
    pthread_t beside;
    int lines = 0;
    pipe_as_stderr();
    fcntl(stage.read, F_SETPIPE_SZ, 1 << 20);
    assert_int_equal(pthread_create(&beside, NULL, log_beside, "beside"), 0);
    log_beside("here");
    pthread_join(beside, NULL);
    read_all(said, sizeof said);
    for (char *line = strtok(said, "\n"); line; line = strtok(NULL, "\n"), lines++)
        assert_int_equal(strlen(strchr(line, ':')), 202);
    assert_int_equal(lines, 100);
    old_stderr();
}

int main(void) {
    stage.real_stderr = dup(STDERR_FILENO);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_holds_no_control_character),
        cmocka_unit_test(test_a_long_line_is_cut_between_characters),
        cmocka_unit_test(test_a_pipe_that_nobody_reads_stops_nobody),
        cmocka_unit_test(test_a_socket_as_the_journals_is_not_waited_for_either),
        cmocka_unit_test(test_a_pipe_of_another_user_is_not_waited_for),
        cmocka_unit_test(test_a_reader_that_has_gone_is_no_trouble),
        cmocka_unit_test(test_one_source_cannot_fill_the_log),
        cmocka_unit_test(test_whoever_asks_for_debug_lines_gets_all_of_ours),
        cmocka_unit_test(test_the_journal_gets_priorities),
        cmocka_unit_test(test_two_threads_do_not_mix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
