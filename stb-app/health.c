/* SPDX-License-Identifier: Apache-2.0 */
/* The trap: a remote is found, and a screen opens, a moment after the start. So only what lasts counts as a fault. */
#include "stb-app/health.h"

#include "net/hotline.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/version.h"
#include "stb-app/channel.h"
#include "stb-app/config/config.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/health/life_record.h"
#include "stb-app/health/proc_files.h"
#include "stb-app/health/status_socket.h"
#include "stb-app/input/input.h"
#include "stb-app/parts.h"
#include "stb-app/screen/ui_session.h"
#include "stb-app/sos/sos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    STATUS_VERSION = 1,
    LOOK_MS = 2000,
    NO_REMOTE_MS = 10000,
    UNDELIVERED_MS = 10000,
    CERTIFICATE_EVERY_MS = 3600 * 1000,
};
static const char setting[] = "life";

struct health {
    const struct parts *parts;
    struct life_record life;
    struct status_socket *socket;
    struct loop_timer *look, *undelivered;
    char sos_id[REQUEST_ID_SIZE]; /* the SOS that UNDELIVERED is about */
    int64_t started_ms, no_remote_since_ms, certificate_ms;
};

/* --- what each heartbeat and each answer says */

static void put_screen(const struct health *health, struct json_object *into) {
    const struct screen_health *screen = ui_session_health(channel_session(health->parts->channel));
    struct frame_times_summary frames = frame_times_summary(&screen->frames);
    struct json_object *one = json_object_new_object();
    json_put_integer(one, "deaths", screen->deaths);
    if (screen->deaths > 0)
        json_put_text(one, "last_death", screen->last_death);
    if (frames.count > 0) {
        struct json_object *times = json_object_new_object();
        json_put_integer(times, "median", frames.median_us / 1000);
        json_put_integer(times, "p95", frames.p95_us / 1000);
        json_put_integer(times, "worst", frames.worst_us / 1000);
        json_object_object_add(one, "key_to_frame_ms", times);
    }
    json_object_object_add(into, "screen", one);
}

void health_write(const struct health *health, struct json_object *into) {
    const struct parts *parts = health->parts;
    int remotes = parts->input ? input_devices(parts->input) : 0;
    json_put_text(into, "commit", version_commit);
    json_put_integer(into, "starts", health->life.starts);
    if (health->life.last_end[0])
        json_put_text(into, "last_end", health->life.last_end);
    json_put_integer(into, "memory_kib", proc_files_memory_kib(getpid()));
    if (remotes >= 0)
        json_put_integer(into, "remotes", remotes);
    if (parts->channel)
        put_screen(health, into);
}

/* --- who asks on the box */

static char *answer(void *data) {
    const struct health *health = data;
    const struct parts *parts = health->parts;
    struct json_object *whole = json_object_new_object();
    struct ipc_sos sos = parts->sos ? sos_now(parts->sos) : (struct ipc_sos){.id = ""};
    json_put_integer(whole, "status", STATUS_VERSION);
    json_put_text(whole, "version", version_number);
    json_put_text(whole, "device", effective_config_operators(parts->config)->device_id);
    json_put_integer(whole, "uptime_s", (loop_now_ms() - health->started_ms) / 1000);
    hotline_describe(parts->hotline, whole);
    health_write(health, whole);
    json_put_text(whole, "sos", sos.id[0] ? request_state_name(sos.state) : "");
    if (parts->channel)
        json_put_integer(whole, "screen_memory_kib",
                         proc_files_memory_kib(ui_session_pid(channel_session(parts->channel))));
    const char *text = json_object_to_json_string_ext(whole, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
    size_t size = strlen(text) + 2;
    char *line = memory_new(size, 1);
    snprintf(line, size, "%s\n", text);
    json_object_put(whole);
    return line;
}

/* --- what is wrong */

static void look_at_screen(const struct health *health) {
    char error[SCREEN_HEALTH_ERROR_SIZE];
    bool wrong = screen_health_fault(ui_session_health(channel_session(health->parts->channel)), loop_now_ms(), error);
    hotline_fault(health->parts->hotline, FAULT_SCREEN, wrong ? error : NULL);
}

static void look_at_remotes(struct health *health) {
    int64_t now_ms = loop_now_ms();
    if (input_devices(health->parts->input) != 0)
        health->no_remote_since_ms = 0;
    else if (!health->no_remote_since_ms)
        health->no_remote_since_ms = now_ms;
    bool wrong = health->no_remote_since_ms && now_ms - health->no_remote_since_ms >= NO_REMOTE_MS;
    hotline_fault(health->parts->hotline, FAULT_REMOTE, wrong ? "no device with keys is there" : NULL);
}

/* A voice that was switched off, or that the operator does not want, is not missing. */
void health_take_reading(struct health *health, enum ipc_reading reading) {
    static const char *const errors[] = {
        [IPC_READING_NO_ENGINE] = "nothing is read aloud: the speech program is not there or does not speak",
        [IPC_READING_NO_SOUND] = "nothing is read aloud: the loudspeaker's device fails",
        [IPC_READING_WORKS] = NULL,
    };
    const struct config *config = effective_config_wanted(health->parts->config);
    bool wanted = config->guidance && config->speech_command.word[0];
    hotline_fault(health->parts->hotline, FAULT_SOUND, wanted ? errors[reading] : NULL);
}

static void look_at_certificate(struct health *health) {
    int64_t now_ms = loop_now_ms();
    if (health->certificate_ms && now_ms - health->certificate_ms < CERTIFICATE_EVERY_MS)
        return;
    health->certificate_ms = now_ms;
    hotline_look_at_certificate(health->parts->hotline);
}

static void look(void *data) {
    struct health *health = data;
    look_at_screen(health);
    look_at_remotes(health);
    look_at_certificate(health);
}

/* --- an SOS that nobody has */

static void sos_is_late(void *data) {
    const struct health *health = data;
    struct ipc_sos sos = sos_now(health->parts->sos);
    if (strcmp(sos.id, health->sos_id) == 0 && !request_state_is_proved(sos.state))
        log_warning("sos", "SOS %s is not delivered after %d s; the line is %s", sos.id, UNDELIVERED_MS / 1000,
                    link_state_name(hotline_link(health->parts->hotline)));
}

void health_follow_sos(struct health *health) {
    if (!health || !health->parts->sos)
        return;
    struct ipc_sos sos = sos_now(health->parts->sos);
    if (!sos.id[0] || sos.test || strcmp(sos.id, health->sos_id) == 0)
        return;
    memcpy(health->sos_id, sos.id, sizeof health->sos_id);
    loop_timer_start(health->undelivered, sos.since_ms < UNDELIVERED_MS ? UNDELIVERED_MS - sos.since_ms : 0, 0);
}

/* --- life */

static void keep_life(const struct health *health, const char *ended) {
    char text[LIFE_RECORD_SIZE];
    life_record_write(&health->life, ended, text);
    hotline_set_setting(health->parts->hotline, setting, text);
}

static void begin_life(struct health *health) {
    char boot[LIFE_RECORD_BOOT_SIZE];
    const char *kept = hotline_setting(health->parts->hotline, setting);
    proc_files_boot_id(boot, sizeof boot);
    health->life = life_record_begin(kept, boot);
    log_info("app", "stb-app %s starts as box %s, start %lld; the life before ended: %s", version_line,
             effective_config_operators(health->parts->config)->device_id, (long long)health->life.starts,
             health->life.last_end[0] ? health->life.last_end : "there was none");
    keep_life(health, "");
}

struct health *health_create(const struct parts *parts, const char *state_dir) {
    struct health *health = memory_new(1, sizeof *health);
    health->parts = parts;
    health->started_ms = loop_now_ms();
    health->look = loop_timer_create(parts->loop, look, health);
    health->undelivered = loop_timer_create(parts->loop, sos_is_late, health);
    begin_life(health);
    health->socket = status_socket_create(parts->loop, state_dir, answer, health);
    return health;
}

void health_start(struct health *health) {
    look(health);
    loop_timer_start(health->look, LOOK_MS, LOOK_MS);
}

void health_destroy(struct health *health, const char *ended) {
    if (!health)
        return;
    keep_life(health, ended);
    status_socket_destroy(health->socket);
    loop_timer_destroy(health->look);
    loop_timer_destroy(health->undelivered);
    free(health);
}
