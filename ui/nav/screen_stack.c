/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key goes to the screen on top (screen_layers.c); what it answers is carried out (carry_out.c), and what it does not
 * know is settled by the rules below.
 *
 * The trap: two keys may come before the next drawing. So act() always gets a scene drawn for the state it meets.
 */
#include "ui/nav/screen_stack.h"
#include "stb-app/base/memory.h"
#include "ui/kit/focus_bar.h"
#include "ui/kit/hold_progress.h"
#include "ui/kit/volume_toast.h"
#include "ui/nav/carry_intent.h"
#include "ui/nav/carry_out.h"
#include "ui/nav/commands.h"
#include "ui/nav/conversation.h"
#include "ui/nav/idle_home.h"
#include "ui/nav/option_requests.h"
#include <stdlib.h>
#include <string.h>

enum { HOLD_SAID_MS = 4000, DEAF_STEP_MS = 100 };

struct screen_stack {
    struct screen_stack_setup setup;
    struct screen_layers layers;
    int64_t hold_until_ms;     /* so long it is said that OK has to be held */
    struct hold_progress hold; /* and how far it has been */
    enum action edge;          /* the last key did nothing: this arrow, or OK for any other */
    struct guard guard;
    struct volume_toast toast;
    struct idle_home idle;
    struct conversation conversation;
    bool first_run_told;
    struct scene scene;
};

struct screen_stack *screen_stack_create(const struct screen_stack_setup *setup) {
    struct screen_stack *stack = memory_new(1, sizeof *stack);
    stack->setup = *setup;
    screen_layers_begin(&stack->layers, &stack->setup);
    return stack;
}

void screen_stack_destroy(struct screen_stack *stack) {
    if (stack)
        conversation_end(&stack->conversation);
    free(stack);
}

void screen_stack_restyle(struct screen_stack *stack, const struct strings *strings) {
    stack->setup.strings = strings;
}

void screen_stack_told(struct screen_stack *stack) {
    notice_overlay_told(&stack->layers.notice, stack->setup.model);
    carry_out_reply(&stack->layers);
    sos_overlay_told(&stack->layers.sos, stack->setup.model);
}

/* Seen is done: whatever happens next, it does not come again. */
static void note_first_run(struct screen_stack *stack, const struct screen *screen) {
    if (screen->kind != SCREEN_FIRST_RUN || stack->first_run_told)
        return;
    stack->first_run_told = true;
    commands_set(&stack->setup, &(struct ipc_set){.name = "first_run", .value = "done"});
}

bool screen_stack_rests(struct screen_stack *stack, int64_t now_ms) {
    return idle_home_over(&stack->idle, now_ms) && screen_layers_top(&stack->layers)->kind == SCREEN_HOME;
}

/* A touch was too short; or it is down and what shows that must not move. */
static bool says_to_hold(const struct screen_stack *stack, int64_t now_ms) {
    return now_ms < stack->hold_until_ms || (!stack->setup.model->motion && hold_progress_runs(&stack->hold, now_ms));
}

/* OK is deaf, and that is seen; nothing moves where motion is unwanted. */
static void draw_deaf(struct screen_stack *stack, const struct view *view, struct view_report *report,
                      const char *focus) {
    if (!guard_shown(&stack->guard, view->now_ms))
        return;
    stack->scene.deaf_ms = guard_deaf_ms(&stack->guard, view->now_ms);
    view_redraw_at(report, view->now_ms + stack->scene.deaf_ms);
    bool motion = stack->setup.model->motion;
    if (motion)
        view_redraw_at(report, view->now_ms + DEAF_STEP_MS);
    focus_bar_draw(view, focus_find(&stack->scene, focus),
                   &(struct focus_bar){.id = "deaf",
                                       .alt = strings_get(view->strings, "guard.deaf"),
                                       .permille = motion ? guard_permille(&stack->guard, view->now_ms) : 0});
}

/* The TALK has gone: what is left to do is a key on the screen below it. */
static void do_as_said(struct screen_stack *stack, const struct intent *intent, int64_t now_ms, int64_t wall_ms) {
    screen_stack_scene(stack, now_ms, wall_ms, NULL);
    enum action action = carry_intent(&stack->layers, intent, &stack->scene);
    stack->layers.used = true;
    if (action != ACTION_NONE)
        screen_stack_act(stack, action, now_ms, wall_ms);
}

struct scene *screen_stack_scene(struct screen_stack *stack, int64_t now_ms, int64_t wall_ms, int64_t *wake_ms) {
    struct intent intent;
    if (conversation_follow(&stack->conversation, &stack->layers, now_ms, &intent))
        do_as_said(stack, &intent, now_ms, wall_ms);
    struct screen *screen = screen_layers_top(&stack->layers);
    const struct screen_stack_setup *setup = &stack->setup;
    enum guard_origin origin = screen_layers_origin(&stack->layers, screen);
    struct view view = {.scene = &stack->scene,
                        .text = setup->text,
                        .theme = setup->theme,
                        .strings = setup->strings,
                        .model = setup->model,
                        .now_ms = now_ms,
                        .hold_on = says_to_hold(stack, now_ms),
                        .harmless_first = guard_rule(origin, guard_effect(screen))->harmless_first,
                        .wall_ms = wall_ms + setup->model->clock_offset_ms};
    struct view_report report;
    int64_t look_ms = option_requests_screen(setup, screen, now_ms);
    option_requests_voice(setup, screen);
    screen->shown_ms = screen->shown_ms ? screen->shown_ms : now_ms;
    struct theme above = *setup->theme; /* what was said stands below all else */
    above.safe.h -= conversation_room(&stack->conversation, screen, &view);
    view.theme = &above;
    screen_show(screen, &view, &report);
    view.theme = setup->theme;
    guard_see(&stack->guard, screen, origin, now_ms);
    draw_deaf(stack, &view, &report, screen->focus);
    if (setup->model->motion)
        hold_progress_draw(&stack->hold, &view, &report, focus_find(&stack->scene, screen->focus));
    conversation_draw(&stack->conversation, screen, &view, &report);
    volume_toast_draw(&stack->toast, &view, &report);
    stack->scene.depth = (int)stack->layers.depth + stack->layers.notice.up;
    if (look_ms)
        view_redraw_at(&report, look_ms);
    if (now_ms < stack->hold_until_ms)
        view_redraw_at(&report, stack->hold_until_ms);
    note_first_run(stack, screen);
    if (wake_ms) {
        int64_t rest_ms =
            idle_home_see(&stack->idle, screen->kind == SCREEN_HOME, setup->model->idle_home_s * 1000, now_ms);
        if (rest_ms)
            view_redraw_at(&report, rest_ms);
        *wake_ms = report.redraw_at_ms;
    }
    return &stack->scene;
}

/* Of a long text, above its buttons; at its end the arrows are the buttons' again. */
static bool change_page(struct screen *screen, enum action arrow) {
    int page = screen->pages.text + (arrow == ACTION_DOWN ? 1 : -1);
    if (page < 0 || page >= screen->pages.text_count)
        return false;
    screen->pages.text = page;
    return true;
}

/* The keys that mean the same on every screen. */
static void act_anywhere(struct screen_stack *stack, struct screen *screen, enum action action) {
    struct screen_layers *layers = &stack->layers;
    bool sos = screen->kind == SCREEN_SOS;
    const struct scene_item *next;
    switch (action) {
    case ACTION_TV:
        commands_plain(&stack->setup, IPC_TV);
        break;
    case ACTION_SERVICE:
        if (!sos)
            notice_overlay_leave_all(&layers->notice, stack->setup.model);
        if (!sos)
            layers->depth = 1;
        break;
    case ACTION_PERSON:
        if (sos) /* its end; while it is open it keeps this key to itself */
            sos_overlay_leave(&layers->sos, stack->setup.model);
        else if (screen->kind == SCREEN_TALK) /* a person it is, in place of the machine */
            screen_layers_pop(layers, screen);
        carry_out_person(layers, TRIGGER_REMOTE);
        break;
    case ACTION_BACK:
        if (!sos)
            screen_layers_pop(layers, screen);
        break;
    case ACTION_VOICE_DOWN:
        if (!sos && !layers->notice.up)
            conversation_begin(&stack->conversation, layers);
        break;
    case ACTION_UP:
    case ACTION_DOWN:
        if (change_page(screen, action))
            break;
        /* fall through */
    case ACTION_LEFT:
    case ACTION_RIGHT:
        next = focus_next(&stack->scene, screen->focus, action);
        if (next)
            screen_focus(screen, next->id);
        break;
    default:
        break;
    }
}

static bool is_arrow(enum action action) {
    return action == ACTION_UP || action == ACTION_DOWN || action == ACTION_LEFT || action == ACTION_RIGHT;
}

static bool same_items(const struct screen *before, const struct screen *now) {
    if (now->kind != SCREEN_CART)
        return true;
    const struct order *was = &before->step.order, *is = &now->step.order;
    return was->item_count == is->item_count &&
           memcmp(was->items, is->items, is->item_count * sizeof is->items[0]) == 0;
}

/* What an arrow can change in a screen. */
static bool stands_still(const struct screen *before, const struct screen *now) {
    return before->kind == now->kind && strcmp(before->focus, now->focus) == 0 &&
           before->pages.text == now->pages.text && same_items(before, now);
}

enum action screen_stack_edge(struct screen_stack *stack) {
    enum action edge = stack->edge;
    stack->edge = ACTION_NONE;
    return edge;
}

static bool set_volume(struct screen_stack *stack, enum action action, int64_t now_ms) {
    struct ipc_set set;
    if (!volume_toast_act(&stack->toast, stack->setup.model, action, now_ms, &set))
        return false;
    if (set.name)
        commands_set(&stack->setup, &set);
    return true;
}

/* A key that is to be acknowledged though it did nothing. */
static enum action edge_of(enum action action, const struct outcome *out) {
    bool own = action == ACTION_OK || action == ACTION_BACK || action_digit(action) >= 0;
    bool nothing = out->kind == OUTCOME_BUMP || (out->kind == OUTCOME_NONE && action != ACTION_BACK);
    return own && nothing ? ACTION_OK : ACTION_NONE;
}

void screen_stack_act(struct screen_stack *stack, enum action action, int64_t now_ms, int64_t wall_ms) {
    struct screen_layers *layers = &stack->layers;
    idle_home_key(&stack->idle);
    stack->hold_until_ms = action == ACTION_OK_BRIEF ? now_ms + HOLD_SAID_MS : 0;
    stack->edge = ACTION_NONE;
    stack->hold = (struct hold_progress){0, 0};
    if (action == ACTION_OK_BRIEF)
        return;
    screen_stack_scene(stack, now_ms, wall_ms, NULL);
    if (set_volume(stack, action, now_ms))
        return;
    struct screen *screen = screen_layers_top(layers);
    stack->edge = ACTION_OK;
    if (!guard_hears(&stack->guard, action, now_ms))
        return;
    layers->used =
        layers->used || !screen_layers_came(layers, screen) || action == ACTION_SERVICE || action == ACTION_PERSON;
    struct screen before = *screen;
    struct outcome out = screen_class(screen->kind)->act(screen, stack->setup.model, &stack->scene, action, now_ms);
    option_requests_draft(&stack->setup, &before, screen);
    struct intent intent;
    if (out.kind == OUTCOME_NONE)
        act_anywhere(stack, screen, action);
    else if (out.kind == OUTCOME_TALK)
        conversation_begin(&stack->conversation, layers);
    else if (out.kind == OUTCOME_TALK_YES && conversation_yes(&stack->conversation, layers, now_ms, &intent))
        do_as_said(stack, &intent, now_ms, wall_ms);
    else
        carry_out(layers, screen, &out, now_ms);
    bool stays = out.kind == OUTCOME_NONE || out.kind == OUTCOME_BUMP || out.kind == OUTCOME_CHANGED;
    stack->edge = !is_arrow(action)                        ? edge_of(action, &out)
                  : stays && stands_still(&before, screen) ? action
                                                           : ACTION_NONE;
}

void screen_stack_hold(struct screen_stack *stack, int64_t lasts_ms, int64_t now_ms) {
    hold_progress_take(&stack->hold, lasts_ms, now_ms);
}

void screen_stack_submitted(struct screen_stack *stack, const struct ipc_submitted *submitted) {
    carry_out_submitted(&stack->layers, submitted);
}

const char *screen_stack_request(const struct screen_stack *stack) {
    const struct screen_layers *layers = &stack->layers;
    if (sos_overlay_up(&layers->sos, stack->setup.model) || layers->notice.up)
        return "";
    return screen_request(&layers->screens[layers->depth - 1]);
}

size_t screen_stack_depth(const struct screen_stack *stack) {
    return stack->layers.depth;
}
