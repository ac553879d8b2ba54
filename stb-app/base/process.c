/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap in a closed descriptor 2: the next file that is opened gets its number, a database perhaps, and log lines
 * are written into it.
 */
#include "stb-app/base/process.h"

#include "stb-app/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(time_t) >= 8 && sizeof(off_t) >= 8, "a 32-bit machine lives past 2038 too");

static void open_standard_descriptors(void) {
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

static void set_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_IGN); /* write(2) reports a reader that has gone */
}

/* Not dumpable: no core file, whatever the kernel's core_pattern is, and no debugger of the same user. The limit is for
 * children that are not ours to write: a core of theirs may hold what we told them. */
static void keep_memory_private(void) {
    struct rlimit core;
    if (getenv("STB_DEBUG_CORE"))
        return;
    if (prctl(PR_SET_DUMPABLE, 0) != 0)
        log_warning("process", "a core file may be written: %s", strerror(errno));
    if (getrlimit(RLIMIT_CORE, &core) == 0) {
        core.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &core);
    }
}

void process_begin(void) {
    open_standard_descriptors();
    umask(077);
    set_signals();
    unsetenv("SSLKEYLOGFILE"); /* libcurl would write the keys of each connection into it */
    keep_memory_private();
}
