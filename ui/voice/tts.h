/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_TTS_H
#define STB_UI_VOICE_TTS_H
/*
 * Says a text: a program of the operator's makes a WAV of it, which is played. One text at a time. No function waits.
 * While nothing is said there is no process, no open device and no timer.
 */
#include <stdbool.h>
#include <stddef.h>

struct loop;
struct tts;
enum tts_end {
    TTS_HEARD,    /* to its end */
    TTS_NO_VOICE, /* the program is missing, hangs, or writes what is no speech; logged once until it works again */
    TTS_NO_SOUND  /* the device; logged by audio.c */
};
/* Called from the loop, once for each text that was not cut. */
typedef void tts_end_fn(void *data, enum tts_end end);

struct tts *tts_create(struct loop *loop, tts_end_fn *on_end, void *data);
void tts_destroy(struct tts *tts);
/* COMMAND: NULL-ended words, looked up in PATH, no shell; the text is its standard input. DEVICE: an ALSA name.
 * PERCENT: 100 = as loud as the program made it. All are copied; what is being said goes on as it began, but for
 * PERCENT. */
void tts_setup(struct tts *tts, const char *const *command, const char *device, int percent);
bool tts_possible(const struct tts *tts); /* the command names a program that is there */
/* Cuts what is being said. TEXT is not empty. */
void tts_say(struct tts *tts, const char *text);
void tts_cut(struct tts *tts); /* silences it at once and kills the process */
bool tts_speaks(const struct tts *tts);
#endif
