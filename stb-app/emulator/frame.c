/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader's side of the seqlock in frame_shm.h. The header is copied once and only the copy is checked and used,
 * since the writer may change it, or be broken, at any moment; nothing that it writes can lead us out of the memory.
 *
 * The trap: CHANGED tells the difference to the frame just before. Whoever missed a frame, or copied a torn one, must
 * take the whole picture.
 */
#include "stb-app/emulator/frame.h"
#include "stb-app/base/memory.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_MAX = 4096, SIDE_MIN = 8 };

static bool head_sound(const struct frame_shm_header *head) {
    return head->magic == FRAME_SHM_MAGIC && head->width >= SIDE_MIN && head->width <= SIDE_MAX &&
           head->height >= SIDE_MIN && head->height <= SIDE_MAX && head->stride >= head->width * 4 &&
           (uint64_t)head->stride * head->height <= FRAME_SHM_SIZE - FRAME_SHM_PIXELS_AT;
}

static bool frame_resize(struct emulator_frame *frame, int width, int height) {
    if (frame->pixels && frame->width == width && frame->height == height)
        return false;
    uint32_t *pixels = memory_resize(frame->pixels, (size_t)width * (size_t)height * 4);
    frame->pixels = pixels;
    frame->width = width;
    frame->height = height;
    return true;
}

static int bounded(int64_t value, int most) {
    return value < 0 ? 0 : value > most ? most : (int)value;
}

/* The announced rectangle, kept inside of the picture. */
static struct shapes_area area_of(const struct frame_shm_header *head) {
    int width = (int)head->width, height = (int)head->height;
    int x = bounded(head->changed_x, width), y = bounded(head->changed_y, height);
    return (struct shapes_area){x, y, bounded((int64_t)head->changed_x + head->changed_w - x, width - x),
                                bounded((int64_t)head->changed_y + head->changed_h - y, height - y)};
}

static void copy_rows(struct emulator_frame *frame, const char *from, size_t stride, const struct shapes_area *area) {
    for (int y = area->y; y < area->y + area->h; y++)
        memcpy(frame->pixels + (size_t)y * (size_t)frame->width + area->x, from + (size_t)y * stride + area->x * 4,
               (size_t)area->w * 4);
}

enum emulator_frame_change emulator_frame_take(struct emulator_frame *frame, const void *memory,
                                               struct shapes_area *changed) {
    const struct frame_shm_header *shared = memory;
    uint32_t sequence = atomic_load_explicit(&shared->sequence, memory_order_acquire);
    if (sequence == 0 || sequence % 2 == 1 || (sequence == frame->sequence && !frame->torn))
        return FRAME_SAME;
    struct frame_shm_header head;
    memcpy(&head, memory, sizeof(head));
    if (!head_sound(&head))
        return FRAME_WRONG;
    bool resized = frame_resize(frame, (int)head.width, (int)head.height);
    *changed = area_of(&head);
    if (resized || frame->torn || sequence != frame->sequence + 2)
        *changed = (struct shapes_area){0, 0, frame->width, frame->height};
    copy_rows(frame, (const char *)memory + FRAME_SHM_PIXELS_AT, head.stride, changed);
    atomic_thread_fence(memory_order_acquire);
    frame->torn = atomic_load_explicit(&shared->sequence, memory_order_relaxed) != sequence;
    if (frame->torn && !resized)
        return FRAME_SAME;
    frame->sequence = sequence;
    frame->key_us = head.key_us;
    frame->presented_us = head.presented_us;
    return resized ? FRAME_RESIZED : FRAME_CHANGED;
}

bool emulator_frame_shown(const void *memory) {
    const struct frame_shm_header *shared = memory;
    return atomic_load_explicit(&shared->shown, memory_order_acquire) != 0;
}

void emulator_frame_clear(struct emulator_frame *frame) {
    free(frame->pixels);
    *frame = (struct emulator_frame){0};
}
