/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pipe that nobody empties makes write(2) sleep, and with it the program. O_NONBLOCK would be the remedy, were it not
 * a property of the open file, which we share with whoever started us and with our children: set on theirs, their own
 * output breaks. So:
 *   a pipe or terminal    is opened a second time through /proc, which makes an open file of our own
 *   a socket (journald)   cannot be opened so, but send(2) has MSG_DONTWAIT for a single call
 *   a regular file        always takes what is written; a second opening would have a position of its own
 *   a pipe of another user, whose opening is refused (a supervisor that started us through su): poll(2) first. Only
 *                         somebody else who fills it between that look and the write could still make us wait.
 *
 * Stderr may become another file while we run (dup2(2)), so its identity is compared before each line.
 */
#include "stb-app/base/log_output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum way { WAY_PLAIN, WAY_OWN, WAY_SEND, WAY_POLL };

static struct {
    bool known;
    dev_t device;
    ino_t inode;
    enum way way;
    int own; /* the descriptor of our own opening (WAY_OWN) */
    bool journal;
    char kept[LOG_OUTPUT_KEPT];
    size_t kept_length;
    unsigned long dropped;
    bool gone; /* the last write failed for good */
} output;

static bool is_journal(const struct stat *about) {
    const char *stream = getenv("JOURNAL_STREAM");
    char ours[64];
    snprintf(ours, sizeof ours, "%ju:%ju", (uintmax_t)about->st_dev, (uintmax_t)about->st_ino);
    return stream && strcmp(stream, ours) == 0;
}

static enum way find_way(const struct stat *about) {
    if (S_ISSOCK(about->st_mode))
        return WAY_SEND;
    if (S_ISREG(about->st_mode))
        return WAY_PLAIN;
    output.own = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    return output.own >= 0 ? WAY_OWN : WAY_POLL;
}

/* False: there is no stderr. */
static bool look_at_stderr(void) {
    struct stat about;
    if (fstat(STDERR_FILENO, &about) != 0)
        return false;
    if (output.known && about.st_dev == output.device && about.st_ino == output.inode)
        return true;
    if (output.known && output.way == WAY_OWN)
        close(output.own);
    output.known = true;
    output.device = about.st_dev;
    output.inode = about.st_ino;
    output.journal = is_journal(&about);
    output.way = find_way(&about);
    return true;
}

static ssize_t write_if_ready(const char *bytes, size_t length) {
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&ready, 1, 0) > 0)
        return write(STDERR_FILENO, bytes, length);
    errno = EAGAIN;
    return -1;
}

static ssize_t write_some(const char *bytes, size_t length) {
    switch (output.way) {
    case WAY_OWN:
        return write(output.own, bytes, length);
    case WAY_SEND:
        return send(STDERR_FILENO, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    case WAY_POLL:
        return write_if_ready(bytes, length);
    case WAY_PLAIN:
        break;
    }
    return write(STDERR_FILENO, bytes, length);
}

static size_t count_lines(const char *bytes, size_t length) {
    size_t lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += bytes[i] == '\n';
    return lines;
}

/* How many bytes of the first line were written; 0 = none now, negative = none ever again. */
static ssize_t write_line(const char *bytes, size_t length) {
    ssize_t written;
    do
        written = write_some(bytes, length);
    while (written < 0 && errno == EINTR);
    return written >= 0 ? written : errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
}

/* Line by line: a pipe takes one whole or not at all, so those of several programs never mix. */
void log_output_flush(void) {
    size_t done = 0;
    if (output.kept_length == 0 || !look_at_stderr())
        return;
    while (done < output.kept_length) {
        const char *end = memchr(output.kept + done, '\n', output.kept_length - done);
        size_t length = (size_t)(end - (output.kept + done)) + 1;
        ssize_t written = write_line(output.kept + done, length);
        output.gone = written < 0;
        if (output.gone) { /* a later reader gets later lines */
            output.dropped += count_lines(output.kept + done, output.kept_length - done);
            done = output.kept_length;
            break;
        }
        done += (size_t)written;
        if ((size_t)written < length)
            break;
    }
    memmove(output.kept, output.kept + done, output.kept_length - done);
    output.kept_length -= done;
}

unsigned long log_output_dropped(void) {
    unsigned long dropped = output.kept_length || output.gone ? 0 : output.dropped;
    output.dropped -= dropped;
    return dropped;
}

void log_output_write(const char *line, size_t length) {
    log_output_flush();
    if (output.kept_length + length > sizeof output.kept) {
        output.dropped++;
        return;
    }
    memcpy(output.kept + output.kept_length, line, length);
    output.kept_length += length;
    log_output_flush();
}

bool log_output_is_journal(void) {
    return look_at_stderr() && output.journal;
}
