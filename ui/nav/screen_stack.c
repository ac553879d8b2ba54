/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key goes to the screen on top; what it does not know is settled by the rules below. The SOS screen is no entry of
 * the stack: it lies over it while an SOS is open, and for as long as its end has not been seen (OK or BACK), so what
 * was underneath is still there afterwards.
 *
 * The trap: two keys may come before the next drawing. So act() always gets a scene drawn for the state it meets.
 */
#include "ui/nav/screen_stack.h"
#include "stb-app/base/log.h"
#include "ui/kit/hold_progress.h"
#include "ui/kit/volume_toast.h"
#include "ui/nav/commands.h"
#include "ui/nav/notice_overlay.h"
#include "ui/nav/option_requests.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 20, HOLD_SAID_MS = 4000, GUARD_MS = 400 };

struct screen_stack {
    struct screen_stack_setup setup;
    struct screen screens[DEPTH_MAX], sos;
    int64_t hold_until_ms;     /* so long it is said that OK has to be held */
    struct hold_progress hold; /* and how far it has been */
    enum action edge;          /* the last key was this arrow, and it led nowhere */
    struct volume_toast toast;
    struct notice_overlay notice; /* over the screens, under the SOS */
    size_t depth;
    bool used; /* the senior did something here but take note of what came up by itself */
    bool first_run_told;
    int64_t rest_ms; /* home gives way to live television then; 0 = not now */
    char sos_seen_open[REQUEST_ID_SIZE], sos_left[REQUEST_ID_SIZE];
    struct scene scene;
};

struct screen_stack *screen_stack_create(const struct screen_stack_setup *setup) {
    struct screen_stack *stack = calloc(1, sizeof *stack);
    if (!stack)
        return NULL;
    stack->setup = *setup;
    stack->screens[stack->depth++] = home_screen();
    stack->sos = sos_screen();
    if (setup->model->first_run)
        stack->screens[stack->depth++] = first_run_screen();
    return stack;
}

void screen_stack_destroy(struct screen_stack *stack) {
    free(stack);
}

void screen_stack_restyle(struct screen_stack *stack, const struct strings *strings) {
    stack->setup.strings = strings;
}

static bool sos_on_top(const struct screen_stack *stack) {
    const struct model_sos *sos = &stack->setup.model->sos;
    return sos->id[0] && strcmp(sos->id, stack->sos_seen_open) == 0 && strcmp(sos->id, stack->sos_left) != 0;
}

static struct screen *top(struct screen_stack *stack) {
    if (sos_on_top(stack))
        return &stack->sos;
    return stack->notice.up ? &stack->notice.screen : &stack->screens[stack->depth - 1];
}

static void push(struct screen_stack *stack, const struct screen *next) {
    if (stack->depth == DEPTH_MAX) {
        log_warning("ui", "too many screens lie upon each other; the newest takes the place of the one before");
        stack->depth--;
    }
    stack->screens[stack->depth++] = *next;
}

/* After the last of what the channel was opened for, live television comes back. */
static void leave_news(struct screen_stack *stack) {
    if (!stack->notice.up && stack->depth == 1 && stack->setup.model->alone && !stack->used)
        commands_plain(&stack->setup, IPC_TV);
}

/* One level up. */
static void pop(struct screen_stack *stack, const struct screen *screen) {
    bool news = screen == &stack->notice.screen || screen->news;
    if (screen == &stack->notice.screen)
        notice_overlay_leave(&stack->notice, stack->setup.model);
    else if (stack->depth > 1)
        stack->depth--;
    if (news)
        leave_news(stack);
}

/* An answer is stored: it may lead to a service; one to a notice that is only to be read was all there was to do. */
static void follow_reply(struct screen_stack *stack) {
    const struct model *model = stack->setup.model;
    struct screen *screen = stack->notice.up ? &stack->notice.screen : &stack->screens[stack->depth - 1];
    const struct notice *notice =
        screen->kind == SCREEN_NOTICE && screen->submitted_ms ? model_notice(model, screen->request) : NULL;
    if (!notice || !notice->answered[0])
        return;
    const struct notice_choice *choice = notice_find_choice(notice, notice->answered);
    screen->submitted_ms = 0;
    if (choice && choice->service[0]) {
        struct screen next = order_flow_open_with(model, choice->service, choice->answers, choice->answer_count);
        stack->used = true;
        pop(stack, screen);
        push(stack, &next);
    } else if (!choice) {
        pop(stack, screen);
    }
}

void screen_stack_told(struct screen_stack *stack) {
    const struct model_sos *sos = &stack->setup.model->sos;
    notice_overlay_told(&stack->notice, stack->setup.model);
    follow_reply(stack);
    if (!model_sos_open(stack->setup.model) || strcmp(sos->id, stack->sos_seen_open) == 0)
        return;
    snprintf(stack->sos_seen_open, sizeof stack->sos_seen_open, "%s", sos->id);
    stack->sos = sos_screen();
}

/* Seen is done: whatever happens next, it does not come again. */
static void note_first_run(struct screen_stack *stack, const struct screen *screen) {
    if (screen->kind != SCREEN_FIRST_RUN || stack->first_run_told)
        return;
    stack->first_run_told = true;
    commands_set(&stack->setup, &(struct ipc_set){.name = "first_run", .value = "done"});
}

/* Every key begins the wait anew, and so does whatever lay over home. */
static void plan_rest(struct screen_stack *stack, const struct screen *screen, int64_t now_ms,
                      struct view_report *report) {
    int64_t idle_ms = stack->setup.model->idle_home_s * 1000;
    if (screen->kind != SCREEN_HOME || idle_ms <= 0)
        stack->rest_ms = 0;
    else if (!stack->rest_ms)
        stack->rest_ms = now_ms + idle_ms;
    if (stack->rest_ms)
        view_redraw_at(report, stack->rest_ms);
}

bool screen_stack_rests(struct screen_stack *stack, int64_t now_ms) {
    if (!stack->rest_ms || now_ms < stack->rest_ms)
        return false;
    stack->rest_ms = 0;
    return top(stack)->kind == SCREEN_HOME;
}

/* A touch was too short; or it is down and what shows that must not move. */
static bool says_to_hold(const struct screen_stack *stack, int64_t now_ms) {
    return now_ms < stack->hold_until_ms || (!stack->setup.model->motion && hold_progress_runs(&stack->hold, now_ms));
}

struct scene *screen_stack_scene(struct screen_stack *stack, int64_t now_ms, int64_t wall_ms, int64_t *wake_ms) {
    struct screen *screen = top(stack);
    const struct screen_stack_setup *setup = &stack->setup;
    struct view view = {.scene = &stack->scene,
                        .text = setup->text,
                        .theme = setup->theme,
                        .strings = setup->strings,
                        .model = setup->model,
                        .now_ms = now_ms,
                        .hold_on = says_to_hold(stack, now_ms),
                        .wall_ms = wall_ms + setup->model->clock_offset_ms};
    struct view_report report;
    int64_t look_ms = option_requests_screen(setup, screen, now_ms);
    option_requests_voice(setup, screen);
    screen->shown_ms = screen->shown_ms ? screen->shown_ms : now_ms;
    screen_show(screen, &view, &report);
    if (setup->model->motion)
        hold_progress_draw(&stack->hold, &view, &report, focus_find(&stack->scene, screen->focus));
    volume_toast_draw(&stack->toast, &view, &report);
    stack->scene.depth = (int)stack->depth + stack->notice.up;
    if (look_ms)
        view_redraw_at(&report, look_ms);
    if (now_ms < stack->hold_until_ms)
        view_redraw_at(&report, stack->hold_until_ms);
    note_first_run(stack, screen);
    if (wake_ms) {
        plan_rest(stack, screen, now_ms, &report);
        *wake_ms = report.redraw_at_ms;
    }
    return &stack->scene;
}

static void open_person(struct screen_stack *stack, enum request_trigger trigger) {
    const struct screen *from = stack->notice.up ? &stack->notice.screen : &stack->screens[stack->depth - 1];
    if (from->kind == SCREEN_CONFIRM && from->request_kind == REQUEST_CALLBACK && !from->service[0])
        return;
    struct screen next = confirm_callback(screen_class(from->kind)->name, from->service);
    notice_overlay_leave_all(&stack->notice, stack->setup.model);
    next.trigger = trigger;
    push(stack, &next);
}

/* Below a question lies the confirm screen that led to it. */
static void submit_again(struct screen_stack *stack, int64_t now_ms) {
    pop(stack, top(stack));
    if (stack->screens[stack->depth - 1].kind == SCREEN_CONFIRM)
        commands_submit(&stack->setup, &stack->screens[stack->depth - 1], true, now_ms);
}

static void leave_sos(struct screen_stack *stack) {
    snprintf(stack->sos_left, sizeof stack->sos_left, "%s", stack->setup.model->sos.id);
}

static void carry_out(struct screen_stack *stack, struct screen *screen, const struct outcome *out, int64_t now_ms) {
    switch (out->kind) {
    case OUTCOME_NONE:
    case OUTCOME_BUMP:
    case OUTCOME_CHANGED:
        break;
    case OUTCOME_BACK:
        pop(stack, screen);
        break;
    case OUTCOME_HOME:
        stack->depth = 1;
        if (screen->news)
            leave_news(stack);
        break;
    case OUTCOME_OPEN:
        push(stack, &out->next);
        break;
    case OUTCOME_SHOW:
        stack->depth = 1;
        push(stack, &out->next);
        break;
    case OUTCOME_PERSON:
        open_person(stack, TRIGGER_SCREEN);
        break;
    case OUTCOME_SUBMIT:
        commands_submit(&stack->setup, screen, false, now_ms);
        break;
    case OUTCOME_RETRY:
        option_requests_retry(&stack->setup, screen, now_ms);
        break;
    case OUTCOME_AGAIN:
        submit_again(stack, now_ms);
        break;
    case OUTCOME_REPLY:
        commands_reply(&stack->setup, screen, now_ms);
        break;
    case OUTCOME_CANCEL:
        commands_cancel(&stack->setup, screen->request);
        pop(stack, screen);
        break;
    case OUTCOME_KEEP:
        pop(stack, screen);
        top(stack)->kept_ms = now_ms;
        screen_focus(top(stack), "ok"); /* another OK must not ask again */
        break;
    case OUTCOME_SET:
        commands_set(&stack->setup, &out->set);
        break;
    case OUTCOME_TEST:
        commands_plain(&stack->setup, IPC_CHECK_LINE);
        break;
    case OUTCOME_LISTEN:
        option_requests_listen(&stack->setup, out->listen);
        break;
    case OUTCOME_HUSH:
        option_requests_listen(&stack->setup, IPC_LISTEN_DROP);
        pop(stack, screen);
        break;
    case OUTCOME_SOS_PRESS:
        commands_sos(&stack->setup, IPC_SOS_PRESS);
        break;
    case OUTCOME_SOS_CONFIRM:
        commands_sos(&stack->setup, IPC_SOS_CONFIRM);
        break;
    case OUTCOME_SOS_CANCEL:
        commands_sos(&stack->setup, IPC_SOS_CANCEL);
        break;
    case OUTCOME_SOS_LEAVE:
        leave_sos(stack);
        break;
    }
}

/* Of a long text, above its buttons; at its end the arrows are the buttons' again. */
static bool turn_page(struct screen *screen, enum action arrow) {
    int page = screen->pages.text + (arrow == ACTION_DOWN ? 1 : -1);
    if (page < 0 || page >= screen->pages.text_count)
        return false;
    screen->pages.text = page;
    return true;
}

/* The keys that mean the same on every screen. */
static void act_anywhere(struct screen_stack *stack, struct screen *screen, enum action action) {
    bool sos = screen->kind == SCREEN_SOS;
    const struct scene_item *next;
    switch (action) {
    case ACTION_TV:
        commands_plain(&stack->setup, IPC_TV);
        break;
    case ACTION_SERVICE:
        if (!sos)
            notice_overlay_leave_all(&stack->notice, stack->setup.model);
        if (!sos)
            stack->depth = 1;
        break;
    case ACTION_PERSON:
        if (sos) /* its end; while it is open it keeps this key to itself */
            leave_sos(stack);
        open_person(stack, TRIGGER_REMOTE);
        break;
    case ACTION_BACK:
        if (!sos)
            pop(stack, screen);
        break;
    case ACTION_UP:
    case ACTION_DOWN:
        if (turn_page(screen, action))
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

/* What an arrow can change in a screen. */
static bool stands_still(const struct screen *before, const struct screen *now) {
    return before->kind == now->kind && strcmp(before->focus, now->focus) == 0 &&
           before->pages.text == now->pages.text && before->item_count == now->item_count &&
           memcmp(before->items, now->items, now->item_count * sizeof now->items[0]) == 0;
}

enum action screen_stack_edge(struct screen_stack *stack) {
    enum action edge = stack->edge;
    stack->edge = ACTION_NONE;
    return edge;
}

static bool turn_voice(struct screen_stack *stack, enum action action, int64_t now_ms) {
    struct ipc_set set;
    if (!volume_toast_act(&stack->toast, stack->setup.model, action, now_ms, &set))
        return false;
    if (set.name)
        commands_set(&stack->setup, &set);
    return true;
}

/* It was meant for what stood there before: the remote's own guard hears of a turn only with the next frame. */
static bool is_late(const struct screen *screen, enum action action, int64_t now_ms) {
    return screen->content_changed_ms && now_ms - screen->content_changed_ms < GUARD_MS &&
           (action == ACTION_OK || action_digit(action) >= 0);
}

void screen_stack_act(struct screen_stack *stack, enum action action, int64_t now_ms, int64_t wall_ms) {
    stack->rest_ms = 0;
    stack->hold_until_ms = action == ACTION_OK_BRIEF ? now_ms + HOLD_SAID_MS : 0;
    stack->edge = ACTION_NONE;
    stack->hold = (struct hold_progress){0, 0};
    if (action == ACTION_OK_BRIEF)
        return;
    screen_stack_scene(stack, now_ms, wall_ms, NULL);
    if (turn_voice(stack, action, now_ms))
        return;
    struct screen *screen = top(stack);
    if (is_late(screen, action, now_ms))
        return;
    bool came = screen == &stack->notice.screen || screen->news;
    stack->used = stack->used || !came || action == ACTION_SERVICE || action == ACTION_PERSON;
    struct screen before = *screen;
    struct outcome out = screen_class(screen->kind)->act(screen, stack->setup.model, &stack->scene, action, now_ms);
    option_requests_draft(&stack->setup, &before, screen);
    if (out.kind == OUTCOME_NONE)
        act_anywhere(stack, screen, action);
    else
        carry_out(stack, screen, &out, now_ms);
    bool stays = out.kind == OUTCOME_NONE || out.kind == OUTCOME_BUMP || out.kind == OUTCOME_CHANGED;
    stack->edge = is_arrow(action) && stays && stands_still(&before, screen) ? action : ACTION_NONE;
}

void screen_stack_hold(struct screen_stack *stack, int64_t lasts_ms, int64_t now_ms) {
    hold_progress_take(&stack->hold, lasts_ms, now_ms);
}

static struct screen *find_confirm(struct screen_stack *stack, const char *id) {
    for (size_t i = stack->depth; i-- > 0;)
        if (stack->screens[i].kind == SCREEN_CONFIRM && strcmp(stack->screens[i].request, id) == 0)
            return &stack->screens[i];
    return NULL;
}

/* Saved: its result takes the place of the screens that led to it; a call-back's lies on what it interrupted. */
static void show_saved(struct screen_stack *stack, struct screen *confirm, const char *id) {
    struct screen next = result_screen(id);
    if (!confirm) { /* not waited for on a screen: nothing that is being done there is interrupted */
        const struct status *status = model_request(stack->setup.model, id);
        next.news = true;
        snprintf(next.service, sizeof next.service, "%s", status ? status->service : "");
        if (stack->depth == 1)
            push(stack, &next);
        return;
    }
    bool callback = confirm->request_kind == REQUEST_CALLBACK && !confirm->service[0];
    snprintf(next.service, sizeof next.service, "%s", confirm->service);
    next.request_kind = confirm->request_kind;
    stack->depth = callback ? (size_t)(confirm - stack->screens) : 1;
    push(stack, &next);
}

void screen_stack_submitted(struct screen_stack *stack, const struct ipc_submitted *submitted) {
    const char *id = submitted->id, *duplicate = submitted->duplicate;
    struct screen *confirm = find_confirm(stack, id), next;
    if (confirm)
        confirm->submitted_ms = 0;
    if (submitted->saved) {
        show_saved(stack, confirm, id);
    } else if (confirm) {
        stack->depth = (size_t)(confirm - stack->screens) + 1;
        next = duplicate[0] ? dialog_screen(DIALOG_DUPLICATE, confirm->service, duplicate)
                            : dialog_screen(DIALOG_NOT_SAVED, confirm->service, id);
        next.request_kind = confirm->request_kind;
        push(stack, &next);
    }
}

const char *screen_stack_request(const struct screen_stack *stack) {
    if (sos_on_top(stack) || stack->notice.up || stack->screens[stack->depth - 1].kind == SCREEN_NOTICE)
        return "";
    return stack->screens[stack->depth - 1].request;
}

size_t screen_stack_depth(const struct screen_stack *stack) {
    return stack->depth;
}
