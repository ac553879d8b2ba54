/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fonts are read, not mapped: of a mapped file the kernel loads 16 pages for each glyph that is touched, which came to
 * 6 MiB after one screen of Chinese. Reading costs a system call for each piece. FreeType opens such a font with some
 * 28,000 reads of two bytes; the window makes a dozen calls of them.
 */
#include "ui/text/font_file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool font_file_open(struct font_file *file, const char *path) {
    struct stat about;
    *file = (struct font_file){.descriptor = open(path, O_RDONLY | O_CLOEXEC)};
    if (file->descriptor >= 0 && fstat(file->descriptor, &about) == 0 && about.st_size > 0) {
        file->size = (unsigned long)about.st_size;
        return true;
    }
    font_file_close(file);
    return false;
}

void font_file_close(struct font_file *file) {
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

static unsigned long read_all(const struct font_file *file, unsigned long offset, unsigned char *to,
                              unsigned long count) {
    unsigned long done = 0;
    while (done < count) {
        ssize_t got = pread(file->descriptor, to + done, count - done, (off_t)(offset + done));
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        done += got > 0 ? (unsigned long)got : 0;
    }
    return done;
}

unsigned long font_file_read(struct font_file *file, unsigned long offset, unsigned char *to, unsigned long count) {
    if (count > FONT_FILE_WINDOW)
        return read_all(file, offset, to, count);
    if (offset < file->offset || offset + count > file->offset + file->held) {
        file->offset = offset;
        file->held = read_all(file, offset, file->window, FONT_FILE_WINDOW);
    }
    unsigned long held = file->held - (offset - file->offset), got = count < held ? count : held;
    memcpy(to, file->window + (offset - file->offset), got);
    return got;
}
