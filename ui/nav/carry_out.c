/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/nav/carry_out.h"
#include "ui/nav/commands.h"
#include "ui/nav/option_requests.h"
#include <stdio.h>
#include <string.h>

void carry_out_person(struct screen_layers *layers, enum request_trigger trigger) {
    const struct screen *from = screen_layers_below(layers);
    if (from->kind == SCREEN_CONFIRM && from->confirm.kind == REQUEST_CALLBACK && !from->confirm.order.service[0])
        return;
    struct screen next = confirm_callback(screen_class(from->kind)->name, screen_service(from));
    notice_overlay_leave_all(&layers->notice, layers->setup->model);
    next.confirm.trigger = trigger;
    screen_layers_push(layers, &next);
}

/* Below a question lies the confirm screen that led to it. */
static void submit_again(struct screen_layers *layers, const struct screen *question, int64_t now_ms) {
    screen_layers_pop(layers, question);
    struct screen *confirm = &layers->screens[layers->depth - 1];
    if (confirm->kind == SCREEN_CONFIRM)
        commands_submit(layers->setup, &confirm->confirm, true, now_ms);
}

/* The result below says that nothing was cancelled; another OK must not ask again. */
static void keep(struct screen_layers *layers, const struct screen *question, int64_t now_ms) {
    screen_layers_pop(layers, question);
    struct screen *result = screen_layers_top(layers);
    if (result->kind == SCREEN_RESULT)
        result->result.kept_ms = now_ms;
    screen_focus(result, "ok");
}

static void cancel(struct screen_layers *layers, const struct screen *question) {
    commands_cancel(layers->setup, screen_request(question));
    screen_layers_pop(layers, question);
}

static void empty(struct screen_layers *layers, const struct screen *question) {
    option_requests_empty(layers->setup, screen_service(question));
    screen_layers_home(layers, question);
}

static void drop_recording(struct screen_layers *layers, const struct screen *screen) {
    option_requests_listen(layers->setup, IPC_LISTEN_DROP);
    screen_layers_pop(layers, screen);
}

static void show(struct screen_layers *layers, const struct screen *next) {
    layers->depth = 1;
    screen_layers_push(layers, next);
}

/* The outcomes that are a command and leave the screens as they are. */
static void command(struct screen_layers *layers, struct screen *screen, const struct outcome *out, int64_t now_ms) {
    const struct screen_stack_setup *setup = layers->setup;
    switch (out->kind) {
    case OUTCOME_SUBMIT:
        commands_submit(setup, &screen->confirm, false, now_ms);
        break;
    case OUTCOME_RETRY:
        option_requests_retry(setup, screen, now_ms);
        break;
    case OUTCOME_REPLY:
        commands_reply(setup, &screen->notice, screen->focus, now_ms);
        break;
    case OUTCOME_UNDO:
        commands_cancel(setup, screen_request(screen));
        screen_focus(screen, "ok"); /* another OK takes note */
        break;
    case OUTCOME_SET:
        commands_set(setup, &out->set);
        break;
    case OUTCOME_TEST:
        commands_plain(setup, IPC_CHECK_LINE);
        break;
    case OUTCOME_LISTEN:
        option_requests_listen(setup, out->listen);
        break;
    case OUTCOME_SOS_PRESS:
        commands_sos(setup, IPC_SOS_PRESS);
        break;
    case OUTCOME_SOS_CONFIRM:
        commands_sos(setup, IPC_SOS_CONFIRM);
        break;
    case OUTCOME_SOS_CANCEL:
        commands_sos(setup, IPC_SOS_CANCEL);
        break;
    default: /* NONE, BUMP, CHANGED: nothing is to be done */
        break;
    }
}

void carry_out(struct screen_layers *layers, struct screen *screen, const struct outcome *out, int64_t now_ms) {
    switch (out->kind) {
    case OUTCOME_BACK:
        screen_layers_pop(layers, screen);
        break;
    case OUTCOME_HOME:
        screen_layers_home(layers, screen);
        break;
    case OUTCOME_OPEN:
        screen_layers_push(layers, &out->next);
        break;
    case OUTCOME_SHOW:
        show(layers, &out->next);
        break;
    case OUTCOME_PERSON:
        carry_out_person(layers, TRIGGER_SCREEN);
        break;
    case OUTCOME_AGAIN:
        submit_again(layers, screen, now_ms);
        break;
    case OUTCOME_CANCEL:
        cancel(layers, screen);
        break;
    case OUTCOME_EMPTY:
        empty(layers, screen);
        break;
    case OUTCOME_KEEP:
        keep(layers, screen, now_ms);
        break;
    case OUTCOME_LISTEN_DROP:
        drop_recording(layers, screen);
        break;
    case OUTCOME_SOS_LEAVE:
        sos_overlay_leave(&layers->sos, layers->setup->model);
        break;
    default:
        command(layers, screen, out, now_ms);
        break;
    }
}

/* An answer is stored: it may lead to a service; one to a notice that is only to be read was all there was to do. */
void carry_out_reply(struct screen_layers *layers) {
    const struct model *model = layers->setup->model;
    struct screen *screen = screen_layers_below(layers);
    const struct notice *notice =
        screen->kind == SCREEN_NOTICE && screen->notice.submitted_ms ? model_notice(model, screen->notice.id) : NULL;
    if (!notice || strcmp(notice->answered, screen->notice.choice) != 0)
        return;
    const struct notice_choice *choice = notice_find_choice(notice, notice->answered);
    screen->notice.submitted_ms = 0;
    screen->notice.changes = false;
    if (choice && choice->service[0]) {
        struct screen next = order_flow_open_with(model, choice->service, choice->answers, choice->answer_count);
        layers->used = true;
        screen_layers_pop(layers, screen);
        screen_layers_push(layers, &next);
    } else if (!choice) {
        screen_layers_pop(layers, screen);
    }
}

/* Not waited for on a screen: nothing that is being done there is interrupted. */
static void show_unasked(struct screen_layers *layers, const char *id) {
    struct screen next = result_screen(id);
    const struct status *status = model_request(layers->setup->model, id);
    next.result.unasked = true;
    snprintf(next.result.service, sizeof next.result.service, "%s", status ? status->service : "");
    if (layers->depth == 1)
        screen_layers_push(layers, &next);
}

/* Saved: its result takes the place of the screens that led to it; a call-back's lies on what it interrupted. */
static void show_saved(struct screen_layers *layers, const struct screen *screen) {
    const struct screen_confirm *confirm = &screen->confirm;
    struct screen next = result_screen(confirm->request);
    bool callback = confirm->kind == REQUEST_CALLBACK && !confirm->order.service[0];
    snprintf(next.result.service, sizeof next.result.service, "%s", confirm->order.service);
    next.result.kind = confirm->kind;
    next.result.undo_ms = guard_rule(GUARD_ASKED, GUARD_COSTS)->undo_ms;
    layers->depth = callback ? (size_t)(screen - layers->screens) : 1;
    screen_layers_push(layers, &next);
}

void carry_out_submitted(struct screen_layers *layers, const struct ipc_submitted *submitted) {
    const char *id = submitted->id, *duplicate = submitted->duplicate;
    struct screen *confirm = screen_layers_confirm(layers, id);
    if (!confirm && submitted->saved)
        show_unasked(layers, id);
    if (!confirm)
        return;
    confirm->confirm.submitted_ms = 0;
    if (submitted->saved) {
        show_saved(layers, confirm);
        return;
    }
    screen_layers_cut(layers, confirm);
    struct screen next = duplicate[0] ? dialog_screen(DIALOG_DUPLICATE, confirm->confirm.order.service, duplicate)
                                      : dialog_screen(DIALOG_NOT_SAVED, confirm->confirm.order.service, id);
    screen_layers_push(layers, &next);
}
