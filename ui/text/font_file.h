/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_FONT_FILE_H
#define STB_UI_TEXT_FONT_FILE_H
/* A font's file, read in pieces through a small window: see the top of font_file.c. */
#include <stdbool.h>

enum { FONT_FILE_WINDOW = 4096 };
struct font_file {
    int descriptor;
    unsigned long size;
    unsigned long offset, held; /* what of the file is in the window */
    unsigned char window[FONT_FILE_WINDOW];
};

/* False when it cannot be opened or is empty. */
bool font_file_open(struct font_file *file, const char *path);
void font_file_close(struct font_file *file);
/* How many of COUNT bytes from OFFSET on could be read. */
unsigned long font_file_read(struct font_file *file, unsigned long offset, unsigned char *to, unsigned long count);
#endif
