/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Live television's stand-in: it owns the framebuffer, gives it away when the channel comes and takes it back when the
 * channel has gone. A still picture, so that a tester can compare it pixel by pixel.
 *
 *     live-tv FIFO LOG     words read from FIFO: "away" (the channel comes), "back" (it has gone)
 *
 * What a real player would trip over is written to LOG when it is back: whether the mode, the pixel format and the
 * scroll position are still the ones it left, and a second later whether its picture is still the one it drew (does
 * anybody still draw there?). Without a framebuffer it only listens.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_AGAIN_MS = 1000 };

struct tv {
    int fd;
    uint8_t *pixels;
    size_t length;
    struct fb_var_screeninfo mode;
    struct fb_fix_screeninfo fixed;
    FILE *log;
};

static void note(struct tv *tv, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void note(struct tv *tv, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(tv->log, format, arguments);
    va_end(arguments);
    fputc('\n', tv->log);
    fflush(tv->log);
}

/* Evening sky over a dark river: no colour of it is one of the channel's. */
static uint32_t colour_at(const struct tv *tv, unsigned x, unsigned y) {
    unsigned down = y * 255 / tv->mode.yres, across = x * 255 / tv->mode.xres;
    unsigned red = down < 160 ? 250 - down : 20, green = down < 160 ? 120 - down / 2 : 60 + across / 8;
    unsigned blue = down < 160 ? 90 + across / 4 : 90;
    return red << 16 | green << 8 | blue;
}

static void put(const struct tv *tv, uint8_t *at, uint32_t colour) {
    const struct fb_var_screeninfo *mode = &tv->mode;
    uint32_t pixel = (colour >> 16 & 255) >> (8 - mode->red.length) << mode->red.offset |
                     (colour >> 8 & 255) >> (8 - mode->green.length) << mode->green.offset |
                     (colour & 255) >> (8 - mode->blue.length) << mode->blue.offset;
    memcpy(at, &pixel, mode->bits_per_pixel / 8); /* little endian, as every box of ours */
}

static void draw(const struct tv *tv) {
    size_t each = tv->mode.bits_per_pixel / 8;
    for (unsigned y = 0; y < tv->mode.yres; y++)
        for (unsigned x = 0; x < tv->mode.xres; x++)
            put(tv, tv->pixels + (size_t)(y + tv->mode.yoffset) * tv->fixed.line_length + x * each,
                colour_at(tv, x, y));
}

static bool is_ours(const struct tv *tv) {
    size_t each = tv->mode.bits_per_pixel / 8;
    for (unsigned y = 0; y < tv->mode.yres; y++) {
        for (unsigned x = 0; x < tv->mode.xres; x++) {
            uint8_t wanted[4] = {0};
            put(tv, wanted, colour_at(tv, x, y));
            if (memcmp(tv->pixels + (size_t)(y + tv->mode.yoffset) * tv->fixed.line_length + x * each, wanted, each))
                return false;
        }
    }
    return true;
}

static bool same_field(struct fb_bitfield a, struct fb_bitfield b) {
    return a.offset == b.offset && a.length == b.length;
}

static void take_back(struct tv *tv) {
    struct fb_var_screeninfo now;
    if (ioctl(tv->fd, FBIOGET_VSCREENINFO, &now) != 0) {
        note(tv, "back: the mode cannot be read: %s", strerror(errno));
        return;
    }
    const struct fb_var_screeninfo *was = &tv->mode;
    bool same = now.xres == was->xres && now.yres == was->yres && now.xres_virtual == was->xres_virtual &&
                now.yres_virtual == was->yres_virtual && now.xoffset == was->xoffset && now.yoffset == was->yoffset &&
                now.bits_per_pixel == was->bits_per_pixel && same_field(now.red, was->red) &&
                same_field(now.green, was->green) && same_field(now.blue, was->blue);
    if (same)
        note(tv, "back: mode untouched");
    else
        note(tv, "back: mode changed: %ux%u of %ux%u at %u,%u, %u bits; it was %ux%u of %ux%u at %u,%u, %u bits",
             now.xres, now.yres, now.xres_virtual, now.yres_virtual, now.xoffset, now.yoffset, now.bits_per_pixel,
             was->xres, was->yres, was->xres_virtual, was->yres_virtual, was->xoffset, was->yoffset,
             was->bits_per_pixel);
    if (!same && ioctl(tv->fd, FBIOPUT_VSCREENINFO, &tv->mode) != 0)
        note(tv, "back: the mode cannot be set again: %s", strerror(errno));
    draw(tv);
}

static bool open_screen(struct tv *tv) {
    tv->fd = open("/dev/fb0", O_RDWR | O_CLOEXEC);
    if (tv->fd < 0 || ioctl(tv->fd, FBIOGET_VSCREENINFO, &tv->mode) != 0 ||
        ioctl(tv->fd, FBIOGET_FSCREENINFO, &tv->fixed) != 0)
        return false;
    tv->length = tv->fixed.smem_len;
    void *memory = mmap(NULL, tv->length, PROT_READ | PROT_WRITE, MAP_SHARED, tv->fd, 0);
    tv->pixels = memory == MAP_FAILED ? NULL : memory;
    if (tv->mode.bits_per_pixel != 16 && tv->mode.bits_per_pixel != 32)
        tv->pixels = NULL;
    return tv->pixels != NULL;
}

static int listen_to(const char *path) {
    if (mkfifo(path, 0666) != 0 && errno != EEXIST)
        return -1;
    chmod(path, 0666);
    return open(path, O_RDWR | O_CLOEXEC); /* for writing too: so it never ends when a writer goes */
}

static void watch(struct tv *tv, int fifo) {
    bool owner = true, looked = true;
    for (;;) {
        struct pollfd waiting = {.fd = fifo, .events = POLLIN};
        if (poll(&waiting, 1, owner && !looked ? LOOK_AGAIN_MS : -1) == 0) {
            looked = true;
            note(tv, is_ours(tv) ? "back: picture untouched" : "back: somebody drew into the picture");
            continue;
        }
        char word[64] = "";
        ssize_t length = read(fifo, word, sizeof word - 1);
        if (length <= 0)
            continue;
        owner = strstr(word, "back") != NULL;
        looked = !owner || !tv->pixels;
        note(tv, owner ? "told to come back" : "told to go away");
        if (owner && tv->pixels)
            take_back(tv);
    }
}

int main(int argc, char **argv) {
    struct tv tv = {.log = argc == 3 ? fopen(argv[2], "ae") : NULL};
    int fifo = argc == 3 ? listen_to(argv[1]) : -1;
    if (!tv.log || fifo < 0) {
        fputs("usage: live-tv FIFO LOG\n", stderr);
        return 2;
    }
    if (open_screen(&tv)) {
        note(&tv, "on: %ux%u, %u bits, line %u bytes, %s", tv.mode.xres, tv.mode.yres, tv.mode.bits_per_pixel,
             tv.fixed.line_length, tv.fixed.id);
        draw(&tv);
    } else {
        note(&tv, "on: no framebuffer of 16 or 32 bits");
    }
    watch(&tv, fifo);
}
