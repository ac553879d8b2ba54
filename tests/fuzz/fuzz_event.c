/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hotline's events into what the box knows, under rubbish (libFuzzer): each line is the name of an event, a blank
 * and its data. Beyond not crashing: whatever was taken can be told to stb-ui, which takes it too.
 */
#include "net/api/api_event.h"
#include "net/data/notices.h"
#include "net/data/request_log.h"
#include "stb-app/base/json.h"
#include "stb-app/ipc/ipc_message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void tell(const struct ipc_message *message) {
    struct ipc_buffer line = {0};
    struct ipc_message heard;
    char error[JSON_ERROR_SIZE];
    ipc_message_encode(message, &line);
    if (!ipc_message_decode(line.bytes, line.length - 1, &heard, error))
        abort();
    ipc_message_free(&heard);
    ipc_buffer_free(&line);
}

static void tell_all(struct request_log *requests, const struct notices *notices) {
    struct request_record *records[REQUEST_LOG_MAX];
    struct ipc_message message = {.type = IPC_REQUESTS};
    message.requests.count = request_log_records(requests, records);
    message.requests.list = records;
    tell(&message);
    message = (struct ipc_message){.type = IPC_NOTICES, .notices = notices_now(notices)};
    tell(&message);
}

static void take(struct request_log *requests, struct notices *notices, const char *name, const char *text) {
    struct api_event event;
    char error[JSON_ERROR_SIZE] = "";
    bool news;
    if (!api_event_read(name, text, &event, error)) {
        if (!error[0])
            abort();
        return;
    }
    if (event.kind == API_EVENT_STATUS)
        request_log_take(requests, &event.status);
    else if (event.kind == API_EVENT_NOTICE)
        notices_take(notices, event.notice, &news, error);
    api_event_clear(&event);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct request_log *requests = request_log_create();
    struct notices *notices = notices_create(NULL);
    char *text = malloc(length + 1);
    memcpy(text, bytes, length);
    text[length] = 0;
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        char *data = strchr(line, ' ');
        if (data)
            *data++ = 0;
        take(requests, notices, line, data);
    }
    tell_all(requests, notices);
    free(text);
    notices_destroy(notices);
    request_log_destroy(requests);
    return 0;
}
