/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sender in an infrared remote: frames of the NEC protocol through the kernel's loop-back transmitter, which its
 * receiver then sees as light. What follows is the real way of an infrared key: decoder, key table, rc-core's timing.
 *
 *     infrared SCANCODE [FRAMES]     a frame every 110 ms for as long as the key is held
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/lirc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FRAME_NS = 110000000 };

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fputs("usage: infrared SCANCODE [FRAMES]\n", stderr);
        return 2;
    }
    unsigned mode = LIRC_MODE_SCANCODE;
    struct lirc_scancode frame = {.rc_proto = RC_PROTO_NEC, .scancode = strtoul(argv[1], NULL, 0)};
    struct timespec due;
    int fd = open("/dev/lirc0", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || ioctl(fd, LIRC_SET_SEND_MODE, &mode) != 0 || clock_gettime(CLOCK_MONOTONIC, &due) != 0) {
        fprintf(stderr, "infrared: /dev/lirc0: %s\n", strerror(errno));
        return 1;
    }
    for (unsigned long left = argc == 3 ? strtoul(argv[2], NULL, 10) : 1; left > 0; left--) {
        if (write(fd, &frame, sizeof frame) != sizeof frame) {
            fprintf(stderr, "infrared: a frame was not sent: %s\n", strerror(errno));
            return 1;
        }
        due.tv_nsec += FRAME_NS;
        due.tv_sec += due.tv_nsec / 1000000000;
        due.tv_nsec %= 1000000000;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
    }
    close(fd);
    return 0;
}
