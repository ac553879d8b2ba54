/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ground looks the same all along a row, and the margins hold nothing else, so a moved row is the same picture
 * further on. The traps: an ornament that does reach into the margins (then nothing slides), and the ground's dither,
 * which only looks the same: in the end the margin is painted again.
 */
#include "ui/scene/page_slide.h"
#include "ui/scene/scene_diff.h"
#include <string.h>

static bool same_name(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static int side_of(const struct scene *last, const struct scene *next) {
    if (last->top != next->top || last->bottom != next->bottom || last->width != next->width)
        return 0;
    if (last->depth != next->depth)
        return last->depth < next->depth ? 1 : -1;
    if (!same_name(last->screen, next->screen) || !same_name(last->service, next->service) ||
        !same_name(last->step, next->step))
        return 1;
    return (next->page > last->page) - (next->page < last->page);
}

static struct rect joined(const struct damage *damage) {
    struct rect whole = {0, 0, 0, 0};
    for (size_t i = 0; i < damage->count; i++)
        whole = rect_join(whole, damage->rects[i]);
    return whole;
}

/* The rows of the damage, and of whatever stands across their ends. False when something reaches into the margins. */
static bool find_rows(struct page_slide *slide, struct text *text, const struct scene *next,
                      const struct damage *damage, int far) {
    struct rect whole = joined(damage);
    int top = whole.y, bottom = whole.y + whole.h;
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < next->item_count; i++) {
            struct rect box = scene_diff_extent(text, &next->items[i]);
            if (box.y >= bottom || box.y + box.h <= top)
                continue;
            if (box.x < far || box.x + box.w > next->width - far)
                return false;
            grown = grown || box.y < top || box.y + box.h > bottom;
            top = box.y < top ? box.y : top;
            bottom = box.y + box.h > bottom ? box.y + box.h : bottom;
        }
    }
    slide->top = top < 0 ? 0 : top;
    slide->height = (bottom > next->height ? next->height : bottom) - slide->top;
    return true;
}

int page_slide_plan(struct page_slide *slide, struct text *text, const struct scene *last, const struct scene *next,
                    const struct damage *damage, int far) {
    int side = far > 0 ? side_of(last, next) : 0;
    return side != 0 && find_rows(slide, text, next, damage, far) ? side : 0;
}

static void move_rows(struct page_slide *slide, struct canvas *canvas, int aside) {
    if (aside != slide->aside && canvas_shift(canvas, slide->top, slide->height, aside - slide->aside))
        slide->aside = aside;
}

void page_slide_begin(struct page_slide *slide, struct canvas *canvas, int from, int far, int lasts_ms,
                      int64_t now_ms) {
    struct rect start = {from * far, 0, 0, 0};
    tween_begin(&slide->tween, start, (struct rect){0, 0, 0, 0}, lasts_ms, now_ms);
    move_rows(slide, canvas, tween_at(&slide->tween, now_ms).x);
    slide->tween.runs = slide->aside != 0;
}

bool page_slide_step(struct page_slide *slide, struct canvas *canvas, int64_t now_ms) {
    int aside = tween_at(&slide->tween, now_ms).x;
    if (slide->tween.runs)
        move_rows(slide, canvas, aside);
    return slide->tween.runs;
}

struct rect page_slide_end(struct page_slide *slide, struct canvas *canvas, int far) {
    struct rect margin = page_slide_rows(slide, canvas);
    bool from_right = slide->tween.from.x > 0;
    move_rows(slide, canvas, 0);
    slide->tween.runs = false;
    margin.x = from_right ? margin.w - far : 0;
    margin.w = far;
    return margin;
}

struct rect page_slide_rows(const struct page_slide *slide, const struct canvas *canvas) {
    return (struct rect){0, slide->top, canvas_width(canvas), slide->height};
}
