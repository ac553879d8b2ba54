/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of stb-app (man/stb-app.1): read it, run the hub, end with its status. */
#include "stb-app/app.h"
#include "stb-app/base/fault_list.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/malloc_tuning.h"
#include "stb-app/base/process.h"
#include "stb-app/base/version.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_source.h"
#include "stb-app/config_check.h"
#include "stb-app/health/status_socket.h"
#include "stb-app/learn_remote.h"
#include "stb-app/line_probe.h"
#include "stb-app/state_dir.h"
#include "stb-app/support_report.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: stb-app [options]\n"
    "  --config FILE       settings (default /etc/stb-app/config.json)\n"
    "  --state-dir DIR     what must survive a power cut (default /var/lib/stb-app)\n"
    "  --display SYSTEM    DirectFB's system: fbdev, dummy ...; none = no picture (default: directfbrc decides)\n"
    "  --size WxH          picture size, 320x240 to 3840x2160 (default: what the screen has)\n"
    "  --keys FILE|-       play a key script instead of listening to remotes\n"
    "  --shots DIR         where a key script's pictures go (default: here)\n"
    "  --scene FILE|-      write a line for each frame drawn\n"
    "  --frames FD         leave frames in this shared memory\n"
    "  --start tv|home     what is shown first (default tv)\n"
    "  --check-config      say whether the settings can be used, and end\n"
    "  --check-line        try the way to each endpoint once, say how far it got, and end\n"
    "  --status            say how the stb-app of that state directory is, as JSON, and end\n"
    "  --report            the same and what support needs beside it, without personal data, and end\n"
    "  --learn-remote DIR  ask for each key of an unknown remote, write keymap and kernel tables into DIR, and end\n"
    "  --forget            remove all that the state directory keeps of its household, and end\n"
    "  --version  --help\n";

struct arguments {
    const char *config, *learn;
    struct app_options app;
    bool check_config, check_line, forget, status, report, version, help;
};

static int refuse_usage(const char *reason, const char *value) {
    fprintf(stderr, "stb-app: %s%s; see --help\n", reason, value);
    return APP_BAD_USAGE;
}

static bool is_size(const char *text) {
    int width = 0, height = 0, end = 0;
    return sscanf(text, "%4dx%4d%n", &width, &height, &end) == 2 && text[end] == '\0' && width >= 320 &&
           width <= 3840 && height >= 240 && height <= 2160;
}

static bool is_descriptor(const char *text, int *fd) {
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    *fd = (int)number;
    return !errno && end != text && *end == '\0' && number > 2 && number < 1024 && fcntl((int)number, F_GETFD) >= 0;
}

enum flag {
    CONFIG = 'c',
    STATE = 's',
    DISPLAY = 'd',
    SIZE = 'z',
    KEYS = 'k',
    SHOTS = 'o',
    SCENE = 'e',
    FRAMES = 'f',
    START = 't',
    CHECK = 'C',
    CHECK_LINE = 'L',
    FORGET = 'F',
    STATUS = 'S',
    REPORT = 'R',
    LEARN = 'l',
    VERSION = 'v',
    HELP = 'h'
};
static const struct option flags[] = {
    {"config", required_argument, NULL, CONFIG},
    {"state-dir", required_argument, NULL, STATE},
    {"display", required_argument, NULL, DISPLAY},
    {"size", required_argument, NULL, SIZE},
    {"keys", required_argument, NULL, KEYS},
    {"shots", required_argument, NULL, SHOTS},
    {"scene", required_argument, NULL, SCENE},
    {"frames", required_argument, NULL, FRAMES},
    {"start", required_argument, NULL, START},
    {"check-config", no_argument, NULL, CHECK},
    {"check-line", no_argument, NULL, CHECK_LINE},
    {"forget", no_argument, NULL, FORGET},
    {"status", no_argument, NULL, STATUS},
    {"report", no_argument, NULL, REPORT},
    {"learn-remote", required_argument, NULL, LEARN},
    {"version", no_argument, NULL, VERSION},
    {"help", no_argument, NULL, HELP},
    {0},
};

/* 0 = go on, else the exit status. */
static int take_option(struct arguments *arguments, int option) {
    switch (option) {
    case CONFIG:
        arguments->config = optarg;
        return 0;
    case STATE:
        arguments->app.state_dir = optarg;
        return 0;
    case DISPLAY:
        arguments->app.display = optarg;
        return 0;
    case SIZE:
        arguments->app.size = optarg;
        return is_size(optarg) ? 0
                               : refuse_usage("--size: expected WIDTHxHEIGHT from 320x240 to 3840x2160, not ", optarg);
    case KEYS:
        arguments->app.keys = optarg;
        return 0;
    case SHOTS:
        arguments->app.shots = optarg;
        return 0;
    case SCENE:
        arguments->app.scene = optarg;
        return 0;
    case FRAMES:
        return is_descriptor(optarg, &arguments->app.frames_fd)
                   ? 0
                   : refuse_usage("--frames: expected the number of an open descriptor, not ", optarg);
    case START:
        arguments->app.start_at_home = strcmp(optarg, "home") == 0;
        return arguments->app.start_at_home || strcmp(optarg, "tv") == 0
                   ? 0
                   : refuse_usage("--start: expected tv or home, not ", optarg);
    case CHECK_LINE:
        arguments->check_line = true;
        return 0;
    case STATUS:
        arguments->status = true;
        return 0;
    case LEARN:
        arguments->learn = optarg;
        return 0;
    case REPORT:
        arguments->report = true;
        return 0;
    case FORGET:
        arguments->forget = true;
        return 0;
    case CHECK:
        arguments->check_config = true;
        return 0;
    case VERSION:
        arguments->version = true;
        return 0;
    case HELP:
        arguments->help = true;
        return 0;
    default:
        return APP_BAD_USAGE; /* getopt has printed the reason */
    }
}

static int read_arguments(struct arguments *arguments, int argc, char **argv) {
    int option, refused;
    while ((option = getopt_long(argc, argv, "", flags, NULL)) != -1)
        if ((refused = take_option(arguments, option)))
            return refused;
    return optind < argc ? refuse_usage("no argument is expected: ", argv[optind]) : 0;
}

struct neighbours {
    char screen[PATH_MAX], listen[PATH_MAX], hear[PATH_MAX], data[PATH_MAX], hear_tables[PATH_MAX + 8];
};

/* Finds what the program needs beside it: stb-ui, stb-listen, stb-hear, and share/ in a build tree or the installed
 * data directory. */
static void find_neighbours(struct neighbours *near) {
    char folder[PATH_MAX - 16];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
    folder[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    snprintf(near->screen, PATH_MAX, "%s/stb-ui", folder);
    snprintf(near->listen, PATH_MAX, "%s/stb-listen", folder);
    snprintf(near->hear, PATH_MAX, "%s/stb-hear", folder);
    snprintf(near->data, PATH_MAX, "%s/share", folder);
    if (access(near->data, R_OK | X_OK) != 0)
        snprintf(near->data, PATH_MAX, "%s", STB_DATA_DIR);
    snprintf(near->hear_tables, sizeof near->hear_tables, "%s/voice", near->data);
}

/* Prints all faults at once on stderr, a line each. */
static int check_config(const char *path, const struct app_options *options) {
    struct fault_list faults = {0};
    struct config *config = config_read(path, &faults);
    config_check(&(struct config_check_setup){.path = path,
                                              .data_dir = options->data_dir,
                                              .screen_program = options->screen_program},
                 config, &faults);
    for (int i = 0; i < faults.count; i++)
        fprintf(stderr, "%s\n", faults.line[i]);
    if (faults.left_out > 0)
        fprintf(stderr, "and %d more\n", faults.left_out);
    int status = faults.count > 0 ? APP_BAD_USAGE : APP_OK;
    if (status == APP_OK)
        puts("the settings can be used");
    fault_list_clear(&faults);
    config_destroy(config);
    return status;
}

static int check_line(const char *path) {
    struct fault_list faults = {0};
    struct config *config = config_read(path, &faults);
    for (int i = 0; i < faults.count; i++)
        fprintf(stderr, "%s\n", faults.line[i]);
    int status = faults.count > 0 ? APP_BAD_USAGE : line_probe_run(config) ? APP_OK : APP_FAILED;
    fault_list_clear(&faults);
    config_destroy(config);
    return status;
}

static int forget(const char *state_dir) {
    if (!state_dir_forget(state_dir))
        return APP_FAILED;
    printf("%s keeps nothing any more\n", state_dir);
    return APP_OK;
}

static int tell_status(const char *state_dir) {
    char *status = status_socket_ask(state_dir);
    if (!status) {
        fprintf(stderr, "stb-app: none answers in %s: %s\n", state_dir, strerror(errno));
        return APP_FAILED;
    }
    fputs(status, stdout);
    free(status);
    return APP_OK;
}

/* Uses the devices that the config names, as far as it can be read. */
static int learn(const struct arguments *arguments) {
    struct fault_list faults = {0};
    struct config *config = config_read(arguments->config, &faults);
    bool learned = learn_remote_run(config->remote_devices, arguments->learn);
    fault_list_clear(&faults);
    config_destroy(config);
    return learned ? APP_OK : APP_FAILED;
}

static int report(const struct arguments *arguments) {
    char *text = support_report_write(&(struct support_report_setup){.config = arguments->config,
                                                                     .state_dir = arguments->app.state_dir,
                                                                     .data_dir = arguments->app.data_dir,
                                                                     .screen_program = arguments->app.screen_program});
    puts(text);
    free(text);
    return APP_OK;
}

static int run(const char *config_path, const struct app_options *options) {
    enum app_exit exit_with = APP_FAILED;
    struct loop *loop = loop_create();
    struct config_source *source = config_source_create(config_path, options->state_dir);
    struct app *app = loop ? app_create(loop, source, options, &exit_with) : NULL;
    if (app)
        exit_with = app_run(app);
    app_destroy(app);
    config_source_destroy(source);
    loop_destroy(loop);
    return exit_with;
}

int main(int argc, char **argv) {
    static struct neighbours near;
    malloc_tuning_begin();
    process_begin();
    find_neighbours(&near);
    struct arguments arguments = {
        .config = "/etc/stb-app/config.json",
        .app = {.state_dir = "/var/lib/stb-app",
                .screen_program = near.screen,
                .listen_program = near.listen,
                .hear_program = near.hear,
                .hear_tables = near.hear_tables,
                .data_dir = near.data,
                .frames_fd = -1},
    };
    int refused = read_arguments(&arguments, argc, argv);
    if (refused)
        return refused;
    if (arguments.help || arguments.version) {
        if (arguments.help)
            fputs(usage, stdout);
        else
            printf("stb-app %s\n", version_line);
        return APP_OK;
    }
    if (arguments.status)
        return tell_status(arguments.app.state_dir);
    if (arguments.learn)
        return learn(&arguments);
    if (arguments.report)
        return report(&arguments);
    if (arguments.forget)
        return forget(arguments.app.state_dir);
    if (arguments.check_line)
        return check_line(arguments.config);
    return arguments.check_config ? check_config(arguments.config, &arguments.app)
                                  : run(arguments.config, &arguments.app);
}
