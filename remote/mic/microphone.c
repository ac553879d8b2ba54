/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   READY --listen--> STARTING --first sound--> LISTENING --enough, or 8 s--> HEARD or SILENT
 *     ^                  `--cannot be opened--> BUSY, MISSING, FAILED             |
 *     `--stop, drop------------------------------------------------------------'
 *
 * A recording is a process (stb_listen.h), its sound what came out of its pipe. The trap is its end: a process that was
 * killed is still there for a moment, and must be waited for, while the next one may run already. So each recording is
 * an object of its own: once nobody wants it, it calls nobody, and frees itself when its process has ended.
 */
#include "remote/mic/microphone.h"

#include "remote/mic/loudness.h"
#include "remote/mic/stb_listen.h"
#include "stb-app/base/child.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/request.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    STARTING_MOST_MS = 3000, /* a device that gave no sound by then has failed */
    SILENCE_MOST_MS = 2000,  /* from one level of stb-listen to the next */
    ENDING_MOST_MS = 2000,
    LASTS_MOST_MS = STARTING_MOST_MS + LISTEN_MOST_MS + ENDING_MOST_MS, /* whatever stb-listen writes */
    DEVICE_SIZE = 128,
    PCM_MAX = (LISTEN_MOST_MS + 100) * 32,             /* bytes of a recording as it was heard */
    LEVELS_MAX = 2 * LISTEN_MOST_MS / LISTEN_LEVEL_MS, /* twice the levels of the longest recording */
};
_Static_assert((int)MICROPHONE_SOUND_MAX == (int)REQUEST_VOICE_MAX, "a request takes what was recorded");
_Static_assert((int)MICROPHONE_ID_SIZE == (int)REQUEST_ID_SIZE, "its id is a UUID");

struct recording {
    struct microphone *microphone;
    struct child *child;
    struct loop_fd *watch;
    int in, out; /* closing IN is "enough"; -1 = closed */
    bool gone;   /* the process has ended */
    int64_t ends_ms;
    struct recording *next;
};
struct microphone {
    struct microphone_setup setup;
    char device[DEVICE_SIZE];
    enum mic_state state;
    struct loop_timer *patience;
    struct recording *recording;          /* the one under way; NULL = none */
    struct recording *ending;             /* dropped ones whose processes have not ended yet */
    char id[MICROPHONE_ID_SIZE];          /* of the last recording, "" = none */
    int level, loudest, heard_ms, levels; /* LEVELS: how many have come */
    size_t pcm;                           /* bytes of PCM that have come */
    size_t have;                          /* bytes of the piece under way, its head included */
    unsigned char piece[4 + LISTEN_PIECE_MAX];
    char *sound;
    size_t length;
};
_Static_assert(sizeof(struct listen_piece) == 4, "a piece's head is four bytes");

/* --- what was heard */

static void forget(struct microphone *microphone) {
    free(microphone->sound);
    microphone->sound = NULL;
    microphone->length = microphone->have = microphone->pcm = 0;
    microphone->level = microphone->loudest = microphone->heard_ms = microphone->levels = 0;
    microphone->id[0] = 0;
}

static void tell(struct microphone *microphone) {
    microphone->setup.on_change(microphone->setup.data);
}

/* ALSA always has a "default"; the kernel's list says, without opening it, whether a device exists. */
static bool kernel_has_one(void) {
    char line[256];
    bool found = false;
    FILE *list = fopen("/proc/asound/pcm", "re");
    while (list && !found && fgets(line, sizeof line, list))
        found = strstr(line, "capture") != NULL;
    if (list)
        fclose(list);
    return found;
}

static bool exists(const struct microphone *microphone) {
    return microphone->device[0] && (strcmp(microphone->device, "default") != 0 || kernel_has_one());
}

/* --- a recording */

static void close_pipes(struct recording *recording) {
    loop_fd_destroy(recording->watch);
    recording->watch = NULL;
    if (recording->in >= 0)
        close(recording->in);
    if (recording->out >= 0)
        close(recording->out);
    recording->in = recording->out = -1;
}

static void unlist(struct microphone *microphone, const struct recording *recording) {
    struct recording **place = &microphone->ending;
    while (*place && *place != recording)
        place = &(*place)->next;
    if (*place)
        *place = recording->next;
}

/* Kills the recording's process; the device is free as soon as the kernel has done so. */
static void let_go(struct microphone *microphone) {
    struct recording *recording = microphone->recording;
    loop_timer_stop(microphone->patience);
    microphone->recording = NULL;
    if (!recording)
        return;
    close_pipes(recording);
    if (!recording->gone)
        child_signal(recording->child, SIGKILL);
    recording->next = microphone->ending;
    microphone->ending = recording;
}

static void come_to(struct microphone *microphone, enum mic_state state) {
    let_go(microphone);
    if (state != MIC_HEARD)
        forget(microphone);
    microphone->state = state;
}

static bool take_sound(struct microphone *microphone, const unsigned char *bytes, size_t length) {
    size_t most = MICROPHONE_SOUND_MAX;
    if (!microphone->sound)
        microphone->sound = memory_new(most, 1);
    if (microphone->length + length > most)
        return false;
    memcpy(microphone->sound + microphone->length, bytes, length);
    microphone->length += length;
    return true;
}

static bool take_pcm(struct microphone *microphone, const unsigned char *bytes, size_t length) {
    microphone->pcm += length;
    if (microphone->pcm > PCM_MAX)
        return false;
    if (microphone->setup.on_sound)
        microphone->setup.on_sound(microphone->setup.data, bytes, length);
    return true;
}

/* Restarts the wait for the next level; after microphone_enough() a level does not prolong it. */
static void be_patient(struct microphone *microphone) {
    const struct recording *recording = microphone->recording;
    int64_t left_ms = recording->ends_ms - loop_now_ms();
    left_ms = left_ms < 0 ? 0 : left_ms < SILENCE_MOST_MS ? left_ms : SILENCE_MOST_MS;
    if (recording->in >= 0)
        loop_timer_start(microphone->patience, left_ms, 0);
}

static bool take_level(struct microphone *microphone, const struct listen_piece *piece) {
    if (piece->level > 100 || piece->length > LISTEN_MOST_MS || microphone->levels++ >= LEVELS_MAX)
        return false; /* an stb-listen that writes levels without end must not hold us up */
    microphone->level = piece->level;
    microphone->heard_ms = piece->length;
    microphone->loudest = piece->level > microphone->loudest ? piece->level : microphone->loudest;
    if (microphone->state == MIC_STARTING)
        microphone->state = MIC_HEARING;
    be_patient(microphone);
    tell(microphone);
    return true;
}

/* Takes a whole piece; false: it breaks the protocol of stb_listen.h. */
static bool take_piece(struct microphone *microphone) {
    struct listen_piece piece;
    if (microphone->have < sizeof piece)
        return true;
    memcpy(&piece, microphone->piece, sizeof piece);
    size_t body = piece.what == LISTEN_LEVEL ? 0 : piece.length;
    if (body > LISTEN_PIECE_MAX)
        return false;
    if (microphone->have < sizeof piece + body)
        return true;
    microphone->have = 0;
    if (piece.what == LISTEN_SOUND)
        return take_sound(microphone, microphone->piece + sizeof piece, piece.length);
    if (piece.what == LISTEN_PCM)
        return take_pcm(microphone, microphone->piece + sizeof piece, piece.length);
    return piece.what == LISTEN_LEVEL && take_level(microphone, &piece);
}

/* Bytes to read of the piece under way: its head, then the LENGTH that the head says. */
static size_t wanted(const struct microphone *microphone) {
    struct listen_piece piece;
    if (microphone->have < sizeof piece)
        return sizeof piece - microphone->have;
    memcpy(&piece, microphone->piece, sizeof piece);
    return sizeof piece + piece.length - microphone->have;
}

/* Reads all that is there. False: the pipe has ended, or the recording is of no use. */
static bool drain(struct microphone *microphone) {
    struct recording *recording = microphone->recording;
    while (microphone->recording == recording) {
        ssize_t got = read(recording->out, microphone->piece + microphone->have, wanted(microphone));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 && errno == EAGAIN;
        microphone->have += (size_t)got;
        if (!take_piece(microphone)) {
            log_error("microphone", "stb-listen writes what cannot be");
            come_to(microphone, MIC_FAILED);
            tell(microphone);
        }
    }
    return true;
}

static void readable(void *data, int fd, unsigned events) {
    struct recording *recording = data;
    (void)fd, (void)events;
    if (!drain(recording->microphone) && recording->watch)
        loop_fd_listen(recording->watch, 0); /* its end tells how it went */
}

static enum mic_state outcome(const struct microphone *microphone, int exit_status, int signum) {
    if (signum || exit_status == LISTEN_FAILED || exit_status > LISTEN_BUSY)
        return MIC_FAILED;
    if (exit_status != LISTEN_OK)
        return exit_status == LISTEN_BUSY ? MIC_BUSY : MIC_MISSING;
    if (microphone->loudest < LOUDNESS_SPEECH)
        return MIC_SILENT;
    return microphone->length && !microphone->have ? MIC_HEARD : MIC_FAILED;
}

static void ended(void *data, int exit_status, int signum) {
    struct recording *recording = data;
    struct microphone *microphone = recording->microphone;
    recording->gone = true;
    if (microphone->recording == recording)
        drain(microphone);
    if (microphone->recording == recording) {
        enum mic_state state = outcome(microphone, exit_status, signum);
        log_info("microphone", "a recording of %d ms: %s", microphone->heard_ms, mic_state_name(state));
        if (state == MIC_HEARD)
            request_new_id(microphone->id);
        come_to(microphone, state);
        tell(microphone);
    }
    unlist(microphone, recording);
    child_destroy(recording->child);
    free(recording);
}

static void out_of_patience(void *data) {
    struct microphone *microphone = data;
    log_warning("microphone", "stb-listen hangs: killed");
    come_to(microphone, MIC_FAILED);
    tell(microphone);
}

static bool open_pipes(int in[2], int out[2]) {
    if (pipe2(in, O_CLOEXEC) != 0)
        return false;
    if (pipe2(out, O_CLOEXEC) == 0 && fcntl(out[0], F_SETFL, O_NONBLOCK) == 0)
        return true;
    close(in[0]);
    close(in[1]);
    return false;
}

static struct recording *start(struct microphone *microphone) {
    int in[2], out[2];
    if (!open_pipes(in, out))
        return NULL;
    struct recording *recording = memory_new(1, sizeof *recording);
    char *arguments[] = {(char *)microphone->setup.program, microphone->device, NULL};
    const int fds[] = {in[0], out[1], CHILD_LOG};
    *recording = (struct recording){
        .microphone = microphone, .in = in[1], .out = out[0], .ends_ms = loop_now_ms() + LASTS_MOST_MS};
    recording->child = child_start(&(struct child_setup){.loop = microphone->setup.loop,
                                                         .name = "stb-listen",
                                                         .argv = arguments,
                                                         .fds = fds,
                                                         .fd_count = 3,
                                                         .on_end = ended,
                                                         .data = recording});
    close(in[0]);
    close(out[1]);
    recording->watch = loop_fd_create(microphone->setup.loop, recording->out, LOOP_READABLE, readable, recording);
    if (recording->child)
        return recording;
    close_pipes(recording);
    free(recording);
    return NULL;
}

/* --- what is asked of it */

void microphone_listen(struct microphone *microphone) {
    if (microphone_listens(microphone) || microphone->state == MIC_OFF)
        return;
    forget(microphone);
    microphone->recording = start(microphone);
    microphone->state = microphone->recording ? MIC_STARTING : MIC_FAILED;
    if (microphone->recording)
        loop_timer_start(microphone->patience, STARTING_MOST_MS, 0);
    tell(microphone);
}

void microphone_enough(struct microphone *microphone) {
    struct recording *recording = microphone->recording;
    if (!recording || recording->in < 0)
        return;
    close(recording->in);
    recording->in = -1;
    loop_timer_start(microphone->patience, ENDING_MOST_MS, 0);
}

void microphone_stop(struct microphone *microphone) {
    if (!microphone_listens(microphone))
        return;
    come_to(microphone, MIC_READY);
    tell(microphone);
}

void microphone_drop(struct microphone *microphone) {
    if (microphone->state == MIC_OFF || microphone->state == MIC_READY)
        return;
    come_to(microphone, MIC_READY);
    tell(microphone);
}

enum mic_state microphone_state(const struct microphone *microphone) {
    return microphone->state;
}

bool microphone_listens(const struct microphone *microphone) {
    return mic_state_listens(microphone->state);
}

const char *microphone_sound(const struct microphone *microphone, const char *id, size_t *length) {
    bool it = microphone->state == MIC_HEARD && strcmp(microphone->id, id) == 0;
    *length = it ? microphone->length : 0;
    return it ? microphone->sound : NULL;
}

struct ipc_mic microphone_now(const struct microphone *microphone) {
    struct ipc_mic now = {.state = microphone->state,
                          .level = microphone->level,
                          .heard_ms = microphone->heard_ms,
                          .most_ms = LISTEN_MOST_MS};
    memcpy(now.id, microphone->id, sizeof now.id);
    return now;
}

/* --- life */

void microphone_use(struct microphone *microphone, const char *device) {
    snprintf(microphone->device, sizeof microphone->device, "%s", device);
    bool off = !exists(microphone), was_off = microphone->state == MIC_OFF;
    if (off != was_off)
        come_to(microphone, off ? MIC_OFF : MIC_READY);
}

struct microphone *microphone_create(const struct microphone_setup *setup) {
    struct microphone *microphone = memory_new(1, sizeof *microphone);
    microphone->setup = *setup;
    microphone->patience = loop_timer_create(setup->loop, out_of_patience, microphone);
    microphone_use(microphone, setup->device);
    return microphone;
}

void microphone_destroy(struct microphone *microphone) {
    if (!microphone)
        return;
    let_go(microphone);
    while (microphone->ending) {
        struct recording *recording = microphone->ending;
        child_wait(recording->child, LASTS_MOST_MS); /* the child was killed */
        microphone->ending = recording->next;
        child_destroy(recording->child);
        free(recording);
    }
    loop_timer_destroy(microphone->patience);
    forget(microphone);
    free(microphone);
}
