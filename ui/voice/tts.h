/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_TTS_H
#define STB_UI_VOICE_TTS_H
/*
 * Says a text: a program of the operator's makes a WAV of it, we play that. One text at a time; nothing here ever
 * waits. While nothing is said there is no process, no open device and no timer.
 */
#include <stdbool.h>
#include <stddef.h>

struct loop;
struct speech;
enum speech_end {
    SPEECH_HEARD,    /* to its end */
    SPEECH_NO_VOICE, /* the program is missing, hangs, or writes what is no speech; logged once until it works again */
    SPEECH_NO_SOUND  /* the device; logged by audio.c */
};
/* Comes once for each text that was not cut, from the loop. */
typedef void speech_end_fn(void *data, enum speech_end end);

struct speech *speech_create(struct loop *loop, speech_end_fn *on_end, void *data);
void speech_destroy(struct speech *speech);
/* COMMAND: NULL-ended words, looked up in PATH, no shell; the text becomes its last argument. DEVICE: an ALSA name.
 * PERCENT: 100 = as loud as the program made it. All are copied; what is being said goes on as it began, but for
 * PERCENT. */
void speech_setup(struct speech *speech, const char *const *command, const char *device, int percent);
bool speech_possible(const struct speech *speech); /* the command names a program that is there */
/* What was being said is cut. TEXT: not empty, not beginning with '-'. */
void speech_say(struct speech *speech, const char *text);
void speech_cut(struct speech *speech); /* silent at once, and the process is killed */
bool speech_speaks(const struct speech *speech);
#endif
