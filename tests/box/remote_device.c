/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A remote control made of data: reads what it is (tests/box/remotes/), and plays it on the kernel's uinput, so that
 * everything behind it is real: evdev, udevd's tags, libinput's hot-plug.
 *
 *     remote-device FILE < commands     press KEY · hold KEY MS · stutter KEY MS · slide 0|1 · vanish · appear · wait
 * MS
 *
 * hold sends the kernel's repeats (value 2) every `repeat` ms, as an infrared receiver does; stutter is the same hold
 * seen through a receiver that loses frames: up and down again each time. A command that was done is echoed with ":
 * done".
 */
#include "remote/keymap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { KEYS_MAX = 64, PRESS_MS = 60 };

struct remote_device {
    char name[UINPUT_MAX_NAME_SIZE];
    unsigned bus, vendor, product;
    unsigned repeat_ms; /* 0: its receiver sends no repeats */
    unsigned keys[KEYS_MAX];
    size_t key_count;
    bool cover; /* has SW_KEYPAD_SLIDE */
    int fd;     /* -1 while it is away */
};

static void pause_ms(unsigned ms) {
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

static bool read_line(struct remote_device *remote, const char *line) {
    char word[64];
    if (*line == '#' || *line == '\n' || *line == '\0' || sscanf(line, "repeat %u", &remote->repeat_ms) == 1 ||
        sscanf(line, "name %79[^\n]", remote->name) == 1 ||
        sscanf(line, "id %x %x %x", &remote->bus, &remote->vendor, &remote->product) == 3)
        return true;
    if (strcmp(line, "cover\n") == 0)
        return remote->cover = true;
    return sscanf(line, "key %63s", word) == 1 && remote->key_count < KEYS_MAX &&
           key_names_find(word, &remote->keys[remote->key_count++]);
}

static bool read_identity(struct remote_device *remote, const char *path) {
    FILE *file = fopen(path, "re");
    char line[256];
    bool good = file != NULL;
    while (good && fgets(line, sizeof line, file))
        if (!(good = read_line(remote, line)))
            fprintf(stderr, "remote-device: %s: not understood: %s", path, line);
    if (file)
        fclose(file);
    return good && *remote->name && remote->key_count > 0;
}

static bool allow(const struct remote_device *remote) {
    bool good = ioctl(remote->fd, UI_SET_EVBIT, EV_KEY) == 0;
    if (remote->repeat_ms > 0)
        good = good && ioctl(remote->fd, UI_SET_EVBIT, EV_REP) == 0;
    for (size_t i = 0; i < remote->key_count; i++)
        good = good && ioctl(remote->fd, UI_SET_KEYBIT, remote->keys[i]) == 0;
    if (remote->cover)
        good = good && ioctl(remote->fd, UI_SET_EVBIT, EV_SW) == 0 &&
               ioctl(remote->fd, UI_SET_SWBIT, SW_KEYPAD_SLIDE) == 0;
    return good;
}

static bool send_event(const struct remote_device *remote, unsigned type, unsigned code, int value) {
    const struct input_event events[] = {{.type = (unsigned short)type, .code = (unsigned short)code, .value = value},
                                         {.type = EV_SYN, .code = SYN_REPORT}};
    return write(remote->fd, events, sizeof events) == (ssize_t)sizeof events;
}

static bool appear(struct remote_device *remote) {
    struct uinput_setup setup = {.id = {.bustype = (unsigned short)remote->bus,
                                        .vendor = (unsigned short)remote->vendor,
                                        .product = (unsigned short)remote->product,
                                        .version = 1}};
    memcpy(setup.name, remote->name, sizeof setup.name);
    remote->fd = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
    if (remote->fd < 0 || !allow(remote) || ioctl(remote->fd, UI_DEV_SETUP, &setup) != 0 ||
        ioctl(remote->fd, UI_DEV_CREATE) != 0)
        return false;
    /* The kernel's own repeats are put off: those of this remote's receiver are played by hold(). */
    return remote->repeat_ms == 0 ||
           (send_event(remote, EV_REP, REP_DELAY, 60000) && send_event(remote, EV_REP, REP_PERIOD, 60000));
}

static bool vanish(struct remote_device *remote) {
    bool good = ioctl(remote->fd, UI_DEV_DESTROY) == 0;
    close(remote->fd);
    remote->fd = -1;
    return good;
}

static bool hold(const struct remote_device *remote, unsigned key, unsigned ms, bool stutter) {
    unsigned step = remote->repeat_ms ? remote->repeat_ms : ms;
    if (!send_event(remote, EV_KEY, key, 1))
        return false;
    for (unsigned gone = step; gone < ms; gone += step) {
        pause_ms(step);
        if (stutter && (!send_event(remote, EV_KEY, key, 0) || !send_event(remote, EV_KEY, key, 1)))
            return false;
        if (!stutter && remote->repeat_ms && !send_event(remote, EV_KEY, key, 2))
            return false;
    }
    pause_ms(step);
    return send_event(remote, EV_KEY, key, 0);
}

static bool obey(struct remote_device *remote, const char *command) {
    char verb[16] = "", name[64] = "";
    unsigned ms = PRESS_MS, key;
    int words = sscanf(command, "%15s %63s %u", verb, name, &ms);
    if (words == 1 && strcmp(verb, "appear") == 0)
        return remote->fd < 0 && appear(remote);
    if (words == 2 && strcmp(verb, "wait") == 0) {
        pause_ms((unsigned)strtoul(name, NULL, 10));
        return true;
    }
    if (remote->fd < 0)
        return false;
    if (words == 1 && strcmp(verb, "vanish") == 0)
        return vanish(remote);
    if (words == 2 && strcmp(verb, "slide") == 0)
        return send_event(remote, EV_SW, SW_KEYPAD_SLIDE, *name == '1');
    if (words < 2 || !key_names_find(name, &key))
        return false;
    bool stutter = strcmp(verb, "stutter") == 0;
    return (stutter || strcmp(verb, "press") == 0 || strcmp(verb, "hold") == 0) && hold(remote, key, ms, stutter);
}

int main(int argc, char **argv) {
    struct remote_device remote = {.fd = -1};
    if (argc != 2 || !read_identity(&remote, argv[1])) {
        fputs("usage: remote-device FILE < commands\n", stderr);
        return 2;
    }
    if (!appear(&remote)) {
        fprintf(stderr, "remote-device: no uinput: %s\n", strerror(errno));
        return 1;
    }
    char command[128];
    while (fgets(command, sizeof command, stdin)) {
        command[strcspn(command, "\n")] = '\0';
        bool done = obey(&remote, command);
        printf("%s: %s\n", command, done ? "done" : "failed");
        fflush(stdout);
    }
    return 0;
}
