/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every screen in every state as a PNG, for the eyes:
 *     pictures [--by N] DIR [WxH SCALE normal|high LANGUAGE [NAME...]]
 * Not a test; it shows what the tests cannot judge. --by N: N x N pixels become one, for tools/pictures' sheets.
 */
#include "tests/unit/ui/fixture.h"
#include "tests/unit/ui/small.h"
#include "ui/render/png_file.h"

static bool wanted(const char *name, int count, char **names) {
    for (int i = 0; i < count; i++)
        if (strncmp(name, names[i], strlen(names[i])) == 0)
            return true;
    return count == 0;
}

static bool save(struct canvas *canvas, int by, const char *path) {
    if (by <= 1)
        return png_file_write(canvas, path);
    struct small *small = small_of(canvas, by);
    bool done = small_save_rgb(path, small->rgb, small->width, small->height);
    free(small);
    return done;
}

int main(int argc, char **argv) {
    int width = 1920, height = 1080, by = 1;
    if (argc > 2 && strcmp(argv[1], "--by") == 0) {
        by = atoi(argv[2]);
        argc -= 2;
        argv += 2;
    }
    if (argc < 2 || (argc > 2 && sscanf(argv[2], "%5dx%5d", &width, &height) != 2))
        return 2;
    double scale = argc > 3 ? strtod(argv[3], NULL) : 1.25;
    bool high = argc > 4 && strcmp(argv[4], "high") == 0, done = true;
    const char *language = argc > 5 ? argv[5] : "zh-CN";
    struct room *room = room_open(width, height);
    struct renderer *renderer = renderer_create(room->canvas, room->text);
    room_furnish(room, width, height, scale, high, language);
    for (size_t i = 0; i < SITUATIONS && done; i++) {
        char path[600];
        if (!wanted(situations[i].name, argc > 6 ? argc - 6 : 0, argv + 6))
            continue;
        const struct scene *scene = situation_look(room, &situations[i]);
        renderer_forget(renderer);
        renderer_scene(renderer, scene, 0);
        snprintf(path, sizeof path, "%s/%s.png", argv[1], situations[i].name);
        done = save(room->canvas, by, path);
    }
    renderer_destroy(renderer);
    room_close(room);
    return done ? 0 : 1;
}
