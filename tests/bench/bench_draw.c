/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_draw FONTS_DIR WIDTHxHEIGHT [DIR]: how long drawing takes, on DirectFB's dummy system. It draws a home screen
 * like the real one, moves the focus over its tiles, and changes whole screens. One line of JSON on stdout; with DIR
 * the pictures home.png and list.png are left there to be looked at.
 */
#include "ui/render/canvas.h"
#include "ui/render/png_file.h"
#include "ui/scene/renderer.h"
#include "ui/scene/scene.h"
#include "ui/text/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOVES = 2000, CHANGES = 100, TILES = 7 };

static int scale_to; /* the width that is drawn for; the numbers below are those of 1920 */

static int px(int design) {
    return (design * scale_to + 960) / 1920;
}

static struct rect at(int x, int y, int w, int h) {
    return (struct rect){px(x), px(y), px(w), px(h)};
}

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const struct tile {
    const char *id, *icon, *title, *note, *digit;
    struct rect box;
    colour fill;
} tiles[TILES] = {
    {"sos", "sos", "紧急呼叫", "随时按遥控器\n红色大键", NULL, {96, 190, 400, 730}, 0xFF971B1E},
    {"hospital", "hospital", "医院挂号", "帮您预约门诊", "1", {528, 190, 408, 349}, 0xFF0F5A5C},
    {"taxi", "taxi", "叫车", "出租车上门接", "2", {968, 190, 408, 349}, 0xFF6B4A00},
    {"meal", "meal", "订餐", "社区食堂送餐", "3", {1408, 190, 408, 349}, 0xFF7A3607},
    {"grocery", "grocery", "买菜", "超市送到家", "4", {528, 571, 408, 349}, 0xFF1F5A2F},
    {"person", "person", "人工热线", "和工作人员说话", "5", {968, 571, 408, 349}, 0xFF1F4A87},
    {"orders", "orders", "我的订单", "1 个正在进行", "6", {1408, 571, 408, 349}, 0xFF483D7C},
};

static void words(struct scene *scene, const char *id, const char *what, struct rect box, int size,
                  enum text_weight weight, enum text_align align, colour fg) {
    struct scene_item *item = scene_add(scene, id, ROLE_TEXT, box);
    item->words = scene_keep(scene, what);
    item->words_box = box;
    item->style = (struct text_style){px(size), weight, align};
    item->centred = true;
    item->fg = fg;
}

static void add_icon(struct scene *scene, const struct tile *tile, bool sos) {
    int side = sos ? 220 : 136, x = sos ? tile->box.x + 90 : tile->box.x + 34, y = tile->box.y + (sos ? 92 : 34);
    struct scene_item *item = scene_add(scene, "", ROLE_NONE, at(x, y, side, side));
    item->shape = SHAPE_ROUND;
    item->radius = px(side) / 2;
    item->fill = sos ? 0xFFF6F7F9 : 0x28FFFFFF;
    item->icon = tile->icon;
    item->fg = sos ? 0xFF971B1E : 0xFFF2F4F7;
    item->mark_box = at(x + side / 5, y + side / 5, side * 3 / 5, side * 3 / 5);
}

static void add_tile(struct scene *scene, const struct tile *tile, bool focused) {
    struct rect box = tile->box;
    bool sos = tile->digit == NULL;
    struct scene_item *item = scene_add(scene, tile->id, ROLE_OPTION, at(box.x, box.y, box.w, box.h));
    item->shape = SHAPE_ROUND;
    item->radius = px(28);
    item->fill = focused ? tile->fill + 0x101010 : tile->fill;
    if (focused) {
        struct scene_item *ring =
            scene_add(scene, "ring", ROLE_NONE, at(box.x - 14, box.y - 14, box.w + 28, box.h + 28));
        ring->shape = SHAPE_ROUND;
        ring->radius = px(42);
        ring->ring = px(10);
        ring->stroke = 0xFFFFD23F;
        ring->shadow = px(24);
    }
    add_icon(scene, tile, sos);
    enum text_align align = sos ? TEXT_CENTRE : TEXT_LEFT;
    int left = sos ? box.x : box.x + 34, wide = sos ? box.w : box.w - 40;
    words(scene, "title", tile->title, at(left, box.y + (sos ? 370 : 180), wide, 90), sos ? 80 : 66, TEXT_BOLD, align,
          0xFFF2F4F7);
    words(scene, "note", tile->note, at(left, box.y + (sos ? 500 : 264), wide, sos ? 160 : 56), sos ? 40 : 36,
          TEXT_REGULAR, align, 0xFFE4E8EE);
    if (sos)
        return;
    struct scene_item *badge = scene_add(scene, "digit", ROLE_BADGE, at(box.x + box.w - 94, box.y + 22, 68, 68));
    badge->shape = SHAPE_ROUND;
    badge->radius = px(34);
    badge->fill = 0x60000000;
    badge->words = tile->digit;
    badge->words_box = badge->box;
    badge->style = (struct text_style){px(44), TEXT_BOLD, TEXT_CENTRE};
    badge->centred = true;
    badge->fg = 0xFFF2F4F7;
}

static void home(struct scene *scene, int height, int focus) {
    scene_reset(scene, scale_to, height);
    scene->top = 0xFF0A1626;
    scene->bottom = 0xFF12263F;
    scene->screen = "home";
    words(scene, "hello", "王阿姨,上午好", at(96, 60, 500, 100), 62, TEXT_BOLD, TEXT_LEFT, 0xFFF2F4F7);
    words(scene, "date", "11月21日 星期六 · 晴 12°", at(510, 70, 700, 90), 36, TEXT_REGULAR, TEXT_LEFT, 0xFFB9C6D6);
    words(scene, "link", "热线畅通", at(1200, 60, 424, 90), 36, TEXT_REGULAR, TEXT_RIGHT, 0xFF8FE0A8);
    words(scene, "clock", "9:32", at(1500, 60, 324, 100), 68, TEXT_BOLD, TEXT_RIGHT, 0xFFF2F4F7);
    for (int i = 0; i < TILES; i++)
        if (i != focus)
            add_tile(scene, &tiles[i], false);
    add_tile(scene, &tiles[focus], true);
    words(scene, "hint", "确认 打开    按住说话:“我要叫车”    看电视 回到电视    音 再读一遍", at(96, 960, 1700, 70),
          36, TEXT_REGULAR, TEXT_LEFT, 0xFFB9C6D6);
}

static void list(struct scene *scene, int height) {
    static const char *const names[] = {"心内科", "骨科", "呼吸科", "神经内科", "眼科", "中医科"};
    static const char *const emoji[] = {"❤️", "🦴", "🫁", "🧠", "👁️", "🌿"};
    scene_reset(scene, scale_to, height);
    scene->top = 0xFF0A1626;
    scene->bottom = 0xFF12263F;
    scene->screen = "step";
    words(scene, "title", "看哪个科?(第 1 项,共 9 项)", at(96, 60, 1700, 110), 72, TEXT_BOLD, TEXT_LEFT, 0xFFF2F4F7);
    for (int i = 0; i < 6; i++) {
        int x = 96 + i % 2 * 880, y = 210 + i / 2 * 240;
        struct scene_item *item = scene_add(scene, names[i], ROLE_OPTION, at(x, y, 848, 208));
        item->shape = SHAPE_ROUND;
        item->radius = px(28);
        item->fill = 0xFF2A4A6B;
        item->shadow = px(24);
        item->emoji = emoji[i];
        item->mark_box = at(x + 40, y + 44, 120, 120);
        item->words = names[i];
        item->words_box = at(x + 200, y, 600, 208);
        item->style = (struct text_style){px(66), TEXT_BOLD, TEXT_LEFT};
        item->centred = true;
        item->fg = 0xFFF2F4F7;
    }
    words(scene, "long",
          "请带好身份证、医保卡和上次的病历,挂号费 25.00 元;到了医院找志愿者,电话 62229090。Ext A: 㐂㐄 missing: "
          "\xf0\x92\x80\x80 e\xcc\x81",
          at(96, 930, 1728, 120), 36, TEXT_REGULAR, TEXT_LEFT, 0xFFE4E8EE);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double part(double *times, int count, double share) {
    qsort(times, (size_t)count, sizeof *times, ascending);
    return times[(int)((count - 1) * share)];
}

static int pss_kib(void) {
    char line[128];
    int kib = -1;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "Pss: %d", &kib) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return kib;
}

static void picture(struct canvas *canvas, const char *dir, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s%d.png", dir, name, canvas_height(canvas));
    png_file_write(canvas, path);
}

int main(int argc, char **argv) {
    static struct scene scene;
    static double moves[MOVES], changes[CHANGES];
    int width, height;
    if (argc < 3 || sscanf(argv[2], "%dx%d", &width, &height) != 2) {
        fprintf(stderr, "usage: bench_draw FONTS_DIR WIDTHxHEIGHT [DIR]\n");
        return 2;
    }
    scale_to = width;
    double begun = now_ms();
    struct canvas *canvas = canvas_create(getenv("BENCH_SYSTEM") ? getenv("BENCH_SYSTEM") : "dummy", width, height);
    double opened = now_ms();
    struct text *text = canvas == NULL ? NULL : text_create(canvas, argv[1]);
    struct renderer *renderer = text == NULL ? NULL : renderer_create(canvas, text);
    if (renderer == NULL)
        return 1;
    home(&scene, height, 2);
    renderer_scene(renderer, &scene, 0);
    double shown = now_ms();
    if (argc > 3)
        picture(canvas, argv[3], "home");
    for (int i = 0; i < MOVES; i++) {
        home(&scene, height, i % TILES);
        double from = now_ms();
        renderer_scene(renderer, &scene, 0);
        moves[i] = now_ms() - from;
    }
    for (int i = 0; i < CHANGES; i++) {
        if (i % 2 == 0)
            list(&scene, height);
        else
            home(&scene, height, 1);
        double from = now_ms();
        renderer_scene(renderer, &scene, 0);
        changes[i] = now_ms() - from;
        if (argc > 3 && i == 0)
            picture(canvas, argv[3], "list");
    }
    printf("{\"size\":\"%s\",\"open_ms\":%.1f,\"first_frame_ms\":%.1f,\"move_p50_ms\":%.2f,\"move_p99_ms\":%.2f,"
           "\"change_cold_ms\":%.1f,\"change_p50_ms\":%.2f,\"change_p99_ms\":%.2f,\"glyphs_kib\":%zu,\"pss_kib\":%d}\n",
           argv[2], opened - begun, shown - begun, part(moves, MOVES, 0.5), part(moves, MOVES, 0.99), changes[0],
           part(changes, CHANGES, 0.5), part(changes, CHANGES, 0.99), text_cache_bytes(text) >> 10, pss_kib());
    renderer_destroy(renderer);
    text_destroy(text);
    canvas_destroy(canvas);
    return 0;
}
