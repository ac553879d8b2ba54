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
 * The words go to the program as a sealed file in memory, its standard input: every user of a machine may read the
 * arguments of every process, and what is read aloud is a name, an address, a medicine.
 *
 * The traps: a killed child must still be waited for, or it stays as a zombie. So a child has a slot of its own that
 * outlives what it was to say and is free again when it has really gone. And a process that is woken to die may take
 * the processor first, while the senior waits for the frame of the key that cut it: so it is silent at once and dies a
 * moment later.
 */
#include "ui/voice/tts.h"

#include "stb-app/base/audio.h"
#include "stb-app/base/child.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "ui/voice/wav.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
    struct child *child; /* NULL = gone */
    int pipe;            /* what it says; -1 = closed */
};
struct tts {
    struct loop *loop;
    tts_end_fn *on_end;
    void *data;
    char words[WORDS_MAX][WORD_SIZE], device[64];
    char *argv[WORDS_MAX + 1]; /* them, ended by NULL */
    size_t word_count;
    int percent;
    const char *error; /* it fails at the next turn of the loop; NULL = it does not */
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

static void child_gone(void *data, int exit_status, int signum) {
    struct slot *slot = data;
    (void)exit_status;
    (void)signum;
    child_destroy(slot->child);
    slot->child = NULL;
}

/* All whom nobody listens to any more. */
static void dismiss(void *data) {
    struct tts *tts = data;
    for (struct slot *slot = tts->slots; slot < tts->slots + DYING_MAX; slot++) {
        if (slot == tts->speaker)
            continue;
        if (slot->child)
            child_signal(slot->child, SIGKILL);
        if (slot->pipe >= 0)
            close(slot->pipe);
        slot->pipe = -1;
    }
}

void tts_cut(struct tts *tts) {
    audio_destroy(tts->sound);
    loop_fd_destroy(tts->watch);
    tts->sound = NULL;
    tts->watch = NULL;
    loop_timer_stop(tts->patience);
    if (tts->speaker && !loop_timer_running(tts->dismissal))
        loop_timer_start(tts->dismissal, DIES_AFTER_MS, 0);
    tts->speaker = NULL;
}

static void over(struct tts *tts, enum tts_end end) {
    tts_cut(tts);
    if (end == TTS_HEARD)
        tts->complained = false;
    tts->on_end(tts->data, end);
}

static void give_up(struct tts *tts, const char *error) {
    if (!tts->complained)
        log_warning("speech", "%s %s", tts->word_count ? tts->words[0] : "the command", error);
    tts->complained = true;
    over(tts, TTS_NO_VOICE);
}

static void too_slow(void *data) {
    struct tts *tts = data;
    give_up(tts, tts->error ? tts->error : "has not said anything for 3 s, or says it too slowly: killed");
}

/* --- the samples */

/* A byte now and then is not speech: what was taken is heard in its own time, and it may be late by so much in all. */
static void expect_more(struct tts *tts) {
    int64_t heard_ms = (int64_t)(tts->taken * 1000 / tts->bytes_s);
    int64_t left = tts->begun_ms + heard_ms + STALLS_MS - loop_now_ms();
    loop_timer_start(tts->patience, left < 0 ? 0 : left < PATIENCE_MS ? left : PATIENCE_MS, 0);
}

/* Bytes of the stream: those that came with the head first. As read(2). */
static ssize_t next_bytes(struct tts *tts, unsigned char *bytes, size_t room) {
    size_t kept = tts->head_count - tts->head_at;
    room = room < tts->left ? room : (size_t)tts->left;
    if (room == 0)
        return 0;
    if (kept == 0)
        return read(tts->speaker->pipe, bytes, room);
    kept = kept < room ? kept : room;
    memcpy(bytes, tts->head + tts->head_at, kept);
    tts->head_at += kept;
    return (ssize_t)kept;
}

static int16_t louder(const struct tts *tts, const unsigned char *bytes) {
    int value = (int16_t)(uint16_t)(bytes[0] | bytes[1] << 8);
    value = value * tts->percent / 100;
    return (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
}

static int fill(void *data, int16_t *samples, size_t room) {
    struct tts *tts = data;
    unsigned char bytes[2 * AUDIO_BLOCK];
    size_t begun = tts->odd, count;
    if (begun)
        bytes[0] = tts->half;
    ssize_t got = next_bytes(tts, bytes + begun, 2 * room - begun);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return 0; /* it thinks; the patience runs */
    if (got <= 0) {
        loop_timer_stop(tts->patience);
        return -1;
    }
    tts->left -= (uint64_t)got;
    tts->taken += (uint64_t)got;
    expect_more(tts);
    count = begun + (size_t)got;
    tts->odd = count % 2;
    if (tts->odd)
        tts->half = bytes[count - 1];
    for (size_t i = 0; i < count / 2; i++)
        samples[i] = louder(tts, bytes + 2 * i);
    return (int)(count / 2);
}

static void sound_over(void *data, bool well) {
    over(data, well ? TTS_HEARD : TTS_NO_SOUND);
}

static void begin_to_play(struct tts *tts, const struct wav *wav) {
    const uint64_t longest = (uint64_t)LONGEST_S * wav->rate * 2;
    loop_fd_destroy(tts->watch);
    tts->watch = NULL;
    tts->head_at = wav->at;
    tts->left = wav->length < longest ? wav->length : longest;
    tts->odd = false;
    tts->begun_ms = loop_now_ms();
    tts->bytes_s = 2 * (uint64_t)wav->rate;
    tts->taken = 0;
    tts->sound = audio_play(tts->loop, tts->device, wav->rate, fill, sound_over, tts);
    if (tts->sound)
        expect_more(tts);
    else
        over(tts, TTS_NO_SOUND);
}

static void head_came(void *data, int fd, unsigned events) {
    struct tts *tts = data;
    struct wav wav;
    (void)events;
    ssize_t got = read(fd, tts->head + tts->head_count, sizeof tts->head - tts->head_count);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        give_up(tts, "said nothing");
        return;
    }
    tts->head_count += (size_t)got; /* the patience runs on: all of the head, not one byte after the other */
    enum wav_verdict verdict = wav_read(tts->head, tts->head_count, &wav);
    if (verdict == WAV_GOOD)
        begin_to_play(tts, &wav);
    else if (verdict == WAV_BAD)
        give_up(tts, "wrote what is no WAV of one channel and 16 bits");
}

/* --- the program */

static bool is_program(const char *folder, size_t length, const char *name) {
    char path[1024];
    int size = snprintf(path, sizeof path, "%.*s/%s", (int)length, folder, name);
    return size > 0 && (size_t)size < sizeof path && access(path, X_OK) == 0;
}

bool tts_possible(const struct tts *tts) {
    const char *name = tts->words[0], *path = getenv("PATH");
    if (tts->word_count == 0)
        return false;
    if (strchr(name, '/'))
        return access(name, X_OK) == 0;
    for (; path; path = strchr(path, ':') ? strchr(path, ':') + 1 : NULL)
        if (is_program(path, strcspn(path, ":"), name))
            return true;
    return false;
}

static struct slot *free_slot(struct tts *tts) {
    for (size_t i = 0; i < DYING_MAX; i++)
        if (!tts->slots[i].child && tts->slots[i].pipe < 0)
            return &tts->slots[i];
    return NULL;
}

/* TEXT as a file in memory that nobody changes any more, read from its start. -1 = there is no room for one. */
static int text_file(const char *text) {
    int fd = memfd_create("stb-speech", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    ssize_t length = (ssize_t)strlen(text);
    if (fd >= 0 && pwrite(fd, text, (size_t)length, 0) == length &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Where the voice's words come from, and where its sound goes. Returns why not, and then nothing is open. */
static const char *open_ends(const char *text, int *words, int sound[2]) {
    *words = text_file(text);
    if (*words < 0)
        return "cannot be started: there is no room for its words";
    if (pipe2(sound, O_CLOEXEC | O_NONBLOCK) == 0) {
        fcntl(sound[1], F_SETFL, 0); /* its end may wait */
        return NULL;
    }
    close(*words);
    return "cannot be started: too much is open";
}

/* It reads the words, its output comes through a pipe, and what it complains of is not ours to tell. Returns why not.
 * */
static const char *start_program(struct tts *tts, const char *text) {
    int words, ends[2];
    tts->speaker = free_slot(tts);
    if (!tts->speaker)
        return "cannot be started: those before it are still there";
    const char *error = open_ends(text, &words, ends);
    if (error)
        return error;
    tts->speaker->pipe = ends[0];
    const int fds[] = {words, ends[1], CHILD_NULL};
    tts->speaker->child = child_start(&(struct child_setup){.loop = tts->loop,
                                                            .name = "voice",
                                                            .argv = tts->argv,
                                                            .fds = fds,
                                                            .fd_count = 3,
                                                            .on_end = child_gone,
                                                            .data = tts->speaker});
    close(words);
    close(ends[1]);
    return tts->speaker->child ? NULL : "cannot be started";
}

void tts_say(struct tts *tts, const char *text) {
    tts_cut(tts);
    tts->head_count = tts->head_at = 0;
    tts->error = tts_possible(tts) ? start_program(tts, text) : "is not there: nothing can be read aloud";
    if (!tts->error)
        tts->watch = loop_fd_create(tts->loop, tts->speaker->pipe, LOOP_READABLE, head_came, tts);
    loop_timer_start(tts->patience, tts->error ? 0 : PATIENCE_MS, 0);
}

bool tts_speaks(const struct tts *tts) {
    return loop_timer_running(tts->patience) || tts->sound;
}

/* --- life */

void tts_setup(struct tts *tts, const char *const *command, const char *device, int percent) {
    tts->word_count = 0;
    for (; command[tts->word_count] && tts->word_count < WORDS_MAX; tts->word_count++)
        snprintf(tts->argv[tts->word_count] = tts->words[tts->word_count], WORD_SIZE, "%s", command[tts->word_count]);
    tts->argv[tts->word_count] = NULL;
    snprintf(tts->device, sizeof tts->device, "%s", device);
    tts->percent = percent;
}

struct tts *tts_create(struct loop *loop, tts_end_fn *on_end, void *data) {
    struct tts *tts = memory_new(1, sizeof *tts);
    tts->loop = loop;
    tts->on_end = on_end;
    tts->data = data;
    for (size_t i = 0; i < DYING_MAX; i++)
        tts->slots[i].pipe = -1;
    tts->percent = 100;
    tts->patience = loop_timer_create(loop, too_slow, tts);
    tts->dismissal = loop_timer_create(loop, dismiss, tts);
    return tts;
}

void tts_destroy(struct tts *tts) {
    if (!tts)
        return;
    tts_cut(tts);
    dismiss(tts);
    loop_timer_destroy(tts->patience);
    loop_timer_destroy(tts->dismissal);
    for (size_t i = 0; i < DYING_MAX; i++)
        child_destroy(tts->slots[i].child); /* killed; who has started us takes what is left of them */
    free(tts);
}
