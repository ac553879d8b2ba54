/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BRIEFING_H
#define STB_APP_BRIEFING_H
/*
 * What the channel is told: everything when it opens, and each piece again when it changes. It is built from what the
 * parts know at that moment; nothing is kept here but what waits to be told.
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
void briefing_tell_profile(const struct briefing *briefing, const char *profile); /* the same */
/* KEY_US: the moment of the key that caused it, 0 = none did. */
void briefing_tell_sos(const struct briefing *briefing, int64_t key_us);

void briefing_tell_requests(struct briefing *briefing);
void briefing_mark_requests(struct briefing *briefing); /* they changed: briefing_catch_up() tells them, once */
void briefing_catch_up(struct briefing *briefing);      /* just before the loop sleeps */
/* The confirm screen waits for the word of ID; what the box asks for by itself has no screen. */
void briefing_await_stored(struct briefing *briefing, const char *id);
void briefing_tell_stored(struct briefing *briefing, const char *id);
/* An order was taken, or could not be; DUPLICATE: the same one is under way already, "" = it is not. */
void briefing_tell_submitted(const struct briefing *briefing, const char *id, bool saved, const char *duplicate);
/* The request ID took a turn that is worth seeing: the channel is shown for it, and told when it is up. */
void briefing_show_turn(struct briefing *briefing, const char *id);
#endif
