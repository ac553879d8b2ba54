/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap is size: words of services by carriers by slots by their words would be tens of thousands. So only the first
 * step that says how its choices join the sentence is a slot, and before it the words of one other step (现在); what else
 * there is, is asked on its screen.
 */
#include "ui/voice/grammar.h"

#include "stb-app/base/memory.h"
#include "ui/order/order_flow.h"
#include "ui/voice/sayables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CARRIERS_MAX = 4, NUMBERS = 9, SLOT_WORDS = 2 };

struct phrase {
    char *text;
    struct intent intent;
};
struct grammar {
    struct phrase *phrases;
    size_t count, likely, room;
    size_t choices, orders; /* where the screen's own choices and the orders begin */
};
struct maker {
    struct grammar *grammar;
    const struct model *model;
    const struct strings *strings;
    const char *digits;
    char carriers[CARRIERS_MAX][SAYABLES_SIZE]; /* the first is "" */
    size_t carrier_count;
};

/* What is good anywhere, and under which strings its words are. */
static const struct {
    enum intent_kind kind;
    const char *key;
} commands[] = {
    {INTENT_SOS, "hear.sos"},       {INTENT_OK, "hear.ok"},           {INTENT_BACK, "hear.back"},
    {INTENT_NEXT, "hear.next"},     {INTENT_BEFORE, "hear.before"},   {INTENT_HOME, "hear.home"},
    {INTENT_PERSON, "hear.person"}, {INTENT_TV, "hear.tv"},           {INTENT_ORDERS, "hear.orders"},
    {INTENT_BIGGER, "hear.bigger"}, {INTENT_SMALLER, "hear.smaller"}, {INTENT_REPEAT, "hear.repeat"},
};

/* --- the list */

static const struct phrase *find(const struct grammar *grammar, const char *text) {
    for (size_t i = 0; i < grammar->count; i++)
        if (strcmp(grammar->phrases[i].text, text) == 0)
            return &grammar->phrases[i];
    return NULL;
}

/* PARTS make one sentence, NULL-ended. Of two that sound alike the first one counts. */
static void add(struct grammar *grammar, const struct intent *intent, const char *const *parts) {
    char text[GRAMMAR_PHRASE_SIZE] = "";
    size_t length = 0;
    for (; *parts; parts++) {
        int wrote = snprintf(text + length, sizeof text - length, "%s", *parts);
        length += (size_t)wrote;
        if (length >= sizeof text)
            return;
    }
    if (length == 0 || grammar->count == GRAMMAR_PHRASES_MAX || find(grammar, text))
        return;
    if (grammar->count == grammar->room) {
        grammar->room = grammar->room ? 2 * grammar->room : 256;
        grammar->phrases = memory_resize(grammar->phrases, grammar->room * sizeof grammar->phrases[0]);
    }
    grammar->phrases[grammar->count++] = (struct phrase){.text = memory_text(text), .intent = *intent};
}

#define ADD(maker, intent, ...) add((maker)->grammar, intent, (const char *const[]){__VA_ARGS__, NULL})

/* --- the screen at hand */

static void add_places(const struct maker *maker) {
    struct intent intent = {.kind = INTENT_PLACE};
    for (intent.number = 1; intent.number <= NUMBERS; intent.number++) {
        char digit[SAYABLES_SIZE], words[SAYABLES_SIZE];
        if (!sayables_of_list(maker->digits, (size_t)intent.number, digit))
            return;
        strings_fill(maker->strings, words, sizeof words, "hear.nth", "n", digit, NULL);
        ADD(maker, &intent, words);
    }
}

static void add_choices(const struct maker *maker, const struct screen *screen) {
    const struct order *order = screen_order(screen);
    const struct service *service = order ? service_catalog_find(maker->model->catalog, order->service) : NULL;
    bool step = screen->kind == SCREEN_STEP || screen->kind == SCREEN_CART;
    if (!service || !step || screen->step.index >= service->step_count)
        return;
    struct order_flow_options list = order_flow_options(maker->model, order, service, screen->step.index);
    struct intent intent = {.kind = INTENT_CHOICE};
    for (size_t i = 0; i < list.count; i++) {
        struct sayables words;
        sayables_collect(&words, maker->digits, list.options[i].title, list.options[i].say);
        snprintf(intent.option, sizeof intent.option, "%s", list.options[i].id);
        for (size_t w = 0; w < words.count; w++)
            ADD(maker, &intent, words.words[w]);
    }
}

static void add_commands(const struct maker *maker) {
    char word[SAYABLES_SIZE];
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct intent intent = {.kind = commands[i].kind};
        const char *list = strings_get(maker->strings, commands[i].key);
        for (size_t w = 0; sayables_of_list(list, w, word); w++)
            ADD(maker, &intent, word);
    }
}

/* --- orders */

static struct intent order_of(const struct service *service) {
    struct intent intent = {.kind = INTENT_ORDER};
    snprintf(intent.service, sizeof intent.service, "%s", service->id);
    return intent;
}

static void fill(struct intent *intent, const struct service_step *step, const struct service_option *option) {
    if (step->kind == STEP_CART) {
        snprintf(intent->item, sizeof intent->item, "%s", option->id);
        return;
    }
    struct request_answer *answer = &intent->answers[intent->answer_count++];
    snprintf(answer->step, sizeof answer->step, "%s", step->id);
    snprintf(answer->option, sizeof answer->option, "%s", option->id);
}

static bool is_asked_always(const struct service_step *step) {
    return !step->when_step[0] && !step->from_hotline;
}

/* The step whose choices join the sentence; NULL = none does. */
static const struct service_step *slot_of(const struct service *service) {
    for (size_t i = 0; i < service->step_count; i++)
        if (is_asked_always(&service->steps[i]) && service_say(service->steps[i].say, 0))
            return &service->steps[i];
    return NULL;
}

/* Another one whose choices have words of their own to begin with. */
static const struct service_step *opening_of(const struct service *service, const struct service_step *slot) {
    for (size_t i = 0; i < service->step_count; i++) {
        const struct service_step *step = &service->steps[i];
        bool words = false;
        for (size_t o = 0; o < step->option_count; o++)
            words = words || service_say(step->options[o].say, 0);
        if (step != slot && step->kind == STEP_CHOOSE && is_asked_always(step) && words && slot &&
            step > slot) /* what is asked before the slot may decide about it */
            return step;
    }
    return NULL;
}

static void add_service_words(const struct maker *maker, const struct service *service, const struct sayables *words) {
    struct intent intent = order_of(service);
    for (size_t w = 0; w < words->count; w++)
        for (size_t c = 0; c < maker->carrier_count; c++)
            if (!maker->carriers[c][0] || strncmp(words->words[w], maker->carriers[c], strlen(maker->carriers[c])) != 0)
                ADD(maker, &intent, maker->carriers[c], words->words[w]);
}

/* 去医院, 我要去医院, 叫车去医院, 我要叫车去医院 */
static void add_slot_words(const struct maker *maker, const struct intent *intent, const char *joint, const char *word,
                           const struct sayables *names) {
    for (size_t c = 0; c < maker->carrier_count && c < 2; c++) {
        ADD(maker, intent, maker->carriers[c], joint, word);
        for (size_t n = 0; n < names->count && n < SLOT_WORDS; n++)
            ADD(maker, intent, maker->carriers[c], names->words[n], joint, word);
    }
}

static void add_slots(const struct maker *maker, const struct service *service, const struct service_step *slot,
                      const struct sayables *names) {
    const char *joint;
    for (size_t o = 0; o < slot->option_count; o++) {
        struct sayables words;
        struct intent intent = order_of(service);
        fill(&intent, slot, &slot->options[o]);
        sayables_collect(&words, maker->digits, slot->options[o].title, slot->options[o].say);
        for (size_t w = 0; w < words.count; w++)
            for (size_t j = 0; (joint = service_say(slot->say, j)); j++) {
                bool cart = slot->kind == STEP_CART;
                const struct sayables none = {.count = 0};
                add_slot_words(maker, &intent, joint, words.words[w], cart ? &none : names);
            }
    }
}

/* 现在叫车, 现在叫车去医院: an opening, the service's name and the slot's joint and short words */
static void add_openings(const struct maker *maker, const struct service *service, const struct service_step *slot,
                         const struct service_step *opening, const struct sayables *names) {
    for (size_t p = 0; p < opening->option_count; p++) {
        const char *when, *word;
        for (size_t i = 0; (when = service_say(opening->options[p].say, i)); i++) {
            struct intent bare = order_of(service);
            fill(&bare, opening, &opening->options[p]);
            ADD(maker, &bare, when, names->words[0]);
            for (size_t o = 0; o < slot->option_count; o++) {
                struct intent both = bare;
                fill(&both, slot, &slot->options[o]);
                for (size_t w = 0; (word = service_say(slot->options[o].say, w)); w++)
                    ADD(maker, &both, when, names->words[0], service_say(slot->say, 0), word);
            }
        }
    }
}

static void add_services(const struct maker *maker) {
    const struct service_catalog *catalog = maker->model->catalog;
    struct sayables names;
    for (size_t i = 0; i < service_catalog_count(catalog); i++) {
        const struct service *service = service_catalog_at(catalog, i);
        sayables_collect(&names, maker->digits, service->title, service->say);
        if (names.count)
            add_service_words(maker, service, &names);
    }
    maker->grammar->likely = 0; /* set below, behind the slots of choices */
    for (int carts = 0; carts < 2; carts++) {
        for (size_t i = 0; i < service_catalog_count(catalog); i++) {
            const struct service *service = service_catalog_at(catalog, i);
            const struct service_step *slot = slot_of(service), *opening = opening_of(service, slot);
            if (!slot || (slot->kind == STEP_CART) != carts)
                continue;
            sayables_collect(&names, maker->digits, service->title, service->say);
            add_slots(maker, service, slot, &names);
            if (opening && slot->kind == STEP_CHOOSE)
                add_openings(maker, service, slot, opening, &names);
        }
        if (!carts)
            maker->grammar->likely = maker->grammar->count;
    }
}

/* --- life */

struct grammar *grammar_create(const struct model *model, const struct strings *strings, const struct screen *screen) {
    struct grammar *grammar = memory_new(1, sizeof *grammar);
    struct maker maker = {.grammar = grammar,
                          .model = model,
                          .strings = strings,
                          .digits = strings_get(strings, "hear.digits"),
                          .carrier_count = 1};
    const char *carriers = strings_get(strings, "hear.carriers");
    while (maker.carrier_count < CARRIERS_MAX &&
           sayables_of_list(carriers, maker.carrier_count - 1, maker.carriers[maker.carrier_count]))
        maker.carrier_count++;
    add_commands(&maker);
    add_places(&maker);
    grammar->choices = grammar->count;
    add_choices(&maker, screen);
    grammar->orders = grammar->count;
    add_services(&maker);
    return grammar;
}

void grammar_destroy(struct grammar *grammar) {
    if (!grammar)
        return;
    for (size_t i = 0; i < grammar->count; i++)
        free(grammar->phrases[i].text);
    free(grammar->phrases);
    free(grammar);
}

const char *grammar_phrase(const struct grammar *grammar, size_t index) {
    return index < grammar->count ? grammar->phrases[index].text : NULL;
}

size_t grammar_count(const struct grammar *grammar) {
    return grammar->count;
}

size_t grammar_likely(const struct grammar *grammar) {
    return grammar->likely;
}

struct intent grammar_meaning(const struct grammar *grammar, const char *text) {
    const struct phrase *phrase = find(grammar, text);
    return phrase ? phrase->intent : (struct intent){.kind = INTENT_NONE};
}

/* On a list two of its choices, else sentences that order something; each another thing than the one before. */
size_t grammar_examples(const struct grammar *grammar, const char *examples[3]) {
    size_t count = 0;
    const struct intent *before = NULL;
    for (size_t i = grammar->choices; i < grammar->count && count < 3; i++) {
        const struct phrase *phrase = &grammar->phrases[i];
        if (i < grammar->orders && count == 2)
            continue;
        if (before && strcmp(before->service, phrase->intent.service) == 0 &&
            strcmp(before->option, phrase->intent.option) == 0)
            continue;
        before = &phrase->intent;
        examples[count++] = phrase->text;
    }
    return count;
}
