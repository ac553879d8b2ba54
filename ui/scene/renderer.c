/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scene_diff.c finds what differs from the last scene, painter.c paints it. Motion is drawing only: the scene is the
 * final one at once, and only the focus ring, or the rows of a page that slides in, are seen elsewhere until they have
 * arrived. Any scene in between starts from where they are seen; a page that slides is first put in its place.
 */
#include "ui/scene/renderer.h"
#include "stb-app/base/memory.h"
#include "ui/scene/focus_ring.h"
#include "ui/scene/page_slide.h"
#include "ui/scene/painter.h"
#include "ui/scene/scene_diff.h"
#include <stdlib.h>

struct renderer {
    struct painter painter;
    bool known; /* LAST is what is on screen */
    struct scene last;
    struct renderer_motion motion;
    int64_t now_ms;
    struct focus_ring ring;
    struct page_slide page;
};

struct renderer *renderer_create(struct canvas *canvas, struct text *text) {
    struct renderer *renderer = memory_new(1, sizeof *renderer);
    renderer->painter = (struct painter){.canvas = canvas, .text = text};
    return renderer;
}

void renderer_destroy(struct renderer *renderer) {
    free(renderer);
}

void renderer_set_images(struct renderer *renderer, struct image_store *images) {
    renderer->painter.images = images;
}

void renderer_forget(struct renderer *renderer) {
    renderer->known = false;
    renderer->ring.tween.runs = renderer->page.tween.runs = false;
    renderer->page.aside = 0;
}

void renderer_motion(struct renderer *renderer, const struct renderer_motion *motion, int64_t now_ms) {
    renderer->motion = *motion;
    renderer->now_ms = now_ms;
}

bool renderer_moves(const struct renderer *renderer) {
    return renderer->ring.tween.runs || renderer->page.tween.runs;
}

/* --- painting */

static void paint(struct renderer *renderer, const struct scene *scene, struct rect part) {
    const struct focus_ring *ring = &renderer->ring;
    if (!ring->tween.runs) {
        painter_paint(&renderer->painter, scene, part, NULL);
        return;
    }
    colour stroke = ring->flares ? renderer->motion.bump : scene->items[ring->item].stroke;
    painter_paint(&renderer->painter, scene, part,
                  &(struct painter_ring){.item = ring->item, .box = ring->box, .stroke = stroke});
}

/* Paints the damage; returns what has to be shown. */
static struct rect repair(struct renderer *renderer, const struct scene *scene, const struct damage *damage) {
    struct rect whole = {0, 0, 0, 0};
    for (size_t i = 0; i < damage->count; i++) {
        paint(renderer, scene, damage->rects[i]);
        whole = rect_join(whole, damage->rects[i]);
    }
    canvas_clip(renderer->painter.canvas, NULL);
    return whole;
}

static void repair_and_present(struct renderer *renderer, const struct damage *damage) {
    struct rect shown = repair(renderer, &renderer->last, damage);
    canvas_present(renderer->painter.canvas, &shown, 0);
}

static struct rect extent(const struct renderer *renderer, const struct scene_item *item) {
    return scene_diff_extent(renderer->painter.text, item);
}

/* --- a page that slides in */

static void put_page_in_place(struct renderer *renderer) {
    struct rect margin = page_slide_end(&renderer->page, renderer->painter.canvas, renderer->motion.page_px);
    paint(renderer, &renderer->last, margin);
    canvas_clip(renderer->painter.canvas, NULL);
}

static void step_page(struct renderer *renderer, int64_t now_ms) {
    struct rect rows = page_slide_rows(&renderer->page, renderer->painter.canvas);
    if (!page_slide_step(&renderer->page, renderer->painter.canvas, now_ms))
        put_page_in_place(renderer);
    canvas_present(renderer->painter.canvas, &rows, 0);
}

/* Not presented yet; returns the rows that have to be. */
static struct rect end_page(struct renderer *renderer) {
    if (!renderer->page.tween.runs)
        return (struct rect){0, 0, 0, 0};
    put_page_in_place(renderer);
    return page_slide_rows(&renderer->page, renderer->painter.canvas);
}

/* --- the ring on its way */

/* Only the ring's own four sides, with what its corners round off: the inside has not changed. */
static void add_outline(struct damage *damage, struct rect box, const struct scene_item *ring) {
    int thick = ring->ring + ring->radius / 3 + 2;
    damage_add(damage, (struct rect){box.x, box.y, box.w, thick});
    damage_add(damage, (struct rect){box.x, box.y + box.h - thick, box.w, thick});
    damage_add(damage, (struct rect){box.x, box.y, thick, box.h});
    damage_add(damage, (struct rect){box.x + box.w - thick, box.y, thick, box.h});
}

static void step_ring(struct renderer *renderer, int64_t now_ms) {
    struct damage damage = {.count = 0};
    struct focus_ring *ring = &renderer->ring;
    const struct scene_item *item = &renderer->last.items[ring->item];
    struct rect before = ring->box;
    ring->box = tween_at(&ring->tween, now_ms);
    if (ring->tween.runs && rect_equal(before, ring->box))
        return;
    add_outline(&damage, before, item);
    if (ring->tween.runs)
        add_outline(&damage, ring->box, item);
    else
        damage_add(&damage, extent(renderer, item)); /* in its place, with its shadow */
    repair_and_present(renderer, &damage);
}

/* Before LAST becomes NEXT: the ring sets out; DAMAGE gets where it was seen and where it is seen now. */
static void plan_ring(struct renderer *renderer, const struct scene *next, struct damage *damage) {
    struct focus_ring *ring = &renderer->ring;
    size_t now = focus_ring_find(next);
    bool moved = ring->tween.runs, wanted = renderer->motion.wanted && renderer->known;
    if (moved)
        damage_add(damage, ring->box);
    if (moved && now < next->item_count) /* it may come to its place now, where nothing else differs */
        damage_add(damage, extent(renderer, &next->items[now]));
    if (wanted)
        focus_ring_follow(ring, &renderer->last, next, renderer->motion.focus_ms, renderer->now_ms);
    else
        ring->tween.runs = ring->flares = false;
    if (ring->tween.runs)
        damage_add(damage, ring->box);
}

/* --- drawing */

static void find_damage(struct renderer *renderer, const struct scene *next, struct damage *damage) {
    const struct scene *last = &renderer->last;
    struct canvas *canvas = renderer->painter.canvas;
    if (renderer->known && last->top == next->top && last->bottom == next->bottom && last->width == next->width &&
        last->height == next->height)
        scene_diff_find(renderer->painter.text, last, next, damage);
    else
        damage_add(damage, (struct rect){0, 0, canvas_width(canvas), canvas_height(canvas)});
}

static int plan_page(struct renderer *renderer, const struct scene *next, const struct damage *damage) {
    if (!renderer->motion.wanted || !renderer->known)
        return 0;
    return page_slide_plan(&renderer->page, renderer->painter.text, &renderer->last, next, damage,
                           renderer->motion.page_px);
}

bool renderer_scene(struct renderer *renderer, const struct scene *scene, int64_t key_us) {
    struct damage damage = {.count = 0};
    struct canvas *canvas = renderer->painter.canvas;
    find_damage(renderer, scene, &damage);
    if (damage.count == 0)
        return false;
    struct rect moved = end_page(renderer);
    plan_ring(renderer, scene, &damage);
    int from = plan_page(renderer, scene, &damage);
    struct rect shown = rect_join(repair(renderer, scene, &damage), moved);
    if (from != 0) {
        page_slide_begin(&renderer->page, canvas, from, renderer->motion.page_px, renderer->motion.page_ms,
                         renderer->now_ms);
        shown = rect_join(shown, page_slide_rows(&renderer->page, canvas));
    }
    canvas_present(canvas, &shown, key_us);
    scene_copy(&renderer->last, scene);
    renderer->known = true;
    return true;
}

bool renderer_step(struct renderer *renderer, int64_t now_ms) {
    if (renderer->page.tween.runs)
        step_page(renderer, now_ms);
    else if (renderer->ring.tween.runs)
        step_ring(renderer, now_ms);
    return renderer_moves(renderer);
}

void renderer_settle(struct renderer *renderer) {
    while (renderer_step(renderer, INT64_MAX))
        ;
}

void renderer_bump(struct renderer *renderer, int right, int down) {
    struct damage damage = {.count = 0};
    size_t item = renderer->known ? focus_ring_find(&renderer->last) : 0;
    if (!renderer->known || item == renderer->last.item_count || renderer_moves(renderer))
        return;
    struct rect from = renderer->last.items[item].box;
    int far = renderer->motion.wanted ? renderer->motion.bump_px : 0;
    from.x += right * far;
    from.y += down * far;
    renderer->ring.flares = !renderer->motion.wanted;
    focus_ring_bump(&renderer->ring, &renderer->last, item, from, renderer->motion.bump_ms, renderer->now_ms);
    damage_add(&damage, extent(renderer, &renderer->last.items[item]));
    damage_add(&damage, renderer->ring.box);
    repair_and_present(renderer, &damage);
}
