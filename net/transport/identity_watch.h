/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_IDENTITY_WATCH_H
#define STB_NET_TRANSPORT_IDENTITY_WATCH_H
/*
 * The box's certificates over time. The operator's files are read at the start and looked at again: a file that comes
 * late, is mended or renewed counts within seconds. While they cannot be used, or the hotline does not take them, the
 * box uses the last identity that the hotline took, of which the state directory keeps a copy.
 */
#include <stdbool.h>

struct https;
struct https_identity;
struct identity_watch;
struct loop;

enum { IDENTITY_WATCH_POOLS = 2 };

struct identity_watch_setup {
    struct loop *loop;
    struct https *pools[IDENTITY_WATCH_POOLS];
    const char *state_dir;
    void (*on_use)(void *data);                       /* the pools have another identity: calls are worth trying */
    void (*on_fault)(void *data, const char *reason); /* why the files are not used; NULL = they are */
    void *data;
};
struct identity_watch *identity_watch_create(const struct identity_watch_setup *setup);
void identity_watch_destroy(struct identity_watch *watch);
/* Gives the pools an identity, from FILES (copied) or from the kept copy. Does not call ON_USE. */
void identity_watch_begin(struct identity_watch *watch, const struct https_identity *files);
/* The operator's config now names FILES: other paths, another id or other pins. */
void identity_watch_replace(struct identity_watch *watch, const struct https_identity *files);
/* CONNECTED: the hotline has answered, which proves the identity in use; else it cannot be reached. */
void identity_watch_line(struct identity_watch *watch, bool connected);
#endif
