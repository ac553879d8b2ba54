/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_SCREEN_LAYERS_H
#define STB_UI_NAV_SCREEN_LAYERS_H
/*
 * What lies upon what: home at the bottom, the screens that were opened above it, a notice over those, an SOS over
 * everything. The last of what the channel was opened for leads back to live television.
 */
#include "ui/nav/guard.h"
#include "ui/nav/notice_overlay.h"
#include "ui/nav/screen_stack.h"
#include "ui/nav/sos_overlay.h"

enum { SCREEN_LAYERS_MAX = 20 };
struct screen_layers {
    const struct screen_stack_setup *setup; /* borrowed from the stack */
    struct screen screens[SCREEN_LAYERS_MAX];
    size_t depth; /* of SCREENS; never 0 */
    struct notice_overlay notice;
    struct sos_overlay sos;
    bool used; /* the senior did something here but take note of what came up by itself */
};
void screen_layers_begin(struct screen_layers *layers, const struct screen_stack_setup *setup);
struct screen *screen_layers_top(struct screen_layers *layers);   /* what is seen */
struct screen *screen_layers_below(struct screen_layers *layers); /* the newest but a notice and an SOS */
bool screen_layers_came(const struct screen_layers *layers, const struct screen *screen); /* it came up by itself */
enum guard_origin screen_layers_origin(const struct screen_layers *layers, const struct screen *screen);
void screen_layers_push(struct screen_layers *layers, const struct screen *next);
/* SCREEN, the one on top, goes. */
void screen_layers_pop(struct screen_layers *layers, const struct screen *screen);
/* SCREEN, the one on top, leads home. */
void screen_layers_home(struct screen_layers *layers, const struct screen *screen);
/* The confirm screen of the request ID; NULL = there is none. */
struct screen *screen_layers_confirm(struct screen_layers *layers, const char *id);
/* SCREEN, one of SCREENS, is the newest. */
void screen_layers_cut(struct screen_layers *layers, const struct screen *screen);
#endif
