/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_CHILD_OUTPUT_H
#define STB_APP_BASE_CHILD_OUTPUT_H
/*
 * Logs what a child writes to its stderr. We read CHILD_OUTPUT_A_SECOND bytes a second at most; a child that writes
 * more waits in its own write, and nobody else does.
 */
struct loop;
struct child_output;
enum { CHILD_OUTPUT_A_SECOND = 16 << 10, CHILD_OUTPUT_SAVED_MAX = 128 << 10 };

/* NAME is a literal. *WRITE_END is the child's, to be closed by the caller. NULL: no pipe; errno says why. */
struct child_output *child_output_open(struct loop *loop, const char *name, int *write_end);
/* Reads what is there now, at most CHILD_OUTPUT_SAVED_MAX bytes: for the time when the loop is over. */
void child_output_drain(struct child_output *output);
/* The child has ended. Processes that it left may still write: we read until all have closed the pipe, or the loop is
 * destroyed. NULL is fine. */
void child_output_release(struct child_output *output);
#endif
