/* SPDX-License-Identifier: Apache-2.0 */
/* A file of our words, and the catalog's in their place, under rubbish (libFuzzer). Beyond not crashing: what is filled
 * in stays within its room. */
#include "stb-app/base/log.h"
#include "ui/kit/strings.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void fill(const struct strings *strings, const char *key) {
    char out[40];
    strings_fill(strings, out, sizeof out, key, "minutes", "8", "phone", NULL, "service", "{minutes}[", NULL);
    if (strlen(out) >= sizeof out)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char path[40];
    int fd = memfd_create("strings", MFD_CLOEXEC);
    log_set_level(LOG_LEVEL_ERROR);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct strings *strings = fd >= 0 && write(fd, bytes, length) == (ssize_t)length ? strings_load(path) : NULL;
    if (strings) {
        fill(strings, "a");
        fill(strings, "home.morning");
        fill(strings, "text.waiting.short");
    }
    strings_destroy(strings);
    if (fd >= 0)
        close(fd);
    return 0;
}
