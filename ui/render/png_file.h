/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_PNG_FILE_H
#define STB_UI_RENDER_PNG_FILE_H
#include "ui/render/canvas.h"

/* Writes the presented picture as a PNG. PATH is written whole or not at all. False, with one log line, if it
 * cannot. */
bool png_file_write(struct canvas *canvas, const char *path);
#endif
