/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_LEARN_REMOTE_H
#define STB_LEARN_REMOTE_H
/*
 * --learn-remote: asks an engineer at the terminal for one key after the other of an unknown remote, and writes
 * the files that give its keys actions (remote/lesson.h). Stop stb-app first: it would act on the keys.
 */
#include <stdbool.h>

/* DEVICES as in remote.devices: "udev" = all of /dev/input, or paths between commas. Makes FOLDER for the files.
 * False after a line on stderr. */
bool learn_remote_run(const char *devices, const char *folder);
#endif
