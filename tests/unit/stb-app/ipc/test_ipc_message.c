/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every message, by its table: there and back, and with each field missing, of another kind and beyond its bound. The
 * tables are what says what is right, so a message that is added is tested with that.
 */
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/ipc_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define UUID "11111111-2222-4333-8444-555555555555"

/* --- a struct that is as full as its table allows */

/* A text of exactly so many bytes. */
static const char *text_of(size_t bytes) {
    static char xs[8192];
    memset(xs, 'x', sizeof xs - 1);
    return xs + sizeof xs - 1 - bytes;
}

static void fill(const struct ipc_table *table, void *into);

static void fill_list(const struct ipc_field *field, char *whole) {
    size_t count = (size_t)field->max;
    char *list = whole + field->offset;
    if (field->place == IPC_HEAP) {
        list = memory_new(count, field->table->size);
        memcpy(whole + field->offset, &list, sizeof list);
    } else if (field->place == IPC_POINTERS) {
        void **pointers = memory_new(count, sizeof *pointers);
        for (size_t i = 0; i < count; i++)
            pointers[i] = memory_new(1, field->table->size);
        memcpy(whole + field->offset, &pointers, sizeof pointers);
    }
    memcpy(whole + field->count, &count, sizeof count);
    for (size_t i = 0; i < count; i++) {
        char *element = ipc_fields_element(field, whole, i);
        fill(field->table, element);
        if (field->kind == IPC_PAIRS) /* no two of one name */
            element[0] = (char)('a' + i);
    }
}

static void fill_texts(const struct ipc_field *field, char *whole) {
    size_t count = (size_t)field->max;
    const char **texts = memory_new(count, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = text_of(field->bytes);
    memcpy(whole + field->offset, &texts, sizeof texts);
    memcpy(whole + field->count, &count, sizeof count);
}

static void fill_number(const struct ipc_field *field, void *at) {
    int64_t most = (int64_t)field->max;
    int small = (int)most;
    if (field->kind == IPC_NUMBER)
        memcpy(at, &field->max, sizeof field->max);
    else if (field->size == sizeof small)
        memcpy(at, &small, sizeof small);
    else
        memcpy(at, &most, sizeof most);
}

static void fill_choice(const struct ipc_field *field, void *at) {
    bool is_state = strcmp(field->choice(0), "saved") == 0;
    int choice = is_state ? STATE_RECEIVED : 1;
    memcpy(at, &choice, sizeof choice);
}

static void fill_one(const struct ipc_field *field, char *whole) {
    char *at = whole + field->offset;
    const char *text = strcmp(field->name, "id") == 0 && ipc_fields_bytes(field) == strlen(UUID)
                           ? UUID
                           : text_of(ipc_fields_bytes(field));
    static const char *const raws[] = {"{\"a\":[1,\"b\"]}", "[{\"a\":1}]"};
    struct ipc_raw raw = {.text = raws[field->kind == IPC_RAW_LIST]};
    switch (field->kind) {
    case IPC_TEXT:
        memcpy(at, text, strlen(text) + 1);
        break;
    case IPC_BORROWED:
        memcpy(at, &text, sizeof text);
        break;
    case IPC_TRUTH:
        *(bool *)(void *)at = true;
        break;
    case IPC_INTEGER:
    case IPC_NUMBER:
        fill_number(field, at);
        break;
    case IPC_CHOICE:
        fill_choice(field, at);
        break;
    case IPC_GROUP:
    case IPC_PART:
        fill(field->table, at);
        break;
    case IPC_LIST:
    case IPC_PAIRS:
        fill_list(field, whole);
        break;
    case IPC_TEXTS:
        fill_texts(field, whole);
        break;
    case IPC_TIMES:
        for (int i = 0; field->choice(i); i++)
            ((int64_t *)(void *)at)[i] = (int64_t)field->max - i;
        break;
    case IPC_RAW_OBJECT:
    case IPC_RAW_LIST:
        memcpy(at, &raw, sizeof raw);
        break;
    }
}

static void fill(const struct ipc_table *table, void *into) {
    for (const struct ipc_field *field = table->fields; field->name; field++)
        fill_one(field, into);
}

/* The line of TYPE at its fullest, its end included; free() it. */
static char *full_line(enum ipc_type type) {
    struct ipc_buffer out = {0};
    struct ipc_message message = {.type = type};
    fill(ipc_message_table(type), &message.hello);
    ipc_message_encode(&message, &out);
    ipc_message_free(&message);
    ipc_buffer_add(&out, "", 1);
    return out.bytes;
}

/* --- there and back */

static void assert_names(const struct ipc_table *table, const char *line) {
    for (const struct ipc_field *field = table->fields; field->name; field++) {
        char name[80];
        snprintf(name, sizeof name, "\"%s\":", field->name);
        if (field->kind != IPC_PART && !strstr(line, name))
            fail_msg("%s is not in %s", name, table->name);
        if (field->table && field->kind != IPC_PAIRS)
            assert_names(field->table, line);
    }
}

static void every_message_goes_there_and_back(void **state) {
    (void)state;
    for (int type = 0; type < IPC_TYPES; type++) {
        char error[JSON_ERROR_SIZE] = "";
        char *line = full_line((enum ipc_type)type);
        struct ipc_message message;
        struct ipc_buffer again = {0};
        assert_names(ipc_message_table((enum ipc_type)type), line);
        assert_int_equal(strcspn(line, "\n"), strlen(line) - 1);
        if (!ipc_message_decode(line, strlen(line) - 1, &message, error))
            fail_msg("%s", error);
        assert_int_equal(message.type, type);
        ipc_message_encode(&message, &again);
        ipc_buffer_add(&again, "", 1);
        assert_string_equal(again.bytes, line);
        ipc_message_free(&message);
        ipc_buffer_free(&again);
        free(line);
    }
}

/* What a table leaves out comes back as nothing, and no text as NULL. */
static void what_is_empty_comes_back_empty(void **state) {
    (void)state;
    for (int type = 0; type < IPC_TYPES; type++) {
        const struct ipc_table *table = ipc_message_table((enum ipc_type)type);
        char error[JSON_ERROR_SIZE] = "";
        struct ipc_buffer out = {0}, again = {0};
        struct ipc_message message = {.type = (enum ipc_type)type};
        for (const struct ipc_field *field = table->fields; field->name; field++)
            if (field->kind == IPC_NUMBER || (field->kind == IPC_INTEGER && field->min > 0))
                fill_number(field, (char *)&message.hello + field->offset);
        ipc_message_encode(&message, &out);
        bool taken = ipc_message_decode(out.bytes, out.length - 1, &message, error);
        if (!taken && !table->check)
            fail_msg("%s", error);
        if (taken) {
            for (const struct ipc_field *field = table->fields; field->name; field++)
                if (field->kind == IPC_BORROWED)
                    assert_non_null(*(const char *const *)(const void *)((char *)&message.hello + field->offset));
            ipc_message_encode(&message, &again);
            assert_int_equal(again.length, out.length);
            assert_memory_equal(again.bytes, out.bytes, out.length);
            ipc_message_free(&message);
        }
        ipc_buffer_free(&out);
        ipc_buffer_free(&again);
    }
}

/* --- each field, spoilt */

struct spoiler {
    struct json_object *whole; /* the message */
    /* Puts what is wrong in the place of VALUE; false: of this kind nothing can be wrong in that way. */
    bool (*spoil)(const struct ipc_field *field, struct json_object *value, struct json_object **wrong);
    bool leaves_optional; /* without it an optional field is missed by nobody */
    int count;
};

static void expect(struct spoiler *spoiler, const struct ipc_field *field, const char *place) {
    char error[JSON_ERROR_SIZE] = "";
    const char *line = json_object_to_json_string_ext(spoiler->whole, JSON_C_TO_STRING_PLAIN);
    struct ipc_message message;
    bool taken = ipc_message_decode(line, strlen(line), &message, error);
    bool may = spoiler->leaves_optional && field->rule == IPC_OPTIONAL;
    if (taken)
        ipc_message_free(&message);
    if (taken != may)
        fail_msg("%s: %s", place, taken ? "is taken" : error);
    if (!may && strncmp(error, place, strlen(place)) != 0)
        fail_msg("%s is not named in \"%s\"", place, error);
    spoiler->count++;
}

static void spoil_fields(struct spoiler *spoiler, const struct ipc_table *table, struct json_object *object,
                         const char *place);

static void spoil_inside(struct spoiler *spoiler, const struct ipc_field *field, struct json_object *object,
                         struct json_object *value, const char *place) {
    char inner[200];
    if (field->kind == IPC_PART) {
        spoil_fields(spoiler, field->table, object, place);
    } else if (field->kind == IPC_GROUP) {
        snprintf(inner, sizeof inner, "%s.%s", place, field->name);
        spoil_fields(spoiler, field->table, value, inner);
    } else if (field->kind == IPC_LIST) {
        size_t last = json_object_array_length(value) - 1;
        snprintf(inner, sizeof inner, "%s.%s[%zu]", place, field->name, last);
        spoil_fields(spoiler, field->table, json_object_array_get_idx(value, last), inner);
    }
}

static void spoil_fields(struct spoiler *spoiler, const struct ipc_table *table, struct json_object *object,
                         const char *place) {
    for (const struct ipc_field *field = table->fields; field->name; field++) {
        struct json_object *value = json_object_get(json_child(object, field->name)), *wrong = NULL;
        char here[200];
        spoil_inside(spoiler, field, object, value, place);
        snprintf(here, sizeof here, "%s.%s", place, field->name);
        if (field->kind == IPC_PART || !spoiler->spoil(field, value, &wrong)) {
            json_object_put(value);
            continue;
        }
        json_object_object_del(object, field->name);
        if (wrong)
            json_object_object_add(object, field->name, wrong);
        expect(spoiler, field, here);
        json_object_object_add(object, field->name, value);
    }
}

static bool put_too_much(const struct ipc_field *field, struct json_object *value, struct json_object **wrong);

static int spoil_all(bool (*spoil)(const struct ipc_field *, struct json_object *, struct json_object **),
                     bool leaves_optional) {
    int count = 0;
    for (int type = 0; type < IPC_TYPES; type++) {
        const struct ipc_table *table = ipc_message_table((enum ipc_type)type);
        char error[JSON_ERROR_SIZE];
        char *line = full_line((enum ipc_type)type);
        struct spoiler spoiler = {json_parse(line, strlen(line), IPC_LINE_MAX, error), spoil, leaves_optional, 0};
        struct json_object *list = json_child(spoiler.whole, table->name);
        if (spoil != put_too_much && json_object_is_type(list, json_type_array) &&
            json_object_array_length(list) > 2) /* two say as much as forty */
            json_object_array_del_idx(list, 2, json_object_array_length(list) - 2);
        spoil_fields(&spoiler, table, spoiler.whole, table->name);
        count += spoiler.count;
        json_object_put(spoiler.whole);
        free(line);
    }
    return count;
}

static bool leave_out(const struct ipc_field *field, struct json_object *value, struct json_object **wrong) {
    (void)field;
    (void)value;
    (void)wrong;
    return true;
}

static void a_message_without_one_of_its_fields_is_refused(void **state) {
    (void)state;
    assert_true(spoil_all(leave_out, true) > 100);
}

static bool put_other_kind(const struct ipc_field *field, struct json_object *value, struct json_object **wrong) {
    (void)field;
    bool text = json_object_is_type(value, json_type_string);
    *wrong = text ? json_object_new_int(7) : json_object_new_string("7");
    return true;
}

static bool put_list(const struct ipc_field *field, struct json_object *value, struct json_object **wrong) {
    (void)value;
    if (field->kind == IPC_LIST || field->kind == IPC_TEXTS || field->kind == IPC_RAW_LIST)
        return false;
    *wrong = json_object_new_array();
    return true;
}

static void a_field_of_another_kind_is_refused(void **state) {
    (void)state;
    assert_true(spoil_all(put_other_kind, false) > 100);
    assert_true(spoil_all(put_list, false) > 80);
}

static struct json_object *one_more(const struct ipc_field *field, struct json_object *value) {
    char error[JSON_ERROR_SIZE];
    const char *text = json_object_to_json_string(value);
    struct json_object *copy = json_parse(text, strlen(text), IPC_LINE_MAX, error);
    if (field->kind == IPC_PAIRS)
        json_object_object_add(copy, "onemore", json_object_new_string("o"));
    else
        json_object_array_add(copy, json_object_get(json_object_array_get_idx(copy, 0)));
    return copy;
}

static bool put_too_much(const struct ipc_field *field, struct json_object *value, struct json_object **wrong) {
    switch (field->kind) {
    case IPC_TEXT:
    case IPC_BORROWED:
        *wrong = json_object_new_string(text_of(ipc_fields_bytes(field) + 1));
        return true;
    case IPC_INTEGER:
        *wrong = json_object_new_int64((int64_t)field->max + 2048); /* a double's step, where they are that large */
        return true;
    case IPC_NUMBER:
        *wrong = json_object_new_double(field->max + 0.01);
        return true;
    case IPC_CHOICE:
        *wrong = json_object_new_string("nowhere");
        return true;
    case IPC_LIST:
    case IPC_PAIRS:
    case IPC_TEXTS:
        *wrong = one_more(field, value);
        return true;
    default:
        return false;
    }
}

static bool put_too_little(const struct ipc_field *field, struct json_object *value, struct json_object **wrong) {
    (void)value;
    if (field->kind == IPC_INTEGER)
        *wrong = json_object_new_int64((int64_t)field->min - 2048);
    else if (field->kind == IPC_NUMBER)
        *wrong = json_object_new_double(field->min - 0.01);
    else if (field->kind == IPC_TEXT || field->kind == IPC_BORROWED)
        *wrong = json_object_new_string("a\nb");
    return *wrong != NULL;
}

static void a_field_beyond_its_bound_is_refused(void **state) {
    (void)state;
    assert_true(spoil_all(put_too_much, false) > 80);
    assert_true(spoil_all(put_too_little, false) > 60);
}

/* --- by hand */

static void assert_refused(const char *line, const char *error_part) {
    char error[JSON_ERROR_SIZE] = "";
    struct ipc_message message;
    assert_false(ipc_message_decode(line, strlen(line), &message, error));
    if (!strstr(error, error_part))
        fail_msg("%s: \"%s\"", line, error);
}

static void rubbish_is_refused_with_a_reason(void **state) {
    (void)state;
    assert_refused("", "no JSON");
    assert_refused("hello", "no JSON");
    assert_refused("[]", "unknown type");
    assert_refused("{}", "unknown type");
    assert_refused("{\"type\":7}", "unknown type");
    assert_refused("{\"type\":\"party\"}", "unknown type \"party\"");
    assert_refused("{\"type\":\"key\",\"action\":\"OK\",\"repeat\":false,\"at_us\":-1}",
                   "key.at_us: expected a whole number from 0 to");
    assert_refused("{\"type\":\"cancel\"}", "cancel.id: is missing");
    assert_refused("{\"type\":\"cancel\",\"id\":\"x\"} {}", "no JSON");
}

/* What no single field can say. */
static void what_nobody_may_ask_for_is_refused(void **state) {
    (void)state;
#define SUBMIT(id, kind, service)                                                                                      \
    "{\"type\":\"submit\",\"id\":\"" id "\",\"kind\":\"" kind "\",\"service\":\"" service                              \
    "\",\"answers\":{},\"items\":[],\"trigger\":\"screen\",\"expires_s\":1,\"again\":false}"
    char error[JSON_ERROR_SIZE];
    struct ipc_message message;
    assert_true(
        ipc_message_decode(SUBMIT(UUID, "service", "taxi"), strlen(SUBMIT(UUID, "service", "taxi")), &message, error));
    assert_string_equal(message.submit.request.service, "taxi");
    assert_int_equal(message.submit.request.trigger, TRIGGER_SCREEN);
    ipc_message_free(&message);
    assert_refused(SUBMIT(UUID, "sos", ""), "submit: expected no SOS");
    assert_refused(SUBMIT(UUID, "service", ""), "submit: expected a service");
    assert_refused(SUBMIT("1", "service", "taxi"), "submit: expected a UUID");
    assert_refused("{\"type\":\"question\",\"n\":1,\"service\":\"a\",\"step\":\"\",\"answers\":{}}", "a step");
    assert_refused("{\"type\":\"question\",\"n\":1,\"service\":\"a\",\"step\":\"b\",\"answers\":{\"\":\"o\"}}",
                   "1 to 47 bytes");
    assert_refused("{\"type\":\"draft\",\"service\":\"\",\"answers\":{},\"items\":[]}", "expected a service");
    assert_refused("{\"type\":\"requests\",\"pending\":0,\"requests\":[{\"id\":\"" UUID
                   "\",\"kind\":\"sos\",\"status\":\"accepted\",\"created_at_ms\":1,\"updated_at_ms\":1,"
                   "\"eta_minutes\":-1,\"cancel_asked\":false,\"reached\":{}}]}",
                   "requests.requests[0]: expected a state of this kind");
}

/* Whatever text a sender has, the line can be read: cut between two characters, without a line end in it. */
static void what_is_sent_can_always_be_read(void **state) {
    static const struct {
        const char *text, *read;
    } cases[] = {
        {"a\nb\tc\x7f", "a b c "},
        {"say \"yes\" \\ no", "say \"yes\" \\ no"},
        {"", ""},
        {NULL, ""},
        {"12345678901234567890123456789012345678901234567", "12345678901234567890123456789012345678901234567"},
        {"12345678901234567890123456789012345678901234567890", "12345678901234567890123456789012345678901234567"},
        {"一二三四五六七八九十一二三四五六七", "一二三四五六七八九十一二三四五"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char error[JSON_ERROR_SIZE];
        struct ipc_buffer out = {0};
        struct ipc_message message = {.type = IPC_SET, .set = {.name = "n", .value = cases[i].text}};
        ipc_message_encode(&message, &out);
        assert_true(ipc_message_decode(out.bytes, out.length - 1, &message, error));
        assert_string_equal(message.set.value, cases[i].read);
        ipc_message_free(&message);
        ipc_buffer_free(&out);
    }
}

/* A list that its reader wants to keep is taken out; what is left is freed without it. */
static void a_list_can_be_kept(void **state) {
    char error[JSON_ERROR_SIZE];
    char *line = full_line(IPC_REQUESTS);
    struct ipc_message message;
    (void)state;
    assert_true(ipc_message_decode(line, strlen(line) - 1, &message, error));
    assert_int_equal(message.requests.count, IPC_REQUESTS_MAX);
    struct ipc_requests kept = message.requests;
    message.requests.list = NULL;
    message.requests.count = 0;
    ipc_message_free(&message);
    assert_string_equal(kept.list[IPC_REQUESTS_MAX - 1]->status.id, UUID);
    assert_int_equal(kept.list[0]->request.item_count, REQUEST_ITEMS_MAX);
    ipc_fields_free(ipc_message_table(IPC_REQUESTS), &kept);
    free(line);
}

static void names_are_nobody_elses(void **state) {
    (void)state;
    for (int i = 0; i < IPC_TYPES; i++) {
        assert_int_equal(ipc_message_is_from_ui((enum ipc_type)i), i >= IPC_READY);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(ipc_message_name((enum ipc_type)i), ipc_message_name((enum ipc_type)j));
    }
    assert_string_equal(ipc_message_name(IPC_TYPES), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_goes_there_and_back),
        cmocka_unit_test(what_is_empty_comes_back_empty),
        cmocka_unit_test(a_message_without_one_of_its_fields_is_refused),
        cmocka_unit_test(a_field_of_another_kind_is_refused),
        cmocka_unit_test(a_field_beyond_its_bound_is_refused),
        cmocka_unit_test(rubbish_is_refused_with_a_reason),
        cmocka_unit_test(what_nobody_may_ask_for_is_refused),
        cmocka_unit_test(what_is_sent_can_always_be_read),
        cmocka_unit_test(a_list_can_be_kept),
        cmocka_unit_test(names_are_nobody_elses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
