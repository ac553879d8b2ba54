/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/data_dir.h"

#include "stb-app/base/json.h"
#include "stb-app/base/kept_file.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JSON_BYTES_MAX = 1 << 20, COPY_BYTES = 64 << 10 };

/* The files without which stb-ui cannot draw. It can without the other fonts (bold, emoji), which are large. */
static const char *const texts[] = {"strings/zh-CN.json", "strings/en.json", "theme.json", "fonts/icons.json"};
static const char *const fonts[] = {"fonts/regular.otf", "fonts/icons.ttf"};
static const char *const folders[] = {"", "share", "share/strings", "share/fonts"};

enum { TEXTS = sizeof texts / sizeof texts[0], FONTS = sizeof fonts / sizeof fonts[0] };

/* --- whether it is whole */

static bool is_object(const char *path, char *fault) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json = json_read_file(path, JSON_BYTES_MAX, error);
    bool ok = json_object_is_type(json, json_type_object);
    if (!ok)
        snprintf(fault, DATA_DIR_FAULT_SIZE, "%.199s", json ? path : error);
    json_object_put(json);
    return ok;
}

/* By its first bytes (OpenType or TrueType): FreeType reads the rest when it is needed. */
static bool is_font(const char *path, char *fault) {
    char magic[4] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool ok = fd >= 0 && read(fd, magic, sizeof magic) == sizeof magic &&
              (memcmp(magic, "OTTO", 4) == 0 || memcmp(magic, "\0\1\0\0", 4) == 0);
    if (!ok)
        snprintf(fault, DATA_DIR_FAULT_SIZE, "%.150s: %s", path, fd < 0 ? strerror(errno) : "expected a font");
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool is_whole(const char *dir, char *fault) {
    char path[PATH_MAX + 32];
    for (int i = 0; i < TEXTS; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, texts[i]);
        if (!is_object(path, fault))
            return false;
    }
    for (int i = 0; i < FONTS; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, fonts[i]);
        if (!is_font(path, fault))
            return false;
    }
    return true;
}

bool data_dir_choose(const char *installed, const char *state_dir, char chosen[PATH_MAX],
                     char fault[DATA_DIR_FAULT_SIZE]) {
    char ignored[DATA_DIR_FAULT_SIZE];
    snprintf(chosen, PATH_MAX, "%s", installed);
    if (is_whole(installed, fault))
        return true;
    kept_file_path(chosen, state_dir, "share");
    if (!is_whole(chosen, ignored))
        snprintf(chosen, PATH_MAX, "%s", installed);
    return false;
}

/* --- copies */

static bool is_copied(const char *from, const char *to) {
    struct stat source, copy;
    return stat(from, &source) == 0 && stat(to, &copy) == 0 && source.st_size == copy.st_size &&
           source.st_mtim.tv_sec == copy.st_mtim.tv_sec && source.st_mtim.tv_nsec == copy.st_mtim.tv_nsec;
}

static bool copy_bytes(int from, int to) {
    char *bytes = memory_new(COPY_BYTES, 1);
    ssize_t got;
    while ((got = read(from, bytes, COPY_BYTES)) > 0 && write(to, bytes, (size_t)got) == got)
        ;
    free(bytes);
    return got == 0;
}

static bool copy_to(const char *from, const char *fresh) {
    struct stat source;
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int out = in < 0 ? -1 : open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = out >= 0 && fstat(in, &source) == 0 && copy_bytes(in, out) &&
              futimens(out, (const struct timespec[]){source.st_mtim, source.st_mtim}) == 0 && fsync(out) == 0;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return ok;
}

static bool keep_one(const char *installed, const char *state_dir, const char *name) {
    char from[PATH_MAX + 32], to[PATH_MAX], fresh[PATH_MAX + 8], kept[64];
    snprintf(from, sizeof from, "%s/%s", installed, name);
    snprintf(kept, sizeof kept, "share/%s", name);
    kept_file_path(to, state_dir, kept);
    snprintf(fresh, sizeof fresh, "%s.new", to);
    if (is_copied(from, to) || (copy_to(from, fresh) && rename(fresh, to) == 0))
        return true;
    log_warning("state", "%s is not kept for the next start: %s", to, strerror(errno));
    unlink(fresh);
    return false;
}

struct keep {
    char *installed, *state_dir;
};

static void keep_work(void *data) {
    const struct keep *keep = data;
    char folder[PATH_MAX];
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        kept_file_path(folder, keep->state_dir, folders[i]);
        mkdir(folder, 0700); /* an existing folder is fine; any fault shows when the first file is written */
    }
    bool ok = true;
    for (int i = 0; i < TEXTS && ok; i++)
        ok = keep_one(keep->installed, keep->state_dir, texts[i]);
    for (int i = 0; i < FONTS && ok; i++)
        ok = keep_one(keep->installed, keep->state_dir, fonts[i]);
}

static void keep_done(void *data) {
    struct keep *keep = data;
    free(keep->installed);
    free(keep->state_dir);
    free(keep);
}

void data_dir_keep(struct loop *loop, const char *installed, const char *state_dir) {
    struct keep *keep = memory_new(1, sizeof *keep);
    keep->installed = memory_text(installed);
    keep->state_dir = memory_text(state_dir);
    if (!loop_aside(loop, keep_work, keep_done, keep))
        keep_done(keep);
}
