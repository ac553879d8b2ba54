/* SPDX-License-Identifier: Apache-2.0 */
/* What a program that has given up the network can still open, and what it and its children cannot. */
#include "stb-app/base/no_network.h"

#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int in_a_process(int (*what)(void)) {
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(what());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static int is_refused(int family, int type) {
    errno = 0;
    int fd = socket(family, type, 0);
    if (fd >= 0)
        close(fd);
    return fd < 0 && errno == EACCES;
}

static int families(void) {
    int pair[2];
    if (is_refused(AF_INET, SOCK_STREAM))
        return 1; /* before: whatever else this machine says, not that */
    no_network_from_now_on();
    if (!is_refused(AF_INET, SOCK_STREAM) || !is_refused(AF_INET, SOCK_DGRAM) || !is_refused(AF_INET6, SOCK_STREAM) ||
        !is_refused(AF_NETLINK, SOCK_RAW) || !is_refused(AF_PACKET, SOCK_RAW))
        return 2;
    if (is_refused(AF_UNIX, SOCK_STREAM) || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 3;
    return 0;
}

static void only_sockets_of_this_machine_open(void **state) {
    (void)state;
    assert_int_equal(in_a_process(families), 0);
}

static int in_a_child(void) {
    no_network_from_now_on();
    int status = system("exec 2>/dev/null; python3 -c 'import socket; socket.socket()'");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 1;
    return system("python3 -c 'import socket; socket.socket(socket.AF_UNIX)'") == 0 ? 0 : 2;
}

static void what_it_starts_has_none_either(void **state) {
    (void)state;
    assert_int_equal(in_a_process(in_a_child), 0);
}

static int by_uring(void) {
    no_network_from_now_on();
#ifdef SYS_io_uring_setup
    char parameters[120] = {0};
    return syscall(SYS_io_uring_setup, 1, parameters) < 0 && errno == EACCES ? 0 : 1;
#else
    return 0;
#endif
}

static void there_is_no_way_around(void **state) {
    (void)state;
    assert_int_equal(in_a_process(by_uring), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_sockets_of_this_machine_open),
        cmocka_unit_test(what_it_starts_has_none_either),
        cmocka_unit_test(there_is_no_way_around),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
