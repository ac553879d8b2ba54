/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_AUDIO_H
#define STB_APP_BASE_AUDIO_H
/*
 * Sound out and in through ALSA, which is included in audio.c alone: mono, 16 bits, on the loop, never waiting for the
 * device. A device is open from play or listen to destroy, and not a moment longer: live television may need it.
 * All callbacks come from the loop, none from inside play or listen; destroying the sound is allowed in each of them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;
struct sound;
enum { AUDIO_RATE_MIN = 4000, AUDIO_RATE_MAX = 48000, AUDIO_VOICE_RATE = 16000, AUDIO_BLOCK = 2048 };

/* Puts up to ROOM samples (at most AUDIO_BLOCK) into SAMPLES and says how many: 0 = none just now, ask again soon;
 * negative = that was all. */
typedef int audio_fill_fn(void *data, int16_t *samples, size_t room);
/* The sound since the last call: 1 to AUDIO_BLOCK samples, valid during the call. */
typedef void audio_heard_fn(void *data, const int16_t *samples, size_t count);
/* Comes at most once, as the last callback. WELL: all samples have been heard; false: the device failed or
 * takes nothing any more, which was logged. */
typedef void audio_over_fn(void *data, bool well);

/* DEVICE: an ALSA name, "default". RATE: samples a second. NULL when the device is missing, busy or refuses; errno says
 * which (EBUSY: somebody else has it), and that is logged once, and again only after it has worked. */
struct sound *audio_play(struct loop *loop, const char *device, unsigned rate, audio_fill_fn *fill, audio_over_fn *over,
                         void *data);
/* HEARD comes about every 40 ms. */
struct sound *audio_listen(struct loop *loop, const char *device, unsigned rate, audio_heard_fn *heard,
                           audio_over_fn *over, void *data);
/* Drops what the device has not played yet: silent at once. OVER does not come. NULL is fine. */
void audio_destroy(struct sound *sound);
#endif
