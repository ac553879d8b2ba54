/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_FRAME_SHM_H
#define STB_APP_IPC_FRAME_SHM_H
/*
 * The shared memory in which stb-ui leaves its frames for the emulator's window (--frames FD): this header, then at
 * FRAME_SHM_PIXELS_AT the picture, HEIGHT rows of STRIDE bytes, each pixel 0xAARRGGBB in the machine's byte order.
 * A leaf; no code. The emulator makes the memfd large enough (FRAME_SHM_SIZE) and passes it down; stb-ui writes.
 *
 * SEQUENCE is a seqlock: odd while a frame is being written, even when it is whole; 0 = nothing drawn yet. A reader
 * copies, then checks that SEQUENCE is still what it was. CHANGED is the rectangle that differs from the frame before.
 * KEY_US/PRESENTED_US let the window show key-to-frame time. SHOWN is 0 once stb-ui has gone and live TV is to be seen;
 * stb-app clears it when stb-ui ends.
 */
#include <stdint.h>

enum { FRAME_SHM_MAGIC = 0x53544246 /* "STBF" */, FRAME_SHM_PIXELS_AT = 4096, FRAME_SHM_SIZE = 4096 + 3840 * 2160 * 4 };

struct frame_shm_header {
    uint32_t magic;
    uint32_t width, height, stride; /* pixels, pixels, bytes */
    _Atomic uint32_t sequence;
    _Atomic uint32_t shown;
    int32_t changed_x, changed_y, changed_w, changed_h;
    int64_t key_us;       /* monotonic moment of the last key that led to a frame */
    int64_t presented_us; /* monotonic moment that frame was presented */
};
#endif
