/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_FONT_FILE_H
#define STB_UI_TEXT_FONT_FILE_H
/* The file of a font, read in pieces through a small window in memory. */
#include <stdbool.h>

enum { FONT_FILE_WINDOW = 4096 };
struct font_file {
    int descriptor;
    unsigned long size;
    unsigned long offset, held; /* the window has HELD bytes of the file from OFFSET on */
    unsigned char window[FONT_FILE_WINDOW];
};

/* False when it cannot be opened or is empty. */
bool font_file_open(struct font_file *file, const char *path);
void font_file_close(struct font_file *file);
/* Returns how many of the COUNT bytes from OFFSET on could be read. */
unsigned long font_file_read(struct font_file *file, unsigned long offset, unsigned char *to, unsigned long count);
#endif
