/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A screen need not know that it is listened to: what it put down as a text, a strip or a line of its sheet is read, by
 * the ids of the table. Where the eye and the ear want different words it says so in the view: text_to_say, position,
 * state_to_say.
 */
#include "ui/kit/scene_speech.h"
#include "ui/kit/focus.h"
#include <stdio.h>
#include <string.h>

/* Read in the order in which they are drawn; one that ends in a dot is the beginning of an id. */
static const char *const read_ids[] = {"text",  "phones", "slow", "label",     "line.", "plate.label",
                                       "plate", "eta",    "last", "eta.label", "value", "example"};

static bool is_read(const struct scene_item *item) {
    if (!item->words || item->focusable || item->role == ROLE_BADGE || item->role == ROLE_HINT)
        return false;
    for (size_t i = 0; i < sizeof read_ids / sizeof read_ids[0]; i++) {
        size_t length = strlen(read_ids[i]);
        bool family = read_ids[i][length - 1] == '.';
        if (family ? strncmp(item->id, read_ids[i], length) == 0 : strcmp(item->id, read_ids[i]) == 0)
            return true;
    }
    return item->role == ROLE_BANNER;
}

struct pile {
    size_t used;
    char words[4096];
};

static void add(struct pile *pile, const char *between, const char *words) {
    size_t room = sizeof pile->words - pile->used;
    if (words && words[0] && strlen(words) + strlen(between) < room)
        pile->used += (size_t)snprintf(pile->words + pile->used, room, "%s%s", pile->used ? between : "", words);
}

static const char *collect(struct scene *scene) {
    struct pile pile = {0};
    for (size_t i = 0; i < scene->item_count; i++)
        if (is_read(&scene->items[i]))
            add(&pile, "\n", scene->items[i].words);
    return scene_keep(scene, pile.words);
}

static const char *words_beside(const struct scene *scene, const char *id) {
    char note[SCENE_ID_SIZE + 8];
    snprintf(note, sizeof note, "%.50s.note", id);
    const struct scene_item *item = scene_find(scene, note);
    return item && item->words ? item->words : "";
}

static const char *position_of(const struct view *view, const struct view_report *report,
                               const struct scene_item *focused) {
    size_t count = focus_count(view->scene);
    if (report->position_to_say || !focused || count < 2)
        return report->position_to_say ? report->position_to_say : "";
    return view_words(view, "list.position", "n", view_number(view, (int64_t)focus_place(view->scene, focused->id) + 1),
                      "count", view_number(view, (int64_t)count), NULL);
}

void scene_speech_compose(const struct view *view, const struct view_report *report, const struct scene_item *focused) {
    struct scene *scene = view->scene;
    struct scene_speech *speech = &scene->speech;
    const struct scene_item *note = scene_find(scene, "note");
    speech->text = report->text_to_say ? report->text_to_say : collect(scene);
    speech->label = focused && focused->words ? focused->words : "";
    speech->position = position_of(view, report, focused);
    speech->state = view->hold_on          ? strings_get(view->strings, "hold.on")
                    : report->state_to_say ? report->state_to_say
                    : focused              ? words_beside(scene, focused->id)
                                           : "";
    if (note && note->words) /* the sentence about what has the focus */
        speech->hint = note->words;
    const char *parts[] = {scene->title, speech->text, speech->label, speech->position, speech->state};
    struct pile pile = {0};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        add(&pile, " ", parts[i]);
    scene->say = scene_keep(scene, pile.words);
}

void scene_speech_hint(const struct view *view, const struct hint *hint) {
    char key[48];
    const char *name = strchr(hint->cap, '.'), *before = view->scene->speech.hint;
    snprintf(key, sizeof key, "say.%.40s", name ? name + 1 : hint->cap);
    bool held = view->model->ok_hold_ms > 0 && strcmp(hint->cap, "key.ok") == 0;
    const char *cap = strings_get(view->strings, strings_has(view->strings, key) ? key : hint->cap);
    view->scene->speech.hint = scene_keepf(view->scene, "%s%s", before ? before : "",
                                           view_words(view, held ? "say.hint.held" : "say.hint", "key", cap, "does",
                                                      strings_get(view->strings, hint->words), NULL));
}
