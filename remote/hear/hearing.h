/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_HEARING_H
#define STB_REMOTE_HEAR_HEARING_H
/*
 * One sentence understood, while the microphone records it: stb-hear gets the sound as it comes, so that the text is
 * there when the key is let go. What is said before it is known what may be said (the screen is only starting) is kept.
 */
#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc_message.h"

struct hearing;
struct hearing_setup {
    struct loop *loop;
    const char *program, *tables;  /* of stb-hear, and its tables' folder; must outlive it */
    void (*on_change)(void *data); /* hearing_now() is another; from inside the calls below too */
    void *data;
};
struct hearing *hearing_create(const struct hearing_setup *setup);
void hearing_destroy(struct hearing *hearing);
/* From the next sentence on. READINGS: the district's own, "" = none. */
void hearing_use(struct hearing *hearing, const char *model, const char *readings);

void hearing_begin(struct hearing *hearing); /* a recording begins; what was heard before is forgotten */
void hearing_expect(struct hearing *hearing, const struct ipc_hear *hear); /* what may be said; begins it if need be */
void hearing_sound(struct hearing *hearing, const void *bytes, size_t length); /* nothing happens before it began */
void hearing_end(struct hearing *hearing);                                     /* the recording is over */
void hearing_drop(struct hearing *hearing);                                    /* nobody wants to know any more */

bool hearing_is_on(const struct hearing *hearing);           /* it has begun, and there is no answer yet */
struct ipc_heard hearing_now(const struct hearing *hearing); /* as stb-ui is told; its texts are the hearing's */
#endif
