/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sequence is odd from share_begin() to share_end(), so a reader in another process never takes half a frame for a
 * whole one. Only what changed is written; a first frame is written whole, whatever changed, because the memory may
 * hold anything: a writer that died in the middle leaves an odd sequence, and the next one starts from there.
 */
#include "ui/render/frame_shm_writer.h"
#include "stb-app/base/log.h"
#include "stb-app/ipc/frame_shm.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

struct share {
    struct frames_header *header;
    size_t size;
    struct rect part;
    bool begun; /* a frame of ours is in it */
};

struct share *share_create(int fd, int width, int height) {
    size_t stride = (size_t)width * 4, size = FRAMES_PIXELS_AT + stride * (size_t)height;
    struct stat file;
    struct share *share = calloc(1, sizeof *share);
    bool room = fstat(fd, &file) == 0 && file.st_size >= (off_t)size;
    void *memory = share != NULL && room ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (memory == MAP_FAILED) {
        log_error("share", "frames cannot be shared: descriptor %d: %s", fd,
                  room ? strerror(errno) : "too little memory behind it");
        free(share);
        return NULL;
    }
    *share = (struct share){.header = memory, .size = size};
    share->header->sequence |= 1U;
    share->header->magic = FRAMES_MAGIC;
    share->header->width = (uint32_t)width;
    share->header->height = (uint32_t)height;
    share->header->stride = (uint32_t)stride;
    return share;
}

void share_destroy(struct share *share) {
    if (share == NULL)
        return;
    munmap(share->header, share->size);
    free(share);
}

struct rect share_begin(struct share *share, struct rect changed) {
    struct frames_header *header = share->header;
    struct rect all = {0, 0, (int)header->width, (int)header->height};
    share->part = share->begun ? changed : all;
    share->begun = true;
    header->sequence |= 1U;
    return share->part;
}

uint32_t *share_pixel(struct share *share, int x, int y) {
    uint8_t *row = (uint8_t *)share->header + FRAMES_PIXELS_AT + (size_t)y * share->header->stride;
    return (uint32_t *)(void *)row + x;
}

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void share_end(struct share *share, int64_t key_us) {
    struct frames_header *header = share->header;
    header->changed_x = share->part.x;
    header->changed_y = share->part.y;
    header->changed_w = share->part.w;
    header->changed_h = share->part.h;
    if (key_us != 0) {
        header->key_us = key_us;
        header->presented_us = now_us();
    }
    header->shown = 1;
    header->sequence++;
}
