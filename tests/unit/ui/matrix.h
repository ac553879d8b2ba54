/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MATRIX_H
#define STB_UI_MATRIX_H
/*
 * Every situation in every look: the walk that the tests of rules share (test_screens.c, test_drawn.c), and how a rule
 * says what broke it. A walk goes on to its end, so that one run names all that is wrong.
 */
#include "fixture.h"

struct look {
    int width, height;
    double scale;
    bool high;
    const char *language;
    int overscan_percent;
    enum spacing { AS_OURS, LEAST, MOST } spacing;
};
typedef void matrix_check(struct room *room, const struct look *look, const struct situation *situation);

static const double matrix_scales[] = {1.0, 1.25, 1.5, 1.75};
enum { MATRIX_SCALES = sizeof matrix_scales / sizeof matrix_scales[0] };

static int complaints;
static char where[200];
#define COMPLAIN(...)                                                                                                  \
    do {                                                                                                               \
        complaints++;                                                                                                  \
        fprintf(stderr, "%s: ", where);                                                                                \
        fprintf(stderr, __VA_ARGS__);                                                                                  \
        fputc('\n', stderr);                                                                                           \
    } while (0)

static inline bool is_english(const struct look *look) {
    return strcmp(look->language, "en") == 0;
}

/* An operator's theme that sets all spacing to the least or the most that it may. */
static inline void space_out(struct theme *theme, enum spacing spacing) {
    for (int i = 0; i < SIZE_RADIUS && spacing != AS_OURS; i++) {
        int least, most;
        theme_size_range((enum theme_size)i, &least, &most);
        theme->sizes[i] = spacing == LEAST ? least : most;
    }
}

/* Each situation arranged in this look; CHECK looks. */
static inline void matrix_look(struct room *room, const struct look *look, matrix_check *check) {
    static const char *const spacings[] = {"", " narrow", " wide"};
    const char *only = getenv("STB_SITUATION"); /* for a quick second look at one */
    room_furnish(room, look->width, look->height, look->scale, look->high, look->language);
    space_out(&room->theme, look->spacing);
    for (size_t i = 0; i < SITUATIONS; i++) {
        if (only && strcmp(only, situations[i].name) != 0)
            continue;
        snprintf(where, sizeof where, "%dx%d x%.2f %s%s %s%s %s", look->width, look->height, look->scale,
                 look->high ? "high" : "normal", spacings[look->spacing], look->language,
                 look->overscan_percent ? " overscan" : "", situations[i].name);
        room_fresh(room);
        situations[i].arrange(room);
        if (look->overscan_percent)
            theme_fit(&room->theme, look->width, look->height, look->scale, look->overscan_percent);
        check(room, look, &situations[i]);
    }
}

/* One size in both languages at every text step. */
static inline void matrix_size(struct room *room, struct look look, matrix_check *check) {
    static const char *const languages[] = {"zh-CN", "en"};
    for (size_t scale = 0; scale < MATRIX_SCALES; scale++)
        for (size_t language = 0; language < 2; language++) {
            look.scale = matrix_scales[scale];
            look.language = languages[language];
            matrix_look(room, &look, check);
        }
}
#endif
