/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page is filled in shelves: a shelf is as tall as its first glyph, and takes glyphs that are at most that tall and
 * not much shorter. A single glyph never leaves a page; the whole page is emptied and its glyphs are forgotten. A glyph
 * larger than a page (a countdown's digit) gets a page of its own.
 *
 * The trap: a page may be emptied when the next glyph is added. So find or add one, draw it, and only then find the
 * next.
 */
#include "ui/text/glyph_cache.h"
#include "stb-app/base/memory.h"
#include <stdlib.h>
#include <string.h>

enum { PAGES_MAX = 64, SHELVES_MAX = 24, SLOTS = 4096 /* a power of two */, SLOTS_FULL = SLOTS * 3 / 4 };
enum { MASK_WIDTH = 512, MASK_HEIGHT = 256, PICTURE_WIDTH = 256, PICTURE_HEIGHT = 256 };

struct glyphs_page {
    struct canvas_mask *mask;
    int width, height;
    bool argb;
    unsigned used;
    int shelf_count;
    struct shelf {
        int y, h, x; /* X: where the free part starts */
    } shelves[SHELVES_MAX];
};

struct glyph_cache {
    struct canvas *canvas;
    struct glyphs_page pages[PAGES_MAX];
    size_t bytes, bytes_max;
    unsigned clock;
    int count;
    struct glyph slots[SLOTS]; /* free: px 0 */
};

struct glyph_cache *glyph_cache_create(struct canvas *canvas, size_t bytes_max) {
    struct glyph_cache *glyphs = memory_new(1, sizeof *glyphs);
    glyphs->canvas = canvas;
    glyphs->bytes_max = bytes_max;
    return glyphs;
}

void glyph_cache_destroy(struct glyph_cache *glyphs) {
    for (int i = 0; glyphs != NULL && i < PAGES_MAX; i++)
        canvas_mask_destroy(glyphs->pages[i].mask);
    free(glyphs);
}

size_t glyph_cache_bytes(const struct glyph_cache *glyphs) {
    return glyphs->bytes;
}

/* --- the table of glyphs: a hash table with open addressing */

static struct glyph *slot_of(struct glyph_cache *glyphs, struct glyph_key key) {
    uint32_t hash = (key.index * 31U + key.px) * 7U + key.face;
    hash = (hash ^ hash >> 15) * 0x85EBCA6BU; /* as MurmurHash3 ends: neighbouring keys come to places far apart */
    for (uint32_t at = hash ^ hash >> 13;; at++) {
        struct glyph *slot = &glyphs->slots[at % SLOTS];
        if (slot->key.px == 0 || (slot->key.index == key.index && slot->key.px == key.px && slot->key.face == key.face))
            return slot;
    }
}

/* Forgets the glyphs of PAGE, or all when PAGE is NULL: the table is filled anew with the others. */
static void forget(struct glyph_cache *glyphs, const struct glyphs_page *page) {
    struct glyph *kept = memory_copy(glyphs->slots, sizeof glyphs->slots);
    memset(glyphs->slots, 0, sizeof glyphs->slots);
    glyphs->count = 0;
    for (int i = 0; page != NULL && i < SLOTS; i++)
        if (kept[i].key.px != 0 && kept[i].page != page) {
            *slot_of(glyphs, kept[i].key) = kept[i];
            glyphs->count++;
        }
    free(kept);
}

const struct glyph *glyph_cache_find(struct glyph_cache *glyphs, struct glyph_key key) {
    struct glyph *slot = slot_of(glyphs, key);
    if (slot->key.px == 0)
        return NULL;
    if (slot->page != NULL)
        slot->page->used = ++glyphs->clock;
    return slot;
}

/* --- pages */

static size_t page_bytes(int width, int height, bool argb) {
    return (size_t)width * (size_t)height * (argb ? 4 : 1);
}

static void drop_page(struct glyph_cache *glyphs, struct glyphs_page *page) {
    forget(glyphs, page);
    glyphs->bytes -= page_bytes(page->width, page->height, page->argb);
    canvas_mask_destroy(page->mask);
    *page = (struct glyphs_page){.mask = NULL};
}

static struct glyphs_page *oldest_page(struct glyph_cache *glyphs) {
    struct glyphs_page *oldest = NULL;
    for (struct glyphs_page *page = glyphs->pages; page < glyphs->pages + PAGES_MAX; page++)
        if (page->mask != NULL && (oldest == NULL || page->used < oldest->used))
            oldest = page;
    return oldest;
}

static struct glyphs_page *free_page(struct glyph_cache *glyphs) {
    for (struct glyphs_page *page = glyphs->pages; page < glyphs->pages + PAGES_MAX; page++)
        if (page->mask == NULL)
            return page;
    return NULL;
}

static struct glyphs_page *add_page(struct glyph_cache *glyphs, int w, int h, bool argb) {
    int width = argb ? PICTURE_WIDTH : MASK_WIDTH, height = argb ? PICTURE_HEIGHT : MASK_HEIGHT;
    if (w > width || h > height) {
        width = w;
        height = h;
    }
    size_t bytes = page_bytes(width, height, argb);
    while (glyphs->bytes > 0 && (glyphs->bytes + bytes > glyphs->bytes_max || free_page(glyphs) == NULL)) {
        struct glyphs_page *oldest = oldest_page(glyphs);
        if (oldest->width == width && oldest->height == height && oldest->argb == argb) {
            forget(glyphs, oldest);
            oldest->shelf_count = 0;
            return oldest;
        }
        drop_page(glyphs, oldest);
    }
    struct glyphs_page *page = free_page(glyphs);
    struct canvas_mask *mask = canvas_mask_create(canvas_display(glyphs->canvas), width, height, 0, NULL, argb);
    if (mask == NULL)
        return NULL;
    *page = (struct glyphs_page){.mask = mask, .width = width, .height = height, .argb = argb};
    glyphs->bytes += bytes;
    return page;
}

static bool on_shelf(const struct glyphs_page *page, struct shelf *shelf, struct glyph *glyph) {
    if (glyph->h > shelf->h || glyph->h * 5 < shelf->h * 3 || shelf->x + glyph->w > page->width)
        return false;
    glyph->x = (uint16_t)shelf->x;
    glyph->y = (uint16_t)shelf->y;
    shelf->x += glyph->w;
    return true;
}

static bool on_page(struct glyphs_page *page, struct glyph *glyph) {
    for (int i = 0; i < page->shelf_count; i++)
        if (on_shelf(page, &page->shelves[i], glyph))
            return true;
    const struct shelf *last = page->shelf_count > 0 ? &page->shelves[page->shelf_count - 1] : NULL;
    int y = last == NULL ? 0 : last->y + last->h;
    if (page->shelf_count >= SHELVES_MAX || y + glyph->h > page->height || glyph->w > page->width)
        return false;
    struct shelf *shelf = &page->shelves[page->shelf_count++];
    *shelf = (struct shelf){.y = y, .h = glyph->h, .x = 0};
    return on_shelf(page, shelf, glyph);
}

static bool place(struct glyph_cache *glyphs, struct glyph *glyph, bool argb) {
    for (struct glyphs_page *page = glyphs->pages; page < glyphs->pages + PAGES_MAX; page++)
        if (page->mask != NULL && page->argb == argb && on_page(page, glyph)) {
            glyph->page = page;
            return true;
        }
    glyph->page = add_page(glyphs, glyph->w, glyph->h, argb);
    return glyph->page != NULL && on_page(glyph->page, glyph);
}

const struct glyph *glyph_cache_add(struct glyph_cache *glyphs, const struct glyph *glyph, int stride,
                                    const uint8_t *pixels, bool argb) {
    struct glyph added = *glyph;
    added.page = NULL;
    if (glyphs->count >= SLOTS_FULL && oldest_page(glyphs) != NULL)
        drop_page(glyphs, oldest_page(glyphs));
    if (glyphs->count >= SLOTS_FULL)
        forget(glyphs, NULL);
    if (added.w > 0 && added.h > 0) {
        if (!place(glyphs, &added, argb))
            return NULL;
        added.page->used = ++glyphs->clock;
        struct rect at = {added.x, added.y, added.w, added.h};
        if (!canvas_mask_write(added.page->mask, at, stride, pixels))
            return NULL;
    }
    struct glyph *slot = slot_of(glyphs, added.key);
    *slot = added;
    glyphs->count++;
    return slot;
}

void glyph_cache_draw(struct glyph_cache *glyphs, const struct glyph *glyph, int x, int y, colour paint) {
    if (glyph->page == NULL)
        return;
    struct rect source = {glyph->x, glyph->y, glyph->w, glyph->h};
    canvas_mask_draw(glyphs->canvas, glyph->page->mask, source, x + glyph->left, y - glyph->top, paint);
}
