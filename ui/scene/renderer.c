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

struct paint {
    struct canvas *canvas;
    struct text *text;
    struct gallery *gallery; /* NULL: no pictures */
    bool known;              /* LAST is what is on screen */
    struct scene last;
    struct paint_motion motion;
    int64_t now_ms;
    struct glide glide;
    size_t ring;      /* its item in LAST, while it glides */
    struct rect seen; /* and where it is drawn */
    bool flares;      /* in the other colour */
    struct glide page;
    int aside, page_top, page_height; /* rows that stand ASIDE pixels from their place, while the page slides */
};

struct paint *paint_create(struct canvas *canvas, struct text *text) {
    struct paint *paint = calloc(1, sizeof *paint);
    if (paint != NULL) {
        paint->canvas = canvas;
        paint->text = text;
    }
    return paint;
}

void paint_destroy(struct paint *paint) {
    free(paint);
}

void paint_gallery(struct paint *paint, struct gallery *gallery) {
    paint->gallery = gallery;
}

void paint_forget(struct paint *paint) {
    paint->known = false;
    paint->glide.runs = paint->page.runs = false;
    paint->aside = 0;
}

/* --- finding what differs */

static struct rect grown(struct rect box, int by) {
    return (struct rect){box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by};
}

/* All that the item may draw, but for its shadow. */
static struct rect body(struct paint *paint, const struct scene_item *item) {
    struct rect whole = item->box;
    if (item->icon != NULL || item->emoji != NULL)
        whole = rect_join(whole, item->mark_box);
    if (item->words != NULL && *item->words != 0)
        whole = rect_join(whole, text_extent(paint->text, item->style, item->words, item->words_box, item->centred));
    return whole;
}

static struct rect extent(struct paint *paint, const struct scene_item *item) {
    bool shaded = item->shape == SHAPE_ROUND && item->shadow > 0;
    return rect_join(body(paint, item), grown(item->box, shaded ? item->shadow : 0));
}

/* The same item with the same outline: a focus that came or went. Its shadow stays. */
static bool same_outline(const struct scene_item *a, const struct scene_item *b) {
    return a->box.x == b->box.x && a->box.y == b->box.y && a->box.w == b->box.w && a->box.h == b->box.h &&
           a->shape == b->shape && a->radius == b->radius && a->shadow == b->shadow && strcmp(a->id, b->id) == 0;
}

/* Where in LAST, from OLD on, an equal of ITEM is; item_count when nowhere. */
static size_t find_equal(const struct scene *last, size_t old, const struct scene_item *item) {
    while (old < last->item_count && !scene_item_equal(&last->items[old], item))
        old++;
    return old;
}

static void compare(struct paint *paint, const struct scene *next, struct damage *damage) {
    const struct scene *last = &paint->last;
    size_t old = 0;
    for (size_t i = 0; i < next->item_count; i++) {
        const struct scene_item *item = &next->items[i];
        size_t match = find_equal(last, old, item);
        if (match < last->item_count) {
            for (; old < match; old++)
                damage_add(damage, extent(paint, &last->items[old]));
            old = match + 1;
        } else if (old < last->item_count && same_outline(&last->items[old], item)) {
            damage_add(damage, rect_join(body(paint, &last->items[old++]), body(paint, item)));
        } else {
            damage_add(damage, extent(paint, item));
        }
    }
    for (; old < last->item_count; old++)
        damage_add(damage, extent(paint, &last->items[old]));
}

static void find_damage(struct paint *paint, const struct scene *next, struct damage *damage) {
    const struct scene *last = &paint->last;
    if (paint->known && last->top == next->top && last->bottom == next->bottom && last->width == next->width &&
        last->height == next->height)
        compare(paint, next, damage);
    else
        damage_add(damage, (struct rect){0, 0, canvas_width(paint->canvas), canvas_height(paint->canvas)});
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

static bool paint_picture(struct paint *paint, const struct scene_item *item) {
    return paint->gallery != NULL && item->drawing != 0 && gallery_draw(paint->gallery, item->picture, item->box);
}

static void paint_item(struct paint *paint, const struct scene_item *item) {
    paint_shape(paint->canvas, item);
    if (paint_picture(paint, item))
        return;
    if (item->icon != NULL && !text_icon(paint->text, item->icon, item->mark_box, item->fg))
        log_debug("paint", "no icon \"%s\"", item->icon);
    if (item->emoji != NULL && !text_emoji(paint->text, item->emoji, item->mark_box))
        log_debug("paint", "no emoji for item \"%s\"", item->id);
    if (item->words != NULL)
        text_draw(paint->text, item->style, item->words, item->words_box, item->centred, item->fg);
}

static void paint_part(struct paint *paint, const struct scene *scene, struct rect part) {
    canvas_clip(paint->canvas, &part);
    canvas_gradient(paint->canvas, scene->top, scene->bottom);
    for (size_t i = 0; i < scene->item_count; i++)
        if (!(paint->glide.runs && i == paint->ring) && rect_touch(extent(paint, &scene->items[i]), part))
            paint_item(paint, &scene->items[i]);
    const struct scene_item *ring = &scene->items[paint->ring];
    if (paint->glide.runs && rect_touch(paint->seen, part))
        canvas_ring(paint->canvas, paint->seen, ring->radius, ring->ring,
                    paint->flares ? paint->motion.bump : ring->stroke);
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

static bool same_place(struct rect a, struct rect b) {
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

/* Whether what had the focus is still to be seen where it was. */
static bool still_there(const struct scene *last, const struct scene *next) {
    const struct scene_item *before = scene_find(last, last->focus), *now = scene_find(next, last->focus);
    return before != NULL && now != NULL && same_place(before->box, now->box) &&
           same_words(last->screen, next->screen) && same_words(last->step, next->step);
}

/* Before LAST becomes NEXT. */
static void plan_glide(struct paint *paint, const struct scene *next, struct damage *damage) {
    const struct scene *last = &paint->last;
    size_t before = find_ring(last), now = find_ring(next);
    bool ran = paint->glide.runs, may = paint->motion.wanted && paint->known && before < last->item_count &&
                                        now < next->item_count && still_there(last, next);
    if (ran)
        damage_add(damage, paint->seen);
    if (ran && now < next->item_count) /* it may come to its place now, where nothing else differs */
        damage_add(damage, extent(paint, &next->items[now]));
    paint->glide.runs = paint->flares = false;
    if (!may)
        return;
    struct rect from = ran ? paint->seen : last->items[before].box, to = next->items[now].box;
    if (ran && same_place(paint->glide.to, to))
        paint->glide.runs = true;
    else if (!same_place(from, to))
        glide_begin(&paint->glide, from, to, paint->motion.focus_ms, paint->now_ms);
    if (!paint->glide.runs)
        return;
    paint->ring = now;
    paint->seen = glide_at(&paint->glide, paint->now_ms);
    damage_add(damage, paint->glide.runs ? paint->seen : extent(paint, &next->items[now]));
}

void paint_motion(struct paint *paint, const struct paint_motion *motion, int64_t now_ms) {
    paint->motion = *motion;
    paint->now_ms = now_ms;
}

bool paint_moves(const struct paint *paint) {
    return paint->glide.runs || paint->page.runs;
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
static bool find_rows(struct paint *paint, const struct scene *next, const struct damage *damage) {
    struct rect whole = {0, 0, 0, 0};
    int far = paint->motion.page_px;
    for (size_t i = 0; i < damage->count; i++)
        whole = rect_join(whole, damage->rects[i]);
    int top = whole.y, bottom = whole.y + whole.h;
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < next->item_count; i++) {
            struct rect box = extent(paint, &next->items[i]);
            if (box.y >= bottom || box.y + box.h <= top)
                continue;
            if (box.x < far || box.x + box.w > next->width - far)
                return false;
            grown = grown || box.y < top || box.y + box.h > bottom;
            top = box.y < top ? box.y : top;
            bottom = box.y + box.h > bottom ? box.y + box.h : bottom;
        }
    }
    paint->page_top = top < 0 ? 0 : top;
    paint->page_height = (bottom > next->height ? next->height : bottom) - paint->page_top;
    return true;
}

static struct rect page_rows(const struct paint *paint) {
    return (struct rect){0, paint->page_top, canvas_width(paint->canvas), paint->page_height};
}

static void move_page(struct paint *paint, int aside) {
    if (aside != paint->aside && canvas_shift(paint->canvas, paint->page_top, paint->page_height, aside - paint->aside))
        paint->aside = aside;
}

/* Before LAST becomes NEXT: which way it comes in, 0 = it does not slide. */
static int plan_page(struct paint *paint, const struct scene *next, const struct damage *damage) {
    bool may = paint->motion.wanted && paint->known && paint->motion.page_px > 0;
    int from = may ? direction(&paint->last, next) : 0;
    return from != 0 && find_rows(paint, next, damage) ? from : 0;
}

static void begin_page(struct paint *paint, int from) {
    struct rect start = {from * paint->motion.page_px, 0, 0, 0};
    glide_begin(&paint->page, start, (struct rect){0, 0, 0, 0}, paint->motion.page_ms, paint->now_ms);
    move_page(paint, glide_at(&paint->page, paint->now_ms).x);
    paint->page.runs = paint->aside != 0;
}

/* In its place, but for the margin it was moved into: of that nothing was kept. */
static void put_back(struct paint *paint) {
    int far = paint->motion.page_px;
    struct rect left = page_rows(paint), right = left;
    move_page(paint, 0);
    paint->page.runs = false;
    left.w = right.w = far;
    right.x = canvas_width(paint->canvas) - far;
    paint_part(paint, &paint->last, paint->page.from.x > 0 ? right : left);
    canvas_clip(paint->canvas, NULL);
}

static void step_page(struct paint *paint, int64_t now_ms) {
    struct rect rows = page_rows(paint);
    int aside = glide_at(&paint->page, now_ms).x;
    if (paint->page.runs)
        move_page(paint, aside);
    else
        put_back(paint);
    canvas_present(paint->canvas, &rows, 0);
}

/* Unseen as yet; returns the rows to be shown. */
static struct rect end_page(struct paint *paint) {
    if (!paint->page.runs)
        return (struct rect){0, 0, 0, 0};
    put_back(paint);
    return page_rows(paint);
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
static struct rect repair(struct paint *paint, const struct scene *scene, const struct damage *damage) {
    struct rect whole = {0, 0, 0, 0};
    for (size_t i = 0; i < damage->count; i++) {
        paint_part(paint, scene, damage->rects[i]);
        whole = rect_join(whole, damage->rects[i]);
    }
    canvas_clip(paint->canvas, NULL);
    return whole;
}

static void step_ring(struct paint *paint, int64_t now_ms) {
    struct damage damage = {.count = 0};
    const struct scene_item *ring = &paint->last.items[paint->ring];
    struct rect before = paint->seen;
    paint->seen = glide_at(&paint->glide, now_ms);
    if (paint->glide.runs && same_place(before, paint->seen))
        return;
    add_outline(&damage, before, ring);
    if (paint->glide.runs)
        add_outline(&damage, paint->seen, ring);
    else
        damage_add(&damage, extent(paint, ring)); /* in its place, with its shadow */
    struct rect shown = repair(paint, &paint->last, &damage);
    canvas_present(paint->canvas, &shown, 0);
}

bool paint_step(struct paint *paint, int64_t now_ms) {
    if (paint->page.runs)
        step_page(paint, now_ms);
    else if (paint->glide.runs)
        step_ring(paint, now_ms);
    return paint_moves(paint);
}

void paint_settle(struct paint *paint) {
    while (paint_step(paint, INT64_MAX))
        ;
}

bool paint_scene(struct paint *paint, const struct scene *scene, int64_t key_us) {
    struct damage damage = {.count = 0};
    find_damage(paint, scene, &damage);
    if (damage.count == 0)
        return false;
    struct rect moved = end_page(paint);
    plan_glide(paint, scene, &damage);
    int from = plan_page(paint, scene, &damage);
    struct rect shown = rect_join(repair(paint, scene, &damage), moved);
    if (from != 0) {
        begin_page(paint, from);
        shown = rect_join(shown, page_rows(paint));
    }
    canvas_present(paint->canvas, &shown, key_us);
    scene_copy(&paint->last, scene);
    paint->known = true;
    return true;
}

void paint_bump(struct paint *paint, int right, int down) {
    struct damage damage = {.count = 0};
    size_t at = paint->known ? find_ring(&paint->last) : 0;
    int far = paint->motion.bump_px;
    if (!paint->known || at == paint->last.item_count || paint_moves(paint))
        return;
    const struct scene_item *ring = &paint->last.items[at];
    struct rect from = ring->box;
    if (paint->motion.wanted) {
        from.x += right * far;
        from.y += down * far;
    }
    paint->ring = at;
    paint->flares = !paint->motion.wanted;
    glide_begin(&paint->glide, from, ring->box, paint->motion.bump_ms, paint->now_ms);
    paint->seen = glide_at(&paint->glide, paint->now_ms);
    damage_add(&damage, extent(paint, ring));
    damage_add(&damage, paint->seen);
    struct rect shown = repair(paint, &paint->last, &damage);
    canvas_present(paint->canvas, &shown, 0);
}
