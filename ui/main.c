/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of stb-ui (man/stb-ui.1): read it, run the channel, end with its status. */
#include "stb-app/base/no_network.h"
#include "stb-app/base/process.h"
#include "ui/look.h"
#include "ui/ui.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>

struct arguments {
    struct ui_options ui;
    const char *check_theme;
};

static int usage(void) {
    fputs(
        "usage: stb-ui --data DIR [--display SYSTEM] [--size WxH] [--frames FD]; started by stb-app, its socket on 3\n"
        "       stb-ui --data DIR --check-theme FILE\n",
        stderr);
    return 2;
}

static bool read_arguments(struct arguments *arguments, int argc, char **argv) {
    static const struct option longs[] = {
        {"data", required_argument, NULL, 'd'},        {"display", required_argument, NULL, 'y'},
        {"size", required_argument, NULL, 's'},        {"frames", required_argument, NULL, 'f'},
        {"check-theme", required_argument, NULL, 't'}, {NULL, 0, NULL, 0}};
    char behind;
    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
        if (c == 'd')
            arguments->ui.data_dir = optarg;
        else if (c == 'y')
            arguments->ui.display = optarg;
        else if (c == 't')
            arguments->check_theme = optarg;
        else if (c == 's' && sscanf(optarg, "%5dx%5d%c", &arguments->ui.width, &arguments->ui.height, &behind) == 2)
            continue;
        else if (c == 'f' && sscanf(optarg, "%9d%c", &arguments->ui.frames_fd, &behind) == 1)
            continue;
        else
            return false;
    }
    return arguments->ui.data_dir && optind == argc;
}

/* --check-theme, for stb-app --check-config: 0 = the operator's theme can be used, in both contrasts. */
int main(int argc, char **argv) {
    struct arguments arguments = {.ui.frames_fd = -1};
    process_begin();
    no_network_from_now_on();
    if (!read_arguments(&arguments, argc, argv))
        return usage();
    if (arguments.check_theme)
        return look_check_theme(arguments.ui.data_dir, arguments.check_theme) ? 0 : 1;
    return ui_run(&arguments.ui) ? 0 : 1;
}
