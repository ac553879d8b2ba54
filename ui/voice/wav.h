/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_WAV_H
#define STB_UI_VOICE_WAV_H
/* Reads the head of a WAV stream, as a speech program writes it into a pipe. It comes from outside, so everything in it
 * is checked: only mono PCM of 16 bits at a rate that audio.h plays is accepted, and its samples must begin within the
 * first WAV_HEAD_MAX bytes. Pure. */
#include <stddef.h>
#include <stdint.h>

enum { WAV_HEAD_MAX = 4096 };
enum wav_verdict { WAV_MORE /* bytes are needed */, WAV_GOOD, WAV_BAD };
struct wav {
    unsigned rate;   /* samples a second */
    size_t at;       /* where the samples begin */
    uint64_t length; /* of the samples in bytes, even; UINT64_MAX = until the stream ends */
};
/* BYTES: the stream's first COUNT bytes. WAV is filled for WAV_GOOD. */
enum wav_verdict wav_read(const unsigned char *bytes, size_t count, struct wav *wav);
#endif
