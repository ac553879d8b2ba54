/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_PICTURE_H
#define STB_PICTURE_H
#include "ui/canvas.h"

/* Writes the presented picture as a PNG; PATH is there whole or not at all. False, with one log line, if it cannot. */
bool picture_write(struct canvas *canvas, const char *path);
#endif
