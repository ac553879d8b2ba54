/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_RECOGNIZER_H
#define STB_REMOTE_HEAR_RECOGNIZER_H
/*
 * Which of some phrases was said. An acoustic model knows phones, a phrase is a row of its phones; what was heard is
 * matched against all phrases and, beside them, against any row of phones at all (the free loop). A phrase that
 * explains the sound much worse than the loop does was not said. recognizer.c is the one file that knows pocketsphinx.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECOGNIZER_RATE = 16000, RECOGNIZER_PHONES_SIZE = 512 };

struct recognizer;
struct recognizer_result {
    int phrase, second; /* the numbers given with recognizer_add(); -1 = none */
    double behind;      /* log score of the free loop minus that of PHRASE, a speech frame; 0 = as good */
    double lead;        /* how much better PHRASE is than SECOND, likewise; 0 where there is no second */
    int speech_ms;      /* how long the sound lasted that was taken for PHRASE */
};

/* MODEL: the folder of an acoustic model. NULL = the model cannot be used (logged). */
struct recognizer *recognizer_create(const char *model);
void recognizer_destroy(struct recognizer *recognizer);

bool recognizer_knows(struct recognizer *recognizer, const char *phones); /* the model has each of them */
/* PHRASE is a number from 0 on; to add a PHRASE again gives it another pronunciation. WEIGHT: 1 = as likely as any.
 * False: the model lacks a phone. Call it before recognizer_begin(). */
bool recognizer_add(struct recognizer *recognizer, int phrase, const char *phones, double weight);

bool recognizer_begin(struct recognizer *recognizer);
void recognizer_hear(struct recognizer *recognizer, const int16_t *samples, size_t count); /* as they come */
int recognizer_so_far(struct recognizer *recognizer); /* the best phrase until now; -1 = none */
struct recognizer_result recognizer_end(struct recognizer *recognizer);
#endif
