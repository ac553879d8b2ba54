/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_LOOK_H
#define STB_UI_LOOK_H
/* How the screens look and in what language they speak: the theme and the words, from the files in the data folder. */
#include "ui/kit/strings.h"
#include "ui/kit/theme.h"

#include <stdbool.h>

struct model;
struct look {
    const char *data_dir; /* borrowed */
    struct theme theme;
    struct strings *strings; /* NULL until look_take() has found some */
    struct strings *before;  /* those that STRINGS replaced: somebody may still draw with them */
    char language[16];       /* of STRINGS */
};
void look_init(struct look *look, const char *data_dir);
void look_clear(struct look *look);
/* As the hello in MODEL says, on a screen of WIDTH x HEIGHT pixels. Words that are replaced live until others replace
 * the new ones: who draws with them has to be told by then. False = there are no words at all. */
bool look_take(struct look *look, const struct model *model, int width, int height);
/* The operator's theme FILE can be used, in both contrasts; else the log says why not. */
bool look_check_theme(const char *data_dir, const char *file);
#endif
