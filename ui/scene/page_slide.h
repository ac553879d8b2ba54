/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_PAGE_SLIDE_H
#define STB_UI_SCENE_PAGE_SLIDE_H
/*
 * Another screen or page comes in from the side. It is drawn in its place, then the rows in which it differs are moved
 * aside, and step by step back; nothing is drawn anew for that.
 */
#include "ui/scene/damage.h"
#include "ui/scene/scene.h"
#include "ui/scene/tween.h"

struct page_slide {
    struct tween tween; /* of the page's left edge; runs while the page slides */
    int aside;          /* the rows stand so many pixels from their place */
    int top, height;    /* the rows, in pixels */
};
/* From which side NEXT comes in after LAST: 1 = the right, as one goes in or on; -1 = the left; 0 = it does not slide,
 * because it is the same page or because something reaches into the margins, FAR pixels wide. DAMAGE is what differs;
 * SLIDE's rows are set. */
int page_slide_plan(struct page_slide *slide, struct text *text, const struct scene *last, const struct scene *next,
                    const struct damage *damage, int far);
/* NEXT is drawn: moves its rows FAR pixels aside to the side FROM. */
void page_slide_begin(struct page_slide *slide, struct canvas *canvas, int from, int far, int lasts_ms, int64_t now_ms);
/* Moves the rows on. False = they would be in their place now; page_slide_end() is to be called. */
bool page_slide_step(struct page_slide *slide, struct canvas *canvas, int64_t now_ms);
/* Puts the rows in their place at once. Returns the margin that has to be painted again: of it nothing was kept. */
struct rect page_slide_end(struct page_slide *slide, struct canvas *canvas, int far);
struct rect page_slide_rows(const struct page_slide *slide, const struct canvas *canvas); /* over the whole width */
#endif
