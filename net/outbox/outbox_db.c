/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of the outbox: SQLite with WAL and synchronous=FULL. A commit is one write and one fsync of the log, and a
 * power cut at any instruction leaves the state before or after it. Each statement of outbox_tables.c is prepared
 * once, and reset when it is done, or its read lock would stop the checkpoints. The traps: a damaged page may show only
 * when it is read, so every failure is asked whether it means damage; then the file is set aside, a fresh one begun
 * under the same handle, and the call is done once more on it. And a full disk refuses the commit rather than the
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

enum { PATH_SIZE = 512, DAMAGED_MAX = 9, LOG_ROOM = 64 << 10 };
_Static_assert((int)OUTBOX_DB_DONE == SQLITE_OK && (int)OUTBOX_DB_ROW == SQLITE_ROW, "codes are passed through");

struct outbox_db {
    sqlite3 *sqlite;
    sqlite3_stmt *statements[STATEMENTS];
    char dir[PATH_SIZE], path[PATH_SIZE + 16];
    bool begun_fresh, has_row;
    bool failing; /* the last try failed, which was logged */
    char error[200];
    int64_t sequence; /* the last one of a file that was set aside */
};

/* --- opening, and setting aside what is damaged */

static bool is_damage(int code) {
    return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

static void close_database(struct outbox_db *db) {
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(db->statements[i]);
    memset(db->statements, 0, sizeof db->statements);
    sqlite3_close(db->sqlite);
    db->sqlite = NULL;
}

/* Closing keeps the log file: a full disk cannot take its room away. */
static int set_pragmas(sqlite3 *sqlite) {
    int keep_log = 1;
    sqlite3_file_control(sqlite, NULL, SQLITE_FCNTL_PERSIST_WAL, &keep_log);
    sqlite3_busy_timeout(sqlite, 2000);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_limit(sqlite, SQLITE_LIMIT_LENGTH, 4 << 20);
    return sqlite3_exec(
        sqlite,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=32; PRAGMA mmap_size=0;"
        "PRAGMA journal_size_limit=1048576; PRAGMA wal_autocheckpoint=100; PRAGMA temp_store=MEMORY;"
        "PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON;", /* a delivered spoken note leaves no bytes */
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
static int check_and_migrate(sqlite3 *sqlite) {
    char found[64] = "";
    int code = sqlite3_exec(sqlite, "PRAGMA quick_check(1)", take_text, found, NULL);
    if (code == SQLITE_OK && strcmp(found, "ok") != 0)
        code = SQLITE_CORRUPT;
    if (code == SQLITE_OK)
        code = sqlite3_exec(sqlite, "PRAGMA user_version", take_text, found, NULL);
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
        code = step ? sqlite3_exec(sqlite, step, NULL, NULL, NULL) : SQLITE_NOMEM;
        sqlite3_free(step);
        if (code != SQLITE_OK && !sqlite3_get_autocommit(sqlite))
            sqlite3_exec(sqlite, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

/* Reads the sequence of a file that is being set aside: no number is given twice. */
static void rescue_sequence(struct outbox_db *db) {
    char found[64] = "";
    if (db->sqlite)
        sqlite3_exec(db->sqlite, "SELECT value FROM notes WHERE name = 'sequence'", take_text, found, NULL);
    int64_t sequence = strtoll(found, NULL, 10);
    if (sequence > db->sequence)
        db->sequence = sequence;
}

static int prepare(struct outbox_db *db) {
    int code = SQLITE_OK;
    for (int i = 0; code == SQLITE_OK && i < STATEMENTS; i++)
        code =
            sqlite3_prepare_v3(db->sqlite, outbox_db_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &db->statements[i], NULL);
    return code == SQLITE_ERROR ? SQLITE_NOTADB : code; /* the file has other tables */
}

static int cannot_open(struct outbox_db *db, const char *path) {
    bool no_file = errno == EISDIR || errno == ELOOP;
    snprintf(db->error, sizeof db->error, "%.100s: %s", path, strerror(errno));
    return no_file && path == db->path ? SQLITE_NOTADB : SQLITE_CANTOPEN;
}

static int open_database(struct outbox_db *db) {
    if ((mkdir(db->dir, 0700) != 0 && errno != EEXIST) || chmod(db->dir, 0700) != 0)
        return cannot_open(db, db->dir);
    int fd = open(db->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); /* SQLite's -wal takes its mode */
    if (fd < 0)
        return cannot_open(db, db->path);
    if (fchmod(fd, 0600) != 0) {
        int code = cannot_open(db, db->path);
        close(fd);
        return code;
    }
    close(fd);
    int code = sqlite3_open_v2(db->path, &db->sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = set_pragmas(db->sqlite);
    if (code == SQLITE_OK)
        code = check_and_migrate(db->sqlite);
    if (code == SQLITE_OK)
        code = prepare(db);
    if (code != SQLITE_OK) {
        rescue_sequence(db);
        snprintf(db->error, sizeof db->error, "outbox.db: %s", sqlite3_errstr(code));
        close_database(db);
    }
    return code;
}

/* Keeps the first nine damaged files for a look at them; the last name is used over and over. */
static bool set_aside(const struct outbox_db *db) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    char from[PATH_SIZE + 32], to[PATH_SIZE + 64];
    int place = 1;
    for (; place < DAMAGED_MAX; place++) {
        snprintf(to, sizeof to, "%s.damaged-%d", db->path, place);
        if (access(to, F_OK) != 0)
            break;
    }
    bool moved = true;
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        snprintf(from, sizeof from, "%s%s", db->path, ends[i]);
        snprintf(to, sizeof to, "%s.damaged-%d%s", db->path, place, ends[i]);
        if (rename(from, to) != 0 && errno != ENOENT && unlink(from) != 0)
            moved = false;
    }
    log_error("net", "the outbox is damaged or of another version: %s as outbox.db.damaged-%d",
              moved ? "a fresh one is begun, the old one is kept" : "and cannot be set aside", place);
    return moved;
}

static bool begin_fresh(struct outbox_db *db) {
    close_database(db);
    bool begun = set_aside(db) && open_database(db) == SQLITE_OK;
    db->begun_fresh = db->begun_fresh || begun;
    return begun;
}

/* --- one statement, one transaction */

int outbox_db_step(struct outbox_db *db, enum statement which, const char *letters, ...) {
    sqlite3_stmt *statement = db->statements[which];
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

const char *outbox_db_text(struct outbox_db *db, enum statement which, int column) {
    const char *text = (const char *)sqlite3_column_text(db->statements[which], column);
    return text ? text : "";
}

char *outbox_db_bytes(struct outbox_db *db, enum statement which, int column, size_t *length) {
    const void *bytes = sqlite3_column_blob(db->statements[which], column);
    *length = (size_t)sqlite3_column_bytes(db->statements[which], column);
    return memory_copy(bytes, *length);
}

int64_t outbox_db_integer(struct outbox_db *db, enum statement which, int column) {
    return sqlite3_column_int64(db->statements[which], column);
}

bool outbox_db_changed(const struct outbox_db *db) {
    return sqlite3_changes(db->sqlite) > 0;
}

static int try_change(struct outbox_db *db, outbox_db_transaction_fn *fn, const void *change) {
    int code = outbox_db_step(db, BEGIN, "");
    if (code == SQLITE_OK)
        code = fn(db, change);
    if (code == SQLITE_OK)
        code = outbox_db_step(db, COMMIT, "");
    if (code != SQLITE_OK && !sqlite3_get_autocommit(db->sqlite))
        outbox_db_step(db, ROLLBACK, "");
    return code;
}

/* The next try opens the file afresh, unless the disk is only full or the file held: a damaged index is built again. */
static bool failed(struct outbox_db *db, int code) {
    if (db->sqlite) {
        snprintf(db->error, sizeof db->error, "outbox.db: %s", sqlite3_errstr(code));
        if ((code & 0xff) != SQLITE_FULL && (code & 0xff) != SQLITE_BUSY)
            close_database(db);
    }
    if (!db->failing)
        log_error("net", "the outbox does not take it: %s", db->error);
    db->failing = true;
    return false;
}

static bool went_well(struct outbox_db *db) {
    if (db->failing)
        log_info("net", "the outbox takes it again");
    db->failing = false;
    return true;
}

/* A checkpoint gives the log room for a commit that a full disk refused. */
static bool make_room(struct outbox_db *db) {
    return sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL) == SQLITE_OK;
}

bool outbox_db_transact(struct outbox_db *db, outbox_db_transaction_fn *fn, const void *change) {
    int code = db->sqlite ? SQLITE_OK : open_database(db);
    if (code == SQLITE_OK)
        code = try_change(db, fn, change);
    if ((is_damage(code) && begin_fresh(db)) || (code == SQLITE_FULL && make_room(db)))
        code = try_change(db, fn, change);
    if (code != SQLITE_OK)
        return failed(db, code);
    sqlite3_db_release_memory(db->sqlite); /* a catalog fills the cache with pages that nobody reads again */
    return went_well(db);
}

/* Fills an empty log, under its write lock, with zeros: room that a full disk cannot take away. SQLite takes a log that
 * begins with zeros for an empty one. */
static void keep_room(struct outbox_db *db) {
    static const char zeros[4096];
    sqlite3_file *wal = NULL;
    sqlite3_int64 size = -1;
    if (outbox_db_step(db, BEGIN, "") != SQLITE_OK)
        return;
    bool ok = sqlite3_file_control(db->sqlite, NULL, SQLITE_FCNTL_JOURNAL_POINTER, &wal) == SQLITE_OK && wal &&
              wal->pMethods && wal->pMethods->xFileSize(wal, &size) == SQLITE_OK && size == 0;
    for (int at = 0; ok && at < LOG_ROOM; at += (int)sizeof zeros)
        ok = wal->pMethods->xWrite(wal, zeros, sizeof zeros, at) == SQLITE_OK;
    outbox_db_step(db, ROLLBACK, "");
}

/* secure_delete clears the pages; old data is still in the log, until the log is cut. */
bool outbox_db_erase(struct outbox_db *db) {
    int code = db->sqlite ? sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL)
                          : SQLITE_CANTOPEN;
    if (code == SQLITE_OK)
        keep_room(db);
    return code == SQLITE_OK;
}

bool outbox_db_next(struct outbox_db *db, enum statement which) {
    int code = outbox_db_step(db, which, "");
    db->has_row = code == SQLITE_ROW;
    if (is_damage(code) && begin_fresh(db))
        code = SQLITE_OK; /* and nothing more is in it */
    return code == SQLITE_OK || code == SQLITE_ROW || failed(db, code);
}

bool outbox_db_has_row(const struct outbox_db *db) {
    return db->has_row;
}

/* --- the whole */

bool outbox_db_open(struct outbox_db *db) {
    int code = db->sqlite ? SQLITE_OK : open_database(db);
    if (is_damage(code) && begin_fresh(db))
        code = SQLITE_OK;
    return code == SQLITE_OK ? went_well(db) : failed(db, code);
}

int64_t outbox_db_rescued_sequence(const struct outbox_db *db) {
    return db->sequence;
}

bool outbox_db_begun_fresh(struct outbox_db *db) {
    bool begun = db->begun_fresh;
    db->begun_fresh = false;
    return begun;
}

const char *outbox_db_error(const struct outbox_db *db) {
    return db->error;
}

struct outbox_db *outbox_db_create(const char *dir) {
    struct outbox_db *db = memory_new(1, sizeof *db);
    snprintf(db->dir, sizeof db->dir, "%s", dir);
    snprintf(db->path, sizeof db->path, "%s/outbox.db", db->dir);
    return db;
}

void outbox_db_close(struct outbox_db *db) {
    close_database(db);
}

void outbox_db_destroy(struct outbox_db *db) {
    if (db)
        close_database(db);
    free(db);
}
