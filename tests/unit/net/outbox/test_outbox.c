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

static struct outbox *reopen(struct outbox *outbox) {
    outbox_close(outbox);
    outbox = outbox_open(dir);
    assert_non_null(outbox);
    return outbox;
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

/* Adds taxi NUMBER in STATE; the number of its entry, 0 when it was known, -1 when it was not stored. */
static int64_t add(struct outbox *outbox, unsigned number, enum request_state state) {
    struct request request = a_taxi(number);
    struct status status = status_of(&request, state, 0);
    struct outbox_entry entry = entry_of(&request, OUTBOX_CREATE);
    int64_t given = outbox_add_request(outbox, &request, &status, &entry) ? entry.number : -1;
    outbox_entry_clear(&entry);
    return given;
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
    assert_true(outbox_each_entry(outbox, see_entry, &seen));
    return seen;
}

static struct seen requests(struct outbox *outbox, int most) {
    struct seen seen = {0};
    assert_true(outbox_each_request(outbox, most, see_request, &seen));
    return seen;
}

static void what_was_added_is_there_after_reopening(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_int_equal(add(outbox, 7, STATE_SAVED), 1);
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
    outbox_close(outbox);
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
        assert_true(add(outbox, (unsigned)i, STATE_SAVED) > 0);
        outbox_close(outbox);
        snprintf(command, sizeof command, "sqlite3 %s \"UPDATE requests SET words='$WORDS'\"", in_dir("outbox.db"));
        assert_int_equal(setenv("WORDS", damaged[i], 1), 0);
        assert_int_equal(system(command), 0);
        outbox = reopen(NULL);
        assert_true(outbox_find(outbox, taxi.id, &asked, &known));
        assert_string_equal(asked.service, "taxi");
        assert_string_equal(asked.words.what, "");
        assert_string_equal(asked.words.day, "");
        outbox_close(outbox);
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
    outbox_close(outbox);
}

static void the_same_id_is_added_once(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED) > 0);
    assert_int_equal(add(outbox, 1, STATE_SENDING), 0);
    assert_int_equal(entries(outbox).count, 1);
    assert_int_equal(requests(outbox, 50).count, 1);
    outbox_close(outbox);
}

static void entries_come_in_their_order_and_end(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    int64_t first = add(outbox, 1, STATE_SAVED), second = add(outbox, 2, STATE_SAVED);
    struct request taxi = a_taxi(1);
    struct outbox_entry cancel = entry_of(&taxi, OUTBOX_CANCEL);
    assert_true(outbox_add_entry(outbox, &cancel));
    assert_true(first < second && second < cancel.number);
    cancel.tries = 3;
    cancel.reached = true;
    cancel.next_try_ms = 1795250009999;
    assert_true(outbox_keep_entry(outbox, &cancel));
    struct status received = status_of(&taxi, STATE_RECEIVED, 1795250001000);
    assert_true(outbox_end_entry(outbox, first, &received));
    outbox = reopen(outbox);
    struct seen seen = entries(outbox);
    assert_int_equal(seen.count, 2);
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
    assert_true(outbox_end_entry(outbox, second, NULL));
    assert_true(outbox_end_entry(outbox, 4711, NULL));
    assert_int_equal(entries(outbox).count, 1);
    outbox_entry_clear(&cancel);
    outbox_close(outbox);
}

static bool end_it(void *data, const struct outbox_entry *entry) {
    return outbox_end_entry(data, entry->number, NULL);
}

static void whoever_is_told_of_an_entry_may_end_it(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    for (unsigned i = 1; i <= 5; i++)
        add(outbox, i, STATE_SAVED);
    assert_true(outbox_each_entry(outbox, end_it, outbox));
    assert_int_equal(entries(outbox).count, 0);
    outbox_close(outbox);
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
    assert_true(outbox_keep_status(outbox, &known));
    outbox = reopen(outbox);
    struct request asked;
    struct status again;
    assert_true(outbox_find(outbox, taxi.id, &asked, &again));
    assert_memory_equal(&again, &known, sizeof known);
    assert_string_equal(asked.service, "taxi");
    assert_int_equal(asked.answer_count, 0);
    outbox_close(outbox);
}

static void the_newest_fifty_stay_and_whatever_is_still_open(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    int64_t open_entry = add(outbox, 1, STATE_SAVED);
    assert_true(open_entry > 0);
    struct request waiting = a_taxi(2);
    assert_true(outbox_end_entry(outbox, add(outbox, 2, STATE_SAVED), NULL));
    for (unsigned i = 3; i <= 70; i++) {
        struct request taxi = a_taxi(i);
        struct status done = status_of(&taxi, STATE_DONE, taxi.created_at_ms + 1);
        assert_true(outbox_end_entry(outbox, add(outbox, i, STATE_SAVED), &done));
    }
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
    assert_true(outbox_keep_status(outbox, &received));
    struct request asked;
    struct status known;
    assert_false(outbox_find(outbox, waiting.id, &asked, &known));
    assert_true(outbox_find(outbox, oldest.id, &asked, &known));
    outbox_close(outbox);
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
    assert_true(outbox_keep_status(outbox, &told));
    assert_true(outbox_find_same(outbox, &again, first.created_at_ms, id));
    assert_string_equal(id, first.id);
    outbox_close(outbox);
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
    assert_true(outbox_keep_status(outbox, &cancelled));
    assert_false(outbox_find_same(outbox, &again, 0, id));
    outbox_close(outbox);
}

static void notes_are_set_changed_and_taken_away(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_null(outbox_setting(outbox, "last_event"));
    assert_true(outbox_set_setting(outbox, "last_event", "17"));
    assert_true(outbox_set_setting(outbox, "last_event", "18"));
    char *large = malloc(1 << 20);
    memset(large, 'x', (1 << 20) - 1);
    large[(1 << 20) - 1] = 0;
    assert_true(outbox_set_setting(outbox, "catalog", large));
    outbox = reopen(outbox);
    char *value = outbox_setting(outbox, "last_event"), *again = outbox_setting(outbox, "catalog");
    assert_string_equal(value, "18");
    assert_string_equal(again, large);
    free(value);
    free(again);
    free(large);
    assert_true(outbox_set_setting(outbox, "last_event", NULL));
    assert_null(outbox_setting(outbox, "last_event"));
    outbox_close(outbox);
}

static void a_sequence_counts_and_never_repeats(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    assert_int_equal(outbox_next_sequence(outbox), 1);
    add(outbox, 1, STATE_SAVED);
    assert_int_equal(outbox_next_sequence(outbox), 2);
    outbox = reopen(outbox);
    assert_int_equal(outbox_next_sequence(outbox), 3);
    outbox_close(outbox);
    pid_t child = fork(); /* used for an SOS that went out but was killed before it was stored */
    if (child == 0) {
        outbox = outbox_open(dir);
        _exit(outbox && outbox_next_sequence(outbox) == 4 ? 0 : 1);
    }
    int how;
    waitpid(child, &how, 0);
    assert_int_equal(how, 0);
    outbox = reopen(NULL);
    assert_true(outbox_next_sequence(outbox) > 4);
    outbox_close(outbox);
}

static void what_was_said_to_be_saved_survives_kill_9(void **unused) {
    (void)unused;
    for (unsigned round = 0; round < 10; round++) {
        int tell[2];
        assert_int_equal(pipe(tell), 0);
        pid_t child = fork();
        if (child == 0) {
            struct outbox *outbox = outbox_open(dir);
            if (!outbox)
                _exit(1);
            for (unsigned i = 1;; i++) { /* until killed, in the midst of a write more often than not */
                unsigned number = round * 10000 + i;
                if (add(outbox, number, STATE_SAVED) <= 0 || write(tell[1], &number, sizeof number) < 0)
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
        outbox_close(outbox);
    }
}

static void limit_file_size(rlim_t most) {
    struct rlimit limit = {most, RLIM_INFINITY};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_says_no_and_later_yes_again(void **unused) {
    (void)unused;
    signal(SIGXFSZ, SIG_IGN);
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED) > 0);
    struct stat about;
    assert_int_equal(stat(in_dir("outbox.db-wal"), &about), 0);
    limit_file_size((rlim_t)about.st_size);
    unsigned taken = 1;
    while (taken < 50 && add(outbox, taken + 1, STATE_SAVED) > 0)
        taken++;
    assert_true(taken < 50);
    assert_false(outbox_set_setting(outbox, "a", "b"));
    int64_t sequence = outbox_next_sequence(outbox);
    assert_true(outbox_next_sequence(outbox) == sequence + 1);
    assert_int_equal(entries(outbox).count, taken);
    limit_file_size(RLIM_INFINITY);
    assert_true(add(outbox, 60, STATE_SAVED) > 0);
    outbox = reopen(outbox);
    assert_int_equal(entries(outbox).count, taken + 1);
    outbox_close(outbox);
}

static void no_room_even_to_begin_is_told_by_null(void **unused) {
    (void)unused;
    signal(SIGXFSZ, SIG_IGN);
    limit_file_size(100);
    struct outbox *outbox = outbox_open(dir);
    limit_file_size(RLIM_INFINITY);
    assert_null(outbox);
    assert_null(outbox_open("/proc/nowhere"));
    outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED) > 0);
    outbox_close(outbox);
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
        outbox_close(outbox);
        overwrite(in_dir("outbox.db"), damages[i].from, damages[i].length);
        outbox = reopen(NULL);
        assert_int_equal(entries(outbox).count, 0);
        assert_true(add(outbox, 2, STATE_SAVED) > 0);
        outbox = reopen(outbox);
        assert_int_equal(entries(outbox).count, 1);
        assert_true(outbox_end_entry(outbox, entries(outbox).last.number, NULL));
        outbox_close(outbox);
        char name[32];
        snprintf(name, sizeof name, "outbox.db.damaged-%zu", i + 1);
        assert_int_equal(access(in_dir(name), F_OK), 0);
    }
}

static void damage_found_in_the_midst_of_life_does_not_stop_the_next_request(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    for (unsigned i = 1; i <= 40; i++)
        add(outbox, i, STATE_SAVED);
    struct request taxi = a_taxi(1);
    struct outbox_entry held = entry_of(&taxi, OUTBOX_CREATE);
    held.number = 1;
    char *large = malloc(3 << 20); /* more than the cache holds, so that pages must be read again */
    memset(large, 'x', (3 << 20) - 1);
    large[(3 << 20) - 1] = 0;
    assert_true(outbox_set_setting(outbox, "catalog", large));
    free(large);
    outbox = reopen(outbox);
    overwrite(in_dir("outbox.db"), 4096, 800 * 4096);
    assert_null(outbox_setting(outbox, "catalog"));
    assert_true(add(outbox, 100, STATE_SAVED) > 0);
    assert_int_equal(access(in_dir("outbox.db.damaged-1"), F_OK), 0);
    /* The sender still holds its entries in memory: keeping one puts it back. */
    held.number = 77;
    assert_true(outbox_keep_entry(outbox, &held));
    outbox = reopen(outbox);
    struct seen seen = entries(outbox);
    assert_int_equal(seen.count, 2);
    assert_string_equal(seen.last.request_id, taxi.id);
    outbox_entry_clear(&held);
    outbox_close(outbox);
}

static void a_file_that_is_no_database_is_set_aside(void **unused) {
    (void)unused;
    FILE *file = fopen(in_dir("outbox.db"), "w");
    for (int i = 0; i < 2000; i++)
        fputs("this is a shopping list, ", file);
    fclose(file);
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED) > 0);
    assert_int_equal(access(in_dir("outbox.db.damaged-1"), F_OK), 0);
    outbox_close(outbox);
}

static void what_is_no_file_at_all_is_set_aside(void **unused) {
    (void)unused;
    assert_int_equal(mkdir(in_dir("outbox.db"), 0700), 0);
    struct outbox *outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED) > 0);
    outbox_close(outbox);
    assert_int_equal(rmdir(in_dir("outbox.db.damaged-1")), 0);
    assert_int_equal(unlink(in_dir("outbox.db")), 0);
    assert_int_equal(symlink("/dev/null", in_dir("outbox.db")), 0);
    outbox = reopen(NULL);
    assert_true(add(outbox, 1, STATE_SAVED) > 0);
    outbox_close(outbox);
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
        assert_true(add(outbox, i + 1, STATE_SAVED) > 0);
        took[i] = loop_now_us() - start;
    }
    qsort(took, TIMES, sizeof took[0], by_size);
    print_message("storing a request: p50 %lld us, p99 %lld us, most %lld us\n", (long long)took[TIMES / 2],
                  (long long)took[TIMES * 99 / 100], (long long)took[TIMES - 1]);
    assert_true(took[TIMES / 2] < 100000);
    outbox_close(outbox);
}

/* --- what was spoken */

static char sound[REQUEST_VOICE_MAX];

static bool see_spoken(void *data, const struct outbox_entry *entry) {
    int *seen = data;
    bool voice = entry->kind == OUTBOX_VOICE;
    assert_int_equal(entry->number, *seen + 1);
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
    assert_true(outbox_each_entry(outbox, see_spoken, &seen));
    return seen;
}

static bool add_spoken(struct outbox *outbox, unsigned number, int64_t *voice_number) {
    struct request request = a_taxi(number);
    struct status status = status_of(&request, STATE_SAVED, 0);
    struct outbox_entry create = entry_of(&request, OUTBOX_CREATE), voice = entry_of(&request, OUTBOX_VOICE);
    for (size_t i = 0; i < sizeof sound; i++)
        sound[i] = (char)(i * 7);
    snprintf(voice.step, sizeof voice.step, "note");
    free(voice.body);
    voice.body = sound;
    voice.length = sizeof sound;
    bool done = outbox_add_spoken_request(outbox, &request, &status, &create, &voice);
    *voice_number = voice.number;
    outbox_entry_clear(&create);
    return done;
}

static void what_was_spoken_is_committed_with_its_request(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    int64_t number = 0, again = 0;
    assert_true(add_spoken(outbox, 1, &number));
    assert_int_equal(number, 2);
    outbox = reopen(outbox);
    assert_int_equal(spoken(outbox), 2);
    assert_true(add_spoken(outbox, 1, &again)); /* the same id: nothing is added */
    assert_int_equal(again, 0);
    assert_int_equal(spoken(outbox), 2);
    assert_true(outbox_end_entry(outbox, number, NULL)); /* delivered: the sound goes, the request stays */
    assert_int_equal(spoken(outbox), 1);
    assert_int_equal(requests(outbox, 10).count, 1);
    outbox_close(outbox);
}

/* Lost with a damaged file, and its owner still has it. */
static void a_lost_sound_is_put_back(void **unused) {
    (void)unused;
    struct outbox *outbox = reopen(NULL);
    int64_t number = 0;
    assert_true(add_spoken(outbox, 1, &number));
    struct request taxi = a_taxi(1);
    struct outbox_entry voice = entry_of(&taxi, OUTBOX_VOICE);
    free(voice.body);
    snprintf(voice.step, sizeof voice.step, "note");
    voice.number = number;
    voice.body = sound;
    voice.length = sizeof sound;
    assert_true(outbox_end_entry(outbox, number, NULL));
    assert_true(outbox_keep_entry(outbox, &voice));
    assert_int_equal(spoken(outbox), 2);
    outbox_close(outbox);
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
    int64_t number = 0;
    assert_true(add_spoken(outbox, 2, &number));
    assert_int_equal(number, 3);
    outbox_close(outbox);
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
    outbox_close(outbox);
    assert_int_equal(access(in_dir("outbox.db.damaged-1"), F_OK), 0);
    outbox = reopen(NULL);
    assert_int_equal(outbox_next_sequence(outbox), 43);
    outbox_close(outbox);
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
        story(what_only_the_hotline_knows_hides_no_order_of_ones_own),
        story(the_same_order_twice_is_recognised),
        story(notes_are_set_changed_and_taken_away),
        story(a_sequence_counts_and_never_repeats),
        story(what_was_said_to_be_saved_survives_kill_9),
        story(a_full_disk_says_no_and_later_yes_again),
        story(no_room_even_to_begin_is_told_by_null),
        story(a_damaged_file_is_set_aside_at_start),
        story(damage_found_in_the_midst_of_life_does_not_stop_the_next_request),
        story(a_file_that_is_no_database_is_set_aside),
        story(what_is_no_file_at_all_is_set_aside),
        story(what_was_spoken_is_committed_with_its_request),
        story(a_lost_sound_is_put_back),
        story(the_file_of_the_version_before_is_taken_over),
        story(a_file_with_other_tables_is_kept_aside_and_the_sequence_goes_on),
        story(storing_a_request_takes_milliseconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
