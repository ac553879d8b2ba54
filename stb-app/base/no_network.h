/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_NO_NETWORK_H
#define STB_APP_BASE_NO_NETWORK_H
/*
 * A program that draws, speaks or records does not need the network: a picture or a font that takes the program over
 * cannot send anything. The program and its children can open no socket but those of this machine (AF_UNIX).
 */
/* Cannot be undone. On a kernel without seccomp one line is logged, and the program goes on. */
void no_network_from_now_on(void);
#endif
