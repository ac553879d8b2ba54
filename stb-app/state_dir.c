/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/state_dir.h"

#include "stb-app/base/folder.h"
#include "stb-app/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

bool state_dir_claim(const char *dir, int *lock) {
    char path[PATH_MAX];
    *lock = -1;
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        log_error("app", "state directory %s: %s; nothing survives a restart", dir, strerror(errno));
        return true;
    }
    snprintf(path, sizeof path, "%s/lock", dir);
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*lock < 0) {
        log_error("app", "%s: %s", path, strerror(errno));
        return true;
    }
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return true;
    log_error("app", "state directory %s: another stb-app uses it", dir);
    close(*lock);
    *lock = -1;
    return false;
}

/* A wrong --state-dir must not cost the files there. */
static bool is_ours(const char *dir) {
    static const char *const marks[] = {"device-id", "outbox.db", "last-good"};
    char path[PATH_MAX];
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, marks[i]);
        if (access(path, F_OK) == 0)
            return true;
    }
    return false;
}

bool state_dir_forget(const char *dir) {
    static const char *const stay[] = {"lost+found", NULL};
    int lock;
    if (!is_ours(dir)) {
        log_error("app", "%s holds no state of stb-app: nothing is removed", dir);
        return false;
    }
    if (!state_dir_claim(dir, &lock))
        return false;
    bool ok = lock >= 0 && folder_empty(dir, stay);
    folder_sync(dir);
    if (lock >= 0)
        close(lock);
    return ok;
}
