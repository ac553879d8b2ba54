/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_ICONS_H
#define STB_UI_TEXT_ICONS_H
/* The names of the icons. icons.json says which character of the icon font a name stands for: {"taxi": "E559"}. */
#include <stdint.h>

struct icons;
/* NULL, with one log line, when the file cannot be read or is not what it should be. */
struct icons *icons_read(const char *path);
void icons_destroy(struct icons *icons);
/* 0 when there is none of that name; ICONS may be NULL. */
uint32_t icons_find(const struct icons *icons, const char *name);
#endif
