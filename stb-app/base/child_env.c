/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/base/child_env.h"

#include "stb-app/base/memory.h"

#include <stdbool.h>
#include <string.h>

extern char **environ;

/* A name ends in '=', a prefix does not. */
static const char *const passed_on[] = {
    "PATH=",
    "HOME=",
    "USER=",
    "LOGNAME=",
    "SHELL=",
    "LANG=",
    "LANGUAGE=",
    "LC_",
    "TZ=",
    "TMPDIR=",
    "XDG_RUNTIME_DIR=",
    "STB_",
    "DFBARGS=",
    "FRAMEBUFFER=",
    "ALSA_",
    "ESPEAK_",
    "PULSE_",
    "PIPEWIRE_",
    "DISPLAY=",
    "XAUTHORITY=",
    "WAYLAND_DISPLAY=",
    "ASAN_OPTIONS=",
    "UBSAN_OPTIONS=",
    "LSAN_OPTIONS=",
    "TSAN_OPTIONS=", /* a build with sanitizers */
};

static bool is_passed_on(const char *entry) {
    for (size_t i = 0; i < sizeof passed_on / sizeof passed_on[0]; i++)
        if (strncmp(entry, passed_on[i], strlen(passed_on[i])) == 0)
            return true;
    return false;
}

char **child_env(void) {
    size_t count = 0, passed = 0;
    while (environ && environ[count])
        count++;
    char **env = memory_new(count + 1, sizeof *env);
    for (size_t i = 0; i < count; i++)
        if (is_passed_on(environ[i]))
            env[passed++] = environ[i];
    return env;
}
