/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DirectFB 1.7 may crash in a thread of its own when the framebuffer that it was told to open is missing: its
 * dispatcher outlives what it dispatches for. So this looks first, in the places where DirectFB would look. A vendor's
 * system may need no framebuffer at all, so DirectFB's own settings decide, read in its order: DFBARGS, the user's
 * file, the system's file.
 */
#include "ui/render/fb_probe.h"
#include "stb-app/base/log.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const places[] = {"/dev/fb0", "/dev/fb/0"};

/* TEXT is "NAME=VALUE", with spaces around the parts or not: copies the value. */
static bool sets(const char *text, const char *name, char *value, size_t size) {
    size_t length = strlen(name);
    text += strspn(text, " \t");
    if (strncmp(text, name, length) != 0)
        return false;
    text += length + strspn(text + length, " \t");
    if (*text != '=')
        return false;
    text += 1 + strspn(text + 1, " \t");
    snprintf(value, size, "%.*s", (int)strcspn(text, " \t\r\n,"), text);
    return *value != '\0';
}

static bool set_in_arguments(const char *name, char *value, size_t size) {
    const char *text = getenv("DFBARGS");
    while (text != NULL && *text != '\0') {
        if (sets(text, name, value, size))
            return true;
        text += strcspn(text, ",");
        text += *text == ',';
    }
    return false;
}

static bool set_in_file(const char *path, const char *name, char *value, size_t size) {
    FILE *file = fopen(path, "re");
    char line[400]; /* DirectFB's own limit */
    bool found = false;
    while (file != NULL && fgets(line, sizeof line, file))
        found = sets(line, name, value, size) || found; /* the last one counts */
    if (file != NULL)
        fclose(file);
    return found;
}

static bool setting(const char *name, char *value, size_t size) {
    const char *home = getenv("HOME");
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/.directfbrc", home == NULL ? "" : home);
    return set_in_arguments(name, value, size) || set_in_file(path, name, value, size) ||
           set_in_file("/etc/directfbrc", name, value, size);
}

/* Looks where DirectFB does: at the device NAMED in its settings, else at that in FRAMEBUFFER, then at the usual
 * ones. */
static bool framebuffer_there(const char *named) {
    if (*named != '\0')
        return access(named, R_OK | W_OK) == 0;
    const char *variable = getenv("FRAMEBUFFER");
    if (variable != NULL && access(variable, R_OK | W_OK) == 0)
        return true;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (access(places[i], R_OK | W_OK) == 0)
            return true;
    return false;
}

bool fb_probe_possible(const char *system) {
    char chosen[64] = "fbdev", device[256] = "";
    if (system != NULL)
        snprintf(chosen, sizeof chosen, "%s", system);
    else
        setting("system", chosen, sizeof chosen);
    if (strcmp(chosen, "fbdev") != 0)
        return true;
    setting("fbdev", device, sizeof device);
    if (framebuffer_there(device))
        return true;
    log_error("display", "no picture: no framebuffer %s that may be written", *device ? device : places[0]);
    return false;
}
