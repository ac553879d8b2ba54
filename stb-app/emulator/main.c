/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stb-emulator: a television and a remote on a desktop, with the real box behind them. It joins three parts that do not
 * know each other: the window (what is seen and pressed), the box (stb-app as a child) and the desk (the simulator's
 * faults). What is pressed becomes key-script lines; scene lines become the words on the strip.
 *
 * The window is asked for news by a timer, since SDL has no descriptor to wait on; a scene line comes after every
 * frame, so it wakes the window at once and a frame never waits for the timer.
 */
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/emulator/box.h"
#include "stb-app/emulator/desk.h"
#include "stb-app/emulator/frame.h"
#include "stb-app/emulator/labels.h"
#include "stb-app/emulator/window.h"
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_OK = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };
enum {
    TURN_MS = 16,
    REST_MS = 50,
    QUIET_TURNS = 120,
    MESSAGE_MS = 8000,
    SHOT_MS = 3000,
    CONFIG_MAX = 1 << 20,
    PATH_SIZE = PATH_MAX + 64
};

struct options {
    const char *config, *state_dir, *size, *keys, *scene;
    int width, height;
};
struct emulator {
    struct loop *loop;
    struct emulator_window *window;
    struct emulator_box *box;
    struct emulator_desk *desk;
    struct labels *labels;
    struct loop_timer *turn, *message;
    struct emulator_view view;
    char program[PATH_SIZE], fonts[PATH_SIZE], shots[PATH_SIZE], words[PATH_SIZE];
    char shot[PATH_SIZE + 80]; /* the picture that is awaited, "" = none */
    int64_t shot_until_ms;
    const char *keys; /* a key script that is played first, NULL = none */
    FILE *scenes;     /* where scene lines go too, NULL = nowhere */
    int quiet_turns;
    bool closing, seen; /* SEEN: a scene has come, so the box can work */
    int status;
};

static const char help[] =
    "stb-emulator --config FILE --state-dir DIR [--size WxH]\n"
    "A television and its remote in a window, with the real stb-app behind them.\n"
    "  --config FILE    the box's config (stb-app --help)\n"
    "  --state-dir DIR  where the box keeps what must survive; screenshots go to DIR/shots\n"
    "  --keys FILE      play this key script first; its end ends the emulator where it says quit or fails\n"
    "  --scene FILE     write the scene lines there too\n"
    "  --size WxH       the television's pixels, 640x360 to 3840x2160; 1280x720 without it\n"
    "Keys: arrows, Enter, Esc = back, F1 SOS, F2 voice (hold), F3 person, F4 TV, F5 repeat, Home = one-key, digits, + "
    "-;\n"
    "F6 safe area, F7 screenshot, F8 cut the line or mend it, R start stb-app again after it ended.\n";

/* --- what the strip says */

static void show(struct emulator *e) {
    emulator_window_view(e->window, &e->view);
}

/* VALUE stands in the label's {}. */
static void say_about(struct emulator *e, enum label label, const char *value) {
    labels_fill(e->view.message, sizeof(e->view.message), e->labels, label, value);
    loop_timer_start(e->message, MESSAGE_MS, 0);
    show(e);
}

static void say(struct emulator *e, enum label label) {
    say_about(e, label, "");
}

static void on_message_over(void *data) {
    struct emulator *e = data;
    e->view.message[0] = 0;
    show(e);
}

/* --- the box */

/* After two seconds in which nothing happened the window is asked less often. */
static void pace(struct emulator *e, bool busy) {
    bool resting = e->quiet_turns >= QUIET_TURNS;
    e->quiet_turns = busy ? 0 : resting ? QUIET_TURNS : e->quiet_turns + 1;
    int64_t period = busy ? TURN_MS : REST_MS;
    if (resting != (e->quiet_turns >= QUIET_TURNS))
        loop_timer_start(e->turn, period, period);
}

static int link_from_name(const char *name) {
    enum link_state state;
    return link_state_from_name(name, &state) ? (int)state : EMULATOR_LINK_UNKNOWN;
}

static void on_close(void *data);

static void end_with(struct emulator *e, int status) {
    e->status = status;
    on_close(e);
}

static void write_scene(const struct emulator *e, struct json_object *scene) {
    if (!e->scenes)
        return;
    fprintf(e->scenes, "%s\n",
            json_object_to_json_string_ext(scene, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    fflush(e->scenes);
}

static void on_scene(void *data, struct json_object *scene) {
    struct emulator *e = data;
    const char *step = json_text(scene, "step", ""), *title = json_text(scene, "title", "");
    write_scene(e, scene);
    if (!e->seen && e->keys && !emulator_box_script(e->box, e->keys))
        end_with(e, STATUS_FAILED);
    e->seen = true;
    e->view.link = link_from_name(json_text(scene, "link", ""));
    char screen[EMULATOR_TEXT_SIZE];
    snprintf(screen, sizeof(screen), "%.40s%s%.40s%s%.120s", json_text(scene, "screen", "?"), step[0] ? " / " : "",
             step, title[0] ? " · " : "", title);
    labels_fill(e->view.screen, sizeof(e->view.screen), e->labels, LABEL_SCREEN, screen);
    show(e);
    pace(e, emulator_window_turn(e->window));
}

static void box_start(struct emulator *e) {
    e->view.ended[0] = 0;
    e->view.link = EMULATOR_LINK_UNKNOWN;
    labels_fill(e->view.screen, sizeof(e->view.screen), e->labels, LABEL_STARTING, "");
    if (!emulator_box_start(e->box))
        labels_fill(e->view.ended, sizeof(e->view.ended), e->labels, LABEL_NOT_STARTED, "");
    emulator_window_frames(e->window, emulator_box_frames(e->box));
    show(e);
}

static void finish(struct emulator *e, int status) {
    e->status = status;
    loop_stop(e->loop);
}

static void finish_if_quiet(struct emulator *e) {
    if (e->closing && !emulator_box_running(e->box) && !emulator_desk_busy(e->desk))
        finish(e, e->status);
}

/* A box that refuses its config at once has said why on stderr; there is nothing to show a window for. */
static void on_box_end(void *data, int64_t exit_status, int signum) {
    struct emulator *e = data;
    if (e->closing) {
        finish_if_quiet(e);
        return;
    }
    if (exit_status == STATUS_USAGE && !e->seen) {
        finish(e, STATUS_USAGE);
        return;
    }
    if (e->keys && !signum) { /* its script has said quit, or was not met */
        finish(e, (int)exit_status);
        return;
    }
    char how[64];
    if (signum)
        snprintf(how, sizeof(how), "%d (%.40s)", signum, strsignal(signum));
    else
        snprintf(how, sizeof(how), "%d", (int)exit_status);
    labels_fill(e->view.ended, sizeof(e->view.ended), e->labels,
                signum ? LABEL_ENDED_BY_SIGNAL : LABEL_ENDED_WITH_STATUS, how);
    log_warning("emulator", "stb-app ended with status %d, signal %d", (int)exit_status, signum);
    e->view.link = EMULATOR_LINK_UNKNOWN;
    labels_fill(e->view.screen, sizeof(e->view.screen), e->labels, LABEL_NOT_RUNNING, "");
    show(e);
}

/* --- what the tester does */

static void shot_take(struct emulator *e) {
    char name[64];
    time_t now = time(NULL);
    struct tm local;
    if (!emulator_box_running(e->box) || !emulator_frame_shown(emulator_box_frames(e->box))) {
        say(e, LABEL_NO_PICTURE);
        return;
    }
    strftime(name, sizeof(name), "emulator-%Y%m%d-%H%M%S", localtime_r(&now, &local));
    snprintf(e->shot, sizeof(e->shot), "%s/%s.png", e->shots, name);
    e->shot_until_ms = loop_now_ms() + SHOT_MS;
    if (!emulator_box_line(e->box, "shot", name)) {
        e->shot[0] = 0;
        say(e, LABEL_PICTURE_REFUSED);
    }
}

static void shot_watch(struct emulator *e) {
    struct stat at;
    if (!e->shot[0])
        return;
    bool there = stat(e->shot, &at) == 0 && at.st_size > 0;
    if (!there && loop_now_ms() < e->shot_until_ms)
        return;
    if (there) {
        say_about(e, LABEL_PICTURE_TAKEN, e->shot);
        log_info("emulator", "screenshot %s", e->shot);
    } else {
        say_about(e, LABEL_PICTURE_MISSING, e->shot);
    }
    e->shot[0] = 0;
}

static void on_desk_done(void *data, bool cut, const char *error) {
    struct emulator *e = data;
    if (!error[0])
        e->view.faults = cut;
    if (e->closing)
        finish_if_quiet(e);
    else if (error[0])
        say_about(e, LABEL_DESK_FAILED, error);
    else
        say(e, cut ? LABEL_LINE_CUT : LABEL_LINE_MENDED);
}

static void on_tool(void *data, enum emulator_tool tool) {
    struct emulator *e = data;
    if (tool == TOOL_SHOT)
        shot_take(e);
    else if (tool == TOOL_FAULTS && emulator_desk_cut(e->desk, !e->view.faults))
        return;
    else if (tool == TOOL_RESTART && !emulator_box_running(e->box))
        box_start(e);
}

static void on_key(void *data, const char *key, bool down) {
    struct emulator *e = data;
    if (emulator_box_running(e->box) && !emulator_box_line(e->box, down ? "down" : "up", key))
        say(e, LABEL_NO_KEYS);
}

/* A line that was cut for testing is mended on the way out, for whoever uses the simulator next. */
static void on_close(void *data) {
    struct emulator *e = data;
    if (e->closing)
        return;
    e->closing = true;
    if (e->view.faults)
        emulator_desk_cut(e->desk, false);
    emulator_box_stop(e->box);
    say(e, LABEL_CLOSING);
    finish_if_quiet(e);
}

static void on_signal(void *data, int signum) {
    (void)signum;
    on_close(data);
}

static void on_turn(void *data) {
    struct emulator *e = data;
    shot_watch(e);
    pace(e, emulator_window_turn(e->window));
}

/* --- starting */

static bool size_read(struct options *o) {
    char rest;
    return sscanf(o->size, "%5dx%5d%c", &o->width, &o->height, &rest) == 2 && o->width >= 640 && o->width <= 3840 &&
           o->height >= 360 && o->height <= 2160;
}

/* -1 = go on, otherwise the exit status. */
static int options_read(struct options *o, int argc, char **argv) {
    static const struct option known[] = {{"config", required_argument, NULL, 'c'},
                                          {"state-dir", required_argument, NULL, 's'},
                                          {"size", required_argument, NULL, 'z'},
                                          {"keys", required_argument, NULL, 'k'},
                                          {"scene", required_argument, NULL, 'e'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (c == 'c')
            o->config = optarg;
        else if (c == 's')
            o->state_dir = optarg;
        else if (c == 'z')
            o->size = optarg;
        else if (c == 'k')
            o->keys = optarg;
        else if (c == 'e')
            o->scene = optarg;
        else if (c == 'h')
            return fputs(help, stdout), STATUS_OK;
        else
            return STATUS_USAGE; /* getopt has said why */
    }
    const char *wrong = optind < argc   ? "no arguments besides its options"
                        : !o->config    ? "--config FILE"
                        : !o->state_dir ? "--state-dir DIR"
                        : !size_read(o) ? "--size WxH from 640x360 to 3840x2160"
                                        : NULL;
    if (wrong)
        fprintf(stderr, "stb-emulator: expected %s\n", wrong);
    return wrong ? STATUS_USAGE : -1;
}

/* stb-app and share/ lie beside this program. */
static bool places_find(struct emulator *e, const char *state_dir) {
    char own[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", own, sizeof(own) - 1);
    if (length <= 0 || strlen(state_dir) >= PATH_MAX)
        return false;
    own[length] = 0;
    *strrchr(own, '/') = 0;
    snprintf(e->fonts, sizeof(e->fonts), "%s/share/fonts", own);
    snprintf(e->words, sizeof(e->words), "%s/share/emulator", own);
    snprintf(e->program, sizeof(e->program), "%s/stb-app", own);
    snprintf(e->shots, sizeof(e->shots), "%s/shots", state_dir);
    return true;
}

/* In the television's language. */
static void load_labels(struct emulator *e, const char *config) {
    char error[JSON_ERROR_SIZE];
    struct json_object *root = json_read_file(config, CONFIG_MAX, error); /* the desk has said what is wrong with it */
    e->labels = labels_load(e->words, json_text(root, "language", "zh-CN"));
    json_object_put(root);
}

static bool make_dir(const char *path) {
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    fprintf(stderr, "stb-emulator: cannot make the directory %s: %s\n", path, strerror(errno));
    return false;
}

static bool open_scenes(struct emulator *e, const char *path) {
    e->scenes = path ? fopen(path, "ae") : NULL;
    if (path && !e->scenes)
        fprintf(stderr, "stb-emulator: %s: %s\n", path, strerror(errno));
    return !path || e->scenes;
}

static bool open_all(struct emulator *e, const struct options *o) {
    char error[EMULATOR_TEXT_SIZE];
    e->keys = o->keys;
    if (!open_scenes(e, o->scene))
        return false;
    load_labels(e, o->config);
    struct emulator_window_setup window = {.tv_width = o->width,
                                           .tv_height = o->height,
                                           .fonts_dir = e->fonts,
                                           .labels = e->labels,
                                           .on_key = on_key,
                                           .on_tool = on_tool,
                                           .on_close = on_close,
                                           .data = e};
    e->window = emulator_window_create(&window, error);
    if (!e->window) {
        fprintf(stderr, "stb-emulator: cannot open a window: %s; use make run without a display for the guided tour\n",
                error);
        return false;
    }
    struct emulator_box_setup box = {.loop = e->loop,
                                     .program = e->program,
                                     .config = o->config,
                                     .state_dir = o->state_dir,
                                     .shots_dir = e->shots,
                                     .size = o->size,
                                     .on_scene = on_scene,
                                     .on_end = on_box_end,
                                     .data = e};
    e->box = emulator_box_create(&box);
    e->turn = loop_timer_create(e->loop, on_turn, e);
    e->message = loop_timer_create(e->loop, on_message_over, e);
    return true;
}

static void close_all(struct emulator *e) {
    loop_timer_destroy(e->turn);
    loop_timer_destroy(e->message);
    emulator_box_destroy(e->box);
    emulator_desk_destroy(e->desk);
    emulator_window_destroy(e->window);
    labels_destroy(e->labels);
    if (e->scenes)
        fclose(e->scenes);
    loop_destroy(e->loop);
}

static int run(struct emulator *e, const struct options *o) {
    char error[EMULATOR_ERROR_SIZE];
    struct emulator_desk_setup desk = {.loop = e->loop, .on_done = on_desk_done, .data = e};
    e->desk = emulator_desk_create(&desk, o->config, error);
    if (!e->desk) {
        fprintf(stderr, "stb-emulator: %s\n", error);
        return STATUS_USAGE;
    }
    if (!places_find(e, o->state_dir) || !make_dir(o->state_dir) || !make_dir(e->shots) || !open_all(e, o))
        return STATUS_FAILED;
    signal(SIGPIPE, SIG_IGN);
    loop_signal_create(e->loop, SIGINT, on_signal, e);
    loop_signal_create(e->loop, SIGTERM, on_signal, e);
    loop_timer_start(e->turn, 0, TURN_MS);
    box_start(e);
    loop_run(e->loop);
    return e->status;
}

int main(int argc, char **argv) {
    struct options options = {.size = "1280x720"};
    int status = options_read(&options, argc, argv);
    if (status >= 0)
        return status;
    struct emulator emulator = {.loop = loop_create()};
    if (!emulator.loop)
        return STATUS_FAILED;
    status = run(&emulator, &options);
    close_all(&emulator);
    return status;
}
