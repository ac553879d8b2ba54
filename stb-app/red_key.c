/* SPDX-License-Identifier: Apache-2.0 */
/* An SOS comes before anything else in its turn of the loop, and needs neither screen nor disk. */
#include "stb-app/red_key.h"

#include "remote/mic/microphone.h"
#include "stb-app/briefing.h"
#include "stb-app/channel.h"
#include "stb-app/config/config.h"
#include "stb-app/config/effective_config.h"
#include "stb-app/health.h"
#include "stb-app/input/input.h"
#include "stb-app/parts.h"
#include "stb-app/sos/line_check.h"
#include "stb-app/sos/sos.h"

void red_key_press(const struct parts *parts, enum request_trigger trigger, int64_t at_us) {
    sos_press(parts->sos, trigger, effective_config_operators(parts->config)->grace_s, at_us);
    microphone_stop(parts->microphone);
}

static void sos_to_be_seen(void *data, int64_t at_us) {
    const struct parts *parts = data;
    channel_show(parts->channel, ACTION_NONE, at_us);
}

static void sos_changed(void *data, int64_t at_us) {
    const struct parts *parts = data;
    if (parts->input)
        input_urgent(parts->input, sos_is_open(parts->sos));
    briefing_tell_sos(parts->briefing, at_us);
    channel_tell_live_scene(parts->channel);
    channel_follow_sos(parts->channel);
    health_follow_sos(parts->health);
}

static bool sos_is_open_now(void *data) {
    const struct parts *parts = data;
    return sos_is_open(parts->sos);
}

static void check_changed(void *data) {
    const struct parts *parts = data;
    briefing_tell_line_check(parts->briefing);
}

void red_key_open(struct parts *parts) {
    parts->check = line_check_create(&(struct line_check_setup){
        .loop = parts->loop,
        .hotline = parts->hotline,
        .every_h = effective_config_operators(parts->config)->test_every_h,
        .sos_incident_is_open = sos_is_open_now,
        .on_changed = check_changed,
        .data = parts,
    });
    parts->sos = sos_create(&(struct sos_setup){.loop = parts->loop,
                                                .hotline = parts->hotline,
                                                .on_show = sos_to_be_seen,
                                                .on_changed = sos_changed,
                                                .data = parts});
}
