/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_THEME_FILE_H
#define STB_UI_KIT_THEME_FILE_H
/*
 * A theme as a JSON file: assets/theme.json, and the operator's own over it. A file that is wrong in any place is
 * refused whole, and one log line says where and what was expected. What it does not name stays as it is. The caller
 * fits the theme (theme_fit()) afterwards.
 */
#include "ui/kit/theme.h"

/* THEME becomes the built-in look with the file at PATH over it. False: only the built-in look. */
bool theme_file_load(struct theme *theme, const char *path, bool high_contrast);
/* The file at PATH over THEME. False: THEME is unchanged, because the file is wrong or its words would not be legible
 * (theme_check.h), be it in the palette that THEME does not use now. */
bool theme_file_lay_over(struct theme *theme, const char *path);
#endif
