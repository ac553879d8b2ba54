/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stdout is opened a second time through /proc so that O_NONBLOCK is set for us alone and not for the shell that we
 * may share it with. A socket cannot be opened so; then a plain duplicate must do.
 */
#include "stb-app/screen/jsonl_writer.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES_KEPT_MAX = 1 << 20 };

struct jsonl_writer {
    int fd;
    struct loop_fd *watcher; /* NULL for a regular file, which takes every line at once */
    char *kept;
    size_t kept_length;
    bool leaving_out;
};

static void write_kept(struct jsonl_writer *writer) {
    if (writer->kept_length == 0)
        return;
    size_t done = 0;
    while (done < writer->kept_length) {
        ssize_t n = write(writer->fd, writer->kept + done, writer->kept_length - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (done < writer->kept_length && errno != EAGAIN && errno != EINTR) {
        log_warning("scene", "scene lines cannot be written: %s", strerror(errno));
        done = writer->kept_length;
    }
    memmove(writer->kept, writer->kept + done, writer->kept_length - done);
    writer->kept_length -= done;
    if (writer->watcher)
        loop_fd_listen(writer->watcher, writer->kept_length ? LOOP_WRITABLE : 0);
}

static void ready(void *data, int fd, unsigned events) {
    (void)fd;
    (void)events;
    write_kept(data);
}

struct jsonl_writer *jsonl_writer_open(struct loop *loop, const char *path) {
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? open("/proc/self/fd/1", O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC)
                      : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd < 0 && standard)
        fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (fd < 0) {
        log_error("scene", "%s: %s", path, strerror(errno));
        return NULL;
    }
    struct jsonl_writer *writer = memory_new(1, sizeof *writer);
    writer->fd = fd;
    struct stat about;
    if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode))
        writer->watcher = loop_fd_create(loop, fd, 0, ready, writer);
    return writer;
}

void jsonl_writer_write(struct jsonl_writer *writer, const char *text) {
    size_t length = strlen(text);
    if (writer->kept_length + length + 1 > LINES_KEPT_MAX) {
        if (!writer->leaving_out)
            log_warning("scene", "nobody reads the scene lines: some are left out");
        writer->leaving_out = true;
        return;
    }
    writer->leaving_out = false;
    char *kept = memory_resize(writer->kept, writer->kept_length + length + 1);
    memcpy(kept + writer->kept_length, text, length);
    kept[writer->kept_length + length] = '\n';
    writer->kept = kept;
    writer->kept_length += length + 1;
    write_kept(writer);
}

void jsonl_writer_close(struct jsonl_writer *writer) {
    if (!writer)
        return;
    write_kept(writer);
    loop_fd_destroy(writer->watcher);
    close(writer->fd);
    free(writer->kept);
    free(writer);
}
