/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The traps: an SOS that comes meanwhile ends it, because what was said to another screen must not happen after it; and
 * on a box that was at television the sentence may be over before this program runs, so a recording that is there is
 * not begun anew.
 */
#include "ui/nav/conversation.h"

#include "ui/nav/option_requests.h"

#include <stdio.h>
#include <string.h>

#define SCORE_SURE 0.5

enum { SAID_MS = 6000, SHORT_MS = 400, MISHEARD_MAX = 2 };

static struct screen *talk_of(struct screen_layers *layers) {
    struct screen *newest = &layers->screens[layers->depth - 1];
    return newest->kind == SCREEN_TALK ? newest : NULL;
}

void conversation_end(struct conversation *conversation) {
    grammar_destroy(conversation->grammar);
    conversation->grammar = NULL;
}

/* --- listening */

static void tell_what_may_be_said(const struct screen_stack_setup *setup, const struct grammar *grammar) {
    static const char *phrases[GRAMMAR_PHRASES_MAX];
    size_t count = grammar_count(grammar), likely = grammar_likely(grammar);
    likely = likely < IPC_PHRASES_MAX ? likely : IPC_PHRASES_MAX;
    for (size_t i = 0; i < count; i++)
        phrases[i] = grammar_phrase(grammar, i);
    size_t rest = count - likely < IPC_PHRASES_MAX ? count - likely : IPC_PHRASES_MAX;
    setup->send(setup->data,
                &(struct ipc_message){
                    .type = IPC_HEAR,
                    .hear = {.phrases = phrases, .count = likely, .also = phrases + likely, .also_count = rest}});
}

void conversation_begin(struct conversation *conversation, struct screen_layers *layers) {
    const struct screen_stack_setup *setup = layers->setup;
    struct model *model = setup->model;
    struct screen *talk = talk_of(layers);
    const char *examples[TALK_EXAMPLES];
    int misheard = talk ? talk->talk.misheard : 0;
    bool first = !conversation->grammar;
    bool said = first && (model_listens(model) || model->listen.state == MIC_HEARD); /* to television */
    if (talk)
        layers->depth--;
    conversation_end(conversation);
    conversation->said_until_ms = 0;
    conversation->grammar = grammar_create(model, setup->strings, &layers->screens[layers->depth - 1]);
    struct screen next = talk_screen(examples, grammar_examples(conversation->grammar, examples));
    next.talk.misheard = misheard;
    memset(&model->heard, 0, sizeof model->heard);
    if (model->listen.state == MIC_OFF) {
        next.talk.state = TALK_MISSING;
    } else {
        tell_what_may_be_said(setup, conversation->grammar);
        if (!said)
            option_requests_listen(setup, IPC_LISTEN_BEGIN);
    }
    screen_layers_push(layers, &next);
}

/* --- what came of it */

static enum talk_state of_microphone(const struct model *model, enum talk_state before) {
    switch (model->listen.state) {
    case MIC_OFF:
    case MIC_MISSING:
        return TALK_MISSING;
    case MIC_BUSY:
        return TALK_BUSY;
    case MIC_FAILED:
        return TALK_FAILED;
    case MIC_SILENT:
        return TALK_QUIET;
    case MIC_HEARD:
        return TALK_THINKS;
    default:
        return before;
    }
}

/* A call-back about what was said; the recording goes with it. */
static bool send_to_person(const struct screen_stack_setup *setup) {
    const struct ipc_mic *listen = &setup->model->listen;
    struct ipc_message message = {.type = IPC_SUBMIT};
    struct request *request = &message.submit.request;
    if (listen->state != MIC_HEARD || !listen->id[0])
        return false;
    request_new_id(request->id);
    request->kind = REQUEST_CALLBACK;
    request->trigger = TRIGGER_VOICE;
    request->expires_s = 1800;
    request->answer_count = 1;
    snprintf(request->service, sizeof request->service, "person");
    snprintf(request->answers[0].step, sizeof request->answers[0].step, "spoken");
    snprintf(request->answers[0].option, sizeof request->answers[0].option, "%s", REQUEST_SPOKEN);
    memcpy(message.submit.spoken.id, listen->id, sizeof message.submit.spoken.id);
    snprintf(message.submit.spoken.step, sizeof message.submit.spoken.step, "spoken");
    setup->send(setup->data, &message);
    return true;
}

/* Once it is asked about; then a person listens. */
static void mishear(const struct screen_layers *layers, struct screen_talk *talk) {
    const struct model_heard *heard = &layers->setup->model->heard;
    talk->misheard++;
    snprintf(talk->text, sizeof talk->text, "%s", heard->text);
    if (talk->misheard >= MISHEARD_MAX)
        talk->state = send_to_person(layers->setup) ? TALK_PERSON : TALK_NOBODY;
    else
        talk->state = heard->text[0] ? TALK_UNSURE : TALK_QUIET;
}

static bool understand(struct conversation *conversation, struct screen_layers *layers, const char *text, double score,
                       int64_t now_ms, struct intent *intent) {
    *intent = grammar_meaning(conversation->grammar, text);
    snprintf(conversation->said, sizeof conversation->said, "%s", text);
    conversation->score = score;
    conversation->said_until_ms = now_ms + SAID_MS;
    layers->depth--;
    return true;
}

bool conversation_follow(struct conversation *conversation, struct screen_layers *layers, int64_t now_ms,
                         struct intent *intent) {
    const struct model *model = layers->setup->model;
    const struct model_heard *heard = &model->heard;
    struct screen *screen = talk_of(layers);
    if (!screen)
        return false;
    struct screen_talk *talk = &screen->talk;
    if (sos_overlay_up(&layers->sos, model)) {
        option_requests_listen(layers->setup, IPC_LISTEN_DROP);
        layers->depth--;
        return false;
    }
    if (talk->state != TALK_LISTENS && talk->state != TALK_THINKS)
        return false;
    if (!heard->done)
        talk->state = of_microphone(model, talk->state);
    else if (heard->failed)
        talk->state = TALK_FAILED;
    else if (heard->brief)
        talk->state = TALK_SHORT;
    else if (heard->quiet)
        talk->state = TALK_QUIET;
    else if (heard->text[0] && heard->score >= SCORE_SURE)
        return understand(conversation, layers, heard->text, heard->score, now_ms, intent);
    else
        mishear(layers, talk);
    return false;
}

bool conversation_yes(struct conversation *conversation, struct screen_layers *layers, int64_t now_ms,
                      struct intent *intent) {
    char text[GRAMMAR_PHRASE_SIZE];
    const struct screen *talk = talk_of(layers);
    if (!talk || talk->talk.state != TALK_UNSURE)
        return false;
    snprintf(text, sizeof text, "%s", talk->talk.text);
    return understand(conversation, layers, text, layers->setup->model->heard.score, now_ms, intent);
}

/* --- seen and heard */

/* WORDS are filled in; the box at the foot of the safe area. */
static struct rect place_said(const struct conversation *conversation, const struct view *view, struct words *how,
                              const char **words) {
    struct rect safe = view->theme->safe;
    *how = (struct words){.px = view_text(view, SIZE_OPTION),
                          .least = view_text(view, SIZE_BODY),
                          .weight = TEXT_BOLD,
                          .align = TEXT_CENTRE,
                          .middle = true,
                          .lines = 1,
                          .fg = view_colour(view, COLOUR_GROUND_TOP),
                          .bg = view_colour(view, COLOUR_TEXT)};
    *words = view_words(view, "talk.said", "text", conversation->said, NULL);
    int pad = view_size(view, SIZE_CARD_X);
    struct fit fit = view_fit(view, how, *words, safe.w - 2 * pad, 0);
    int height = fit.height + 2 * view_size(view, SIZE_PAD_Y), width = fit.width + 2 * pad;
    return (struct rect){safe.x + (safe.w - width) / 2, safe.y + safe.h - height, width, height};
}

static bool is_said(const struct conversation *conversation, const struct screen *screen, const struct view *view) {
    return screen->kind != SCREEN_TALK && view->now_ms < conversation->said_until_ms;
}

int conversation_room(const struct conversation *conversation, const struct screen *screen, const struct view *view) {
    struct words how;
    const char *words;
    return is_said(conversation, screen, view)
               ? place_said(conversation, view, &how, &words).h + view_size(view, SIZE_GAP)
               : 0;
}

static void draw_said(const struct conversation *conversation, const struct view *view, struct view_report *report) {
    struct words how;
    const char *words, *text = view->scene->speech.text;
    struct rect box = place_said(conversation, view, &how, &words);
    view_round(view, "", ROLE_NONE, box, box.h / 2, how.bg);
    view_put(view, "said", ROLE_BANNER, box, &how, words);
    view->scene->speech.text = scene_keepf(view->scene, "%s\n%s", words, text ? text : "");
    view->scene->say = scene_keepf(view->scene, "%s %s", words, view->scene->say ? view->scene->say : "");
    view_redraw_at(report, conversation->said_until_ms);
}

void conversation_draw(const struct conversation *conversation, const struct screen *screen, const struct view *view,
                       struct view_report *report) {
    struct scene_voice *voice = &view->scene->voice;
    if (screen->kind == SCREEN_TALK) {
        const struct screen_talk *talk = &screen->talk;
        const struct model_heard *heard = &view->model->heard;
        bool speaks = talk->state == TALK_LISTENS || talk->state == TALK_THINKS;
        *voice = (struct scene_voice){.state = talk_state_name(talk->state),
                                      .text = scene_keep(view->scene, speaks ? heard->so_far : talk->text),
                                      .score = heard->score};
    } else if (is_said(conversation, screen, view)) {
        *voice = (struct scene_voice){
            .state = "heard", .text = scene_keep(view->scene, conversation->said), .score = conversation->score};
        draw_said(conversation, view, report);
    }
}
