/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a screen says of its colours may be wrong; its pixels are what the senior sees. Every situation is drawn at each
 * size, text step, contrast and language, and its picture is measured:
 * - words: each line stands out from the commonest colour beneath it 7:1, in high contrast 12:1, and as much as the
 *   scene says (what covers a line, or lets it be drawn on another ground, shows there);
 * - icons: 4.5:1;
 * - the focus: drawn once more without its ring, the picture differs by 3:1 along at least 6 pixels on each side (4 on
 * the smallest sets);
 * - the margins: nothing in them but the ground and soft shadows.
 * A soft edge never has its stroke's whole contrast, so WHOLE of it is enough. The trap is time (a million pixels a
 * picture, thousands of pictures): lightness comes from a table, and each part is measured just where it lies.
 */
#include "stb-app/base/utf8.h"
#include "tests/unit/ui/matrix.h"
#include <ctype.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { WIDTH_MAX = 1920, HEIGHT_MAX = 1080, RING_DEPTH = 24 };
static const double WHOLE = 0.97, SAID_LEAST = 0.8, SAID_MAX = 1.25, SHADOW_MAX = 1.5;
struct picture {
    uint32_t pixels[WIDTH_MAX * HEIGHT_MAX];
    int rows, wanted; /* read, to be read */
};
static struct picture drawn, without, ground;
static colour ground_top, ground_bottom; /* of the last ground drawn */
static struct scene bare;
static struct renderer *renderer;
static int width, height, step; /* STEP: in large pictures strokes are thick, every other pixel tells */

static bool take_row(void *data, const uint32_t *pixels, int count) {
    struct picture *picture = data;
    memcpy(&picture->pixels[width * picture->rows++], pixels, (size_t)count * sizeof *pixels);
    return picture->rows < picture->wanted;
}

/* What is on the canvas, down to row BOTTOM. */
static void read_picture(struct room *room, struct picture *picture, int bottom) {
    picture->rows = 0;
    picture->wanted = bottom < height ? bottom : height;
    canvas_read(room->canvas, take_row, picture);
    assert_int_equal(picture->rows, picture->wanted);
}

static void draw(struct room *room, const struct scene *scene, struct picture *picture) {
    renderer_forget(renderer);
    renderer_scene(renderer, scene, 0);
    read_picture(room, picture, height);
}

static uint32_t pixel(const struct picture *picture, int x, int y) {
    return picture->pixels[y * width + x] & 0xFFFFFFU;
}

static struct rect on_canvas(struct rect box) {
    int right = box.x + box.w < width ? box.x + box.w : width, bottom = box.y + box.h < height ? box.y + box.h : height;
    box.x = box.x > 0 ? box.x : 0;
    box.y = box.y > 0 ? box.y : 0;
    return (struct rect){box.x, box.y, right - box.x, bottom - box.y};
}

/* --- contrast */

static double light[3][256]; /* what each level of blue, green and red adds to the luminance */

static void make_light(void) {
    for (unsigned channel = 0; channel < 3; channel++)
        for (unsigned level = 0; level < 256; level++) /* from black, which has a luminance of 0.05 here */
            light[channel][level] = (theme_contrast(0xFF000000U | level << 8 * channel, 0xFF000000U) - 1) * 0.05;
}

static double luminance(uint32_t rgb) {
    return light[0][rgb & 255] + light[1][rgb >> 8 & 255] + light[2][rgb >> 16 & 255] + 0.05;
}

static double contrast(uint32_t a, uint32_t b) {
    double la = luminance(a), lb = luminance(b);
    return la > lb ? la / lb : lb / la;
}

/* The colour that most pixels of the box have, near enough: the first met of the fullest of 32768 drawers. */
static uint32_t commonest(struct rect box) {
    static int counts[1 << 15];
    static uint32_t first[1 << 15];
    int best = 0;
    memset(counts, 0, sizeof counts);
    for (int y = box.y; y < box.y + box.h; y += step)
        for (int x = box.x; x < box.x + box.w; x += step) {
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
    int counts[220] = {0}, seen = 0, tenths = 219, place = 0;
    int need = (box.w / step) * (box.h / step) * permille / 1000;
    uint32_t under = commonest(box), last = 0xFF000000U; /* which no pixel has */
    for (int y = box.y; y < box.y + box.h; y += step)
        for (int x = box.x; x < box.x + box.w; x += step) {
            uint32_t rgb = pixel(&drawn, x, y);
            if (rgb != last)
                place = (int)(contrast(rgb, under) * 10);
            last = rgb;
            counts[place]++;
        }
    for (; tenths > 0 && seen <= need; tenths--)
        seen += counts[tenths];
    return (tenths + 1) / 10.0;
}

/* A picture among the letters has its own colours. */
static bool is_picture(uint32_t character) {
    return character >= 0x1F000 || character == 0x2764;
}

/* Dots and dashes have hardly a core, and spaces nothing. */
static int stroke_permille(struct text_line line) {
    int bare_marks = 0, letters = 0;
    for (const char *at = line.start; at < line.start + line.bytes;) {
        uint32_t character = utf8_next(&at);
        bool mark = character == 0x2026 || (character < 128 && ispunct((int)character)) || character == 0xB7 ||
                    (character >= 0x3001 && character <= 0x3002) || character == 0x4E00;
        bare_marks += mark;
        letters += !mark && character > ' ' && !is_picture(character);
    }
    return letters ? 15 : bare_marks ? 2 : -1;
}

static void check_line(const struct scene_item *item, struct text_line line, struct rect box, double least) {
    int permille = stroke_permille(line);
    if (permille < 0)
        return;
    double said = theme_contrast(item->fg, item->bg), got = contrast_in(on_canvas(box), permille);
    if (got < least * WHOLE)
        COMPLAIN("%s \"%.*s\" is drawn with a contrast of %.1f", item->id, line.bytes, line.start, got);
    else if (got < said * SAID_LEAST || got > said * SAID_MAX)
        COMPLAIN("%s \"%.*s\" says a contrast of %.1f and is drawn with %.1f", item->id, line.bytes, line.start, said,
                 got);
}

/* Line by line: on a gradient, or across two grounds, each has its own. */
static void check_words(struct room *room, const struct scene_item *item, bool high) {
    struct text_line lines[TEXT_LINES_MAX];
    int count = text_break(room->text, item->style, item->words, item->words_box.w, lines, NULL);
    int tall = text_line_height(item->style);
    int y = item->words_box.y + (item->centred ? (item->words_box.h - count * tall) / 2 : 0);
    for (int i = 0; i < count; i++) {
        int room_left = item->words_box.w - lines[i].width;
        int x = item->words_box.x + (item->style.align == TEXT_CENTRE  ? room_left / 2
                                     : item->style.align == TEXT_RIGHT ? room_left
                                                                       : 0);
        check_line(item, lines[i], (struct rect){x, y + i * tall, lines[i].width, tall}, high ? 12 : 7);
    }
}

static void check_icon(const struct scene_item *item) {
    double got = contrast_in(on_canvas(item->mark_box), 15);
    if (got < 4.5 * WHOLE)
        COMPLAIN("the icon %s of %s is drawn with a contrast of %.1f", item->icon, item->id, got);
}

/* --- the ring */

/* How thick the ring is at one place of its outline: from X,Y inwards. */
static int thickness(int x, int y, int dx, int dy) {
    int most = 0;
    for (int i = 0, run = 0; i < RING_DEPTH; i++) {
        int px = x + i * dx, py = y + i * dy;
        bool stands_out = px >= 0 && py >= 0 && px < width && py < without.rows &&
                          contrast(pixel(&drawn, px, py), pixel(&without, px, py)) >= 3;
        run = stands_out ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

static int thinnest(struct rect box) {
    int least = RING_DEPTH, places[4][4] = {{0, -1, 0, 1}, {0, 0, 0, -1}, {-1, 0, 1, 0}, {0, 0, -1, 0}};
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
    renderer_scene(renderer, &bare, 0); /* over the whole picture: what differs */
    read_picture(room, &without, box.y + box.h);
    int got = thinnest(box), least = width < 1280 ? 4 : 6;
    if (got < least)
        COMPLAIN("the ring around %s stands out with %d pixels, least is %d", scene->focus, got, least);
}

/* --- the edges */

static void draw_ground(struct room *room, const struct scene *scene) {
    if (ground.rows == height && ground_top == scene->top && ground_bottom == scene->bottom)
        return;
    scene_reset(&bare, width, height);
    bare.top = ground_top = scene->top;
    bare.bottom = ground_bottom = scene->bottom;
    draw(room, &bare, &ground);
}

static int strays_in(int x, int y, int right, int bottom) {
    int strays = 0;
    for (int row = y; row < bottom; row++)
        for (int at = x; at < right; at++) {
            uint32_t now = pixel(&drawn, at, row), empty = pixel(&ground, at, row);
            strays += now != empty && contrast(now, empty) > SHADOW_MAX;
        }
    return strays;
}

static void check_edges(struct room *room, const struct scene *scene) {
    int x = width / 20, y = height / 20;
    draw_ground(room, scene);
    int strays = strays_in(0, 0, width, y) + strays_in(0, height - y, width, height) + strays_in(0, y, x, height - y) +
                 strays_in(width - x, y, width, height - y);
    if (strays)
        COMPLAIN("%d pixels outside the margins", strays);
}

/* It lies there for two seconds, and what it hides is there again then. */
static bool under_toast(const struct scene *scene, struct rect box) {
    const struct scene_item *toast = scene_find(scene, "toast");
    int round = toast ? toast->words_box.h : 0; /* its ends reach out beyond its words */
    return toast && box.x < toast->words_box.x + toast->words_box.w + round &&
           toast->words_box.x - round < box.x + box.w && box.y < toast->words_box.y + toast->words_box.h + round &&
           toast->words_box.y - round < box.y + box.h;
}

static void check_situation(struct room *room, const struct look *look, const struct situation *situation) {
    const struct scene *scene = room_look(room);
    draw(room, scene, &drawn);
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        bool toast = strcmp(item->id, "toast") == 0;
        if (item->words && item->words[0] && (toast || !under_toast(scene, item->words_box)))
            check_words(room, item, look->high);
        if (item->icon && !under_toast(scene, item->mark_box))
            check_icon(item);
    }
    if (!scene_find(scene, "toast"))
        check_ring(room, scene);
    if (strcmp(situation->name, "settings_overscan") != 0) /* its frame is meant to lie at the edge */
        check_edges(room, scene);
}

static bool draw_size(const void *what) {
    struct look look = *(const struct look *)what;
    width = look.width;
    height = look.height;
    step = width >= 1920 ? 2 : 1;
    make_light();
    struct room *room = room_open(width, height);
    renderer = renderer_create(room->canvas, room->text);
    matrix_size(room, look, check_situation);
    look.high = true;
    matrix_size(room, look, check_situation);
    renderer_destroy(renderer);
    room_close(room);
    return complaints == 0;
}

static void draw_well(int at_width, int at_height) {
    struct look look = {.width = at_width, .height = at_height};
    if (!room_apart(draw_size, &look))
        fail_msg("a picture of %dx%d breaks a rule", at_width, at_height);
}

static void every_picture_keeps_the_rules_at_1280x720(void **state) {
    (void)state;
    draw_well(1280, 720);
}

static void every_picture_keeps_the_rules_at_1920x1080(void **state) {
    (void)state;
    draw_well(1920, 1080);
}

static void every_picture_keeps_the_rules_at_720x576(void **state) {
    (void)state;
    draw_well(720, 576);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_picture_keeps_the_rules_at_1280x720),
                                       cmocka_unit_test(every_picture_keeps_the_rules_at_1920x1080),
                                       cmocka_unit_test(every_picture_keeps_the_rules_at_720x576)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
