/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clumsy hands on the screens: keys by chance, as seven kinds of old hands press them, through the real keymap and the
 * real filter with the times that a box comes with, on a clock that the test turns; and the hotline's news meanwhile.
 *
 * After every action and after all news: exactly one focus, which news never move; a bounded depth; a picture that
 * answers keys; the red key leads to its screen; nothing ordered, cancelled or ordered twice but with OK, on a sheet
 * that stood there before the press and for as long as eyes need (clumsy.h); one press counts once, a calm one always
 * (hand.h). Every now and then the ways out are tried, in a child process whose tries the story never hears of: BACK
 * alone leads home, so do the one-key and television, and an SOS that is taken back leaves everything as it was.
 *
 * STB_SEEDS hands of STB_CLUMSY_KEYS presses, the first of them STB_CLUMSY_SEED. A fault names its seed. `make test`
 * plays this as shipped, and a little of it under the sanitizers.
 */
#include "tests/unit/ui/clumsy.h"
#include <linux/input-event-codes.h>
#include <setjmp.h>
#include <stdint.h>
#include <sys/mman.h>

#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__ /* where each child process costs 40 ms and each picture three times as much */
enum { SEEDS = 1, KEYS = 3000, ROUND = 150, TRY_EVERY = 50 };
#else
enum { SEEDS = 3, KEYS = 10000, ROUND = 500, TRY_EVERY = 10 };
#endif
enum { DEPTH_MAX = 20, DEAF_KEYS = 25, DEAF_MS = 11000 };
/* As config.c has it, and as the settings "calm" and "very calm" make it (settings.c), which hold OK too. */
static const struct key_filter_setup SETUPS[] = {
    {.bounce_ms = 150, .ok_bounce_ms = 400, .repeat_delay_ms = 600, .repeat_per_s = 4, .screen_guard_ms = 400},
    {.bounce_ms = 150, .ok_bounce_ms = 400, .repeat_delay_ms = 600, .repeat_per_s = 4, .screen_guard_ms = 400},
    {.bounce_ms = 250, .ok_bounce_ms = 700, .repeat_delay_ms = 900, .repeat_per_s = 3, .screen_guard_ms = 400},
    {400, 1200, 1500, 2, 400, 600}};
enum { SETUP_COUNT = sizeof SETUPS / sizeof SETUPS[0] };

/* Of a hundred presses so many... */
struct manner {
    const char *name;
    int tremble, hold, wrong, two, lost, stray, fresh;
    bool steady; /* it presses OK every half second, whatever happens */
};
static const struct manner manners[] = {
    {"trembling", 60, 6, 8, 2, 1, 1, 0, false},         {"leaning on keys", 10, 50, 8, 4, 1, 1, 0, false},
    {"astray", 20, 6, 50, 6, 1, 1, 0, false},           {"two thumbs", 20, 6, 8, 50, 1, 1, 0, false},
    {"worn-out remote", 20, 6, 8, 4, 30, 20, 0, false}, {"presses, no releases", 0, 0, 8, 0, 0, 0, 100, false},
    {"OK every half second", 0, 0, 0, 0, 0, 0, 0, true}};
enum { MANNER_COUNT = sizeof manners / sizeof manners[0] };

static struct clumsy clumsy;
static const struct manner *manner;
static char visible_key[SCENE_VISIBLE_KEY_SIZE];
static unsigned long acted, tries;
/* For what news may not change, and what keys must. */
static char shown[SCENE_VISIBLE_KEY_SIZE + REQUEST_ID_SIZE + 32];
enum { CHOICES_MAX = 40 };
static char choices[CHOICES_MAX][SCENE_ID_SIZE];
static size_t choice_count;
static int depth;
static unsigned long digest, deaf_keys, messages;
static int64_t answered_ms;
static bool touched; /* a key since the last look */
static bool trying;  /* a way out: nothing comes between */

/* What came before a fault. */
enum { STORY_LINES = 40, STORY_LINE = 800 };
static char story[STORY_LINES][STORY_LINE];
static unsigned long story_next;

static void tell_story(enum action action) {
    const char *focus = clumsy.room->stack ? clumsy.focus : "";
    snprintf(story[story_next++ % STORY_LINES], STORY_LINE, "%8lld ms  %-12s %.500s, focus %.60s",
             (long long)(clumsy.room->now_ms - ROOM_NOW), action_name(action), shown, focus);
}

static void print_story(void) {
    unsigned long from = story_next > STORY_LINES ? story_next - STORY_LINES : 0;
    for (; from < story_next; from++)
        fprintf(stderr, "%s\n", story[from % STORY_LINES]);
}

/* --- what is seen, and its rules */

static unsigned long stir(unsigned long into, const char *words) {
    while (words && *words)
        into = (into ^ (unsigned char)*words++) * 1099511628211UL;
    return into;
}

static unsigned long digest_of(const struct scene *scene) {
    unsigned long now = stir(stir(14695981039346656037UL, scene->screen), scene->focus);
    for (size_t i = 0; i < scene->item_count; i++)
        now = stir(stir(now, scene->items[i].id), scene->items[i].words);
    return now;
}

static void check_focus(const struct scene *scene) {
    int rings = 0;
    for (size_t i = 0; i + 1 < scene->item_count; i++)
        rings += scene->items[i].role == ROLE_NONE && scene->items[i].ring >= 6 && scene->items[i].fill == 0 &&
                 scene->items[i + 1].focusable;
    if (rings != 1 || !scene->focus || !focus_find(scene, scene->focus))
        CLUMSY_FAULT(&clumsy, "%d rings on %s, focus %s", rings, scene->screen, scene->focus ? scene->focus : "none");
    if (screen_stack_depth(clumsy.room->stack) >= DEPTH_MAX)
        CLUMSY_FAULT(&clumsy, "%zu screens lie upon each other", screen_stack_depth(clumsy.room->stack));
}

static bool was_there(const char *id) {
    for (size_t i = 0; i < choice_count; i++)
        if (strcmp(choices[i], id) == 0)
            return true;
    return false;
}

/* But to what they advise: a button that they bring, or to order again what came to nothing. */
static void check_news_move_nothing(const struct scene *scene, const char *now) {
    if (!touched && strcmp(now, shown) == 0 && focus_find(scene, clumsy.focus) &&
        strcmp(scene->focus, clumsy.focus) != 0 && was_there(scene->focus) &&
        (strcmp(scene->screen, "result") != 0 || strcmp(scene->focus, "again") != 0))
        CLUMSY_FAULT(&clumsy, "news moved the focus on %s from %s to %s", now, clumsy.focus, scene->focus);
    choice_count = 0;
    for (size_t i = 0; i < scene->item_count && choice_count < CHOICES_MAX; i++)
        if (scene->items[i].focusable)
            memcpy(choices[choice_count++], scene->items[i].id, SCENE_ID_SIZE);
}

/* Many keys in a row that changed nothing at all, for longer than anything is waited for. A bump is an answer too. */
static void check_not_deaf(const struct scene *scene) {
    unsigned long now = digest_of(scene);
    if (now != digest || clumsy.messages != messages || screen_stack_edge(clumsy.room->stack) != ACTION_NONE) {
        deaf_keys = 0;
        answered_ms = clumsy.room->now_ms;
    }
    deaf_keys += touched;
    digest = now;
    messages = clumsy.messages;
    if (deaf_keys > DEAF_KEYS && clumsy.room->now_ms - answered_ms > DEAF_MS)
        CLUMSY_FAULT(&clumsy, "%lu keys in %lld ms changed nothing on %s, focus %s", deaf_keys,
                     (long long)(clumsy.room->now_ms - answered_ms), scene->screen, scene->focus);
}

/* Of a question that is new the harmless answer has the focus; one to which BACK led is as it was left. */
static void check_question(const struct scene *scene, const char *now) {
    if (scene->depth <= depth)
        return;
    bool twice = focus_find(scene, "look") && focus_find(scene, "again"), cancels = focus_find(scene, "keep") != NULL;
    if ((twice && strcmp(scene->focus, "look") != 0) || (cancels && strcmp(scene->focus, "keep") != 0))
        CLUMSY_FAULT(&clumsy, "the question %s came with the focus on %s", now, scene->focus);
}

/* What an OK would agree to. */
static void note_what_is_asked(const struct scene *scene, const char *now) {
    char seen[SEEN_SIZE] = "";
    bool sheet = strcmp(scene->screen, "confirm") == 0, question = strcmp(scene->screen, "message") == 0,
         notice = strcmp(scene->screen, "notice") == 0;
    size_t used = 0;
    if (sheet || question || notice) /* what lies under a notice may become another */
        used = (size_t)snprintf(seen, sizeof seen, "%s: ", notice ? scene->step : now);
    for (size_t i = 0; sheet && i < scene->item_count && used < sizeof seen; i++)
        if (strncmp(scene->items[i].id, "line.", 5) == 0)
            used += (size_t)snprintf(seen + used, sizeof seen - used, "%s; ", scene->items[i].words);
    for (size_t i = 0; notice && i < scene->item_count && used < sizeof seen; i++)
        if (strcmp(scene->items[i].id, "text") == 0 || scene->items[i].role == ROLE_OPTION)
            used += (size_t)snprintf(seen + used, sizeof seen - used, "%s; ", scene->items[i].words);
    if (strcmp(seen, clumsy.seen) == 0)
        return;
    if (question)
        check_question(scene, now);
    memcpy(clumsy.seen, seen, sizeof seen);
    clumsy.seen_ms = clumsy.room->now_ms;
    clumsy.seen_press = touched ? clumsy.press : 0;
}

/* stb-app and the senior look at the same picture. */
static const struct scene *look(void) {
    char now[sizeof shown], seen[SCENE_VISIBLE_KEY_SIZE];
    const struct scene *scene = room_look(clumsy.room);
    scene_visible_key(scene, seen);
    if (strcmp(seen, visible_key) != 0)
        hand_sees_another(&clumsy.hand, clumsy.room->now_ms);
    memcpy(visible_key, seen, sizeof seen);
    snprintf(now, sizeof now, "%s %s %d", seen, screen_stack_request(clumsy.room->stack), scene->depth);
    check_focus(scene);
    check_news_move_nothing(scene, now);
    check_not_deaf(scene);
    note_what_is_asked(scene, now);
    depth = scene->depth;
    memcpy(shown, now, sizeof now);
    snprintf(clumsy.screen, sizeof clumsy.screen, "%s", scene->screen);
    snprintf(clumsy.focus, sizeof clumsy.focus, "%s", scene->focus ? scene->focus : "");
    touched = false;
    return scene;
}

/* What was sent is heard; a drawing may ask for lists, and what is heard may change the drawing. */
static void settle(void) {
    clumsy_hear(&clumsy);
    look();
    clumsy_hear(&clumsy);
}

/* --- stb-app's part */

/* stb-ui is started, and told what there is. */
static void open_channel(void) {
    struct room *room = clumsy.room;
    if (room->stack)
        return;
    room->stack = room_stack(room);
    clumsy.television = false;
    screen_stack_told(room->stack);
    touched = true; /* nothing that stood here before has moved */
    depth = 0;
    look();
}

static void leave_channel(void) {
    if (!clumsy.television || !clumsy.room->stack)
        return;
    screen_stack_destroy(clumsy.room->stack);
    clumsy.room->stack = NULL;
    clumsy.alone = false;
    clumsy_listen(&clumsy, "drop");
    visible_key[0] = shown[0] = clumsy.seen[0] = clumsy.screen[0] = 0;
}

/* stb-ui dies, and is there again. */
static void restart(void) {
    screen_stack_destroy(clumsy.room->stack);
    clumsy.room->stack = NULL;
    clumsy.restarts++;
    clumsy_listen(&clumsy, "drop");
    clumsy.seen[0] = 0;
    open_channel();
}

static void press_sos(void) {
    bool fresh = !sos_incident_is_open(&clumsy);
    clumsy.sos_number += fresh;
    clumsy.sos_presses = fresh ? 1 : clumsy.sos_presses + 1;
    clumsy_tell_sos(&clumsy, "sending", fresh ? 4900 : 0);
    clumsy_hear(&clumsy);
    if (strcmp(look()->screen, "sos") != 0)
        CLUMSY_FAULT(&clumsy, "SOS led to %s", clumsy.screen);
}

static void act(enum action action) {
    struct room *room = clumsy.room;
    bool opened = !room->stack;
    int64_t hold_ms = key_filter_hold_ms(clumsy.hand.filter);
    if (room->stack)
        screen_stack_hold(room->stack, hold_ms ? hold_ms - room->now_ms : 0, room->now_ms);
    if (action == ACTION_NONE ||
        (opened && action != ACTION_SERVICE && action != ACTION_SOS && action != ACTION_PERSON))
        return;
    open_channel();
    clumsy.action = action;
    touched = true;
    tell_story(action);
    acted++;
    if (action == ACTION_SOS)
        press_sos();
    else if (action == ACTION_TV)
        clumsy.television = true;
    else if (!opened || action != ACTION_SERVICE)
        screen_stack_act(room->stack, action, room->now_ms, ROOM_WALL + room->now_ms - ROOM_NOW);
    if (!trying && chance(&clumsy, 40) == 0) /* in the same moment, before anybody has seen what the key did */
        clumsy_happens(&clumsy);
    settle();
    leave_channel();
    hand_hurry(&clumsy.hand, sos_incident_is_open(&clumsy));
}

/* While television runs: only a notice brings the channel. */
static void television_passes(void) {
    if (chance(&clumsy, 60))
        return;
    clumsy.alone = true;
    open_channel();
    clumsy.notice_number++;
    clumsy.notice_answer[0] = 0;
    clumsy_tell_notices(&clumsy);
}

/* Until UNTIL_MS: repeats, answers, and whatever comes by itself. */
static void pass(int64_t until_ms) {
    struct hand *hand = &clumsy.hand;
    for (int64_t next; (next = key_filter_next_ms(hand->filter, clumsy.room->now_ms)) >= 0 && next <= until_ms;) {
        clumsy.room->now_ms = next > clumsy.room->now_ms ? next : clumsy.room->now_ms;
        act(hand_due(hand, clumsy.room->now_ms));
    }
    if (clumsy.room->stack)
        clumsy_time_passes(&clumsy, until_ms);
    clumsy.room->now_ms = until_ms;
    if (!clumsy.room->stack)
        television_passes();
    if (!clumsy.room->stack)
        return;
    settle();
    hand_hurry(hand, sos_incident_is_open(&clumsy));
    if (screen_stack_rests(clumsy.room->stack, until_ms))
        clumsy.television = true;
    leave_channel();
}

static void wait_ms(int ms) {
    pass(clumsy.room->now_ms + ms);
}

/* --- the hand's */

static void down(unsigned code) {
    act(hand_key(&clumsy.hand, code, true, clumsy.room->now_ms));
}

static void up(unsigned code) {
    act(hand_key(&clumsy.hand, code, false, clumsy.room->now_ms));
}

static void key(unsigned code, int hold_ms) {
    down(code);
    wait_ms(hold_ms);
    up(code);
}

/* Arrows and OK most, as hands go; now and then one of all that a remote can send. */
static unsigned any_key(void) {
    static const unsigned often[] = {KEY_OK, KEY_ENTER, KEY_OK,    KEY_DOWN,  KEY_DOWN,
                                     KEY_UP, KEY_LEFT,  KEY_RIGHT, KEY_RIGHT, KEY_BACK};
    static const unsigned seldom[] = {
        KEY_HOMEPAGE, KEY_MENU, KEY_VOICECOMMAND, KEY_EXIT, KEY_TV, KEY_PHONE, KEY_INFO,       KEY_0,      KEY_1,
        KEY_2,        KEY_3,    KEY_KP4,          KEY_5,    KEY_6,  KEY_7,     KEY_NUMERIC_8,  KEY_9,      KEY_SOS,
        KEY_F1,       KEY_MUTE, KEY_VOLUMEUP,     KEY_F2,   KEY_F3, KEY_F4,    KEY_VOLUMEDOWN, KEY_KPENTER};
    static const unsigned wrong[] = {KEY_RED,     KEY_GREEN, KEY_YELLOW, KEY_BLUE,      KEY_POWER, KEY_CHANNELUP,
                                     KEY_CHANNEL, KEY_A,     KEY_SLEEP,  KEY_PLAYPAUSE, KEY_MAX};
    if (chance(&clumsy, 100) < manner->wrong)
        return chance(&clumsy, 2) ? wrong[chance(&clumsy, sizeof wrong / sizeof wrong[0])]
                                  : seldom[chance(&clumsy, sizeof seldom / sizeof seldom[0])];
    if (clumsy.television && chance(&clumsy, 2))
        return KEY_HOMEPAGE;
    return chance(&clumsy, 4) ? often[chance(&clumsy, sizeof often / sizeof often[0])]
                              : seldom[chance(&clumsy, sizeof seldom / sizeof seldom[0])];
}

/* The usual way through what lies first, as often as it comes to mind: where the same is ordered once more. */
static void insist(void) {
    for (int i = chance(&clumsy, 9); i > 0; i--) {
        clumsy.press++;
        key(KEY_OK, hand_hold_ms(&clumsy.hand) + 80);
        wait_ms(clumsy.hand.setup.ok_bounce_ms + 100);
        if (strcmp(clumsy.screen, "message") == 0 && chance(&clumsy, 2)) {
            clumsy.press++;
            key(KEY_RIGHT, 80);
            wait_ms(500);
        }
    }
}

static void tremble(unsigned code) {
    for (int times = 1 + chance(&clumsy, 6); times > 0; times--) {
        wait_ms(20 + chance(&clumsy, 130));
        key(code, 10 + chance(&clumsy, 60));
    }
}

static void press_two(unsigned code) {
    unsigned other = any_key();
    bool crossed = chance(&clumsy, 2);
    down(code);
    wait_ms(chance(&clumsy, 80));
    down(other);
    wait_ms(20 + chance(&clumsy, 300));
    up(crossed ? code : other);
    wait_ms(chance(&clumsy, 80));
    up(crossed ? other : code);
}

/* A receiver that says nothing of releases: a hold is a press every 110 ms. */
static void press_afresh(unsigned code) {
    for (int times = chance(&clumsy, 3) ? 1 : 1 + chance(&clumsy, 12); times > 0; times--) {
        down(code);
        wait_ms(110 + chance(&clumsy, 4));
    }
}

static void press_clumsily(void) {
    unsigned code = any_key();
    int luck = chance(&clumsy, 100);
    const struct manner *how = manner;
    clumsy.press++;
    if ((luck -= how->fresh) < 0) {
        press_afresh(code);
    } else if ((luck -= how->two) < 0) {
        press_two(code);
    } else if ((luck -= how->lost) < 0) {
        down(code);
    } else if ((luck -= how->stray) < 0) {
        up(code);
    } else if ((luck -= how->hold) < 0) {
        key(code, 600 + chance(&clumsy, 2500));
    } else {
        key(code, 30 + chance(&clumsy, 200));
        if (luck < how->tremble)
            tremble(code);
    }
}

/* Through what lies first, and again; a hand that has to hold it holds it. */
static void press_steadily(void) {
    clumsy.press++;
    key(KEY_OK, hand_hold_ms(&clumsy.hand) + 80);
    wait_ms(500 - 80);
}

static void rest(void) {
    int luck = chance(&clumsy, 40);
    if (luck == 0) { /* and the remote sleeps: a key that it lost is not down for minutes */
        wait_ms(2000);
        act(hand_unplugged(&clumsy.hand));
        wait_ms(18000 + chance(&clumsy, 240000));
    } else {
        wait_ms(luck < 10 ? 1000 + chance(&clumsy, 6000) : 60 + chance(&clumsy, 900));
    }
}

/* --- the ways out, each in a process of its own */

/* As a calm hand presses. */
static void calmly(unsigned code) {
    act(hand_unplugged(&clumsy.hand));
    clumsy.room->now_ms += 4000; /* longer than anything that is waited for keeps its screen */
    clumsy_hear(&clumsy);
    if (clumsy.room->stack)
        look();
    clumsy.press++;
    down(code);
    if (hand_hold_ms(&clumsy.hand) > 0) {
        clumsy.room->now_ms += hand_hold_ms(&clumsy.hand);
        act(hand_due(&clumsy.hand, clumsy.room->now_ms));
    }
    up(code);
}

static void end_sos(void) {
    if (sos_incident_is_open(&clumsy))
        clumsy_tell_sos(&clumsy, "closed", 0);
}

static bool is_home(void) {
    return clumsy.room->stack && strcmp(clumsy.screen, "home") == 0;
}

/* BACK alone: a screen each, one more for what the SOS left and one for each notice. */
static void try_back(const char *from) {
    end_sos();
    look();
    size_t most = screen_stack_depth(clumsy.room->stack) + 3;
    for (size_t i = 0; i < most && clumsy.room->stack && !is_home(); i++)
        calmly(KEY_BACK);
    if (clumsy.room->stack && !is_home()) /* the last of what it was opened for leads to television */
        CLUMSY_FAULT(&clumsy, "BACK %zu times led from %s to %s", most, from, shown);
}

static void try_service(const char *from) {
    end_sos();
    look();
    for (int i = 0; i < 2 && !is_home(); i++) /* the first one may have taken note of the SOS's end */
        calmly(KEY_HOMEPAGE);
    if (!is_home())
        CLUMSY_FAULT(&clumsy, "the one-key led from %s to %s", from, shown);
}

static void try_television(const char *from) {
    calmly(KEY_TV);
    if (clumsy.room->stack || !clumsy.television)
        CLUMSY_FAULT(&clumsy, "TV led from %s to %s", from, shown);
    calmly(KEY_HOMEPAGE);
    if (!clumsy.room->stack)
        CLUMSY_FAULT(&clumsy, "the one-key led from television nowhere");
}

/* Pressed, taken back, and its end taken note of: what was there is there. */
static void try_sos(const char *from) {
    char focus[sizeof clumsy.focus];
    if (sos_incident_is_open(&clumsy) || strcmp(clumsy.screen, "sos") == 0 || clumsy.listen_ms > 0 ||
        strcmp(clumsy.screen, "listen") == 0)
        return; /* nor does a recording or a talk go on under it */
    snprintf(focus, sizeof focus, "%s", clumsy.focus);
    down(KEY_SOS);
    calmly(KEY_BACK);
    calmly(KEY_OK);
    bool notice = strncmp(from, "notice/", 7) == 0; /* a talk that lay below it is over */
    size_t same = notice ? strcspn(from, " ") : sizeof shown;
    if (strncmp(shown, from, same) != 0 || (strcmp(focus, clumsy.focus) != 0 && focus_find(look(), focus)))
        CLUMSY_FAULT(&clumsy, "an SOS led from %s, focus %s, to %s, focus %s", from, focus, shown, clumsy.focus);
}

static void try_the_ways_out(void) {
    static void (*const ways[])(const char *from) = {try_back, try_service, try_television, try_sos};
    void (*way)(const char *from) = ways[tries++ % 4];
    char from[sizeof shown];
    if (!clumsy.room->stack)
        return;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        trying = true;
        memcpy(from, shown, sizeof from);
        way(from);
        _exit(clumsy.hand.fault[0] ? 1 : 0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        CLUMSY_FAULT(&clumsy, "the way out of %s ended with status %d", shown, status);
}

/* --- the story */

/* ONLY: this manner in every round; NULL = one after the other. */
static void begin_round(int number, const struct manner *only) {
    struct room *room = clumsy.room;
    room_furnish(room, 1280, 720, number % 2 ? 1.25 : 1.75, false, "zh-CN");
    room->now_ms = ROOM_NOW;
    clumsy.order_count = 0; /* another day: the clock began anew */
    clumsy.answered_ms = clumsy.listen_ms = answered_ms = 0;
    clumsy.television = clumsy.alone = false;
    clumsy.sos_state = NULL;
    clumsy.options_n = 0;
    clumsy.listen = "off";
    clumsy.seen[0] = clumsy.screen[0] = visible_key[0] = shown[0] = 0;
    touched = true;
    manner = only ? only : &manners[number % MANNER_COUNT];
    clumsy.steady = manner->steady;
    hand_open(&clumsy.hand, &SETUPS[(number / MANNER_COUNT) % SETUP_COUNT]);
    if (number % 3 == 1)
        order_catalog(room);
    if (number % 3 == 2)
        at_first_run(room);
    clumsy_listen(&clumsy, "ready");
    settle();
}

static void press(void) {
    if (manner->steady) {
        press_steadily();
        return;
    }
    if (chance(&clumsy, 12) == 0)
        insist();
    press_clumsily();
    rest();
}

static void play(unsigned long seed, unsigned long keys, const struct manner *only) {
    clumsy.chance = seed * 2654435761U + 1;
    clumsy.hand.fault[0] = 0;
    for (unsigned long i = 0; i < keys; i++) {
        if (i % ROUND == 0)
            begin_round((int)(i / ROUND), only);
        if (clumsy.room->stack && chance(&clumsy, 400) == 0)
            restart();
        press();
        if (i % TRY_EVERY == 0)
            try_the_ways_out();
        if (clumsy.hand.fault[0])
            print_story();
        if (clumsy.hand.fault[0])
            fail_msg("seed %lu, press %lu, %s: %s\n(alone: STB_SEEDS=1 STB_CLUMSY_SEED=%lu)", seed, i, manner->name,
                     clumsy.hand.fault, seed);
    }
}

static unsigned long number_from(const char *variable, unsigned long fallback) {
    const char *value = getenv(variable);
    return value ? strtoul(value, NULL, 10) : fallback;
}

static void clumsy_hands_order_nothing_twice_and_find_home(void **state) {
    unsigned long first = number_from("STB_CLUMSY_SEED", 62229090), keys = number_from("STB_CLUMSY_KEYS", KEYS),
                  seeds = number_from("STB_SEEDS", SEEDS);
    (void)state;
    for (unsigned long seed = first; seed < first + seeds; seed++) {
        play(seed, keys, NULL);
        printf("figure: seed %lu: %lu presses, %lu actions, %lu ways out, %lu orders sent (%lu after a question), %lu "
               "cancelled, %lu answers to notices, %lu recordings, %d alarms\n",
               seed, clumsy.press, acted, tries, clumsy.submits, clumsy.agains, clumsy.cancels, clumsy.replies,
               clumsy.spoken, clumsy.sos_number);
    }
    assert_true(clumsy.submits > seeds * keys / 400); /* else it has tried nothing */
    if (seeds * keys >= 10000)
        assert_true(clumsy.agains > 0 && clumsy.cancels > 0 && clumsy.replies > 0 && clumsy.sets > 0 &&
                    clumsy.spoken > 0);
}

/* Three OKs half a second apart were a taxi, and an OK answered what had just come up. */
static void an_ok_every_half_second_means_only_what_was_seen(void **state) {
    unsigned long first = number_from("STB_CLUMSY_SEED", 62229090), keys = number_from("STB_CLUMSY_KEYS", KEYS),
                  orders = clumsy.submits;
    (void)state;
    play(first, keys, &manners[MANNER_COUNT - 1]);
    printf(
        "figure: OK every half second: %lu orders in %lu presses, each of what had been on the screen for a second\n",
        clumsy.submits - orders, keys);
    assert_true(clumsy.submits > orders); /* else it never came to a confirm screen */
}

static int set_up(void **state) {
    (void)state;
    clumsy.hand.fault = mmap(NULL, HAND_FAULT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    clumsy.room = room_open(320, 180); /* its own size matters to none: nothing is painted */
    return clumsy.hand.fault == MAP_FAILED;
}

static int tear_down(void **state) {
    (void)state;
    hand_close(&clumsy.hand);
    room_close(clumsy.room);
    return munmap(clumsy.hand.fault, HAND_FAULT_SIZE);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(clumsy_hands_order_nothing_twice_and_find_home),
                                       cmocka_unit_test(an_ok_every_half_second_means_only_what_was_seen)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
