/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_FRAME_SHM_WRITER_H
#define STB_UI_RENDER_FRAME_SHM_WRITER_H
/* Writes frames into shared memory, for the emulator to show (stb-app/ipc/frame_shm.h). */
#include "ui/render/rect.h"
#include <stdint.h>

struct frame_shm_writer;
/* FD is borrowed. NULL and a log line when the memory behind it is too small. */
struct frame_shm_writer *frame_shm_writer_create(int fd, int width, int height);
void frame_shm_writer_destroy(struct frame_shm_writer *shm);
/* Begins a frame that differs in CHANGED from the one before. Returns what has to be written: all of a first frame. */
struct rect frame_shm_writer_begin(struct frame_shm_writer *shm, struct rect changed);
/* Where the pixel X,Y is to be written. */
uint32_t *frame_shm_writer_pixel(struct frame_shm_writer *shm, int x, int y);
/* Ends the frame. KEY_US: when the key went down that caused it, as in frame_shm.h; 0 = no key did. */
void frame_shm_writer_end(struct frame_shm_writer *shm, int64_t key_us);
#endif
