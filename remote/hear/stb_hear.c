/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stb-hear: recognises one sentence, in a process of its own. pocketsphinx ends the program on a model that it cannot
 * read, and takes memory and time that stb-app does not have; here both are bounded, and stb-app may kill the process
 * at any moment. It opens no device and no network.
 */
#include "remote/hear/stb_hear.h"

#include "remote/hear/vocabulary.h"
#include "remote/mic/loudness.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/no_network.h"
#include "stb-app/base/process.h"

#include <errno.h>
#include <json-c/json_object.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    A_MS = HEAR_RATE / 1000,
    PIECE = 100 * A_MS, /* samples */
    WINDOW = 20 * A_MS, /* samples of one measure of loudness */
    SPEECH_RANGE = 4,   /* the loudest window of speech has at least so many times the power of the quietest: 6 dB */
    SO_FAR_EVERY_MS = 300
};

struct hear {
    struct vocabulary *vocabulary;
    struct recognizer *recognizer;
    char *line;                   /* the vocabulary */
    size_t length;                /* of LINE, in bytes */
    unsigned char odd[PIECE * 2]; /* bytes that came with the line's end, later half a sample */
    size_t odd_length;
    size_t heard; /* samples */
    int loudest;
    double window, quiet, loud; /* power of the window under way, of the quietest and of the loudest */
    size_t in_window;
    int told; /* the phrase of the last "so_far" */
    bool ended;
};

static void print(struct json_object *answer) {
    puts(json_object_to_json_string_ext(answer, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    fflush(stdout);
    json_object_put(answer);
}

static void print_one(const char *name, const char *text) {
    struct json_object *answer = json_object_new_object();
    json_put_text(answer, name, text);
    print(answer);
}

/* Reads up to SIZE bytes; 0 = the input has ended. */
static size_t read_some(void *bytes, size_t size) {
    ssize_t got;
    do
        got = read(STDIN_FILENO, bytes, size);
    while (got < 0 && errno == EINTR);
    return got > 0 ? (size_t)got : 0;
}

/* Reads the first line; bytes that came after it are kept as sound. */
static bool read_line(struct hear *hear) {
    hear->line = memory_new(VOCABULARY_LINE_MAX + 1, 1);
    while (hear->length < VOCABULARY_LINE_MAX) {
        size_t most = VOCABULARY_LINE_MAX - hear->length;
        size_t got = read_some(hear->line + hear->length, most < sizeof hear->odd ? most : sizeof hear->odd);
        char *end = got ? memchr(hear->line + hear->length, '\n', got) : NULL;
        if (end) {
            hear->odd_length = (size_t)(hear->line + hear->length + got - (end + 1));
            memcpy(hear->odd, end + 1, hear->odd_length);
            hear->length = (size_t)(end - hear->line);
            return true;
        }
        hear->length += got;
        if (!got)
            break;
    }
    log_error("hear", "expected a line of what may be said, up to %d bytes", VOCABULARY_LINE_MAX);
    return false;
}

static void tell_so_far(struct hear *hear) {
    int phrase = recognizer_so_far(hear->recognizer);
    if (phrase < 0 || phrase == hear->told)
        return;
    hear->told = phrase;
    print_one("so_far", vocabulary_phrase(hear->vocabulary, phrase));
}

/* A fan or a running tap is equally loud all the time; the free loop of phones fits it no better than a phrase does. */
static void measure(struct hear *hear, const int16_t *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hear->window += (double)samples[i] * samples[i];
        if (++hear->in_window < WINDOW)
            continue;
        hear->loud = fmax(hear->loud, hear->window);
        hear->quiet = hear->quiet < 0 ? hear->window : fmin(hear->quiet, hear->window);
        hear->window = 0;
        hear->in_window = 0;
    }
}

static bool is_steady(const struct hear *hear) {
    return hear->loud < SPEECH_RANGE * hear->quiet;
}

static void take_sound(struct hear *hear) {
    int16_t samples[PIECE];
    size_t count = hear->odd_length / 2;
    for (size_t i = 0; i < count; i++)
        samples[i] = (int16_t)(hear->odd[2 * i] | hear->odd[2 * i + 1] << 8);
    hear->odd[0] = hear->odd[hear->odd_length - 1]; /* half a sample, if the byte count is odd */
    hear->odd_length %= 2;
    int level = loudness(samples, count);
    hear->loudest = level > hear->loudest ? level : hear->loudest;
    measure(hear, samples, count);
    recognizer_hear(hear->recognizer, samples, count);
    size_t before = hear->heard / (SO_FAR_EVERY_MS * A_MS);
    hear->heard += count;
    if (hear->heard / (SO_FAR_EVERY_MS * A_MS) != before)
        tell_so_far(hear);
}

/* Takes sound until it ends, or lasts HEAR_SOUND_MOST_MS. */
static void listen(struct hear *hear) {
    do {
        if (hear->odd_length > 1)
            take_sound(hear);
        size_t got = read_some(hear->odd + hear->odd_length, sizeof hear->odd - hear->odd_length);
        hear->odd_length += got;
        hear->ended = got == 0;
    } while (!hear->ended && hear->heard <= (size_t)HEAR_SOUND_MOST_MS * A_MS);
}

static enum hear_reason prepare(struct hear *hear, const struct vocabulary_sounds *sounds) {
    hear->recognizer = recognizer_create(sounds->model);
    if (!hear->recognizer)
        return HEAR_MODEL;
    hear->vocabulary = read_line(hear) ? vocabulary_read(hear->line, hear->length) : NULL;
    free(hear->line);
    hear->line = NULL;
    if (!hear->vocabulary)
        return HEAR_PHRASES;
    enum vocabulary_fault fault = vocabulary_teach(hear->vocabulary, sounds, hear->recognizer);
    if (fault)
        return fault == VOCABULARY_NO_TABLES ? HEAR_TABLES : HEAR_PHRASES;
    return recognizer_begin(hear->recognizer) ? HEAR_TEXT : HEAR_PHRASES;
}

static void put_number(struct json_object *to, const char *key, double value) {
    char text[32];
    snprintf(text, sizeof text, "%.3f", value);
    json_object_object_add(to, key, json_object_new_double_s(value, text));
}

static void print_text(const struct hear *hear, const struct recognizer_result *result) {
    struct json_object *answer = json_object_new_object();
    json_put_text(answer, "text", vocabulary_phrase(hear->vocabulary, result->phrase));
    put_number(answer, "score", vocabulary_score(hear->vocabulary, result->behind));
    json_put_text(answer, "second", vocabulary_phrase(hear->vocabulary, result->second));
    put_number(answer, "second_score",
               result->second < 0 ? 0 : vocabulary_score(hear->vocabulary, result->behind + result->lead));
    put_number(answer, "behind", result->behind);
    put_number(answer, "lead", result->lead);
    json_put_integer(answer, "speech_ms", result->speech_ms);
    print(answer);
}

static enum hear_reason hear_one(struct hear *hear, const struct vocabulary_sounds *sounds) {
    enum hear_reason reason = prepare(hear, sounds);
    if (reason)
        return reason;
    listen(hear);
    if (!hear->ended)
        return HEAR_LONG;
    if (hear->heard < HEAR_SOUND_LEAST_MS * A_MS)
        return HEAR_SHORT;
    if (hear->loudest < LOUDNESS_SPEECH)
        return HEAR_SILENCE;
    if (is_steady(hear))
        return HEAR_NOTHING;
    struct recognizer_result result = recognizer_end(hear->recognizer);
    if (result.phrase < 0)
        return HEAR_NOTHING;
    print_text(hear, &result);
    return HEAR_TEXT;
}

int main(int argc, char **argv) {
    struct hear hear = {.told = -1, .quiet = -1};
    process_begin();
    no_network_from_now_on();
    alarm(HEAR_LASTS_MOST_S);
    if (argc < 3 || argc > 4) {
        fputs("usage: stb-hear MODEL TABLES [READINGS] <WORDS-AND-SOUND; see remote/hear/stb_hear.h\n", stderr);
        return HEAR_USAGE;
    }
    struct vocabulary_sounds sounds = {.model = argv[1], .folder = argv[2], .readings = argv[3]};
    enum hear_reason reason = hear_one(&hear, &sounds);
    if (reason != HEAR_TEXT)
        print_one("reason", hear_reason_names[reason]);
    vocabulary_destroy(hear.vocabulary);
    recognizer_destroy(hear.recognizer);
    return (int)reason;
}
