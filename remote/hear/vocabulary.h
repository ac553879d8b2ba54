/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_VOCABULARY_H
#define STB_REMOTE_HEAR_VOCABULARY_H
/*
 * What may be said this time, from a line of JSON, and how it sounds:
 *   {"phrases":["我要叫车","叫车去医院"],"also":["第三个"]}
 * PHRASES are what is likely here, ALSO is what may be said as well. Both together have VOCABULARY_PHRASES_MAX at most.
 */
#include "remote/hear/recognizer.h"

enum { VOCABULARY_PHRASES_MAX = 2000, VOCABULARY_PHRASE_SIZE = 160, VOCABULARY_LINE_MAX = 256 << 10 };

struct vocabulary;
/* NULL = it is no such line, or too large (logged). */
struct vocabulary *vocabulary_read(const char *line, size_t length);
void vocabulary_destroy(struct vocabulary *vocabulary);

struct vocabulary_sounds {
    const char *folder;   /* of the tables: share/voice */
    const char *model;    /* its own table of syllables, if it has one, goes before those */
    const char *readings; /* the district's, which go before ours; NULL = none */
};
enum vocabulary_fault { VOCABULARY_OK, VOCABULARY_NO_TABLES, VOCABULARY_NO_PHRASES };
/* Teaches RECOGNIZER each phrase by its number. One that cannot be said is passed over (logged). */
enum vocabulary_fault vocabulary_teach(struct vocabulary *vocabulary, const struct vocabulary_sounds *sounds,
                                       struct recognizer *recognizer);

const char *vocabulary_phrase(const struct vocabulary *vocabulary, int number); /* "" = there is none */
/* 0..1 of a phrase that lags BEHIND the free loop by so much a frame: above 0.5 it was said, by this model's measure. */
double vocabulary_score(const struct vocabulary *vocabulary, double behind);
#endif
