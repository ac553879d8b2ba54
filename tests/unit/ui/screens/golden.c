/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures that tools/golden makes references of: golden DIR writes DIR/SETTING/SITUATION.png. Not a test. */
#include "tests/unit/ui/golden.h"
#include <sys/stat.h>

static const char *folder;

static bool write_setting(const void *what) {
    const struct golden_setting *setting = what;
    char path[800];
    struct room *room = room_open(setting->width, setting->height);
    struct renderer *renderer = renderer_create(room->canvas, room->text);
    bool good = true;
    snprintf(path, sizeof path, "%s/%s", folder, setting->name);
    mkdir(path, 0755);
    room_furnish(room, setting->width, setting->height, setting->scale, setting->high, setting->language);
    for (size_t i = 0; i < SITUATIONS && good; i++) {
        if (!golden_wants(setting, &situations[i]))
            continue;
        struct small *small = golden_take(room, renderer, &situations[i]);
        snprintf(path, sizeof path, "%s/%s/%s.png", folder, setting->name, situations[i].name);
        good = small_save(path, small);
        free(small);
    }
    renderer_destroy(renderer);
    room_close(room);
    return good;
}

int main(int argc, char **argv) {
    if (argc != 2)
        return 2;
    folder = argv[1];
    for (size_t i = 0; i < GOLDEN_SETTINGS; i++)
        if (!room_apart(write_setting, &golden_settings[i]))
            return 1;
    return 0;
}
