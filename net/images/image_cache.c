/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture and its tag are two files. Each is written under another name and then renamed, so that a full disk leaves
 * the last good one.
 *
 * The trap is the power cut: nothing is flushed, because that would wear out the flash, so either file may be there
 * without the other, or empty. The tag holds a checksum of the picture. It is compared once after each start, when the
 * picture is first shown; a picture that does not agree, or that somebody deleted or changed, is fetched again.
 *
 * When a picture was last shown is the file's access time, written at most once a day: flash wears out.
 */
#include "net/images/image_cache.h"

#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILES_MAX = 400, FOLDER_SIZE = 300, TAG_SIZE = IMAGE_CACHE_ETAG_SIZE + 20, PIECE = 8192, DAY_S = 86400 };

struct image_cache {
    char folder[FOLDER_SIZE];
    struct image_file files[FILES_MAX];
    size_t count, most;
    int64_t newest_s; /* of all times of use: a clock that was put back does not make it go backwards */
    bool complained;
};

static const uint64_t SUM_OF_NOTHING = 0xcbf29ce484222325u;

/* FNV-1a: against broken disks, not against people. */
static uint64_t sum_on(uint64_t sum, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ bytes[i]) * 0x100000001b3u;
    return sum;
}

static bool path_of(const struct image_cache *cache, const char *name, const char *end,
                    char path[IMAGE_CACHE_PATH_SIZE]) {
    int length = snprintf(path, IMAGE_CACHE_PATH_SIZE, "%s/%s%s", cache->folder, name, end);
    return length >= 0 && length < IMAGE_CACHE_PATH_SIZE;
}

static void remove_file(const struct image_cache *cache, const char *name, const char *end) {
    char path[IMAGE_CACHE_PATH_SIZE];
    if (path_of(cache, name, end, path))
        unlink(path);
}

size_t image_cache_bytes(const struct image_cache *cache) {
    size_t bytes = 0;
    for (size_t i = 0; cache && i < cache->count; i++)
        bytes += cache->files[i].size;
    return bytes;
}

static void drop(struct image_cache *cache, struct image_file *file) {
    remove_file(cache, file->name, ".tag");
    remove_file(cache, file->name, "");
    *file = cache->files[--cache->count];
}

static void make_room(struct image_cache *cache, size_t length) {
    while (cache->count > 0 && (cache->count == FILES_MAX || image_cache_bytes(cache) + length > cache->most)) {
        struct image_file *oldest = &cache->files[0];
        for (size_t i = 1; i < cache->count; i++)
            if (cache->files[i].used_s < oldest->used_s)
                oldest = &cache->files[i];
        drop(cache, oldest);
    }
}

static struct image_file *find(struct image_cache *cache, const char *name) {
    for (size_t i = 0; i < cache->count; i++)
        if (strcmp(cache->files[i].name, name) == 0)
            return &cache->files[i];
    return NULL;
}

/* --- reading */

static int open_file(const char *path) {
    return open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

/* Until ROOM is full or the file ends; -1 when it cannot be read. */
static ssize_t read_whole(int fd, void *to, size_t room) {
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0 && length < room) {
        got = read(fd, (char *)to + length, room - length);
        length += got > 0 ? (size_t)got : 0;
    }
    return got < 0 ? -1 : (ssize_t)length;
}

/* An etag goes back into a header: nothing but what such a thing is made of. */
static bool is_etag(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || (unsigned char)*text > '~')
            return false;
    return true;
}

/* "SUM ETAG". */
static bool read_tag(const struct image_cache *cache, struct image_file *file, uint64_t *sum) {
    char path[IMAGE_CACHE_PATH_SIZE], text[TAG_SIZE];
    int fd = path_of(cache, file->name, ".tag", path) ? open_file(path) : -1;
    ssize_t length = fd >= 0 ? read_whole(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = 0;
    if (length < 17 || sscanf(text, "%16" SCNx64, sum) != 1 || strlen(text + 17) >= IMAGE_CACHE_ETAG_SIZE ||
        !is_etag(text + 17))
        return false;
    memcpy(file->etag, text + 17, strlen(text + 17) + 1);
    return true;
}

static int64_t version_of(const struct stat *at) {
    return (int64_t)((uint64_t)at->st_mtim.tv_sec * 1000000000u + (uint64_t)at->st_mtim.tv_nsec); /* any year */
}

/* Piece by piece: whole, it would take as much memory as a picture may have bytes. */
static bool prove(const struct image_cache *cache, struct image_file *file) {
    uint8_t piece[PIECE];
    uint64_t sum = SUM_OF_NOTHING, told;
    size_t length = 0;
    ssize_t got = 1;
    int fd = open_file(file->path);
    while (fd >= 0 && got > 0 && length <= file->size) {
        got = read_whole(fd, piece, sizeof piece);
        sum = got > 0 ? sum_on(sum, piece, (size_t)got) : sum;
        length += got > 0 ? (size_t)got : 0;
    }
    if (fd >= 0)
        close(fd);
    return fd >= 0 && got == 0 && length == file->size && read_tag(cache, file, &told) && told == sum;
}

/* Nobody has touched it since. */
static bool is_same(const struct image_file *file) {
    struct stat at;
    return lstat(file->path, &at) == 0 && (size_t)at.st_size == file->size && version_of(&at) == file->version;
}

static void count_as_shown(struct image_cache *cache, struct image_file *file) {
    int64_t now_s = time(NULL), before_s = file->used_s;
    cache->newest_s = now_s > cache->newest_s ? now_s : cache->newest_s;
    file->used_s = cache->newest_s;
    struct timespec times[] = {{.tv_sec = (time_t)file->used_s}, {.tv_nsec = UTIME_OMIT}};
    if (file->used_s - before_s >= DAY_S && utimensat(AT_FDCWD, file->path, times, 0) != 0)
        log_debug("net", "%s: %s", file->path, strerror(errno)); /* then it is a little older than it is */
}

const struct image_file *image_cache_find(struct image_cache *cache, const char *name) {
    struct image_file *file = cache ? find(cache, name) : NULL;
    if (file && (!is_same(file) || (!file->proved && !prove(cache, file)))) {
        log_warning("net", "the kept picture %s is gone or damaged and is fetched again", name);
        drop(cache, file);
        return NULL;
    }
    if (file) {
        file->proved = true;
        count_as_shown(cache, file);
    }
    return file;
}

/* --- writing */

static bool write_file(const char *beside, const void *bytes, size_t length) {
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    ssize_t wrote = fd >= 0 ? write(fd, bytes, length) : -1;
    if (wrote >= 0 && (size_t)wrote < length)
        errno = ENOSPC;
    bool good = wrote == (ssize_t)length;
    return (fd < 0 || close(fd) == 0) && good;
}

static bool store(const struct image_cache *cache, const struct image_file *file, const void *content) {
    char beside[IMAGE_CACHE_PATH_SIZE], tag_path[IMAGE_CACHE_PATH_SIZE], tag_beside[IMAGE_CACHE_PATH_SIZE],
        tag[TAG_SIZE];
    int length =
        snprintf(tag, sizeof tag, "%016" PRIx64 " %s", sum_on(SUM_OF_NOTHING, content, file->size), file->etag);
    return path_of(cache, file->name, ".new", beside) && path_of(cache, file->name, ".tag", tag_path) &&
           path_of(cache, file->name, ".tag.new", tag_beside) && write_file(beside, content, file->size) &&
           write_file(tag_beside, tag, (size_t)length) && rename(beside, file->path) == 0 &&
           rename(tag_beside, tag_path) == 0;
}

static const struct image_file *give_up(struct image_cache *cache, const char *name) {
    if (!cache->complained)
        log_warning("net", "pictures are not kept: %s/%s: %s", cache->folder, name, strerror(errno));
    cache->complained = true;
    remove_file(cache, name, ".new");
    remove_file(cache, name, ".tag.new");
    struct image_file *before = find(cache, name);
    if (before) /* most likely as it was; if not, it is found out */
        before->proved = false;
    return NULL;
}

const struct image_file *image_cache_put(struct image_cache *cache, const char *name, const char *etag,
                                         const void *content, size_t length) {
    struct image_file file = {.size = length, .proved = true};
    struct stat at;
    if (!cache || !path_of(cache, name, "", file.path))
        return NULL;
    snprintf(file.name, sizeof file.name, "%s", name);
    if (strlen(etag) < sizeof file.etag && is_etag(etag))
        snprintf(file.etag, sizeof file.etag, "%s", etag);
    make_room(cache, length);
    if (!store(cache, &file, content) || stat(file.path, &at) != 0)
        return give_up(cache, name);
    struct image_file *before = find(cache, name);
    if (before)
        *before = cache->files[--cache->count];
    cache->complained = false;
    file.version = version_of(&at);
    cache->files[cache->count++] = file;
    count_as_shown(cache, &cache->files[cache->count - 1]);
    return &cache->files[cache->count - 1];
}

/* --- life */

static void take_stock(struct image_cache *cache, const char *name) {
    struct image_file file = {.size = 0};
    struct stat at;
    size_t length = strlen(name);
    if (length > 4 && strcmp(name + length - 4, ".new") == 0) { /* a power cut in the middle of writing */
        remove_file(cache, name, "");
        return;
    }
    if (!image_header_check_name(name) || !path_of(cache, name, "", file.path) || lstat(file.path, &at) != 0 ||
        !S_ISREG(at.st_mode))
        return;
    if (at.st_size < 1 || at.st_size > IMAGE_HEADER_MAX) {
        remove_file(cache, name, "");
        return;
    }
    make_room(cache, (size_t)at.st_size);
    memcpy(file.name, name, length + 1);
    file.size = (size_t)at.st_size;
    file.version = version_of(&at);
    file.used_s = at.st_atim.tv_sec;
    cache->newest_s = file.used_s > cache->newest_s ? file.used_s : cache->newest_s;
    cache->files[cache->count++] = file;
}

struct image_cache *image_cache_open(const char *dir, size_t most) {
    struct image_cache *cache = memory_new(1, sizeof *cache);
    cache->most = most;
    int length = snprintf(cache->folder, sizeof cache->folder, "%s/images", dir);
    bool there = length < FOLDER_SIZE && (mkdir(cache->folder, 0700) == 0 || errno == EEXIST);
    DIR *folder = there ? opendir(cache->folder) : NULL;
    if (!folder) {
        log_warning("net", "pictures are not kept: %s: %s", cache->folder, strerror(errno));
        free(cache);
        return NULL;
    }
    for (struct dirent *entry; (entry = readdir(folder));)
        take_stock(cache, entry->d_name);
    closedir(folder);
    return cache;
}

void image_cache_close(struct image_cache *cache) {
    free(cache);
}
