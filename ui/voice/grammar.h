/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_GRAMMAR_H
#define STB_UI_VOICE_GRAMMAR_H
/*
 * What may be said now, and what it means: the choices of the screen at hand, what is good anywhere, and the catalog's
 * services with the slots of one sentence, 现在 叫车 去 医院. A flat list of whole sentences, because few of them are
 * recognised far better than all that a language allows. A new service brings its words in the catalog. Pure.
 */
#include "ui/kit/screen.h"

enum intent_kind {
    INTENT_NONE,
    INTENT_ORDER,  /* SERVICE, with ANSWERS and ITEM as far as they were said */
    INTENT_CHOICE, /* OPTION of the screen at hand */
    INTENT_PLACE,  /* its NUMBER-th, from 1 on */
    INTENT_SOS,
    INTENT_OK,
    INTENT_BACK,
    INTENT_NEXT,
    INTENT_BEFORE,
    INTENT_HOME,
    INTENT_PERSON,
    INTENT_TV,
    INTENT_ORDERS,
    INTENT_BIGGER,
    INTENT_SMALLER,
    INTENT_REPEAT,
    INTENT_KINDS
};
enum { INTENT_ANSWERS_MAX = 2, GRAMMAR_PHRASES_MAX = 1600, GRAMMAR_PHRASE_SIZE = 128 };
struct intent {
    enum intent_kind kind;
    int number;
    char service[REQUEST_NAME_SIZE], option[REQUEST_NAME_SIZE], item[REQUEST_NAME_SIZE];
    struct request_answer answers[INTENT_ANSWERS_MAX];
    size_t answer_count;
};

struct grammar;
/* SCREEN: the one at hand. */
struct grammar *grammar_create(const struct model *model, const struct strings *strings, const struct screen *screen);
void grammar_destroy(struct grammar *grammar);

/* The INDEX-th sentence; NULL = past the last. The first grammar_likely() of them are the likely ones. */
const char *grammar_phrase(const struct grammar *grammar, size_t index);
size_t grammar_count(const struct grammar *grammar);
size_t grammar_likely(const struct grammar *grammar);
/* What TEXT means; INTENT_NONE = it is no sentence of these. */
struct intent grammar_meaning(const struct grammar *grammar, const char *text);
/* Three sentences to show, into EXAMPLES; returns how many there are. */
size_t grammar_examples(const struct grammar *grammar, const char *examples[3]);
#endif
