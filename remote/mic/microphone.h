/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_MIC_MICROPHONE_H
#define STB_REMOTE_MIC_MICROPHONE_H
/*
 * The remote's microphone, or the box's: one recording of at most LISTEN_MOST_MS, which stb-listen makes. The device is
 * opened when it is asked for and let go as soon as that recording ends; what was heard stays in memory until it is
 * taken or dropped, and is never written anywhere.
 */
#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc_message.h"

struct microphone;
enum { MICROPHONE_SOUND_MAX = 64 << 10, MICROPHONE_ID_SIZE = 37 };

struct microphone_setup {
    struct loop *loop;
    const char *program; /* of stb-listen; must outlive it */
    const char *device;  /* an ALSA name, copied; "" = there is none, "default" = if the kernel knows one */
    /* State, level or time changed; from inside listen, stop and drop too. */
    void (*on_change)(void *data);
    /* The sound as it is heard, 16 kHz and 16 bits; NULL = nobody wants it. Borrowed. */
    void (*on_sound)(void *data, const void *bytes, size_t length);
    void *data;
};
struct microphone *microphone_create(const struct microphone_setup *setup); /* NULL only when memory is out */
void microphone_destroy(struct microphone *microphone);
void microphone_use(struct microphone *microphone, const char *device); /* from the next recording on */

/* What was recorded before is dropped. Does nothing while it is listening, or OFF. */
void microphone_listen(struct microphone *microphone);
void microphone_enough(struct microphone *microphone); /* the recording ends and is kept */
void microphone_stop(struct microphone *microphone);   /* a recording under way ends at once and is dropped */
void microphone_drop(struct microphone *microphone);   /* that, and one that is whole */

enum mic_state microphone_state(const struct microphone *microphone);
bool microphone_listens(const struct microphone *microphone); /* STARTING or LISTENING */
/* The recording of that id: Ogg Opus, the microphone's own, until the next of the calls above; NULL = there is none. */
const char *microphone_sound(const struct microphone *microphone, const char *id, size_t *length);
struct ipc_mic microphone_now(const struct microphone *microphone); /* as stb-ui is told */
#endif
