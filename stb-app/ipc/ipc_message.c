/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of the protocol: a row a field, a table a message, in the order of docs/ipc.md, which a test holds to
 * them. A struct that stands in several messages, or that the outbox keeps too, has a table of its own.
 */
#include "stb-app/ipc/ipc_message.h"

#include "stb-app/base/json.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* --- names */

const char *const ipc_contrast_names[] = {"normal", "high", NULL};
const char *const ipc_hand_names[] = {"steady", "calm", "very_calm", NULL};
const char *const ipc_speed_names[] = {"slow", "normal", "quick", NULL};
const char *const ipc_volume_names[] = {"low", "normal", "loud", NULL};
static const char *const sos_do_names[] = {"press", "confirm", "cancel", NULL};
static const char *const reading_names[] = {"works", "no_engine", "no_sound", NULL};
static const char *const listen_do_names[] = {"begin", "enough", "drop", NULL};

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define CHOICE(choice, count, name)                                                                                    \
    static const char *choice(int i) {                                                                                 \
        return i >= 0 && i < (count) ? (name) : NULL;                                                                  \
    }
CHOICE(contrasts, COUNT_OF(ipc_contrast_names), ipc_contrast_names[i])
CHOICE(hands, COUNT_OF(ipc_hand_names), ipc_hand_names[i])
CHOICE(speeds, COUNT_OF(ipc_speed_names), ipc_speed_names[i])
CHOICE(volumes, COUNT_OF(ipc_volume_names), ipc_volume_names[i])
CHOICE(sos_dos, COUNT_OF(sos_do_names), sos_do_names[i])
CHOICE(readings, COUNT_OF(reading_names), reading_names[i])
CHOICE(listen_dos, COUNT_OF(listen_do_names), listen_do_names[i])
CHOICE(actions, ACTION_COUNT, action_name((enum action)i))
CHOICE(links, LINK_STATES, link_state_name((enum link_state)i))
CHOICE(mics, MIC_STATES, mic_state_name((enum mic_state)i))
CHOICE(kinds, REQUEST_KINDS, request_kind_name((enum request_kind)i))
CHOICE(roles, DETAIL_ROLES, request_role_name((enum detail_role)i))
CHOICE(triggers, TRIGGERS, request_trigger_name((enum request_trigger)i))
CHOICE(states, STATES, request_state_name((enum request_state)i))

/* --- rows */

/* A monotonic time, or one since 1970, in ms up to the end of the year 9999; exact in JSON in microseconds too. */
#define TIME_MAX    253402300799999.0
#define TIME_US_MAX 9e15
#define VERSION_MAX 9.2e18
enum { PATH_BYTES = 4095, NAME_BYTES = REQUEST_NAME_SIZE - 1, ID_BYTES = REQUEST_ID_SIZE - 1, DAY_S = 86400 };
enum { ETA_MINUTES_MAX = 10080, PROBLEM_BYTES = 159, IMAGE_NAME_BYTES = 80 };

#define AT(type, member)                      .offset = offsetof(struct type, member), .size = sizeof(((struct type *)0)->member)
#define ROW(row_kind, row_name, type, member) .name = (row_name), .kind = (row_kind), AT(type, member)
#define TEXT(name, type, member)              ROW(IPC_TEXT, name, type, member)
#define BORROWED(name, type, member, most)    ROW(IPC_BORROWED, name, type, member), .bytes = (most)
#define TRUTH(name, type, member)             ROW(IPC_TRUTH, name, type, member)
#define INTEGER(name, type, member, from, to) ROW(IPC_INTEGER, name, type, member), .min = (from), .max = (to)
#define NAMED(name, type, member, names)      ROW(IPC_CHOICE, name, type, member), .choice = (names)
#define GROUP(name, type, member, of)         ROW(IPC_GROUP, name, type, member), .table = &(of)
#define PART(name, type, member, of)          ROW(IPC_PART, name, type, member), .table = &(of)
#define LIST(name, type, member, number, most, of, where)                                                              \
    ROW(IPC_LIST, name, type, member), .max = (most), .table = &(of), .place = (where),                                \
                                       .count = offsetof(struct type, number)
#define PAIRS(name, type, member, number, where)                                                                       \
    ROW(IPC_PAIRS, name, type, member), .max = REQUEST_ANSWERS_MAX, .table = &answer_table, .place = (where),          \
                                        .count = offsetof(struct type, number)
#define TEXTS(name, type, member, number, most, each)                                                                  \
    ROW(IPC_TEXTS, name, type, member), .max = (most), .bytes = (each), .count = offsetof(struct type, number)
#define TIMES(name, type, member, names) ROW(IPC_TIMES, name, type, member), .max = TIME_MAX, .choice = (names)
/* The one member of its message. */
#define RAW(row_name) .name = (row_name), .kind = IPC_RAW_OBJECT, .size = sizeof(struct ipc_raw)
#define MAY           .rule = IPC_OPTIONAL

/* --- what stands in several messages */

static const struct ipc_field answer_fields[] = {
    {TEXT("step", request_answer, step)}, {TEXT("option", request_answer, option)}, {0}};
static const struct ipc_table answer_table = {"answer", answer_fields, sizeof(struct request_answer), NULL};

static const struct ipc_field item_fields[] = {
    {TEXT("id", request_item, id)}, {INTEGER("quantity", request_item, quantity, 1, 99)}, {0}};
static const struct ipc_table item_table = {"item", item_fields, sizeof(struct request_item), NULL};

static const struct ipc_field detail_fields[] = {{TEXT("label", status_detail, label)},
                                                 {TEXT("value", status_detail, value)},
                                                 {NAMED("role", status_detail, role, roles), MAY},
                                                 {0}};
static const struct ipc_table detail_table = {"detail", detail_fields, sizeof(struct status_detail), NULL};

static const char *check_status(const void *value) {
    const struct status *status = value;
    if (!request_id_valid(status->id))
        return "expected a UUID in lower case as id";
    return request_state_fits(status->kind, status->state) ? NULL : "expected a state of this kind of request";
}
static const struct ipc_field status_fields[] = {
    {TEXT("id", status, id)},
    {NAMED("kind", status, kind, kinds)},
    {TEXT("service", status, service), MAY},
    {NAMED("status", status, state, states)},
    {INTEGER("created_at_ms", status, created_at_ms, 0, TIME_MAX)},
    {INTEGER("updated_at_ms", status, updated_at_ms, 0, TIME_MAX)},
    {TEXT("headline", status, headline), MAY},
    {LIST("details", status, details, detail_count, REQUEST_DETAILS_MAX, detail_table, IPC_INSIDE), MAY},
    {TEXT("message", status, message), MAY},
    {INTEGER("eta_minutes", status, eta_minutes, -1, ETA_MINUTES_MAX)},
    {TEXT("retry_step", status, retry_step), MAY},
    {TRUTH("can_cancel", status, can_cancel), MAY},
    {TRUTH("test", status, test), MAY},
    {TRUTH("cancel_asked", status, cancel_asked)},
    {TRUTH("not_stored", status, not_stored), MAY},
    {TIMES("reached", status, reached_at_ms, states)},
    {0}};
const struct ipc_table ipc_status_table = {"status", status_fields, sizeof(struct status), check_status};

static const struct ipc_field words_fields[] = {
    {TEXT("what", request_words, what), MAY}, {TEXT("day", request_words, day), MAY},
    {TEXT("when", request_words, when), MAY}, {TEXT("where", request_words, where), MAY},
    {TEXT("cost", request_words, cost), MAY}, {0}};
const struct ipc_table ipc_words_table = {"words", words_fields, sizeof(struct request_words), NULL};

static const struct ipc_field record_fields[] = {
    {PART("status", request_record, status, ipc_status_table)},
    {PAIRS("answers", request_record, request.answers, request.answer_count, IPC_INSIDE), MAY},
    {LIST("items", request_record, request.items, request.item_count, REQUEST_ITEMS_MAX, item_table, IPC_INSIDE), MAY},
    {GROUP("words", request_record, request.words, ipc_words_table), MAY},
    {0}};
static const struct ipc_table record_table = {"request", record_fields, sizeof(struct request_record), NULL};

static const struct ipc_field choice_fields[] = {
    {TEXT("id", notice_choice, id)},
    {TEXT("title", notice_choice, title)},
    {TEXT("service", notice_choice, service), MAY},
    {PAIRS("answers", notice_choice, answers, answer_count, IPC_HEAP), MAY},
    {0}};
static const struct ipc_table choice_table = {"choice", choice_fields, sizeof(struct notice_choice), NULL};

static const struct ipc_field notice_fields[] = {
    {TEXT("id", notice, id)},
    {TEXT("kind", notice, kind)},
    {TEXT("icon", notice, icon), MAY},
    {TEXT("title", notice, title)},
    {TEXT("text", notice, text)},
    {LIST("choices", notice, choices, choice_count, NOTICE_CHOICES_MAX, choice_table, IPC_HEAP)},
    {INTEGER("at_ms", notice, at_ms, 0, TIME_MAX)},
    {TEXT("answered", notice, answered)},
    {TRUTH("refused", notice, refused), MAY},
    {0}};
const struct ipc_table ipc_notice_table = {"notice", notice_fields, sizeof(struct notice), NULL};

static const char *check_draft(const void *value) {
    return ((const struct cart_draft *)value)->service[0] ? NULL : "expected a service";
}
static const struct ipc_field draft_fields[] = {
    {TEXT("service", cart_draft, service)},
    {PAIRS("answers", cart_draft, answers, answer_count, IPC_INSIDE)},
    {LIST("items", cart_draft, items, item_count, REQUEST_ITEMS_MAX, item_table, IPC_INSIDE)},
    {INTEGER("at_ms", cart_draft, at_ms, 0, TIME_MAX), MAY},
    {0}};
const struct ipc_table ipc_cart_draft_table = {"draft", draft_fields, sizeof(struct cart_draft), check_draft};

/* --- stb-app to stb-ui */

static const struct ipc_field hotline_fields[] = {
    {BORROWED("name", ipc_hotline, name, 95)},
    {BORROWED("phone", ipc_hotline, phone, NAME_BYTES)},
    {BORROWED("emergency_phone", ipc_hotline, emergency_phone, NAME_BYTES)},
    {0}};
static const struct ipc_table hotline_table = {"hotline", hotline_fields, sizeof(struct ipc_hotline), NULL};

static const struct ipc_field voice_fields[] = {
    {TRUTH("guidance", ipc_voice, guidance)},
    {NAMED("speed", ipc_voice, speed, speeds)},
    {NAMED("volume", ipc_voice, volume, volumes)},
    {TEXTS("command", ipc_voice, command, word_count, IPC_COMMAND_WORDS_MAX, 255)},
    {BORROWED("output", ipc_voice, output, 63)},
    {0}};
static const struct ipc_table voice_table = {"voice", voice_fields, sizeof(struct ipc_voice), NULL};

static const struct ipc_field hello_fields[] = {
    {ROW(IPC_NUMBER, "text_scale", ipc_hello, text_scale), .min = 1, .max = 1.75},
    {NAMED("contrast", ipc_hello, contrast, contrasts)},
    {INTEGER("overscan_percent", ipc_hello, overscan_percent, 0, 5)},
    {TRUTH("motion", ipc_hello, motion)},
    {BORROWED("theme", ipc_hello, theme, PATH_BYTES)},
    {BORROWED("logo", ipc_hello, logo, PATH_BYTES)},
    {BORROWED("language", ipc_hello, language, 15)},
    {NAMED("hand", ipc_hello, hand, hands)},
    {INTEGER("ok_hold_ms", ipc_hello, ok_hold_ms, 0, 2000)},
    {INTEGER("idle_home_s", ipc_hello, idle_home_s, 0, 3600)},
    {TRUTH("first_run", ipc_hello, first_run)},
    {INTEGER("grace_s", ipc_hello, grace_s, 0, 30)},
    {BORROWED("device", ipc_hello, device, NAME_BYTES)},
    {BORROWED("fault", ipc_hello, fault, IPC_FAULT_MAX)},
    {GROUP("hotline", ipc_hello, hotline, hotline_table)},
    {GROUP("voice", ipc_hello, voice, voice_table)},
    {TRUTH("scene", ipc_hello, scene)},
    {INTEGER("key_us", ipc_hello, key_us, 0, TIME_US_MAX)},
    {0}};

static const struct ipc_field key_fields[] = {{NAMED("action", ipc_key, action, actions)},
                                              {TRUTH("repeat", ipc_key, repeat)},
                                              {INTEGER("at_us", ipc_key, at_us, 0, TIME_US_MAX)},
                                              {0}};
static const struct ipc_field hold_fields[] = {{INTEGER("lasts_ms", ipc_hold, lasts_ms, 0, 2000)}, {0}};
static const struct ipc_field no_fields[] = {{0}};
static const struct ipc_field link_fields[] = {
    {NAMED("state", ipc_link, state, links)}, {INTEGER("heard_ago_ms", ipc_link, heard_ago_ms, -1, TIME_MAX)}, {0}};
static const struct ipc_field clock_fields[] = {{TRUTH("told", ipc_clock, told)},
                                                {INTEGER("offset_ms", ipc_clock, offset_ms, -TIME_MAX, TIME_MAX)},
                                                {TRUTH("sure", ipc_clock, sure)},
                                                {0}};
static const struct ipc_field catalog_fields[] = {{RAW("catalog")}, {0}};
static const struct ipc_field profile_fields[] = {{RAW("profile")}, {0}};
static const struct ipc_field requests_fields[] = {
    {LIST("requests", ipc_requests, list, count, IPC_REQUESTS_MAX, record_table, IPC_POINTERS)},
    {INTEGER("pending", ipc_requests, pending, 0, 1000000)},
    {0}};
static const struct ipc_field sos_fields[] = {{TEXT("id", ipc_sos, id)},
                                              {NAMED("state", ipc_sos, state, states)},
                                              {INTEGER("since_ms", ipc_sos, since_ms, 0, TIME_MAX)},
                                              {INTEGER("grace_left_ms", ipc_sos, grace_left_ms, 0, 30000)},
                                              {INTEGER("presses", ipc_sos, presses, 0, 9999)},
                                              {TRUTH("confirmed", ipc_sos, confirmed)},
                                              {TRUTH("cancel_asked", ipc_sos, cancel_asked)},
                                              {TRUTH("test", ipc_sos, test)},
                                              {TEXT("message", ipc_sos, message)},
                                              {TEXT("worker", ipc_sos, worker), MAY},
                                              {TIMES("reached", ipc_sos, reached_at_ms, states)},
                                              {INTEGER("key_us", ipc_sos, key_us, 0, TIME_US_MAX)},
                                              {0}};
static const struct ipc_field line_check_fields[] = {{TRUTH("begun", ipc_line_check, begun)},
                                                     {NAMED("state", ipc_line_check, state, states)},
                                                     {INTEGER("since_ms", ipc_line_check, since_ms, 0, TIME_MAX)},
                                                     {INTEGER("good_at_ms", ipc_line_check, good_at_ms, 0, TIME_MAX)},
                                                     {0}};
static const struct ipc_field submitted_fields[] = {{BORROWED("id", ipc_submitted, id, ID_BYTES)},
                                                    {TRUTH("saved", ipc_submitted, saved)},
                                                    {BORROWED("duplicate", ipc_submitted, duplicate, ID_BYTES)},
                                                    {0}};
static const struct ipc_field notices_fields[] = {
    {LIST("notices", ipc_notices, list, count, NOTICE_MAX, ipc_notice_table, IPC_POINTERS)},
    {TRUTH("alone", ipc_notices, alone)},
    {0}};
static const struct ipc_field options_fields[] = {{INTEGER("n", ipc_options, number, 1, TIME_US_MAX)},
                                                  {TRUTH("ok", ipc_options, ok)},
                                                  {INTEGER("age_ms", ipc_options, age_ms, 0, TIME_MAX)},
                                                  {ROW(IPC_RAW_LIST, "options", ipc_options, options), MAY},
                                                  {BORROWED("problem", ipc_options, problem, PROBLEM_BYTES), MAY},
                                                  {0}};
static const struct ipc_field drafts_fields[] = {
    {LIST("drafts", ipc_drafts, list, count, CART_DRAFT_MAX, ipc_cart_draft_table, IPC_POINTERS)}, {0}};
static const struct ipc_field image_fields[] = {{BORROWED("name", ipc_image, name, IMAGE_NAME_BYTES)},
                                                {BORROWED("path", ipc_image, path, PATH_BYTES)},
                                                {INTEGER("version", ipc_image, version, -VERSION_MAX, VERSION_MAX)},
                                                {0}};
static const struct ipc_field mic_fields[] = {{NAMED("state", ipc_mic, state, mics)},
                                              {INTEGER("level", ipc_mic, level, 0, 100)},
                                              {INTEGER("heard_ms", ipc_mic, heard_ms, 0, 60000)},
                                              {INTEGER("most_ms", ipc_mic, most_ms, 0, 60000)},
                                              {TEXT("id", ipc_mic, id)},
                                              {0}};
static const struct ipc_field heard_fields[] = {{TRUTH("done", ipc_heard, done)},
                                                {TRUTH("failed", ipc_heard, failed), MAY},
                                                {TRUTH("brief", ipc_heard, brief), MAY},
                                                {TRUTH("quiet", ipc_heard, quiet), MAY},
                                                {BORROWED("so_far", ipc_heard, so_far, IPC_PHRASE_MAX), MAY},
                                                {BORROWED("text", ipc_heard, text, IPC_PHRASE_MAX), MAY},
                                                {BORROWED("second", ipc_heard, second, IPC_PHRASE_MAX), MAY},
                                                {ROW(IPC_NUMBER, "score", ipc_heard, score), .max = 1, MAY},
                                                {0}};
static const struct ipc_field shoot_fields[] = {{BORROWED("path", ipc_shoot, path, PATH_BYTES)}, {0}};

/* --- stb-ui to stb-app */

static const struct ipc_field screen_fields[] = {
    {BORROWED("screen", ipc_screen, screen, NAME_BYTES)}, {INTEGER("at_us", ipc_screen, at_us, 0, TIME_US_MAX)}, {0}};
static const struct ipc_field scene_fields[] = {{RAW("scene")}, {0}};
static const struct ipc_field frame_fields[] = {{INTEGER("key_us", ipc_frame, key_us, 0, TIME_US_MAX)},
                                                {INTEGER("presented_us", ipc_frame, presented_us, 0, TIME_US_MAX)},
                                                {0}};
static const struct ipc_field spoken_fields[] = {{TEXT("id", ipc_spoken, id)}, {TEXT("step", ipc_spoken, step)}, {0}};
static const struct ipc_table spoken_table = {"spoken", spoken_fields, sizeof(struct ipc_spoken), NULL};

static const char *check_submit(const void *value) {
    const struct request *request = &((const struct ipc_submit *)value)->request;
    if (!request_id_valid(request->id))
        return "expected a UUID in lower case as id";
    if (request->kind == REQUEST_SOS)
        return "expected no SOS";
    return request->kind == REQUEST_SERVICE && !request->service[0] ? "expected a service" : NULL;
}
static const struct ipc_field submit_fields[] = {
    {TEXT("id", ipc_submit, request.id)},
    {NAMED("kind", ipc_submit, request.kind, kinds)},
    {TEXT("service", ipc_submit, request.service)},
    {PAIRS("answers", ipc_submit, request.answers, request.answer_count, IPC_INSIDE)},
    {LIST("items", ipc_submit, request.items, request.item_count, REQUEST_ITEMS_MAX, item_table, IPC_INSIDE)},
    {NAMED("trigger", ipc_submit, request.trigger, triggers)},
    {INTEGER("expires_s", ipc_submit, request.expires_s, 0, DAY_S)},
    {GROUP("words", ipc_submit, request.words, ipc_words_table), MAY},
    {TRUTH("again", ipc_submit, again)},
    {GROUP("voice", ipc_submit, spoken, spoken_table), MAY},
    {0}};
static const struct ipc_field cancel_fields[] = {{BORROWED("id", ipc_cancel, id, ID_BYTES)}, {0}};
static const struct ipc_field reply_fields[] = {
    {BORROWED("id", ipc_reply, id, ID_BYTES)}, {BORROWED("choice", ipc_reply, choice, NAME_BYTES)}, {0}};
static const struct ipc_field sos_do_fields[] = {
    {NAMED("do", ipc_sos_ask, what, sos_dos)}, {BORROWED("id", ipc_sos_ask, id, ID_BYTES)}, {0}};

static const char *check_question(const void *value) {
    const struct ipc_question *question = value;
    return question->service[0] && question->step[0] ? NULL : "expected a service and a step";
}
static const struct ipc_field question_fields[] = {{INTEGER("n", ipc_question, number, 1, TIME_US_MAX)},
                                                   {TEXT("service", ipc_question, service)},
                                                   {TEXT("step", ipc_question, step)},
                                                   {PAIRS("answers", ipc_question, answers, answer_count, IPC_INSIDE)},
                                                   {0}};
static const struct ipc_field images_fields[] = {
    {TEXTS("names", ipc_images, names, count, IPC_IMAGES_MAX, IMAGE_NAME_BYTES)}, {0}};
static const struct ipc_field listen_fields[] = {{NAMED("do", ipc_listen, what, listen_dos)}, {0}};
static const struct ipc_field hear_fields[] = {
    {TEXTS("phrases", ipc_hear, phrases, count, IPC_PHRASES_MAX, IPC_PHRASE_MAX)},
    {TEXTS("also", ipc_hear, also, also_count, IPC_PHRASES_MAX, IPC_PHRASE_MAX)},
    {0}};
static const struct ipc_field speaks_fields[] = {
    {TRUTH("on", ipc_speaks, on)}, {NAMED("reading", ipc_speaks, reading, readings)}, {0}};
static const struct ipc_field set_fields[] = {
    {BORROWED("name", ipc_set, name, NAME_BYTES)}, {BORROWED("value", ipc_set, value, NAME_BYTES)}, {0}};
static const struct ipc_field shot_fields[] = {
    {BORROWED("path", ipc_shot, path, PATH_BYTES)}, {TRUTH("ok", ipc_shot, ok)}, {0}};

/* --- all of them */

#define BODY(type) sizeof(struct type)
static const struct ipc_table tables[] = {
    [IPC_HELLO] = {"hello", hello_fields, BODY(ipc_hello), NULL},
    [IPC_KEY] = {"key", key_fields, BODY(ipc_key), NULL},
    [IPC_HOLD] = {"hold", hold_fields, BODY(ipc_hold), NULL},
    [IPC_PING] = {"ping", no_fields, 0, NULL},
    [IPC_LINK] = {"link", link_fields, BODY(ipc_link), NULL},
    [IPC_CLOCK] = {"clock", clock_fields, BODY(ipc_clock), NULL},
    [IPC_CATALOG] = {"catalog", catalog_fields, BODY(ipc_raw), NULL},
    [IPC_PROFILE] = {"profile", profile_fields, BODY(ipc_raw), NULL},
    [IPC_REQUESTS] = {"requests", requests_fields, BODY(ipc_requests), NULL},
    [IPC_SOS] = {"sos", sos_fields, BODY(ipc_sos), NULL},
    [IPC_LINE_CHECK] = {"line_check", line_check_fields, BODY(ipc_line_check), NULL},
    [IPC_SUBMITTED] = {"submitted", submitted_fields, BODY(ipc_submitted), NULL},
    [IPC_NOTICES] = {"notices", notices_fields, BODY(ipc_notices), NULL},
    [IPC_OPTIONS] = {"options", options_fields, BODY(ipc_options), NULL},
    [IPC_DRAFTS] = {"drafts", drafts_fields, BODY(ipc_drafts), NULL},
    [IPC_IMAGE] = {"image", image_fields, BODY(ipc_image), NULL},
    [IPC_MIC] = {"mic", mic_fields, BODY(ipc_mic), NULL},
    [IPC_HEARD] = {"heard", heard_fields, BODY(ipc_heard), NULL},
    [IPC_SHOOT] = {"shoot", shoot_fields, BODY(ipc_shoot), NULL},
    [IPC_QUIT] = {"quit", no_fields, 0, NULL},
    [IPC_READY] = {"ready", no_fields, 0, NULL},
    [IPC_PONG] = {"pong", no_fields, 0, NULL},
    [IPC_SCREEN] = {"screen", screen_fields, BODY(ipc_screen), NULL},
    [IPC_SCENE] = {"scene", scene_fields, BODY(ipc_raw), NULL},
    [IPC_FRAME] = {"frame", frame_fields, BODY(ipc_frame), NULL},
    [IPC_SUBMIT] = {"submit", submit_fields, BODY(ipc_submit), check_submit},
    [IPC_CANCEL] = {"cancel", cancel_fields, BODY(ipc_cancel), NULL},
    [IPC_REPLY] = {"reply", reply_fields, BODY(ipc_reply), NULL},
    [IPC_SOS_DO] = {"sos_do", sos_do_fields, BODY(ipc_sos_ask), NULL},
    [IPC_QUESTION] = {"question", question_fields, BODY(ipc_question), check_question},
    [IPC_DRAFT] = {"draft", draft_fields, BODY(cart_draft), check_draft},
    [IPC_IMAGES] = {"images", images_fields, BODY(ipc_images), NULL},
    [IPC_LISTEN] = {"listen", listen_fields, BODY(ipc_listen), NULL},
    [IPC_HEAR] = {"hear", hear_fields, BODY(ipc_hear), NULL},
    [IPC_SPEAKS] = {"speaks", speaks_fields, BODY(ipc_speaks), NULL},
    [IPC_SET] = {"set", set_fields, BODY(ipc_set), NULL},
    [IPC_CHECK_LINE] = {"check_line", no_fields, 0, NULL},
    [IPC_TV] = {"tv", no_fields, 0, NULL},
    [IPC_SHOT] = {"shot", shot_fields, BODY(ipc_shot), NULL},
};
_Static_assert(sizeof tables / sizeof tables[0] == IPC_TYPES, "each message has its table");

const struct ipc_table *ipc_message_table(enum ipc_type type) {
    return &tables[type];
}

const char *ipc_message_name(enum ipc_type type) {
    return type < IPC_TYPES ? tables[type].name : "";
}

bool ipc_message_is_from_ui(enum ipc_type type) {
    return type >= IPC_READY && type < IPC_TYPES;
}

/* Where each message's own struct begins. */
static void *body(const struct ipc_message *message) {
    return (char *)(uintptr_t)message + offsetof(struct ipc_message, hello);
}

void ipc_message_encode(const struct ipc_message *message, struct ipc_buffer *out) {
    assert(message->type < IPC_TYPES);
    ipc_buffer_add_text(out, "{\"type\":\"");
    ipc_buffer_add_text(out, tables[message->type].name);
    ipc_buffer_add_text(out, "\"");
    ipc_fields_add(&tables[message->type], body(message), out);
    ipc_buffer_add_text(out, "}\n");
}

static enum ipc_type type_from_name(const char *name) {
    enum ipc_type type = 0;
    while (type < IPC_TYPES && strcmp(tables[type].name, name) != 0)
        type++;
    return type;
}

bool ipc_message_decode(const char *line, size_t length, struct ipc_message *message, char *error) {
    memset(message, 0, sizeof *message);
    struct json_object *json = json_parse(line, length, IPC_LINE_MAX, error);
    if (!json)
        return false;
    const char *name = json_text(json, "type", "");
    message->type = type_from_name(name);
    message->decoded = json;
    if (message->type == IPC_TYPES)
        snprintf(error, JSON_ERROR_SIZE, "a message of unknown type \"%.32s\"", name);
    else if (ipc_fields_read(&tables[message->type], json, body(message), error))
        return true;
    json_object_put(json);
    memset(message, 0, sizeof *message);
    return false;
}

void ipc_message_free(struct ipc_message *message) {
    ipc_fields_free(&tables[message->type], body(message));
    json_object_put(message->decoded);
    memset(message, 0, sizeof *message);
}
