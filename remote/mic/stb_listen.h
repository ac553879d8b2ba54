/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_MIC_STB_LISTEN_H
#define STB_REMOTE_MIC_STB_LISTEN_H
/*
 * The protocol between microphone.c and stb-listen, the program that microphone.c starts for each recording:
 * stb-listen DEVICE opens the microphone, writes pieces to its standard output until its standard input is closed or
 * LISTEN_MOST_MS are over, then the rest, and ends. For these two only.
 */
#include <stdint.h>

enum { LISTEN_MOST_MS = 8000, LISTEN_LEVEL_MS = 100, LISTEN_PIECE_MAX = 4096 };
enum listen_what {
    LISTEN_LEVEL, /* each 100 ms: their loudness, 0..100; LENGTH: the ms heard so far */
    LISTEN_SOUND, /* LENGTH bytes of Ogg Opus follow */
    LISTEN_PCM,   /* LENGTH bytes of the same sound, not encoded, follow: 16 kHz, 16 bits */
};
struct listen_piece {
    uint8_t what, level;
    uint16_t length;
};
enum listen_exit { LISTEN_OK, LISTEN_FAILED, LISTEN_MISSING, LISTEN_BUSY };
#endif
