/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_HEARING_H
#define STB_REMOTE_HEAR_HEARING_H
/*
 * Understands one sentence while the microphone records it: stb-hear gets the sound as it comes, so that the text is
 * there when the key is let go. Sound that comes before hearing_expect() (the screen is only starting) is kept.
 */
#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc_message.h"

struct hearing;
struct hearing_setup {
    struct loop *loop;
    const char *program, *tables;  /* the paths of stb-hear and of its tables' folder; borrowed */
    void (*on_change)(void *data); /* hearing_now() has changed; called from inside the calls below too */
    void *data;
};
struct hearing *hearing_create(const struct hearing_setup *setup);
void hearing_destroy(struct hearing *hearing);
/* The MODEL's folder and the READINGS' file (of the district, "" = none) from the next sentence on. */
void hearing_use(struct hearing *hearing, const char *model, const char *readings);

void hearing_begin(struct hearing *hearing); /* a recording begins; the last result is forgotten */
void hearing_expect(struct hearing *hearing, const struct ipc_hear *hear); /* what may be said; begins it if need be */
void hearing_sound(struct hearing *hearing, const void *bytes, size_t length); /* passed over before begin */
void hearing_end(struct hearing *hearing);                                     /* the recording is over */
void hearing_drop(struct hearing *hearing);                                    /* nobody wants the result any more */

bool hearing_is_on(const struct hearing *hearing);           /* a sentence has begun, and has no result yet */
struct ipc_heard hearing_now(const struct hearing *hearing); /* for stb-ui; its texts belong to HEARING */
#endif
