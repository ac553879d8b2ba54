/* SPDX-License-Identifier: Apache-2.0 */
/* The socket between the two programs, over a real socket pair and a real loop. */
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct end {
    struct loop *loop;
    struct ipc *ipc;
    int messages, stop_after;
    bool gone;
    char last[64];
    bool destroy_on_first;
};

static void take(void *data, struct ipc_message *message) {
    struct end *end = data;
    if (!message) {
        end->gone = true;
        loop_stop(end->loop);
        return;
    }
    end->messages++;
    snprintf(end->last, sizeof end->last, "%s %s", ipc_message_name(message->type),
             message->type == IPC_SET ? message->set.value : "");
    if (end->destroy_on_first) {
        ipc_destroy(end->ipc);
        end->ipc = NULL;
    }
    if (end->messages == end->stop_after)
        loop_stop(end->loop);
}

static void too_late(void *data) {
    (void)data;
    fail_msg("nothing came within 5 s");
}

static void run(struct loop *loop) {
    struct loop_timer *timer = loop_timer_create(loop, too_late, NULL);
    loop_timer_start(timer, 5000, 0);
    loop_run(loop);
    loop_timer_destroy(timer);
}

static int open_end(struct end *end) {
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    log_set_level(LOG_LEVEL_ERROR);
    end->loop = loop_create();
    end->ipc = ipc_create(end->loop, fds[0], take, end);
    return fds[1];
}

static void close_end(struct end *end) {
    ipc_destroy(end->ipc);
    loop_destroy(end->loop);
}

static void a_message_arrives_as_it_was_sent(void **state) {
    (void)state;
    struct end end = {.stop_after = 2};
    struct end other = {0};
    int fd = open_end(&end);
    other.loop = end.loop;
    other.ipc = ipc_create(end.loop, fd, take, &other);
    assert_true(ipc_send_plain(other.ipc, IPC_TV));
    assert_true(ipc_send(other.ipc, &(struct ipc_message){.type = IPC_SET, .set = {.name = "a", .value = "叫车"}}));
    run(end.loop);
    assert_string_equal(end.last, "set 叫车");
    ipc_destroy(other.ipc);
    close_end(&end);
}

/* Lines come in whatever pieces the kernel likes. */
static void a_line_in_pieces_and_two_in_one_piece(void **state) {
    (void)state;
    struct end end = {.stop_after = 3};
    int fd = open_end(&end);
    const char *text =
        "{\"type\":\"tv\"}\n{\"type\":\"pong\",\"n\":1}\n{\"type\":\"set\",\"name\":\"a\",\"value\":\"x\"}\n";
    for (const char *c = text; *c; c++) {
        assert_int_equal(write(fd, c, 1), 1);
        if (c - text == 20) {
            struct loop_timer *timer = loop_timer_create(end.loop, (loop_timer_fn *)loop_stop, end.loop);
            loop_timer_start(timer, 1, 0);
            loop_run(end.loop);
            loop_timer_destroy(timer);
            assert_int_equal(end.messages, 1);
        }
    }
    run(end.loop);
    assert_string_equal(end.last, "set x");
    close(fd);
    close_end(&end);
}

static void what_breaks_the_rules_is_passed_over(void **state) {
    (void)state;
    struct end end = {.stop_after = 1};
    int fd = open_end(&end);
    const char *text =
        "rubbish\n{\"type\":\"nonsense\"}\n[]\n{}\n\n{\"type\":\"cancel\",\"id\":7}\n{\"type\":\"tv\"}\n";
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    run(end.loop);
    assert_int_equal(end.messages, 1);
    assert_string_equal(end.last, "tv ");
    close(fd);
    close_end(&end);
}

static void a_peer_that_goes_is_told_once(void **state) {
    (void)state;
    struct end end = {0};
    int fd = open_end(&end);
    close(fd);
    run(end.loop);
    assert_true(end.gone);
    assert_false(ipc_send_plain(end.ipc, IPC_PING));
    close_end(&end);
}

/* A stopped stb-ui reads nothing: the parent must go on, and learn in the end that it talks to a wall. */
static void a_peer_that_never_reads_does_not_block(void **state) {
    (void)state;
    struct end end = {0};
    int fd = open_end(&end);
    char *long_text = malloc(100001);
    memset(long_text, ' ', 100000);
    memcpy(long_text, "{}", 2);
    long_text[100000] = 0;
    int sent = 0;
    for (; ipc_send(end.ipc, &(struct ipc_message){.type = IPC_CATALOG, .catalog = {.text = long_text}}); sent++)
        assert_true(sent < 200);
    assert_true(sent > 70);
    free(long_text);
    close(fd);
    close_end(&end);
}

static void a_handler_may_destroy_its_ipc(void **state) {
    (void)state;
    struct end end = {.stop_after = 1, .destroy_on_first = true};
    int fd = open_end(&end);
    const char *text = "{\"type\":\"tv\"}\n{\"type\":\"tv\"}\n";
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    run(end.loop);
    assert_int_equal(end.messages, 1);
    close(fd);
    close_end(&end);
}

/* A peer that writes TEXT again and again, as fast as it can. */
static pid_t write_without_end(int fd, const char *text) {
    pid_t pid = fork();
    for (size_t length = strlen(text); pid == 0;)
        if (write(fd, text, length) < 0)
            _exit(0);
    close(fd);
    return pid;
}

static void count(void *data) {
    ++*(int *)data;
}

static void a_peer_that_writes_without_end_keeps_nobody_from_his_turn(void **state) {
    (void)state;
    struct end end = {0};
    int fd = open_end(&end), turns = 0;
    pid_t pid = write_without_end(fd, "{\"type\":\"pong\"}\n{\"type\":\"pong\"}\n{\"type\":\"pong\"}\n");
    struct loop_timer *other = loop_timer_create(end.loop, count, &turns);
    struct loop_timer *stop = loop_timer_create(end.loop, (loop_timer_fn *)loop_stop, end.loop);
    loop_timer_start(other, 20, 20);
    loop_timer_start(stop, 1000, 0);
    loop_run(end.loop);
    assert_true(end.messages > 1000);
    assert_in_range(turns, 4, 50);
    loop_timer_destroy(other);
    loop_timer_destroy(stop);
    close_end(&end);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void a_limited_peer_may_write_so_much_and_no_more(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int taken_min, taken_max;
    } cases[] = {
        {"rubbish\n", 0, 0},
        {"{\"type\":\"pong\"}\n", IPC_WORK_SAVED_MAX, 2 * IPC_WORK_SAVED_MAX},
        {"{\"type\":\"cancel\",\"id\":\"x\"}\n", IPC_WORK_SAVED_MAX / IPC_ACT_WORK,
         2 * IPC_WORK_SAVED_MAX / IPC_ACT_WORK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct end end = {0};
        int fd = open_end(&end);
        ipc_limit(end.ipc);
        pid_t pid = write_without_end(fd, cases[i].text);
        run(end.loop);
        assert_true(end.gone);
        assert_true(ipc_broke_rules(end.ipc));
        assert_in_range(end.messages, cases[i].taken_min, cases[i].taken_max);
        close_end(&end);
        kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
    }
}

static void a_limited_peer_that_errs_now_and_then_stays(void **state) {
    (void)state;
    struct end end = {.stop_after = 1};
    int fd = open_end(&end);
    ipc_limit(end.ipc);
    for (int i = 0; i < IPC_RUBBISH_SAVED_MAX; i++)
        assert_int_equal(write(fd, "rubbish\n", 8), 8);
    assert_int_equal(write(fd, "{\"type\":\"tv\"}\n", 14), 14);
    run(end.loop);
    assert_string_equal(end.last, "tv ");
    assert_false(end.gone || ipc_broke_rules(end.ipc));
    close(fd);
    close_end(&end);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_arrives_as_it_was_sent),
        cmocka_unit_test(a_line_in_pieces_and_two_in_one_piece),
        cmocka_unit_test(what_breaks_the_rules_is_passed_over),
        cmocka_unit_test(a_peer_that_goes_is_told_once),
        cmocka_unit_test(a_peer_that_never_reads_does_not_block),
        cmocka_unit_test(a_handler_may_destroy_its_ipc),
        cmocka_unit_test(a_peer_that_writes_without_end_keeps_nobody_from_his_turn),
        cmocka_unit_test(a_limited_peer_may_write_so_much_and_no_more),
        cmocka_unit_test(a_limited_peer_that_errs_now_and_then_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
