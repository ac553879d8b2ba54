/* SPDX-License-Identifier: Apache-2.0 */
/*
 * saying:  started -(head of the WAV is read)-> playing -(all heard)-> over
 *          started -(3 s without a whole head, rubbish)-> over
 *          playing -(3 s without a byte, 9 s behind what it should have said by now, a device that fails)-> over
 *          either -(cut)-> over, without a word
 *
 * The pipe is read only as fast as it is heard, so a long text takes no memory: a few kilobytes wait here, the rest in
 * the pipe, and the program waits for the pipe.
 *
 * The traps: a killed child must still be waited for, or it stays as a zombie. So a child has a slot of its own that
 * outlives what it was to say and is free again when it has really gone. And a process that is woken to die may take
 * the processor first, while the senior waits for the frame of the key that cut it: so it is silent at once and dies a
 * moment later.
 */
#include "ui/voice/tts.h"

#include "stb-app/base/audio.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "ui/voice/wav.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WORDS_MAX = 12,
    WORD_SIZE = 256,
    PATIENCE_MS = 3000,
    STALLS_MS = 9000,
    DYING_MAX = 8,
    DIES_AFTER_MS = 25,
    LONGEST_S = 180
};

struct slot {
    struct loop_child *child; /* NULL = gone */
    int pipe;                 /* what it says; -1 = closed */
};
struct speech {
    struct loop *loop;
    speech_end_fn *on_end;
    void *data;
    char words[WORDS_MAX][WORD_SIZE], device[64];
    size_t word_count;
    int percent;
    const char *why; /* it fails at the next turn of the loop; NULL = it does not */
    bool complained;

    struct slot slots[DYING_MAX];
    struct slot *speaker; /* whom we listen to; NULL = nobody */
    struct loop_timer *dismissal;
    struct loop_fd *watch; /* until the head is read */
    struct loop_timer *patience;
    int64_t begun_ms; /* to play */
    uint64_t bytes_s; /* bytes of samples a second */
    uint64_t taken;   /* bytes of samples so far */
    struct sound *sound;
    unsigned char head[WAV_HEAD_MAX]; /* and then what of it are samples already */
    size_t head_count, head_at;
    uint64_t left; /* bytes of samples */
    bool odd;      /* the first half of a sample has come */
    unsigned char half;
};

/* --- the end */

static void child_gone(void *data, int64_t exit_status, int signum) {
    struct slot *slot = data;
    (void)exit_status;
    (void)signum;
    loop_child_destroy(slot->child);
    slot->child = NULL;
}

/* All whom nobody listens to any more. */
static void dismiss(void *data) {
    struct speech *speech = data;
    for (struct slot *slot = speech->slots; slot < speech->slots + DYING_MAX; slot++) {
        if (slot == speech->speaker)
            continue;
        if (slot->child)
            loop_child_signal(slot->child, SIGKILL);
        if (slot->pipe >= 0)
            close(slot->pipe);
        slot->pipe = -1;
    }
}

void speech_cut(struct speech *speech) {
    sound_destroy(speech->sound);
    loop_fd_destroy(speech->watch);
    speech->sound = NULL;
    speech->watch = NULL;
    loop_timer_stop(speech->patience);
    if (speech->speaker && !loop_timer_running(speech->dismissal))
        loop_timer_start(speech->dismissal, DIES_AFTER_MS, 0);
    speech->speaker = NULL;
}

static void over(struct speech *speech, enum speech_end end) {
    speech_cut(speech);
    if (end == SPEECH_HEARD)
        speech->complained = false;
    speech->on_end(speech->data, end);
}

static void give_up(struct speech *speech, const char *why) {
    if (!speech->complained)
        log_warning("speech", "%s %s", speech->word_count ? speech->words[0] : "the command", why);
    speech->complained = true;
    over(speech, SPEECH_NO_VOICE);
}

static void too_slow(void *data) {
    struct speech *speech = data;
    give_up(speech, speech->why ? speech->why : "has not said anything for 3 s, or says it too slowly: killed");
}

/* --- the samples */

/* A byte now and then is not speech: what was taken is heard in its own time, and it may be late by so much in all. */
static void expect_more(struct speech *speech) {
    int64_t heard_ms = (int64_t)(speech->taken * 1000 / speech->bytes_s);
    int64_t left = speech->begun_ms + heard_ms + STALLS_MS - loop_now_ms();
    loop_timer_start(speech->patience, left < 0 ? 0 : left < PATIENCE_MS ? left : PATIENCE_MS, 0);
}

/* Bytes of the stream: those that came with the head first. As read(2). */
static ssize_t next_bytes(struct speech *speech, unsigned char *bytes, size_t room) {
    size_t kept = speech->head_count - speech->head_at;
    room = room < speech->left ? room : (size_t)speech->left;
    if (room == 0)
        return 0;
    if (kept == 0)
        return read(speech->speaker->pipe, bytes, room);
    kept = kept < room ? kept : room;
    memcpy(bytes, speech->head + speech->head_at, kept);
    speech->head_at += kept;
    return (ssize_t)kept;
}

static int16_t louder(const struct speech *speech, const unsigned char *bytes) {
    int value = (int16_t)(uint16_t)(bytes[0] | bytes[1] << 8);
    value = value * speech->percent / 100;
    return (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
}

static int fill(void *data, int16_t *samples, size_t room) {
    struct speech *speech = data;
    unsigned char bytes[2 * SOUND_BLOCK];
    size_t begun = speech->odd, count;
    if (begun)
        bytes[0] = speech->half;
    ssize_t got = next_bytes(speech, bytes + begun, 2 * room - begun);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return 0; /* it thinks; the patience runs */
    if (got <= 0) {
        loop_timer_stop(speech->patience);
        return -1;
    }
    speech->left -= (uint64_t)got;
    speech->taken += (uint64_t)got;
    expect_more(speech);
    count = begun + (size_t)got;
    speech->odd = count % 2;
    if (speech->odd)
        speech->half = bytes[count - 1];
    for (size_t i = 0; i < count / 2; i++)
        samples[i] = louder(speech, bytes + 2 * i);
    return (int)(count / 2);
}

static void sound_over(void *data, bool well) {
    over(data, well ? SPEECH_HEARD : SPEECH_NO_SOUND);
}

static void begin_to_play(struct speech *speech, const struct wav *wav) {
    const uint64_t longest = (uint64_t)LONGEST_S * wav->rate * 2;
    loop_fd_destroy(speech->watch);
    speech->watch = NULL;
    speech->head_at = wav->at;
    speech->left = wav->length < longest ? wav->length : longest;
    speech->odd = false;
    speech->begun_ms = loop_now_ms();
    speech->bytes_s = 2 * (uint64_t)wav->rate;
    speech->taken = 0;
    speech->sound = sound_play(speech->loop, speech->device, wav->rate, fill, sound_over, speech);
    if (speech->sound)
        expect_more(speech);
    else
        over(speech, SPEECH_NO_SOUND);
}

static void head_came(void *data, int fd, unsigned events) {
    struct speech *speech = data;
    struct wav wav;
    (void)events;
    ssize_t got = read(fd, speech->head + speech->head_count, sizeof speech->head - speech->head_count);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        give_up(speech, "said nothing");
        return;
    }
    speech->head_count += (size_t)got; /* the patience runs on: all of the head, not one byte after the other */
    enum wav_verdict verdict = wav_read(speech->head, speech->head_count, &wav);
    if (verdict == WAV_GOOD)
        begin_to_play(speech, &wav);
    else if (verdict == WAV_BAD)
        give_up(speech, "wrote what is no WAV of one channel and 16 bits");
}

/* --- the program */

static bool is_program(const char *folder, size_t length, const char *name) {
    char path[1024];
    int size = snprintf(path, sizeof path, "%.*s/%s", (int)length, folder, name);
    return size > 0 && (size_t)size < sizeof path && access(path, X_OK) == 0;
}

bool speech_possible(const struct speech *speech) {
    const char *name = speech->words[0], *path = getenv("PATH");
    if (speech->word_count == 0)
        return false;
    if (strchr(name, '/'))
        return access(name, X_OK) == 0;
    for (; path; path = strchr(path, ':') ? strchr(path, ':') + 1 : NULL)
        if (is_program(path, strcspn(path, ":"), name))
            return true;
    return false;
}

static struct slot *free_slot(struct speech *speech) {
    for (size_t i = 0; i < DYING_MAX; i++)
        if (!speech->slots[i].child && speech->slots[i].pipe < 0)
            return &speech->slots[i];
    return NULL;
}

/* Its output comes through a pipe, it reads nothing, and what it complains of is not ours to tell. Returns why not. */
static const char *start_program(struct speech *speech, const char *text) {
    char *argv[WORDS_MAX + 2] = {0};
    int ends[2];
    for (size_t i = 0; i < speech->word_count; i++)
        argv[i] = speech->words[i];
    argv[speech->word_count] = (char *)text; /* execve() does not write to it */
    speech->speaker = free_slot(speech);
    if (!speech->speaker || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return "cannot be started: too much is open";
    fcntl(ends[1], F_SETFL, 0); /* its end may wait */
    speech->speaker->pipe = ends[0];
    int fds[] = {-1, ends[1], -1};
    speech->speaker->child = loop_child_start(speech->loop, argv, fds, 3, child_gone, speech->speaker);
    close(ends[1]);
    return speech->speaker->child ? NULL : "cannot be started";
}

void speech_say(struct speech *speech, const char *text) {
    speech_cut(speech);
    speech->head_count = speech->head_at = 0;
    speech->why = speech_possible(speech) ? start_program(speech, text) : "is not there: nothing can be read aloud";
    if (!speech->why)
        speech->watch = loop_fd_create(speech->loop, speech->speaker->pipe, LOOP_READABLE, head_came, speech);
    loop_timer_start(speech->patience, speech->why ? 0 : PATIENCE_MS, 0);
}

bool speech_speaks(const struct speech *speech) {
    return loop_timer_running(speech->patience) || speech->sound;
}

/* --- life */

void speech_setup(struct speech *speech, const char *const *command, const char *device, int percent) {
    speech->word_count = 0;
    for (; command[speech->word_count] && speech->word_count < WORDS_MAX; speech->word_count++)
        snprintf(speech->words[speech->word_count], WORD_SIZE, "%s", command[speech->word_count]);
    snprintf(speech->device, sizeof speech->device, "%s", device);
    speech->percent = percent;
}

struct speech *speech_create(struct loop *loop, speech_end_fn *on_end, void *data) {
    struct speech *speech = calloc(1, sizeof *speech);
    if (!speech)
        return NULL;
    speech->loop = loop;
    speech->on_end = on_end;
    speech->data = data;
    for (size_t i = 0; i < DYING_MAX; i++)
        speech->slots[i].pipe = -1;
    speech->percent = 100;
    speech->patience = loop_timer_create(loop, too_slow, speech);
    speech->dismissal = loop_timer_create(loop, dismiss, speech);
    return speech;
}

void speech_destroy(struct speech *speech) {
    if (!speech)
        return;
    speech_cut(speech);
    dismiss(speech);
    loop_timer_destroy(speech->patience);
    loop_timer_destroy(speech->dismissal);
    for (size_t i = 0; i < DYING_MAX; i++)
        loop_child_destroy(speech->slots[i].child); /* killed; who has started us takes what is left of them */
    free(speech);
}
