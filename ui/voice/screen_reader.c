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
#include "ui/voice/announce.h"
#include "ui/voice/text_normalize.h"
#include "ui/voice/tts.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REST_MS = 180, HELD_MS = 280, HINT_MS = 1500, BY_KEY_MS = 1500, WORDS_SIZE = 4096 };
static const int percents[] = {30, 60, 100}; /* low, normal, loud */

struct guide {
    struct loop *loop;
    void (*on_trouble)(void *data);
    void (*on_voice)(void *data, bool speaks);
    void *data;
    struct speech *speech;
    struct loop_timer *rest, *pause; /* before what is due; before the hint */
    bool on, held;
    bool speaks; /* as was told */
    enum model_voice_trouble trouble;
    int64_t key_ms; /* the last key, 0 = none yet */
    const struct model *model;
    const struct strings *strings;
    struct utter utter;
    char due[WORDS_SIZE], whole[WORDS_SIZE], hint[WORDS_SIZE], hinted[WORDS_SIZE]; /* as written; the last as said */
    bool alarm;                                                                    /* the alarm is on screen */
};

static void tell_voice(struct guide *guide) {
    bool speaks = speech_speaks(guide->speech);
    if (speaks == guide->speaks)
        return;
    guide->speaks = speaks;
    guide->on_voice(guide->data, speaks);
}

static void hush(struct guide *guide) {
    speech_cut(guide->speech);
    tell_voice(guide);
    loop_timer_stop(guide->rest);
    loop_timer_stop(guide->pause);
}

/* Nothing is due, and REPEAT has nothing to say; what is seen next is new. */
static void be_silent(struct guide *guide) {
    hush(guide);
    utter_forget(&guide->utter);
    guide->due[0] = guide->whole[0] = guide->hint[0] = 0;
}

static void say(struct guide *guide, const char *text) {
    char words[WORDS_SIZE];
    const struct spell spell = {.words = guide->strings,
                                .phone = guide->model->hotline.phone,
                                .emergency_phone = guide->model->hotline.emergency_phone,
                                .emergency = guide->alarm};
    spell_out(&spell, text, words, sizeof words);
    if (words[0])
        speech_say(guide->speech, words);
    tell_voice(guide);
}

static void rested(void *data) {
    struct guide *guide = data;
    utter_said(&guide->utter);
    say(guide, guide->due);
}

static void paused(void *data) {
    struct guide *guide = data;
    snprintf(guide->hinted, sizeof guide->hinted, "%s", guide->hint);
    say(guide, guide->hint);
}

static void take_trouble(struct guide *guide, enum model_voice_trouble trouble) {
    if (trouble == guide->trouble)
        return;
    guide->trouble = trouble;
    guide->on_trouble(guide->data);
}

static void said(void *data, enum speech_end end) {
    static const enum model_voice_trouble troubles[] = {
        [SPEECH_HEARD] = VOICE_WORKS, [SPEECH_NO_VOICE] = VOICE_NO_ENGINE, [SPEECH_NO_SOUND] = VOICE_NO_SOUND};
    struct guide *guide = data;
    if (end == SPEECH_HEARD && guide->hint[0] && strcmp(guide->hint, guide->hinted) != 0)
        loop_timer_start(guide->pause, HINT_MS, 0);
    tell_voice(guide);
    take_trouble(guide, troubles[end]);
}

void guide_key(struct guide *guide, enum action action, bool repeated) {
    if (!guide->on)
        return;
    hush(guide);
    guide->key_ms = loop_now_ms();
    guide->held = repeated;
    if (action == ACTION_REPEAT) {
        utter_said(&guide->utter); /* all of it is said now, the keys included */
        snprintf(guide->hinted, sizeof guide->hinted, "%s", guide->hint);
        say(guide, guide->whole);
    } else if (utter_is_due(&guide->utter)) {
        loop_timer_start(guide->rest, REST_MS, 0); /* what the key changes moves it on */
    }
}

void guide_see(struct guide *guide, const struct scene *scene) {
    if (!guide->on)
        return;
    if (scene->hush) {
        be_silent(guide);
        return;
    }
    int64_t now_ms = loop_now_ms();
    bool by_key = guide->key_ms && now_ms - guide->key_ms < BY_KEY_MS;
    bool news = utter_see(&guide->utter, scene, by_key);
    guide->alarm = strcmp(scene->screen, "sos") == 0;
    snprintf(guide->whole, sizeof guide->whole, "%s\n%s", scene->say ? scene->say : "",
             scene->spoken.hint ? scene->spoken.hint : "");
    snprintf(guide->hint, sizeof guide->hint, "%s", scene->spoken.hint ? scene->spoken.hint : "");
    utter_due(&guide->utter, scene, guide->due, sizeof guide->due);
    if (!news)
        return;
    hush(guide); /* the newest truth is the one to hear */
    loop_timer_start(guide->rest, guide->held && by_key ? HELD_MS : REST_MS, 0);
}

enum model_voice_trouble guide_trouble(const struct guide *guide) {
    return guide->trouble;
}

void guide_setup(struct guide *guide, const struct model *model, const struct strings *strings) {
    const char *command[MODEL_VOICE_WORDS_MAX + 1] = {NULL};
    const struct model_voice *voice = &model->voice;
    bool was_on = guide->on;
    guide->model = model;
    guide->strings = strings;
    for (size_t i = 0; i < voice->word_count; i++)
        command[i] = voice->command[i];
    speech_setup(guide->speech, command, voice->output, percents[voice->volume]);
    guide->on = voice->on;
    if (!guide->on)
        hush(guide);
    if (guide->on != was_on)
        utter_forget(&guide->utter);
    if (!speech_possible(guide->speech))
        take_trouble(guide, VOICE_NO_ENGINE);
    else if (guide->trouble == VOICE_NO_ENGINE)
        take_trouble(guide, VOICE_WORKS); /* until it turns out not to */
}

struct guide *guide_create(struct loop *loop, void (*on_trouble)(void *data), void (*on_voice)(void *data, bool speaks),
                           void *data) {
    struct guide *guide = calloc(1, sizeof *guide);
    if (!guide)
        return NULL;
    guide->loop = loop;
    guide->on_trouble = on_trouble;
    guide->on_voice = on_voice;
    guide->data = data;
    guide->speech = speech_create(loop, said, guide);
    guide->rest = loop_timer_create(loop, rested, guide);
    guide->pause = loop_timer_create(loop, paused, guide);
    return guide;
}

void guide_destroy(struct guide *guide) {
    if (!guide)
        return;
    speech_destroy(guide->speech);
    loop_timer_destroy(guide->rest);
    loop_timer_destroy(guide->pause);
    free(guide);
}
