/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DirectFB 1.7 may crash in a thread of its own when the framebuffer that it was told to open is not there (its
 * dispatcher outlives what it dispatches for). So we look first, in the places where it would look, and do not ask.
 * When somebody chose a system in DirectFB's own files we leave it to them: a vendor's may need no framebuffer at all.
 */
#include "ui/display.h"
#include "stb-app/log.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool framebuffer_there(void) {
    const char *named = getenv("FRAMEBUFFER"); /* DirectFB's order: this, /dev/fb0, /dev/fb/0 */
    return (named != NULL && access(named, R_OK | W_OK) == 0) || access("/dev/fb0", R_OK | W_OK) == 0 ||
           access("/dev/fb/0", R_OK | W_OK) == 0;
}

static bool system_chosen(void) {
    const char *args = getenv("DFBARGS"), *home = getenv("HOME");
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/.directfbrc", home == NULL ? "" : home);
    return (args != NULL && strstr(args, "system=") != NULL) || access("/etc/directfbrc", R_OK) == 0 ||
           access(path, R_OK) == 0;
}

bool display_possible(const char *system) {
    bool framebuffer = system == NULL ? !system_chosen() : strcmp(system, "fbdev") == 0;
    if (!framebuffer || framebuffer_there())
        return true;
    log_error("canvas", "no picture: no framebuffer /dev/fb0 that may be written");
    return false;
}
