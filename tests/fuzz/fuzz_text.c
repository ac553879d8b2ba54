/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of anybody's, under rubbish (libFuzzer): cut to a bound, broken into lines, made fit to be heard. Beyond not
 * crashing: what is cut is a whole beginning, lines follow each other and leave nothing out but blanks, what is heard
 * fits its room.
 */
#include "stb-app/base/utf8.h"
#include "ui/kit/strings.h"
#include "ui/text/accents.h"
#include "ui/text/linebreak.h"
#include "ui/voice/text_normalize.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 40 };
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int advance(void *data, uint32_t character) {
    (void)data;
    return utf8_is_silent(character) ? 0 : character >= 0x2E80 ? 128 : 64;
}

static void expect(bool so) {
    if (!so)
        abort();
}

static void cut(const char *text, size_t length, size_t characters, size_t room) {
    size_t fits = utf8_fit(text, length, characters, room);
    expect(fits <= length && (fits == length || fits <= room));
    size_t counted = 0;
    for (const char *at = text; at < text + fits; counted++)
        utf8_next(&at);
    expect(counted <= characters);
}

static void break_lines(const char *text, int width) {
    const struct linebreak_measure measure = {advance, NULL, 128};
    struct linebreak_line lines[LINES_MAX];
    int count = linebreak_all(text, width, &measure, lines, LINES_MAX);
    expect(count >= 0 && count <= LINES_MAX);
    for (int i = 0; i < count; i++) {
        expect(lines[i].bytes >= 0 && (i == 0 || lines[i].start == lines[i - 1].next));
        expect(!lines[i].next || lines[i].next >= lines[i].start + lines[i].bytes);
    }
    expect(count == 0 || count == LINES_MAX || !lines[count - 1].next || !*lines[count - 1].next);
}

static void hear(const char *text, size_t room) {
    static struct strings *strings;
    if (!strings)
        strings = strings_load("assets/strings/zh-CN.json");
    expect(strings && room > 0);
    const struct text_normalize_setup setup = {
        .words = strings, .phone = "62229090", .emergency_phone = "120", .emergency = room % 2};
    char *out = malloc(room);
    text_normalize(&setup, text, out, room);
    expect(strlen(out) < room);
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (length < 3)
        return 0;
    char *text = malloc(length - 1);
    memcpy(text, bytes + 2, length - 2);
    text[length - 2] = 0;
    size_t used = strlen(text);
    cut(text, used, bytes[0], 4 * (size_t)bytes[1]);
    break_lines(text, 64 + bytes[0] * 16);
    hear(text, 1 + 8 * (size_t)bytes[1]);
    const char *at = text;
    while (accents_next(&at) != 0)
        expect(at <= text + used);
    expect(at == text + used);
    free(text);
    return 0;
}
