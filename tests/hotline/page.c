/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The assembler takes the files in as they are (.incbin), so they can be edited as what they are and the program still
 * is one file. Paths are relative to the project's root, where the compiler runs. The trap: the compiler does not list
 * these files as dependencies; the Makefile names them for this object.
 */
#include "tests/hotline/page.h"

#include <string.h>

#define EMBED(name, file)                                                                                              \
    __asm__(".section .rodata\n"                                                                                       \
            ".global page_" #name "\n.global page_" #name "_end\n"                                                     \
            "page_" #name ":\n.incbin \"tests/hotline/" file "\"\npage_" #name "_end:\n.byte 0\n.previous\n");         \
    extern const char page_##name[], page_##name##_end[]

EMBED(html, "desk.html");
EMBED(css, "desk.css");
EMBED(js, "desk.js");
EMBED(profile, "profile.json");

static const struct {
    const char *name, *type, *start, *end;
} files[] = {
    {"", "text/html; charset=utf-8", page_html, page_html_end},
    {"desk.css", "text/css; charset=utf-8", page_css, page_css_end},
    {"desk.js", "text/javascript; charset=utf-8", page_js, page_js_end},
    {"profile.json", "application/json", page_profile, page_profile_end},
};

const char *page_find(const char *name, size_t *length, const char **type) {
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(files[i].name, name) == 0) {
            *length = (size_t)(files[i].end - files[i].start);
            *type = files[i].type;
            return files[i].start;
        }
    return NULL;
}
