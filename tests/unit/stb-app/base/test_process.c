/* SPDX-License-Identifier: Apache-2.0 */
/* What a program sets for itself at its start, tried in processes of their own. */
#include "stb-app/base/process.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
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

static int descriptors(void) {
    close(0);
    close(2);
    process_begin();
    return open("/dev/null", O_RDONLY) > 2 && fcntl(0, F_GETFD) >= 0 && fcntl(2, F_GETFD) >= 0 ? 0 : 1;
}

static void no_file_gets_the_number_of_stderr(void **state) {
    (void)state;
    assert_int_equal(in_a_process(descriptors), 0);
}

static int settings(void) {
    sigset_t all, now;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    setenv("SSLKEYLOGFILE", "/tmp/keys", 1);
    umask(0);
    process_begin();
    sigprocmask(SIG_BLOCK, NULL, &now);
    if (umask(0) != 077)
        return 1;
    if (getenv("SSLKEYLOGFILE"))
        return 2;
    if (sigismember(&now, SIGTERM) || signal(SIGPIPE, SIG_DFL) != SIG_IGN)
        return 3;
    return 0;
}

static void who_starts_it_makes_no_difference(void **state) {
    (void)state;
    assert_int_equal(in_a_process(settings), 0);
}

static int dumpable(void) {
    struct rlimit core;
    process_begin();
    getrlimit(RLIMIT_CORE, &core);
    return prctl(PR_GET_DUMPABLE) == 1 || core.rlim_cur > 0 ? 1 : 0;
}

static int crash(void) {
    struct rlimit core = {RLIM_INFINITY, RLIM_INFINITY};
    signal(SIGABRT, SIG_DFL); /* the sanitizer's handler would end it otherwise */
    process_begin();
    setrlimit(RLIMIT_CORE, &core); /* if it may: not dumpable is enough */
    abort();
}

static void no_core_is_left_unless_it_is_asked_for(void **state) {
    (void)state;
    prctl(PR_SET_DUMPABLE, 1);
    assert_int_equal(in_a_process(dumpable), 0);
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(crash());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_false(WCOREDUMP(status));
    struct rlimit core;
    getrlimit(RLIMIT_CORE, &core);
    core.rlim_cur = core.rlim_max;
    setrlimit(RLIMIT_CORE, &core);
    setenv("STB_DEBUG_CORE", "1", 1);
    assert_int_equal(in_a_process(dumpable), 1);
    unsetenv("STB_DEBUG_CORE");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_file_gets_the_number_of_stderr),
        cmocka_unit_test(who_starts_it_makes_no_difference),
        cmocka_unit_test(no_core_is_left_unless_it_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
