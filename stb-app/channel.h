/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CHANNEL_H
#define STB_APP_CHANNEL_H
/*
 * The service channel, shown or left: by the senior, or by the box for news. The operator's commands make television's
 * picture and sound follow, and the hotline learns whether somebody waits for an answer.
 */
#include "stb-app/ipc/ipc_message.h"
#include "stb-app/tv/tv_mute.h"

#include <stdbool.h>
#include <stdint.h>

struct app_options;
struct channel;
struct json_object;
struct parts;
struct ui_session;
struct channel_setup {
    const struct parts *parts;                                     /* borrowed; opened later, outlive the channel */
    const struct app_options *options;                             /* borrowed */
    void (*on_open)(void *data);                                   /* stb-ui is up: tell it everything */
    void (*on_ask)(void *data, const struct ipc_message *message); /* what the senior wants: a message of stb-ui */
    void (*on_scene)(void *data, struct json_object *scene);       /* borrowed */
    void *data;
};
struct channel *channel_create(const struct channel_setup *setup); /* NULL and a log line if it cannot */
void channel_destroy(struct channel *channel);

/* FIRST: an action for stb-ui once it is up, or ACTION_NONE. AT_US: when the key went down, 0 = no key did. */
void channel_show(struct channel *channel, enum action first, int64_t at_us);
void channel_show_for_news(struct channel *channel); /* nobody pressed a key for it */
void channel_leave(struct channel *channel);         /* for live television */
void channel_start_left(struct channel *channel);    /* at start: the last run may have died in the channel */

const struct ui_session *channel_session(const struct channel *channel); /* borrowed, for reports */
bool channel_is_shown(const struct channel *channel);
bool channel_is_open(const struct channel *channel);     /* stb-ui is up, and was told everything */
bool channel_is_for_news(const struct channel *channel); /* the box opened it for news, not the senior */

void channel_tell(struct channel *channel, const struct ipc_message *message); /* passed over while stb-ui is not up */
void channel_tell_live_scene(struct channel *channel);                         /* live television's, while it is on */
bool channel_shoot(struct channel *channel, const char *name); /* false = nothing of ours is on screen */
void channel_hush(struct channel *channel, enum tv_mute_reason reason, bool so); /* television's sound */
void channel_follow_sos(struct channel *channel);                                /* an SOS has begun or ended */

/* Chooses the folder of the screens' files: the installed one, or the kept copies (data_dir.h). */
void channel_choose_data(struct channel *channel);
void channel_keep_data(const struct channel *channel); /* copies the installed files, when they are in use */
#endif
