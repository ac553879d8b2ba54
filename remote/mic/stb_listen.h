/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_MIC_STB_LISTEN_H
#define STB_REMOTE_MIC_STB_LISTEN_H
/*
 * Between microphone.c and stb-listen, the program that it starts for each recording and that is gone again after it:
 * stb-listen DEVICE opens the microphone, writes pieces to its standard output until its standard input is closed or
 * LISTEN_MOST_MS are over, then the rest, and ends. For these two only.
 */
#include <stdint.h>

enum { LISTEN_MOST_MS = 8000, LISTEN_LEVEL_MS = 100, LISTEN_PIECE_MAX = 4096 };
enum listen_what {
    LISTEN_LEVEL, /* each 100 ms: how loud it was, 0..100; LENGTH: the ms heard so far */
    LISTEN_SOUND, /* LENGTH bytes of Ogg Opus follow */
    LISTEN_PCM,   /* LENGTH bytes of the same sound as it was heard follow: 16 kHz, 16 bits */
};
struct listen_piece {
    uint8_t what, level;
    uint16_t length;
};
enum listen_exit { LISTEN_OK, LISTEN_FAILED, LISTEN_MISSING, LISTEN_BUSY };
#endif
