/* SPDX-License-Identifier: Apache-2.0 */
/* What is written is not all said: spaces and brackets are silent, and "10个" is said 十个. */
#include "ui/voice/sayables.h"

#include "stb-app/base/utf8.h"
#include "ui/model/service.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_COMMA "、"

const char *sayables_of_list(const char *list, size_t index, char word[SAYABLES_SIZE]) {
    for (; index > 0 && list; index--) {
        list = strstr(list, LIST_COMMA);
        list = list ? list + strlen(LIST_COMMA) : NULL;
    }
    const char *end = list ? strstr(list, LIST_COMMA) : NULL;
    size_t length = !list ? 0 : end ? (size_t)(end - list) : strlen(list);
    if (length == 0 || length >= SAYABLES_SIZE)
        return NULL;
    memcpy(word, list, length);
    word[length] = '\0';
    return word;
}

static void append(char *words, const char *more) {
    if (strlen(words) + strlen(more) < SAYABLES_SIZE)
        strcat(words, more);
}

static void append_digit(char *words, const char *digits, int digit) {
    char word[SAYABLES_SIZE];
    append(words, sayables_of_list(digits, (size_t)digit, word) ? word : "");
}

/* 0 to 99 as a number, more digit by digit, as one says the number of a house. */
static const char *append_number(char *words, const char *digits, const char *at) {
    size_t length = strspn(at, "0123456789");
    int number = atoi(at);
    if (length > 2 || at[0] == '0' || number < 10) {
        for (size_t i = 0; i < length; i++)
            append_digit(words, digits, at[i] - '0');
        return at + length;
    }
    if (number >= 20)
        append_digit(words, digits, number / 10);
    append_digit(words, digits, 10);
    if (number % 10)
        append_digit(words, digits, number % 10);
    return at + length;
}

static bool is_letter(uint32_t character) {
    return (character >= 0x4E00 && character < 0xA000) || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z');
}

/* TITLE as it is said; WHOLE: behind the first gap too. */
static void spell_out(char words[SAYABLES_SIZE], const char *digits, const char *title, bool whole) {
    words[0] = '\0';
    while (*title) {
        const char *next = title;
        uint32_t character = utf8_next(&next);
        if (character >= '0' && character <= '9') {
            title = append_number(words, digits, title);
            continue;
        }
        if (is_letter(character)) {
            char one[5] = "";
            memcpy(one, title, (size_t)(next - title));
            append(words, one);
        } else if (!whole && words[0]) {
            return;
        }
        title = next;
    }
}

static void add(struct sayables *sayables, const char *words) {
    for (size_t i = 0; i < sayables->count; i++)
        if (strcmp(sayables->words[i], words) == 0)
            return;
    if (words[0] && strlen(words) < SAYABLES_SIZE && sayables->count < SAYABLES_MAX)
        strcpy(sayables->words[sayables->count++], words);
}

void sayables_collect(struct sayables *sayables, const char *digits, const char *title, const struct json_object *say) {
    char words[SAYABLES_SIZE];
    const char *other;
    sayables->count = 0;
    spell_out(words, digits, title, true);
    add(sayables, words);
    spell_out(words, digits, title, false);
    add(sayables, words);
    for (size_t i = 0; (other = service_say(say, i)); i++) {
        spell_out(words, digits, other, true);
        add(sayables, words);
    }
}
