/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clumsy hand on the screens: keys by chance, with bounces and holds, through the real filter, on a clock that the
 * test turns. After each key: exactly one focus, bounded depth, nothing ordered that was not asked for with OK on its
 * confirm screen; every now and then: BACK alone leads home, and so does the one-key. STB_CLUMSY_SEED and
 * STB_CLUMSY_KEYS choose another hand; the seed of a fault is in its message.
 */
#include "clumsy.h"
#include "remote/filter.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { KEYS = 6000, ROUND = 500, DEPTH_MOST = 20 };
static const struct filter_setup SETUP = {.bounce_ms = 150, /* what a box comes with */
                                          .ok_bounce_ms = 400,
                                          .repeat_delay_ms = 600,
                                          .repeat_per_s = 4,
                                          .screen_guard_ms = 400};
static struct clumsy clumsy;
static struct filter *filter;
static char page[400]; /* what is on screen, for the guard of OK */
static unsigned long acted, probes;

static bool check(const struct scene *scene) {
    int rings = 0;
    for (size_t i = 0; i + 1 < scene->item_count; i++)
        rings += scene->items[i].role == ROLE_NONE && scene->items[i].ring >= 6 && scene->items[i].fill == 0 &&
                 scene->items[i + 1].focusable;
    if (rings != 1 || !scene->focus || !focus_find(scene, scene->focus))
        CLUMSY_FAULT(&clumsy, "%d rings on %s, focus %s", rings, scene->screen, scene->focus ? scene->focus : "none");
    if (stack_depth(clumsy.room->stack) >= DEPTH_MOST)
        CLUMSY_FAULT(&clumsy, "%zu screens lie upon each other", stack_depth(clumsy.room->stack));
    return !clumsy.fault[0];
}

static const struct scene *look(void) {
    char now[sizeof page];
    const struct scene *scene = room_look(clumsy.room);
    snprintf(now, sizeof now, "%s/%s/%s/%s", scene->screen, scene->service ? scene->service : "",
             scene->step ? scene->step : "", scene->title ? scene->title : "");
    if (strcmp(now, page) != 0)
        filter_screen_changed(filter, clumsy.room->now_ms);
    snprintf(page, sizeof page, "%s", now);
    snprintf(clumsy.screen, sizeof clumsy.screen, "%s", scene->screen);
    snprintf(clumsy.focus, sizeof clumsy.focus, "%s", scene->focus ? scene->focus : "");
    return scene;
}

/* stb-ui is started, and told what there is. */
static void open_channel(void) {
    struct room *room = clumsy.room;
    if (room->stack)
        return;
    room->stack = room_stack(room);
    clumsy.television = false;
    stack_told(room->stack);
}

static void leave_channel(void) {
    if (clumsy.television && clumsy.room->stack) {
        stack_destroy(clumsy.room->stack);
        clumsy.room->stack = NULL;
    }
}

static void press_sos(void) {
    if (!sos_is_open(&clumsy)) {
        clumsy.sos_number++;
        clumsy.sos_presses = 0;
    }
    clumsy.sos_presses++;
    clumsy_tell_sos(&clumsy, "sending", clumsy.sos_presses == 1 ? 4900 : 0);
    stack_told(clumsy.room->stack);
}

/* What stb-app does with an action that the filter let through. */
static void act(enum action action) {
    struct room *room = clumsy.room;
    if (action == ACTION_NONE)
        return;
    if (!room->stack && action != ACTION_SERVICE && action != ACTION_SOS && action != ACTION_PERSON)
        return;
    bool opened = !room->stack;
    open_channel();
    look();
    clumsy.action = action;
    acted++;
    if (action == ACTION_SOS)
        press_sos();
    else if (!opened || action != ACTION_SERVICE)
        stack_act(room->stack, action, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW);
    clumsy_hear(&clumsy);
    check(look());
    clumsy_hear(&clumsy); /* a drawing asks for lists */
    leave_channel();
}

/* Until UNTIL_MS: repeats, answers, and whatever comes by itself. */
static void pass(int64_t until_ms) {
    for (int64_t next; (next = filter_next_ms(filter, clumsy.room->now_ms)) >= 0 && next <= until_ms;) {
        clumsy.room->now_ms = next > clumsy.room->now_ms ? next : clumsy.room->now_ms;
        act(filter_repeat(filter, clumsy.room->now_ms));
    }
    if (clumsy.room->stack)
        clumsy_time_passes(&clumsy, until_ms);
    clumsy.room->now_ms = until_ms;
    if (clumsy.room->stack) {
        clumsy_hear(&clumsy);
        check(look());
        clumsy_hear(&clumsy);
        if (stack_rests(clumsy.room->stack, until_ms))
            clumsy.television = true;
        leave_channel();
    }
}

static void key(enum action action, int hold_ms) {
    act(filter_key(filter, action, true, clumsy.room->now_ms));
    pass(clumsy.room->now_ms + hold_ms);
    act(filter_key(filter, action, false, clumsy.room->now_ms));
}

/* Arrows and OK most, as hands go; all others too. */
static enum action any_key(void) {
    static const enum action often[] = {ACTION_OK, ACTION_OK,   ACTION_OK,    ACTION_DOWN,  ACTION_DOWN,
                                        ACTION_UP, ACTION_LEFT, ACTION_RIGHT, ACTION_RIGHT, ACTION_BACK};
    return chance(&clumsy, 3) ? often[chance(&clumsy, 10)] : (enum action)(1 + chance(&clumsy, ACTION_COUNT - 1));
}

/* The usual way through what lies first, as often as it comes to mind: where the same is ordered once more. */
static void insist(void) {
    for (int i = chance(&clumsy, 9); i > 0; i--) {
        key(ACTION_OK, 80);
        pass(clumsy.room->now_ms + 500);
        if (strcmp(clumsy.screen, "message") == 0 && chance(&clumsy, 2)) {
            key(ACTION_RIGHT, 80);
            pass(clumsy.room->now_ms + 500);
        }
    }
}

static void press_clumsily(void) {
    enum action action = clumsy.television && chance(&clumsy, 2) ? ACTION_SERVICE : any_key();
    int kind = chance(&clumsy, 10), times = kind < 3 ? 1 + chance(&clumsy, 3) : 0;
    if (action == ACTION_SOS && chance(&clumsy, 4)) /* it lies apart, and is pressed seldom */
        action = ACTION_OK;
    if (chance(&clumsy, 12) == 0)
        insist();
    key(action, kind == 3 ? 600 + chance(&clumsy, 2500) : 30 + chance(&clumsy, 200));
    while (times-- > 0) { /* a trembling finger */
        pass(clumsy.room->now_ms + 20 + chance(&clumsy, 130));
        key(action, 10 + chance(&clumsy, 60));
    }
    int pause = chance(&clumsy, 40);
    pass(clumsy.room->now_ms + (pause == 0   ? 20000 + chance(&clumsy, 240000)
                                : pause < 10 ? 1000 + chance(&clumsy, 6000)
                                             : 60 + chance(&clumsy, 900)));
}

/* --- the way home */

static void calm(enum action action) {
    clumsy.room->now_ms += 4000; /* longer than anything that is waited for keeps its screen */
    clumsy_hear(&clumsy);
    act(action);
}

static void end_sos(void) {
    if (sos_is_open(&clumsy)) {
        clumsy_tell_sos(&clumsy, "closed", 0);
        stack_told(clumsy.room->stack);
    }
}

static bool is_home(void) {
    return clumsy.room->stack && strcmp(look()->screen, "home") == 0;
}

/* BACK alone: a screen each, one more for what the SOS left and one for each notice. */
static void probe_back(void) {
    char from[sizeof page];
    open_channel();
    end_sos();
    look();
    size_t most = stack_depth(clumsy.room->stack) + 3;
    snprintf(from, sizeof from, "%s", page);
    for (size_t i = 0; i < most && clumsy.room->stack && !is_home(); i++)
        calm(ACTION_BACK);
    if (clumsy.room->stack && !is_home()) /* the last of what it was opened for leads to television */
        CLUMSY_FAULT(&clumsy, "BACK %zu times led from %s to %s", most, from, page);
    probes++;
}

static void probe_service(void) {
    char from[sizeof page];
    open_channel();
    end_sos();
    look();
    snprintf(from, sizeof from, "%s", page);
    calm(ACTION_SERVICE);
    if (!is_home())
        calm(ACTION_SERVICE); /* the first one took note of the SOS's end */
    if (!is_home())
        CLUMSY_FAULT(&clumsy, "the one-key led from %s to %s", from, page);
    probes++;
}

static void begin_round(int number) {
    struct room *room = clumsy.room;
    room_furnish(room, 1280, 720, number % 2 ? 1.25 : 1.75, false, "zh-CN");
    room->now_ms = ROOM_NOW;
    clumsy.order_count = 0; /* another day: the clock began anew */
    clumsy.television = false;
    clumsy.sos_state = NULL;
    clumsy.options_n = 0;
    filter_destroy(filter);
    filter = filter_create(&SETUP);
    if (number % 3 == 1)
        order_catalog(room);
    if (number % 3 == 2)
        at_first_run(room);
    clumsy_hear(&clumsy);
}

static void a_clumsy_hand_orders_nothing_twice_and_finds_home(void **state) {
    const char *seed = getenv("STB_CLUMSY_SEED"), *count = getenv("STB_CLUMSY_KEYS");
    unsigned long first = seed ? strtoul(seed, NULL, 10) : 62229090, keys = count ? strtoul(count, NULL, 10) : KEYS;
    (void)state;
    clumsy.room = room_open(320, 180);
    clumsy.chance = first * 2654435761U + 1;
    for (unsigned long i = 0; i < keys && !clumsy.fault[0]; i++) {
        if (i % ROUND == 0)
            begin_round((int)(i / ROUND));
        press_clumsily();
        if (i % 40 == 39)
            probe_back();
        else if (i % 40 == 19)
            probe_service();
        if (clumsy.fault[0])
            fail_msg("seed %lu, key %lu: %s", first, i, clumsy.fault);
    }
    printf("figure: seed %lu: %lu actions, %lu ways home, %lu orders sent (%lu after a question), %lu cancelled, %lu "
           "answers to notices, %d alarms\n",
           first, acted, probes, clumsy.submits, clumsy.agains, clumsy.cancels, clumsy.replies, clumsy.sos_number);
    assert_true(clumsy.submits > keys / 400); /* else it has tried nothing */
    assert_true(clumsy.agains > 0 && clumsy.cancels > 0 && clumsy.replies > 0 && clumsy.sets > 0);
    filter_destroy(filter);
    room_close(clumsy.room);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_clumsy_hand_orders_nothing_twice_and_finds_home)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
