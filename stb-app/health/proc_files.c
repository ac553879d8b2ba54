/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/health/proc_files.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int64_t proc_files_memory_kib(pid_t pid) {
    char path[48], line[128];
    int64_t kib = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *file = pid > 0 ? fopen(path, "re") : NULL;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %" SCNd64, &kib) == 1)
            break;
    if (file)
        fclose(file);
    return kib;
}

void proc_files_boot_id(char *id, size_t size) {
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    if (!file || !fgets(id, (int)size, file))
        id[0] = '\0';
    id[strcspn(id, "\n")] = '\0';
    if (file)
        fclose(file);
}
