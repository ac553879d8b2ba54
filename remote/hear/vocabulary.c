/* SPDX-License-Identifier: Apache-2.0 */
#include "remote/hear/vocabulary.h"

#include "remote/hear/pronounce.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <dirent.h>
#include <json-c/json_object.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALSO_WEIGHT  1e-6
#define USUAL_MARGIN 10.0 /* for a table without a margin of its own */
#define USUAL_SLOPE  2.0
#define TABLE_ENDING ".tsv"
#define OWN_TABLE    "syllables.tsv"

enum { PATH_SIZE = 4096 };

struct vocabulary {
    struct json_object *parsed; /* the phrases point into it */
    const char *phrases[VOCABULARY_PHRASES_MAX];
    size_t count, likely; /* the first LIKELY of them */
    double margin, slope;
};

/* --- the line */

static bool take_list(struct vocabulary *vocabulary, const char *name) {
    struct json_object *list = json_child(vocabulary->parsed, name);
    size_t count = list && json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    if ((list && !json_object_is_type(list, json_type_array)) || vocabulary->count + count > VOCABULARY_PHRASES_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json_object *entry = json_object_array_get_idx(list, i);
        if (!json_object_is_type(entry, json_type_string) ||
            json_object_get_string_len(entry) >= VOCABULARY_PHRASE_SIZE)
            return false;
        vocabulary->phrases[vocabulary->count++] = json_object_get_string(entry);
    }
    return true;
}

struct vocabulary *vocabulary_read(const char *line, size_t length) {
    struct vocabulary *vocabulary = memory_new(1, sizeof *vocabulary);
    char error[JSON_ERROR_SIZE] = "expected lists of phrases, within bounds";
    vocabulary->parsed = json_parse(line, length, VOCABULARY_LINE_MAX, error);
    bool ok = vocabulary->parsed && json_object_is_type(vocabulary->parsed, json_type_object) &&
              take_list(vocabulary, "phrases");
    vocabulary->likely = vocabulary->count;
    if (ok && take_list(vocabulary, "also") && vocabulary->count > 0)
        return vocabulary;
    log_error("hear", "what may be said: %s", error);
    vocabulary_destroy(vocabulary);
    return NULL;
}

void vocabulary_destroy(struct vocabulary *vocabulary) {
    if (!vocabulary)
        return;
    json_object_put(vocabulary->parsed);
    free(vocabulary);
}

/* --- how it sounds */

static struct sound_table *read_in(const char *folder, const char *name) {
    char path[PATH_SIZE];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    return length < (int)sizeof path ? sound_table_read(path) : NULL;
}

static bool fits(const struct sound_table *table, struct recognizer *recognizer) {
    char phones[RECOGNIZER_PHONES_SIZE];
    const struct sound_entry *entry;
    for (size_t i = 0; (entry = sound_table_at(table, i)); i++)
        for (size_t way = 0; sound_table_take(entry->sounds, way, phones, sizeof phones); way++)
            if (!recognizer_knows(recognizer, phones))
                return false;
    return true;
}

static int is_table(const struct dirent *entry) {
    size_t length = strlen(entry->d_name), ending = strlen(TABLE_ENDING);
    return length > ending && strcmp(entry->d_name + length - ending, TABLE_ENDING) == 0;
}

/* The first table whose phones RECOGNIZER's model has: each model has phones of its own. */
static struct sound_table *syllables_for(const struct vocabulary_sounds *sounds, struct recognizer *recognizer) {
    char folder[PATH_SIZE], own[PATH_SIZE];
    struct dirent **names = NULL;
    snprintf(own, sizeof own, "%s/%s", sounds->model, OWN_TABLE);
    snprintf(folder, sizeof folder, "%s/syllables", sounds->folder);
    struct sound_table *found = access(own, R_OK) == 0 ? read_in(sounds->model, OWN_TABLE) : NULL;
    if (found)
        return found;
    int count = scandir(folder, &names, is_table, alphasort);
    for (int i = 0; i < count; i++) {
        struct sound_table *table = found ? NULL : read_in(folder, names[i]->d_name);
        if (table && fits(table, recognizer))
            found = table;
        else
            sound_table_destroy(table);
        free(names[i]);
    }
    free(names);
    return found;
}

static bool teach_phrase(const struct vocabulary *vocabulary, size_t index, const struct pronounce *tables,
                         struct recognizer *recognizer) {
    char ways[PRONOUNCE_WAYS_MAX][PRONOUNCE_PHONES_SIZE];
    size_t count = pronounce(tables, vocabulary->phrases[index], ways);
    bool taught = false;
    for (size_t i = 0; i < count; i++)
        taught =
            recognizer_add(recognizer, (int)index, ways[i], index < vocabulary->likely ? 1 : ALSO_WEIGHT) || taught;
    return taught;
}

static size_t teach_all(const struct vocabulary *vocabulary, const struct pronounce *tables,
                        struct recognizer *recognizer) {
    size_t taught = 0, silent = 0;
    const char *example = "";
    for (size_t i = 0; i < vocabulary->count; i++) {
        bool ok = teach_phrase(vocabulary, i, tables, recognizer);
        taught += ok;
        silent += !ok;
        example = ok || example[0] ? example : vocabulary->phrases[i];
    }
    if (silent)
        log_warning("hear", "%zu of %zu phrases cannot be said: %s ...", silent, vocabulary->count, example);
    return taught;
}

enum vocabulary_fault vocabulary_teach(struct vocabulary *vocabulary, const struct vocabulary_sounds *sounds,
                                       struct recognizer *recognizer) {
    struct sound_table *syllables = syllables_for(sounds, recognizer);
    struct sound_table *words[PRONOUNCE_WORDS_MAX] = {sounds->readings ? sound_table_read(sounds->readings) : NULL,
                                                      read_in(sounds->folder, "readings.tsv"),
                                                      read_in(sounds->folder, "characters.tsv")};
    struct pronounce tables = {.words = {words[0], words[1], words[2]}, .syllables = syllables};
    enum vocabulary_fault fault = VOCABULARY_NO_TABLES;
    if (syllables && words[2]) {
        vocabulary->margin = sound_table_number(syllables, "margin", USUAL_MARGIN);
        vocabulary->slope = sound_table_number(syllables, "slope", USUAL_SLOPE);
        fault = teach_all(vocabulary, &tables, recognizer) ? VOCABULARY_OK : VOCABULARY_NO_PHRASES;
    } else {
        log_error("hear", "no table of syllables in %s fits the model %s", sounds->folder, sounds->model);
    }
    for (size_t i = 0; i < PRONOUNCE_WORDS_MAX; i++)
        sound_table_destroy(words[i]);
    sound_table_destroy(syllables);
    return fault;
}

const char *vocabulary_phrase(const struct vocabulary *vocabulary, int number) {
    return number >= 0 && (size_t)number < vocabulary->count ? vocabulary->phrases[number] : "";
}

double vocabulary_score(const struct vocabulary *vocabulary, double behind) {
    return 1 / (1 + exp((behind - vocabulary->margin) / vocabulary->slope));
}
