/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RIFF is a list of chunks, each with a name and a length; the samples are the chunk "data", the format is "fmt "
 * before it, others are passed over. The trap: who writes into a pipe cannot know the length when it begins, so "data"
 * often bears a made-up one (0, or something near 2 or 4 GiB). Such a one means until the end.
 */
#include "ui/voice/wav.h"

#include "stb-app/base/audio.h"
#include <stdbool.h>
#include <string.h>

enum { RIFF_SIZE = 12, CHUNK_SIZE = 8, FORMAT_SIZE = 16, PCM = 1 };
static const uint32_t made_up = 0x7ffff000; /* nobody speaks so long */

static uint32_t number(const unsigned char *bytes, int size) {
    uint32_t value = 0;
    for (int i = size; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

/* Compares what is there of NAME, so that rubbish is known from its first byte. */
static bool begins(const unsigned char *bytes, size_t count, const char *name) {
    return memcmp(bytes, name, count < 4 ? count : 4) == 0;
}

static bool read_format(const unsigned char *format, uint32_t size, struct wav *wav) {
    if (size < FORMAT_SIZE)
        return false;
    wav->rate = number(format + 4, 4);
    return number(format, 2) == PCM && number(format + 2, 2) == 1 && number(format + 14, 2) == 16 &&
           wav->rate >= AUDIO_RATE_MIN && wav->rate <= AUDIO_RATE_MAX;
}

static enum wav_verdict wait_for_more(size_t count) {
    return count < WAV_HEAD_MAX ? WAV_MORE : WAV_BAD;
}

enum wav_verdict wav_read(const unsigned char *bytes, size_t count, struct wav *wav) {
    *wav = (struct wav){0};
    if (!begins(bytes, count, "RIFF") || (count > 8 && !begins(bytes + 8, count - 8, "WAVE")))
        return WAV_BAD;
    for (size_t at = RIFF_SIZE;;) {
        if (at + CHUNK_SIZE > count)
            return at + CHUNK_SIZE > WAV_HEAD_MAX ? WAV_BAD : wait_for_more(count);
        uint32_t size = number(bytes + at + 4, 4);
        const unsigned char *inside = bytes + at + CHUNK_SIZE;
        if (begins(bytes + at, 4, "data")) {
            wav->at = at + CHUNK_SIZE;
            wav->length = size == 0 || size >= made_up ? UINT64_MAX : size & ~UINT32_C(1);
            return wav->rate ? WAV_GOOD : WAV_BAD;
        }
        if (size > WAV_HEAD_MAX)
            return WAV_BAD;
        size_t next = at + CHUNK_SIZE + size + (size & 1);
        if (next > count)
            return next > WAV_HEAD_MAX ? WAV_BAD : wait_for_more(count);
        if (begins(bytes + at, 4, "fmt ") && !read_format(inside, size, wav))
            return WAV_BAD;
        at = next;
    }
}
