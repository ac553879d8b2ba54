/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BRIEFING_H
#define STB_APP_BRIEFING_H
/*
 * Tells the channel everything when it opens, and each piece again when it changes. Each message is built from what the
 * parts know at that moment; briefing.c keeps only what waits to be told.
 */
#include "stb-app/ipc/ipc_message.h"

#include <stdbool.h>
#include <stdint.h>

struct briefing;
struct parts;

struct briefing *briefing_create(const struct parts *parts); /* borrowed; never NULL */
void briefing_destroy(struct briefing *briefing);

/* The channel has opened: hello, then all the rest. */
void briefing_tell_hello(const struct briefing *briefing);
void briefing_tell_rest(struct briefing *briefing);

void briefing_tell_clock(const struct briefing *briefing);
void briefing_tell_link(const struct briefing *briefing);
void briefing_tell_line_check(const struct briefing *briefing);
void briefing_tell_heard(const struct briefing *briefing);
void briefing_tell_mic(const struct briefing *briefing);
void briefing_tell_notices(const struct briefing *briefing);
void briefing_tell_drafts(const struct briefing *briefing);
void briefing_tell_catalog(const struct briefing *briefing, const char *catalog); /* checked JSON; NULL = none */
void briefing_tell_profile(const struct briefing *briefing, const char *profile); /* as the catalog */
/* KEY_US: when the key went down that caused the change, monotonic; 0 = no key did. */
void briefing_tell_sos(const struct briefing *briefing, int64_t key_us);

void briefing_tell_requests(struct briefing *briefing);
void briefing_mark_requests(struct briefing *briefing); /* the requests changed: briefing_catch_up() tells them */
void briefing_catch_up(struct briefing *briefing);      /* just before the loop sleeps */
/* The confirm screen waits until request ID is stored; a request that the box makes by itself has no such screen. */
void briefing_await_stored(struct briefing *briefing, const char *id);
void briefing_tell_stored(struct briefing *briefing, const char *id);
/* Order ID was SAVED, or could not be; DUPLICATE: the id of an equal order under way, "" = none. */
void briefing_tell_submitted(const struct briefing *briefing, const char *id, bool saved, const char *duplicate);
/* Request ID has news: shows the channel for it, and tells the channel once it is open. */
void briefing_show_turn(struct briefing *briefing, const char *id);
#endif
