/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_FONT_FILE_H
#define STB_UI_TEXT_FONT_FILE_H
/* A font's file, read in pieces through a small window: see the top of font_file.c. */
#include <stdbool.h>

enum { FONTFILE_WINDOW = 4096 };
struct fontfile {
    int descriptor;
    unsigned long size;
    unsigned long offset, held; /* what of the file is in the window */
    unsigned char window[FONTFILE_WINDOW];
};

/* False when it cannot be opened or is empty. */
bool fontfile_open(struct fontfile *file, const char *path);
void fontfile_close(struct fontfile *file);
/* How many of COUNT bytes from OFFSET on could be read. */
unsigned long fontfile_read(struct fontfile *file, unsigned long offset, unsigned char *to, unsigned long count);
#endif
