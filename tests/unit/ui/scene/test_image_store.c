/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures on a screen: asked for when shown, drawn when decoded, never in the way of a key, bounded in bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc_message.h"
#include "tests/unit/ui/board.h"
#include "tests/unit/ui/photo.h"
#include "ui/scene/image_store.h"
#include "ui/scene/renderer.h"
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SIDE = 60, ROOM_FOR = 4, ORDER_MAX = 8 };
static const uint32_t GROUND = 0xFF0A1626U;

static struct loop *loop;
static struct image_store *images;
static struct text *words;
static struct renderer *renderer;
static struct scene scene;
static char dir[64], asked[4096], order[ORDER_MAX + 1];
static int asks, arrivals;
static int64_t longest_us;

static void on_ask(void *data, const char *const *names, size_t count) {
    (void)data;
    asks++;
    asked[0] = 0;
    for (size_t i = 0; i < count; i++)
        snprintf(asked + strlen(asked), sizeof asked - strlen(asked), "%s ", names[i]);
}
/* ORDER: the first pictures that came, by their number. */
static void on_change(void *data) {
    (void)data;
    for (int i = 0; i < ORDER_MAX && arrivals < ORDER_MAX; i++) {
        char name[32];
        snprintf(name, sizeof name, "p%d.png", i);
        bool there = image_store_draw(images, name, (struct rect){BOARD_WIDTH, 0, SIDE, SIDE}); /* unseen */
        if (there && !memchr(order, 'a' + i, strlen(order)))
            order[strlen(order)] = (char)('a' + i);
    }
    arrivals++;
}

static int begin(void **state) {
    strcpy(dir, "/tmp/stb-gallery-XXXXXX");
    if (board_open(state) != 0 || !mkdtemp(dir))
        return -1;
    words = text_create(board, board_fonts());
    loop = loop_create();
    renderer = renderer_create(board, words);
    return words && loop && renderer ? 0 : -1;
}
static int end(void **state) {
    char command[100];
    renderer_destroy(renderer);
    loop_destroy(loop);
    text_destroy(words);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) + board_close(state);
}
static int hang(void **state) {
    (void)state;
    images = image_store_create(&(struct image_store_setup){.loop = loop,
                                                            .canvas = board,
                                                            .bytes_max = ROOM_FOR * SIDE * SIDE * 4,
                                                            .on_ask = on_ask,
                                                            .on_change = on_change});
    asks = arrivals = 0;
    asked[0] = 0;
    memset(order, 0, sizeof order);
    renderer_set_images(renderer, images);
    renderer_forget(renderer);
    return images ? 0 : -1;
}
static int take_down(void **state) {
    (void)state;
    renderer_set_images(renderer, NULL);
    image_store_destroy(images);
    return 0;
}

static const char *path_of(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static void tell(const char *name, const char *path, int64_t version) {
    image_store_take(images, &(struct ipc_image){.name = name, .path = path, .version = version});
}

/* A scene of COUNT pictures of that side: a name each, from FIRST on. */
static void show_at(int side, int first, int count) {
    scene_reset(&scene, BOARD_WIDTH, BOARD_HEIGHT);
    scene.top = scene.bottom = GROUND;
    for (int i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "p%d.png", first + i);
        struct scene_item *item =
            scene_add(&scene, name, ROLE_IMAGE, (struct rect){10 + i % 4 * 70, 10 + i / 4 * 70, side, side});
        item->shape = SHAPE_ROUND;
        item->radius = 8;
        item->fill = 0xFF2C3B55U;
        item->picture = scene_keep(&scene, name);
        item->emoji = "🍱";
        item->mark_box = (struct rect){item->box.x + 8, item->box.y + 8, side - 16, side - 16};
    }
    image_store_resolve(images, &scene);
    renderer_scene(renderer, &scene, 0);
}
static void show(int first, int count) {
    show_at(SIDE, first, count);
}

/* Time of this thread alone: what others do on the machine is no fault of ours. */
static int64_t own_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct until {
    bool (*met)(int);
    int wanted;
    struct loop_timer *tick;
    int64_t last_us, end_ms;
};
static void tick(void *data) {
    struct until *until = data;
    int64_t now_us = own_us();
    if (now_us - until->last_us > longest_us)
        longest_us = now_us - until->last_us;
    until->last_us = now_us;
    if (until->met(until->wanted) || loop_now_ms() > until->end_ms)
        loop_stop(loop);
    else
        loop_timer_start(until->tick, 1, 0);
}
static void run_until(bool (*met)(int), int wanted, int most_ms) {
    struct until until = {met, wanted, loop_timer_create(loop, tick, &until), own_us(), loop_now_ms() + most_ms};
    longest_us = 0;
    loop_timer_start(until.tick, 1, 0);
    loop_run(loop);
    loop_timer_destroy(until.tick);
}
static bool arrived(int wanted) {
    return arrivals >= wanted;
}
static bool never(int wanted) {
    (void)wanted;
    return false;
}

static uint32_t green(int x, int y) {
    (void)x;
    (void)y;
    return 0xFF1E9632U;
}
static uint32_t blue(int x, int y) {
    (void)x;
    (void)y;
    return 0xFF1E32C8U;
}
static uint32_t noise(int x, int y) {
    return 0xFF000000U | (uint32_t)(x * 7919 + y * 104729 + x * y * 31) % 0xFFFFFFU;
}

static void give(int number, photo_colour_fn *colours, int64_t version) {
    char name[32];
    snprintf(name, sizeof name, "p%d.png", number);
    struct photo photo = photo_png(320, 320, PNG_INTERLACE_NONE, colours);
    photo_write(&photo, path_of(name));
    photo_free(&photo);
    tell(name, path_of(name), version);
}

static void what_is_shown_is_asked_for_once(void **state) {
    (void)state;
    show(0, 0);
    assert_int_equal(asks, 0);
    show(0, 3);
    show(0, 3);
    assert_int_equal(asks, 1);
    assert_string_equal(asked, "p0.png p1.png p2.png ");
    show(0, 0);
    assert_string_equal(asked, "");
}

static void a_picture_takes_the_emojis_place_and_only_that(void **state) {
    (void)state;
    static uint32_t before[BOARD_HEIGHT][BOARD_WIDTH];
    show(0, 2);
    board_read();
    memcpy(before, board_pixels, sizeof before);
    give(1, green, 1);
    run_until(arrived, 1, 5000);
    assert_int_equal(arrivals, 1);
    show(0, 2);
    assert_int_equal(scene.items[0].drawing, 0);
    assert_int_not_equal(scene.items[1].drawing, 0);
    board_read();
    assert_int_equal(board_pixels[10 + SIDE / 2][80 + SIDE / 2], 0xFF1E9632U);
    for (int y = 0; y < BOARD_HEIGHT; y++)
        for (int x = 0; x < BOARD_WIDTH; x++)
            if (x < 80 || x >= 80 + SIDE || y < 10 || y >= 10 + SIDE)
                assert_int_equal(board_pixels[y][x], before[y][x]);
}

static void another_content_takes_the_ones_place(void **state) {
    (void)state;
    show(0, 1);
    give(0, green, 1);
    run_until(arrived, 1, 5000);
    show(0, 1);
    tell("p0.png", path_of("p0.png"), 1); /* told again, as each page does: nothing is decoded anew */
    run_until(arrived, 2, 60);
    assert_int_equal(arrivals, 1);
    give(0, blue, 2);
    run_until(arrived, 2, 5000);
    show(0, 1);
    board_read();
    assert_int_equal(board_pixels[10 + SIDE / 2][10 + SIDE / 2], 0xFF1E32C8U);
}

static void a_bad_file_leaves_the_emoji_and_the_next_one_is_drawn(void **state) {
    (void)state;
    static const char rubbish[] = "<html>404</html>";
    struct photo page = {(uint8_t *)rubbish, sizeof rubbish};
    show(0, 3);
    photo_write(&page, path_of("p0.png"));
    tell("p0.png", path_of("p0.png"), 1);
    tell("p1.png", "/nowhere/at/all.png", 1);
    tell("p7.png", path_of("p0.png"), 1); /* nobody shows it */
    give(2, green, 1);
    run_until(arrived, 1, 5000);
    run_until(never, 0, 30);
    show(0, 3);
    assert_int_equal(arrivals, 1);
    assert_int_equal(scene.items[0].drawing, 0);
    assert_int_equal(scene.items[1].drawing, 0);
    assert_int_not_equal(scene.items[2].drawing, 0);
}

/* What it showed before comes down in every size, and who shows it is told so, once. */
static void a_bad_file_in_a_good_ones_place_takes_it_down(void **state) {
    (void)state;
    show(0, 1);
    give(0, green, 1);
    run_until(arrived, 1, 5000);
    show_at(SIDE - 20, 0, 1);
    run_until(arrived, 2, 5000);
    unlink(path_of("p0.png"));
    tell("p0.png", path_of("p0.png"), 2);
    run_until(arrived, 3, 5000);
    assert_int_equal(arrivals, 3);
    assert_int_equal(image_store_bytes(images), 0);
    int width = 1, height = 1;
    assert_false(image_store_shape(images, "p0.png", &width, &height));
    assert_int_equal(width + height, 0);
    show_at(SIDE - 20, 0, 1);
    assert_int_equal(scene.items[0].drawing, 0);
    show(0, 1);
    assert_int_equal(scene.items[0].drawing, 0);
    run_until(arrived, 4, 60); /* nor is it tried again */
    assert_int_equal(arrivals, 3);
    give(0, blue, 3);
    run_until(arrived, 4, 5000);
    show(0, 1);
    assert_int_not_equal(scene.items[0].drawing, 0);
}

static void only_so_much_is_kept_but_all_that_is_shown(void **state) {
    (void)state;
    for (int page = 0; page < 3; page++) {
        show(page * 6, 6);
        for (int i = 0; i < 6; i++)
            give(page * 6 + i, green, 1);
        run_until(arrived, (page + 1) * 6, 9000);
        show(page * 6, 6);
        assert_int_equal(arrivals, (page + 1) * 6);
        assert_int_equal(image_store_bytes(images), 6 * SIDE * SIDE * 4);
        for (int i = 0; i < 6; i++)
            assert_int_not_equal(scene.items[i].drawing, 0);
    }
    show(0, 0);
    show(17, 1); /* of the last page: still there, though more than fits was shown after it went */
    assert_int_not_equal(scene.items[0].drawing, 0);
}

/* Room for four: the fifth takes the place of the one that was seen longest ago, whenever that was hung. */
static void what_was_seen_longest_ago_gives_way(void **state) {
    (void)state;
    for (int i = 0; i < ROOM_FOR; i++) {
        show(i, 1);
        give(i, green, 1);
        run_until(arrived, i + 1, 5000);
    }
    show(0, 1); /* the first to be hung is seen once more */
    show(ROOM_FOR, 1);
    give(ROOM_FOR, green, 1);
    run_until(arrived, ROOM_FOR + 1, 5000);
    assert_int_equal(image_store_bytes(images), ROOM_FOR * SIDE * SIDE * 4);
    static const int left[] = {0, 2, 3, 4};
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        show(left[i], 1);
        assert_int_not_equal(scene.items[0].drawing, 0);
    }
    show(1, 1);
    assert_int_equal(scene.items[0].drawing, 0);
}

static void they_come_from_the_top(void **state) {
    (void)state;
    show(0, 4);
    for (int i = 4; i-- > 0;)
        give(i, green, 1);
    run_until(arrived, 4, 5000);
    assert_string_equal(order, "abcd");
}

/* What is known of a file holds for every size: after the letters have grown nobody tells it again. */
static void another_size_is_drawn_from_the_same_file(void **state) {
    (void)state;
    show(0, 1);
    give(0, green, 1);
    run_until(arrived, 1, 5000);
    show_at(SIDE - 20, 0, 1);
    assert_int_equal(asks, 1);
    assert_int_equal(scene.items[0].drawing, 0);
    run_until(arrived, 2, 5000);
    show_at(SIDE - 20, 0, 1);
    assert_int_not_equal(scene.items[0].drawing, 0);
}

/* It is finished, for who comes back, but nobody is told to draw what is not there. */
static void what_has_left_the_screen_draws_nothing(void **state) {
    (void)state;
    struct photo large = photo_png(2000, 2000, PNG_INTERLACE_NONE, green);
    photo_write(&large, path_of("p0.png"));
    photo_free(&large);
    show(0, 1);
    tell("p0.png", path_of("p0.png"), 1);
    run_until(never, 0, 3); /* it is begun: the whole takes many times as long */
    show(0, 0);
    assert_int_equal(image_store_bytes(images), 0);
    for (int i = 0; i < 500 && image_store_bytes(images) == 0; i++)
        run_until(never, 0, 20);
    assert_int_equal(arrivals, 0);
    show(0, 1);
    assert_int_not_equal(scene.items[0].drawing, 0);
}

/* The place on the wall that it was begun for belongs to another one: it is given up, and shows nowhere. */
static void what_lost_its_place_is_nobodys(void **state) {
    (void)state;
    struct photo large = photo_png(2000, 2000, PNG_INTERLACE_NONE, green);
    photo_write(&large, path_of("p0.png"));
    photo_free(&large);
    show(0, 1);
    tell("p0.png", path_of("p0.png"), 1);
    run_until(never, 0, 3);
    show(1, IMAGE_STORE_MAX);
    run_until(arrived, 1, 1500);
    show(1, IMAGE_STORE_MAX);
    assert_int_equal(image_store_bytes(images), 0);
    for (int i = 0; i < IMAGE_STORE_MAX; i++)
        assert_int_equal(scene.items[i].drawing, 0);
}

/* Whatever the operator's config names: a pipe that nobody writes to would be waited for, and no key answered. */
static void what_is_no_file_is_refused_at_once(void **state) {
    (void)state;
    show(0, 3);
    unlink(path_of("p0.png"));
    assert_int_equal(mkfifo(path_of("p0.png"), 0600), 0);
    tell("p0.png", path_of("p0.png"), 1);
    tell("p1.png", dir, 1);
    give(2, green, 1);
    int64_t begun_ms = loop_now_ms();
    run_until(arrived, 1, 5000);
    assert_in_range(loop_now_ms() - begun_ms, 0, 4000);
    show(0, 3);
    assert_int_equal(scene.items[0].drawing, 0);
    assert_int_equal(scene.items[1].drawing, 0);
    assert_int_not_equal(scene.items[2].drawing, 0);
    unlink(path_of("p0.png"));
}

/* Twenty at once, of the worst kind; the loop, and a key with it, has its turn all the same. */
static void decoding_never_holds_up_the_loop(void **state) {
    (void)state;
    scene_reset(&scene, BOARD_WIDTH, BOARD_HEIGHT);
    show(0, 12);
    for (int i = 0; i < 12; i++)
        give(i, noise, 1);
    run_until(arrived, 12, 30000);
    assert_int_equal(arrivals, 12);
    print_message("figure: longest turn of the loop while 12 pictures are decoded %lld us\n", (long long)longest_us);
    assert_true(longest_us < 4000); /* with the sanitizers, to whom all 12 are half a second */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_shown_is_asked_for_once, hang, take_down),
        cmocka_unit_test_setup_teardown(a_picture_takes_the_emojis_place_and_only_that, hang, take_down),
        cmocka_unit_test_setup_teardown(another_content_takes_the_ones_place, hang, take_down),
        cmocka_unit_test_setup_teardown(a_bad_file_leaves_the_emoji_and_the_next_one_is_drawn, hang, take_down),
        cmocka_unit_test_setup_teardown(a_bad_file_in_a_good_ones_place_takes_it_down, hang, take_down),
        cmocka_unit_test_setup_teardown(only_so_much_is_kept_but_all_that_is_shown, hang, take_down),
        cmocka_unit_test_setup_teardown(what_was_seen_longest_ago_gives_way, hang, take_down),
        cmocka_unit_test_setup_teardown(they_come_from_the_top, hang, take_down),
        cmocka_unit_test_setup_teardown(another_size_is_drawn_from_the_same_file, hang, take_down),
        cmocka_unit_test_setup_teardown(what_has_left_the_screen_draws_nothing, hang, take_down),
        cmocka_unit_test_setup_teardown(what_lost_its_place_is_nobodys, hang, take_down),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_refused_at_once, hang, take_down),
        cmocka_unit_test_setup_teardown(decoding_never_holds_up_the_loop, hang, take_down),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
