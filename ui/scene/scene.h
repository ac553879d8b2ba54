/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_SCENE_H
#define STB_UI_SCENE_SCENE_H
/*
 * The one description of what is on screen. A screen fills a scene; renderer.c draws it (only what differs from the
 * scene before); scene_json_line() writes it out for tests and for people who cannot see it. Nothing is visible that is
 * not here. Items are drawn in their order. Each is a shape, a mark (icon, emoji, picture) and words in one box, each
 * optional.
 */
#include "ui/render/canvas.h"
#include "ui/text/text.h"

enum { SCENE_ITEMS_MAX = 96, SCENE_WORDS_SIZE = 24 << 10, SCENE_ID_SIZE = 64, SCENE_VISIBLE_KEY_SIZE = 400 };
#define SCENE_LOGO "@logo" /* the picture of this name is the operator's own file, not one of the catalog's */

enum scene_role {
    ROLE_NONE, /* pure decoration: not in the scene line, must bear no words */
    ROLE_TITLE,
    ROLE_OPTION,
    ROLE_BUTTON,
    ROLE_TEXT,
    ROLE_HINT,
    ROLE_BADGE,
    ROLE_BANNER,
    ROLE_IMAGE
};
enum scene_shape { SHAPE_NONE, SHAPE_ROUND, SHAPE_ARC };

struct scene_item {
    char id[SCENE_ID_SIZE];
    enum scene_role role;
    struct rect box;

    enum scene_shape shape;
    colour fill;   /* SHAPE_ROUND: the inside; 0 = none */
    int radius;    /* SHAPE_ROUND */
    int ring;      /* thickness of an outline inside the box, 0 = none */
    colour stroke; /* of the ring or arc */
    int shadow;    /* blur in pixels, 0 = none */
    int permille;  /* SHAPE_ARC: how much of the circle */

    const char *icon;  /* a name of assets/icons.json, or NULL; drawn into MARK_BOX in FG */
    const char *emoji; /* UTF-8, or NULL; drawn into MARK_BOX */
    struct rect mark_box;
    const char *picture; /* the catalog's name of one that fills BOX, or NULL; the emoji stands until it is there */
    const char *alt;     /* what the picture shows, for who cannot see it, or NULL */
    uint32_t drawing;    /* of the picture: image_store_resolve() sets it; 0 = it is not there */

    const char *words; /* in the scene's store, or NULL */
    struct text_style style;
    struct rect words_box;
    bool centred; /* vertically */
    bool focusable;
    colour fg, bg; /* what the words are drawn in, and what they stand on: both opaque, for the contrast check */
};

/* What a listener is told besides the title; in the store, NULL = nothing (scene_speech.h). */
struct scene_speech {
    const char *text, *label, *position, *state, *hint;
};

/* The voice key's conversation, for scene lines; STATE NULL = there is none. */
struct scene_voice {
    const char *state, *text; /* in the store, or literals */
    double score;
};

struct scene {
    int width, height;
    colour top, bottom;                                        /* the ground's gradient */
    const char *screen, *service, *step, *focus, *say, *title; /* in the store; NULL = none */
    struct scene_speech speech;
    int depth, page; /* how far in, and which page there: where another picture comes from when it slides in */
    int deaf_ms;     /* OK and digits are not heard for so long yet (guard.h); 0 = they are */
    struct scene_voice voice;
    bool hush; /* not a word of it aloud: somebody is being listened to */
    size_t item_count;
    struct scene_item items[SCENE_ITEMS_MAX];
    size_t stored;
    char store[SCENE_WORDS_SIZE];
};

void scene_reset(struct scene *scene, int width, int height);
/* Adds an item and returns it, zeroed but for id, role and box; NULL (and one log line) when the scene is full. */
struct scene_item *scene_add(struct scene *scene, const char *id, enum scene_role role, struct rect box);
/* Keeps a copy of WORDS in the scene; NULL stays NULL; "" when the store is full (and one log line). */
const char *scene_keep(struct scene *scene, const char *words);
const char *scene_keepf(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What the eyes have to take in before OK means it: when it has become another one, OK is held back for a moment. */
void scene_visible_key(const struct scene *scene, char visible_key[SCENE_VISIBLE_KEY_SIZE]);
const struct scene_item *scene_find(const struct scene *scene, const char *id);
/* Same content: nothing to draw. */
bool scene_item_equal(const struct scene_item *a, const struct scene_item *b);
/* TO becomes FROM, and owes it nothing: every string lies in its own store. */
void scene_copy(struct scene *to, const struct scene *from);
#endif
