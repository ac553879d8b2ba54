/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sequence number is odd from frame_shm_writer_begin() to frame_shm_writer_end(), so a reader in another process
 * never takes half a frame for a whole one. Only what changed is written, but the first frame whole, because the memory
 * may hold anything. A writer that died in the middle leaves an odd number; the next writer goes on from there.
 */
#include "ui/render/frame_shm_writer.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/frame_shm.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

struct frame_shm_writer {
    struct frame_shm_header *header;
    size_t size;
    struct rect part;
    bool begun; /* it holds a frame of ours */
};

struct frame_shm_writer *frame_shm_writer_create(int fd, int width, int height) {
    size_t stride = (size_t)width * 4, size = FRAME_SHM_PIXELS_AT + stride * (size_t)height;
    struct stat file;
    bool room = fstat(fd, &file) == 0 && file.st_size >= (off_t)size;
    void *memory = room ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (memory == MAP_FAILED) {
        log_error("frames", "frames cannot be shared: descriptor %d: %s", fd,
                  room ? strerror(errno) : "too little memory behind it");
        return NULL;
    }
    struct frame_shm_writer *shm = memory_new(1, sizeof *shm);
    *shm = (struct frame_shm_writer){.header = memory, .size = size};
    shm->header->sequence |= 1U;
    shm->header->magic = FRAME_SHM_MAGIC;
    shm->header->width = (uint32_t)width;
    shm->header->height = (uint32_t)height;
    shm->header->stride = (uint32_t)stride;
    return shm;
}

void frame_shm_writer_destroy(struct frame_shm_writer *shm) {
    if (shm == NULL)
        return;
    munmap(shm->header, shm->size);
    free(shm);
}

struct rect frame_shm_writer_begin(struct frame_shm_writer *shm, struct rect changed) {
    struct frame_shm_header *header = shm->header;
    struct rect all = {0, 0, (int)header->width, (int)header->height};
    shm->part = shm->begun ? changed : all;
    shm->begun = true;
    header->sequence |= 1U;
    return shm->part;
}

uint32_t *frame_shm_writer_pixel(struct frame_shm_writer *shm, int x, int y) {
    uint8_t *row = (uint8_t *)shm->header + FRAME_SHM_PIXELS_AT + (size_t)y * shm->header->stride;
    return (uint32_t *)(void *)row + x;
}

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void frame_shm_writer_end(struct frame_shm_writer *shm, int64_t key_us) {
    struct frame_shm_header *header = shm->header;
    header->changed_x = shm->part.x;
    header->changed_y = shm->part.y;
    header->changed_w = shm->part.w;
    header->changed_h = shm->part.h;
    if (key_us != 0) {
        header->key_us = key_us;
        header->presented_us = now_us();
    }
    header->shown = 1;
    header->sequence++;
}
