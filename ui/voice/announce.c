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

static struct announce_marks marks_of(const struct scene *scene) {
    const struct scene_speech *speech = &scene->speech;
    return (struct announce_marks){
        .place = hash(hash(mark(scene->screen, true), scene->service, true), scene->step, true),
        .title = mark(scene->title, false),
        .text = mark(speech->text, false),
        .focus = mark(scene->focus, true),
        .label = mark(speech->label, true),
        .label_still = mark(speech->label, false),
        .state = mark(speech->state, true),
    };
}

static bool is(const struct scene *scene, const char *screen) {
    return scene->screen && strcmp(scene->screen, screen) == 0;
}

/* What has gone is no news. */
static bool there(const char *words) {
    return words && words[0];
}

bool announce_see(struct announce *announce, const struct scene *scene, bool by_key) {
    const struct scene_speech *speech = &scene->speech;
    struct announce_marks now = marks_of(scene), before = announce->before;
    bool place = !announce->begun || now.place != before.place, alarm = is(scene, "sos");
    bool title = place || (now.title != before.title && (by_key || !is(scene, "home")));
    bool text = (title || now.text != before.text) && there(speech->text);
    bool other = now.focus != before.focus;
    bool label = other || (by_key ? now.label != before.label : now.label_still != before.label_still);
    bool state = by_key && !other && now.state != before.state && there(speech->state);
    /* An alarm tells what happens; its buttons only to who goes to them. */
    label = (alarm ? by_key && other && !text : place || label) && there(speech->label);
    *announce = (struct announce){.before = now,
                                  .begun = true,
                                  .title = announce->title || title,
                                  .text = announce->text || text,
                                  .label = announce->label || label,
                                  .state = announce->state || state};
    return title || text || label || state;
}

bool announce_is_due(const struct announce *announce) {
    return announce->title || announce->text || announce->label || announce->state;
}

void announce_due(const struct announce *announce, const struct scene *scene, char *out, size_t size) {
    const struct scene_speech *speech = &scene->speech;
    const struct {
        bool due;
        const char *words;
    } parts[] = {{announce->title, scene->title},
                 {announce->text, speech->text},
                 {announce->label, speech->label},
                 {announce->label, speech->position},
                 {announce->label || announce->state, speech->state}};
    size_t used = 0;
    out[0] = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t length = parts[i].due && parts[i].words ? strlen(parts[i].words) : 0;
        if (length && used + length + 2 < size)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? "\n" : "", parts[i].words);
    }
}

void announce_said(struct announce *announce) {
    announce->title = announce->text = announce->label = announce->state = false;
}

void announce_forget(struct announce *announce) {
    *announce = (struct announce){0};
}
