/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of the outbox: SQLite with WAL and synchronous=FULL. A commit is one write and one fsync of the log, and a
 * power cut at any instruction leaves the state before or after it. Each statement of outbox.c is prepared once,
 * and reset before a function returns, or its read lock would stop the checkpoints. The traps: a damaged page may show
 * only when it is read, so every failure is asked whether it means damage; then the file is set aside, a fresh one
 * begun under the same handle, and the call is done once more on it. And a full disk refuses the commit rather than the
 * statement: the transaction is rolled back, false returned, nothing remembered.
 */
#include "net/outbox/outbox_db.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 512, DAMAGED_MAX = 9, LARGE = 64 << 10 };
_Static_assert((int)OUTBOX_DB_DONE == SQLITE_OK && (int)OUTBOX_DB_ROW == SQLITE_ROW, "codes are passed through");

struct outbox {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    char path[PATH_SIZE];
    int64_t sequence; /* the last one given */
    int64_t reserved; /* numbers up to this one are on the disk as given */
    bool failing;     /* the last write failed; said once */
};

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

/* The log is kept when it is closed: its room is what a full disk cannot take away. */
static int set_pragmas(sqlite3 *db) {
    int keep_log = 1;
    sqlite3_file_control(db, NULL, SQLITE_FCNTL_PERSIST_WAL, &keep_log);
    sqlite3_busy_timeout(db, 2000);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4 << 20);
    return sqlite3_exec(
        db,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=32; PRAGMA mmap_size=0;"
        "PRAGMA journal_size_limit=1048576; PRAGMA wal_autocheckpoint=100; PRAGMA temp_store=MEMORY;"
        "PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON;", /* what was spoken is gone when it was delivered */
        NULL, NULL, NULL);
}

static int take_text(void *into, int columns, char **values, char **names) {
    (void)names;
    if (columns > 0 && values[0])
        snprintf(into, 64, "%s", values[0]);
    return 0;
}

/* All of the file is read once at start: it is at most a few megabytes. A newer program's file is used as it is and
 * keeps its version: the schema only ever grows (tables, and columns with a default), so what this program asks of it
 * is there. */
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
    if (version < 0)
        return SQLITE_NOTADB;
    if (version > OUTBOX_DB_VERSION)
        log_warning("net", "the outbox is of a newer program: its version is %d, ours %d", version, OUTBOX_DB_VERSION);
    for (; code == SQLITE_OK && version < OUTBOX_DB_VERSION; version++) {
        char *step = sqlite3_mprintf("BEGIN IMMEDIATE; %s PRAGMA user_version=%d; COMMIT;", outbox_db_schema[version],
                                     version + 1);
        code = step ? sqlite3_exec(db, step, NULL, NULL, NULL) : SQLITE_NOMEM;
        sqlite3_free(step);
        if (code != SQLITE_OK && !sqlite3_get_autocommit(db))
            sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

/* From a file that is given up: a number that was given once is not given again. */
static void rescue_sequence(struct outbox *outbox) {
    char found[64] = "";
    if (outbox->db)
        sqlite3_exec(outbox->db, "SELECT value FROM notes WHERE name = 'sequence'", take_text, found, NULL);
    int64_t sequence = strtoll(found, NULL, 10);
    if (sequence > outbox->sequence)
        outbox->sequence = sequence;
}

static int prepare(struct outbox *outbox) {
    int code = SQLITE_OK;
    for (int i = 0; code == SQLITE_OK && i < STATEMENTS; i++)
        code = sqlite3_prepare_v3(outbox->db, outbox_db_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &outbox->statements[i],
                                  NULL);
    return code == SQLITE_ERROR ? SQLITE_NOTADB : code; /* its tables are not ours */
}

static int open_database(struct outbox *outbox) {
    int fd = open(outbox->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); /* SQLite's -wal takes its mode */
    if (fd < 0 || fchmod(fd, 0600) != 0) {
        bool no_file = errno == EISDIR || errno == ELOOP;
        log_error("net", "%s: %s", outbox->path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return no_file ? SQLITE_NOTADB : SQLITE_CANTOPEN;
    }
    close(fd);
    int code = sqlite3_open_v2(outbox->path, &outbox->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = set_pragmas(outbox->db);
    if (code == SQLITE_OK)
        code = check_and_migrate(outbox->db);
    if (code == SQLITE_OK)
        code = prepare(outbox);
    if (code != SQLITE_OK) {
        log_error("net", "%s: %s", outbox->path, sqlite3_errstr(code));
        rescue_sequence(outbox);
        close_database(outbox);
    }
    return code;
}

/* Keeps the first nine for whoever wants to look; the last place is used over and over. */
static bool set_aside(const struct outbox *outbox) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    char from[PATH_SIZE + 8], to[PATH_SIZE + 32];
    int place = 1;
    for (; place < DAMAGED_MAX; place++) {
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

int outbox_db_step(struct outbox *outbox, enum statement which, const char *letters, ...) {
    sqlite3_stmt *statement = outbox->statements[which];
    va_list values;
    va_start(values, letters);
    for (int i = 0; letters[i]; i++) {
        if (letters[i] == 'i') {
            sqlite3_bind_int64(statement, i + 1, va_arg(values, int64_t));
        } else if (letters[i] == 't') {
            sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1, SQLITE_STATIC);
        } else {
            const void *bytes = va_arg(values, const void *);
            sqlite3_bind_blob64(statement, i + 1, bytes, va_arg(values, size_t), SQLITE_STATIC);
        }
    }
    va_end(values);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return code;
    int last = sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return code == SQLITE_DONE ? SQLITE_OK : last != SQLITE_OK ? last : code;
}

void outbox_db_finish(struct outbox *outbox, enum statement which) {
    sqlite3_reset(outbox->statements[which]);
    sqlite3_clear_bindings(outbox->statements[which]);
}

const char *outbox_db_text(struct outbox *outbox, enum statement which, int column) {
    const char *text = (const char *)sqlite3_column_text(outbox->statements[which], column);
    return text ? text : "";
}

char *outbox_db_bytes(struct outbox *outbox, enum statement which, int column, size_t *length) {
    const void *bytes = sqlite3_column_blob(outbox->statements[which], column);
    *length = (size_t)sqlite3_column_bytes(outbox->statements[which], column);
    return memory_copy(bytes, *length);
}

int64_t outbox_db_integer(struct outbox *outbox, enum statement which, int column) {
    return sqlite3_column_int64(outbox->statements[which], column);
}

bool outbox_db_changed(const struct outbox *outbox) {
    return sqlite3_changes(outbox->db) > 0;
}

int64_t outbox_db_last_number(const struct outbox *outbox) {
    return sqlite3_last_insert_rowid(outbox->db);
}

static int try_change(struct outbox *outbox, outbox_db_transaction_fn *fn, void *change) {
    int code = outbox_db_step(outbox, BEGIN, "");
    if (code == SQLITE_OK)
        code = fn(outbox, change);
    if (code == SQLITE_OK)
        code = outbox_db_step(outbox, COMMIT, "");
    if (code != SQLITE_OK && !sqlite3_get_autocommit(outbox->db))
        outbox_db_step(outbox, ROLLBACK, "");
    return code;
}

static bool failed(struct outbox *outbox, int code) {
    if (!outbox->failing)
        log_error("net", "the outbox does not take it: %s", sqlite3_errstr(code));
    outbox->failing = true;
    return false;
}

/* A full disk may still take it where the log has room behind its checkpoint. */
static bool make_room(struct outbox *outbox) {
    return sqlite3_wal_checkpoint_v2(outbox->db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL) == SQLITE_OK;
}

/* Once more on a fresh file if this one is damaged; opened again if it could not be the last time. */
bool outbox_db_transact(struct outbox *outbox, outbox_db_transaction_fn *fn, void *change) {
    int code = outbox->db ? SQLITE_OK : open_database(outbox);
    if (code == SQLITE_OK)
        code = try_change(outbox, fn, change);
    if ((is_damage(code) && begin_fresh(outbox)) || (code == SQLITE_FULL && make_room(outbox)))
        code = try_change(outbox, fn, change);
    if (code != SQLITE_OK)
        return failed(outbox, code);
    if (outbox->failing)
        log_info("net", "the outbox takes it again");
    outbox->failing = false;
    return true;
}

enum fetched outbox_db_fetch(struct outbox *outbox, enum statement which, const char *letter, int64_t number,
                             const char *text) {
    int code = outbox->db ? SQLITE_OK : open_database(outbox);
    if (code == SQLITE_OK)
        code = *letter == 'i' ? outbox_db_step(outbox, which, "i", number) : outbox_db_step(outbox, which, "t", text);
    if (is_damage(code) && begin_fresh(outbox))
        code = SQLITE_OK; /* and nothing is in it */
    if (code != SQLITE_OK && code != SQLITE_ROW)
        failed(outbox, code);
    return code == SQLITE_ROW  ? OUTBOX_DB_FETCHED_ROW
           : code == SQLITE_OK ? OUTBOX_DB_FETCHED_NONE
                               : OUTBOX_DB_FETCHED_FAILED;
}

/* --- settings, and the sequence that is one of them */

struct setting {
    const char *name, *value;
};

static int do_put_setting(struct outbox *outbox, void *change) {
    const struct setting *setting = change;
    return setting->value ? outbox_db_step(outbox, PUT_SETTING, "tt", setting->name, setting->value)
                          : outbox_db_step(outbox, DROP_SETTING, "t", setting->name);
}

/* A catalog fills the cache with pages that nobody reads again. */
static void give_back(struct outbox *outbox, const char *value) {
    if (outbox->db && value && strlen(value) > LARGE)
        sqlite3_db_release_memory(outbox->db);
}

bool outbox_set_setting(struct outbox *outbox, const char *name, const char *value) {
    struct setting setting = {name, value};
    bool done = outbox_db_transact(outbox, do_put_setting, &setting);
    give_back(outbox, value);
    return done;
}

char *outbox_setting(struct outbox *outbox, const char *name) {
    if (outbox_db_fetch(outbox, GET_SETTING, "t", 0, name) != OUTBOX_DB_FETCHED_ROW)
        return NULL;
    char *value = memory_text(outbox_db_text(outbox, GET_SETTING, 0));
    outbox_db_finish(outbox, GET_SETTING);
    give_back(outbox, value);
    return value;
}

static int write_sequence(struct outbox *outbox, int64_t sequence) {
    char value[24];
    snprintf(value, sizeof value, "%lld", (long long)sequence);
    return outbox_db_step(outbox, PUT_SETTING, "tt", "sequence", value);
}

/* The number must be on the disk as given before it is used, and an SOS must not wait for the disk: the next one is
 * always reserved ahead, together with the request before it. A crash may leave one number out; none comes twice. */
static int do_reserve(struct outbox *outbox, void *change) {
    return write_sequence(outbox, *(const int64_t *)change);
}

static void reserve(struct outbox *outbox, int64_t sequence) {
    if (outbox_db_transact(outbox, do_reserve, &sequence))
        outbox->reserved = sequence;
}

int outbox_db_reserve_next(struct outbox *outbox) {
    return write_sequence(outbox, outbox->sequence + 1);
}

void outbox_db_reserved_next(struct outbox *outbox) {
    if (outbox->reserved <= outbox->sequence)
        outbox->reserved = outbox->sequence + 1;
}

int64_t outbox_next_sequence(struct outbox *outbox) {
    outbox->sequence++;
    if (outbox->sequence > outbox->reserved)
        reserve(outbox, outbox->sequence);
    return outbox->sequence;
}

/* --- the whole */

struct outbox *outbox_open(const char *dir) {
    struct outbox *outbox = memory_new(1, sizeof *outbox);
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
    char *sequence = outbox_setting(outbox, "sequence");
    int64_t kept = sequence ? strtoll(sequence, NULL, 10) : 0;
    outbox->sequence = kept > outbox->sequence ? kept : outbox->sequence;
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
