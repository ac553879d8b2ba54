/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/base/folder.h"

#include "stb-app/base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DESCRIPTORS = 8 };

static bool is_one_of(const char *name, const char *const *names) {
    for (; names && *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at) {
    (void)about;
    (void)kind;
    (void)at;
    return remove(path);
}

bool folder_remove(const char *path) {
    if (nftw(path, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 || errno == ENOENT)
        return true;
    log_error("state", "%s is not removed: %s", path, strerror(errno));
    return false;
}

static bool move_one(const char *from, const char *to) {
    if (rename(from, to) == 0)
        return true;
    if ((errno == ENOTEMPTY || errno == EEXIST || errno == EISDIR || errno == ENOTDIR) && folder_remove(to) &&
        rename(from, to) == 0)
        return true;
    log_error("state", "%s is not moved to %s: %s", from, to, strerror(errno));
    return false;
}

/* TO NULL = remove. The trap: entries that are moved or removed while a folder is read may come twice or not at all, so
 * the folder is read anew until a walk finds nothing. */
static bool clear(const char *folder, const char *to, const char *const *stay) {
    char from[PATH_MAX], into[PATH_MAX];
    bool ok = true;
    for (bool found = true; ok && found;) {
        DIR *reading = opendir(folder);
        if (!reading) {
            log_error("state", "%s: %s", folder, strerror(errno));
            return false;
        }
        found = false;
        for (struct dirent *entry; ok && (entry = readdir(reading));) {
            if (is_one_of(entry->d_name, stay))
                continue;
            found = true;
            ok = snprintf(from, sizeof from, "%s/%s", folder, entry->d_name) < (int)sizeof from &&
                 (!to || snprintf(into, sizeof into, "%s/%s", to, entry->d_name) < (int)sizeof into) &&
                 (to ? move_one(from, into) : folder_remove(from));
        }
        closedir(reading);
    }
    return ok;
}

bool folder_move_entries(const char *from, const char *to, const char *const *stay) {
    return clear(from, to, stay);
}

bool folder_empty(const char *folder, const char *const *stay) {
    return clear(folder, NULL, stay);
}

void folder_sync(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fsync(fd) != 0)
        log_warning("state", "%s: %s", folder, strerror(errno));
    close(fd);
}
