/* SPDX-License-Identifier: Apache-2.0 */
/* What a supervisor hears, over a real datagram socket and in a real file. */
#include "stb-app/base/supervisor.h"

#include "stb-app/base/loop.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static struct {
    char path[64];
    int heard;
    struct loop *loop;
} stage;

/* NAME: "@..." or a path. */
static void listen_at(const char *name) {
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    memcpy(at.sun_path, name, strlen(name));
    at.sun_path[0] = name[0] == '@' ? 0 : name[0];
    stage.heard = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name) + (name[0] == '/'));
    assert_int_equal(bind(stage.heard, (struct sockaddr *)&at, length), 0);
    setenv("NOTIFY_SOCKET", name, 1);
}

static int set_up(void **state) {
    (void)state;
    strcpy(stage.path, "/tmp/test-supervisor-XXXXXX");
    assert_non_null(mkdtemp(stage.path));
    strcat(stage.path, "/it");
    stage.loop = loop_create();
    stage.heard = -1;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    loop_destroy(stage.loop);
    if (stage.heard >= 0)
        close(stage.heard);
    unlink(stage.path);
    *strrchr(stage.path, '/') = 0;
    return rmdir(stage.path);
}

static void run(int ms) {
    struct loop_timer *timer = loop_timer_create(stage.loop, (loop_timer_fn *)loop_stop, stage.loop);
    loop_timer_start(timer, ms, 0);
    loop_run(stage.loop);
    loop_timer_destroy(timer);
}

/* All datagrams since the last time, each with a space behind it. */
static const char *heard(void) {
    static char text[1024];
    size_t length = 0;
    for (ssize_t got; (got = recv(stage.heard, text + length, sizeof text - length - 2, 0)) >= 0;
         length += (size_t)got + 1)
        text[length + (size_t)got] = ' ';
    text[length] = 0;
    return text;
}

static void ready_is_said_by_the_loop_and_then_that_it_turns(void **state) {
    (void)state;
    listen_at(stage.path);
    setenv("WATCHDOG_USEC", "400000", 1);
    struct supervisor *supervisor = supervisor_create(stage.loop);
    supervisor_start(supervisor);
    assert_string_equal(heard(), ""); /* the loop does not turn yet */
    run(100);
    assert_string_equal(heard(), "READY=1 WATCHDOG=1 ");
    run(200);
    assert_string_equal(heard(), "WATCHDOG=1 ");
    usleep(500000); /* the loop stands still: nothing */
    assert_string_equal(heard(), "");
    run(50);
    assert_string_equal(heard(), "WATCHDOG=1 ");
    supervisor_stopping(supervisor);
    assert_string_equal(heard(), "STOPPING=1 ");
    run(500);
    assert_string_equal(heard(), "");
    supervisor_destroy(supervisor);
}

static void the_environment_is_not_left_to_children(void **state) {
    (void)state;
    listen_at(stage.path);
    setenv("WATCHDOG_USEC", "400000", 1);
    setenv("WATCHDOG_PID", "1", 1);
    supervisor_destroy(supervisor_create(stage.loop));
    assert_null(getenv("NOTIFY_SOCKET"));
    assert_null(getenv("WATCHDOG_USEC"));
    assert_null(getenv("WATCHDOG_PID"));
}

static void a_watchdog_for_another_process_is_not_ours(void **state) {
    (void)state;
    listen_at("@test-supervisor");
    setenv("WATCHDOG_USEC", "100000", 1);
    setenv("WATCHDOG_PID", "1", 1);
    struct supervisor *supervisor = supervisor_create(stage.loop);
    supervisor_start(supervisor);
    run(300);
    assert_string_equal(heard(), "READY=1 ");
    supervisor_destroy(supervisor);
}

static void nobody_who_listens_is_no_trouble(void **state) {
    (void)state;
    static const char *const names[] = {"", "relative", "@", "/nowhere/at/all", "vsock:2:1234"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        setenv("NOTIFY_SOCKET", names[i], 1);
        setenv("WATCHDOG_USEC", "rubbish", 1);
        struct supervisor *supervisor = supervisor_create(stage.loop);
        supervisor_start(supervisor);
        run(20);
        supervisor_stopping(supervisor);
        supervisor_destroy(supervisor);
    }
    struct supervisor *supervisor = supervisor_create(stage.loop); /* nothing is set */
    supervisor_start(supervisor);
    run(20);
    supervisor_destroy(supervisor);
}

static unsigned long count_in_file(void) {
    int pid = 0;
    unsigned long count = 0;
    FILE *file = fopen(stage.path, "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%d %lu\n", &pid, &count), 2);
    fclose(file);
    assert_int_equal(pid, getpid());
    return count;
}

static void the_count_in_the_file_grows_while_the_loop_turns(void **state) {
    (void)state;
    setenv("STB_ALIVE_FILE", stage.path, 1);
    struct supervisor *supervisor = supervisor_create(stage.loop);
    assert_int_equal(count_in_file(), 0); /* who we are is known at once */
    supervisor_start(supervisor);
    run(2500);
    unsigned long count = count_in_file();
    assert_in_range(count, 2, 4);
    usleep(1500000);
    assert_int_equal(count_in_file(), count);
    run(50);
    assert_true(count_in_file() > count);
    assert_null(getenv("STB_ALIVE_FILE"));
    supervisor_destroy(supervisor);
}

int main(void) {
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(ready_is_said_by_the_loop_and_then_that_it_turns), TEST(the_environment_is_not_left_to_children),
        TEST(a_watchdog_for_another_process_is_not_ours),       TEST(nobody_who_listens_is_no_trouble),
        TEST(the_count_in_the_file_grows_while_the_loop_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
