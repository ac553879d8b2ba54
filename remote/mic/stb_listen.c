/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stb-listen: makes one recording, in a process of its own. So a driver that hangs, the encoder's memory and libraries
 * cannot harm stb-app, and the end of this process closes the microphone. If stb-app has ended, stb-listen finds its
 * input closed or its output broken, and ends.
 */
#include "remote/mic/stb_listen.h"

#include "remote/mic/loudness.h"
#include "remote/mic/ogg_opus.h"
#include "stb-app/base/audio.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/no_network.h"
#include "stb-app/base/process.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum {
    A_MS = AUDIO_VOICE_RATE / 1000,
    MOST = LISTEN_MOST_MS * A_MS,
    PERIOD = LISTEN_LEVEL_MS * A_MS,
};

struct listen {
    struct loop *loop;
    struct sound *sound;
    struct ogg_opus *opus;
    size_t heard, in_period; /* samples of all, of the 100 ms under way */
    int level;               /* loudness of the 100 ms under way, 0..100 */
    enum listen_exit exit_with;
};

static bool write_all(const void *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t written = write(STDOUT_FILENO, (const char *)bytes + done, length - done);
        if (written < 0 && errno != EINTR)
            return false;
        done += written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool give(enum listen_what what, const unsigned char *bytes, size_t length) {
    while (length > 0) {
        size_t most = length < LISTEN_PIECE_MAX ? length : LISTEN_PIECE_MAX;
        struct listen_piece piece = {.what = (uint8_t)what, .length = (uint16_t)most};
        if (!write_all(&piece, sizeof piece) || !write_all(bytes, most))
            return false;
        bytes += most;
        length -= most;
    }
    return true;
}

static bool give_sound(void *data, const unsigned char *bytes, size_t length) {
    (void)data;
    return give(LISTEN_SOUND, bytes, length);
}

static bool tell_level(struct listen *listen) {
    struct listen_piece piece = {
        .what = LISTEN_LEVEL, .level = (uint8_t)listen->level, .length = (uint16_t)(listen->heard / A_MS)};
    listen->level = 0;
    listen->in_period = 0;
    return write_all(&piece, sizeof piece);
}

static void end(struct listen *listen, enum listen_exit with) {
    listen->exit_with = with;
    loop_stop(listen->loop);
}

static void heard(void *data, const int16_t *samples, size_t count) {
    struct listen *listen = data;
    count = listen->heard + count < MOST ? count : MOST - listen->heard;
    int level = loudness(samples, count);
    bool ok = give(LISTEN_PCM, (const unsigned char *)samples, count * sizeof samples[0]) &&
              ogg_opus_put(listen->opus, samples, count);
    listen->heard += count;
    listen->in_period += count;
    listen->level = level > listen->level ? level : listen->level;
    bool first = listen->heard == count; /* tells microphone.c that the device works */
    if (first || listen->in_period >= PERIOD || listen->heard == MOST)
        ok = tell_level(listen) && ok;
    if (!ok || listen->heard == MOST)
        end(listen, ok ? LISTEN_OK : LISTEN_FAILED);
}

static void over(void *data, bool well) {
    (void)well;
    end(data, LISTEN_FAILED);
}

/* stb-app never writes to the standard input; that it is readable means closed: the recording is enough. */
static void told_enough(void *data, int fd, unsigned events) {
    (void)fd, (void)events;
    end(data, LISTEN_OK);
}

static enum listen_exit cannot_open(void) {
    return errno == EBUSY ? LISTEN_BUSY : errno == ENOENT || errno == ENODEV ? LISTEN_MISSING : LISTEN_FAILED;
}

static enum listen_exit record(struct listen *listen, const char *device) {
    struct loop_fd *told = loop_fd_create(listen->loop, STDIN_FILENO, LOOP_READABLE, told_enough, listen);
    listen->sound = audio_listen(listen->loop, device, AUDIO_VOICE_RATE, heard, over, listen);
    listen->exit_with = listen->sound ? LISTEN_FAILED : cannot_open();
    if (listen->sound && told)
        loop_run(listen->loop);
    audio_destroy(listen->sound); /* before the encoder's last work: the device closes now */
    if (listen->exit_with == LISTEN_OK && listen->in_period && !tell_level(listen))
        listen->exit_with = LISTEN_FAILED;
    if (listen->exit_with == LISTEN_OK && !ogg_opus_finish(listen->opus))
        listen->exit_with = LISTEN_FAILED;
    loop_fd_destroy(told);
    return listen->exit_with;
}

int main(int argc, char **argv) {
    process_begin();
    no_network_from_now_on();
    if (argc != 2) {
        fputs("usage: stb-listen DEVICE; started by stb-app, which reads what it writes\n", stderr);
        return LISTEN_FAILED;
    }
    struct listen listen = {.loop = loop_create()};
    listen.opus = ogg_opus_create(AUDIO_VOICE_RATE, give_sound, &listen);
    enum listen_exit exit_with = listen.loop && listen.opus ? record(&listen, argv[1]) : LISTEN_FAILED;
    ogg_opus_destroy(listen.opus);
    loop_destroy(listen.loop);
    return (int)exit_with;
}
