/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days of random life: orders, notes, alarms, cancels, answers of every kind, a disk that fails, a clock that is set,
 * power cuts. Time, line and disk are the test's own; what they are played to is the submitter with the real truth of
 * the outbox. Whatever comes: nothing spins, nothing is left without a next moment, and in the end all is delivered or
 * has expired.
 */
#include "net/api/api_time.h"
#include "net/outbox/outbox_writer.h"
#include "net/outbox/submitter.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    MADE_MAX = 400,
    CALLS_MAX = 64,
    TIMERS_MAX = 512,
    HOUR_MS = 3600000,
    AT_ONCE_MAX = 400,       /* things that happen in one millisecond */
    AN_HOUR_MAX = 40 * 3600, /* an SOS is tried every 5 s, four at a time, and there are few of them */
};

/* --- chance: a seed makes a life */

static uint64_t seed;

static unsigned chance(unsigned below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % below;
}

uint16_t random_draw(void) {
    return (uint16_t)chance(65536);
}

/* --- time */

struct loop_timer {
    loop_timer_fn *fn;
    void *data;
    int64_t due_ms; /* -1 = stopped */
    bool used;
};
static struct loop_timer timers[TIMERS_MAX];
static int64_t now_ms, wall_ahead_ms;
static int at_once;

int64_t loop_now_ms(void) {
    return now_ms;
}
int64_t loop_now_us(void) {
    return now_ms * 1000;
}
struct loop_timer *loop_timer_create(struct loop *loop, loop_timer_fn *fn, void *data) {
    (void)loop;
    for (int i = 0; i < TIMERS_MAX; i++)
        if (!timers[i].used) {
            timers[i] = (struct loop_timer){fn, data, -1, true};
            return &timers[i];
        }
    fail_msg("%d timers at once", TIMERS_MAX);
    return NULL;
}
void loop_timer_start(struct loop_timer *timer, int64_t delay_ms, int64_t repeat_ms) {
    assert_int_equal(repeat_ms, 0);
    timer->due_ms = now_ms + (delay_ms > 0 ? delay_ms : 0);
}
void loop_timer_stop(struct loop_timer *timer) {
    timer->due_ms = -1;
}
bool loop_timer_running(const struct loop_timer *timer) {
    return timer->due_ms >= 0;
}
void loop_timer_destroy(struct loop_timer *timer) {
    if (timer)
        timer->used = false;
}

static int64_t wall_ms(void *data) {
    (void)data;
    return INT64_C(1795250000000) + now_ms + wall_ahead_ms;
}

/* --- what was made */

static struct made {
    char id[REQUEST_ID_SIZE];
    enum request_kind kind;
} made[MADE_MAX];
static int made_count;

static void note_made(const char *id, enum request_kind kind) {
    struct made *one = &made[made_count++ % MADE_MAX];
    memcpy(one->id, id, sizeof one->id);
    one->kind = kind;
}

static const char *kind_of(const char *id) {
    for (int i = 0; i < MADE_MAX; i++)
        if (strcmp(made[i].id, id) == 0)
            return request_kind_name(made[i].kind);
    return "service";
}

static const struct made *any_made(void) {
    return &made[chance((unsigned)(made_count < MADE_MAX ? made_count : MADE_MAX))];
}

/* --- the line */

static struct line_call {
    uint64_t number; /* 0 = free */
    struct https_call call;
    char url[400], id[REQUEST_ID_SIZE];
    int64_t due_ms;
} calls[CALLS_MAX];
static uint64_t last_number;
static int line; /* 0 good, 1 dead, 2 of a mixed mind, 3 refuses */

static void id_behind(const char *text, const char *mark, char id[REQUEST_ID_SIZE]) {
    const char *found = text ? strstr(text, mark) : NULL;
    if (found)
        snprintf(id, REQUEST_ID_SIZE, "%s", found + strlen(mark));
}

uint64_t https_start(struct https *https, const struct https_call *call) {
    (void)https;
    for (int i = 0; i < CALLS_MAX; i++) {
        struct line_call *one = &calls[i];
        if (one->number)
            continue;
        if (line == 1 && chance(10) == 0)
            return 0;
        *one = (struct line_call){.number = ++last_number, .call = *call};
        snprintf(one->url, sizeof one->url, "%s", call->url);
        id_behind(call->body_length ? NULL : call->body, "\"id\":\"", one->id);
        id_behind(call->url, "/v1/requests/", one->id);
        id_behind(call->url, "/v1/notices/", one->id);
        id_behind(call->url, "request=", one->id);
        one->due_ms = now_ms + (chance(4) ? 5 + chance(300) : chance((unsigned)call->timeout_ms));
        at_once++;
        return one->number;
    }
    fail_msg("%d calls at once", CALLS_MAX);
    return 0;
}
void https_cancel(struct https *https, uint64_t number) {
    (void)https;
    for (int i = 0; number && i < CALLS_MAX; i++)
        if (calls[i].number == number)
            calls[i].number = 0;
}
bool https_answering(const struct https *https, uint64_t number) {
    (void)https;
    return number % 5 == 0;
}
bool https_reached(const struct https *https, uint64_t number) {
    (void)https;
    return number % 3 != 0;
}
bool https_moves(const struct https *https, uint64_t number) {
    (void)https;
    (void)number;
    return false;
}
int https_prefer(const struct https *https, const char *const *endpoints) {
    (void)https;
    (void)endpoints;
    return (int)chance(2);
}

static void write_status(char *body, size_t size, const char *id, const char *state) {
    char at[40];
    api_time_write(wall_ms(NULL), at);
    snprintf(body, size,
             "{\"id\":\"%s\",\"kind\":\"%s\",\"service\":\"taxi\",\"status\":\"%s\",\"updated_at\":\"%s\","
             "\"headline\":\"\",\"details\":[],\"message\":\"\",\"eta_minutes\":null,\"can_cancel\":true}",
             id, kind_of(id), state, at);
}

static void write_success(const struct line_call *call, char *body, size_t size) {
    if (strstr(call->url, "/v1/voice"))
        snprintf(body, size, "{\"id\":\"%s\"}", call->id);
    else if (strstr(call->url, "/reply"))
        snprintf(body, size, "{\"id\":\"%s\",\"choice\":\"fine\"}", call->id);
    else if (strstr(call->url, "?limit="))
        snprintf(body, size, "{\"requests\":[]}");
    else
        write_status(body, size, call->id, strstr(call->url, "/cancel") ? "cancelled" : "received");
}

static void answer(struct line_call *call) {
    static const int refusals[] = {400, 403, 404, 409, 410, 422, 429, 500, 503};
    char body[2000];
    struct https_answer answered = {.number = call->number,
                                    .etag = "",
                                    .content_type = "application/json",
                                    .status = 201,
                                    .reached = https_reached(NULL, call->number)};
    int how = line == 0 ? 0 : line == 1 ? 1 : line == 3 ? 2 : (int)chance(5);
    write_success(call, body, sizeof body);
    if (how == 1) {
        answered.status = 0;
        snprintf(answered.error, sizeof answered.error, "no answer");
        body[0] = 0;
    } else if (how == 2) {
        answered.status = refusals[chance(sizeof refusals / sizeof refusals[0])];
        answered.content_type = "application/problem+json";
        answered.retry_after_s = chance(3) ? 0 : (int)chance(3600);
        snprintf(body, sizeof body, "{\"type\":\"about:blank\",\"title\":\"no\",\"status\":%d,\"detail\":\"\"}",
                 answered.status);
    } else if (how == 3) {
        answered.content_type = "text/html";
        snprintf(body, sizeof body, "<html>");
    }
    answered.body = body;
    answered.length = strlen(body);
    struct https_call asked = call->call;
    call->number = 0;
    asked.done(asked.data, &answered);
}

/* --- the disk: what was given is committed at a time of its own, or waits for better days */

struct outbox_writer {
    struct outbox_writer_setup setup;
    struct outbox_rows *batch;
    struct loop_timer *done;
};
static bool disk_fails;

static void batch_due(void *data) {
    struct outbox_writer *writer = data;
    if (disk_fails) {
        loop_timer_start(writer->done, 1000 + chance(4000), 0);
        writer->setup.on_failed(writer->setup.data, "the disk takes nothing");
        return;
    }
    outbox_rows_clear(writer->batch);
    free(writer->batch);
    writer->batch = NULL;
    writer->setup.on_written(writer->setup.data);
}
struct outbox_writer *outbox_writer_create(const struct outbox_writer_setup *setup) {
    struct outbox_writer *writer = calloc(1, sizeof *writer);
    writer->setup = *setup;
    writer->done = loop_timer_create(NULL, batch_due, writer);
    return writer;
}
void outbox_writer_give(struct outbox_writer *writer, struct outbox_rows *batch) {
    assert_null(writer->batch);
    writer->batch = batch;
    loop_timer_start(writer->done, chance(50) ? chance(40) : chance(4000), 0);
}
void outbox_writer_wait(struct outbox_writer *writer, int64_t within_ms) {
    struct outbox_rows *none = calloc(1, sizeof *none);
    (void)within_ms;
    if (writer->batch) { /* the end: the disk takes what it was given */
        disk_fails = false;
        batch_due(writer);
        free(none);
    } else {
        writer->setup.on_read(writer->setup.data, none);
    }
}
void outbox_writer_destroy(struct outbox_writer *writer, int64_t within_ms) {
    (void)within_ms;
    if (writer->batch)
        outbox_rows_clear(writer->batch);
    free(writer->batch);
    loop_timer_destroy(writer->done);
    free(writer);
}

/* --- a life */

static struct outbox *outbox;
static struct submitter *submitter;
static int submitted_now; /* orders of which nobody was told yet */

static void on_status(void *data, const struct status *status) {
    (void)data;
    assert_true(status->state < STATES);
}
static void on_submitted(void *data, const char *id, bool stored) {
    (void)data;
    (void)id;
    (void)stored;
    submitted_now--;
}
static void on_traffic(void *data) {
    (void)data;
}
static void on_refused(void *data, const char *error) {
    (void)data;
    (void)error;
}
static void on_stored(void *data) {
    (void)data;
    if (submitter)
        submitter_stored(submitter);
}

static void begin_life(void) {
    static const char *const endpoints[] = {"https://one", "https://two", NULL};
    submitter = submitter_create(&(struct submitter_setup){.outbox = outbox,
                                                           .endpoints = endpoints,
                                                           .wall_ms = wall_ms,
                                                           .on_status = on_status,
                                                           .on_submitted = on_submitted,
                                                           .on_traffic = on_traffic,
                                                           .on_refused = on_refused});
    submitter_resume(submitter);
}

static void cut_power(void) {
    submitter_destroy(submitter);
    submitter = NULL;
    submitted_now = 0;
    for (int i = 0; i < CALLS_MAX; i++)
        assert_int_equal(calls[i].number, 0);
    begin_life();
}

static void order(void) {
    static const int lasts_s[] = {0, 30, 120, 3600, 86400};
    static const char sound[] = "OggS what an old lady said";
    struct request request = {.kind = chance(5) ? REQUEST_SERVICE : REQUEST_CALLBACK,
                              .service = "taxi",
                              .answers = {{"to", "hospital"}, {"note", REQUEST_SPOKEN}},
                              .answer_count = 2,
                              .trigger = TRIGGER_SCREEN,
                              .expires_s = lasts_s[1 + chance(4)]};
    struct request_voice voice = {"note", sound, sizeof sound};
    request_new_id(request.id);
    note_made(request.id, request.kind);
    submitted_now++;
    assert_true(submitter_submit_spoken(submitter, &request, chance(2) ? &voice : NULL));
}

static void call_for_help(void) {
    struct request sos = {.kind = REQUEST_SOS, .trigger = TRIGGER_REMOTE, .presses = 1, .grace_s = 5};
    sos.test = chance(3) == 0;
    submitter_sos(submitter, &sos);
    note_made(sos.id, REQUEST_SOS);
}

static void hear_of_one(void) {
    static const enum request_state states[] = {STATE_RECEIVED, STATE_ACCEPTED, STATE_DONE, STATE_CANCELLED,
                                                STATE_CLOSED};
    const struct made *one = any_made();
    struct status status = {.kind = one->kind, .service = "taxi", .eta_minutes = -1, .updated_at_ms = wall_ms(NULL)};
    status.state = states[chance(sizeof states / sizeof states[0])];
    memcpy(status.id, one->id, sizeof status.id);
    submitter_take_status(submitter, &status);
}

static void step_clock(void) {
    int64_t step_ms = (int64_t)chance(86400000) - 43200000;
    wall_ahead_ms += step_ms;
    submitter_clock_stepped(submitter, step_ms);
}

static void act(void) {
    char notice[REQUEST_ID_SIZE];
    switch (made_count == 0 ? 0 : chance(16)) {
    case 0:
    case 1:
    case 2:
        order();
        break;
    case 3:
        if (chance(4) == 0)
            call_for_help();
        break;
    case 4:
    case 5:
    case 6:
        submitter_cancel(submitter, any_made()->id);
        break;
    case 7:
        submitter_presses(submitter, any_made()->id, 2 + (int)chance(9));
        break;
    case 8:
        submitter_confirm(submitter, any_made()->id);
        break;
    case 9:
        request_new_id(notice);
        submitter_reply(submitter, notice, "fine");
        break;
    case 10:
        hear_of_one();
        break;
    case 11:
        submitter_wake(submitter);
        break;
    case 12:
        step_clock();
        break;
    case 13:
        cut_power();
        break;
    case 14:
        disk_fails = chance(3) == 0;
        break;
    default:
        line = (int)chance(4);
    }
}

/* --- what comes next */

/* Of what is due first; false = nothing will ever happen again. */
static bool next_happens(int64_t until_ms) {
    struct loop_timer *timer = NULL;
    struct line_call *call = NULL;
    int64_t due_ms = INT64_MAX;
    for (int i = 0; i < TIMERS_MAX; i++)
        if (timers[i].used && timers[i].due_ms >= 0 && timers[i].due_ms < due_ms) {
            timer = &timers[i];
            due_ms = timer->due_ms;
        }
    for (int i = 0; i < CALLS_MAX; i++)
        if (calls[i].number && calls[i].due_ms < due_ms) {
            call = &calls[i];
            due_ms = call->due_ms;
        }
    if (due_ms > until_ms)
        return false;
    if (due_ms > now_ms)
        at_once = 0;
    now_ms = due_ms > now_ms ? due_ms : now_ms;
    at_once++;
    if (call) {
        answer(call);
    } else {
        timer->due_ms = -1;
        timer->fn(timer->data);
    }
    return true;
}

static bool something_is_to_come(void) {
    for (int i = 0; i < TIMERS_MAX; i++)
        if (timers[i].used && timers[i].due_ms >= 0)
            return true;
    for (int i = 0; i < CALLS_MAX; i++)
        if (calls[i].number)
            return true;
    return false;
}

/* Until UNTIL_MS; returns how much happened. */
static long pass_time(uint64_t life, int64_t until_ms) {
    long happened = 0;
    while (next_happens(until_ms)) {
        happened++;
        if (at_once > AT_ONCE_MAX)
            fail_msg("life %llu spins at %lld ms", (unsigned long long)life, (long long)now_ms);
        if (submitter_pending(submitter) > 0 && !something_is_to_come())
            fail_msg("life %llu is stuck at %lld ms", (unsigned long long)life, (long long)now_ms);
    }
    now_ms = until_ms;
    at_once = 0;
    return happened;
}

static void live(uint64_t life, int hours) {
    seed = life;
    now_ms = 1;
    wall_ahead_ms = 0;
    made_count = submitted_now = line = 0;
    disk_fails = false;
    outbox = outbox_create(&(struct outbox_setup){.dir = "", .on_stored = on_stored});
    begin_life();
    for (int hour = 0; hour < hours; hour++) {
        int64_t end_ms = now_ms + HOUR_MS;
        long happened = 0;
        for (int left = (int)chance(12); left > 0; left--) {
            happened += pass_time(life, now_ms + chance((unsigned)(end_ms - now_ms)) / (unsigned)left);
            act();
        }
        happened += pass_time(life, end_ms);
        if (happened > AN_HOUR_MAX)
            fail_msg("life %llu: %ld things in hour %d", (unsigned long long)life, happened, hour);
    }
    line = 0;
    disk_fails = false;
    submitter_wake(submitter);
    pass_time(life, now_ms + 49 * (int64_t)HOUR_MS); /* all that has an end is over by then */
    if (submitter_pending(submitter) != 0 || submitted_now != 0)
        fail_msg("life %llu: %d wait still, of %d nobody was told", (unsigned long long)life,
                 submitter_pending(submitter), submitted_now);
    submitter_destroy(submitter);
    submitter = NULL;
    outbox_destroy(outbox);
}

static void lives_of_a_day_come_to_an_end(void **state) {
    (void)state;
    for (uint64_t life = 1; life <= 80; life++)
        live(life, 24);
}

static void a_life_of_weeks(void **state) {
    (void)state;
    live(4711, 24 * 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lives_of_a_day_come_to_an_end),
        cmocka_unit_test(a_life_of_weeks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
