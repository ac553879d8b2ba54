/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_STB_HEAR_H
#define STB_REMOTE_HEAR_STB_HEAR_H
/*
 * The protocol of stb-hear, the program that recognises one sentence and ends:
 *   stb-hear MODEL TABLES [READINGS]
 * On its standard input a line of what may be said (vocabulary.h), then sound while it is being spoken: 16 kHz, one
 * channel, 16 bits, little endian, HEAR_SOUND_MOST_MS of it at most. On its standard output lines of JSON:
 *   {"so_far":"我要叫"}                                    the best guess during the sound, each time it changes
 *   {"text":"我要叫车","score":0.93,"second":"叫车","second_score":0.2,"speech_ms":980}
 *   {"reason":"silence"}                                   or why there is no text: a name of hear_reason
 * The last line is one of the two latter. It exits with the reason; 0 = there is a text.
 */
enum hear_reason {
    HEAR_TEXT,
    HEAR_USAGE,
    HEAR_MODEL,   /* the model is missing or broken */
    HEAR_TABLES,  /* no table of how characters sound fits that model */
    HEAR_PHRASES, /* the line is no vocabulary, is too large, or no phrase of it can be said */
    HEAR_SHORT,   /* less than HEAR_SOUND_LEAST_MS of sound */
    HEAR_SILENCE,
    HEAR_LONG,
    HEAR_NOTHING, /* no phrase fits, or the sound is a steady noise */
    HEAR_REASONS
};
enum { HEAR_RATE = 16000, HEAR_SOUND_MOST_MS = 10000, HEAR_SOUND_LEAST_MS = 250, HEAR_LASTS_MOST_S = 20 };

static const char *const hear_reason_names[HEAR_REASONS] = {
    [HEAR_TEXT] = "text",       [HEAR_USAGE] = "usage",     [HEAR_MODEL] = "model",
    [HEAR_TABLES] = "tables",   [HEAR_PHRASES] = "phrases", [HEAR_SHORT] = "short",
    [HEAR_SILENCE] = "silence", [HEAR_LONG] = "long",       [HEAR_NOTHING] = "nothing",
};
#endif
