/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/state_dir.h"

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
