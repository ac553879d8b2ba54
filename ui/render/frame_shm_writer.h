/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_FRAME_SHM_WRITER_H
#define STB_UI_RENDER_FRAME_SHM_WRITER_H
/* The writer's side of stb-app/ipc/frame_shm.h: frames left in shared memory. Pure memory; no DirectFB. */
#include "ui/render/rect.h"
#include <stdint.h>

struct frame_shm_writer;
/* FD stays the caller's. NULL and a log line when it holds too little memory. */
struct frame_shm_writer *frame_shm_writer_create(int fd, int width, int height);
void frame_shm_writer_destroy(struct frame_shm_writer *shm);
/* The rectangle that has to be written for a frame that changed in CHANGED: all of a first one. */
struct rect frame_shm_writer_begin(struct frame_shm_writer *shm, struct rect changed);
/* Where the pixel X,Y is to be written. */
uint32_t *frame_shm_writer_pixel(struct frame_shm_writer *shm, int x, int y);
/* The frame is whole; KEY_US as in frame_shm.h, 0 = no key caused it. */
void frame_shm_writer_end(struct frame_shm_writer *shm, int64_t key_us);
#endif
