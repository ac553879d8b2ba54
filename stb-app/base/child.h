/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_CHILD_H
#define STB_APP_BASE_CHILD_H
/*
 * A child process, which inherits nothing by accident: it has the descriptors of FDS and no other, the environment of
 * child_env.h, signals as a fresh process has them, and where memory runs out it goes before us. It leads a process
 * group, which ends with it. What it writes to the log's descriptor comes into our log, line by line and within bounds
 * (child_output.h).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct loop;
struct child;
enum { CHILD_NULL = -1, CHILD_LOG = -2, CHILD_FDS_MAX = 16 };

/* The child has ended with EXIT_STATUS or by SIGNUM; one of the two is 0. */
typedef void child_end_fn(void *data, int exit_status, int signum);

struct child_setup {
    struct loop *loop;
    const char *name;    /* in the log; a literal */
    char *const *argv;   /* argv[0] is looked up in PATH */
    const int *fds;      /* fds[i] becomes the child's descriptor i; CHILD_NULL = /dev/null, CHILD_LOG = our log */
    size_t fd_count;     /* 3 to CHILD_FDS_MAX */
    bool own_session;    /* else it stays in ours, with a group of its own */
    bool leaves_daemons; /* what the child has started may outlive it; else it is killed */
    child_end_fn *on_end;
    void *data;
};
/* NULL and a log line if the child cannot be started. ON_END comes once, from the loop. */
struct child *child_start(const struct child_setup *setup);
pid_t child_pid(const struct child *child);
/* Sends SIGNUM to the child and its group. Does nothing after the child's end. */
void child_signal(struct child *child, int signum);
/* For the time when the loop is over: waits MS at most for the child's end, and logs what it wrote. True: the child has
 * ended; ON_END does not come. */
bool child_wait(struct child *child, int64_t ms);
/* Frees CHILD: ON_END does not come any more. Does not kill a running child. NULL is fine. */
void child_destroy(struct child *child);
#endif
