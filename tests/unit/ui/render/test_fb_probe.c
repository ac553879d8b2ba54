/* SPDX-License-Identifier: Apache-2.0 */
/* Whether there is a screen to draw on is decided by what DirectFB's own settings name, wherever they stand. */
#include "ui/render/fb_probe.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A file that may be written stands for a framebuffer that is there. */
static char home[] = "/tmp/display-XXXXXX", rc[64];

static void write_rc(const char *text) {
    FILE *file = fopen(rc, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void the_framebuffer_that_is_named_is_looked_for(void **state) {
    static const struct {
        const char *option, *arguments, *file; /* --display, DFBARGS, .directfbrc */
        bool possible;
    } cases[] = {
        {"dummy", "", "", true},
        {"fbdev", "fbdev=/nowhere/fb0", "", false},
        {"fbdev", "fbdev=/dev/null", "", true},
        {NULL, "system=dummy,fbdev=/nowhere/fb0", "", true},
        {NULL, "quiet,system=fbdev,fbdev=/nowhere/fb0", "", false},
        {NULL, "", "system=fbdev\nfbdev=/nowhere/fb0\n", false},
        {NULL, "", "# ours\n system = fbdev \n fbdev = /dev/null \n", true},
        {NULL, "", "fbdev=/nowhere/fb0\nfbdev=/dev/null\n", true},
        {NULL, "", "system=vendor\nfbdev=/nowhere/fb0\n", true},
        {NULL, "fbdev=/dev/null", "system=fbdev\nfbdev=/nowhere/fb0\n", true},
        {NULL, "", "fbdev=/nowhere/fb0\n", false},
        {NULL, "", "fbdev-old=/dev/null\nsystems=dummy\nfbdev=/nowhere/fb0", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv("DFBARGS", cases[i].arguments, 1);
        write_rc(cases[i].file);
        if (fb_probe_possible(cases[i].option) != cases[i].possible)
            fail_msg("case %zu", i);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_framebuffer_that_is_named_is_looked_for)};
    if (mkdtemp(home) == NULL)
        return 1;
    snprintf(rc, sizeof rc, "%s/.directfbrc", home);
    setenv("HOME", home, 1);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(rc);
    rmdir(home);
    return failed;
}
