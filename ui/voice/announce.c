/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each part of the scene is remembered as a hash. The traps: a text with a countdown in it changes every second, so of
 * what changes by itself the digits do not count; what was not said yet when the next thing changed must not be lost,
 * so parts stay due until they begin to be said; and home's greeting follows the clock, which is no news to anybody.
 */
#include "ui/voice/announce.h"

#include <stdio.h>
#include <string.h>

static uint64_t hash(uint64_t so_far, const char *text, bool digits) {
    for (const unsigned char *at = (const unsigned char *)(text ? text : ""); *at; at++)
        if (digits || *at < '0' || *at > '9')
            so_far = (so_far ^ *at) * UINT64_C(0x100000001b3);
    return (so_far ^ 0xff) * UINT64_C(0x100000001b3); /* the end counts as well */
}

static uint64_t mark(const char *text, bool digits) {
    return hash(UINT64_C(0xcbf29ce484222325), text, digits);
}

static struct utter_marks marks_of(const struct scene *scene) {
    const struct spoken *spoken = &scene->spoken;
    return (struct utter_marks){
        .place = hash(hash(mark(scene->screen, true), scene->service, true), scene->step, true),
        .title = mark(scene->title, false),
        .text = mark(spoken->text, false),
        .focus = mark(scene->focus, true),
        .label = mark(spoken->label, true),
        .label_still = mark(spoken->label, false),
        .state = mark(spoken->state, true),
    };
}

static bool is(const struct scene *scene, const char *screen) {
    return scene->screen && strcmp(scene->screen, screen) == 0;
}

/* What has gone is no news. */
static bool there(const char *words) {
    return words && words[0];
}

bool utter_see(struct utter *utter, const struct scene *scene, bool by_key) {
    const struct spoken *spoken = &scene->spoken;
    struct utter_marks now = marks_of(scene), before = utter->before;
    bool place = !utter->begun || now.place != before.place, alarm = is(scene, "sos");
    bool title = place || (now.title != before.title && (by_key || !is(scene, "home")));
    bool text = (title || now.text != before.text) && there(spoken->text);
    bool other = now.focus != before.focus;
    bool label = other || (by_key ? now.label != before.label : now.label_still != before.label_still);
    bool state = by_key && !other && now.state != before.state && there(spoken->state);
    /* An alarm tells what happens; its buttons only to who goes to them. */
    label = (alarm ? by_key && other && !text : place || label) && there(spoken->label);
    *utter = (struct utter){.before = now,
                            .begun = true,
                            .title = utter->title || title,
                            .text = utter->text || text,
                            .label = utter->label || label,
                            .state = utter->state || state};
    return title || text || label || state;
}

bool utter_is_due(const struct utter *utter) {
    return utter->title || utter->text || utter->label || utter->state;
}

void utter_due(const struct utter *utter, const struct scene *scene, char *out, size_t size) {
    const struct spoken *spoken = &scene->spoken;
    const struct {
        bool due;
        const char *words;
    } parts[] = {{utter->title, scene->title},
                 {utter->text, spoken->text},
                 {utter->label, spoken->label},
                 {utter->label, spoken->position},
                 {utter->label || utter->state, spoken->state}};
    size_t used = 0;
    out[0] = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t length = parts[i].due && parts[i].words ? strlen(parts[i].words) : 0;
        if (length && used + length + 2 < size)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? "\n" : "", parts[i].words);
    }
}

void utter_said(struct utter *utter) {
    utter->title = utter->text = utter->label = utter->state = false;
}

void utter_forget(struct utter *utter) {
    *utter = (struct utter){0};
}
