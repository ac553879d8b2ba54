/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The timing of what announce.c decides. Something is due -> wait until the picture rests -> say it -> it was heard,
 * and nothing else happens for 1.5 s -> say which keys there are, once for each screen. A key cuts whatever is said,
 * and what comes of it within a moment counts as its doing.
 *
 * The trap is a held arrow: each step rests a quarter of a second, and a voice that begins at each of them stutters. So
 * a repeated key waits longer than the next one takes.
 */
#include "ui/voice/screen_reader.h"

#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "ui/voice/announce.h"
#include "ui/voice/text_normalize.h"
#include "ui/voice/tts.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REST_MS = 180, HELD_MS = 280, HINT_MS = 1500, BY_KEY_MS = 1500, WORDS_SIZE = 4096 };
static const int percents[] = {30, 60, 100}; /* low, normal, loud */

struct screen_reader {
    struct loop *loop;
    void (*on_trouble)(void *data);
    void (*on_voice)(void *data, bool speaks);
    void *data;
    struct tts *tts;
    struct loop_timer *rest, *pause; /* before what is due; before the hint */
    bool on, held;
    bool speaks; /* as was told */
    enum model_voice_trouble trouble;
    int64_t key_ms; /* the last key, 0 = none yet */
    const struct model *model;
    const struct strings *strings;
    struct announce announce;
    char due[WORDS_SIZE], whole[WORDS_SIZE], hint[WORDS_SIZE], hinted[WORDS_SIZE]; /* as written; the last as said */
    bool alarm;                                                                    /* the alarm is on screen */
};

static void tell_voice(struct screen_reader *reader) {
    bool speaks = tts_speaks(reader->tts);
    if (speaks == reader->speaks)
        return;
    reader->speaks = speaks;
    reader->on_voice(reader->data, speaks);
}

static void hush(struct screen_reader *reader) {
    tts_cut(reader->tts);
    tell_voice(reader);
    loop_timer_stop(reader->rest);
    loop_timer_stop(reader->pause);
}

/* Nothing is due, and REPEAT has nothing to say; what is seen next is new. */
static void be_silent(struct screen_reader *reader) {
    hush(reader);
    announce_forget(&reader->announce);
    reader->due[0] = reader->whole[0] = reader->hint[0] = 0;
}

static void say(struct screen_reader *reader, const char *text) {
    char words[WORDS_SIZE];
    const struct text_normalize_setup setup = {.words = reader->strings,
                                               .phone = reader->model->hotline.phone,
                                               .emergency_phone = reader->model->hotline.emergency_phone,
                                               .emergency = reader->alarm};
    text_normalize(&setup, text, words, sizeof words);
    if (words[0])
        tts_say(reader->tts, words);
    tell_voice(reader);
}

static void rested(void *data) {
    struct screen_reader *reader = data;
    announce_said(&reader->announce);
    say(reader, reader->due);
}

static void paused(void *data) {
    struct screen_reader *reader = data;
    snprintf(reader->hinted, sizeof reader->hinted, "%s", reader->hint);
    say(reader, reader->hint);
}

static void take_trouble(struct screen_reader *reader, enum model_voice_trouble trouble) {
    if (trouble == reader->trouble)
        return;
    reader->trouble = trouble;
    reader->on_trouble(reader->data);
}

static void said(void *data, enum tts_end end) {
    static const enum model_voice_trouble troubles[] = {
        [TTS_HEARD] = VOICE_WORKS, [TTS_NO_VOICE] = VOICE_NO_ENGINE, [TTS_NO_SOUND] = VOICE_NO_SOUND};
    struct screen_reader *reader = data;
    if (end == TTS_HEARD && reader->hint[0] && strcmp(reader->hint, reader->hinted) != 0)
        loop_timer_start(reader->pause, HINT_MS, 0);
    tell_voice(reader);
    take_trouble(reader, troubles[end]);
}

void screen_reader_key(struct screen_reader *reader, enum action action, bool repeated) {
    if (!reader->on)
        return;
    hush(reader);
    reader->key_ms = loop_now_ms();
    reader->held = repeated;
    if (action == ACTION_REPEAT) {
        announce_said(&reader->announce); /* all of it is said now, the keys included */
        snprintf(reader->hinted, sizeof reader->hinted, "%s", reader->hint);
        say(reader, reader->whole);
    } else if (announce_is_due(&reader->announce)) {
        loop_timer_start(reader->rest, REST_MS, 0); /* what the key changes moves it on */
    }
}

void screen_reader_see(struct screen_reader *reader, const struct scene *scene) {
    if (!reader->on)
        return;
    if (scene->hush) {
        be_silent(reader);
        return;
    }
    int64_t now_ms = loop_now_ms();
    bool by_key = reader->key_ms && now_ms - reader->key_ms < BY_KEY_MS;
    bool news = announce_see(&reader->announce, scene, by_key);
    reader->alarm = strcmp(scene->screen, "sos") == 0;
    snprintf(reader->whole, sizeof reader->whole, "%s\n%s", scene->say ? scene->say : "",
             scene->speech.hint ? scene->speech.hint : "");
    snprintf(reader->hint, sizeof reader->hint, "%s", scene->speech.hint ? scene->speech.hint : "");
    announce_due(&reader->announce, scene, reader->due, sizeof reader->due);
    if (!news)
        return;
    hush(reader); /* the newest truth is the one to hear */
    loop_timer_start(reader->rest, reader->held && by_key ? HELD_MS : REST_MS, 0);
}

enum model_voice_trouble screen_reader_trouble(const struct screen_reader *reader) {
    return reader->trouble;
}

void screen_reader_setup(struct screen_reader *reader, const struct model *model, const struct strings *strings) {
    const char *command[MODEL_VOICE_WORDS_MAX + 1] = {NULL};
    const struct model_voice *voice = &model->voice;
    bool was_on = reader->on;
    reader->model = model;
    reader->strings = strings;
    for (size_t i = 0; i < voice->word_count; i++)
        command[i] = voice->command[i];
    tts_setup(reader->tts, command, voice->output, percents[voice->volume]);
    reader->on = voice->on;
    if (!reader->on)
        hush(reader);
    if (reader->on != was_on)
        announce_forget(&reader->announce);
    if (!tts_possible(reader->tts))
        take_trouble(reader, VOICE_NO_ENGINE);
    else if (reader->trouble == VOICE_NO_ENGINE)
        take_trouble(reader, VOICE_WORKS); /* until it turns out not to */
}

struct screen_reader *screen_reader_create(struct loop *loop, void (*on_trouble)(void *data),
                                           void (*on_voice)(void *data, bool speaks), void *data) {
    struct screen_reader *reader = memory_new(1, sizeof *reader);
    reader->loop = loop;
    reader->on_trouble = on_trouble;
    reader->on_voice = on_voice;
    reader->data = data;
    reader->tts = tts_create(loop, said, reader);
    reader->rest = loop_timer_create(loop, rested, reader);
    reader->pause = loop_timer_create(loop, paused, reader);
    return reader;
}

void screen_reader_destroy(struct screen_reader *reader) {
    if (!reader)
        return;
    tts_destroy(reader->tts);
    loop_timer_destroy(reader->rest);
    loop_timer_destroy(reader->pause);
    free(reader);
}
