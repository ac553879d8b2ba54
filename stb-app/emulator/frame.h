/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_FRAME_H
#define STB_APP_EMULATOR_FRAME_H
/* The newest whole frame out of the shared memory of frame_shm.h, copied so that it cannot change while it is shown.
 * Pure.
 */
#include "stb-app/emulator/shapes.h"
#include "stb-app/ipc/frame_shm.h"
#include <stdbool.h>

struct emulator_frame {
    uint32_t *pixels; /* width * height; owned */
    int width, height;
    uint32_t sequence; /* of the copied frame, 0 = none yet */
    bool torn;         /* the last copy was overwritten meanwhile: the next one is of everything */
    int64_t key_us, presented_us;
};

enum emulator_frame_change {
    FRAME_SAME,
    FRAME_CHANGED, /* CHANGED is the part that differs */
    FRAME_RESIZED, /* another size, or the first frame: everything is new */
    FRAME_WRONG,   /* no picture of ours: the magic, a size or the stride makes no sense */
};
/* MEMORY is FRAME_SHM_SIZE bytes that another program writes at any time. A frame that is being written waits for the
 * next call. Zero the struct before the first call. */
enum emulator_frame_change emulator_frame_take(struct emulator_frame *frame, const void *memory,
                                               struct shapes_area *changed);
/* Whether stb-ui is on the screen; otherwise it is live television's turn. */
bool emulator_frame_shown(const void *memory);
void emulator_frame_clear(struct emulator_frame *frame);
#endif
