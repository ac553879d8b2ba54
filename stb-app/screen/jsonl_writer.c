/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stdout is opened a second time through /proc so that O_NONBLOCK holds for our writing alone and not for the shell we
 * may share it with. A socket cannot be opened so; then a plain duplicate must do.
 */
#include "stb-app/screen/jsonl_writer.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES_KEPT_MAX = 1 << 20 };

struct lines {
    int fd;
    struct loop_fd *watcher; /* NULL for a regular file, which always takes what is written */
    char *kept;
    size_t kept_length;
    bool leaving_out;
};

static void write_kept(struct lines *lines) {
    if (lines->kept_length == 0)
        return;
    size_t done = 0;
    while (done < lines->kept_length) {
        ssize_t n = write(lines->fd, lines->kept + done, lines->kept_length - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (done < lines->kept_length && errno != EAGAIN && errno != EINTR) {
        log_warning("scene", "scene lines cannot be written: %s", strerror(errno));
        done = lines->kept_length;
    }
    memmove(lines->kept, lines->kept + done, lines->kept_length - done);
    lines->kept_length -= done;
    if (lines->watcher)
        loop_fd_listen(lines->watcher, lines->kept_length ? LOOP_WRITABLE : 0);
}

static void ready(void *data, int fd, unsigned events) {
    (void)fd;
    (void)events;
    write_kept(data);
}

struct lines *lines_open(struct loop *loop, const char *path) {
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? open("/proc/self/fd/1", O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC)
                      : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0644);
    if (fd < 0 && standard)
        fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    struct lines *lines = fd < 0 ? NULL : calloc(1, sizeof *lines);
    if (!lines) {
        log_error("scene", "%s: %s", path, strerror(errno));
        return NULL;
    }
    lines->fd = fd;
    struct stat about;
    if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode))
        lines->watcher = loop_fd_create(loop, fd, 0, ready, lines);
    return lines;
}

void lines_write(struct lines *lines, const char *text) {
    size_t length = strlen(text);
    if (lines->kept_length + length + 1 > LINES_KEPT_MAX) {
        if (!lines->leaving_out)
            log_warning("scene", "nobody reads the scene lines: some are left out");
        lines->leaving_out = true;
        return;
    }
    lines->leaving_out = false;
    char *kept = realloc(lines->kept, lines->kept_length + length + 1);
    if (!kept)
        return;
    memcpy(kept + lines->kept_length, text, length);
    kept[lines->kept_length + length] = '\n';
    lines->kept = kept;
    lines->kept_length += length + 1;
    write_kept(lines);
}

void lines_close(struct lines *lines) {
    if (!lines)
        return;
    write_kept(lines);
    loop_fd_destroy(lines->watcher);
    close(lines->fd);
    free(lines->kept);
    free(lines);
}
