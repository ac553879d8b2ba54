/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_CHILD_OUTPUT_H
#define STB_APP_BASE_CHILD_OUTPUT_H
/*
 * What a child writes to its stderr, as lines of our log. It is read no faster than CHILD_OUTPUT_A_SECOND bytes; one that
 * writes more waits in its own write, and nobody else does.
 */
struct loop;
struct child_output;
enum { CHILD_OUTPUT_A_SECOND = 16 << 10, CHILD_OUTPUT_SAVED_MAX = 128 << 10 };

/* NAME is a literal. *WRITE_END is the child's, to be closed by the caller. NULL: no pipe; errno says why. */
struct child_output *child_output_open(struct loop *loop, const char *name, int *write_end);
/* What is there now, at most CHILD_OUTPUT_SAVED_MAX bytes: for the time when the loop is over. */
void child_output_drain(struct child_output *output);
/* The child has ended. What it left behind may still write: that is read until all of them have closed it, or the loop
 * is destroyed. NULL is fine. */
void child_output_release(struct child_output *output);
#endif
