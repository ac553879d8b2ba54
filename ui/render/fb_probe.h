/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_FB_PROBE_H
#define STB_UI_RENDER_FB_PROBE_H
#include <stdbool.h>

/* False, with one log line, when SYSTEM (as for canvas_create()) would look for a framebuffer that is not there. */
bool fb_probe_possible(const char *system);
#endif
