/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outbox in SQLite. Two tables and the notes; what was asked and what is known are kept as the JSON of message.h,
 * so that a new member needs no new column. WAL with synchronous=FULL: a commit is one write and one fsync of the log,
 * and a power cut at any instruction leaves the state before or after it. One statement lives as long as the outbox,
 * for each entry of the table below; each is reset before a function returns, or its read lock would stop the
 * checkpoints. The traps: a damaged page may show only when it is read, so every failure is asked whether it means
 * damage, and then the file is set aside and a fresh one begun under the same handle, and the call is done once more on
 * it. And a full disk refuses the commit and not the statement: the transaction is rolled back, false returned, nothing
 * remembered.
 */
#include "net/outbox.h"
#include "net/message.h"
#include "stb-app/json.h"
#include "stb-app/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCHEMA_VERSION = 1, KEPT = 50, KEPT_MOST = 500, PATH_SIZE = 512, DAMAGED_MOST = 9, ROW_MOST = 65536 };
#define DAY_MS "86400000"

static const char *const schema[SCHEMA_VERSION] = {
    "CREATE TABLE requests (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, final INTEGER NOT NULL,"
    " expires_s INTEGER NOT NULL, asked TEXT NOT NULL, known TEXT NOT NULL);"
    "CREATE INDEX requests_by_age ON requests (created_at);"
    "CREATE TABLE errands (number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, request TEXT NOT NULL,"
    " key TEXT NOT NULL, urgent INTEGER NOT NULL, tries INTEGER NOT NULL, reached INTEGER NOT NULL,"
    " next_try INTEGER NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL);"
    "CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
};

enum statement {
    BEGIN,
    COMMIT,
    ROLLBACK,
    ADD_REQUEST,
    PRUNE,
    ADD_ERRAND,
    KEEP_ERRAND,
    END_ERRAND,
    EACH_ERRAND,
    KEEP_STATUS,
    EACH_REQUEST,
    FIND_REQUEST,
    SET_NOTE,
    TAKE_NOTE,
    NOTE,
    STATEMENTS
};
#define NEWEST          "SELECT id FROM requests ORDER BY created_at DESC, rowid DESC LIMIT "
#define REQUEST_COLUMNS "SELECT asked, known, expires_s FROM requests "
static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [ADD_REQUEST] = "INSERT INTO requests (id, created_at, final, expires_s, asked, known) VALUES (?,?,?,?,?,?)"
                    " ON CONFLICT (id) DO NOTHING",
    /* A day before the newest request, not before now: the box's clock may be at 1970. */
    [PRUNE] =
        "DELETE FROM requests WHERE id NOT IN (" NEWEST "?1) AND id NOT IN (SELECT request FROM errands) AND"
        " (final OR created_at < (SELECT max(created_at) FROM requests) - " DAY_MS " OR id NOT IN (" NEWEST "?2))",
    [ADD_ERRAND] = "INSERT INTO errands (kind, request, key, urgent, tries, reached, next_try, expires_at, body)"
                   " VALUES (?,?,?,?,?,?,?,?,?)",
    /* Put back when it is not there: it was lost with a damaged file, and its owner still has it. */
    [KEEP_ERRAND] =
        "INSERT INTO errands (number, kind, request, key, urgent, tries, reached, next_try, expires_at, body)"
        " VALUES (?10,?1,?2,?3,?4,?5,?6,?7,?8,?9) ON CONFLICT (number) DO UPDATE SET"
        " tries = excluded.tries, reached = excluded.reached, next_try = excluded.next_try",
    [END_ERRAND] = "DELETE FROM errands WHERE number = ?",
    [EACH_ERRAND] = "SELECT number, kind, request, key, urgent, tries, reached, next_try, expires_at, body"
                    " FROM errands WHERE number > ? ORDER BY number LIMIT 1",
    [KEEP_STATUS] = "INSERT INTO requests (id, created_at, final, expires_s, asked, known) VALUES (?,?,?,0,'',?)"
                    " ON CONFLICT (id) DO UPDATE SET final = excluded.final, known = excluded.known",
    [EACH_REQUEST] = REQUEST_COLUMNS "ORDER BY created_at DESC, rowid DESC LIMIT 1 OFFSET ?",
    [FIND_REQUEST] = REQUEST_COLUMNS "WHERE id = ?",
    [SET_NOTE] = "INSERT INTO notes (name, value) VALUES (?,?)"
                 " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [TAKE_NOTE] = "DELETE FROM notes WHERE name = ?",
    [NOTE] = "SELECT value FROM notes WHERE name = ?",
};

struct outbox {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    char path[PATH_SIZE];
    int64_t sequence; /* the last one given */
    int64_t reserved; /* numbers up to this one are on the disk as given */
    bool failing;     /* the last write failed; said once */
};

void errand_clear(struct errand *errand) {
    free(errand->body);
    *errand = (struct errand){0};
}

/* --- opening, and setting aside what is damaged */

static bool is_damage(int code) {
    return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

static void close_database(struct outbox *outbox) {
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(outbox->statements[i]);
    memset(outbox->statements, 0, sizeof outbox->statements);
    sqlite3_close(outbox->db);
    outbox->db = NULL;
}

static int set_pragmas(sqlite3 *db) {
    sqlite3_busy_timeout(db, 2000);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4 << 20);
    return sqlite3_exec(db,
                        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=200; PRAGMA mmap_size=0;"
                        "PRAGMA journal_size_limit=1048576; PRAGMA wal_autocheckpoint=200; PRAGMA temp_store=MEMORY;"
                        "PRAGMA trusted_schema=OFF;",
                        NULL, NULL, NULL);
}

static int take_text(void *into, int columns, char **values, char **names) {
    (void)names;
    if (columns > 0 && values[0])
        snprintf(into, 64, "%s", values[0]);
    return 0;
}

/* All of the file is read once at start: it is at most a few megabytes. */
static int check_and_migrate(sqlite3 *db) {
    char found[64] = "";
    int code = sqlite3_exec(db, "PRAGMA quick_check(1)", take_text, found, NULL);
    if (code == SQLITE_OK && strcmp(found, "ok") != 0)
        code = SQLITE_CORRUPT;
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA user_version", take_text, found, NULL);
    if (code != SQLITE_OK)
        return code;
    int version = atoi(found);
    if (version < 0 || version > SCHEMA_VERSION)
        return SQLITE_NOTADB; /* of a newer program: keep it for that one, aside */
    for (; code == SQLITE_OK && version < SCHEMA_VERSION; version++) {
        char *step =
            sqlite3_mprintf("BEGIN IMMEDIATE; %s PRAGMA user_version=%d; COMMIT;", schema[version], version + 1);
        code = step ? sqlite3_exec(db, step, NULL, NULL, NULL) : SQLITE_NOMEM;
        sqlite3_free(step);
        if (code != SQLITE_OK && !sqlite3_get_autocommit(db))
            sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

static int open_database(struct outbox *outbox) {
    int fd = open(outbox->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); /* SQLite's -wal takes its mode */
    if (fd < 0 || fchmod(fd, 0600) != 0) {
        log_error("net", "%s: %s", outbox->path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return SQLITE_CANTOPEN;
    }
    close(fd);
    int code = sqlite3_open_v2(outbox->path, &outbox->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = set_pragmas(outbox->db);
    if (code == SQLITE_OK)
        code = check_and_migrate(outbox->db);
    for (int i = 0; code == SQLITE_OK && i < STATEMENTS; i++)
        code = sqlite3_prepare_v3(outbox->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &outbox->statements[i], NULL);
    if (code != SQLITE_OK) {
        log_error("net", "%s: %s", outbox->path, sqlite3_errstr(code));
        close_database(outbox);
    }
    return code;
}

/* Keeps the first nine for whoever wants to look; the last place is used over and over. */
static bool set_aside(const struct outbox *outbox) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    char from[PATH_SIZE + 8], to[PATH_SIZE + 32];
    int place = 1;
    for (; place < DAMAGED_MOST; place++) {
        snprintf(to, sizeof to, "%s.damaged-%d", outbox->path, place);
        if (access(to, F_OK) != 0)
            break;
    }
    bool moved = true;
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        snprintf(from, sizeof from, "%s%s", outbox->path, ends[i]);
        snprintf(to, sizeof to, "%s.damaged-%d%s", outbox->path, place, ends[i]);
        if (rename(from, to) != 0 && errno != ENOENT && unlink(from) != 0)
            moved = false;
    }
    log_error("net", "the outbox is damaged or of another version: %s as outbox.db.damaged-%d",
              moved ? "a fresh one is begun, the old one is kept" : "and cannot be set aside", place);
    return moved;
}

static bool begin_fresh(struct outbox *outbox) {
    close_database(outbox);
    return set_aside(outbox) && open_database(outbox) == SQLITE_OK;
}

/* --- one statement, one transaction */

/* Binds the values by letters (i = int64_t, t = text) and steps once. SQLITE_ROW: there is a row, finish() it.
 * SQLITE_OK: done. */
static int step(struct outbox *outbox, enum statement which, const char *letters, ...) {
    sqlite3_stmt *statement = outbox->statements[which];
    va_list values;
    va_start(values, letters);
    for (int i = 0; letters[i]; i++) {
        if (letters[i] == 'i')
            sqlite3_bind_int64(statement, i + 1, va_arg(values, int64_t));
        else
            sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1, SQLITE_STATIC);
    }
    va_end(values);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return code;
    int last = sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return code == SQLITE_DONE ? SQLITE_OK : last != SQLITE_OK ? last : code;
}

static void finish(struct outbox *outbox, enum statement which) {
    sqlite3_reset(outbox->statements[which]);
    sqlite3_clear_bindings(outbox->statements[which]);
}

static const char *column(struct outbox *outbox, enum statement which, int at) {
    const char *text = (const char *)sqlite3_column_text(outbox->statements[which], at);
    return text ? text : "";
}

/* What one transaction is to do, and what it found. */
struct job {
    const struct request *request;
    const struct status *status;
    struct errand *errand;
    int64_t number;
    const char *name, *value, *asked, *known;
};
typedef int job_fn(struct outbox *outbox, struct job *job);

static int try_job(struct outbox *outbox, job_fn *fn, struct job *job) {
    int code = step(outbox, BEGIN, "");
    if (code == SQLITE_OK)
        code = fn(outbox, job);
    if (code == SQLITE_OK)
        code = step(outbox, COMMIT, "");
    if (code != SQLITE_OK && !sqlite3_get_autocommit(outbox->db))
        step(outbox, ROLLBACK, "");
    return code;
}

static bool failed(struct outbox *outbox, int code) {
    if (!outbox->failing)
        log_error("net", "the outbox does not take it: %s", sqlite3_errstr(code));
    outbox->failing = true;
    return false;
}

/* Once more on a fresh file if this one is damaged, or could not be opened the last time. */
static bool transact(struct outbox *outbox, job_fn *fn, struct job *job) {
    int code = outbox->db ? SQLITE_OK : open_database(outbox);
    if (code == SQLITE_OK)
        code = try_job(outbox, fn, job);
    if (is_damage(code) && begin_fresh(outbox))
        code = try_job(outbox, fn, job);
    if (code != SQLITE_OK)
        return failed(outbox, code);
    if (outbox->failing)
        log_info("net", "the outbox takes it again");
    outbox->failing = false;
    return true;
}

/* --- what is written */

static char *status_text(const struct status *status) {
    struct json_object *known = message_status_for_wire(status, NULL);
    char *text = strdup(json_object_to_json_string_ext(known, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(known);
    return text;
}

static int write_errand(struct outbox *outbox, struct errand *errand, enum statement which) {
    return step(outbox, which, which == KEEP_ERRAND ? "ittiiiiiti" : "ittiiiiit", (int64_t)errand->kind,
                errand->request_id, errand->key, (int64_t)errand->urgent, (int64_t)errand->tries,
                (int64_t)errand->reached, errand->next_try_ms, errand->expires_at_ms, errand->body ? errand->body : "",
                errand->number);
}

static int write_sequence(struct outbox *outbox, int64_t sequence) {
    char value[24];
    snprintf(value, sizeof value, "%lld", (long long)sequence);
    return step(outbox, SET_NOTE, "tt", "sequence", value);
}

static int do_add_errand(struct outbox *outbox, struct job *job) {
    int code = write_errand(outbox, job->errand, ADD_ERRAND);
    job->number = sqlite3_last_insert_rowid(outbox->db);
    return code;
}

static int do_add_request(struct outbox *outbox, struct job *job) {
    const struct request *request = job->request;
    job->number = 0;
    int code = step(outbox, ADD_REQUEST, "tiiitt", request->id, request->created_at_ms,
                    (int64_t)state_is_final(job->status->state), (int64_t)request->expires_s, job->asked, job->known);
    if (code != SQLITE_OK || sqlite3_changes(outbox->db) == 0)
        return code;
    code = do_add_errand(outbox, job);
    if (code == SQLITE_OK)
        code = write_sequence(outbox, outbox->sequence + 1);
    return code == SQLITE_OK ? step(outbox, PRUNE, "ii", (int64_t)KEPT, (int64_t)KEPT_MOST) : code;
}

bool outbox_add_request(struct outbox *outbox, const struct request *request, const struct status *status,
                        struct errand *errand) {
    char *asked = message_from_request(request), *known = status_text(status);
    struct job job = {.request = request, .status = status, .errand = errand, .asked = asked, .known = known};
    bool done = asked && known && transact(outbox, do_add_request, &job);
    if (done) {
        errand->number = job.number;
        if (job.number && outbox->reserved <= outbox->sequence)
            outbox->reserved = outbox->sequence + 1;
    }
    free(asked);
    free(known);
    return done;
}

bool outbox_add_errand(struct outbox *outbox, struct errand *errand) {
    struct job job = {.errand = errand};
    bool done = transact(outbox, do_add_errand, &job);
    if (done)
        errand->number = job.number;
    return done;
}

static int do_keep_errand(struct outbox *outbox, struct job *job) {
    return write_errand(outbox, job->errand, KEEP_ERRAND);
}

bool outbox_keep_errand(struct outbox *outbox, const struct errand *errand) {
    struct errand copy = *errand;
    struct job job = {.errand = &copy};
    return errand->number > 0 && transact(outbox, do_keep_errand, &job);
}

static int do_end_errand(struct outbox *outbox, struct job *job) {
    int code = job->number ? step(outbox, END_ERRAND, "i", job->number) : SQLITE_OK;
    if (code == SQLITE_OK && job->status)
        code = step(outbox, KEEP_STATUS, "tiit", job->status->id, job->status->created_at_ms,
                    (int64_t)state_is_final(job->status->state), job->known);
    return code == SQLITE_OK && job->status ? step(outbox, PRUNE, "ii", (int64_t)KEPT, (int64_t)KEPT_MOST) : code;
}

bool outbox_end_errand(struct outbox *outbox, int64_t number, const struct status *status) {
    char *known = status ? status_text(status) : NULL;
    struct job job = {.number = number, .status = status, .known = known};
    bool done = (known || !status) && transact(outbox, do_end_errand, &job);
    free(known);
    return done;
}

bool outbox_keep_status(struct outbox *outbox, const struct status *status) {
    return outbox_end_errand(outbox, 0, status);
}

static int do_set_note(struct outbox *outbox, struct job *job) {
    return job->value ? step(outbox, SET_NOTE, "tt", job->name, job->value) : step(outbox, TAKE_NOTE, "t", job->name);
}

bool outbox_set_note(struct outbox *outbox, const char *name, const char *value) {
    struct job job = {.name = name, .value = value};
    return transact(outbox, do_set_note, &job);
}

/* The number must be on the disk as given before it is used, and an SOS must not wait for the disk: the next one is
 * always reserved ahead, together with the request before it. A crash may leave one number out; none comes twice. */
static int do_reserve(struct outbox *outbox, struct job *job) {
    return write_sequence(outbox, job->number);
}

static void reserve(struct outbox *outbox, int64_t sequence) {
    struct job job = {.number = sequence};
    if (transact(outbox, do_reserve, &job))
        outbox->reserved = sequence;
}

int64_t outbox_next_sequence(struct outbox *outbox) {
    outbox->sequence++;
    if (outbox->sequence > outbox->reserved)
        reserve(outbox, outbox->sequence);
    return outbox->sequence;
}

/* --- what is read: a row at a time, so that whoever is told may write */

/* As transact(), for one row: true = there is one, finish() it. */
static bool fetch(struct outbox *outbox, enum statement which, const char *letter, int64_t number, const char *text) {
    int code = outbox->db ? SQLITE_OK : open_database(outbox);
    if (code != SQLITE_OK)
        return false;
    code = *letter == 'i' ? step(outbox, which, "i", number) : step(outbox, which, "t", text);
    if (is_damage(code))
        begin_fresh(outbox); /* and nothing is in it */
    else if (code != SQLITE_OK && code != SQLITE_ROW)
        failed(outbox, code);
    return code == SQLITE_ROW;
}

static bool read_errand(struct outbox *outbox, struct errand *errand) {
    sqlite3_stmt *row = outbox->statements[EACH_ERRAND];
    int kind = sqlite3_column_int(row, 1);
    *errand = (struct errand){
        .number = sqlite3_column_int64(row, 0),
        .kind = kind >= 0 && kind < ERRANDS ? (enum errand_kind)kind : ERRANDS,
        .urgent = sqlite3_column_int(row, 4) != 0,
        .tries = sqlite3_column_int(row, 5),
        .reached = sqlite3_column_int(row, 6) != 0,
        .next_try_ms = sqlite3_column_int64(row, 7),
        .expires_at_ms = sqlite3_column_int64(row, 8),
    };
    snprintf(errand->request_id, sizeof errand->request_id, "%s", column(outbox, EACH_ERRAND, 2));
    snprintf(errand->key, sizeof errand->key, "%s", column(outbox, EACH_ERRAND, 3));
    errand->body = strdup(column(outbox, EACH_ERRAND, 9));
    finish(outbox, EACH_ERRAND);
    return errand->kind != ERRANDS && request_id_valid(errand->request_id) && request_id_valid(errand->key) &&
           errand->body;
}

bool outbox_each_errand(struct outbox *outbox, outbox_errand_fn *fn, void *data) {
    bool on = true;
    int64_t last = 0;
    outbox->failing = false;
    while (on && fetch(outbox, EACH_ERRAND, "i", last, NULL)) {
        struct errand errand;
        if (read_errand(outbox, &errand))
            on = fn(data, &errand);
        else
            log_warning("net", "an errand in the outbox cannot be read and is passed over");
        last = errand.number ? errand.number : INT64_MAX;
        errand_clear(&errand);
    }
    return !outbox->failing;
}

static bool parse_row(const char *asked, const char *known, struct request *request, struct status *status) {
    char why[JSON_WHY_SIZE];
    struct json_object *json = json_parse(known, strlen(known), ROW_MOST, why);
    bool good = json && message_status_from_wire(json, status, why);
    json_object_put(json);
    if (good && *asked) {
        json = json_parse(asked, strlen(asked), ROW_MOST, why);
        good = json && message_to_request(json, request, why);
        json_object_put(json);
    } else if (good) { /* asked before a reset: only what the hotline says of it is known */
        *request = (struct request){.kind = status->kind, .created_at_ms = status->created_at_ms};
        memcpy(request->id, status->id, sizeof request->id);
        memcpy(request->service, status->service, sizeof request->service);
    }
    if (!good)
        log_warning("net", "a request in the outbox cannot be read and is passed over: %s", why);
    return good;
}

static bool read_request(struct outbox *outbox, enum statement which, struct request *request, struct status *status) {
    bool good = parse_row(column(outbox, which, 0), column(outbox, which, 1), request, status);
    if (good)
        request->expires_s = sqlite3_column_int(outbox->statements[which], 2);
    finish(outbox, which);
    return good;
}

bool outbox_each_request(struct outbox *outbox, int most, outbox_request_fn *fn, void *data) {
    bool on = true;
    outbox->failing = false;
    for (int64_t at = 0; on && at < most && fetch(outbox, EACH_REQUEST, "i", at, NULL); at++) {
        struct request request;
        struct status status;
        if (read_request(outbox, EACH_REQUEST, &request, &status))
            on = fn(data, &request, &status);
    }
    return !outbox->failing;
}

bool outbox_find(struct outbox *outbox, const char *id, struct request *request, struct status *status) {
    return fetch(outbox, FIND_REQUEST, "t", 0, id) && read_request(outbox, FIND_REQUEST, request, status);
}

static bool has_answer(const struct request *request, const struct request_answer *answer) {
    for (size_t i = 0; i < request->answer_count; i++)
        if (strcmp(request->answers[i].step, answer->step) == 0)
            return strcmp(request->answers[i].option, answer->option) == 0;
    return false;
}

static bool has_item(const struct request *request, const struct request_item *item) {
    for (size_t i = 0; i < request->item_count; i++)
        if (strcmp(request->items[i].id, item->id) == 0)
            return request->items[i].quantity == item->quantity;
    return false;
}

static bool same_order(const struct request *one, const struct request *two) {
    if (one->kind != two->kind || strcmp(one->service, two->service) != 0 || one->test != two->test ||
        one->answer_count != two->answer_count || one->item_count != two->item_count || strcmp(one->id, two->id) == 0)
        return false;
    for (size_t i = 0; i < one->answer_count; i++)
        if (!has_answer(two, &one->answers[i]))
            return false;
    for (size_t i = 0; i < one->item_count; i++)
        if (!has_item(two, &one->items[i]))
            return false;
    return true;
}

struct search {
    const struct request *request;
    int64_t since_ms;
    char *id;
    bool found;
};

static bool compare(void *data, const struct request *request, const struct status *status) {
    struct search *search = data;
    if (request->created_at_ms < search->since_ms)
        return false;
    bool dead = status->state == STATE_REJECTED || status->state == STATE_CANCELLED || status->state == STATE_EXPIRED;
    search->found = !dead && same_order(request, search->request);
    if (search->found)
        memcpy(search->id, request->id, REQUEST_ID_SIZE);
    return !search->found;
}

bool outbox_find_same(struct outbox *outbox, const struct request *request, int64_t since_ms,
                      char id[REQUEST_ID_SIZE]) {
    struct search search = {.request = request, .since_ms = since_ms, .id = id};
    outbox_each_request(outbox, KEPT_MOST, compare, &search);
    return search.found;
}

char *outbox_note(struct outbox *outbox, const char *name) {
    if (!fetch(outbox, NOTE, "t", 0, name))
        return NULL;
    char *value = strdup(column(outbox, NOTE, 0));
    finish(outbox, NOTE);
    return value;
}

/* --- the whole */

struct outbox *outbox_open(const char *dir) {
    struct outbox *outbox = calloc(1, sizeof *outbox);
    if (!outbox)
        return NULL;
    int length = snprintf(outbox->path, sizeof outbox->path, "%s/outbox.db", dir);
    if (length >= (int)sizeof outbox->path - 32 || (mkdir(dir, 0700) != 0 && errno != EEXIST) ||
        chmod(dir, 0700) != 0) {
        log_error("net", "%s: %s", dir, length >= (int)sizeof outbox->path - 32 ? "too long" : strerror(errno));
        free(outbox);
        return NULL;
    }
    int code = open_database(outbox);
    if (code != SQLITE_OK && !(is_damage(code) && begin_fresh(outbox))) {
        outbox_close(outbox);
        return NULL;
    }
    char *sequence = outbox_note(outbox, "sequence");
    outbox->sequence = sequence ? strtoll(sequence, NULL, 10) : 0;
    free(sequence);
    reserve(outbox, outbox->sequence + 1);
    return outbox;
}

void outbox_close(struct outbox *outbox) {
    if (!outbox)
        return;
    if (outbox->db && outbox->reserved > outbox->sequence)
        reserve(outbox, outbox->sequence);
    close_database(outbox);
    free(outbox);
}
