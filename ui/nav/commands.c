/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stb-app checks all of it as it checks what comes from outside. The trap is a request that waits for stb-app's word:
 * its screen remembers since when, and the same identity goes with every try of it.
 */
#include "ui/nav/commands.h"
#include "ui/nav/option_requests.h"
#include <stdio.h>
#include <string.h>

static void send(const struct screen_stack_setup *setup, const struct ipc_message *message) {
    setup->send(setup->data, message);
}

void commands_set(const struct screen_stack_setup *setup, const struct ipc_set *set) {
    send(setup, &(struct ipc_message){.type = IPC_SET, .set = *set});
}

void commands_sos(const struct screen_stack_setup *setup, enum ipc_sos_do what) {
    const char *id = model_sos_open(setup->model) ? setup->model->sos.id : "";
    send(setup, &(struct ipc_message){.type = IPC_SOS_DO, .sos_do = {.what = what, .id = id}});
}

void commands_submit(const struct screen_stack_setup *setup, struct screen_confirm *confirm, bool again,
                     int64_t now_ms) {
    const char *name = confirm->order.service;
    const struct service *service = service_catalog_find(setup->model->catalog, name);
    confirm->submitted_ms = 0;
    if (!option_requests_whole(setup, confirm)) /* it changed while an answer was waited for */
        return;
    struct ipc_message message = {.type = IPC_SUBMIT, .submit = {.again = again}};
    struct request *request = &message.submit.request;
    memcpy(request->id, confirm->request, sizeof request->id);
    snprintf(request->service, sizeof request->service, "%s", name[0] ? name : "person");
    request->kind = confirm->kind;
    request->trigger = confirm->trigger;
    request->expires_s = service ? service->expires_s : 1800;
    option_requests_order(setup, &confirm->order, &message.submit);
    confirm->submitted_ms = now_ms;
    send(setup, &message);
}

void commands_cancel(const struct screen_stack_setup *setup, const char *request) {
    send(setup, &(struct ipc_message){.type = IPC_CANCEL, .cancel = {.id = request}});
}

void commands_reply(const struct screen_stack_setup *setup, struct screen_notice *notice, const char *choice,
                    int64_t now_ms) {
    notice->submitted_ms = now_ms;
    snprintf(notice->choice, sizeof notice->choice, "%s", choice);
    send(setup, &(struct ipc_message){.type = IPC_REPLY, .reply = {.id = notice->id, .choice = choice}});
}

void commands_plain(const struct screen_stack_setup *setup, enum ipc_type type) {
    send(setup, &(struct ipc_message){.type = type});
}
