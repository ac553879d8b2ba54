/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of the catalog becomes a square in the size it is drawn, a row at a time; a bad one is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ui/photo.h"
#include "ui/render/image_decoder.h"

static uint32_t red(int x, int y) {
    (void)x;
    (void)y;
    return 0xFFFF0000U;
}
static uint32_t thirds(int x, int y) {
    (void)y;
    return x < 100 ? 0xFFFF0000U : x < 200 ? 0xFF00FF00U : 0xFF0000FFU;
}
static uint32_t layers(int x, int y) {
    return thirds(y, x);
}
static uint32_t quarters(int x, int y) {
    return y < 24 ? x < 24 ? 0xFFC80A14U : 0xFF0AC814U : x < 24 ? 0xFF140AC8U : 0xFFC8C8C8U;
}
static uint32_t half_clear(int x, int y) {
    (void)y;
    return x < 16 ? 0x80FFFFFFU : 0x00FF0000U;
}
static uint32_t noise(int x, int y) {
    return 0xFF000000U | (uint32_t)(x * 7919 + y * 104729 + x * y * 31) % 0xFFFFFFU;
}

static struct image_decoder *decoder;

static enum image_decoder_state decode(const struct photo *photo, int side, int radius) {
    enum image_decoder_state state;
    image_decoder_destroy(decoder);
    decoder = image_decoder_create(photo->bytes, photo->length, side, radius, IMAGE_DECODER_SQUARE);
    assert_non_null(decoder);
    do
        state = image_decoder_step(decoder);
    while (state == IMAGE_DECODER_MORE);
    return state;
}

/* Left half red, right half blue, of whatever width. */
static uint32_t two_halves(int x, int y) {
    (void)y;
    return x < 60 ? 0xFFC80000U : 0xFF0000C8U;
}

static enum image_decoder_state decode_whole(const struct photo *photo, int side) {
    enum image_decoder_state state;
    image_decoder_destroy(decoder);
    decoder = image_decoder_create(photo->bytes, photo->length, side, 0, IMAGE_DECODER_WHOLE);
    assert_non_null(decoder);
    do
        state = image_decoder_step(decoder);
    while (state == IMAGE_DECODER_MORE);
    return state;
}

static int begin(void **state) {
    (void)state;
    decoder = NULL;
    return 0;
}
static int end(void **state) {
    (void)state;
    image_decoder_destroy(decoder);
    return 0;
}

/* Channels that differ by at most FAR: a JPEG is never exact. */
static void assert_near(uint32_t is, uint32_t wanted, int far) {
    for (int shift = 0; shift < 32; shift += 8)
        if (abs((int)(is >> shift & 255) - (int)(wanted >> shift & 255)) > far)
            fail_msg("%08x is not near %08x", is, wanted);
}

static void a_whole_picture_keeps_its_proportion_up_to_four_to_one(void **state) {
    (void)state;
    static const struct {
        int width, height, side, wide;
    } cases[] = {{120, 30, 10, 40}, {120, 48, 48, 120}, {120, 50, 100, 240},
                 {120, 120, 7, 7},  {120, 360, 30, 10}, {120, 31, 31, 120}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct photo photo = photo_png(cases[i].width, cases[i].height, PNG_INTERLACE_NONE, two_halves);
        assert_int_equal(decode_whole(&photo, cases[i].side), IMAGE_DECODER_DONE);
        int width = 0, height = 0, wide = cases[i].wide;
        image_decoder_shape(decoder, &width, &height);
        assert_int_equal(image_decoder_width(width, height, cases[i].side), wide);
        for (int y = 0; y < cases[i].side; y += cases[i].side - 1) {
            const uint32_t *row = image_decoder_pixels(decoder) + (size_t)y * (size_t)wide;
            assert_near(row[0], 0xFFC80000U, 1);
            assert_near(row[wide / 2 - 2], 0xFFC80000U, 1);
            assert_near(row[wide / 2 + 2], 0xFF0000C8U, 1);
            assert_near(row[wide - 1], 0xFF0000C8U, 1);
        }
        photo_free(&photo);
    }
    struct photo wide = photo_png(121, 30, PNG_INTERLACE_NONE, two_halves);
    assert_int_equal(decode_whole(&wide, 30), IMAGE_DECODER_REFUSED);
    assert_non_null(strstr(image_decoder_error(decoder), "four times"));
    photo_free(&wide);
}

static void smaller_and_larger_keep_colours_and_places(void **state) {
    (void)state;
    struct photo photos[] = {photo_png(48, 48, PNG_INTERLACE_NONE, quarters), photo_jpeg(48, 48, false, quarters)};
    static const int sides[] = {2, 6, 7, 48, 96, 131};
    for (size_t p = 0; p < 2; p++) {
        for (size_t s = 0; s < sizeof sides / sizeof sides[0]; s++) {
            int side = sides[s], last = side - 1;
            assert_int_equal(decode(&photos[p], side, 0), IMAGE_DECODER_DONE);
            const uint32_t *pixels = image_decoder_pixels(decoder);
            assert_near(pixels[0], 0xFFC80A14U, p ? 12 : 0);
            assert_near(pixels[last], 0xFF0AC814U, p ? 12 : 0);
            assert_near(pixels[last * side], 0xFF140AC8U, p ? 12 : 0);
            assert_near(pixels[last * side + last], 0xFFC8C8C8U, p ? 12 : 0);
        }
        photo_free(&photos[p]);
    }
}

/* The marker APP1 with TIFF behind "Exif", first in the file, as a camera puts it. */
static struct photo with_exif(struct photo *photo, const uint8_t *tiff, size_t length) {
    struct photo made = {.length = photo->length + 10 + length};
    made.bytes = malloc(made.length);
    const uint8_t head[] = {0xFF, 0xD8, 0xFF, 0xE1, 0, (uint8_t)(8 + length), 'E', 'x', 'i', 'f', 0, 0};
    memcpy(made.bytes, head, sizeof head);
    memcpy(made.bytes + sizeof head, tiff, length);
    memcpy(made.bytes + sizeof head + length, photo->bytes + 2, photo->length - 2);
    return made;
}

/* What a telephone took while it was held otherwise: corners from the top left on, as Exif numbers them. */
static void a_picture_stands_upright_however_the_camera_was_held(void **state) {
    (void)state;
    static const char *const corners[] = {"", "abcd", "badc", "dcba", "cdab", "acbd", "cadb", "dbca", "bdac", "abcd"};
    static const uint32_t colours[] = {0xFFC80A14U, 0xFF0AC814U, 0xFF140AC8U, 0xFFC8C8C8U};
    struct photo plain = photo_jpeg(48, 48, false, quarters);
    for (uint8_t orientation = 1; orientation <= 9; orientation++) {
        const uint8_t little[] = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0};
        const uint8_t big[] = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0};
        for (int order = 0; order < 2; order++) {
            struct photo photo = with_exif(&plain, order ? big : little, sizeof big);
            assert_int_equal(decode(&photo, 40, 0), IMAGE_DECODER_DONE);
            const uint32_t *pixels = image_decoder_pixels(decoder);
            const int places[] = {0, 39, 39 * 40, 39 * 40 + 39};
            for (int corner = 0; corner < 4; corner++)
                assert_near(pixels[places[corner]], colours[corners[orientation][corner] - 'a'], 12);
            photo_free(&photo);
        }
    }
    photo_free(&plain);
}

/* A directory that lies behind its end, or has more entries than there are, says nothing. */
static void what_a_camera_cannot_have_said_is_passed_over(void **state) {
    (void)state;
    static const uint8_t cases[][22] = {
        {'I', 'I', 42, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6},
        {'I', 'I', 42, 0, 20, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6},
        {'I', 'I', 42, 0, 8, 0, 0, 0, 0xFF, 0xFF, 0x13, 1, 3, 0, 1, 0, 0, 0, 6},
        {'I', 'M', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6},
        {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 4, 0, 1, 0, 0, 0, 6},
        {0},
    };
    struct photo plain = photo_jpeg(48, 48, false, quarters);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t length = 0; length <= sizeof cases[i]; length++) {
            struct photo photo = with_exif(&plain, cases[i], length);
            assert_int_equal(decode(&photo, 8, 0), IMAGE_DECODER_DONE);
            assert_near(image_decoder_pixels(decoder)[0], 0xFFC80A14U, 12);
            photo_free(&photo);
        }
    photo_free(&plain);
}

static void the_middle_is_what_is_shown(void **state) {
    (void)state;
    struct photo wide = photo_png(300, 100, PNG_INTERLACE_NONE, thirds);
    assert_int_equal(decode(&wide, 40, 0), IMAGE_DECODER_DONE);
    for (int i = 0; i < 40 * 40; i++)
        assert_int_equal(image_decoder_pixels(decoder)[i], 0xFF00FF00U);
    photo_free(&wide);
    struct photo tall = photo_png(100, 300, PNG_INTERLACE_NONE, layers);
    assert_int_equal(decode(&tall, 40, 0), IMAGE_DECODER_DONE);
    for (int i = 0; i < 40 * 40; i++)
        assert_int_equal(image_decoder_pixels(decoder)[i], 0xFF00FF00U);
    photo_free(&tall);
}

/* What has no clear parts is not clear, and grey is a colour. */
static void without_alpha_it_is_whole(void **state) {
    static const struct {
        int kind;
        uint32_t first;
    } cases[] = {{PNG_COLOR_TYPE_RGB, 0xFFC80A14U}, {PNG_COLOR_TYPE_GRAY, 0xFF0A0A0AU}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct photo photo = photo_png_of(cases[i].kind, 48, 48, PNG_INTERLACE_NONE, quarters);
        assert_int_equal(decode(&photo, 8, 0), IMAGE_DECODER_DONE);
        assert_int_equal(image_decoder_pixels(decoder)[0], cases[i].first);
        photo_free(&photo);
    }
}

/* A clear pixel has no colour that could bleed into its neighbours. */
static void what_is_clear_stays_clear(void **state) {
    (void)state;
    struct photo photo = photo_png(32, 32, PNG_INTERLACE_NONE, half_clear);
    assert_int_equal(decode(&photo, 8, 0), IMAGE_DECODER_DONE);
    assert_int_equal(image_decoder_pixels(decoder)[0], 0x80808080U);
    assert_int_equal(image_decoder_pixels(decoder)[7], 0);
    photo_free(&photo);
}

static void corners_are_round(void **state) {
    (void)state;
    struct photo photo = photo_png(64, 64, PNG_INTERLACE_NONE, red);
    assert_int_equal(decode(&photo, 64, 16), IMAGE_DECODER_DONE);
    static const int corners[][2] = {{0, 0}, {63, 0}, {0, 63}, {63, 63}};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(image_decoder_pixels(decoder)[corners[i][1] * 64 + corners[i][0]], 0);
    assert_int_equal(image_decoder_pixels(decoder)[16], 0xFFFF0000U);
    assert_int_equal(image_decoder_pixels(decoder)[32 * 64], 0xFFFF0000U);
    photo_free(&photo);
}

static void assert_refused(struct photo photo, const char *because) {
    assert_int_equal(decode(&photo, 64, 8), IMAGE_DECODER_REFUSED);
    if (!strstr(image_decoder_error(decoder), because))
        fail_msg("\"%s\" does not say \"%s\"", image_decoder_error(decoder), because);
    assert_int_equal(image_decoder_step(decoder), IMAGE_DECODER_REFUSED);
    photo_free(&photo);
}

static struct photo text(const char *words, size_t length) {
    struct photo photo = {.bytes = malloc(length + 1), .length = length};
    memset(photo.bytes, 'x', length);
    memcpy(photo.bytes, words, strlen(words) < length ? strlen(words) : length);
    return photo;
}

static void what_a_box_has_no_room_for_is_refused(void **state) {
    (void)state;
    assert_refused(photo_png(30000, 30000, PNG_INTERLACE_NONE, NULL), "IHDR");
    assert_refused(photo_png(64, 64, PNG_INTERLACE_ADAM7, red), "interlaced");
    assert_refused(photo_jpeg(64, 64, true, quarters), "progressive");
    struct photo bomb = photo_jpeg(64, 64, false, quarters);
    photo_lie(&bomb, 30000, 30000);
    assert_refused(bomb, "30000x30000");
    assert_refused(text("\x89PNG\r\n\x1a\n", IMAGE_DECODER_BYTES_MAX + 1), "larger");
}

static void what_is_no_picture_is_refused(void **state) {
    (void)state;
    assert_refused(text("", 0), "neither");
    assert_refused(text("<html>", 600), "neither");
    assert_refused(text("GIF89a", 600), "neither");
    assert_refused(text("\x89PNG\r\n\x1a\n", 600), "");
    assert_refused(text("\xFF\xD8\xFF", 600), "");
}

/* A JPEG that ends early would be filled up with grey: that is not a dish. */
static void one_that_was_cut_off_is_refused(void **state) {
    (void)state;
    struct photo photos[] = {photo_png(96, 96, PNG_INTERLACE_NONE, noise), photo_jpeg(96, 96, false, noise)};
    for (size_t p = 0; p < 2; p++) {
        for (size_t length = 0; length < photos[p].length * 9 / 10; length += 1 + length / 16) {
            struct photo part = {.bytes = malloc(length + 1), .length = length};
            memcpy(part.bytes, photos[p].bytes, length);
            assert_refused(part, "");
        }
        photo_free(&photos[p]);
    }
}

/* Whatever a broken disk or line makes of it, there is an end and a verdict. */
static void any_byte_may_be_wrong(void **state) {
    (void)state;
    struct photo photos[] = {photo_png(24, 24, PNG_INTERLACE_NONE, noise), photo_jpeg(24, 24, false, noise)};
    for (size_t p = 0; p < 2; p++) {
        for (size_t i = 0; i < photos[p].length; i++) {
            photos[p].bytes[i] ^= 0x55;
            enum image_decoder_state verdict = decode(&photos[p], 16, 4);
            assert_true(verdict == IMAGE_DECODER_DONE || image_decoder_error(decoder)[0]);
            photos[p].bytes[i] ^= 0x55;
        }
        assert_int_equal(decode(&photos[p], 16, 4), IMAGE_DECODER_DONE);
        photo_free(&photos[p]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(smaller_and_larger_keep_colours_and_places),
        cmocka_unit_test(a_picture_stands_upright_however_the_camera_was_held),
        cmocka_unit_test(what_a_camera_cannot_have_said_is_passed_over),
        cmocka_unit_test(the_middle_is_what_is_shown),
        cmocka_unit_test(a_whole_picture_keeps_its_proportion_up_to_four_to_one),
        cmocka_unit_test(without_alpha_it_is_whole),
        cmocka_unit_test(what_is_clear_stays_clear),
        cmocka_unit_test(corners_are_round),
        cmocka_unit_test(what_a_box_has_no_room_for_is_refused),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(one_that_was_cut_off_is_refused),
        cmocka_unit_test(any_byte_may_be_wrong),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
