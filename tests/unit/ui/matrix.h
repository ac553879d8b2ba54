/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MATRIX_H
#define STB_UI_MATRIX_H
/*
 * Every situation in every look: the walk that the tests of rules share (test_screens.c, test_drawn.c), and how a rule
 * says what broke it. A walk goes on to its end, so that one run names all that is wrong.
 */
#include "fixture.h"
#include "ui/kit/theme_check.h"

/* What an operator's theme sets of the sizes from FIRST up to END. */
struct wish {
    const char *name;
    int first, end;
    enum { LEAST, MOST, ANY } to;
    uint32_t seed; /* of ANY: never 0 */
};
struct look {
    int width, height;
    double scale;
    bool high;
    const char *language;
    int overscan_percent;
    const struct wish *wish; /* NULL = our own theme */
};
typedef void matrix_check(struct room *room, const struct look *look, const struct situation *situation);

static const double matrix_scales[] = {1.0, 1.25, 1.5, 1.75};
enum { MATRIX_SCALES = sizeof matrix_scales / sizeof matrix_scales[0] };

static int complaints;
static int matrix_looks; /* how many there were */
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

static inline int wish_size(const struct wish *wish, uint32_t *chance, enum theme_size size) {
    int least = theme_size_table[size].least, most = theme_size_table[size].most;
    *chance ^= *chance << 13;
    *chance ^= *chance >> 17;
    *chance ^= *chance << 5;
    return wish->to == LEAST ? least : wish->to == MOST ? most : least + (int)(*chance % (uint32_t)(most - least + 1));
}

/* All that it may set, but for gaps that its ring would not leave room: such a theme is refused. */
static inline void wish_for(struct theme *theme, const struct wish *wish) {
    char error[160];
    uint32_t chance = wish ? wish->seed : 0;
    for (int i = wish ? wish->first : 0; wish && i < wish->end; i++)
        theme->sizes[i] = wish_size(wish, &chance, (enum theme_size)i);
    int ring = theme->sizes[SIZE_RING] + theme->sizes[SIZE_RING_GAP];
    for (int i = SIZE_GAP; i <= SIZE_COLUMN_GAP; i++)
        theme->sizes[i] = theme->sizes[i] < ring ? ring : theme->sizes[i];
    if (!theme_check_has_room(theme, error, sizeof error)) {
        fprintf(stderr, "matrix: %s\n", error);
        abort();
    }
}

/* The sanitizers, under which all takes six times as long, get a third of the situations in each look, and another
 * third in the next. As shipped, each look has them all. */
static inline bool matrix_takes(size_t situation) {
#ifdef __SANITIZE_ADDRESS__
    return (situation + (size_t)matrix_looks) % 3 == 0;
#else
    (void)situation;
    return true;
#endif
}

/* Each situation arranged in this look; CHECK looks. */
static inline void matrix_look(struct room *room, const struct look *look, matrix_check *check) {
    const char *only = getenv("STB_SITUATION"); /* for a quick second look at one */
    room_furnish(room, look->width, look->height, look->scale, look->high, look->language);
    wish_for(&room->theme, look->wish);
    matrix_looks++;
    for (size_t i = 0; i < SITUATIONS; i++) {
        if (only ? strcmp(only, situations[i].name) != 0 : !matrix_takes(i))
            continue;
        snprintf(where, sizeof where, "%dx%d x%.2f %s%s%s %s%s %s", look->width, look->height, look->scale,
                 look->high ? "high" : "normal", look->wish ? " " : "", look->wish ? look->wish->name : "",
                 look->language, look->overscan_percent ? " overscan" : "", situations[i].name);
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
