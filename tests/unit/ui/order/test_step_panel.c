/* SPDX-License-Identifier: Apache-2.0 */
/* What stands beside the list of a step: every step of the service, what was chosen in one line, and a count of the
 * steps instead of a list that is cut off. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

/* A service of so many steps, at the one after DONE of them. */
static void stand_at(struct room *room, int steps, int done) {
    char json[4000], *end = json;
    end += sprintf(end, "{\"catalog\":{\"services\":[{\"id\":\"long\",\"title\":\"看病\",\"home\":1,\"steps\":[");
    for (int i = 0; i < steps; i++)
        end += sprintf(end,
                       "%s{\"id\":\"s%d\",\"kind\":\"choose\",\"label\":\"第%d件\",\"title\":\"选哪个?\",\"options\":["
                       "{\"id\":\"a\",\"title\":\"普陀区中心医院\"},{\"id\":\"b\",\"title\":\"别的\"}]}",
                       i ? "," : "", i, i + 1);
    sprintf(end, "]}]}}");
    room_fresh(room);
    room_tell(room, IPC_PROFILE, "{\"profile\":{}}");
    room_tell(room, IPC_CATALOG, json);
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    for (int i = 0; i < done; i++)
        room_press(room, ACTION_DIGIT_1, ACTION_NONE);
}

static int count_of(const struct scene *scene, const char *id, const char *words) {
    int count = 0;
    for (size_t i = 0; i < scene->item_count; i++)
        count += strcmp(scene->items[i].id, id) == 0 && (!words || strcmp(scene->items[i].words, words) == 0);
    return count;
}

static void every_step_is_there_with_its_answer_in_one_line(void **state) {
    static const double scales[] = {1.0, 1.25};
    struct room *room = *state;
    for (size_t i = 0; i < 2; i++)
        for (int done = 0; done < 4; done++) {
            room_furnish(room, 1280, 720, scales[i], false, "zh-CN");
            stand_at(room, 4, done);
            const struct scene *scene = room_look(room);
            assert_int_equal(count_of(scene, "panel.step", NULL), 5); /* with the confirming */
            assert_int_equal(count_of(scene, "panel.count", NULL), 0);
            for (size_t k = 0; k < scene->item_count; k++)
                if (scene->items[k].words && strcmp(scene->items[k].words, "普陀区中心医院") == 0)
                    assert_int_equal(scene->items[k].words_box.h, text_line_height(scene->items[k].style));
        }
}

/* Six steps at the largest text with a panel: what is done says its answer, and all are there. */
static void many_steps_say_their_answers_alone(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    stand_at(room, 6, 5);
    const struct scene *scene = room_look(room);
    assert_int_equal(count_of(scene, "panel.step", "普陀区中心医院"), 5);
    assert_int_equal(count_of(scene, "panel.step", "第6件"), 1);
    assert_int_equal(count_of(scene, "panel.step", NULL), 7);
}

static void too_many_steps_are_counted_and_none_is_cut(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    for (int done = 0; done < 12; done++) {
        char now[40];
        stand_at(room, 12, done);
        const struct scene *scene = room_look(room);
        snprintf(now, sizeof now, "第 %d 步，共 13 步", done + 1);
        assert_int_equal(count_of(scene, "panel.count", now), 1);
        snprintf(now, sizeof now, "第%d件", done + 1);
        assert_int_equal(count_of(scene, "panel.step", now), 1);
        const struct scene_item *foot = NULL;
        for (size_t i = 0; i < scene->item_count; i++)
            foot = strcmp(scene->items[i].id, "position") == 0 ? &scene->items[i] : foot;
        assert_non_null(foot);
        for (size_t i = 0; i < scene->item_count; i++)
            if (strncmp(scene->items[i].id, "panel.", 6) == 0)
                assert_true(scene->items[i].box.y + scene->items[i].box.h <= foot->box.y);
    }
}

static int open_it(void **state) {
    *state = room_open(320, 180); /* scenes need no picture of their size */
    return 0;
}

static int close_it(void **state) {
    room_close(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_there_with_its_answer_in_one_line),
        cmocka_unit_test(many_steps_say_their_answers_alone),
        cmocka_unit_test(too_many_steps_are_counted_and_none_is_cut),
    };
    return cmocka_run_group_tests(tests, open_it, close_it);
}
