/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_SCREEN_STACK_H
#define STB_UI_NAV_SCREEN_STACK_H
/*
 * The screens that lie upon each other, home at the bottom, and the rules that hold on all of them: an SOS on top of
 * everything, TV, PERSON, the one-key, BACK one level up, arrows to the nearest item.
 */
#include "ui/kit/screen.h"

struct screen_stack;
struct screen_stack_setup {
    struct text *text;
    const struct theme *theme;
    const struct strings *strings;
    struct model *model;                                         /* borrowed; the caller feeds it */
    void (*send)(void *data, const struct ipc_message *message); /* borrowed for the call */
    void *data;
};
struct screen_stack *screen_stack_create(const struct screen_stack_setup *setup);
void screen_stack_destroy(struct screen_stack *stack);
/* The theme was fitted anew, or these are other words: every screen stays where it is. */
void screen_stack_restyle(struct screen_stack *stack, const struct strings *strings);

/* What is to be seen now, drawn into a scene that the stack owns. WAKE_MS: when it changes by itself, 0 = never. */
struct scene *screen_stack_scene(struct screen_stack *stack, int64_t now_ms, int64_t wall_ms, int64_t *wake_ms);
void screen_stack_act(struct screen_stack *stack, enum action action, int64_t now_ms, int64_t wall_ms);
/* OK went down and counts in LASTS_MS, if it stays down; 0 = it does not any more. */
void screen_stack_hold(struct screen_stack *stack, int64_t lasts_ms, int64_t now_ms);
/* stb-app's word on a request that was submitted. */
void screen_stack_submitted(struct screen_stack *stack, const struct ipc_submitted *submitted);
/* After each model_take(): an SOS may have come or gone. */
void screen_stack_told(struct screen_stack *stack);
/* The request that the screen on top is about; "" = none. */
const char *screen_stack_request(const struct screen_stack *stack);
/* Nobody has pressed a key on home for as long as the settings say: time for live television. True once. */
bool screen_stack_rests(struct screen_stack *stack, int64_t now_ms);
/* The key that did nothing, once, to be acknowledged: an arrow where nothing is further on, ACTION_OK for a key that is
 * not heard or means nothing here. ACTION_NONE = the last key did something. */
enum action screen_stack_edge(struct screen_stack *stack);
size_t screen_stack_depth(const struct screen_stack *stack);
#endif
