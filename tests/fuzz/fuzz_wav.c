/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The head of what a speech program writes, under rubbish (libFuzzer). Beyond not crashing: what was said of fewer
 * bytes holds for more, and what is good can be played.
 */
#include "stb-app/base/audio.h"
#include "ui/voice/wav.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool same(const struct wav *a, const struct wav *b) {
    return a->rate == b->rate && a->at == b->at && a->length == b->length;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    size_t count = length < WAV_HEAD_MAX ? length : WAV_HEAD_MAX;
    unsigned char *copy = malloc(count ? count : 1); /* exactly so many: one more is seen */
    struct wav whole, part;
    memcpy(copy, bytes, count);
    enum wav_verdict verdict = wav_read(copy, count, &whole);
    for (size_t less = count; less-- > 0;) {
        enum wav_verdict before = wav_read(copy, less, &part);
        if (before == WAV_GOOD && (verdict != WAV_GOOD || !same(&part, &whole)))
            abort();
        if (before == WAV_BAD && verdict != WAV_BAD)
            abort();
    }
    bool rate = whole.rate >= AUDIO_RATE_MIN && whole.rate <= AUDIO_RATE_MAX;
    if (verdict == WAV_GOOD && (!rate || whole.at > count || (whole.length % 2 && whole.length != UINT64_MAX)))
        abort();
    if (verdict == WAV_MORE && count == WAV_HEAD_MAX)
        abort();
    free(copy);
    return 0;
}
