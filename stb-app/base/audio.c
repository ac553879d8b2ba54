/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ALSA behind two verbs. A device is served by a timer, not by its descriptors: what those say differs from plug-in to
 * plug-in (one gives a timer's, a file or null device is always ready), while "how much fits now" means the same for
 * all of them. The device holds 200 ms, the timer looks every 40: a frame being drawn is never heard.
 *
 * The trap: a file or null device takes and gives at any speed. So time is the limit as well: no more goes through than
 * could have been heard by now (and the buffer's 200 ms), and what is cut off was really not said yet.
 */
#include "stb-app/base/audio.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <alsa/asoundlib.h>
#include <errno.h>
#include <stdlib.h>

enum { TICK_MS = 40, BUFFER_US = 200000, STUCK_US = 3000000, SECOND_US = 1000000 };

struct sound {
    snd_pcm_t *pcm;
    struct loop_timer *tick;
    unsigned rate;
    audio_fill_fn *fill;   /* playing */
    audio_heard_fn *heard; /* listening */
    audio_over_fn *over;
    void *data;
    int64_t begun_us, moved_us; /* the first sample's time, 0 = none yet; the last time the device took or gave any */
    int64_t passed;             /* samples through the device */
    bool all_filled;
    size_t from, held; /* of BLOCK: filled in, not taken by the device yet */
    int16_t block[AUDIO_BLOCK];
};

/* ALSA writes essays on stderr; the one line that we log has its reason. */
__attribute__((format(printf, 5, 6))) static void hush(const char *file, int line, const char *function, int error,
                                                       const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

static void complain(snd_pcm_stream_t way, const char *device, int error) {
    static bool complained[SND_PCM_STREAM_LAST + 1];
    if (error && !complained[way])
        log_warning("sound", "cannot %s \"%s\": %s", way == SND_PCM_STREAM_PLAYBACK ? "play on" : "listen to", device,
                    snd_strerror(error));
    complained[way] = error;
}

static snd_pcm_t *open_device(const char *device, snd_pcm_stream_t way, unsigned rate) {
    snd_pcm_t *pcm = NULL;
    snd_lib_error_set_handler(hush);
    int failed = snd_pcm_open(&pcm, device, way, SND_PCM_NONBLOCK);
    if (!failed) {
        failed =
            snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, 1, rate, 1, (unsigned)BUFFER_US);
        failed = failed || way == SND_PCM_STREAM_PLAYBACK ? failed : snd_pcm_start(pcm);
    }
    if (failed && pcm)
        snd_pcm_close(pcm);
    complain(way, device, failed);
    errno = -failed;
    return failed ? NULL : pcm;
}

static int64_t samples_in(const struct sound *sound, int64_t us) {
    return us * (int64_t)sound->rate / SECOND_US;
}

/* How many samples may pass now: as many as time has allowed since the first, and as many as the device holds. */
static size_t allowed(const struct sound *sound, int64_t now_us) {
    int64_t since_us = sound->begun_us ? now_us - sound->begun_us : 0;
    int64_t count = samples_in(sound, since_us + BUFFER_US) - sound->passed;
    return count <= 0 ? 0 : count > AUDIO_BLOCK ? AUDIO_BLOCK : (size_t)count;
}

static void moved(struct sound *sound, int64_t now_us, int64_t count) {
    sound->begun_us = sound->begun_us ? sound->begun_us : now_us;
    sound->moved_us = now_us;
    sound->passed += count;
}

/* Handles the device's ERROR. True: it was a gap (we were late, or the box slept), and sound goes on. */
static bool mend(struct sound *sound, snd_pcm_sframes_t error) {
    if (error == -EAGAIN)
        return true;
    if ((error == -EPIPE || error == -ESTRPIPE) && snd_pcm_prepare(sound->pcm) == 0)
        return sound->fill || snd_pcm_start(sound->pcm) == 0;
    log_warning("sound", "the device failed: %s", snd_strerror((int)error));
    return false;
}

static bool stuck(const struct sound *sound, int64_t now_us) {
    if (now_us - sound->moved_us < STUCK_US)
        return false;
    log_warning("sound", "the device has stood still for %d s", STUCK_US / SECOND_US);
    return true;
}

static void refill(struct sound *sound, int64_t now_us) {
    size_t room = sound->held || sound->all_filled ? 0 : allowed(sound, now_us);
    int filled = room ? sound->fill(sound->data, sound->block, room) : 0;
    if (filled < 0) {
        sound->all_filled = true;
        snd_pcm_drain(sound->pcm); /* does not wait; what is too short to have started by itself starts here */
    } else if (filled > 0) {
        sound->from = 0;
        sound->held = (size_t)filled < room ? (size_t)filled : room;
    }
}

/* Writes until the device is full or FILL has no more. False: the device failed. */
static bool push(struct sound *sound, int64_t now_us) {
    for (refill(sound, now_us); sound->held; refill(sound, now_us)) {
        snd_pcm_sframes_t taken = snd_pcm_writei(sound->pcm, sound->block + sound->from, sound->held);
        if (taken <= 0)
            return taken == 0 || mend(sound, taken);
        moved(sound, now_us, taken);
        sound->from += (size_t)taken;
        sound->held -= (size_t)taken;
    }
    return true;
}

static void play(struct sound *sound, int64_t now_us) {
    bool good = push(sound, now_us) && !(sound->held && stuck(sound, now_us));
    bool ended = sound->all_filled && !sound->held;
    bool heard = ended && snd_pcm_state(sound->pcm) != SND_PCM_STATE_DRAINING &&
                 samples_in(sound, now_us - sound->begun_us) >= sound->passed;
    good = good && !(ended && !heard && stuck(sound, now_us));
    if (good && !heard)
        return;
    loop_timer_stop(sound->tick);
    sound->over(sound->data, good);
}

static void listen(struct sound *sound, int64_t now_us) {
    size_t room = allowed(sound, now_us);
    snd_pcm_sframes_t count = room ? snd_pcm_readi(sound->pcm, sound->block, room) : 0;
    if (count > 0) {
        moved(sound, now_us, count);
        sound->heard(sound->data, sound->block, (size_t)count);
    } else if ((count < 0 && !mend(sound, count)) || stuck(sound, now_us)) {
        loop_timer_stop(sound->tick);
        sound->over(sound->data, false);
    }
}

static void tick(void *data) {
    struct sound *sound = data;
    int64_t now_us = loop_now_us();
    if (sound->fill)
        play(sound, now_us);
    else
        listen(sound, now_us);
}

static struct sound *sound_open(struct loop *loop, const char *device, snd_pcm_stream_t way, unsigned rate) {
    struct sound *sound = memory_new(1, sizeof *sound);
    sound->rate = rate < AUDIO_RATE_MIN ? AUDIO_RATE_MIN : rate > AUDIO_RATE_MAX ? AUDIO_RATE_MAX : rate;
    sound->pcm = open_device(device, way, sound->rate);
    sound->tick = sound->pcm ? loop_timer_create(loop, tick, sound) : NULL;
    if (!sound->tick) {
        int reason = errno;
        audio_destroy(sound);
        errno = reason;
        return NULL;
    }
    sound->moved_us = loop_now_us();
    loop_timer_start(sound->tick, 0, TICK_MS);
    return sound;
}

struct sound *audio_play(struct loop *loop, const char *device, unsigned rate, audio_fill_fn *fill, audio_over_fn *over,
                         void *data) {
    struct sound *sound = sound_open(loop, device, SND_PCM_STREAM_PLAYBACK, rate);
    if (sound) {
        sound->fill = fill;
        sound->over = over;
        sound->data = data;
    }
    return sound;
}

struct sound *audio_listen(struct loop *loop, const char *device, unsigned rate, audio_heard_fn *heard,
                           audio_over_fn *over, void *data) {
    struct sound *sound = sound_open(loop, device, SND_PCM_STREAM_CAPTURE, rate);
    if (sound) {
        sound->heard = heard;
        sound->over = over;
        sound->data = data;
    }
    return sound;
}

void audio_destroy(struct sound *sound) {
    if (!sound)
        return;
    loop_timer_destroy(sound->tick);
    if (sound->pcm) {
        snd_pcm_drop(sound->pcm);
        snd_pcm_close(sound->pcm);
    }
    free(sound);
}
