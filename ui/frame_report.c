/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap is order: stb-app must hear of a new screen before of the frame itself, so that its guard against double
 * presses starts with what the senior sees.
 */
#include "ui/frame_report.h"

#include "stb-app/base/json.h"
#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc.h"
#include "ui/scene/scene_json.h"

#include <stdio.h>
#include <string.h>

static void tell_screen(struct frame_report *report, struct ipc *ipc, const struct scene *scene) {
    char visible_key[SCENE_VISIBLE_KEY_SIZE];
    scene_visible_key(scene, visible_key);
    if (strcmp(visible_key, report->on_screen) == 0)
        return;
    snprintf(report->on_screen, sizeof report->on_screen, "%s", visible_key);
    ipc_send(ipc,
             &(struct ipc_message){.type = IPC_SCREEN, .screen = {.screen = scene->screen, .at_us = loop_now_us()}});
}

void frame_report_drawn(struct frame_report *report, struct ipc *ipc, const struct scene *scene, int64_t key_us) {
    tell_screen(report, ipc, scene);
    if (key_us)
        ipc_send(ipc,
                 &(struct ipc_message){.type = IPC_FRAME, .frame = {.key_us = key_us, .presented_us = loop_now_us()}});
    if (!report->ready)
        ipc_send_plain(ipc, IPC_READY);
    report->ready = true;
}

void frame_report_scene(struct ipc *ipc, const struct scene *scene, const struct model *model, const char *request) {
    struct json_object *line = scene_json_line(scene, model, request, loop_now_ms());
    ipc_send(ipc, &(struct ipc_message){.type = IPC_SCENE, .scene = {.json = line}});
    json_object_put(line);
}
