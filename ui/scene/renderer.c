/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between two scenes is found by walking both lists of items: an item of the new scene that is also
 * further on in the old one is kept, what was passed over on the way is gone, and what has no equal is new. Whatever
 * the lists look like, everything not matched is repainted, so a poor match costs time and never a wrong picture.
 * Each damaged rectangle is then painted from the ground up, clipped, with all items that reach into it, in order:
 * translucent fills and shadows come out the same as in a whole picture. The trap is what reaches out of an item's box
 * (shadows, words that do not fit): extent() knows, and the damage is of the extent, not of the box.
 *
 * Motion is drawing only: the scene is the final one at once, and only the focus ring is drawn elsewhere, on top and
 * without its shadow, until it has arrived. It glides where the item that had the focus is still in its place; another
 * page or screen has nothing to do with the old ring. Any scene in between starts from where the ring is seen.
 *
 * Another screen or page is drawn in its place, then the rows in which it differs are moved aside, and step by step
 * back. Nothing is drawn anew for that: the ground looks the same all along a row, and the margins hold nothing else,
 * so a moved row is the same picture further on. The traps: an ornament that does reach into the margins (then nothing
 * slides), whatever is drawn next, which first puts the rows back, and the ground's dither, which only looks the same.
 */
#include "ui/scene/renderer.h"
#include "stb-app/base/log.h"
#include "ui/scene/damage.h"
#include "ui/scene/image_store.h"
#include "ui/scene/tween.h"
#include <stdlib.h>
#include <string.h>

static const colour SHADE = 0x66000000U;

struct renderer {
    struct canvas *canvas;
    struct text *text;
    struct image_store *images; /* NULL: no pictures */
    bool known;                 /* LAST is what is on screen */
    struct scene last;
    struct renderer_motion motion;
    int64_t now_ms;
    struct tween tween;
    size_t ring;      /* its item in LAST, while it glides */
    struct rect seen; /* and where it is drawn */
    bool flares;      /* in the other colour */
    struct tween page;
    int aside, page_top, page_height; /* rows that stand ASIDE pixels from their place, while the page slides */
};

struct renderer *renderer_create(struct canvas *canvas, struct text *text) {
    struct renderer *renderer = calloc(1, sizeof *renderer);
    if (renderer != NULL) {
        renderer->canvas = canvas;
        renderer->text = text;
    }
    return renderer;
}

void renderer_destroy(struct renderer *renderer) {
    free(renderer);
}

void renderer_gallery(struct renderer *renderer, struct image_store *images) {
    renderer->images = images;
}

void renderer_forget(struct renderer *renderer) {
    renderer->known = false;
    renderer->tween.runs = renderer->page.runs = false;
    renderer->aside = 0;
}

/* --- finding what differs */

/* All that the item may draw, but for its shadow. */
static struct rect body(struct renderer *renderer, const struct scene_item *item) {
    struct rect whole = item->box;
    if (item->icon != NULL || item->emoji != NULL)
        whole = rect_join(whole, item->mark_box);
    if (item->words != NULL && *item->words != 0)
        whole = rect_join(whole, text_extent(renderer->text, item->style, item->words, item->words_box, item->centred));
    return whole;
}

static struct rect extent(struct renderer *renderer, const struct scene_item *item) {
    int shadow = item->shape == SHAPE_ROUND && item->shadow > 0 ? item->shadow : 0;
    return rect_join(body(renderer, item), rect_inset(item->box, -shadow, -shadow));
}

/* The same item with the same outline: a focus that came or went. Its shadow stays. */
static bool same_outline(const struct scene_item *a, const struct scene_item *b) {
    return rect_equal(a->box, b->box) && a->shape == b->shape && a->radius == b->radius && a->shadow == b->shadow &&
           strcmp(a->id, b->id) == 0;
}

/* Where in LAST, from OLD on, an equal of ITEM is; item_count when nowhere. */
static size_t find_equal(const struct scene *last, size_t old, const struct scene_item *item) {
    while (old < last->item_count && !scene_item_equal(&last->items[old], item))
        old++;
    return old;
}

static void compare(struct renderer *renderer, const struct scene *next, struct damage *damage) {
    const struct scene *last = &renderer->last;
    size_t old = 0;
    for (size_t i = 0; i < next->item_count; i++) {
        const struct scene_item *item = &next->items[i];
        size_t match = find_equal(last, old, item);
        if (match < last->item_count) {
            for (; old < match; old++)
                damage_add(damage, extent(renderer, &last->items[old]));
            old = match + 1;
        } else if (old < last->item_count && same_outline(&last->items[old], item)) {
            damage_add(damage, rect_join(body(renderer, &last->items[old++]), body(renderer, item)));
        } else {
            damage_add(damage, extent(renderer, item));
        }
    }
    for (; old < last->item_count; old++)
        damage_add(damage, extent(renderer, &last->items[old]));
}

static void find_damage(struct renderer *renderer, const struct scene *next, struct damage *damage) {
    const struct scene *last = &renderer->last;
    if (renderer->known && last->top == next->top && last->bottom == next->bottom && last->width == next->width &&
        last->height == next->height)
        compare(renderer, next, damage);
    else
        damage_add(damage, (struct rect){0, 0, canvas_width(renderer->canvas), canvas_height(renderer->canvas)});
}

/* --- painting */

static void paint_shape(struct canvas *canvas, const struct scene_item *item) {
    if (item->shape == SHAPE_ARC) {
        canvas_arc(canvas, item->box, item->ring, item->permille, item->stroke);
        return;
    }
    if (item->shape != SHAPE_ROUND)
        return;
    canvas_shadow(canvas, item->box, item->radius, item->shadow, SHADE);
    canvas_round(canvas, item->box, item->radius, item->fill);
    canvas_ring(canvas, item->box, item->radius, item->ring, item->stroke);
}

static bool paint_picture(struct renderer *renderer, const struct scene_item *item) {
    return renderer->images != NULL && item->drawing != 0 &&
           image_store_draw(renderer->images, item->picture, item->box);
}

static void paint_item(struct renderer *renderer, const struct scene_item *item) {
    paint_shape(renderer->canvas, item);
    if (paint_picture(renderer, item))
        return;
    if (item->icon != NULL && !text_icon(renderer->text, item->icon, item->mark_box, item->fg))
        log_debug("paint", "no icon \"%s\"", item->icon);
    if (item->emoji != NULL && !text_emoji(renderer->text, item->emoji, item->mark_box))
        log_debug("paint", "no emoji for item \"%s\"", item->id);
    if (item->words != NULL)
        text_draw(renderer->text, item->style, item->words, item->words_box, item->centred, item->fg);
}

static void paint_part(struct renderer *renderer, const struct scene *scene, struct rect part) {
    canvas_clip(renderer->canvas, &part);
    canvas_gradient(renderer->canvas, scene->top, scene->bottom);
    for (size_t i = 0; i < scene->item_count; i++)
        if (!(renderer->tween.runs && i == renderer->ring) && rect_touch(extent(renderer, &scene->items[i]), part))
            paint_item(renderer, &scene->items[i]);
    const struct scene_item *ring = &scene->items[renderer->ring];
    if (renderer->tween.runs && rect_touch(renderer->seen, part))
        canvas_ring(renderer->canvas, renderer->seen, ring->radius, ring->ring,
                    renderer->flares ? renderer->motion.bump : ring->stroke);
}

/* --- the ring on its way */

/* The outline that lies just below the item in focus; item_count when there is none. */
static size_t find_ring(const struct scene *scene) {
    for (size_t i = 0; i + 1 < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (item->role == ROLE_NONE && item->shape == SHAPE_ROUND && item->ring > 0 && item->fill == 0 &&
            item[1].focusable && scene->focus != NULL && strcmp(item[1].id, scene->focus) == 0)
            return i;
    }
    return scene->item_count;
}

static bool same_words(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether what had the focus is still to be seen where it was. */
static bool still_there(const struct scene *last, const struct scene *next) {
    const struct scene_item *before = scene_find(last, last->focus), *now = scene_find(next, last->focus);
    return before != NULL && now != NULL && rect_equal(before->box, now->box) &&
           same_words(last->screen, next->screen) && same_words(last->step, next->step);
}

/* Before LAST becomes NEXT. */
static void plan_glide(struct renderer *renderer, const struct scene *next, struct damage *damage) {
    const struct scene *last = &renderer->last;
    size_t before = find_ring(last), now = find_ring(next);
    bool ran = renderer->tween.runs, may = renderer->motion.wanted && renderer->known && before < last->item_count &&
                                           now < next->item_count && still_there(last, next);
    if (ran)
        damage_add(damage, renderer->seen);
    if (ran && now < next->item_count) /* it may come to its place now, where nothing else differs */
        damage_add(damage, extent(renderer, &next->items[now]));
    renderer->tween.runs = renderer->flares = false;
    if (!may)
        return;
    struct rect from = ran ? renderer->seen : last->items[before].box, to = next->items[now].box;
    if (ran && rect_equal(renderer->tween.to, to))
        renderer->tween.runs = true;
    else if (!rect_equal(from, to))
        tween_begin(&renderer->tween, from, to, renderer->motion.focus_ms, renderer->now_ms);
    if (!renderer->tween.runs)
        return;
    renderer->ring = now;
    renderer->seen = tween_at(&renderer->tween, renderer->now_ms);
    damage_add(damage, renderer->tween.runs ? renderer->seen : extent(renderer, &next->items[now]));
}

void renderer_motion(struct renderer *renderer, const struct renderer_motion *motion, int64_t now_ms) {
    renderer->motion = *motion;
    renderer->now_ms = now_ms;
}

bool renderer_moves(const struct renderer *renderer) {
    return renderer->tween.runs || renderer->page.runs;
}

/* --- a page that slides in */

/* 1 = from the right, as one goes in or on; -1 = from the left; 0 = it is the same one, or nothing like it. */
static int direction(const struct scene *last, const struct scene *next) {
    if (last->top != next->top || last->bottom != next->bottom || last->width != next->width)
        return 0;
    if (last->depth != next->depth)
        return last->depth < next->depth ? 1 : -1;
    if (!same_words(last->screen, next->screen) || !same_words(last->service, next->service) ||
        !same_words(last->step, next->step))
        return 1;
    return (next->page > last->page) - (next->page < last->page);
}

/* The rows of the damage, and of whatever stands across their ends. False when something reaches into the margins. */
static bool find_rows(struct renderer *renderer, const struct scene *next, const struct damage *damage) {
    struct rect whole = {0, 0, 0, 0};
    int far = renderer->motion.page_px;
    for (size_t i = 0; i < damage->count; i++)
        whole = rect_join(whole, damage->rects[i]);
    int top = whole.y, bottom = whole.y + whole.h;
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < next->item_count; i++) {
            struct rect box = extent(renderer, &next->items[i]);
            if (box.y >= bottom || box.y + box.h <= top)
                continue;
            if (box.x < far || box.x + box.w > next->width - far)
                return false;
            grown = grown || box.y < top || box.y + box.h > bottom;
            top = box.y < top ? box.y : top;
            bottom = box.y + box.h > bottom ? box.y + box.h : bottom;
        }
    }
    renderer->page_top = top < 0 ? 0 : top;
    renderer->page_height = (bottom > next->height ? next->height : bottom) - renderer->page_top;
    return true;
}

static struct rect page_rows(const struct renderer *renderer) {
    return (struct rect){0, renderer->page_top, canvas_width(renderer->canvas), renderer->page_height};
}

static void move_page(struct renderer *renderer, int aside) {
    if (aside != renderer->aside &&
        canvas_shift(renderer->canvas, renderer->page_top, renderer->page_height, aside - renderer->aside))
        renderer->aside = aside;
}

/* Before LAST becomes NEXT: which way it comes in, 0 = it does not slide. */
static int plan_page(struct renderer *renderer, const struct scene *next, const struct damage *damage) {
    bool may = renderer->motion.wanted && renderer->known && renderer->motion.page_px > 0;
    int from = may ? direction(&renderer->last, next) : 0;
    return from != 0 && find_rows(renderer, next, damage) ? from : 0;
}

static void begin_page(struct renderer *renderer, int from) {
    struct rect start = {from * renderer->motion.page_px, 0, 0, 0};
    tween_begin(&renderer->page, start, (struct rect){0, 0, 0, 0}, renderer->motion.page_ms, renderer->now_ms);
    move_page(renderer, tween_at(&renderer->page, renderer->now_ms).x);
    renderer->page.runs = renderer->aside != 0;
}

/* In its place, but for the margin it was moved into: of that nothing was kept. */
static void put_back(struct renderer *renderer) {
    int far = renderer->motion.page_px;
    struct rect left = page_rows(renderer), right = left;
    move_page(renderer, 0);
    renderer->page.runs = false;
    left.w = right.w = far;
    right.x = canvas_width(renderer->canvas) - far;
    paint_part(renderer, &renderer->last, renderer->page.from.x > 0 ? right : left);
    canvas_clip(renderer->canvas, NULL);
}

static void step_page(struct renderer *renderer, int64_t now_ms) {
    struct rect rows = page_rows(renderer);
    int aside = tween_at(&renderer->page, now_ms).x;
    if (renderer->page.runs)
        move_page(renderer, aside);
    else
        put_back(renderer);
    canvas_present(renderer->canvas, &rows, 0);
}

/* Unseen as yet; returns the rows to be shown. */
static struct rect end_page(struct renderer *renderer) {
    if (!renderer->page.runs)
        return (struct rect){0, 0, 0, 0};
    put_back(renderer);
    return page_rows(renderer);
}

/* --- drawing what moves, and what differs */

/* Only the ring's own four sides, with what its corners round off: the insides have not changed. */
static void add_outline(struct damage *damage, struct rect box, const struct scene_item *ring) {
    int thick = ring->ring + ring->radius / 3 + 2;
    damage_add(damage, (struct rect){box.x, box.y, box.w, thick});
    damage_add(damage, (struct rect){box.x, box.y + box.h - thick, box.w, thick});
    damage_add(damage, (struct rect){box.x, box.y, thick, box.h});
    damage_add(damage, (struct rect){box.x + box.w - thick, box.y, thick, box.h});
}

/* Paints the damage; returns what has to be shown. */
static struct rect repair(struct renderer *renderer, const struct scene *scene, const struct damage *damage) {
    struct rect whole = {0, 0, 0, 0};
    for (size_t i = 0; i < damage->count; i++) {
        paint_part(renderer, scene, damage->rects[i]);
        whole = rect_join(whole, damage->rects[i]);
    }
    canvas_clip(renderer->canvas, NULL);
    return whole;
}

static void step_ring(struct renderer *renderer, int64_t now_ms) {
    struct damage damage = {.count = 0};
    const struct scene_item *ring = &renderer->last.items[renderer->ring];
    struct rect before = renderer->seen;
    renderer->seen = tween_at(&renderer->tween, now_ms);
    if (renderer->tween.runs && rect_equal(before, renderer->seen))
        return;
    add_outline(&damage, before, ring);
    if (renderer->tween.runs)
        add_outline(&damage, renderer->seen, ring);
    else
        damage_add(&damage, extent(renderer, ring)); /* in its place, with its shadow */
    struct rect shown = repair(renderer, &renderer->last, &damage);
    canvas_present(renderer->canvas, &shown, 0);
}

bool renderer_step(struct renderer *renderer, int64_t now_ms) {
    if (renderer->page.runs)
        step_page(renderer, now_ms);
    else if (renderer->tween.runs)
        step_ring(renderer, now_ms);
    return renderer_moves(renderer);
}

void renderer_settle(struct renderer *renderer) {
    while (renderer_step(renderer, INT64_MAX))
        ;
}

bool renderer_scene(struct renderer *renderer, const struct scene *scene, int64_t key_us) {
    struct damage damage = {.count = 0};
    find_damage(renderer, scene, &damage);
    if (damage.count == 0)
        return false;
    struct rect moved = end_page(renderer);
    plan_glide(renderer, scene, &damage);
    int from = plan_page(renderer, scene, &damage);
    struct rect shown = rect_join(repair(renderer, scene, &damage), moved);
    if (from != 0) {
        begin_page(renderer, from);
        shown = rect_join(shown, page_rows(renderer));
    }
    canvas_present(renderer->canvas, &shown, key_us);
    scene_copy(&renderer->last, scene);
    renderer->known = true;
    return true;
}

void renderer_bump(struct renderer *renderer, int right, int down) {
    struct damage damage = {.count = 0};
    size_t at = renderer->known ? find_ring(&renderer->last) : 0;
    int far = renderer->motion.bump_px;
    if (!renderer->known || at == renderer->last.item_count || renderer_moves(renderer))
        return;
    const struct scene_item *ring = &renderer->last.items[at];
    struct rect from = ring->box;
    if (renderer->motion.wanted) {
        from.x += right * far;
        from.y += down * far;
    }
    renderer->ring = at;
    renderer->flares = !renderer->motion.wanted;
    tween_begin(&renderer->tween, from, ring->box, renderer->motion.bump_ms, renderer->now_ms);
    renderer->seen = tween_at(&renderer->tween, renderer->now_ms);
    damage_add(&damage, extent(renderer, ring));
    damage_add(&damage, renderer->seen);
    struct rect shown = repair(renderer, &renderer->last, &damage);
    canvas_present(renderer->canvas, &shown, 0);
}
