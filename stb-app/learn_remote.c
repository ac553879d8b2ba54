/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/learn_remote.h"

#include "remote/lesson.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/input.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEVICES_MAX = 32, PATIENCE_MS = 20000, EVENTS_AT_ONCE = 64 };

static const struct {
    enum action action;
    const char *key;
} questions[] = {
    {ACTION_SOS, "SOS, the red key"},
    {ACTION_SERVICE, "the one-key, which opens the channel"},
    {ACTION_VOICE_DOWN, "voice"},
    {ACTION_OK, "OK"},
    {ACTION_UP, "up"},
    {ACTION_DOWN, "down"},
    {ACTION_LEFT, "left"},
    {ACTION_RIGHT, "right"},
    {ACTION_BACK, "back"},
    {ACTION_TV, "back to live television"},
    {ACTION_PERSON, "talk to a person"},
    {ACTION_REPEAT, "say it again"},
    {ACTION_DIGIT_0, "0"},
    {ACTION_DIGIT_1, "1"},
    {ACTION_DIGIT_2, "2"},
    {ACTION_DIGIT_3, "3"},
    {ACTION_DIGIT_4, "4"},
    {ACTION_DIGIT_5, "5"},
    {ACTION_DIGIT_6, "6"},
    {ACTION_DIGIT_7, "7"},
    {ACTION_DIGIT_8, "8"},
    {ACTION_DIGIT_9, "9"},
    {ACTION_VOLUME_UP, "volume up"},
    {ACTION_VOLUME_DOWN, "volume down"},
    {ACTION_MUTE, "mute"},
};

struct source {
    int fd;
    char path[64];
    uint32_t scan; /* the scancode of the packet that is being read */
    bool scanned;
};
struct listening {
    struct source sources[DEVICES_MAX];
    size_t count;
};

/* --- the devices */

static void add_source(struct listening *listening, const char *path) {
    struct source *source = &listening->sources[listening->count];
    if (listening->count == DEVICES_MAX || strlen(path) >= sizeof source->path)
        return;
    source->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (source->fd < 0)
        return;
    memcpy(source->path, path, strlen(path) + 1);
    listening->count++;
}

static void open_sources(struct listening *listening, const char *devices) {
    char path[64];
    for (int i = 0; strcmp(devices, "udev") == 0 && i < DEVICES_MAX; i++) {
        snprintf(path, sizeof path, "/dev/input/event%d", i);
        add_source(listening, path);
    }
    char *copy = memory_text(strcmp(devices, "udev") == 0 ? "" : devices), *rest = copy;
    for (char *one; (one = strsep(&rest, ", "));)
        if (*one)
            add_source(listening, one);
    free(copy);
}

/* An rc-core device has a file "protocols" beside its input in sysfs. */
static bool is_infrared(const char *path) {
    char protocols[PATH_MAX];
    const char *event = strrchr(path, '/');
    snprintf(protocols, sizeof protocols, "/sys/class/input%s/device/device/protocols", event ? event : "");
    return access(protocols, F_OK) == 0;
}

static void describe(const struct source *source, struct lesson_device *device) {
    struct input_id id = {0};
    if (device->name[0])
        return;
    if (ioctl(source->fd, EVIOCGNAME(sizeof device->name - 1), device->name) < 0)
        snprintf(device->name, sizeof device->name, "%s", source->path);
    if (ioctl(source->fd, EVIOCGID, &id) == 0) {
        device->bus = id.bustype;
        device->vendor = id.vendor;
        device->product = id.product;
    }
    device->infrared = is_infrared(source->path);
}

/* --- one key */

/* The kernel sends the scancode first, then the key. True: a key went down, and KEY has it. */
static bool take_event(struct source *source, const struct input_event *event, struct lesson_key *key) {
    if (event->type == EV_SYN)
        source->scanned = false;
    if (event->type == EV_MSC && event->code == MSC_SCAN) {
        source->scan = (uint32_t)event->value;
        source->scanned = true;
    }
    if (event->type != EV_KEY || event->value != 1)
        return false;
    key->code = event->code;
    key->scan = source->scan;
    key->scanned = source->scanned;
    return true;
}

static bool read_key(struct source *source, struct lesson_key *key) {
    struct input_event events[EVENTS_AT_ONCE];
    ssize_t got = read(source->fd, events, sizeof events);
    bool found = false;
    for (ssize_t i = 0; i < got / (ssize_t)sizeof events[0]; i++)
        found = take_event(source, &events[i], key) || found;
    return found;
}

/* Returns the source of KEY; NULL = nobody pressed a key for PATIENCE_MS. */
static struct source *wait_for_key(struct listening *listening, struct lesson_key *key) {
    struct pollfd waiting[DEVICES_MAX];
    for (size_t i = 0; i < listening->count; i++)
        waiting[i] = (struct pollfd){.fd = listening->sources[i].fd, .events = POLLIN};
    while (poll(waiting, listening->count, PATIENCE_MS) > 0) {
        bool open = false;
        for (size_t i = 0; i < listening->count; i++) {
            if (waiting[i].revents && read_key(&listening->sources[i], key))
                return &listening->sources[i];
            if (waiting[i].revents & (POLLHUP | POLLERR))
                waiting[i].fd = -1; /* the device was unplugged */
            open = open || waiting[i].fd >= 0;
        }
        if (!open)
            return NULL;
    }
    return NULL;
}

static void learn_one(struct listening *listening, struct lesson *lesson, enum action action, const char *name) {
    char error[LESSON_ERROR_SIZE];
    for (;;) {
        struct lesson_key key = {.action = action};
        printf("press: %s\n", name);
        fflush(stdout);
        struct source *source = wait_for_key(listening, &key);
        if (!source) {
            printf("  nothing came: left out\n");
            return;
        }
        describe(source, &lesson->device);
        if (lesson_take(lesson, &key, error)) {
            printf("  code %u%s", key.code, key.scanned ? "" : "\n");
            if (key.scanned)
                printf(", scancode 0x%x\n", key.scan);
            return;
        }
        printf("  %s\n", error);
    }
}

/* --- the files */

static bool write_file(const char *folder, const char *name, char *text) {
    char path[PATH_MAX];
    if (!text)
        return true;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    bool ok = file && fputs(text, file) >= 0;
    if (file && fclose(file) != 0)
        ok = false;
    if (ok)
        printf("%s\n", path);
    else
        fprintf(stderr, "stb-app: %s: %s\n", path, strerror(errno));
    free(text);
    return ok;
}

static bool write_files(const struct lesson *lesson, const char *folder) {
    if (mkdir(folder, 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "stb-app: %s: %s\n", folder, strerror(errno));
        return false;
    }
    bool keymap = write_file(folder, "keymap.json", lesson_keymap(lesson));
    bool hwdb = write_file(folder, "60-remote.hwdb", lesson_hwdb(lesson));
    return write_file(folder, "remote.toml", lesson_rc_keymap(lesson)) && keymap && hwdb;
}

bool learn_remote_run(const char *devices, const char *folder) {
    struct listening listening = {0};
    struct lesson *lesson = memory_new(1, sizeof *lesson);
    open_sources(&listening, devices);
    if (listening.count == 0)
        fprintf(stderr, "stb-app: no device can be read for \"%s\"\n", devices);
    for (size_t i = 0; listening.count > 0 && i < sizeof questions / sizeof questions[0]; i++)
        learn_one(&listening, lesson, questions[i].action, questions[i].key);
    bool learned = lesson->count > 0 && write_files(lesson, folder);
    if (listening.count > 0 && lesson->count == 0)
        fprintf(stderr, "stb-app: no key came\n");
    for (size_t i = 0; i < listening.count; i++)
        close(listening.sources[i].fd);
    free(lesson);
    return learned;
}
