/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/support_report.h"

#include "stb-app/base/fault_list.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/version.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_table.h"
#include "stb-app/config_check.h"
#include "stb-app/health/status_socket.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

enum { REPORT_VERSION = 1, STATUS_BYTES_MAX = 256 << 10, FILES_MAX = 400, DESCRIPTORS = 8 };

/* --- the running program */

static void put_status(struct json_object *report, const char *state_dir) {
    char error[JSON_ERROR_SIZE] = "";
    char *text = status_socket_ask(state_dir);
    if (!text)
        snprintf(error, sizeof error, "no stb-app answers: %s", strerror(errno));
    struct json_object *status = text ? json_parse(text, strlen(text), STATUS_BYTES_MAX, error) : NULL;
    json_object_object_add(report, "status", status);
    if (!status)
        json_put_text(report, "status_missing", error);
    free(text);
}

/* --- its settings */

static void put_config(struct json_object *report, const struct support_report_setup *setup) {
    struct fault_list faults = {0};
    struct config *config = config_read(setup->config, &faults);
    struct json_object *lines = json_object_new_array();
    config_check(&(struct config_check_setup){.path = setup->config,
                                              .data_dir = setup->data_dir,
                                              .screen_program = setup->screen_program},
                 config, &faults);
    for (int i = 0; i < faults.count; i++)
        json_object_array_add(lines, json_object_new_string(faults.line[i]));
    json_object_object_add(report, "config", config_table_write(config));
    json_object_object_add(report, "config_faults", lines);
    fault_list_clear(&faults);
    config_destroy(config);
}

/* --- the machine */

static void put_machine(struct json_object *report, const char *state_dir) {
    struct json_object *machine = json_object_new_object();
    struct utsname kernel;
    struct statvfs disk;
    if (uname(&kernel) == 0) {
        json_put_text(machine, "kernel", kernel.release);
        json_put_text(machine, "architecture", kernel.machine);
    }
    json_put_integer(machine, "processors", sysconf(_SC_NPROCESSORS_ONLN));
    json_put_integer(machine, "memory_kib", sysconf(_SC_PHYS_PAGES) * (sysconf(_SC_PAGESIZE) / 1024));
    if (statvfs(state_dir, &disk) == 0)
        json_put_integer(machine, "state_free_kib", (int64_t)(disk.f_bavail * (disk.f_frsize / 1024)));
    json_object_object_add(report, "machine", machine);
}

/* --- its files; the walk takes no argument of ours */

static struct json_object *files;
static size_t files_root;

static int put_file(const char *path, const struct stat *about, int kind, struct FTW *at) {
    (void)at;
    if (kind != FTW_F || json_object_array_length(files) >= FILES_MAX)
        return 0;
    struct json_object *one = json_object_new_object();
    json_put_text(one, "name", path + files_root + (path[files_root] == '/'));
    json_put_integer(one, "size", about->st_size);
    json_object_array_add(files, one);
    return 0;
}

static void put_files(struct json_object *report, const char *state_dir) {
    files = json_object_new_array();
    files_root = strlen(state_dir);
    if (nftw(state_dir, put_file, DESCRIPTORS, FTW_PHYS | FTW_MOUNT) != 0)
        json_put_text(report, "state_missing", strerror(errno));
    json_object_object_add(report, "state", files);
}

char *support_report_write(const struct support_report_setup *setup) {
    struct json_object *report = json_object_new_object();
    json_put_integer(report, "report", REPORT_VERSION);
    json_put_text(report, "version", version_line);
    json_put_integer(report, "made_at_s", (int64_t)time(NULL));
    put_status(report, setup->state_dir);
    put_config(report, setup);
    put_machine(report, setup->state_dir);
    put_files(report, setup->state_dir);
    char *text =
        memory_text(json_object_to_json_string_ext(report, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(report);
    return text;
}
