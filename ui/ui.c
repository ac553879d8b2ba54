/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread, one loop: a message or a timer marks the picture as out of date, and once a turn, just before the loop
 * sleeps, the scene of the screen on top is built and what differs is drawn. With nothing to tell there is no wake-up
 * but the clock's, once a minute.
 */
#include "ui/ui.h"

#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc.h"
#include "ui/frame_report.h"
#include "ui/look.h"
#include "ui/nav/screen_stack.h"
#include "ui/render/png_file.h"
#include "ui/scene/image_store.h"
#include "ui/scene/renderer.h"
#include "ui/scene/tween.h"
#include "ui/voice/screen_reader.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

struct ui {
    const struct ui_options *options;
    struct loop *loop;
    struct ipc *ipc;
    struct loop_timer *timer, *step; /* for what changes by itself; for what moves */
    struct canvas *canvas;
    struct text *text;
    struct renderer *renderer;
    struct image_store *images;
    struct look look;
    struct model model;
    struct screen_stack *stack; /* NULL until hello came */
    struct screen_reader *reader;
    int64_t key_us; /* of the key that the next frame answers, 0 = none */
    struct frame_report report;
    bool informed; /* the first round of messages is through */
    bool speaks;
    bool told; /* the parent said something since the last scene line */
    bool dirty, failed;
};

/* What the offset of the model's clock belongs to. */
static int64_t clock_ms(const struct ui *ui) {
    struct timespec now;
    if (ui->model.clock_told)
        return loop_now_ms();
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Of what lies at PATH now: another number for another file, and for the same one when it was written since. */
static int64_t version_of(const char *path) {
    struct stat at;
    if (stat(path, &at) != 0)
        return 1;
    return (at.st_mtim.tv_sec * INT64_C(1000000000) + at.st_mtim.tv_nsec) ^ (int64_t)at.st_ino << 32 ^ at.st_size;
}

/* Said with each hello: the operator may have put another one there. One that did not change is not decoded again. */
static void take_logo(struct ui *ui) {
    const struct ipc_image logo = {.name = SCENE_LOGO, .path = ui->model.logo, .version = version_of(ui->model.logo)};
    image_store_take(ui->images, &logo);
}

/* The operator's logo lies on the box; the others stb-app fetches. */
static void images_wanted(void *data, const char *const *names, size_t count) {
    struct ui *ui = data;
    const char *others[IPC_IMAGES_MAX];
    size_t other_count = 0;
    for (size_t i = 0; i < count && other_count < IPC_IMAGES_MAX; i++)
        if (strcmp(names[i], SCENE_LOGO) == 0)
            take_logo(ui);
        else
            others[other_count++] = names[i];
    if (other_count)
        ipc_send(ui->ipc, &(struct ipc_message){.type = IPC_IMAGES, .images = {.names = others, .count = other_count}});
}

static void images_changed(void *data) {
    struct ui *ui = data;
    image_store_shape(ui->images, SCENE_LOGO, &ui->model.logo_width, &ui->model.logo_height);
    ui->dirty = true;
}

static void stack_sends(void *data, const struct ipc_message *message) {
    struct ui *ui = data;
    ipc_send(ui->ipc, message);
}

static void fail(struct ui *ui) {
    ui->failed = true;
    loop_stop(ui->loop);
}

static void open_screens(struct ui *ui) {
    ui->stack = screen_stack_create(&(struct screen_stack_setup){.text = ui->text,
                                                                 .theme = &ui->look.theme,
                                                                 .strings = ui->look.strings,
                                                                 .model = &ui->model,
                                                                 .send = stack_sends,
                                                                 .data = ui});
}

/* Hello says in what language and size; only then is there anything to draw. Said again, the screens stay. */
static void greet(struct ui *ui) {
    if (!look_take(&ui->look, &ui->model, canvas_width(ui->canvas), canvas_height(ui->canvas))) {
        fail(ui);
        return;
    }
    take_logo(ui);
    if (ui->stack)
        screen_stack_restyle(ui->stack, ui->look.strings);
    else
        open_screens(ui);
    screen_reader_setup(ui->reader, &ui->model, ui->look.strings);
}

static void tell_voice(struct ui *ui, bool speaks) {
    static const enum ipc_reading readings[] = {[VOICE_WORKS] = IPC_READING_WORKS,
                                                [VOICE_NO_ENGINE] = IPC_READING_NO_ENGINE,
                                                [VOICE_NO_SOUND] = IPC_READING_NO_SOUND};
    ui->speaks = speaks;
    ipc_send(ui->ipc,
             &(struct ipc_message){.type = IPC_SPEAKS,
                                   .speaks = {.on = speaks, .reading = readings[screen_reader_trouble(ui->reader)]}});
}

/* The settings show whether there is a voice. */
static void voice_turned_out(void *data) {
    struct ui *ui = data;
    ui->model.voice.trouble = screen_reader_trouble(ui->reader);
    ui->dirty = true;
    tell_voice(ui, ui->speaks);
}

/* Television is to be silent meanwhile. */
static void voice_turned(void *data, bool speaks) {
    struct ui *ui = data;
    tell_voice(ui, speaks);
}

/* Not every truth is visible (a count of waiting requests), so what stb-app said is written out as well. */
static void tell_scene(struct ui *ui, const struct scene *scene, bool drawn) {
    bool wanted = ui->model.scene_wanted && (drawn || ui->told);
    ui->told = false;
    if (wanted)
        frame_report_scene(ui->ipc, scene, &ui->model, screen_stack_request(ui->stack));
}

static void set_motion(struct ui *ui, int64_t now_ms) {
    const struct theme *theme = &ui->look.theme;
    const struct renderer_motion motion = {.wanted = ui->model.motion,
                                           .focus_ms = theme_duration(theme, DURATION_FOCUS),
                                           .page_ms = theme_duration(theme, DURATION_PAGE),
                                           .bump_ms = theme_duration(theme, DURATION_BUMP),
                                           .page_px = theme_size(theme, SIZE_SLIDE),
                                           .bump_px = theme_size(theme, SIZE_BUMP),
                                           .bump = theme_colour(theme, COLOUR_TEXT)};
    renderer_motion(ui->renderer, &motion, now_ms);
}

static void bump(struct ui *ui) {
    enum action edge = screen_stack_edge(ui->stack);
    if (edge != ACTION_NONE)
        renderer_bump(ui->renderer, (edge == ACTION_RIGHT || edge == ACTION_OK) - (edge == ACTION_LEFT),
                      (edge == ACTION_DOWN) - (edge == ACTION_UP));
}

static void show(void *data) {
    struct ui *ui = data;
    if (!ui->dirty || !ui->stack || !ui->informed)
        return;
    int64_t now_ms = loop_now_ms(), wake_ms = 0;
    struct scene *scene = screen_stack_scene(ui->stack, now_ms, clock_ms(ui), &wake_ms);
    ui->dirty = false;
    image_store_resolve(ui->images, scene);
    set_motion(ui, now_ms);
    bool drawn = renderer_scene(ui->renderer, scene, ui->key_us);
    bump(ui);
    if (renderer_moves(ui->renderer))
        loop_timer_start(ui->step, TWEEN_STEP_MS, 0);
    if (drawn)
        frame_report_drawn(&ui->report, ui->ipc, scene, ui->key_us);
    tell_scene(ui, scene, drawn);
    screen_reader_see(ui->reader, scene);
    ui->key_us = 0;
    if (wake_ms)
        loop_timer_start(ui->timer, wake_ms > now_ms ? wake_ms - now_ms : 1, 0);
    else
        loop_timer_stop(ui->timer);
}

static void step_due(void *data) {
    struct ui *ui = data;
    if (renderer_step(ui->renderer, loop_now_ms()))
        loop_timer_start(ui->step, TWEEN_STEP_MS, 0);
}

static void time_passed(void *data) {
    struct ui *ui = data;
    if (ui->stack && screen_stack_rests(ui->stack, loop_now_ms()))
        ipc_send_plain(ui->ipc, IPC_TV);
    ui->dirty = true;
}

static void key(struct ui *ui, const struct ipc_key *key) {
    if (!ui->stack)
        return;
    screen_reader_key(ui->reader, key->action, key->repeat);
    ui->key_us = key->at_us;
    ui->informed = true;
    screen_stack_act(ui->stack, key->action, loop_now_ms(), clock_ms(ui));
    ui->dirty = true;
}

static void shoot(struct ui *ui, const char *path) {
    show(ui);
    renderer_settle(ui->renderer);
    ipc_send(ui->ipc,
             &(struct ipc_message){.type = IPC_SHOT, .shot = {.path = path, .ok = png_file_write(ui->canvas, path)}});
}

/* A key that stb-app acted on itself: the red one, the one-key. */
static void answer_key(struct ui *ui, int64_t key_us) {
    if (!key_us)
        return;
    screen_reader_key(ui->reader, ACTION_SOS, false);
    ui->key_us = key_us;
}

static void learn(struct ui *ui, struct ipc_message *message) {
    model_take(&ui->model, message, loop_now_ms(), clock_ms(ui));
    answer_key(ui, message->type == IPC_HELLO ? message->hello.key_us
                   : message->type == IPC_SOS ? message->sos.key_us
                                              : 0);
    if (message->type == IPC_HELLO)
        greet(ui);
    if (ui->stack)
        screen_stack_told(ui->stack);
    ui->informed = ui->informed || message->type == IPC_SOS; /* the last of the first round */
    ui->dirty = ui->told = true;
}

static void told(void *data, struct ipc_message *message) {
    struct ui *ui = data;
    if (!message) {
        loop_stop(ui->loop);
        return;
    }
    switch (message->type) {
    case IPC_KEY:
        key(ui, &message->key);
        break;
    case IPC_PING:
        ipc_send_plain(ui->ipc, IPC_PONG);
        break;
    case IPC_SHOOT:
        shoot(ui, message->shoot.path);
        break;
    case IPC_SUBMITTED:
        if (ui->stack)
            screen_stack_submitted(ui->stack, &message->submitted);
        ui->dirty = true;
        break;
    case IPC_HOLD:
        if (ui->stack)
            screen_stack_hold(ui->stack, message->hold.lasts_ms, loop_now_ms());
        ui->dirty = true;
        break;
    case IPC_IMAGE:
        image_store_take(ui->images, &message->image);
        break;
    case IPC_QUIT:
        loop_stop(ui->loop);
        break;
    default:
        learn(ui, message);
        break;
    }
}

static bool open_picture(struct ui *ui) {
    char path[1024];
    snprintf(path, sizeof path, "%s/fonts", ui->options->data_dir);
    ui->canvas = canvas_create(ui->options->display, ui->options->width, ui->options->height);
    ui->text = ui->canvas ? text_create(ui->canvas, path) : NULL;
    ui->renderer = ui->text ? renderer_create(ui->canvas, ui->text) : NULL;
    if (ui->renderer && ui->options->frames_fd >= 0)
        canvas_share(ui->canvas, ui->options->frames_fd); /* without it only the window stays empty; logged there */
    return ui->renderer != NULL;
}

/* As many bytes of pictures that are not on screen as a quarter of the screen takes. */
static bool open_images(struct ui *ui) {
    ui->images = image_store_create(
        &(struct image_store_setup){.loop = ui->loop,
                                    .canvas = ui->canvas,
                                    .bytes_max = (size_t)canvas_width(ui->canvas) * (size_t)canvas_height(ui->canvas),
                                    .on_ask = images_wanted,
                                    .on_change = images_changed,
                                    .data = ui});
    if (ui->images)
        renderer_set_images(ui->renderer, ui->images);
    return ui->images != NULL;
}

static bool open_loop(struct ui *ui) {
    ui->loop = loop_create();
    ui->timer = ui->loop ? loop_timer_create(ui->loop, time_passed, ui) : NULL;
    ui->step = ui->timer ? loop_timer_create(ui->loop, step_due, ui) : NULL;
    ui->reader = ui->step ? screen_reader_create(ui->loop, voice_turned_out, voice_turned, ui) : NULL;
    ui->ipc = ui->reader ? ipc_create(ui->loop, IPC_FD, told, ui) : NULL;
    if (ui->ipc)
        loop_before_sleep(ui->loop, show, ui);
    return ui->ipc != NULL;
}

static void close_all(struct ui *ui) {
    screen_reader_destroy(ui->reader);
    screen_stack_destroy(ui->stack);
    look_clear(&ui->look);
    if (ui->ipc)
        ipc_destroy(ui->ipc);
    if (ui->timer)
        loop_timer_destroy(ui->timer);
    loop_timer_destroy(ui->step);
    image_store_destroy(ui->images);
    if (ui->loop)
        loop_destroy(ui->loop);
    renderer_destroy(ui->renderer);
    text_destroy(ui->text);
    canvas_destroy(ui->canvas);
    model_free(&ui->model);
}

/* Static: the stack of a box is small, a scene is not. */
bool ui_run(const struct ui_options *options) {
    static struct ui ui;
    ui.options = options;
    model_init(&ui.model);
    look_init(&ui.look, options->data_dir);
    if (open_picture(&ui) && open_loop(&ui) && open_images(&ui))
        loop_run(ui.loop);
    else
        ui.failed = true; /* the reason was logged where it was known */
    close_all(&ui);
    return !ui.failed;
}
