/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/nav/screen_layers.h"
#include "stb-app/base/log.h"
#include "ui/nav/commands.h"
#include <string.h>

void screen_layers_begin(struct screen_layers *layers, const struct screen_stack_setup *setup) {
    layers->setup = setup;
    layers->screens[layers->depth++] = home_screen();
    layers->sos.screen = sos_screen();
    if (setup->model->first_run)
        layers->screens[layers->depth++] = first_run_screen();
}

struct screen *screen_layers_below(struct screen_layers *layers) {
    return layers->notice.up ? &layers->notice.screen : &layers->screens[layers->depth - 1];
}

struct screen *screen_layers_top(struct screen_layers *layers) {
    return sos_overlay_up(&layers->sos, layers->setup->model) ? &layers->sos.screen : screen_layers_below(layers);
}

bool screen_layers_came(const struct screen_layers *layers, const struct screen *screen) {
    return screen == &layers->notice.screen || (screen->kind == SCREEN_RESULT && screen->result.unasked);
}

enum guard_origin screen_layers_origin(const struct screen_layers *layers, const struct screen *screen) {
    bool answered = screen->kind == SCREEN_NOTICE && screen->notice.choice[0];
    if (screen_layers_came(layers, screen) && !answered)
        return GUARD_CAME;
    bool word = answered || (screen->kind == SCREEN_DIALOG &&
                             (screen->dialog.kind == DIALOG_NOT_SAVED || screen->dialog.kind == DIALOG_DUPLICATE));
    return word || screen->kind == SCREEN_RESULT ? GUARD_ANSWER : GUARD_ASKED;
}

void screen_layers_push(struct screen_layers *layers, const struct screen *next) {
    if (layers->depth == SCREEN_LAYERS_MAX) {
        log_warning("ui", "too many screens lie upon each other; the newest takes the place of the one before");
        layers->depth--;
    }
    layers->screens[layers->depth++] = *next;
}

/* After the last of what the channel was opened for, live television comes back. */
static void leave_unasked(const struct screen_layers *layers) {
    if (!layers->notice.up && layers->depth == 1 && layers->setup->model->alone && !layers->used)
        commands_plain(layers->setup, IPC_TV);
}

void screen_layers_pop(struct screen_layers *layers, const struct screen *screen) {
    bool unasked = screen_layers_came(layers, screen);
    if (screen == &layers->notice.screen)
        notice_overlay_leave(&layers->notice, layers->setup->model);
    else if (layers->depth > 1)
        layers->depth--;
    if (unasked)
        leave_unasked(layers);
}

void screen_layers_home(struct screen_layers *layers, const struct screen *screen) {
    bool unasked = screen_layers_came(layers, screen);
    layers->depth = 1;
    if (unasked)
        leave_unasked(layers);
}

struct screen *screen_layers_confirm(struct screen_layers *layers, const char *id) {
    for (size_t i = layers->depth; i-- > 0;)
        if (layers->screens[i].kind == SCREEN_CONFIRM && strcmp(layers->screens[i].confirm.request, id) == 0)
            return &layers->screens[i];
    return NULL;
}

void screen_layers_cut(struct screen_layers *layers, const struct screen *screen) {
    layers->depth = (size_t)(screen - layers->screens) + 1;
}
