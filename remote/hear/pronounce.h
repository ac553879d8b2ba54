/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_PRONOUNCE_H
#define STB_REMOTE_HEAR_PRONOUNCE_H
/*
 * How a phrase sounds to a model: its characters become syllables, its syllables a model's phones. Pure, by tables:
 *   characters  叫<tab>jiao           all common characters; made at build time
 *   readings    挂号<tab>gua hao      whole words, which go before single characters: polyphones, a district's dialect
 *   syllables   jiao<tab>JH Y AW      in the phones of one model
 */
#include "remote/hear/sound_table.h"

enum { PRONOUNCE_WAYS_MAX = 4, PRONOUNCE_PHONES_SIZE = 512, PRONOUNCE_WORDS_MAX = 3 };

struct pronounce {
    const struct sound_table *words[PRONOUNCE_WORDS_MAX]; /* the first that has a word or character wins; NULL = none */
    const struct sound_table *syllables;
};
/* WAYS gets the pronunciations of TEXT as phones, the usual one first; spaces and punctuation are silent. Returns how
 * many; 0 = a part of TEXT cannot be said, or TEXT is too long. */
size_t pronounce(const struct pronounce *tables, const char *text,
                 char ways[PRONOUNCE_WAYS_MAX][PRONOUNCE_PHONES_SIZE]);
#endif
