/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search uses a grammar that has one word for each phrase, from one state to another, so that phrases share their
 * common beginnings. It runs while the senior speaks, to show a first guess, and again over the whole sound, because
 * only then the sound's mean is known, which is the microphone's and the room's part in it. Then the same sound is
 * searched for any row of phones. Both searches score frames alike, so their difference is what a phrase lacks.
 *
 * Traps of this version of pocketsphinx. It ends the program on a model that it cannot read, so only a
 * process of its own links it. A pronunciation "x(2)" is one of the word "x" and needs no transition. A loop of
 * context-dependent phones takes 70 MB: -allphone_ci. Every second frame (-ds 2) halves the time and costs no measured
 * accuracy. Slow speech fits longer phrases better than its own, so each phone has its price (-pip).
 */
#include "remote/hear/recognizer.h"

#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <math.h>
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fsg_model.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_SIZE = 32, FRAMES_A_SECOND = 100, NBEST_MAX = 60 };

struct recognizer {
    ps_decoder_t *decoder;
    fsg_model_t *grammar;
    int16_t *sound; /* of the whole sentence, for the free loop of phones */
    size_t sound_length, sound_room;
    int *pronunciations; /* how many each phrase has */
    size_t room;
};

static void say(void *data, err_lvl_t level, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The library logs places in its own source; the first line of a fault is enough. */
static void say(void *data, err_lvl_t level, const char *format, ...) { /* DATA: be quiet */
    char line[400];
    va_list arguments;
    if (level < ERR_ERROR || data)
        return;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    log_warning("hear", "%s", line);
}

static ps_decoder_t *open_decoder(const char *model) {
    cmd_ln_t *config = cmd_ln_init(NULL, ps_args(), FALSE, "-hmm", model, "-samprate", "16000", "-remove_noise", "no",
                                   "-remove_silence", "no", "-beam", "1e-100", "-pbeam", "1e-100", "-wbeam", "1e-80",
                                   "-lw", "1", "-wip", "1", "-ds", "2", "-pip", "1e-2", "-allphone_ci", "yes", "-cmn",
                                   "batch", "-bestpath", "no", NULL);
    ps_decoder_t *made = config ? ps_init(config) : NULL;
    if (config)
        cmd_ln_free_r(config);
    return made;
}

struct recognizer *recognizer_create(const char *model) {
    struct recognizer *recognizer = memory_new(1, sizeof *recognizer);
    err_set_logfp(NULL);
    err_set_callback(say, NULL);
    recognizer->decoder = open_decoder(model);
    if (recognizer->decoder) {
        recognizer->grammar = fsg_model_init("phrases", ps_get_logmath(recognizer->decoder), 1, 2);
        recognizer->grammar->start_state = 0;
        recognizer->grammar->final_state = 1;
        return recognizer;
    }
    log_error("hear", "%s is no acoustic model that can be used", model);
    recognizer_destroy(recognizer);
    return NULL;
}

void recognizer_destroy(struct recognizer *recognizer) {
    if (!recognizer)
        return;
    if (recognizer->grammar)
        fsg_model_free(recognizer->grammar);
    if (recognizer->decoder)
        ps_free(recognizer->decoder);
    free(recognizer->sound);
    free(recognizer->pronunciations);
    free(recognizer);
}

/* --- phrases */

static int *pronunciations(struct recognizer *recognizer, int phrase) {
    size_t wanted = (size_t)phrase + 1, room = recognizer->room;
    if (wanted > room) {
        size_t more = wanted > 2 * room ? wanted : 2 * room;
        recognizer->pronunciations = memory_resize(recognizer->pronunciations, more * sizeof(int));
        memset(recognizer->pronunciations + room, 0, (more - room) * sizeof(int));
        recognizer->room = more;
    }
    return &recognizer->pronunciations[phrase];
}

bool recognizer_knows(struct recognizer *recognizer, const char *phones) {
    static int asked;
    char word[WORD_SIZE];
    snprintf(word, sizeof word, "?%d", asked++);
    err_set_callback(say, &asked);
    bool knows = ps_add_word(recognizer->decoder, word, phones, FALSE) >= 0;
    err_set_callback(say, NULL);
    return knows;
}

bool recognizer_add(struct recognizer *recognizer, int phrase, const char *phones, double weight) {
    char word[WORD_SIZE];
    int *count = pronunciations(recognizer, phrase);
    snprintf(word, sizeof word, *count ? "%d(%d)" : "%d", phrase, *count + 1);
    if (ps_add_word(recognizer->decoder, word, phones, FALSE) < 0)
        return false;
    if ((*count)++ > 0)
        return true;
    int id = fsg_model_word_add(recognizer->grammar, word);
    fsg_model_trans_add(recognizer->grammar, 0, 1, fsg_model_log(recognizer->grammar, weight), id);
    return true;
}

/* --- an utterance */

static bool start(ps_decoder_t *decoder, const char *search) {
    return ps_set_search(decoder, search) == 0 && ps_start_stream(decoder) == 0 && ps_start_utt(decoder) == 0;
}

bool recognizer_begin(struct recognizer *recognizer) {
    bool ok = ps_set_fsg(recognizer->decoder, "phrases", recognizer->grammar) == 0 &&
              ps_set_allphone_file(recognizer->decoder, "loop", NULL) == 0 && start(recognizer->decoder, "phrases");
    if (!ok)
        log_error("hear", "the phrases make no grammar");
    return ok;
}

void recognizer_hear(struct recognizer *recognizer, const int16_t *samples, size_t count) {
    if (recognizer->sound_length + count > recognizer->sound_room) {
        recognizer->sound_room += count + RECOGNIZER_RATE;
        recognizer->sound = memory_resize(recognizer->sound, recognizer->sound_room * sizeof samples[0]);
    }
    memcpy(recognizer->sound + recognizer->sound_length, samples, count * sizeof samples[0]);
    recognizer->sound_length += count;
    ps_process_raw(recognizer->decoder, samples, count, FALSE, FALSE);
}

static int number(const char *word) {
    return word && word[0] >= '0' && word[0] <= '9' ? atoi(word) : -1;
}

int recognizer_so_far(struct recognizer *recognizer) {
    return number(ps_get_hyp(recognizer->decoder, NULL));
}

/* Frames of the phrase, without the silence before and after it. */
static int speech_frames(ps_decoder_t *decoder) {
    int frames = 0;
    for (ps_seg_t *part = ps_seg_iter(decoder); part; part = ps_seg_next(part)) {
        int first, last;
        ps_seg_frames(part, &first, &last);
        if (number(ps_seg_word(part)) >= 0)
            frames += last - first + 1;
    }
    return frames;
}

static int second_best(ps_decoder_t *decoder, int best, int *score) {
    ps_nbest_t *list = ps_nbest(decoder);
    int found = -1;
    for (int i = 0; list && i < NBEST_MAX && found < 0; i++) {
        list = ps_nbest_next(list);
        int phrase = list ? number(ps_nbest_hyp(list, score)) : -1;
        found = phrase != best ? phrase : -1;
    }
    if (list)
        ps_nbest_free(list);
    return found;
}

/* Searches the whole sound at once: its mean is that of this sentence and this noise. */
static bool search_all(struct recognizer *recognizer, const char *search) {
    return start(recognizer->decoder, search) &&
           ps_process_raw(recognizer->decoder, recognizer->sound, recognizer->sound_length, FALSE, TRUE) >= 0 &&
           ps_end_utt(recognizer->decoder) == 0;
}

static int loop_score(struct recognizer *recognizer) {
    int score = 0;
    if (!search_all(recognizer, "loop"))
        return 0;
    ps_get_hyp(recognizer->decoder, &score);
    return score;
}

struct recognizer_result recognizer_end(struct recognizer *recognizer) {
    struct recognizer_result result = {.phrase = -1, .second = -1};
    ps_decoder_t *decoder = recognizer->decoder;
    int score = 0, second = 0;
    ps_end_utt(decoder);
    if (!search_all(recognizer, "phrases"))
        return result;
    result.phrase = number(ps_get_hyp(decoder, &score));
    int frames = result.phrase >= 0 ? speech_frames(decoder) : 0;
    if (!frames)
        return (struct recognizer_result){.phrase = -1, .second = -1};
    result.second = second_best(decoder, result.phrase, &second);
    int free_score = loop_score(recognizer);
    result.behind = fmax(0, (double)(free_score - score) / frames);
    result.lead = result.second >= 0 ? fmax(0, (double)(score - second) / frames) : 0;
    result.speech_ms = frames * 1000 / FRAMES_A_SECOND;
    return result;
}
