/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_DATA_DIR_H
#define STB_DATA_DIR_H
/*
 * The files that the screens are made of: texts, theme, icons and a font. Where the installed ones are gone or broken,
 * the box uses the state directory's copies of the last good ones: plainer (one font), but they say what to dial.
 */
#include <limits.h>
#include <stdbool.h>

struct loop;

enum { DATA_DIR_FAULT_SIZE = 200 };

/* CHOSEN gets the folder to use: INSTALLED when it is whole, else the kept copies if they are whole. False = INSTALLED
 * is not whole; FAULT says what is wrong. */
bool data_dir_choose(const char *installed, const char *state_dir, char chosen[PATH_MAX],
                     char fault[DATA_DIR_FAULT_SIZE]);
/* Copies the good files of INSTALLED, beside the loop, unless an equal copy is kept already. */
void data_dir_keep(struct loop *loop, const char *installed, const char *state_dir);
#endif
