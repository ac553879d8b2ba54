/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nobody sends SIGHUP for a file system that is mounted late, nor after each try to mend a config: so a config that was
 * refused is looked at again by itself.
 */
#include "stb-app/config_reload.h"

#include "net/hotline.h"
#include "net/transport/https.h"
#include "remote/hear/hearing.h"
#include "remote/mic/microphone.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/briefing.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_source.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/config/timezone.h"
#include "stb-app/input/input.h"
#include "stb-app/parts.h"
#include "stb-app/sos/sos.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_AGAIN_MS = 3000 };

struct config_reload {
    struct parts *parts;
    struct config_source *source;
    struct loop_signal *hangup;
    struct loop_timer *look_again; /* until the refused files are checked for a change */
    config_reload_fn *on_other_box;
    void *data;
    bool other_box; /* the files name another device id */
};

struct https_identity config_reload_identity(const struct config *config) {
    return (struct https_identity){
        .device_id = config->device_id,
        .ca_file = config->ca_file,
        .client_cert = config->client_cert,
        .client_key = config->client_key,
        .pins = (const char *const *)config->pins.word,
    };
}

/* CONFIG has no fault: it is in force from now on, and the next start falls back on it. */
static void adopt(const struct config_reload *reload, struct config *config) {
    const struct parts *parts = reload->parts;
    struct https_identity identity = config_reload_identity(config);
    effective_config_replace(parts->config, config);
    config_source_keep(reload->source, config);
    log_set_level((enum log_level)config->log_level);
    timezone_apply(config->timezone);
    hotline_use(parts->hotline, &identity, (const char *const *)config->endpoints.word);
    input_settings(parts->input, effective_config_wanted(parts->config));
    hotline_fault(parts->hotline, FAULT_KEYMAP, input_keymap_fault(parts->input));
    microphone_use(parts->microphone, config->sound_capture);
    hearing_use(parts->hearing, config->voice_model, config->voice_readings);
    briefing_tell_mic(parts->briefing);
    briefing_tell_hello(parts->briefing);
    log_info("config", "read again; the remotes' devices and the heartbeat's pace count from the next start");
}

static bool is_other_box(const struct config_reload *reload, const struct config *config) {
    const char *ours = effective_config_operators(reload->parts->config)->device_id;
    return ours[0] && strcmp(ours, config->device_id) != 0;
}

static void become_other_box(const struct config_reload *reload) {
    if (!sos_is_open(reload->parts->sos))
        reload->on_other_box(reload->data);
}

static void read_again(struct config_reload *reload) {
    struct config *config = config_source_again(reload->source);
    hotline_fault(reload->parts->hotline, FAULT_CONFIG, config_source_refused(reload->source));
    reload->other_box = config && is_other_box(reload, config);
    if (config && !reload->other_box)
        adopt(reload, config);
    else
        config_destroy(config);
    if (reload->other_box)
        become_other_box(reload);
}

static void told_to_reload(void *data, int signum) {
    (void)signum;
    read_again(data);
}

static void look_again_due(void *data) {
    struct config_reload *reload = data;
    if (reload->other_box)
        become_other_box(reload);
    else if (config_source_changed(reload->source))
        read_again(reload);
}

struct config_reload *config_reload_create(struct parts *parts, struct config_source *source,
                                           config_reload_fn *on_other_box, void *data) {
    struct config_reload *reload = memory_new(1, sizeof *reload);
    struct config *config = config_source_first(source);
    reload->parts = parts;
    reload->source = source;
    reload->on_other_box = on_other_box;
    reload->data = data;
    reload->hangup = loop_signal_create(parts->loop, SIGHUP, told_to_reload, reload);
    reload->look_again = loop_timer_create(parts->loop, look_again_due, reload);
    timezone_apply(config->timezone);
    log_set_level((enum log_level)config->log_level);
    parts->config = effective_config_create(config);
    return reload;
}

void config_reload_destroy(struct config_reload *reload) {
    if (!reload)
        return;
    loop_signal_destroy(reload->hangup);
    loop_timer_destroy(reload->look_again);
    free(reload);
}

void config_reload_tell_faults(const struct config_reload *reload) {
    const struct parts *parts = reload->parts;
    hotline_fault(parts->hotline, FAULT_KEYMAP, input_keymap_fault(parts->input));
    hotline_fault(parts->hotline, FAULT_CONFIG, config_source_refused(reload->source));
}

void config_reload_start(const struct config_reload *reload) {
    config_source_keep(reload->source, effective_config_operators(reload->parts->config));
    loop_timer_start(reload->look_again, LOOK_AGAIN_MS, LOOK_AGAIN_MS);
}
