/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scene is plain memory: the words lie in its own store, so that a screen may build them on the fly and the painter
 * may keep a copy. Copying moves the pointers over; a string that lies outside the store (a literal, an icon's name
 * from the catalog) is taken into the copy's store, because its owner may be gone by the time it is compared.
 * A scene that is full says so once and goes on with what fits: a picture with less on it is better than none.
 */
#include "ui/scene/scene.h"
#include "stb-app/base/log.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void scene_reset(struct scene *scene, int width, int height) {
    scene->width = width;
    scene->height = height;
    scene->top = scene->bottom = 0xFF000000U;
    scene->screen = scene->service = scene->step = scene->focus = scene->say = scene->title = NULL;
    scene->speech = (struct scene_speech){0};
    scene->depth = scene->page = scene->deaf_ms = 0;
    scene->hush = false;
    scene->voice = (struct scene_voice){0};
    scene->item_count = scene->stored = 0;
}

struct scene_item *scene_add(struct scene *scene, const char *id, enum scene_role role, struct rect box) {
    if (scene->item_count >= SCENE_ITEMS_MAX) {
        log_error("scene", "more than %d items on screen %s: \"%s\" is left out", SCENE_ITEMS_MAX,
                  scene->screen == NULL ? "?" : scene->screen, id == NULL ? "" : id);
        return NULL;
    }
    struct scene_item *item = &scene->items[scene->item_count++];
    *item = (struct scene_item){.role = role, .box = box};
    snprintf(item->id, sizeof item->id, "%s", id == NULL ? "" : id);
    return item;
}

static const char *stored(struct scene *scene, size_t length) {
    const char *words = scene->store + scene->stored;
    scene->stored += length + 1;
    return words;
}

static const char *full(const struct scene *scene) {
    log_error("scene", "no room for more words on screen %s", scene->screen == NULL ? "?" : scene->screen);
    return "";
}

const char *scene_keep(struct scene *scene, const char *words) {
    if (words == NULL)
        return NULL;
    size_t length = strlen(words);
    if (length >= SCENE_WORDS_SIZE - scene->stored)
        return full(scene);
    memcpy(scene->store + scene->stored, words, length + 1);
    return stored(scene, length);
}

const char *scene_keepf(struct scene *scene, const char *format, ...) {
    size_t room = SCENE_WORDS_SIZE - scene->stored;
    va_list values;
    va_start(values, format);
    int length = vsnprintf(scene->store + scene->stored, room, format, values);
    va_end(values);
    if (length < 0 || (size_t)length >= room)
        return full(scene);
    return stored(scene, (size_t)length);
}

const struct scene_item *scene_find(const struct scene *scene, const char *id) {
    for (size_t i = 0; id != NULL && i < scene->item_count; i++)
        if (strcmp(scene->items[i].id, id) == 0)
            return &scene->items[i];
    return NULL;
}

static const char *or_empty(const char *words) {
    return words != NULL ? words : "";
}

void scene_visible_key(const struct scene *scene, char visible_key[SCENE_VISIBLE_KEY_SIZE]) {
    /* A day or a group that was opened is another page of the same step: its title tells. */
    bool paged =
        strcmp(scene->screen, "step") == 0 || strcmp(scene->screen, "cart") == 0 || strcmp(scene->screen, "say") == 0;
    snprintf(visible_key, SCENE_VISIBLE_KEY_SIZE, "%s/%s/%s/%s", scene->screen, or_empty(scene->service),
             or_empty(scene->step), paged ? or_empty(scene->title) : "");
}

static bool same_words(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_shape(const struct scene_item *a, const struct scene_item *b) {
    return a->shape == b->shape && a->fill == b->fill && a->radius == b->radius && a->ring == b->ring &&
           a->stroke == b->stroke && a->shadow == b->shadow && a->permille == b->permille;
}

static bool same_style(struct text_style a, struct text_style b) {
    return a.px == b.px && a.weight == b.weight && a.align == b.align;
}

bool scene_item_equal(const struct scene_item *a, const struct scene_item *b) {
    return rect_equal(a->box, b->box) && a->role == b->role && same_shape(a, b) && a->fg == b->fg && a->bg == b->bg &&
           a->centred == b->centred && a->focusable == b->focusable && same_style(a->style, b->style) &&
           rect_equal(a->mark_box, b->mark_box) && rect_equal(a->words_box, b->words_box) &&
           strcmp(a->id, b->id) == 0 && same_words(a->icon, b->icon) && same_words(a->emoji, b->emoji) &&
           same_words(a->words, b->words) && same_words(a->picture, b->picture) && a->drawing == b->drawing;
}

/* WORDS of FROM as they are found in its copy TO. */
static const char *moved(struct scene *to, const struct scene *from, const char *words) {
    uintptr_t at = (uintptr_t)words, store = (uintptr_t)from->store;
    if (words != NULL && at >= store && at < store + from->stored)
        return to->store + (at - store);
    return scene_keep(to, words);
}

void scene_copy(struct scene *to, const struct scene *from) {
    scene_reset(to, from->width, from->height);
    memcpy(to->store, from->store, from->stored);
    to->stored = from->stored;
    to->top = from->top;
    to->bottom = from->bottom;
    to->depth = from->depth;
    to->page = from->page;
    to->deaf_ms = from->deaf_ms;
    to->screen = moved(to, from, from->screen);
    to->service = moved(to, from, from->service);
    to->step = moved(to, from, from->step);
    to->focus = moved(to, from, from->focus);
    to->say = moved(to, from, from->say);
    to->title = moved(to, from, from->title);
    for (size_t i = 0; i < from->item_count; i++) {
        struct scene_item *item = &to->items[i];
        *item = from->items[i];
        item->icon = moved(to, from, item->icon);
        item->emoji = moved(to, from, item->emoji);
        item->picture = moved(to, from, item->picture);
        item->alt = moved(to, from, item->alt);
        item->words = moved(to, from, item->words);
    }
    to->item_count = from->item_count;
}
