/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No screen knows a service by its id, nor a detail by its label: in every situation the same scene comes when the
 * catalog, and all else that the hotline says, has another id for each service and another label for each row.
 */
#include "tests/unit/ui/fixture.h"
#include <json-c/linkhash.h>
#include <setjmp.h>

#include <cmocka.h>

/* --- the names. A label becomes as many of one rare character as it has wide ones, so that it takes the same room. */

static const char *const marks[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "寅", "卯",
                                    "辰", "巳", "酉", "戌", "亥", "乾", "坤", "巽", "坎", "兑", "兀", "孑",
                                    "叁", "伍", "陆", "柒", "捌", "玖", "拾", "佰", "仟", "廿", "卅", "秉",
                                    "羽", "角", "徵", "商", "弦", "朔", "晦", "霄", "霓", "虹", "岚", "麓",
                                    "泓", "湄", "澜", "汀", "渚", "岫", "峦", "壑", "薇", "蕙", "芷", "荻"};
/* A label longer than ONE_LINE bytes wraps between words, so it keeps them but for its first character. */
enum { LABELS_MAX = sizeof marks / sizeof marks[0], LABEL_SIZE = 64, ONE_LINE = 18 };
static struct { char label[LABEL_SIZE], renamed[LABEL_SIZE]; } labels[LABELS_MAX];
static size_t label_count;

static const char *rename_label(const char *label) {
    size_t i = 0;
    while (i < label_count && strcmp(labels[i].label, label) != 0)
        i++;
    if (i < label_count)
        return labels[i].renamed;
    if (label_count == LABELS_MAX || strlen(label) >= LABEL_SIZE)
        abort();
    char *to = labels[label_count++].renamed;
    snprintf(labels[i].label, LABEL_SIZE, "%s", label);
    strcpy(to, label);
    for (char *at = to; *at; at++) /* a Chinese character has three bytes that begin so */
        if (((unsigned char)*at & 0xf0) == 0xe0 && (at == to || strlen(label) <= ONE_LINE))
            memcpy(at, marks[i], 3);
    return to;
}

#define PREFIX "renamed-"

static void put(struct json_object *object, const char *key, const char *text) {
    json_object_object_add(object, key, json_object_new_string(text));
}

static void rename_service(struct json_object *object, const char *key) {
    char id[100];
    const char *old = json_text(object, key, "");
    snprintf(id, sizeof id, PREFIX "%s", old);
    if (old[0])
        put(object, key, id);
}

static void rename_ids(struct json_object *list) {
    for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++)
        rename_service(json_object_array_get_idx(list, i), "id");
}

/* {service: anything}, as drafts and what was chosen last time. */
static void rename_keys(struct json_object *parent, const char *key) {
    struct json_object *from = json_child(parent, key), *to = json_object_new_object();
    json_object_object_foreach(from, service, value) {
        char id[100];
        snprintf(id, sizeof id, PREFIX "%s", service);
        json_object_object_add(to, id, json_object_get(value));
    }
    json_object_object_add(parent, key, to);
}

static void rewrite(struct json_object *message);

static void rewrite_member(struct json_object *object, const char *key, struct json_object *value) {
    if (strcmp(key, "service") == 0)
        rename_service(object, key);
    else if (strcmp(key, "label") == 0 && json_object_get_string_len(value) > 0)
        put(object, key, rename_label(json_object_get_string(value)));
    else if (strcmp(key, "services") == 0 || strcmp(key, "topics") == 0)
        rename_ids(value);
    else if (strcmp(key, "drafts") == 0 || strcmp(key, "usual") == 0)
        if (json_object_is_type(value, json_type_object))
            rename_keys(object, key);
}

static void rewrite(struct json_object *message) {
    enum { MEMBERS_MAX = 60 };
    char *keys[MEMBERS_MAX];
    size_t count = 0;
    for (size_t i = 0; json_object_is_type(message, json_type_array) && i < json_object_array_length(message); i++)
        rewrite(json_object_array_get_idx(message, i));
    if (!json_object_is_type(message, json_type_object))
        return;
    json_object_object_foreach(message, key, value) {
        (void)value;
        if (count == MEMBERS_MAX)
            abort();
        keys[count++] = strdup(key);
    }
    for (size_t i = 0; i < count; i++) { /* not while walking: members are replaced */
        rewrite_member(message, keys[i], json_child(message, keys[i]));
        rewrite(json_child(message, keys[i]));
        free(keys[i]);
    }
}

/* --- back to the old names, for comparing */

static void replace(char *text, size_t size, const char *from, const char *to) {
    char out[SCENE_WORDS_SIZE];
    size_t used = 0;
    for (const char *at = text; *at && used + LABEL_SIZE < sizeof out;) {
        bool here = strncmp(at, from, strlen(from)) == 0;
        used += (size_t)snprintf(out + used, sizeof out - used, "%.*s", here ? LABEL_SIZE : 1, here ? to : at);
        at += here ? strlen(from) : 1;
    }
    out[used] = 0;
    snprintf(text, size, "%s", out);
}

static const char *old_names(const char *text, char *out, size_t size) {
    snprintf(out, size, "%s", text ? text : "");
    replace(out, size, PREFIX, "");
    for (size_t i = 0; i < label_count; i++)
        if (strcmp(labels[i].label, labels[i].renamed) != 0)
            replace(out, size, labels[i].renamed, labels[i].label);
    return out;
}

static int differences;

static void same_text(const char *situation, const char *what, const char *expected, const char *renamed) {
    static char text[SCENE_WORDS_SIZE];
    if (strcmp(expected ? expected : "", old_names(renamed, text, sizeof text)) == 0)
        return;
    fprintf(stderr, "%s: %s says \"%s\", renamed \"%s\"\n", situation, what, expected ? expected : "", text);
    differences++;
}

static bool same_look(const struct scene_item *a, const struct scene_item *b) {
    return a->role == b->role && memcmp(&a->box, &b->box, sizeof a->box) == 0 && a->shape == b->shape &&
           a->fill == b->fill && a->ring == b->ring && a->stroke == b->stroke && a->fg == b->fg && a->bg == b->bg &&
           a->style.px == b->style.px && a->style.weight == b->style.weight &&
           memcmp(&a->words_box, &b->words_box, sizeof a->words_box) == 0 && a->focusable == b->focusable;
}

static void same_scene(const char *situation, const struct scene *expected, const struct scene *renamed) {
    same_text(situation, "the screen", expected->screen, renamed->screen);
    same_text(situation, "its service", expected->service, renamed->service);
    same_text(situation, "its step", expected->step, renamed->step);
    same_text(situation, "its focus", expected->focus, renamed->focus);
    same_text(situation, "its voice", expected->say, renamed->say);
    if (expected->item_count != renamed->item_count) {
        fprintf(stderr, "%s: %zu items, renamed %zu\n", situation, expected->item_count, renamed->item_count);
        differences++;
        return;
    }
    for (size_t i = 0; i < expected->item_count; i++) {
        const struct scene_item *a = &expected->items[i], *b = &renamed->items[i];
        same_text(situation, "an id", a->id, b->id);
        same_text(situation, a->id, a->words, b->words);
        same_text(situation, "an icon", a->icon, b->icon);
        same_text(situation, "a picture", a->picture, b->picture);
        if (!same_look(a, b)) {
            fprintf(stderr, "%s: %s (%s) looks different\n", situation, a->id, a->words ? a->words : "");
            differences++;
        }
    }
}

static struct scene expected;

static void the_names_of_services_and_labels_change_no_screen(void **state) {
    struct room *room = *state;
    differences = 0;
    for (size_t i = 0; i < SITUATIONS; i++) {
        room->rewrite = NULL;
        room_fresh(room);
        situations[i].arrange(room);
        scene_copy(&expected, room_look(room));
        room->rewrite = rewrite;
        room_fresh(room);
        situations[i].arrange(room);
        same_scene(situations[i].name, &expected, room_look(room));
    }
    assert_true(label_count > 20); /* the labels were renamed indeed */
    assert_int_equal(differences, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_names_of_services_and_labels_change_no_screen),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
