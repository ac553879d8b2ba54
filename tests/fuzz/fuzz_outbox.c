/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of the outbox that a flash has damaged (libFuzzer): a good one in which the input stands at the place that its
 * first two bytes say. Beyond not crashing: it is opened all the same and takes what is kept next.
 */
#include "net/outbox/outbox.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 18 };
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static char dir[] = "/dev/shm/stb-fuzz-XXXXXX", path[64];
static uint8_t good[FILE_MAX];
static size_t good_length;

static bool look(void *data, const struct outbox_entry *entry) {
    *(size_t *)data += strlen(entry->request_id) + strlen(entry->key) + strlen(entry->step);
    return true;
}

static void use(void) {
    struct loop *loop = loop_create();
    struct outbox *outbox = outbox_create(&(struct outbox_setup){.loop = loop, .dir = dir});
    size_t seen = 0;
    outbox_each_entry(outbox, look, &seen);
    outbox_set_setting(outbox, "catalog", "kept");
    if (strcmp(outbox_setting(outbox, "catalog"), "kept") != 0 || outbox_next_sequence(outbox) < 1)
        abort();
    outbox_destroy(outbox);
    loop_destroy(loop);
}

static void clear(void) {
    char name[320];
    DIR *entries = opendir(dir);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        snprintf(name, sizeof name, "%s/%s", dir, entry->d_name);
        unlink(name);
    }
    closedir(entries);
}

static void leave(void) {
    clear();
    rmdir(dir);
}

/* An order that waits, a setting, a status: something of each table. */
static void make_good_one(void) {
    const char *id = "7d2ee6a0-8f4e-4c1b-9a37-0b1c2d3e4f50";
    struct request request = {
        .kind = REQUEST_SERVICE, .service = "taxi", .created_at_ms = 1795253520000, .sequence = 7};
    struct status status = {.kind = REQUEST_SERVICE, .service = "taxi", .state = STATE_SAVED, .eta_minutes = -1};
    struct outbox_entry entry = {.kind = OUTBOX_CREATE, .body = (char *)"{\"id\":1}"};
    strcpy(request.id, id);
    strcpy(status.id, id);
    strcpy(entry.request_id, id);
    strcpy(entry.key, id);
    struct loop *loop = loop_create();
    struct outbox *outbox = outbox_create(&(struct outbox_setup){.loop = loop, .dir = dir});
    outbox_add_request(outbox, &request, &status, &entry, NULL);
    outbox_set_setting(outbox, "notices", "[]");
    outbox_destroy(outbox);
    loop_destroy(loop);
    FILE *file = fopen(path, "rb");
    good_length = file ? fread(good, 1, sizeof good, file) : 0;
    if (good_length < 1024)
        abort();
    fclose(file);
}

static void begin(void) {
    log_set_level(LOG_LEVEL_ERROR);
    if (!mkdtemp(dir))
        abort();
    snprintf(path, sizeof path, "%s/outbox.db", dir);
    make_good_one();
    atexit(leave);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (good_length == 0)
        begin();
    if (length < 3)
        return 0;
    clear();
    size_t at = ((size_t)bytes[0] * 256 + bytes[1]) % good_length, room = good_length - at;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, good, good_length) != (ssize_t)good_length ||
        pwrite(fd, bytes + 2, length - 2 < room ? length - 2 : room, (off_t)at) < 0)
        abort();
    close(fd);
    use();
    return 0;
}
