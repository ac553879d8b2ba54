/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A theme is checked by the program that draws with it, started as a child: only it knows what old eyes can read.
 */
#include "stb-app/config_check.h"

#include "net/data/catalog.h"
#include "net/images/image_header.h"
#include "net/transport/https.h"
#include "net/transport/tls_identity.h"
#include "remote/keymap.h"
#include "stb-app/base/fault_list.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_file.h"
#include "stb-app/config/timezone.h"
#include "stb-app/data_dir.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CATALOG_BYTES_MAX = 1 << 20 };

extern char **environ;

struct check {
    const struct config_check_setup *setup;
    struct fault_list *faults;
};

static void add_fault(const struct check *check, const char *key, const char *fault) {
    fault_list_add(check->faults, "%.200s:%d: %s: %s", check->setup->path, config_file_line(check->setup->path, key),
                   key, fault);
}

/* Adds each line of FOUND as a fault of KEY. */
static void add_faults(const struct check *check, const char *key, struct fault_list *found) {
    for (int i = 0; i < found->count; i++)
        add_fault(check, key, found->line[i]);
    fault_list_clear(found);
}

static void check_identity(const struct check *check, const struct config *config) {
    struct fault_list found = {0};
    if (!config->ca_file[0] || !config->client_cert[0] || !config->client_key[0])
        return; /* the missing files are faults already */
    tls_identity_check(&(struct https_identity){.device_id = config->device_id,
                                                .ca_file = config->ca_file,
                                                .client_cert = config->client_cert,
                                                .client_key = config->client_key},
                       &found);
    for (int i = 0; i < found.count; i++) {
        const char *line = found.line[i];
        bool key = strncmp(line, config->client_key, strlen(config->client_key)) == 0;
        bool ca = strncmp(line, config->ca_file, strlen(config->ca_file)) == 0;
        add_fault(check, key ? "hotline.client_key" : ca ? "hotline.ca_file" : "hotline.client_cert", line);
    }
    fault_list_clear(&found);
}

static void check_keymap(const struct check *check, const struct config *config) {
    struct fault_list found = {0};
    struct keymap *keymap = keymap_create();
    if (config->keymap[0])
        keymap_load(keymap, config->keymap, &found);
    keymap_destroy(keymap);
    add_faults(check, "remote.keymap", &found);
}

static void check_timezone(const struct check *check, const struct config *config) {
    if (!timezone_is_known(config->timezone))
        add_fault(check, "device.timezone", "expected a name in /usr/share/zoneinfo, or a rule as \"CST-8\"");
}

/* --- the look */

/* Starts stb-ui, whose stderr can be read from *OUT. */
static pid_t start_theme_check(const struct check *check, const char *theme, int *out) {
    int ends[2];
    pid_t pid = -1;
    char *arguments[] = {(char *)check->setup->screen_program,
                         "--data",
                         (char *)check->setup->data_dir,
                         "--check-theme",
                         (char *)theme,
                         NULL};
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0)
        return -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    if (posix_spawn(&pid, arguments[0], &actions, NULL, arguments, environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    *out = ends[0];
    return pid;
}

static void check_theme(const struct check *check, const struct config *config) {
    char said[FAULT_LIST_LINE_SIZE] = "it could not be checked: stb-ui does not start";
    int out = -1, status = -1;
    pid_t pid = config->theme[0] ? start_theme_check(check, config->theme, &out) : 0;
    if (pid == 0)
        return;
    ssize_t got = out >= 0 && pid > 0 ? read(out, said, sizeof said - 1) : -1;
    if (got >= 0)
        said[got] = '\0';
    said[strcspn(said, "\n")] = '\0';
    if (out >= 0)
        close(out);
    const char *path = strstr(said, config->theme); /* the log's level and source stand before it */
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
        add_fault(check, "display.theme", path ? path : said);
}

static void check_logo(const struct check *check, const struct config *config) {
    char error[IMAGE_HEADER_ERROR_SIZE] = "it cannot be read";
    char *bytes = memory_new(IMAGE_HEADER_MAX + 1, 1);
    FILE *file = config->logo[0] ? fopen(config->logo, "r") : NULL;
    size_t length = file ? fread(bytes, 1, IMAGE_HEADER_MAX + 1, file) : 0;
    if (config->logo[0] && (!file || !image_header_check(bytes, length, error)))
        add_fault(check, "display.logo", error);
    if (file)
        fclose(file);
    free(bytes);
}

/* --- commands */

/* Looks NAME up as execvp() would. */
static bool is_program(const char *name) {
    char path[PATH_MAX];
    const char *folders = getenv("PATH");
    if (strchr(name, '/'))
        return access(name, X_OK) == 0;
    for (folders = folders ? folders : "/bin:/usr/bin"; *folders; folders += *folders == ':') {
        size_t length = strcspn(folders, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)length, folders, name);
        if (access(path, X_OK) == 0)
            return true;
        folders += length;
    }
    return false;
}

static void check_commands(const struct check *check, const struct config *config) {
    static const struct config_words none;
    const struct {
        const char *key;
        const struct config_words *words;
    } commands[] = {
        {"voice.speech_command", config->guidance ? &config->speech_command : &none},
        {"hooks.show", &config->hook_show},
        {"hooks.hide", &config->hook_hide},
        {"hooks.mute", &config->hook_mute},
        {"hooks.unmute", &config->hook_unmute},
    };
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const char *program = commands[i].words->word[0];
        char fault[FAULT_LIST_LINE_SIZE];
        snprintf(fault, sizeof fault, "expected a program that can be started, not %.200s", program ? program : "");
        if (program && !is_program(program))
            add_fault(check, commands[i].key, fault);
    }
}

/* --- what was installed */

static void check_data(const struct check *check) {
    char chosen[PATH_MAX], path[PATH_MAX], fault[DATA_DIR_FAULT_SIZE], error[JSON_ERROR_SIZE];
    if (!data_dir_choose(check->setup->data_dir, check->setup->data_dir, chosen, fault))
        fault_list_add(check->faults, "%s", fault);
    snprintf(path, sizeof path, "%s/catalog.json", check->setup->data_dir);
    struct json_object *catalog = json_read_file(path, CATALOG_BYTES_MAX, error);
    if (!catalog)
        fault_list_add(check->faults, "%s", error);
    else if (!catalog_check(catalog, error))
        fault_list_add(check->faults, "%.200s: %s", path, error);
    json_object_put(catalog);
}

void config_check(const struct config_check_setup *setup, const struct config *config, struct fault_list *faults) {
    const struct check check = {setup, faults};
    check_identity(&check, config);
    check_keymap(&check, config);
    check_timezone(&check, config);
    check_theme(&check, config);
    check_logo(&check, config);
    check_commands(&check, config);
    check_data(&check);
}
