/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Bluetooth remote control, made of data, on the kernel's uhid: just what BlueZ does with a real one. So a key takes
 * the whole way: HID report, hid-input, the key that our hwdb gives the usage, udevd's tags, libinput.
 *
 *     hid-remote FILE < commands     press USAGE · vanish · appear       (USAGE in hex, page and id: c0069)
 *
 * A command that was done is echoed with ": done".
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <linux/uhid.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PRESS_NS = 60000000, CONSUMER_PAGE = 0xc };

struct hid_remote {
    char name[80];
    unsigned bus, vendor, product;
    int fd; /* -1 while it is away */
};

/* One consumer-page usage at a time, 0 = none: the report of most voice remotes. */
static const uint8_t descriptor[] = {
    0x05, 0x0c,       /* usage page: consumer */
    0x09, 0x01,       /* usage: consumer control */
    0xa1, 0x01,       /* collection: application */
    0x15, 0x00,       /*   logical minimum 0 */
    0x26, 0xff, 0x03, /*   logical maximum 0x3ff */
    0x19, 0x00,       /*   usage minimum 0 */
    0x2a, 0xff, 0x03, /*   usage maximum 0x3ff */
    0x75, 0x10,       /*   report size 16 */
    0x95, 0x01,       /*   report count 1 */
    0x81, 0x00,       /*   input: array */
    0xc0,
};

static bool read_identity(struct hid_remote *remote, const char *path) {
    FILE *file = fopen(path, "re");
    char line[256];
    bool good = file != NULL;
    while (good && fgets(line, sizeof line, file))
        good = *line == '#' || sscanf(line, "name %79[^\n]", remote->name) == 1 ||
               sscanf(line, "id %x %x %x", &remote->bus, &remote->vendor, &remote->product) == 3;
    if (file)
        fclose(file);
    return good && *remote->name;
}

static bool send_event(const struct hid_remote *remote, const struct uhid_event *event) {
    return write(remote->fd, event, sizeof *event) == (ssize_t)sizeof *event;
}

static bool appear(struct hid_remote *remote) {
    struct uhid_event event = {.type = UHID_CREATE2};
    memcpy(event.u.create2.name, remote->name, sizeof remote->name);
    memcpy(event.u.create2.rd_data, descriptor, sizeof descriptor);
    event.u.create2.rd_size = sizeof descriptor;
    event.u.create2.bus = (uint16_t)remote->bus;
    event.u.create2.vendor = remote->vendor;
    event.u.create2.product = remote->product;
    remote->fd = open("/dev/uhid", O_RDWR | O_CLOEXEC | O_NONBLOCK);
    return remote->fd >= 0 && send_event(remote, &event);
}

static bool vanish(struct hid_remote *remote) {
    bool good = send_event(remote, &(struct uhid_event){.type = UHID_DESTROY});
    close(remote->fd);
    remote->fd = -1;
    return good;
}

static bool report(const struct hid_remote *remote, unsigned id) {
    struct uhid_event event = {.type = UHID_INPUT2};
    event.u.input2.size = 2;
    event.u.input2.data[0] = (uint8_t)id;
    event.u.input2.data[1] = (uint8_t)(id >> 8);
    return send_event(remote, &event);
}

static bool press(const struct hid_remote *remote, unsigned usage) {
    if (usage >> 16 != CONSUMER_PAGE || !report(remote, usage & 0xffff))
        return false;
    nanosleep(&(struct timespec){.tv_nsec = PRESS_NS}, NULL);
    return report(remote, 0);
}

static bool obey(struct hid_remote *remote, const char *command) {
    unsigned usage;
    if (strcmp(command, "appear") == 0)
        return remote->fd < 0 && appear(remote);
    if (remote->fd < 0)
        return false;
    if (strcmp(command, "vanish") == 0)
        return vanish(remote);
    return sscanf(command, "press %x", &usage) == 1 && press(remote, usage);
}

int main(int argc, char **argv) {
    struct hid_remote remote = {.fd = -1};
    if (argc != 2 || !read_identity(&remote, argv[1])) {
        fputs("usage: hid-remote FILE < commands\n", stderr);
        return 2;
    }
    if (!appear(&remote)) {
        fprintf(stderr, "hid-remote: no uhid: %s\n", strerror(errno));
        return 1;
    }
    char command[128];
    while (fgets(command, sizeof command, stdin)) {
        command[strcspn(command, "\n")] = '\0';
        printf("%s: %s\n", command, obey(&remote, command) ? "done" : "failed");
        fflush(stdout);
    }
    return 0;
}
