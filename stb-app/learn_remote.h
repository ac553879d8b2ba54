/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_LEARN_REMOTE_H
#define STB_LEARN_REMOTE_H
/*
 * --learn-remote: asks an engineer at the terminal for one key after the other of a remote that nobody knows, and writes
 * the files that make its keys ours (remote/lesson.h). stb-app should not run meanwhile: its keys would act.
 */
#include <stdbool.h>

/* DEVICES as in remote.devices: "udev" = all of /dev/input, or paths between commas. Files go into FOLDER, which is made.
 * False after a line on stderr. */
bool learn_remote_run(const char *devices, const char *folder);
#endif
