/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file "device-id" says whose the state is. The order of steps is what a power cut between any two of them needs:
 * all of the old one's entries go aside while the file still names it, so that the next start goes on with the rest;
 * then the file names the new one; then what was the new one's comes back, which any later start would finish as well.
 */
#include "stb-app/state_owner.h"

#include "stb-app/base/folder.h"
#include "stb-app/base/json.h"
#include "stb-app/base/kept_file.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ID_SIZE = 48, CONFIG_BYTES_MAX = 64 << 10, SHORT_PATH = PATH_MAX - 128 };
/* Entries that belong to no household: state_dir.c's lock, this file's own, and those of a file system. */
static const char *const stay[] = {"lock", "device-id", "device-id.new", "set-aside", "lost+found", NULL};

static void path_of(char path[PATH_MAX], const char *dir, const char *name, const char *id) {
    snprintf(path, PATH_MAX, "%.*s/%s%s", (int)SHORT_PATH, dir, name, id);
}

/* --- the file */

static bool read_id(const char *dir, char id[ID_SIZE]) {
    char path[PATH_MAX];
    path_of(path, dir, "device-id", "");
    FILE *file = fopen(path, "re");
    bool ok = file && fgets(id, ID_SIZE, file);
    if (file)
        fclose(file);
    if (ok)
        id[strcspn(id, "\n")] = '\0';
    return ok && id[0] && !strchr(id, '/');
}

static bool write_id(const char *dir, const char *id) {
    char path[PATH_MAX], fresh[PATH_MAX];
    path_of(path, dir, "device-id", "");
    path_of(fresh, dir, "device-id.new", "");
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && dprintf(fd, "%s\n", id) > 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (!ok || rename(fresh, path) != 0) {
        log_error("state", "%s: %s", path, strerror(errno));
        return false;
    }
    folder_sync(dir);
    return true;
}

/* For a state directory without "device-id": its last good config names the box. */
static bool read_kept_id(const char *dir, char id[ID_SIZE]) {
    char path[PATH_MAX], error[JSON_ERROR_SIZE];
    kept_file_path(path, dir, "config.json");
    struct json_object *config = json_read_file(path, CONFIG_BYTES_MAX, error);
    const char *kept = config ? json_text(json_child(config, "device"), "id", "") : "";
    snprintf(id, ID_SIZE, "%s", kept);
    json_object_put(config);
    return id[0] && !strchr(id, '/');
}

/* --- aside and back */

static bool set_aside(const char *dir, const char *owner) {
    char aside[PATH_MAX], to[PATH_MAX];
    path_of(aside, dir, "set-aside", "");
    path_of(to, dir, "set-aside/of-", owner);
    if ((mkdir(aside, 0700) != 0 && errno != EEXIST) || (mkdir(to, 0700) != 0 && errno != EEXIST)) {
        log_error("state", "%s: %s", to, strerror(errno));
        return false;
    }
    bool moved = folder_move_entries(dir, to, stay);
    folder_sync(to);
    folder_sync(dir);
    return moved;
}

static void take_back(const char *dir, const char *id) {
    char aside[PATH_MAX];
    path_of(aside, dir, "set-aside/of-", id);
    if (access(aside, F_OK) != 0)
        return;
    if (folder_move_entries(aside, dir, NULL) && rmdir(aside) == 0)
        log_info("state", "what box %s had left is in use again", id);
    folder_sync(dir);
}

/* Removes all that was set aside before OWNER's state. */
static void drop_older(const char *dir, const char *owner) {
    char aside[PATH_MAX], newest[ID_SIZE + 8];
    path_of(aside, dir, "set-aside", "");
    snprintf(newest, sizeof newest, "of-%s", owner);
    folder_empty(aside, (const char *const[]){newest, NULL});
}

/* False: another id's state is still in DIR. */
static bool change_owner(const char *dir, const char *owner, const char *id) {
    log_warning("state", "this box was %s and is %s now: what it kept is set aside", owner, id);
    if (!set_aside(dir, owner) || !write_id(dir, id))
        return false;
    take_back(dir, id);
    drop_older(dir, owner);
    return true;
}

void state_owner_begin(const char *dir, const char *device_id, char use[PATH_MAX]) {
    char owner[ID_SIZE] = "";
    snprintf(use, PATH_MAX, "%s", dir);
    if (!device_id[0])
        return; /* the config names no id, so it does not say that the box has another */
    bool known = read_id(dir, owner);
    if (!known && !read_kept_id(dir, owner))
        snprintf(owner, sizeof owner, "%s", device_id);
    if (strcmp(owner, device_id) == 0) {
        if (!known && access(dir, W_OK) == 0)
            write_id(dir, device_id);
        take_back(dir, device_id);
        return;
    }
    if (change_owner(dir, owner, device_id))
        return;
    path_of(use, dir, "set-aside/of-", device_id); /* the first start whose disk takes it moves it back */
    log_error("state", "the state of box %s stays where it is, unused; %s is used", owner, use);
}

/* --- the end of what is aside */

struct dropping {
    char aside[PATH_MAX], ours[ID_SIZE + 8];
};

static void drop(void *data) {
    struct dropping *dropping = data;
    if (folder_empty(dropping->aside, (const char *const[]){dropping->ours, NULL}))
        rmdir(dropping->aside); /* fails while our own state is in it */
}

void state_owner_proved(struct loop *loop, const char *dir, const char *device_id) {
    struct dropping *dropping = memory_new(1, sizeof *dropping);
    path_of(dropping->aside, dir, "set-aside", "");
    snprintf(dropping->ours, sizeof dropping->ours, "of-%s", device_id);
    if (access(dropping->aside, F_OK) != 0 || !loop_aside(loop, drop, free, dropping)) {
        free(dropping);
        return;
    }
    log_info("state", "the hotline knows this box by its new name: what was set aside is removed");
}
