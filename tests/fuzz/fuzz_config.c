/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operator's files under rubbish (libFuzzer): the config, and a theme laid over ours. Beyond not crashing: each
 * fault of a config is one line, and a theme that is refused changes nothing.
 */
#include "stb-app/base/fault_list.h"
#include "stb-app/base/log.h"
#include "stb-app/config/config.h"
#include "ui/kit/theme_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void read_config(const char *path) {
    struct fault_list faults = {0};
    struct config *config = config_read(path, &faults);
    for (int i = 0; i < faults.count; i++)
        if (!faults.line[i][0] || strchr(faults.line[i], '\n'))
            abort();
    fault_list_clear(&faults);
    config_destroy(config);
}

static void read_theme(const char *path, bool high) {
    static struct theme theme, before;
    if (!theme_file_load(&theme, "assets/theme.json", high))
        abort();
    before = theme;
    if (!theme_file_lay_over(&theme, path) && memcmp(&theme, &before, sizeof theme) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char path[40];
    int fd = memfd_create("file", MFD_CLOEXEC);
    if (length == 0 || fd < 0 || write(fd, bytes + 1, length - 1) != (ssize_t)(length - 1))
        length = 0;
    log_set_level(LOG_LEVEL_ERROR);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (length > 0 && bytes[0] % 2 == 0)
        read_config(path);
    else if (length > 0)
        read_theme(path, bytes[0] % 4 == 3);
    if (fd >= 0)
        close(fd);
    return 0;
}
