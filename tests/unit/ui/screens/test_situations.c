/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing that can come onto the screen is without a situation, and so without the rules and the pictures: each screen,
 * message, state of a request and of an SOS, notice of the contract and number of its answers, dial, toast, state of
 * the line, the voice, the microphone. A new value of an enum fails here until it has one.
 */
#include "tests/unit/ui/fixture.h"
#include "ui/screens/line_check.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { NOTICE_KINDS_MAX = 16, FIRST_RUN_STEPS = 4, FAULT_KINDS = VOICE_NO_SOUND + 1 };
enum { TEST_PHASES = LINE_CHECK_LOST + 1, VALUES_MAX = 8 };

static struct {
    bool screens[SCREEN_KINDS], messages[DIALOG_KINDS], requests[REQUEST_KINDS][STATES], sos[STATES];
    bool notice_kinds[NOTICE_KINDS_MAX], choices[NOTICE_CHOICES_MAX + 1], dials[SETTING_ROWS],
        toasts[SETTING_ROWS][VALUES_MAX];
    bool listen[MIC_STATES], troubles[FAULT_KINDS], links[LINK_STATES], tests[TEST_PHASES], first_run[FIRST_RUN_STEPS];
    bool contacts[3]; /* none, one, more */
} seen;

/* How a screen is told from the others by what scene lines say. */
static const struct {
    const char *screen, *step; /* STEP NULL = any */
} screens[] = {
    [SCREEN_HOME] = {"home", NULL},
    [SCREEN_STEP] = {"step", NULL},
    [SCREEN_CART] = {"cart", NULL},
    [SCREEN_CONFIRM] = {"confirm", NULL},
    [SCREEN_RESULT] = {"result", NULL},
    [SCREEN_SOS] = {"sos", NULL},
    [SCREEN_DIALOG] = {"message", NULL},
    [SCREEN_ORDERS] = {"orders", NULL},
    [SCREEN_MORE] = {"step", "topic"},
    [SCREEN_NOTICE] = {"notice", NULL},
    [SCREEN_NOTICES] = {"notices", NULL},
    [SCREEN_SETTINGS] = {"settings", NULL},
    [SCREEN_LINE_CHECK] = {"settings", "test"},
    [SCREEN_ABOUT] = {"settings", "about"},
    [SCREEN_FIRST_RUN] = {"first-run", NULL},
    [SCREEN_VOICE_NOTE] = {"say", NULL},
    [SCREEN_TALK] = {"listen", NULL},
};
_Static_assert(sizeof screens / sizeof screens[0] == SCREEN_KINDS, "a screen is not looked for");
static const char *const messages[] = {
    [DIALOG_NOT_SAVED] = "not_saved",   [DIALOG_DUPLICATE] = "duplicate", [DIALOG_CANCEL] = "cancel",
    [DIALOG_LEAVE_CART] = "leave_cart", [DIALOG_BY_PERSON] = "by_person",
};
_Static_assert(sizeof messages / sizeof messages[0] == DIALOG_KINDS, "a message is not looked for");
static const char *const first_run_steps[FIRST_RUN_STEPS] = {"text", "contrast", "guidance", "test"};

static const char *text(const char *words) {
    return words ? words : "";
}

static bool is(const struct scene *scene, const char *screen) {
    return strcmp(text(scene->screen), screen) == 0;
}

/* --- the kinds of notices, from the contract itself */

static char kinds[NOTICE_KINDS_MAX][32];

static size_t read_kinds(void) {
    static const char begin[] = "kind: {type: string, enum: [care";
    char line[4096], *at = NULL;
    size_t count = 0;
    FILE *contract = fopen("net/hotline-api.yaml", "r");
    assert_non_null(contract);
    while (!at && fgets(line, sizeof line, contract))
        at = strstr(line, begin);
    fclose(contract);
    assert_non_null(at);
    for (char *word = strtok(strrchr(at, '[') + 1, ", ]}\n"); word; word = strtok(NULL, ", ]}\n"))
        snprintf(kinds[count++], sizeof kinds[0], "%s", word);
    return count;
}

/* --- what a situation shows */

static void see_screen(const struct scene *scene) {
    int found = -1;
    for (int i = 0; i < SCREEN_KINDS; i++) {
        bool special = screens[i].step && strcmp(text(scene->step), screens[i].step) == 0;
        if (is(scene, screens[i].screen) && (special || (!screens[i].step && found < 0)))
            found = i;
    }
    if (found >= 0)
        seen.screens[found] = true;
}

static void see_message(const struct room *room, const struct scene *scene) {
    for (int i = 0; i < DIALOG_KINDS && is(scene, "message"); i++) {
        char key[64];
        snprintf(key, sizeof key, "message.%s.title", messages[i]);
        if (strcmp(text(scene->title), strings_get(room->strings, key)) == 0)
            seen.messages[i] = true;
    }
}

static void see_notice(const struct room *room, const struct scene *scene) {
    const struct notice *notice = model_notice(&room->model, text(scene->step));
    if (!is(scene, "notice") || !notice || notice->answered[0])
        return;
    seen.choices[notice->choice_count] = true;
    for (size_t i = 0; i < NOTICE_KINDS_MAX; i++)
        if (strcmp(kinds[i], notice->kind) == 0)
            seen.notice_kinds[i] = true;
}

static void see_dials(struct room *room, const struct scene *scene) {
    const struct scene_item *toast = scene_find(scene, "toast");
    for (int dial = 0; dial < SETTING_ROWS; dial++) {
        if (is(scene, "settings") && strcmp(text(scene->focus), setting_row_name((enum setting)dial)) == 0)
            seen.dials[dial] = true;
        for (int value = 0; toast && value < VALUES_MAX; value++) {
            char key[64], words[100];
            snprintf(key, sizeof key, "set.%s.%d", setting_row_name((enum setting)dial), value);
            snprintf(words, sizeof words, "set.%s", setting_row_name((enum setting)dial));
            if (strings_has(room->strings, key) && strstr(toast->words, strings_get(room->strings, words)) &&
                strstr(toast->words, strings_get(room->strings, key)))
                seen.toasts[dial][value] = true;
        }
    }
}

static void see(struct room *room) {
    const struct scene *scene = room_look(room);
    const struct model *model = &room->model;
    const struct status *status = model_request(model, screen_stack_request(room->stack));
    see_screen(scene);
    see_message(room, scene);
    see_notice(room, scene);
    see_dials(room, scene);
    if (is(scene, "result") && status)
        seen.requests[status->kind][status->state] = true;
    if (is(scene, "sos"))
        seen.sos[model->sos.state] =
            seen.contacts[model->profile.contact_count < 2 ? model->profile.contact_count : 2] = true;
    if (is(scene, "say"))
        seen.listen[model->listen.state] = true;
    if (is(scene, "settings") || is(scene, "first-run"))
        seen.troubles[model->voice.trouble] = seen.tests[line_check_phase(model, room->now_ms)] = true;
    if (is(scene, "home"))
        seen.links[model->link] = true;
    for (int i = 0; i < FIRST_RUN_STEPS && is(scene, "first-run"); i++)
        if (strcmp(text(scene->step), first_run_steps[i]) == 0)
            seen.first_run[i] = true;
}

/* --- what must have been seen */

static int missing;

static void need(bool there, const char *what, const char *name) {
    if (there)
        return;
    fprintf(stderr, "no situation shows %s %s\n", what, name);
    missing++;
}

static const char *number(int n) {
    static char words[16];
    snprintf(words, sizeof words, "%d", n);
    return words;
}

static void need_requests(void) {
    for (int state = 0; state < STATES; state++) {
        const char *name = request_state_name((enum request_state)state);
        if (request_state_fits(REQUEST_SOS, (enum request_state)state))
            need(seen.sos[state], "an SOS that is", name);
        if (request_state_fits(REQUEST_SERVICE, (enum request_state)state))
            need(seen.requests[REQUEST_SERVICE][state], "an order that is", name);
        if (request_state_fits(REQUEST_CALLBACK, (enum request_state)state))
            need(seen.requests[REQUEST_CALLBACK][state], "a call-back that is", name);
    }
}

static void need_toasts(const struct room *room) {
    static const enum setting turned[] = {SETTING_VOLUME, SETTING_GUIDANCE}; /* what the volume keys turn */
    for (size_t i = 0; i < sizeof turned / sizeof turned[0]; i++)
        for (int value = 0; value < VALUES_MAX; value++) {
            char key[64];
            snprintf(key, sizeof key, "set.%s.%d", setting_row_name(turned[i]), value);
            if (strings_has(room->strings, key))
                need(seen.toasts[turned[i]][value], "a toast of", key);
        }
}

static void everything_that_can_come_has_a_situation(void **state) {
    struct room *room = *state;
    size_t kind_count = read_kinds();
    for (size_t i = 0; i < SITUATIONS; i++) {
        room_fresh(room);
        situations[i].arrange(room);
        see(room);
    }
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    for (int i = 0; i < SCREEN_KINDS; i++)
        need(seen.screens[i], "the screen", screen_class((enum screen_kind)i)->name);
    for (int i = 0; i < DIALOG_KINDS; i++)
        need(seen.messages[i], "the message", messages[i]);
    for (size_t i = 0; i < kind_count; i++)
        need(seen.notice_kinds[i], "a notice of the kind", kinds[i]);
    for (int i = 0; i <= NOTICE_CHOICES_MAX; i++)
        need(seen.choices[i], "as many answers to a notice as", number(i));
    for (int i = 0; i < SETTING_ROWS; i++)
        need(seen.dials[i], "the dial", setting_row_name((enum setting)i));
    for (int i = 0; i < MIC_STATES; i++)
        need(seen.listen[i], "the microphone in state", number(i));
    for (int i = 0; i < FAULT_KINDS; i++)
        need(seen.troubles[i], "the voice in trouble", number(i));
    for (int i = 0; i < LINK_STATES; i++)
        need(seen.links[i], "home with a line that is", link_state_name((enum link_state)i));
    for (int i = 0; i < TEST_PHASES; i++)
        need(seen.tests[i], "the test of the line in phase", number(i));
    for (int i = 0; i < FIRST_RUN_STEPS; i++)
        need(seen.first_run[i], "the first start's step", first_run_steps[i]);
    for (int i = 0; i < 3; i++)
        need(seen.contacts[i], "an SOS with as many contacts as", number(i));
    need_requests();
    need_toasts(room);
    if (missing)
        fail_msg("%d situations are missing", missing);
}

static void no_two_have_one_name(void **state) {
    (void)state;
    for (size_t i = 0; i < SITUATIONS; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(situations[i].name, situations[j].name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_can_come_has_a_situation),
        cmocka_unit_test(no_two_have_one_name),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
