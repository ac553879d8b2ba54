/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_VOCABULARY_H
#define STB_REMOTE_HEAR_VOCABULARY_H
/*
 * What may be said this time, from a line of JSON, and how it sounds:
 *   {"phrases":["我要叫车","叫车去医院"],"also":["第三个"]}
 * PHRASES are likely on this screen, ALSO are possible too. Both together have VOCABULARY_PHRASES_MAX at most.
 */
#include "remote/hear/recognizer.h"

enum { VOCABULARY_PHRASES_MAX = 2000, VOCABULARY_PHRASE_SIZE = 160, VOCABULARY_LINE_MAX = 256 << 10 };

struct vocabulary;
/* NULL = LINE is no vocabulary, or is too large (logged). */
struct vocabulary *vocabulary_read(const char *line, size_t length);
void vocabulary_destroy(struct vocabulary *vocabulary);

struct vocabulary_sounds {
    const char *folder;   /* the tables' folder: share/voice */
    const char *model;    /* the model's folder; a table of syllables in it goes before those of FOLDER */
    const char *readings; /* the district's file, which goes before ours; NULL = none */
};
enum vocabulary_fault { VOCABULARY_OK, VOCABULARY_NO_TABLES, VOCABULARY_NO_PHRASES };
/* Teaches RECOGNIZER each phrase by its number. A phrase that cannot be said is passed over (logged). */
enum vocabulary_fault vocabulary_teach(struct vocabulary *vocabulary, const struct vocabulary_sounds *sounds,
                                       struct recognizer *recognizer);

const char *vocabulary_phrase(const struct vocabulary *vocabulary, int number); /* "" = no such number */
/* The score, 0..1, of a phrase with recognizer_result's BEHIND, by the model's margin: above 0.5 it was said. */
double vocabulary_score(const struct vocabulary *vocabulary, double behind);
#endif
