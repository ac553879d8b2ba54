/* SPDX-License-Identifier: Apache-2.0 */
/* What survives: real files, real kills, real full and damaged disks. */
#include "net/outbox/outbox.h"
#include "stb-app/base/loop.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The thread sanitizer: a child that is made here begins threads of its own. */
const char *__tsan_default_options(void);
const char *__tsan_default_options(void) {
    return "die_after_fork=0";
}

static const char id_shape[] = "00000000-0000-4000-8000-%012x";
static char dir[64];

static int make_dir(void **unused) {
    (void)unused;
    strcpy(dir, "/tmp/test-outbox-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **unused) {
    (void)unused;
    DIR *open_dir = opendir(dir);
    for (struct dirent *entry; open_dir && (entry = readdir(open_dir));)
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(open_dir), entry->d_name, 0);
    if (open_dir)
        closedir(open_dir);
    return rmdir(dir);
}

static char *in_dir(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static struct loop *loop;
static char fault[160]; /* as told last; "" = none */
static int restored;

static void on_stored(void *data) {
    (void)data;
    loop_stop(loop);
}

static void on_fault(void *data, const char *error) {
    (void)data;
    snprintf(fault, sizeof fault, "%s", error ? error : "");
}

static void on_restored(void *data) {
    (void)data;
    restored++;
}

static struct outbox *open_in(const char *where) {
    if (!loop)
        loop = loop_create();
    fault[0] = 0;
    restored = 0;
    struct outbox *outbox = outbox_create(&(struct outbox_setup){
        .loop = loop, .dir = where, .on_stored = on_stored, .on_fault = on_fault, .on_restored = on_restored});
    on_fault(NULL, outbox_fault(outbox));
    return outbox;
}

static struct outbox *reopen(struct outbox *outbox) {
    outbox_destroy(outbox);
    outbox = open_in(dir);
    assert_null(outbox_fault(outbox));
    return outbox;
}

static void stop(void *data) {
    *(bool *)data = true;
    loop_stop(loop);
}

/* What has become of all changes until now, decided within five seconds. */
static enum outbox_stored stored(const struct outbox *outbox) {
    int64_t ticket = outbox_ticket(outbox);
    bool late = false;
    struct loop_timer *limit = loop_timer_create(loop, stop, &late);
    loop_timer_start(limit, 5000, 0);
    while (!late && outbox_look(outbox, ticket) == OUTBOX_UNDER_WAY)
        loop_run(loop);
    loop_timer_destroy(limit);
    assert_false(late);
    return outbox_look(outbox, ticket);
}

static struct request a_taxi(unsigned number) {
    struct request request = {.kind = REQUEST_SERVICE,
                              .service = "taxi",
                              .answers = {{"to", "hospital"}, {"when", "now"}},
                              .answer_count = 2,
                              .items = {{"tea", 2}},
                              .item_count = 1,
                              .words = {.what = "同济医院", .day = "2026-11-22", .when = "上午 9:30", .cost = "12元"},
                              .created_at_ms = 1795250000000 + number * 1000LL,
                              .sequence = number,
                              .trigger = TRIGGER_SCREEN,
                              .expires_s = 120};
    snprintf(request.id, sizeof request.id, id_shape, number);
    return request;
}

static struct status status_of(const struct request *request, enum request_state state, int64_t updated_at_ms) {
    struct status status = {.kind = request->kind,
                            .state = state,
                            .created_at_ms = request->created_at_ms,
                            .updated_at_ms = updated_at_ms,
                            .eta_minutes = -1};
    memcpy(status.id, request->id, sizeof status.id);
    memcpy(status.service, request->service, sizeof status.service);
    return status;
}

static struct outbox_entry entry_of(const struct request *request, enum outbox_entry_kind kind) {
    struct outbox_entry entry = {
        .kind = kind, .expires_at_ms = request->created_at_ms + 120000, .body = strdup("{\"a\":1}")};
    memcpy(entry.request_id, request->id, sizeof entry.request_id);
    request_new_id(entry.key);
    return entry;
}

static char key[REQUEST_ID_SIZE]; /* of the entry that was added last */

/* Adds taxi NUMBER in STATE; true when it is on the disk. */
static bool add(struct outbox *outbox, unsigned number, enum request_state state) {
    struct request request = a_taxi(number);
    struct status status = status_of(&request, state, 0);
    struct outbox_entry entry = entry_of(&request, OUTBOX_CREATE);
    memcpy(key, entry.key, sizeof key);
    outbox_add_request(outbox, &request, &status, &entry, NULL);
    outbox_entry_clear(&entry);
    return stored(outbox) == OUTBOX_STORED;
}

struct seen {
    int count;
    char ids[100][REQUEST_ID_SIZE];
    struct outbox_entry last;
};

static bool see_entry(void *data, const struct outbox_entry *entry) {
    struct seen *seen = data;
    memcpy(seen->ids[seen->count++ % 100], entry->request_id, REQUEST_ID_SIZE);
    seen->last = *entry;
    seen->last.body = NULL;
    assert_string_equal(entry->body, "{\"a\":1}");
    return true;
}

static bool see_request(void *data, const struct request *request, const struct status *status) {
    struct seen *seen = data;
    assert_string_equal(request->id, status->id);
    memcpy(seen->ids[seen->count++ % 100], request->id, REQUEST_ID_SIZE);
    return true;
}

static struct seen entries(struct outbox *outbox) {
    struct seen seen = {0};
    outbox_each_entry(outbox, see_entry, &seen);
    return seen;
}

static struct seen requests(struct outbox *outbox, int most) {
    struct seen seen = {0};
    outbox_each_request(outbox, most, see_request, &seen);
    return seen;
}

static void what_was_added_is_there_after_reopening(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 7, STATE_SAVED));
    outbox = reopen(outbox);
    struct seen seen = entries(outbox);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.last.kind, OUTBOX_CREATE);
    assert_int_equal(seen.last.expires_at_ms, 1795250007000 + 120000);
    assert_true(request_id_valid(seen.last.key));
    struct request asked, taxi = a_taxi(7);
    struct status known;
    assert_true(outbox_find(outbox, taxi.id, &asked, &known));
    assert_memory_equal(&asked, &taxi, sizeof taxi);
    assert_int_equal(known.state, STATE_SAVED);
    assert_int_equal(known.eta_minutes, -1);
    assert_false(outbox_find(outbox, "00000000-0000-4000-8000-00000000ffff", &asked, &known));
    outbox_destroy(outbox);
}

/* What it was asked in is worth no request. */
static void words_that_cannot_be_read_are_none(void **unused) {
    static const char *const damaged[] = {"", "{", "[]", "{\"what\":7}", "{\"day\":\"2026-11-22 and more than fits\"}"};
    (void)unused;
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        struct outbox *outbox = reopen(NULL);
        struct request asked, taxi = a_taxi((unsigned)i);
        struct status known;
        char command[300];
        assert_true(add(outbox, (unsigned)i, STATE_SAVED));
        outbox_destroy(outbox);
        snprintf(command, sizeof command, "sqlite3 %s \"UPDATE requests SET words='$WORDS'\"", in_dir("outbox.db"));
        assert_int_equal(setenv("WORDS", damaged[i], 1), 0);
        assert_int_equal(system(command), 0);
        outbox = reopen(NULL);
        assert_true(outbox_find(outbox, taxi.id, &asked, &known));
        assert_string_equal(asked.service, "taxi");
        assert_string_equal(asked.words.what, "");
        assert_string_equal(asked.words.day, "");
        outbox_destroy(outbox);
    }
}

static void files_are_for_the_owner_only(void **unused) {
    (void)unused;
    chmod(dir, 0755);
    mode_t before = umask(0);
    struct outbox *outbox = reopen(NULL);
    add(outbox, 1, STATE_SAVED);
    umask(before);
    static const char *const names[] = {"outbox.db", "outbox.db-wal", "outbox.db-shm"};
    struct stat about;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(stat(in_dir(names[i]), &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
    assert_int_equal(stat(dir, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    outbox_destroy(outbox);
}

static void the_same_id_is_added_once(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED));
    assert_true(add(outbox, 1, STATE_SENDING));
    assert_int_equal(entries(outbox).count, 1);
    assert_int_equal(requests(outbox, 50).count, 1);
    outbox_destroy(outbox);
}

static void entries_come_in_their_order_and_end(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    char first[REQUEST_ID_SIZE], second[REQUEST_ID_SIZE];
    add(outbox, 1, STATE_SAVED);
    memcpy(first, key, sizeof first);
    add(outbox, 2, STATE_SAVED);
    memcpy(second, key, sizeof second);
    struct request taxi = a_taxi(1), other = a_taxi(2);
    struct outbox_entry cancel = entry_of(&taxi, OUTBOX_CANCEL);
    outbox_add_entry(outbox, &cancel);
    cancel.tries = 3;
    cancel.reached = true;
    cancel.next_try_ms = 1795250009999;
    outbox_keep_entry(outbox, &cancel);
    struct status received = status_of(&taxi, STATE_RECEIVED, 1795250001000);
    outbox_end_entry(outbox, first, &received);
    outbox = reopen(outbox);
    struct seen seen = entries(outbox);
    assert_int_equal(seen.count, 2);
    assert_string_equal(seen.ids[0], other.id);
    assert_int_equal(seen.last.kind, OUTBOX_CANCEL);
    assert_int_equal(seen.last.tries, 3);
    assert_true(seen.last.reached);
    assert_int_equal(seen.last.next_try_ms, 1795250009999);
    assert_string_equal(seen.last.key, cancel.key);
    struct request asked;
    struct status known;
    assert_true(outbox_find(outbox, taxi.id, &asked, &known));
    assert_int_equal(known.state, STATE_RECEIVED);
    assert_int_equal(asked.answer_count, 2);
    outbox_end_entry(outbox, second, NULL);
    outbox_end_entry(outbox, "no such key", NULL);
    assert_int_equal(entries(outbox).count, 1);
    outbox = reopen(outbox);
    assert_int_equal(entries(outbox).count, 1);
    outbox_entry_clear(&cancel);
    outbox_destroy(outbox);
}

static bool end_it(void *data, const struct outbox_entry *entry) {
    outbox_end_entry(data, entry->key, NULL);
    return true;
}

static void whoever_is_told_of_an_entry_may_end_it(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    for (unsigned i = 1; i <= 5; i++)
        add(outbox, i, STATE_SAVED);
    outbox_each_entry(outbox, end_it, outbox);
    assert_int_equal(entries(outbox).count, 0);
    outbox = reopen(outbox);
    assert_int_equal(entries(outbox).count, 0);
    outbox_destroy(outbox);
}

static void a_status_of_an_unknown_request_is_kept(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    struct request taxi = a_taxi(3);
    struct status known = status_of(&taxi, STATE_ON_THE_WAY, 1795250001000);
    strcpy(known.headline, "司机正在赶来");
    strcpy(known.details[0].label, "车牌");
    strcpy(known.details[0].value, "沪A·D1234");
    known.detail_count = 1;
    known.eta_minutes = 6;
    known.cancel_asked = true;
    known.reached_at_ms[STATE_RECEIVED] = 1795250000500;
    outbox_keep_status(outbox, &known);
    outbox = reopen(outbox);
    struct request asked;
    struct status again;
    assert_true(outbox_find(outbox, taxi.id, &asked, &again));
    assert_memory_equal(&again, &known, sizeof known);
    assert_string_equal(asked.service, "taxi");
    assert_int_equal(asked.answer_count, 0);
    outbox_destroy(outbox);
}

static void the_newest_fifty_stay_and_whatever_is_still_open(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED));
    struct request waiting = a_taxi(2);
    add(outbox, 2, STATE_SAVED);
    outbox_end_entry(outbox, key, NULL);
    for (unsigned i = 3; i <= 70; i++) {
        struct request taxi = a_taxi(i);
        struct status done = status_of(&taxi, STATE_DONE, taxi.created_at_ms + 1);
        add(outbox, i, STATE_SAVED);
        outbox_end_entry(outbox, key, &done);
    }
    outbox = reopen(outbox);
    struct seen seen = requests(outbox, 100);
    assert_int_equal(seen.count, 52);
    struct request newest = a_taxi(70), oldest = a_taxi(1);
    assert_string_equal(seen.ids[0], newest.id);
    assert_string_equal(seen.ids[50], waiting.id);
    assert_string_equal(seen.ids[51], oldest.id);
    assert_int_equal(requests(outbox, 10).count, 10);
    /* Two days later the one without an entry is no longer waited for. */
    struct request later = a_taxi(71 + 2 * 86400);
    struct status received = status_of(&later, STATE_RECEIVED, later.created_at_ms);
    outbox_keep_status(outbox, &received);
    struct request asked;
    struct status known;
    assert_false(outbox_find(outbox, waiting.id, &asked, &known));
    assert_true(outbox_find(outbox, oldest.id, &asked, &known));
    outbox_destroy(outbox);
}

static void old_orders_have_an_end_unless_something_of_them_waits(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    add(outbox, 1, STATE_SAVED);
    add(outbox, 2, STATE_SAVED);
    outbox_end_entry(outbox, key, NULL);
    add(outbox, 3, STATE_SAVED);
    outbox_end_entry(outbox, key, NULL);
    struct request newest = a_taxi(3), waits = a_taxi(1);
    outbox_forget_before(outbox, newest.created_at_ms);
    outbox = reopen(outbox);
    struct seen seen = requests(outbox, 10);
    assert_int_equal(seen.count, 2);
    assert_string_equal(seen.ids[0], newest.id);
    assert_string_equal(seen.ids[1], waits.id);
    outbox_destroy(outbox);
}

/* Of a neighbour's, or one ordered by telephone, the box knows only what the hotline says, and not when it was made. */
static void what_only_the_hotline_knows_hides_no_order_of_ones_own(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    add(outbox, 1, STATE_SAVED);
    struct request first = a_taxi(1), again = a_taxi(3), other = a_taxi(2);
    struct status told = status_of(&other, STATE_RECEIVED, first.created_at_ms + 60000);
    told.created_at_ms = 0;
    char id[REQUEST_ID_SIZE];
    outbox_keep_status(outbox, &told);
    assert_true(outbox_find_same(outbox, &again, first.created_at_ms, id));
    assert_string_equal(id, first.id);
    outbox_destroy(outbox);
}

static void the_same_order_twice_is_recognised(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    add(outbox, 1, STATE_SAVED);
    struct request first = a_taxi(1), again = a_taxi(2);
    char id[REQUEST_ID_SIZE];
    assert_true(outbox_find_same(outbox, &again, first.created_at_ms, id));
    assert_string_equal(id, first.id);
    assert_false(outbox_find_same(outbox, &again, first.created_at_ms + 1, id));
    struct request_answer swap = again.answers[0]; /* the order of the answers says nothing */
    again.answers[0] = again.answers[1];
    again.answers[1] = swap;
    assert_true(outbox_find_same(outbox, &again, 0, id));
    strcpy(again.answers[0].option, "later");
    assert_false(outbox_find_same(outbox, &again, 0, id));
    again = a_taxi(2);
    again.items[0].quantity = 3;
    assert_false(outbox_find_same(outbox, &again, 0, id));
    again = a_taxi(2);
    strcpy(again.service, "meal");
    assert_false(outbox_find_same(outbox, &again, 0, id));
    again = a_taxi(2);
    struct status cancelled = status_of(&first, STATE_CANCELLED, 1795250002000);
    outbox_keep_status(outbox, &cancelled);
    assert_false(outbox_find_same(outbox, &again, 0, id));
    outbox_destroy(outbox);
}

static void notes_are_set_changed_and_taken_away(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_null(outbox_setting(outbox, "last_event"));
    outbox_set_setting(outbox, "last_event", "17");
    outbox_set_setting(outbox, "last_event", "18");
    outbox_set_setting(outbox, "gone", "1");
    assert_int_equal(stored(outbox), OUTBOX_STORED);
    outbox_set_setting(outbox, "gone", NULL);
    outbox_set_setting(outbox, "back", NULL);
    outbox_set_setting(outbox, "back", "2"); /* taken away and set again in one commit */
    char *large = malloc(1 << 20);
    memset(large, 'x', (1 << 20) - 1);
    large[(1 << 20) - 1] = 0;
    outbox_set_setting(outbox, "catalog", large);
    outbox = reopen(outbox);
    assert_string_equal(outbox_setting(outbox, "last_event"), "18");
    assert_string_equal(outbox_setting(outbox, "catalog"), large);
    assert_string_equal(outbox_setting(outbox, "back"), "2");
    assert_null(outbox_setting(outbox, "gone"));
    free(large);
    outbox_set_setting(outbox, "last_event", NULL);
    assert_null(outbox_setting(outbox, "last_event"));
    outbox = reopen(outbox);
    assert_null(outbox_setting(outbox, "last_event"));
    outbox_destroy(outbox);
}

/* Once no thread is left, or after 2 s (the thread sanitizer has one of its own): one that is just ending may hold a
 * lock of the sanitizer, and the child would have it for good. */
static pid_t fork_alone(void) {
    struct stat tasks = {0};
    for (int i = 0; i < 2000 && stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3; i++)
        usleep(1000); /* ".", ".." and a folder for each thread */
    return fork();
}

static void a_sequence_counts_and_never_repeats(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_int_equal(outbox_next_sequence(outbox), 1);
    add(outbox, 1, STATE_SAVED);
    assert_int_equal(outbox_next_sequence(outbox), 2);
    outbox = reopen(outbox);
    assert_int_equal(outbox_next_sequence(outbox), 3);
    outbox_destroy(outbox);
    pid_t child = fork_alone(); /* used for an SOS that went out but was killed before it was stored */
    if (child == 0) {
        loop = NULL;
        outbox = open_in(dir);
        bool reserved = stored(outbox) == OUTBOX_STORED;
        _exit(reserved && outbox_next_sequence(outbox) == 4 && outbox_next_sequence(outbox) == 5 ? 0 : 1);
    }
    int how;
    waitpid(child, &how, 0);
    assert_int_equal(how, 0);
    outbox = reopen(NULL);
    assert_true(outbox_next_sequence(outbox) > 5);
    outbox_destroy(outbox);
}

static void what_was_said_to_be_saved_survives_kill_9(void **unused) {
    (void)unused;
    for (unsigned round = 0; round < 10; round++) {
        int tell[2];
        assert_int_equal(pipe(tell), 0);
        pid_t child = fork_alone();
        if (child == 0) {
            loop = NULL;
            struct outbox *outbox = open_in(dir);
            for (unsigned i = 1;; i++) { /* until killed, in the midst of a write more often than not */
                unsigned number = round * 10000 + i;
                if (!add(outbox, number, STATE_SAVED) || write(tell[1], &number, sizeof number) < 0)
                    _exit(1);
            }
        }
        unsigned last = 0;
        for (unsigned i = 0; i < 3 + round; i++)
            assert_int_equal(read(tell[0], &last, sizeof last), sizeof last);
        kill(child, SIGKILL);
        int how;
        waitpid(child, &how, 0);
        assert_true(WIFSIGNALED(how));
        close(tell[1]);
        while (read(tell[0], &last, sizeof last) == sizeof last)
            continue;
        close(tell[0]);
        struct outbox *outbox = reopen(NULL);
        struct request asked;
        struct status known;
        for (unsigned number = round * 10000 + 1; number <= last; number++) {
            struct request taxi = a_taxi(number);
            assert_true(outbox_find(outbox, taxi.id, &asked, &known));
        }
        assert_true(entries(outbox).count >= (int)(last - round * 10000));
        outbox_destroy(outbox);
    }
}

static void limit_file_size(rlim_t most) {
    struct rlimit limit = {most, RLIM_INFINITY};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_says_no_and_later_takes_it_all(void **unused) {
    (void)unused;
    signal(SIGXFSZ, SIG_IGN);
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED));
    struct stat about;
    assert_int_equal(stat(in_dir("outbox.db-wal"), &about), 0);
    limit_file_size((rlim_t)about.st_size);
    unsigned taken = 1;
    while (taken < 50 && add(outbox, taken + 1, STATE_SAVED))
        taken++;
    assert_true(taken < 50);
    assert_string_not_equal(fault, "");
    outbox_set_setting(outbox, "a", "b"); /* in memory all the same */
    assert_string_equal(outbox_setting(outbox, "a"), "b");
    int64_t sequence = outbox_next_sequence(outbox);
    assert_true(outbox_next_sequence(outbox) == sequence + 1);
    assert_int_equal(entries(outbox).count, taken + 1);
    limit_file_size(RLIM_INFINITY);
    while (fault[0]) /* it tries again by itself */
        loop_run(loop);
    outbox = reopen(outbox);
    assert_int_equal(entries(outbox).count, taken + 1);
    assert_string_equal(outbox_setting(outbox, "a"), "b");
    outbox_destroy(outbox);
}

static void no_room_even_to_begin_is_told_and_waited_for(void **unused) {
    (void)unused;
    signal(SIGXFSZ, SIG_IGN);
    limit_file_size(100);
    struct outbox *outbox = open_in(dir);
    assert_non_null(outbox_fault(outbox));
    assert_false(add(outbox, 1, STATE_SAVED));
    limit_file_size(RLIM_INFINITY);
    while (fault[0])
        loop_run(loop);
    outbox = reopen(outbox);
    assert_int_equal(entries(outbox).count, 1);
    outbox_destroy(outbox);
    outbox = open_in("/proc/nowhere");
    assert_non_null(strstr(outbox_fault(outbox), "/proc/nowhere"));
    assert_false(add(outbox, 1, STATE_SAVED));
    assert_int_equal(entries(outbox).count, 1);
    outbox_destroy(outbox);
}

static void overwrite(const char *path, off_t from, size_t length) {
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    char rubbish[4096];
    memset(rubbish, 0xa5, sizeof rubbish);
    for (size_t done = 0; done < length; done += sizeof rubbish)
        assert_true(pwrite(fd, rubbish, sizeof rubbish, from + (off_t)done) > 0);
    close(fd);
}

static void a_damaged_file_is_set_aside_at_start(void **unused) {
    (void)unused;
    static const struct {
        off_t from;
        size_t length;
    } damages[] = {{0, 4096}, {4096, 12288}, {100, 4096}};
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct outbox *outbox = reopen(NULL);
        add(outbox, 1, STATE_SAVED);
        outbox_destroy(outbox);
        overwrite(in_dir("outbox.db"), damages[i].from, damages[i].length);
        outbox = reopen(NULL);
        assert_int_equal(entries(outbox).count, 0);
        assert_true(add(outbox, 2, STATE_SAVED));
        outbox = reopen(outbox);
        assert_int_equal(entries(outbox).count, 1);
        outbox_end_entry(outbox, key, NULL);
        outbox_destroy(outbox);
        char name[32];
        snprintf(name, sizeof name, "outbox.db.damaged-%zu", i + 1);
        assert_int_equal(access(in_dir(name), F_OK), 0);
    }
}

/* The truth is in memory: the fresh file gets all of it. */
static void damage_found_in_the_midst_of_life_costs_nothing(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    for (unsigned i = 1; i <= 40; i++)
        add(outbox, i, STATE_SAVED);
    char *large = malloc(3 << 20); /* more than the cache holds, so that pages must be read again */
    memset(large, 'x', (3 << 20) - 1);
    large[(3 << 20) - 1] = 0;
    outbox_set_setting(outbox, "catalog", large);
    outbox = reopen(outbox);
    overwrite(in_dir("outbox.db"), 4096, 800 * 4096);
    large[0] = 'y';
    outbox_set_setting(outbox, "catalog", large);
    assert_true(add(outbox, 100, STATE_SAVED));
    assert_int_equal(stored(outbox), OUTBOX_STORED);
    assert_int_equal(access(in_dir("outbox.db.damaged-1"), F_OK), 0);
    outbox = reopen(outbox);
    assert_int_equal(entries(outbox).count, 41);
    assert_string_equal(outbox_setting(outbox, "catalog"), large);
    free(large);
    outbox_destroy(outbox);
}

static void a_file_that_is_no_database_is_set_aside(void **unused) {
    (void)unused;
    FILE *file = fopen(in_dir("outbox.db"), "w");
    for (int i = 0; i < 2000; i++)
        fputs("this is a shopping list, ", file);
    fclose(file);
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED));
    assert_int_equal(access(in_dir("outbox.db.damaged-1"), F_OK), 0);
    outbox_destroy(outbox);
}

static void what_is_no_file_at_all_is_set_aside(void **unused) {
    (void)unused;
    assert_int_equal(mkdir(in_dir("outbox.db"), 0700), 0);
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED));
    outbox_destroy(outbox);
    assert_int_equal(rmdir(in_dir("outbox.db.damaged-1")), 0);
    assert_int_equal(unlink(in_dir("outbox.db")), 0);
    assert_int_equal(symlink("/dev/null", in_dir("outbox.db")), 0);
    outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED));
    outbox_destroy(outbox);
}

static int by_size(const void *one, const void *two) {
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return (a > b) - (a < b);
}

static void storing_a_request_takes_milliseconds(void **unused) {
    (void)unused;
    enum { TIMES = 200 };
    static int64_t took[TIMES];
    struct outbox *outbox = reopen(NULL);
    for (unsigned i = 0; i < TIMES; i++) {
        int64_t start = loop_now_us();
        assert_true(add(outbox, i + 1, STATE_SAVED));
        took[i] = loop_now_us() - start;
    }
    qsort(took, TIMES, sizeof took[0], by_size);
    print_message("storing a request: p50 %lld us, p99 %lld us, most %lld us\n", (long long)took[TIMES / 2],
                  (long long)took[TIMES * 99 / 100], (long long)took[TIMES - 1]);
    assert_true(took[TIMES / 2] < 100000);
    outbox_destroy(outbox);
}

/* --- what was spoken */

static char sound[REQUEST_VOICE_MAX];

static bool see_spoken(void *data, const struct outbox_entry *entry) {
    int *seen = data;
    bool voice = entry->kind == OUTBOX_VOICE;
    assert_int_equal(entry->kind, *seen == 0 ? OUTBOX_CREATE : OUTBOX_VOICE);
    assert_int_equal(entry->length, voice ? sizeof sound : 0);
    if (voice)
        assert_memory_equal(entry->body, sound, sizeof sound);
    else
        assert_string_equal(entry->body, "{\"a\":1}");
    assert_string_equal(entry->step, voice ? "note" : "");
    ++*seen;
    return true;
}

static int spoken(struct outbox *outbox) {
    int seen = 0;
    outbox_each_entry(outbox, see_spoken, &seen);
    return seen;
}

/* KEY is the sound's. */
static bool add_spoken(struct outbox *outbox, unsigned number) {
    struct request request = a_taxi(number);
    struct status status = status_of(&request, STATE_SAVED, 0);
    struct outbox_entry create = entry_of(&request, OUTBOX_CREATE), voice = entry_of(&request, OUTBOX_VOICE);
    for (size_t i = 0; i < sizeof sound; i++)
        sound[i] = (char)(i * 7);
    snprintf(voice.step, sizeof voice.step, "note");
    memcpy(key, voice.key, sizeof key);
    free(voice.body);
    voice.body = sound;
    voice.length = sizeof sound;
    outbox_add_request(outbox, &request, &status, &create, &voice);
    outbox_entry_clear(&create);
    return stored(outbox) == OUTBOX_STORED;
}

static void what_was_spoken_is_committed_with_its_request(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_true(add_spoken(outbox, 1));
    char of_first[REQUEST_ID_SIZE];
    memcpy(of_first, key, sizeof of_first);
    outbox = reopen(outbox);
    assert_int_equal(spoken(outbox), 2);
    assert_true(add_spoken(outbox, 1)); /* the same id: nothing is added */
    assert_int_equal(spoken(outbox), 2);
    outbox_end_entry(outbox, of_first, NULL); /* delivered: the sound goes, the request stays */
    outbox = reopen(outbox);
    assert_int_equal(spoken(outbox), 1);
    assert_int_equal(requests(outbox, 10).count, 1);
    outbox_destroy(outbox);
}

/* A piece of the sound, in any file of the folder. */
static bool sound_is_on_the_disk(void) {
    char command[200];
    snprintf(command, sizeof command, "grep -rqaP '\\x07\\x0e\\x15\\x1c\\x23\\x2a\\x31\\x38' %s", dir);
    return system(command) == 0;
}

static void is_erased_within(int64_t most_ms) {
    int64_t until = loop_now_ms() + most_ms;
    while (sound_is_on_the_disk())
        assert_true(loop_now_ms() < until);
}

static void nothing_of_what_was_spoken_is_left_when_it_was_delivered(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    struct stat about;
    assert_true(add_spoken(outbox, 1));
    assert_true(sound_is_on_the_disk());
    outbox_end_entry(outbox, key, NULL);
    assert_int_equal(stored(outbox), OUTBOX_STORED);
    is_erased_within(3000);
    assert_int_equal(stat(in_dir("outbox.db-wal"), &about), 0);
    assert_true(about.st_size >= 64 << 10); /* room that a full disk cannot take away */
    assert_true(add(outbox, 2, STATE_SAVED));
    outbox = reopen(outbox);
    assert_int_equal(entries(outbox).count, 2);
    outbox_destroy(outbox);
    assert_false(sound_is_on_the_disk());
}

/* The power went between its end and the erasing: the next life does it. */
static void what_a_life_before_left_in_the_log_is_erased_at_start(void **unused) {
    (void)unused;
    pid_t child = fork_alone();
    if (child == 0) {
        loop = NULL;
        struct outbox *outbox = open_in(dir);
        bool done = add_spoken(outbox, 1);
        outbox_end_entry(outbox, key, NULL);
        done = stored(outbox) == OUTBOX_STORED && done;
        kill(getpid(), SIGKILL);
    }
    waitpid(child, NULL, 0);
    struct outbox *outbox = reopen(NULL);
    is_erased_within(3000);
    assert_int_equal(entries(outbox).count, 1);
    outbox_destroy(outbox);
}

/* The file of the version before, as its schema stood: what waits in it is sent all the same. */
static void the_file_of_the_version_before_is_taken_over(void **unused) {
    static const char *const schema =
        "CREATE TABLE requests (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, final INTEGER NOT NULL,"
        " expires_s INTEGER NOT NULL, asked TEXT NOT NULL, known TEXT NOT NULL);"
        "CREATE INDEX requests_by_age ON requests (created_at);"
        "CREATE TABLE errands (number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, request TEXT NOT NULL,"
        " key TEXT NOT NULL, urgent INTEGER NOT NULL, tries INTEGER NOT NULL, reached INTEGER NOT NULL,"
        " next_try INTEGER NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL);"
        "CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID; PRAGMA user_version=1;"
        "INSERT INTO errands VALUES (1,0,'11111111-1111-4111-8111-111111111111',"
        "'22222222-2222-4222-8222-222222222222',0,3,1,0,0,'{\"a\":1}');";
    char command[2048];
    (void)unused;
    snprintf(command, sizeof command, "sqlite3 %s \"%s\"", in_dir("outbox.db"), "$SCHEMA");
    assert_int_equal(setenv("SCHEMA", schema, 1), 0);
    assert_int_equal(system(command), 0);
    struct outbox *outbox = reopen(NULL);
    assert_int_equal(spoken(outbox), 1);
    outbox_end_entry(outbox, "22222222-2222-4222-8222-222222222222", NULL);
    assert_true(add_spoken(outbox, 2));
    outbox = reopen(outbox);
    assert_int_equal(spoken(outbox), 2);
    outbox_destroy(outbox);
}

/* Such as no version ever made: what is in it is for others, but a number that was given is not given again. */
static void a_file_with_other_tables_is_kept_aside_and_the_sequence_goes_on(void **unused) {
    char command[512];
    (void)unused;
    snprintf(command, sizeof command,
             "sqlite3 %s \"CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT); CREATE TABLE parcels (id TEXT);"
             "INSERT INTO notes VALUES ('sequence', '41'); PRAGMA user_version=77\"",
             in_dir("outbox.db"));
    assert_int_equal(system(command), 0);
    struct outbox *outbox = reopen(NULL);
    assert_int_equal(outbox_next_sequence(outbox), 42);
    outbox_destroy(outbox);
    assert_int_equal(access(in_dir("outbox.db.damaged-1"), F_OK), 0);
    outbox = reopen(NULL);
    assert_int_equal(outbox_next_sequence(outbox), 43);
    outbox_destroy(outbox);
}

#define story(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)
int main(void) {
    const struct CMUnitTest tests[] = {
        story(what_was_added_is_there_after_reopening),
        story(words_that_cannot_be_read_are_none),
        story(files_are_for_the_owner_only),
        story(the_same_id_is_added_once),
        story(entries_come_in_their_order_and_end),
        story(whoever_is_told_of_an_entry_may_end_it),
        story(a_status_of_an_unknown_request_is_kept),
        story(the_newest_fifty_stay_and_whatever_is_still_open),
        story(old_orders_have_an_end_unless_something_of_them_waits),
        story(what_only_the_hotline_knows_hides_no_order_of_ones_own),
        story(the_same_order_twice_is_recognised),
        story(notes_are_set_changed_and_taken_away),
        story(a_sequence_counts_and_never_repeats),
        story(what_was_said_to_be_saved_survives_kill_9),
        story(a_full_disk_says_no_and_later_takes_it_all),
        story(no_room_even_to_begin_is_told_and_waited_for),
        story(a_damaged_file_is_set_aside_at_start),
        story(damage_found_in_the_midst_of_life_costs_nothing),
        story(a_file_that_is_no_database_is_set_aside),
        story(what_is_no_file_at_all_is_set_aside),
        story(what_was_spoken_is_committed_with_its_request),
        story(nothing_of_what_was_spoken_is_left_when_it_was_delivered),
        story(what_a_life_before_left_in_the_log_is_erased_at_start),
        story(the_file_of_the_version_before_is_taken_over),
        story(a_file_with_other_tables_is_kept_aside_and_the_sequence_goes_on),
        story(storing_a_request_takes_milliseconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
