/* SPDX-License-Identifier: Apache-2.0 */
/* The head of a WAV: what can be played is known however it comes in pieces; whatever else is refused, and soon. */
#include "ui/voice/wav.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define RIFF        "RIFF\x24\xf0\xff\x7fWAVE"
#define FMT(rest)   "fmt \x10\0\0\0" rest
#define MONO_22050  "\1\0\1\0\x22\x56\0\0\x44\xac\0\0\2\0\x10\0"
#define DATA(bytes) "data" bytes
#define CASE(text)  (const unsigned char *)(text), sizeof(text) - 1

static void what_it_makes_of_a_head(void **state) {
    static const struct {
        const unsigned char *bytes;
        size_t count;
        enum wav_verdict verdict;
        struct wav wav;
    } cases[] = {
        {CASE(RIFF FMT(MONO_22050) DATA("\0\xf0\xff\x7f")),
         WAV_GOOD,
         {22050, 44, UINT64_MAX}}, /* espeak-ng, in a pipe */
        {CASE(RIFF FMT(MONO_22050) DATA("\xff\xff\xff\xff")), WAV_GOOD, {22050, 44, UINT64_MAX}},
        {CASE(RIFF FMT(MONO_22050) DATA("\0\0\0\0")), WAV_GOOD, {22050, 44, UINT64_MAX}},
        {CASE(RIFF FMT(MONO_22050) DATA("\7\1\0\0")), WAV_GOOD, {22050, 44, 262}}, /* half a sample is none */
        {CASE(RIFF "LIST\3\0\0\0abc\0" FMT(MONO_22050) DATA("\2\0\0\0")), WAV_GOOD, {22050, 56, 2}},
        {CASE("fmt \x12\0\0\0"), WAV_BAD, {0}},
        {CASE(RIFF "fmt \x12\0\0\0" MONO_22050 "\0\0" DATA("\2\0\0\0") "ab"), WAV_GOOD, {22050, 46, 2}},
        {CASE(""), WAV_MORE, {0}},
        {CASE("RI"), WAV_MORE, {0}},
        {CASE(RIFF), WAV_MORE, {0}},
        {CASE(RIFF FMT(MONO_22050)), WAV_MORE, {0}},
        {CASE(RIFF FMT(MONO_22050) "dat"), WAV_MORE, {0}},
        {CASE("e"), WAV_BAD, {0}}, /* "espeak: no such voice" */
        {CASE("RIFF\0\0\0\0AVI "), WAV_BAD, {0}},
        {CASE(RIFF DATA("\2\0\0\0")), WAV_BAD, {0}},                                         /* of what rate? */
        {CASE(RIFF FMT("\3\0\1\0\x22\x56\0\0\x44\xac\0\0\4\0\x20\0") "data"), WAV_BAD, {0}}, /* floats */
        {CASE(RIFF FMT("\6\0\1\0\x22\x56\0\0\x44\xac\0\0\2\0\x10\0") "data"), WAV_BAD, {0}}, /* packed */
        {CASE(RIFF FMT("\1\0\2\0\x22\x56\0\0\x44\xac\0\0\4\0\x10\0") "data"), WAV_BAD, {0}}, /* stereo */
        {CASE(RIFF FMT("\1\0\1\0\x22\x56\0\0\x44\xac\0\0\1\0\x08\0") "data"), WAV_BAD, {0}}, /* 8 bits */
        {CASE(RIFF FMT("\1\0\1\0\1\0\0\0\2\0\0\0\2\0\x10\0") "data"), WAV_BAD, {0}},         /* one sample a second */
        {CASE(RIFF FMT("\1\0\1\0\0\0\0\x10\0\0\0\0\2\0\x10\0") "data"), WAV_BAD, {0}},       /* a billion */
        {CASE(RIFF "fmt \2\0\0\0\1\0data\0\0\0\0"), WAV_BAD, {0}},                           /* too short for one */
        {CASE(RIFF "LIST\xff\xff\xff\xff"), WAV_BAD, {0}},                                   /* it never comes */
        {CASE(RIFF "LIST\0\x0f\0\0"), WAV_MORE, {0}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wav wav;
        enum wav_verdict verdict = wav_read(cases[i].bytes, cases[i].count, &wav);
        if (verdict != cases[i].verdict)
            fail_msg("case %zu: verdict %d", i, verdict);
        if (verdict == WAV_GOOD)
            assert_true(wav.rate == cases[i].wav.rate && wav.at == cases[i].wav.at &&
                        wav.length == cases[i].wav.length);
    }
}

static void in_pieces_it_is_the_same(void **state) {
    static const char whole[] = RIFF "LIST\3\0\0\0abc\0" FMT(MONO_22050) DATA("\2\0\0\0");
    struct wav wav;
    (void)state;
    for (size_t count = 0; count < sizeof whole - 1; count++)
        assert_int_equal(wav_read((const unsigned char *)whole, count, &wav), WAV_MORE);
    assert_int_equal(wav_read((const unsigned char *)whole, sizeof whole - 1, &wav), WAV_GOOD);
}

static void a_head_that_never_ends_is_refused(void **state) {
    static unsigned char bytes[WAV_HEAD_MAX];
    struct wav wav;
    (void)state;
    memcpy(bytes, RIFF, 12);
    for (size_t at = 12; at + 8 <= sizeof bytes; at += 8)
        memcpy(bytes + at, "junk\0\0\0\0", 8);
    assert_int_equal(wav_read(bytes, sizeof bytes / 2, &wav), WAV_MORE);
    assert_int_equal(wav_read(bytes, sizeof bytes, &wav), WAV_BAD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_makes_of_a_head),
        cmocka_unit_test(in_pieces_it_is_the_same),
        cmocka_unit_test(a_head_that_never_ends_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
