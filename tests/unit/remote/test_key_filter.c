/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an old hand meant. Each story is a table of moments: a key goes down or up, or the loop asks for repeats, and
 * what comes out. Time is written, not slept.
 */
#include "remote/key_filter.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants setjmp, stdarg, stddef and stdint before it */
#include <cmocka.h>

static const struct key_filter_setup usual = {
    .bounce_ms = 150, .ok_bounce_ms = 400, .repeat_delay_ms = 600, .repeat_per_s = 4, .screen_guard_ms = 400};

enum what { DOWN, UP, ASK /* for a repeat */, SCREEN /* another one came up */ };
struct moment {
    int64_t at_ms;
    enum what what;
    enum action action, out;
};

static void tell_with(const struct key_filter_setup *setup, const struct moment *moments, size_t count) {
    struct key_filter *filter = key_filter_create(setup);
    for (size_t i = 0; i < count; i++) {
        const struct moment *m = &moments[i];
        enum action out = ACTION_NONE;
        if (m->what == SCREEN)
            key_filter_screen_changed(filter, m->at_ms);
        else if (m->what == ASK)
            out = key_filter_repeat(filter, m->at_ms);
        else
            out = key_filter_key(filter, m->action, m->what == DOWN, m->at_ms);
        if (out != m->out)
            fail_msg("moment %zu at %lld ms: %s, expected %s", i, (long long)m->at_ms, action_name(out),
                     action_name(m->out));
    }
    key_filter_destroy(filter);
}
#define TELL(...)                                                                                                      \
    do {                                                                                                               \
        const struct moment moments[] = {__VA_ARGS__};                                                                 \
        tell_with(&usual, moments, sizeof moments / sizeof *moments);                                                  \
    } while (0)
#define NOTHING ACTION_NONE

/* As the loop does: a hold of ACTION, asked each time the filter wants to be. Returns how often it repeated by UNTIL.
 */
static int repeats_until(struct key_filter *filter, enum action action, int64_t from_ms, int64_t until_ms) {
    int count = 0;
    for (int64_t now = from_ms;;) {
        int64_t next = key_filter_next_ms(filter, now);
        if (next < 0 || next > until_ms)
            return count;
        now = next;
        enum action out = key_filter_repeat(filter, now);
        if (out == ACTION_NONE)
            return count;
        assert_int_equal(out, action);
        count++;
    }
}

static void a_press_acts_on_the_way_down(void **state) {
    (void)state;
    TELL({1000, DOWN, ACTION_OK, ACTION_OK}, {1100, UP, ACTION_OK, NOTHING}, {2000, DOWN, ACTION_LEFT, ACTION_LEFT},
         {2100, UP, ACTION_LEFT, NOTHING}, {3000, DOWN, ACTION_DIGIT_7, ACTION_DIGIT_7},
         {3100, UP, ACTION_DIGIT_7, NOTHING}, {4000, DOWN, ACTION_BACK, ACTION_BACK});
}

/* At the very edge of the default times. */
static void the_same_key_within_its_time_is_bounce(void **state) {
    (void)state;
    static const struct {
        enum action action;
        int bounce_ms;
    } cases[] = {{ACTION_UP, 150},   {ACTION_RIGHT, 150},   {ACTION_VOLUME_UP, 150}, {ACTION_OK, 400},
                 {ACTION_BACK, 400}, {ACTION_DIGIT_0, 400}, {ACTION_MUTE, 400},      {ACTION_PERSON, 400}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum action a = cases[i].action;
        int64_t b = cases[i].bounce_ms;
        TELL({5000, DOWN, a, a}, {5010, UP, a, NOTHING}, {5000 + b - 1, DOWN, a, NOTHING},
             {5000 + b - 1, UP, a, NOTHING});
        TELL({5000, DOWN, a, a}, {5010, UP, a, NOTHING}, {5000 + b, DOWN, a, a});
    }
}

/* A hand that shakes 5 times a second for two seconds orders one meal, not five. */
static void a_tremor_on_ok_acts_once_however_long(void **state) {
    (void)state;
    for (int period = 80; period <= 250; period += 10) {
        struct key_filter *filter = key_filter_create(&usual);
        int acted = 0;
        for (int at = 0; at < 3000; at += period) {
            acted += key_filter_key(filter, ACTION_OK, true, at) == ACTION_OK;
            acted += key_filter_key(filter, ACTION_OK, false, at + period / 2) == ACTION_OK;
        }
        assert_int_equal(acted, 1);
        key_filter_destroy(filter);
    }
}

/* Long after the press, the contact chatters as it opens, or the finger comes back once. */
static void letting_go_of_ok_does_not_act_again(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_OK, ACTION_OK}, {2000, UP, ACTION_OK, NOTHING}, {2005, DOWN, ACTION_OK, NOTHING},
         {2010, UP, ACTION_OK, NOTHING}, {2200, DOWN, ACTION_OK, NOTHING}, {2230, UP, ACTION_OK, NOTHING});
    TELL({0, DOWN, ACTION_LEFT, ACTION_LEFT}, {1850, ASK, NOTHING, ACTION_LEFT}, {2000, UP, ACTION_LEFT, NOTHING},
         {2005, DOWN, ACTION_LEFT, NOTHING});
}

/* Three portions, two presses a second, each as long as an old finger's: all are meant. */
static void pressing_ok_on_purpose_counts_each_time(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_OK, ACTION_OK}, {220, UP, ACTION_OK, NOTHING}, {500, DOWN, ACTION_OK, ACTION_OK},
         {720, UP, ACTION_OK, NOTHING}, {1000, DOWN, ACTION_OK, ACTION_OK});
}

static void walking_quickly_with_an_arrow_counts_each_step(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_DOWN, ACTION_DOWN}, {90, UP, ACTION_DOWN, NOTHING}, {180, DOWN, ACTION_DOWN, ACTION_DOWN},
         {270, UP, ACTION_DOWN, NOTHING}, {360, DOWN, ACTION_DOWN, ACTION_DOWN});
}

static void another_key_is_no_bounce(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_LEFT, ACTION_LEFT}, {10, UP, ACTION_LEFT, NOTHING}, {20, DOWN, ACTION_OK, ACTION_OK},
         {30, UP, ACTION_OK, NOTHING}, {40, DOWN, ACTION_RIGHT, ACTION_RIGHT}, {50, UP, ACTION_RIGHT, NOTHING},
         {60, DOWN, ACTION_DIGIT_1, ACTION_DIGIT_1}, {70, DOWN, ACTION_DIGIT_2, ACTION_DIGIT_2});
}

/* The finger slips from OK to DOWN and back: OK was still pressed once. */
static void a_key_between_does_not_make_a_bounce_a_press(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_OK, ACTION_OK}, {30, UP, ACTION_OK, NOTHING}, {60, DOWN, ACTION_DOWN, ACTION_DOWN},
         {90, UP, ACTION_DOWN, NOTHING}, {120, DOWN, ACTION_OK, NOTHING});
}

static void ok_waits_until_the_eyes_have_seen_the_screen(void **state) {
    (void)state;
    TELL({1000, SCREEN, NOTHING, NOTHING}, {1399, DOWN, ACTION_OK, NOTHING}, {1420, UP, ACTION_OK, NOTHING});
    TELL({1000, SCREEN, NOTHING, NOTHING}, {1400, DOWN, ACTION_OK, ACTION_OK});
    /* a press that came too early is a press still: its bounce does not act in its place */
    TELL({1000, SCREEN, NOTHING, NOTHING}, {1390, DOWN, ACTION_OK, NOTHING}, {1410, UP, ACTION_OK, NOTHING},
         {1430, DOWN, ACTION_OK, NOTHING});
    TELL({1000, SCREEN, NOTHING, NOTHING}, {1010, DOWN, ACTION_DOWN, ACTION_DOWN},
         {1020, DOWN, ACTION_BACK, ACTION_BACK}, {1030, DOWN, ACTION_DIGIT_1, ACTION_DIGIT_1});
}

/* 600 ms, then every 250: at 600, 850, 1100, 1350, 1600, 1850. */
static void a_held_arrow_walks(void **state) {
    (void)state;
    const enum action walking[] = {ACTION_UP,    ACTION_DOWN,      ACTION_LEFT,
                                   ACTION_RIGHT, ACTION_VOLUME_UP, ACTION_VOLUME_DOWN};
    for (size_t i = 0; i < sizeof walking / sizeof *walking; i++) {
        struct key_filter *filter = key_filter_create(&usual);
        assert_int_equal(key_filter_next_ms(filter, 0), -1);
        key_filter_key(filter, walking[i], true, 0);
        assert_int_equal(key_filter_next_ms(filter, 0), 600);
        assert_int_equal(key_filter_repeat(filter, 599), ACTION_NONE);
        assert_int_equal(repeats_until(filter, walking[i], 0, 2000), 6);
        key_filter_key(filter, walking[i], false, 2000);
        assert_int_equal(key_filter_next_ms(filter, 2000), -1);
        assert_int_equal(key_filter_repeat(filter, 9000), ACTION_NONE);
        key_filter_destroy(filter);
    }
}

/* The release never came: the batteries, or the remote fell behind the sofa. The list does not scroll on for ever, and
 * the key works again. */
static void a_hold_without_a_release_ends_after_ten_seconds(void **state) {
    (void)state;
    struct key_filter *filter = key_filter_create(&usual);
    assert_int_equal(key_filter_key(filter, ACTION_DOWN, true, 0), ACTION_DOWN);
    assert_int_equal(repeats_until(filter, ACTION_DOWN, 0, 60000), 38);
    assert_int_equal(key_filter_next_ms(filter, 60000), -1);
    assert_int_equal(key_filter_key(filter, ACTION_DOWN, true, 60000), ACTION_DOWN);
    assert_int_equal(key_filter_next_ms(filter, 60000), 60600);
    key_filter_destroy(filter);
}

/* Fresh presses every 110 ms say that it is held still. */
static void a_hold_that_is_told_again_goes_on(void **state) {
    (void)state;
    struct key_filter *filter = key_filter_create(&usual);
    int steps = 0;
    for (int64_t at = 0; at < 30000; at += 110) {
        steps += key_filter_key(filter, ACTION_DOWN, true, at) == ACTION_DOWN;
        steps += repeats_until(filter, ACTION_DOWN, at, at + 109);
    }
    assert_true(steps > 100);
    key_filter_destroy(filter);
}

static void no_other_held_key_repeats(void **state) {
    (void)state;
    for (int a = ACTION_SOS; a < ACTION_COUNT; a++) {
        if ((a >= ACTION_UP && a <= ACTION_RIGHT) || a == ACTION_VOLUME_UP || a == ACTION_VOLUME_DOWN)
            continue;
        struct key_filter *filter = key_filter_create(&usual);
        key_filter_key(filter, (enum action)a, true, 0);
        assert_int_equal(key_filter_next_ms(filter, 0), -1);
        assert_int_equal(key_filter_repeat(filter, 60000), ACTION_NONE);
        key_filter_destroy(filter);
    }
}

/* The box was busy for three seconds: one step, not ten. */
static void what_was_missed_is_not_caught_up(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_DOWN, ACTION_DOWN}, {3600, ASK, NOTHING, ACTION_DOWN}, {3600, ASK, NOTHING, NOTHING},
         {3849, ASK, NOTHING, NOTHING}, {3850, ASK, NOTHING, ACTION_DOWN});
}

/* Receivers without a repeat code send the whole press again every 110 ms, here with a release of 1, 50 or 109 ms. */
static void a_receiver_that_presses_again_and_again_is_a_hold(void **state) {
    (void)state;
    const int gaps[] = {1, 50, 109, 110};
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        struct key_filter *filter = key_filter_create(&usual);
        int steps = 0, orders = 0;
        for (int at = 0; at < 2000; at += 110) {
            steps += key_filter_key(filter, ACTION_DOWN, true, at) != ACTION_NONE;
            orders += key_filter_key(filter, ACTION_OK, true, at) != ACTION_NONE;
            steps += repeats_until(filter, ACTION_DOWN, at, at + 110 - gaps[g]);
            key_filter_key(filter, ACTION_DOWN, false, at + 110 - gaps[g]);
            key_filter_key(filter, ACTION_OK, false, at + 110 - gaps[g]);
        }
        assert_int_equal(orders, 1);
        assert_int_equal(steps, 1); /* OK was pressed last: the newest key alone repeats */
        key_filter_destroy(filter);
    }
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        struct key_filter *filter = key_filter_create(&usual);
        int steps = 0;
        for (int at = 0; at < 2000; at += 110) {
            steps += key_filter_key(filter, ACTION_DOWN, true, at) != ACTION_NONE;
            steps += repeats_until(filter, ACTION_DOWN, at, at + 110 - gaps[g]);
            key_filter_key(filter, ACTION_DOWN, false, at + 110 - gaps[g]);
        }
        assert_in_range(steps, 5, 7); /* the press, then 4 a second; 19 presses came */
        assert_int_equal(key_filter_key(filter, ACTION_DOWN, true, 5000), ACTION_DOWN);
        key_filter_destroy(filter);
    }
}

/* Of two held arrows the newer walks; letting go of it does not wake the older. */
static void two_keys_down_at_once_do_not_fight(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_LEFT, ACTION_LEFT}, {300, DOWN, ACTION_RIGHT, ACTION_RIGHT}, {700, ASK, NOTHING, NOTHING},
         {900, ASK, NOTHING, ACTION_RIGHT}, {1000, UP, ACTION_RIGHT, NOTHING}, {2000, ASK, NOTHING, NOTHING},
         {2100, UP, ACTION_LEFT, NOTHING}, {2300, DOWN, ACTION_LEFT, ACTION_LEFT});
    TELL({0, DOWN, ACTION_DOWN, ACTION_DOWN}, {300, DOWN, ACTION_OK, ACTION_OK}, {3000, ASK, NOTHING, NOTHING});
}

/* Two keys of one action, one held: the other still works once it cannot be a bounce; so does one whose up was lost. */
static void a_second_down_without_an_up_is_a_press(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_OK, ACTION_OK}, {100, DOWN, ACTION_OK, NOTHING}, {1000, DOWN, ACTION_OK, ACTION_OK},
         {1100, UP, ACTION_OK, NOTHING}, {1110, UP, ACTION_OK, NOTHING});
}

/* Faster than any bounce, on a screen that just came up, while everything else is held. */
#define TELL_HELD(...)                                                                                                 \
    do {                                                                                                               \
        struct key_filter_setup held = usual;                                                                          \
        held.ok_hold_ms = 800;                                                                                         \
        const struct moment moments[] = {__VA_ARGS__};                                                                 \
        tell_with(&held, moments, sizeof moments / sizeof *moments);                                                   \
    } while (0)

/* For a hand that touches OK without meaning it. */
static void where_ok_is_to_be_held_a_touch_does_nothing_but_say_so(void **state) {
    (void)state;
    TELL_HELD({0, DOWN, ACTION_OK, NOTHING}, {799, ASK, NOTHING, NOTHING}, {800, ASK, NOTHING, ACTION_OK},
              {3000, ASK, NOTHING, NOTHING}, {3100, UP, ACTION_OK, NOTHING}, {3400, ASK, NOTHING, NOTHING});
    TELL_HELD({0, DOWN, ACTION_OK, NOTHING}, {90, UP, ACTION_OK, NOTHING}, {249, ASK, NOTHING, NOTHING},
              {250, ASK, NOTHING, ACTION_OK_BRIEF}, {900, ASK, NOTHING, NOTHING},
              /* and the hold that follows counts */
              {260, DOWN, ACTION_OK, NOTHING}, {1060, ASK, NOTHING, ACTION_OK});
    TELL_HELD({0, DOWN, ACTION_OK, NOTHING}, {790, UP, ACTION_OK, NOTHING}, {800, ASK, NOTHING, ACTION_OK_BRIEF});
    /* other keys are as they were */
    TELL_HELD({0, DOWN, ACTION_DOWN, ACTION_DOWN}, {0, DOWN, ACTION_BACK, ACTION_BACK},
              {0, DOWN, ACTION_SOS, ACTION_SOS}, {100, DOWN, ACTION_DIGIT_3, ACTION_DIGIT_3});
}

/* What the finger was put down for has gone: another screen came up, another key may have led elsewhere. */
static void a_hold_ends_with_what_it_was_meant_for(void **state) {
    (void)state;
    TELL_HELD({0, DOWN, ACTION_OK, NOTHING}, {300, SCREEN, 0, NOTHING}, {800, ASK, NOTHING, NOTHING},
              {2000, ASK, NOTHING, NOTHING}, {2100, UP, ACTION_OK, NOTHING}, {2300, ASK, NOTHING, NOTHING},
              {2600, DOWN, ACTION_OK, NOTHING}, {3400, ASK, NOTHING, ACTION_OK});
    TELL_HELD({0, DOWN, ACTION_OK, NOTHING}, {300, DOWN, ACTION_DOWN, ACTION_DOWN}, {320, UP, ACTION_DOWN, NOTHING},
              {800, ASK, NOTHING, NOTHING}, {1000, UP, ACTION_OK, NOTHING}, {1300, ASK, NOTHING, NOTHING},
              {1400, DOWN, ACTION_OK, NOTHING}, {2200, ASK, NOTHING, ACTION_OK});
    /* other times: an alarm has come up */
    struct key_filter_setup held = usual;
    held.ok_hold_ms = 800;
    struct key_filter *filter = key_filter_create(&held);
    key_filter_key(filter, ACTION_OK, true, 0);
    key_filter_set(filter, &usual);
    assert_int_equal(key_filter_repeat(filter, 800), ACTION_NONE);
    key_filter_destroy(filter);
}

/* So that it can be shown how far it is; the receiver's fresh presses in between are one hold. */
static void it_is_known_when_a_held_ok_counts(void **state) {
    (void)state;
    struct key_filter_setup held = usual;
    held.ok_hold_ms = 800;
    struct key_filter *filter = key_filter_create(&held);
    assert_int_equal(key_filter_hold_ms(filter), 0);
    for (int now = 1000; now < 1800; now += 110) {
        key_filter_key(filter, ACTION_OK, true, now);
        key_filter_key(filter, ACTION_OK, false, now + 40);
        assert_int_equal(key_filter_hold_ms(filter), 1800);
    }
    assert_int_equal(key_filter_repeat(filter, 1800), ACTION_OK);
    assert_int_equal(key_filter_hold_ms(filter), 0);
    key_filter_key(filter, ACTION_OK, true, 5000);
    assert_int_equal(key_filter_hold_ms(filter), 5800);
    key_filter_key(filter, ACTION_OK, false, 5100);
    assert_int_equal(key_filter_repeat(filter, 5260), ACTION_OK_BRIEF);
    assert_int_equal(key_filter_hold_ms(filter), 0);
    key_filter_key(filter, ACTION_OK, true, 6000);
    key_filter_release_all(filter);
    assert_int_equal(key_filter_hold_ms(filter), 0);
    key_filter_set(filter, &usual);
    key_filter_key(filter, ACTION_OK, true, 9000);
    assert_int_equal(key_filter_hold_ms(filter), 0); /* it counted at once */
    key_filter_destroy(filter);
}

/* Receivers differ in what they make of a hold; none of them shuts its senior out. */
static void ok_can_be_held_on_every_kind_of_remote(void **state) {
    (void)state;
    struct key_filter_setup held = usual;
    held.ok_hold_ms = 800;
    static const struct {
        int every_ms, up_ms; /* a fresh press comes so often, 0 = only one; let go after so long, 0 = never */
    } remotes[] = {{0, 0}, {110, 0}, {110, 40}, {110, 100}};
    for (size_t i = 0; i < sizeof remotes / sizeof remotes[0]; i++)
        for (int hold_ms = 110; hold_ms <= 1100; hold_ms += 990) {
            struct key_filter *filter = key_filter_create(&held);
            enum action came = ACTION_NONE;
            for (int now = 0; now < 2000; now++) {
                int every = remotes[i].every_ms, phase = every ? now % every : now;
                enum action out = ACTION_NONE;
                if (phase == 0 && now < hold_ms)
                    out = key_filter_key(filter, ACTION_OK, true, now);
                if (remotes[i].up_ms && phase == remotes[i].up_ms && now < hold_ms)
                    out = key_filter_key(filter, ACTION_OK, false, now);
                assert_int_equal(out, ACTION_NONE);
                int64_t next = key_filter_next_ms(filter, now);
                out = next >= 0 && next <= now ? key_filter_repeat(filter, now) : ACTION_NONE;
                assert_false(out != ACTION_NONE && came != ACTION_NONE); /* once */
                came = out != ACTION_NONE ? out : came;
            }
            bool sure = hold_ms > 800 || remotes[i].up_ms == 0; /* of a single press nobody knows how long it was */
            if (came != (sure ? ACTION_OK : ACTION_OK_BRIEF))
                fail_msg("remote %zu held for %d ms: %s", i, hold_ms, action_name(came));
            key_filter_destroy(filter);
        }
}

static void an_sos_always_passes(void **state) {
    (void)state;
    struct key_filter *filter = key_filter_create(&usual);
    for (int a = ACTION_SERVICE; a < ACTION_COUNT; a++)
        key_filter_key(filter, (enum action)a, true, 0);
    for (int at = 1; at < 50; at++) {
        key_filter_screen_changed(filter, at);
        assert_int_equal(key_filter_key(filter, ACTION_SOS, true, at), ACTION_SOS);
        assert_int_equal(key_filter_key(filter, ACTION_SOS, true, at), ACTION_SOS);
        assert_int_equal(key_filter_key(filter, ACTION_SOS, false, at), ACTION_NONE);
    }
    key_filter_destroy(filter);
}

static void voice_lasts_as_long_as_its_key(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_VOICE_DOWN, ACTION_VOICE_DOWN}, {3000, ASK, NOTHING, NOTHING},
         {3000, UP, ACTION_VOICE_DOWN, NOTHING}, {3039, ASK, NOTHING, NOTHING}, {3040, ASK, NOTHING, ACTION_VOICE_UP},
         {3050, ASK, NOTHING, NOTHING});
}

/* A bad contact opens for a moment in the middle of a sentence. */
static void a_gap_in_the_voice_key_does_not_cut_the_sentence(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_VOICE_DOWN, ACTION_VOICE_DOWN}, {1000, UP, ACTION_VOICE_DOWN, NOTHING},
         {1020, DOWN, ACTION_VOICE_DOWN, NOTHING}, {1040, ASK, NOTHING, NOTHING},
         {2000, UP, ACTION_VOICE_DOWN, NOTHING}, {2040, ASK, NOTHING, ACTION_VOICE_UP});
    struct key_filter *filter = key_filter_create(&usual);
    key_filter_key(filter, ACTION_VOICE_DOWN, true, 0);
    key_filter_key(filter, ACTION_VOICE_DOWN, false, 1000);
    assert_int_equal(key_filter_next_ms(filter, 1000), 1040);
    assert_int_equal(key_filter_next_ms(filter, 5000), 5000);
    key_filter_destroy(filter);
}

/* The remote's battery fell out: nothing walks on, the microphone closes, and the next press counts. */
static void a_remote_that_vanished_holds_no_key(void **state) {
    (void)state;
    struct key_filter *filter = key_filter_create(&usual);
    key_filter_key(filter, ACTION_VOICE_DOWN, true, 0);
    key_filter_key(filter, ACTION_DOWN, true, 100);
    assert_int_equal(key_filter_release_all(filter), ACTION_VOICE_UP);
    assert_int_equal(key_filter_release_all(filter), ACTION_NONE);
    assert_int_equal(key_filter_next_ms(filter, 200), -1);
    assert_int_equal(key_filter_repeat(filter, 5000), ACTION_NONE);
    assert_int_equal(key_filter_key(filter, ACTION_DOWN, true, 5000), ACTION_DOWN);
    assert_int_equal(key_filter_key(filter, ACTION_VOICE_DOWN, true, 5000), ACTION_VOICE_DOWN);
    key_filter_destroy(filter);
}

static void the_times_are_the_operators(void **state) {
    (void)state;
    const struct key_filter_setup off = {.repeat_delay_ms = 1000, .repeat_per_s = 10};
    const struct moment quick[] = {
        {0, DOWN, ACTION_OK, ACTION_OK},     {0, UP, ACTION_OK, NOTHING},         {0, DOWN, ACTION_OK, ACTION_OK},
        {0, UP, ACTION_OK, NOTHING},         {1, DOWN, ACTION_LEFT, ACTION_LEFT}, {1, UP, ACTION_LEFT, NOTHING},
        {1, DOWN, ACTION_LEFT, ACTION_LEFT}, {1000, ASK, NOTHING, NOTHING},       {1001, ASK, NOTHING, ACTION_LEFT},
        {1100, ASK, NOTHING, NOTHING},       {1101, ASK, NOTHING, ACTION_LEFT}};
    tell_with(&off, quick, sizeof quick / sizeof *quick);
    struct key_filter *filter = key_filter_create(&usual);
    key_filter_set(filter, &off);
    key_filter_key(filter, ACTION_OK, true, 0);
    assert_int_equal(key_filter_key(filter, ACTION_OK, true, 1), ACTION_OK);
    key_filter_destroy(filter);
}

static void what_is_no_key_does_nothing(void **state) {
    (void)state;
    TELL({0, DOWN, ACTION_NONE, NOTHING}, {0, DOWN, ACTION_COUNT, NOTHING}, {0, DOWN, ACTION_VOICE_UP, NOTHING},
         {0, UP, ACTION_OK, NOTHING}, {0, UP, ACTION_VOICE_DOWN, NOTHING}, {0, DOWN, ACTION_OK, ACTION_OK});
    key_filter_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_press_acts_on_the_way_down),
        cmocka_unit_test(the_same_key_within_its_time_is_bounce),
        cmocka_unit_test(a_tremor_on_ok_acts_once_however_long),
        cmocka_unit_test(letting_go_of_ok_does_not_act_again),
        cmocka_unit_test(pressing_ok_on_purpose_counts_each_time),
        cmocka_unit_test(walking_quickly_with_an_arrow_counts_each_step),
        cmocka_unit_test(another_key_is_no_bounce),
        cmocka_unit_test(a_key_between_does_not_make_a_bounce_a_press),
        cmocka_unit_test(ok_waits_until_the_eyes_have_seen_the_screen),
        cmocka_unit_test(a_held_arrow_walks),
        cmocka_unit_test(a_hold_without_a_release_ends_after_ten_seconds),
        cmocka_unit_test(a_hold_that_is_told_again_goes_on),
        cmocka_unit_test(no_other_held_key_repeats),
        cmocka_unit_test(what_was_missed_is_not_caught_up),
        cmocka_unit_test(a_receiver_that_presses_again_and_again_is_a_hold),
        cmocka_unit_test(two_keys_down_at_once_do_not_fight),
        cmocka_unit_test(a_second_down_without_an_up_is_a_press),
        cmocka_unit_test(where_ok_is_to_be_held_a_touch_does_nothing_but_say_so),
        cmocka_unit_test(a_hold_ends_with_what_it_was_meant_for),
        cmocka_unit_test(it_is_known_when_a_held_ok_counts),
        cmocka_unit_test(ok_can_be_held_on_every_kind_of_remote),
        cmocka_unit_test(an_sos_always_passes),
        cmocka_unit_test(voice_lasts_as_long_as_its_key),
        cmocka_unit_test(a_gap_in_the_voice_key_does_not_cut_the_sentence),
        cmocka_unit_test(a_remote_that_vanished_holds_no_key),
        cmocka_unit_test(the_times_are_the_operators),
        cmocka_unit_test(what_is_no_key_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
