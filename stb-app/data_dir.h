/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_DATA_DIR_H
#define STB_DATA_DIR_H
/*
 * The files that the screens are made of: texts, theme, icons and a font. Where the installed ones are gone or broken,
 * the copies that the state directory keeps of the last good ones are used: plainer (one font), but they say what to
 * dial.
 */
#include <limits.h>
#include <stdbool.h>

struct loop;

enum { DATA_DIR_FAULT_SIZE = 200 };

/* The folder to use, into CHOSEN: INSTALLED when nothing is wrong with it, else the kept one if that is whole. False =
 * INSTALLED is not whole, FAULT says what is wrong with it. */
bool data_dir_choose(const char *installed, const char *state_dir, char chosen[PATH_MAX],
                     char fault[DATA_DIR_FAULT_SIZE]);
/* Copies what is good in INSTALLED, beside the loop; what is copied already is not copied again. */
void data_dir_keep(struct loop *loop, const char *installed, const char *state_dir);
#endif
