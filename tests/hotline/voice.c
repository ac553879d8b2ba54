/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From page to page, as each says how long it is: every byte belongs to one, the first holds the head, the last knows
 * how many samples there were. What is inside the packets is the ear's business. Positions count 48 kHz samples,
 * whatever was recorded, and the decoder drops the first ones (the head's pre-skip).
 */
#include "tests/hotline/voice.h"

#include "stb-app/base/json.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_HEAD = 27, OPUS_HEAD = 19, SAMPLES_A_MS = 48, LAST_PAGE = 4 };

struct page {
    const unsigned char *body;
    size_t length, whole; /* of the body; with the head */
    uint64_t position;
    unsigned flags;
};

static uint64_t little(const unsigned char *bytes, int count) {
    uint64_t number = 0;
    for (int i = count; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}

static bool read_page(const unsigned char *at, size_t left, struct page *page) {
    if (left < PAGE_HEAD || memcmp(at, "OggS", 5) != 0 || left < PAGE_HEAD + (size_t)at[26])
        return false;
    *page = (struct page){.body = at + PAGE_HEAD + at[26], .flags = at[5], .position = little(at + 6, 8)};
    for (int i = 0; i < at[26]; i++)
        page->length += at[PAGE_HEAD + i];
    page->whole = PAGE_HEAD + at[26] + page->length;
    return page->whole <= left;
}

static bool is_head(const struct page *page) {
    return page->length >= OPUS_HEAD && memcmp(page->body, "OpusHead", 8) == 0;
}

static bool refuse(char *error, const char *reason) {
    snprintf(error, JSON_ERROR_SIZE, "expected Ogg Opus: %s", reason);
    return false;
}

bool voice_read(const char *bytes, size_t length, int64_t *lasts_ms, char *error) {
    struct page page = {0};
    uint64_t skip = 0, position = 0;
    for (size_t at = 0; at < length; at += page.whole) {
        if (!read_page((const unsigned char *)bytes + at, length - at, &page))
            return refuse(error, at ? "a page is cut off or damaged" : "no page begins it");
        if (at == 0 && !is_head(&page))
            return refuse(error, "there is no head");
        if (at == 0)
            skip = little(page.body + 10, 2);
        if (page.position != UINT64_MAX && page.position > position)
            position = page.position;
    }
    if (!(page.flags & LAST_PAGE) || position <= skip || position - skip > INT32_MAX)
        return refuse(error, "its end is missing");
    *lasts_ms = (int64_t)(position - skip) / SAMPLES_A_MS;
    return true;
}
