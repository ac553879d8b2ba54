/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same rules as in test_screens.c, but measured in the picture itself, over every situation: what a screen says of
 * its colours may be wrong, its pixels are what the senior sees. Words and icons are told from their ground by the two
 * colours that the pixels there really have, the focus ring by drawing the scene once more without it.
 */
#include "fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { WIDTH = 1280, HEIGHT = 720 };
struct picture {
    uint32_t pixels[WIDTH * HEIGHT];
    int rows;
};
static struct picture drawn, without;
static struct scene bare;
static struct paint *paint;

static int complaints;
static char where[200];
#define COMPLAIN(...)                                                                                                  \
    do {                                                                                                               \
        complaints++;                                                                                                  \
        fprintf(stderr, "%s: ", where);                                                                                \
        fprintf(stderr, __VA_ARGS__);                                                                                  \
        fputc('\n', stderr);                                                                                           \
    } while (0)

static bool take_row(void *data, const uint32_t *pixels, int width) {
    struct picture *picture = data;
    memcpy(&picture->pixels[WIDTH * picture->rows++], pixels, (size_t)width * sizeof *pixels);
    return true;
}

static void draw(struct room *room, const struct scene *scene, struct picture *picture) {
    paint_forget(paint);
    paint_scene(paint, scene, 0);
    picture->rows = 0;
    assert_true(canvas_read(room->canvas, take_row, picture));
    assert_int_equal(picture->rows, HEIGHT);
}

static uint32_t pixel(const struct picture *picture, int x, int y) {
    return picture->pixels[y * WIDTH + x] | 0xFF000000U;
}

static struct rect on_canvas(struct rect box) {
    int right = box.x + box.w < WIDTH ? box.x + box.w : WIDTH, bottom = box.y + box.h < HEIGHT ? box.y + box.h : HEIGHT;
    box.x = box.x > 0 ? box.x : 0;
    box.y = box.y > 0 ? box.y : 0;
    return (struct rect){box.x, box.y, right - box.x, bottom - box.y};
}

/* --- contrast */

/* The colour that most pixels of the box have, near enough: the first met of the fullest of 32768 drawers. */
static colour commonest(struct rect box) {
    static int counts[1 << 15];
    static uint32_t first[1 << 15];
    int best = 0;
    memset(counts, 0, sizeof counts);
    for (int y = box.y; y < box.y + box.h; y++)
        for (int x = box.x; x < box.x + box.w; x++) {
            uint32_t rgb = pixel(&drawn, x, y);
            int drawer = (int)((rgb >> 19 & 31) << 10 | (rgb >> 11 & 31) << 5 | (rgb >> 3 & 31));
            if (counts[drawer]++ == 0)
                first[drawer] = rgb;
            best = counts[drawer] > counts[best] ? drawer : best;
        }
    return first[best];
}

/* What stands out from the commonest colour: the contrast that at least PERMILLE of the box's pixels have with it. The
 * soft edges of strokes have less, their cores the whole. */
static double contrast_in(struct rect box, int permille) {
    int counts[220] = {0}, need = box.w * box.h * permille / 1000, seen = 0, tenths = 219;
    colour ground = commonest(box), last = 0;
    int place = 0;
    for (int y = box.y; y < box.y + box.h; y++)
        for (int x = box.x; x < box.x + box.w; x++) {
            colour rgb = pixel(&drawn, x, y);
            if (rgb != last)
                place = (int)(theme_contrast(rgb, ground) * 10);
            last = rgb;
            counts[place]++;
        }
    for (; tenths > 0 && seen <= need; tenths--)
        seen += counts[tenths];
    return (tenths + 1) / 10.0;
}

static void check_words(struct room *room, const struct scene_item *item, bool high) {
    struct rect ink = text_extent(room->text, item->style, item->words, item->words_box, item->centred);
    double said = theme_contrast(item->fg, item->bg), least = high ? 12 : 7, got;
    got = contrast_in(on_canvas(ink), strcmp(item->words, "…") == 0 ? 2 : 15); /* dots have hardly a core */
    if (got < least * 0.97)
        COMPLAIN("%s \"%s\" is drawn with a contrast of %.1f", item->id, item->words, got);
    if (got < said * 0.8 || got > said * 1.25)
        COMPLAIN("%s \"%s\" says a contrast of %.1f and is drawn with %.1f", item->id, item->words, said, got);
}

static void check_icon(const struct scene_item *item) {
    double got = contrast_in(on_canvas(item->mark_box), 15);
    if (got < 4.5 * 0.97)
        COMPLAIN("the icon %s of %s is drawn with a contrast of %.1f", item->icon, item->id, got);
}

/* --- the ring */

/* How thick the ring is at one place of its outline: from X,Y inwards. */
static int thickness(int x, int y, int dx, int dy) {
    int most = 0;
    for (int i = 0, run = 0; i < 24; i++) {
        int px = x + i * dx, py = y + i * dy;
        bool stands_out = px >= 0 && py >= 0 && px < WIDTH && py < HEIGHT &&
                          theme_contrast(pixel(&drawn, px, py), pixel(&without, px, py)) >= 3;
        run = stands_out ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

static int thinnest(struct rect box) {
    int least = 24, places[4][4] = {{0, -1, 0, 1}, {0, 0, 0, -1}, {-1, 0, 1, 0}, {0, 0, -1, 0}};
    for (int part = 3; part <= 7; part++) /* between the corners */
        for (int side = 0; side < 4; side++) {
            int x = side < 2 ? box.x + box.w * part / 10 : side == 2 ? box.x : box.x + box.w - 1;
            int y = side >= 2 ? box.y + box.h * part / 10 : side == 0 ? box.y : box.y + box.h - 1;
            int got = thickness(x, y, side < 2 ? 0 : places[side][2], side < 2 ? places[side][3] : 0);
            least = got < least ? got : least;
        }
    return least;
}

/* The outline that lies under the item in focus. */
static struct scene_item *ring_of(struct scene *scene) {
    for (size_t i = 0; i + 1 < scene->item_count; i++)
        if (scene->items[i].ring > 0 && scene->items[i].role == ROLE_NONE && scene->items[i + 1].focusable &&
            scene->focus && strcmp(scene->items[i + 1].id, scene->focus) == 0)
            return &scene->items[i];
    return NULL;
}

static void check_ring(struct room *room, const struct scene *scene) {
    scene_copy(&bare, scene);
    struct scene_item *ring = ring_of(&bare);
    if (!ring) {
        COMPLAIN("no ring is drawn around the focus");
        return;
    }
    struct rect box = ring->box;
    ring->ring = 0;
    draw(room, &bare, &without);
    int got = thinnest(box);
    if (got < 6)
        COMPLAIN("the ring around %s stands out with %d pixels, least is 6", scene->focus, got);
}

/* --- the edges */

/* Nothing but the ground and soft shadows outside the margins. */
static void check_edges(struct room *room, const struct scene *scene) {
    scene_copy(&bare, scene);
    bare.item_count = 0;
    draw(room, &bare, &without);
    int x0 = WIDTH / 20, y0 = HEIGHT / 20, strays = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if ((x < x0 || x >= WIDTH - x0 || y < y0 || y >= HEIGHT - y0) &&
                pixel(&drawn, x, y) != pixel(&without, x, y) &&
                theme_contrast(pixel(&drawn, x, y), pixel(&without, x, y)) > 1.5)
                strays++;
    if (strays)
        COMPLAIN("%d pixels outside the margins", strays);
}

static void check_situation(struct room *room, const struct situation *situation, bool high) {
    room_fresh(room);
    situation->arrange(room);
    const struct scene *scene = room_look(room);
    draw(room, scene, &drawn);
    for (size_t i = 0; i < scene->item_count; i++) {
        if (scene->items[i].words && scene->items[i].words[0])
            check_words(room, &scene->items[i], high);
        if (scene->items[i].icon)
            check_icon(&scene->items[i]);
    }
    check_ring(room, scene);
    if (strcmp(situation->name, "settings_overscan") != 0) /* its frame is meant to lie at the edge */
        check_edges(room, scene);
}

static void every_picture_keeps_the_rules(void **state) {
    static const struct {
        double scale;
        bool high;
        const char *language;
    } looks[] = {{1.25, false, "zh-CN"}, {1.25, true, "zh-CN"}, {1.0, false, "en"}};
    (void)state;
    struct room *room = room_open(WIDTH, HEIGHT);
    paint = paint_create(room->canvas, room->text);
    for (size_t l = 0; l < sizeof looks / sizeof looks[0]; l++) {
        room_furnish(room, WIDTH, HEIGHT, looks[l].scale, looks[l].high, looks[l].language);
        for (size_t i = 0; i < SITUATIONS; i++) {
            snprintf(where, sizeof where, "x%.2f %s %s %s", looks[l].scale, looks[l].high ? "high" : "normal",
                     looks[l].language, situations[i].name);
            check_situation(room, &situations[i], looks[l].high);
        }
    }
    paint_destroy(paint);
    room_close(room);
    if (complaints)
        fail_msg("%d complaints", complaints);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_picture_keeps_the_rules)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
