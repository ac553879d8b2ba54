/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ROOM_H
#define STB_UI_ROOM_H
/*
 * A senior's living room for the tests: the real assets, the real text, a dummy canvas, messages as stb-app would send
 * them, and a record of what the screens sent. Time is what the test says.
 */
#include "stb-app/base/json.h"
#include "tests/unit/ui/told.h"
#include "ui/kit/theme_file.h"
#include "ui/nav/screen_stack.h"
#include "ui/scene/renderer.h"
#include "ui/scene/scene_json.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM_SENT_MAX = 32 };
static const int64_t ROOM_NOW = 5000000, ROOM_WALL = 1795224720000; /* 2026-11-21 09:32 in Shanghai */

struct room {
    struct canvas *canvas;
    struct text *text;
    struct strings *strings;
    struct theme theme;
    struct model model;
    char language[16];                            /* of the strings, and so of the model */
    void (*rewrite)(struct json_object *message); /* what the hotline would have said otherwise; NULL = nothing */
    struct screen_stack *stack;
    int64_t now_ms, redraw_at_ms;
    struct {
        enum ipc_type type;
        struct json_object *message;
    } sent[ROOM_SENT_MAX];
    size_t sent_count;
};

/* DirectFB's own threads leave a few blocks behind at the end; ours are still looked for. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libdirectfb\nleak:libfusion\nleak:libdirect\n";
}

/* The built assets and fonts: of the build under test, else of build/. */
static inline const char *room_data(void) {
    static char path[400] = "build/share";
    const char *share = getenv("STB_SHARE"), *build = getenv("STB_BUILD");
    if (share || build)
        snprintf(path, sizeof path, "%s%s", share ? share : build, share ? "" : "/share");
    return path;
}

static inline void room_record(void *data, const struct ipc_message *message) {
    struct room *room = data;
    if (room->sent_count == ROOM_SENT_MAX)
        abort();
    room->sent[room->sent_count].type = message->type;
    room->sent[room->sent_count++].message = told_json(message);
}

static inline char *room_rewritten(const struct room *room, const char *json) {
    char error[JSON_ERROR_SIZE];
    struct json_object *message = room->rewrite ? json_parse(json, strlen(json), 1 << 20, error) : NULL;
    if (message)
        room->rewrite(message);
    char *text = strdup(message ? json_object_to_json_string(message) : json);
    json_object_put(message);
    return text;
}

/* JSON as short as told.h allows. */
static inline void room_tell(struct room *room, enum ipc_type type, const char *json) {
    struct ipc_message message;
    char *rewritten = room_rewritten(room, json);
    told(&room->model, type, rewritten, &message);
    free(rewritten);
    if (type == IPC_SUBMITTED)
        screen_stack_submitted(room->stack, &message.submitted);
    else
        model_take(&room->model, &message, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW);
    ipc_message_free(&message);
    if (room->stack)
        screen_stack_told(room->stack);
}

static inline void room_tell_catalog(struct room *room, const char *path) {
    char error[JSON_ERROR_SIZE];
    struct json_object *whole = json_object_new_object(), *catalog = json_read_file(path, 1 << 20, error);
    if (!catalog) {
        fprintf(stderr, "fixture: %s\n", error);
        abort();
    }
    json_object_object_add(whole, "catalog", catalog);
    if (room->rewrite)
        room->rewrite(whole);
    struct ipc_message message = {.type = IPC_CATALOG, .catalog = {.json = json_child(whole, "catalog")}};
    model_take(&room->model, &message, room->now_ms, ROOM_WALL);
    json_object_put(whole);
}

#define ROOM_PROFILE                                                                                                       \
    "{\"profile\":{\"etag\":\"1\",\"name\":\"王阿姨\",\"phone\":\"52781234\",\"addresses\":[{\"id\":\"home\","          \
    "\"title\":\"家\",\"text\":\"曹杨新村街道枣阳路215弄23号402室\"}],\"contacts\":[{\"name\":\"王建国\"," \
    "\"relation\":\"儿子\"}],\"usual\":{\"taxi\":{\"to\":\"tongji\",\"when\":\"now\"},"                                  \
    "\"hospital\":{\"department\":\"cardiology\"}}}}"

static inline void room_fresh(struct room *room);

/* The look for one size, scale, contrast, language; the canvas must be of that size. */
static inline void room_furnish(struct room *room, int width, int height, double scale, bool high,
                                const char *language) {
    char path[512];
    snprintf(path, sizeof path, "%s/theme.json", room_data());
    theme_file_load(&room->theme, path, high);
    theme_fit(&room->theme, width, height, scale, 0);
    snprintf(path, sizeof path, "%s/strings/%s.json", room_data(), language);
    strings_destroy(room->strings);
    room->strings = strings_load(path);
    if (!room->strings)
        abort();
    snprintf(room->language, sizeof room->language, "%s", language);
    room_fresh(room);
}

static inline struct screen_stack *room_stack(struct room *room) {
    return screen_stack_create(&(struct screen_stack_setup){.text = room->text,
                                                            .theme = &room->theme,
                                                            .strings = room->strings,
                                                            .model = &room->model,
                                                            .send = room_record,
                                                            .data = room});
}

static inline void room_fresh(struct room *room) {
    for (size_t i = 0; i < room->sent_count; i++)
        json_object_put(room->sent[i].message);
    room->sent_count = 0;
    room->now_ms = ROOM_NOW;
    screen_stack_destroy(room->stack);
    room->stack = NULL;
    model_free(&room->model);
    model_init(&room->model);
    strcpy(room->model.hotline.phone, "62229090"); /* what the operator's config said in hello */
    strcpy(room->model.hotline.emergency_phone, "120");
    snprintf(room->model.language, sizeof room->model.language, "%s", room->language);
    room_tell_catalog(room, "tests/unit/ui/catalog.json"); /* its own: the built-in one may change any day */
    room_tell(room, IPC_PROFILE, ROOM_PROFILE);
    room_tell(room, IPC_LINK, "{\"state\":\"connected\"}");
    theme_fit(&room->theme, room->theme.width, room->theme.height, room->theme.text_scale, 0);
    room->stack = room_stack(room);
}

static inline struct room *room_open(int width, int height) {
    char path[512];
    struct room *room = calloc(1, sizeof *room);
    setenv("TZ", "Asia/Shanghai", 1);
    snprintf(path, sizeof path, "%s/fonts", room_data());
    room->canvas = canvas_create("dummy", width, height);
    room->text = room->canvas ? text_create(room->canvas, path) : NULL;
    if (!room->text)
        abort();
    room_furnish(room, width, height, 1.25, false, "zh-CN");
    return room;
}

static inline void room_close(struct room *room) {
    for (size_t i = 0; i < room->sent_count; i++)
        json_object_put(room->sent[i].message);
    screen_stack_destroy(room->stack);
    model_free(&room->model);
    strings_destroy(room->strings);
    text_destroy(room->text);
    canvas_destroy(room->canvas);
    free(room);
}

/* DirectFB wants to be opened once a process (its dispatcher's thread may outlive the first picture and trip over the
 * second), so each size of canvas has a process of its own. True when FN was true there. Before any other room is
 * opened. */
static inline bool room_apart(bool (*fn)(const void *what), const void *what) {
    int status = 1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(fn(what) ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* cmocka's set-up and tear-down of a group, and the set-up of each of its tests. */
static inline int open_room(void **state) {
    *state = room_open(320, 180);
    room_furnish(*state, 1280, 720, 1.25, false, "zh-CN");
    return 0;
}

static inline int close_room(void **state) {
    room_close(*state);
    return 0;
}

static inline int fresh(void **state) {
    room_fresh(*state);
    return 0;
}

static inline const struct scene *room_look(struct room *room) {
    return screen_stack_scene(room->stack, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW, &room->redraw_at_ms);
}

/* A key at this very moment, whether it is heard or not. */
static inline void room_hit(struct room *room, enum action action) {
    screen_stack_act(room->stack, action, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW);
}

/* As a patient hand waits: until OK is heard. */
static inline const struct scene *room_wait_to_be_heard(struct room *room) {
    const struct scene *scene = room_look(room);
    room->now_ms += scene->deaf_ms;
    return scene->deaf_ms ? room_look(room) : scene;
}

/* Presses keys by name, in order, ended by ACTION_NONE, as a patient hand does. */
static inline void room_press(struct room *room, ...) {
    va_list keys;
    va_start(keys, room);
    for (int key; (key = va_arg(keys, int)) != ACTION_NONE;) {
        if (key == ACTION_OK || action_digit((enum action)key) >= 0)
            room_wait_to_be_heard(room);
        room_hit(room, (enum action)key);
    }
    va_end(keys);
}

/* The text of a member of the newest message sent; "" when there is none. */
static inline const char *room_last(const struct room *room, enum ipc_type type, const char *key) {
    if (room->sent_count == 0 || room->sent[room->sent_count - 1].type != type)
        return "";
    return json_text(room->sent[room->sent_count - 1].message, key, "");
}

static inline const char *words_of(const struct scene *scene, const char *id) {
    for (size_t i = 0; i < scene->item_count; i++)
        if (strcmp(scene->items[i].id, id) == 0 && scene->items[i].words)
            return scene->items[i].words;
    return "";
}

static inline bool says(const struct scene *scene, const char *words) {
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].words && strstr(scene->items[i].words, words))
            return true;
    return false;
}
#endif
