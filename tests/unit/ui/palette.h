/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_PALETTE_H
#define STB_UI_PALETTE_H
/*
 * The colours that a picture is kept with: 192 of its own, picked one after the other, always the one that costs most
 * while it is missing (its pixels times the square of its distance to the nearest one picked). So plain areas and the
 * rows of a gradient keep their colour to a level or two, and the shades at the edges of letters share what is left.
 * The same picture gets the same palette every time.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PALETTE_COLOURS = 192 };

struct palette_entry {
    uint32_t rgb;
    int pixels, away; /* away: the square of the distance to the nearest colour picked */
    uint8_t nearest;
};

struct palette {
    size_t count;                         /* of what follows */
    struct palette_entry *entries;        /* the picture's colours, in order */
    uint8_t colours[PALETTE_COLOURS * 3]; /* those picked */
};

static inline int palette_order(const void *a, const void *b) {
    uint32_t one = *(const uint32_t *)a, two = *(const uint32_t *)b;
    return one < two ? -1 : one > two;
}

static inline uint32_t palette_rgb(const uint8_t *at) {
    return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

static inline void palette_count(struct palette *palette, const uint8_t *rgb, size_t pixels) {
    uint32_t *sorted = calloc(pixels, sizeof *sorted);
    for (size_t i = 0; i < pixels; i++)
        sorted[i] = palette_rgb(rgb + 3 * i);
    qsort(sorted, pixels, sizeof *sorted, palette_order);
    palette->entries = calloc(pixels, sizeof *palette->entries);
    palette->count = 0;
    for (size_t i = 0; i < pixels; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1])
            palette->entries[palette->count++] = (struct palette_entry){.rgb = sorted[i], .away = 1 << 17};
        palette->entries[palette->count - 1].pixels++;
    }
    free(sorted);
}

static inline void palette_pick(struct palette *palette, size_t place) {
    struct palette_entry *worst = palette->entries;
    for (size_t i = 1; i < palette->count; i++)
        if ((int64_t)palette->entries[i].pixels * palette->entries[i].away > (int64_t)worst->pixels * worst->away)
            worst = &palette->entries[i];
    uint32_t rgb = worst->rgb;
    palette->colours[3 * place] = (uint8_t)(rgb >> 16);
    palette->colours[3 * place + 1] = (uint8_t)(rgb >> 8);
    palette->colours[3 * place + 2] = (uint8_t)rgb;
    for (size_t i = 0; i < palette->count; i++) {
        struct palette_entry *entry = &palette->entries[i];
        int r = (int)(entry->rgb >> 16) - (int)(rgb >> 16), g = (int)(entry->rgb >> 8 & 255) - (int)(rgb >> 8 & 255),
            b = (int)(entry->rgb & 255) - (int)(rgb & 255);
        if (r * r + g * g + b * b < entry->away) {
            entry->away = r * r + g * g + b * b;
            entry->nearest = (uint8_t)place;
        }
    }
}

/* COLOURS: PALETTE_COLOURS of RGB; PLACES: a place in it for each pixel. */
static inline void palette_make(const uint8_t *rgb, size_t pixels, uint8_t *colours, uint8_t *places) {
    struct palette palette;
    palette_count(&palette, rgb, pixels);
    for (size_t place = 0; place < PALETTE_COLOURS; place++)
        palette_pick(&palette, place);
    for (size_t i = 0; i < pixels; i++) {
        uint32_t wanted = palette_rgb(rgb + 3 * i);
        const struct palette_entry *entry = /* its rgb is its first member */
            bsearch(&wanted, palette.entries, palette.count, sizeof *palette.entries, palette_order);
        places[i] = entry->nearest;
    }
    memcpy(colours, palette.colours, sizeof palette.colours);
    free(palette.entries);
}
#endif
