/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loaded before a program: the flash under its outbox is as the first line of the file $SLOW_DISK says at that moment,
 * "SYNC_MS" or "SYNC_MS full". A sync takes so long, and a full one takes nothing that makes a file longer.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int look(int fd, int *sync_ms) {
    char link[64], path[512], kind[16] = "";
    const char *says = getenv("SLOW_DISK");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    FILE *file = says && strstr(path, "/outbox.db") ? fopen(says, "re") : NULL;
    *sync_ms = 0;
    if (!file)
        return 0;
    if (fscanf(file, "%d %15s", sync_ms, kind) < 1)
        *sync_ms = 0;
    fclose(file);
    return strcmp(kind, "full") == 0;
}

static void take_time(int fd) {
    int sync_ms;
    look(fd, &sync_ms);
    nanosleep(&(struct timespec){sync_ms / 1000, sync_ms % 1000 * 1000000L}, NULL);
}

int fsync(int fd) {
    static int (*real)(int);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "fsync");
    take_time(fd);
    return real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
    take_time(fd);
    return real(fd);
}

static ssize_t write_at(const char *name, int fd, const void *bytes, size_t length, off_t at) {
    ssize_t (*real)(int, const void *, size_t, off_t);
    struct stat about;
    int sync_ms;
    *(void **)&real = dlsym(RTLD_NEXT, name);
    if (look(fd, &sync_ms) && fstat(fd, &about) == 0 && at + (off_t)length > about.st_size) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, bytes, length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    return write_at("pwrite", fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
    return write_at("pwrite64", fd, bytes, length, at);
}
