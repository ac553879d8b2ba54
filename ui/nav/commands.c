/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parent checks all of it as it checks what comes from outside. The trap is a request that waits for the parent's
 * word: its screen remembers since when, and the same identity goes with every try of it.
 */
#include "ui/nav/commands.h"
#include "stb-app/base/json.h"
#include "ui/nav/option_requests.h"
#include <string.h>

void commands_set(const struct screen_stack_setup *setup, const char *set) {
    char error[JSON_ERROR_SIZE];
    setup->send(setup->data, IPC_SET, json_parse(set, strlen(set), sizeof((struct outcome *)0)->set, error));
}

void commands_sos(const struct screen_stack_setup *setup, const char *what) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "do", what);
    json_put_text(message, "id", model_sos_open(setup->model) ? setup->model->sos.id : "");
    setup->send(setup->data, IPC_SOS, message);
}

void commands_submit(const struct screen_stack_setup *setup, struct screen *confirm, bool again, int64_t now_ms) {
    const struct service *service = service_catalog_find(setup->model->catalog, confirm->service);
    confirm->submitted_ms = 0;
    if (!option_requests_whole(setup, confirm)) /* it changed while an answer was waited for */
        return;
    struct json_object *message = json_object_new_object();
    json_put_text(message, "id", confirm->request);
    json_put_text(message, "kind", request_kind_name(confirm->request_kind));
    json_put_text(message, "service", confirm->service[0] ? confirm->service : "person");
    option_requests_order(setup, confirm, message);
    json_put_text(message, "trigger", request_trigger_name(confirm->trigger));
    json_put_integer(message, "expires_s", service ? service->expires_s : 1800);
    json_put_truth(message, "again", again);
    confirm->submitted_ms = now_ms;
    setup->send(setup->data, IPC_SUBMIT, message);
}

void commands_cancel(const struct screen_stack_setup *setup, const char *request) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "id", request);
    setup->send(setup->data, IPC_CANCEL, message);
}

void commands_reply(const struct screen_stack_setup *setup, struct screen *screen, int64_t now_ms) {
    struct json_object *message = json_object_new_object();
    json_put_text(message, "id", screen->request);
    json_put_text(message, "choice", screen->focus);
    screen->submitted_ms = now_ms;
    setup->send(setup->data, IPC_REPLY, message);
}

void commands_plain(const struct screen_stack_setup *setup, enum ipc_type type) {
    setup->send(setup->data, type, NULL);
}
