/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_MIC_MICROPHONE_H
#define STB_REMOTE_MIC_MICROPHONE_H
/*
 * The remote's microphone, or the box's: one recording of at most LISTEN_MOST_MS, which stb-listen makes. The device is
 * open only during the recording; the sound stays in memory until it is dropped or the next recording begins, and is
 * never written anywhere.
 */
#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc_message.h"

struct microphone;
enum { MICROPHONE_SOUND_MAX = 64 << 10, MICROPHONE_ID_SIZE = 37 };

struct microphone_setup {
    struct loop *loop;
    const char *program; /* the path of stb-listen; borrowed */
    const char *device;  /* an ALSA name, copied; "" = no microphone, "default" = ALSA's, if the kernel lists any */
    /* microphone_now() has changed; called from inside listen, stop and drop too. */
    void (*on_change)(void *data);
    /* The sound as it comes, 16 kHz, 16 bits; BYTES is borrowed. May be NULL. */
    void (*on_sound)(void *data, const void *bytes, size_t length);
    void *data;
};
struct microphone *microphone_create(const struct microphone_setup *setup); /* NULL only when memory is out */
void microphone_destroy(struct microphone *microphone);
void microphone_use(struct microphone *microphone, const char *device); /* from the next recording on */

/* Begins a recording and drops the one before. Does nothing while one is under way, or OFF. */
void microphone_listen(struct microphone *microphone);
void microphone_enough(struct microphone *microphone); /* the recording ends and is kept */
void microphone_stop(struct microphone *microphone);   /* ends and drops a recording under way */
void microphone_drop(struct microphone *microphone);   /* drops a whole one, too */

enum mic_state microphone_state(const struct microphone *microphone);
bool microphone_listens(const struct microphone *microphone); /* STARTING or LISTENING */
/* The recording ID as Ogg Opus: borrowed until the next of the calls above; NULL = there is no such recording. */
const char *microphone_sound(const struct microphone *microphone, const char *id, size_t *length);
struct ipc_mic microphone_now(const struct microphone *microphone); /* for stb-ui */
#endif
