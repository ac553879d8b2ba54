/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: the kept copy may be wrong itself (an older program's, a bad disk). Then it counts for no more than the
 * files do, and what can be read of the files is used.
 */
#include "stb-app/config/config_source.h"

#include "stb-app/base/fault_list.h"
#include "stb-app/base/json.h"
#include "stb-app/base/kept_file.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_table.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char kept_name[] = "config.json";

struct config_source {
    const char *path, *state_dir;
    char refused[FAULT_LIST_LINE_SIZE + 32]; /* "" = nothing is */
    uint64_t refused_files;                  /* what they were then */
};

struct config_source *config_source_create(const char *path, const char *state_dir) {
    struct config_source *source = memory_new(1, sizeof *source);
    source->path = path;
    source->state_dir = state_dir;
    return source;
}

void config_source_destroy(struct config_source *source) {
    free(source);
}

/* --- whether the files have changed */

static uint64_t mix(uint64_t sum, uint64_t value) {
    return (sum ^ value) * UINT64_C(0x100000001b3); /* FNV-1a's prime */
}

static uint64_t fingerprint_of(const char *path) {
    struct stat about;
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    if (stat(path, &about) != 0)
        return sum;
    sum = mix(sum, (uint64_t)about.st_ino);
    sum = mix(sum, (uint64_t)about.st_size);
    sum = mix(sum, (uint64_t)about.st_mtim.tv_sec);
    return mix(sum, (uint64_t)about.st_mtim.tv_nsec);
}

/* Of the main file and all that lies in conf.d. */
static uint64_t fingerprint(const char *path) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s/conf.d", slash ? (int)(slash - path) : 1, slash ? path : ".");
    uint64_t sum = mix(fingerprint_of(path), fingerprint_of(folder));
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char file[PATH_MAX + 256];
        snprintf(file, sizeof file, "%s/%s", folder, entries[i]->d_name);
        sum = mix(sum, fingerprint_of(file));
        free(entries[i]);
    }
    free(entries);
    return sum;
}

bool config_source_changed(const struct config_source *source) {
    return source->refused[0] && fingerprint(source->path) != source->refused_files;
}

/* --- what is used */

static void refuse(struct config_source *source, const struct fault_list *faults) {
    int more = faults->count + faults->left_out - 1;
    for (int i = 0; i < faults->count; i++)
        log_error("config", "%s", faults->line[i]);
    if (more > 0)
        snprintf(source->refused, sizeof source->refused, "%s (and %d more)", faults->line[0], more);
    else
        snprintf(source->refused, sizeof source->refused, "%s", faults->line[0]);
}

/* The files, read once; FAULTY may come out with faults, which have been told then. */
static struct config *read_files(struct config_source *source, bool *faulty) {
    struct fault_list faults = {0};
    uint64_t files = fingerprint(source->path);
    struct config *config = config_read(source->path, &faults);
    *faulty = faults.count > 0;
    source->refused_files = files;
    source->refused[0] = '\0';
    if (*faulty)
        refuse(source, &faults);
    fault_list_clear(&faults);
    return config;
}

static struct config *read_kept(const struct config_source *source) {
    struct fault_list faults = {0};
    char path[PATH_MAX];
    kept_file_path(path, source->state_dir, kept_name);
    struct config *config = config_read(path, &faults);
    bool ok = faults.count == 0;
    fault_list_clear(&faults);
    if (ok)
        return config;
    config_destroy(config);
    return NULL;
}

struct config *config_source_first(struct config_source *source) {
    bool faulty;
    struct config *config = read_files(source, &faulty), *kept = faulty ? read_kept(source) : NULL;
    if (!kept) {
        if (faulty)
            log_error("config", "no config was good before: what can be read of these files is used");
        return config;
    }
    log_error("config", "the last good config is used");
    config_destroy(config);
    return kept;
}

struct config *config_source_again(struct config_source *source) {
    bool faulty;
    struct config *config = read_files(source, &faulty);
    if (!faulty)
        return config;
    log_error("config", "the settings stay as they were");
    config_destroy(config);
    return NULL;
}

const char *config_source_refused(const struct config_source *source) {
    return source->refused[0] ? source->refused : NULL;
}

void config_source_keep(const struct config_source *source, const struct config *config) {
    if (source->refused[0])
        return;
    struct json_object *whole = config_table_write(config);
    const char *text = json_object_to_json_string_ext(whole, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
    kept_file_write(source->state_dir, kept_name, text, strlen(text));
    json_object_put(whole);
}
