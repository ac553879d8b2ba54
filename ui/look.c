/* SPDX-License-Identifier: Apache-2.0 */
/* A language whose file is missing or broken is shown in Chinese, which every box has. */
#include "ui/look.h"

#include "ui/kit/theme_file.h"
#include "ui/model/model.h"

#include <stdio.h>
#include <string.h>

void look_init(struct look *look, const char *data_dir) {
    *look = (struct look){.data_dir = data_dir};
    theme_builtin(&look->theme, false);
}

void look_clear(struct look *look) {
    strings_destroy(look->strings);
    strings_destroy(look->before);
    look->strings = look->before = NULL;
}

static void take_theme(struct look *look, const struct model *model, int width, int height) {
    char path[1024];
    snprintf(path, sizeof path, "%s/theme.json", look->data_dir);
    theme_file_load(&look->theme, path, model->high_contrast);
    if (model->theme[0])
        theme_file_lay_over(&look->theme, model->theme);
    theme_fit(&look->theme, width, height, model->text_scale, model->overscan_percent);
}

static struct strings *load_words(const struct look *look, const char *language) {
    char path[1024];
    snprintf(path, sizeof path, "%s/strings/%.15s.json", look->data_dir, language);
    return strings_load(path);
}

static void take_words(struct look *look, const char *language) {
    if (look->strings && strcmp(look->language, language) == 0)
        return;
    struct strings *words = load_words(look, language);
    if (!words)
        words = load_words(look, "zh-CN");
    if (!words)
        return;
    strings_destroy(look->before);
    look->before = look->strings;
    look->strings = words;
    snprintf(look->language, sizeof look->language, "%s", language);
}

bool look_take(struct look *look, const struct model *model, int width, int height) {
    take_theme(look, model, width, height);
    take_words(look, model->language);
    return look->strings != NULL;
}

bool look_check_theme(const char *data_dir, const char *file) {
    static struct theme theme; /* large, and the stack of a box is small */
    char path[1024];
    snprintf(path, sizeof path, "%s/theme.json", data_dir);
    for (int high = 0; high < 2; high++) {
        theme_builtin(&theme, high);
        theme_file_load(&theme, path, high);
        if (!theme_file_lay_over(&theme, file))
            return false;
    }
    return true;
}
