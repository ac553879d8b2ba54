/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/base/kept_file.h"

#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void kept_file_path(char path[PATH_MAX], const char *state_dir, const char *name) {
    snprintf(path, PATH_MAX, "%s/last-good/%s", state_dir, name);
}

static bool is_same(const char *path, const char *bytes, size_t length) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat about;
    bool same = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & 077) == 0 &&
                (size_t)about.st_size == length;
    char *there = same ? memory_new(length, 1) : NULL;
    same = same && read(fd, there, length) == (ssize_t)length && memcmp(there, bytes, length) == 0;
    free(there);
    if (fd >= 0)
        close(fd);
    return same;
}

static bool write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return fsync(fd) == 0;
}

static void sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd); /* without it a power cut may bring the old copy back, which is whole as well */
    close(fd);
}

static bool replace(const char *path, const char *bytes, size_t length) {
    char fresh[PATH_MAX + 8];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    unlink(fresh); /* left by a power cut */
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write_all(fd, bytes, length);
    if (fd >= 0)
        close(fd);
    if (ok && rename(fresh, path) == 0)
        return true;
    int reason = errno;
    unlink(fresh);
    errno = reason;
    return false;
}

bool kept_file_write(const char *state_dir, const char *name, const char *bytes, size_t length) {
    char folder[PATH_MAX], path[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/last-good", state_dir);
    kept_file_path(path, state_dir, name);
    if (is_same(path, bytes, length))
        return true;
    if ((mkdir(folder, 0700) != 0 && errno != EEXIST) || !replace(path, bytes, length)) {
        log_warning("state", "%s is not kept for the next start: %s", path, strerror(errno));
        return false;
    }
    sync_folder(folder);
    return true;
}
