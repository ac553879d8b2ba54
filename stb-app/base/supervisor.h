/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_SUPERVISOR_H
#define STB_APP_BASE_SUPERVISOR_H
/*
 * Tells the supervisor that this program lives, out of the loop itself: a loop that stands still falls silent, and
 * the supervisor starts the program again. Two ways, either or both:
 *   systemd  datagrams to the socket that NOTIFY_SOCKET names (sd_notify(3)): READY=1, then WATCHDOG=1 twice in each
 *            WATCHDOG_USEC, STOPPING=1
 *   respawn  the file that STB_ALIVE_FILE names holds our process number and a count that grows each second; it should
 *            lie in memory (/run), a disk may make us wait
 */
struct loop;
struct supervisor;

/* Reads these variables and removes them from the environment: they are not for our children. */
struct supervisor *supervisor_create(struct loop *loop);
/* Sends READY=1, and that we live, from the first turn of the loop on. */
void supervisor_start(struct supervisor *supervisor);
void supervisor_stopping(struct supervisor *supervisor);
void supervisor_destroy(struct supervisor *supervisor); /* NULL is fine */
#endif
