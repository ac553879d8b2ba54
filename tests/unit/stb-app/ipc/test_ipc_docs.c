/* SPDX-License-Identifier: Apache-2.0 */
/*
 * docs/ipc.md says of each message and each of its fields what the tables say: a heading for each table, and under it a
 * row for each field, in order, that begins with name, type, bound and whether it must be there; what it means stands
 * behind. With STB_IPC_ROWS=1 the rows are printed as they have to begin.
 */
#include "stb-app/ipc/ipc_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DOCS_BYTES_MAX = 256 << 10, TABLES_MAX = 100, ROW_SIZE = 1000 };

static char docs[DOCS_BYTES_MAX];
static const struct ipc_table *tables[TABLES_MAX];
static size_t table_count;

static int read_docs(void **state) {
    (void)state;
    FILE *file = fopen("docs/ipc.md", "r");
    if (!file)
        return -1;
    docs[fread(docs, 1, sizeof docs - 1, file)] = 0;
    return fclose(file);
}

static void collect(const struct ipc_table *table) {
    for (size_t i = 0; i < table_count; i++)
        if (strcmp(tables[i]->name, table->name) == 0) {
            assert_ptr_equal(tables[i]->fields, table->fields); /* two of one name are the same */
            return;
        }
    assert_true(table_count < TABLES_MAX);
    tables[table_count++] = table;
    for (const struct ipc_field *field = table->fields; field->name; field++)
        if (field->table && field->kind != IPC_PAIRS)
            collect(field->table);
}

static void collect_all(void) {
    table_count = 0;
    for (int type = 0; type < IPC_TYPES; type++)
        collect(ipc_message_table((enum ipc_type)type));
}

__attribute__((format(printf, 2, 3))) static void add(char *row, const char *format, ...) {
    size_t used = strlen(row);
    va_list values;
    va_start(values, format);
    vsnprintf(row + used, ROW_SIZE - used, format, values);
    va_end(values);
}

static void add_names(const struct ipc_field *field, char *row) {
    const char *between = "";
    for (int i = 0; field->choice(i); i++) {
        if (!field->choice(i)[0])
            continue; /* the one that is left out */
        add(row, "%s`%s`", between, field->choice(i));
        between = " ";
    }
}

static void add_type(const struct ipc_field *field, char *row) {
    switch (field->kind) {
    case IPC_TEXT:
    case IPC_BORROWED:
        add(row, "text | up to %zu bytes", ipc_fields_bytes(field));
        break;
    case IPC_TRUTH:
        add(row, "true or false |");
        break;
    case IPC_INTEGER:
        add(row, "whole number | %.15g to %.15g", field->min, field->max);
        break;
    case IPC_NUMBER:
        add(row, "number | %.15g to %.15g", field->min, field->max);
        break;
    case IPC_CHOICE:
        add(row, "name | ");
        add_names(field, row);
        break;
    case IPC_GROUP:
        add(row, "[%s](#%s) |", field->table->name, field->table->name);
        break;
    case IPC_LIST:
        add(row, "list of [%s](#%s) | up to %.0f", field->table->name, field->table->name, field->max);
        break;
    case IPC_PAIRS:
        add(row, "object {%s: %s} | up to %.0f, texts of 1 to %zu bytes", field->table->fields[0].name,
            field->table->fields[1].name, field->max, ipc_fields_bytes(&field->table->fields[1]));
        break;
    case IPC_TEXTS:
        add(row, "list of texts | up to %.0f of %zu bytes", field->max, field->bytes);
        break;
    case IPC_TIMES:
        add(row, "object {name: ms} | ");
        add_names(field, row);
        break;
    case IPC_RAW_OBJECT:
        add(row, "object |");
        break;
    case IPC_RAW_LIST:
        add(row, "list |");
        break;
    case IPC_PART:
        break;
    }
}

/* As the row of FIELD has to begin. */
static void write_row(const struct ipc_field *field, char row[ROW_SIZE]) {
    row[0] = 0;
    if (field->kind == IPC_PART) {
        add(row, "| the fields of [%s](#%s) | | | |", field->table->name, field->table->name);
        return;
    }
    add(row, "| `%s` | ", field->name);
    add_type(field, row);
    add(row, " | %s |", field->rule == IPC_REQUIRED ? "must" : "may");
}

/* The text under TABLE's heading, up to the next one. */
static char *section_of(const char *name) {
    char heading[80];
    snprintf(heading, sizeof heading, "\n### %s\n", name);
    const char *from = strstr(docs, heading);
    if (!from)
        return NULL;
    from += strlen(heading);
    const char *next = strstr(from, "\n#");
    return strndup(from, next ? (size_t)(next - from) : strlen(from));
}

static size_t count_rows(const char *section) {
    size_t count = 0;
    for (const char *at = section; (at = strstr(at, "\n| ")); at++)
        count++;
    return count;
}

static void hold_to_docs(const struct ipc_table *table) {
    char *section = section_of(table->name), *at = section;
    size_t rows = 0;
    if (!section)
        fail_msg("docs/ipc.md has no heading \"### %s\"", table->name);
    for (const struct ipc_field *field = table->fields; field->name; field++, rows++) {
        char row[ROW_SIZE];
        write_row(field, row);
        at = strstr(at, row);
        if (!at)
            fail_msg("docs/ipc.md: under %s no row (or not in its order) begins with\n%s", table->name, row);
        const char *meaning = at + strlen(row);
        if (strspn(meaning, " |") >= strcspn(meaning, "\n"))
            fail_msg("docs/ipc.md: of %s.%s it is not said what it means", table->name, field->name);
    }
    if (rows && count_rows(section) != rows + 1) /* the row of titles */
        fail_msg("docs/ipc.md: %s has %zu fields, and %zu rows", table->name, rows, count_rows(section) - 1);
    free(section);
}

static void every_field_stands_in_the_docs(void **state) {
    (void)state;
    collect_all();
    for (size_t i = 0; i < table_count; i++)
        hold_to_docs(tables[i]);
}

/* And nothing else does; each message stands under its direction. */
static void the_docs_have_no_other_message(void **state) {
    const char *up = strstr(docs, "\n## stb-ui to stb-app"), *down = strstr(docs, "\n## stb-app to stb-ui");
    (void)state;
    assert_non_null(up);
    assert_non_null(down);
    size_t headings = 0;
    for (const char *at = docs; (at = strstr(at, "\n### ")); at++)
        headings++;
    collect_all();
    assert_int_equal(headings, table_count);
    for (int type = 0; type < IPC_TYPES; type++) {
        char heading[80];
        snprintf(heading, sizeof heading, "\n### %s\n", ipc_message_name((enum ipc_type)type));
        assert_int_equal(strstr(docs, heading) > up, ipc_message_is_from_ui((enum ipc_type)type));
    }
}

static void print_rows(void) {
    collect_all();
    for (size_t i = 0; i < table_count; i++) {
        printf("### %s\n\n", tables[i]->name);
        for (const struct ipc_field *field = tables[i]->fields; field->name; field++) {
            char row[ROW_SIZE];
            write_row(field, row);
            printf("%s\n", row);
        }
        printf("\n");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_stands_in_the_docs),
        cmocka_unit_test(the_docs_have_no_other_message),
    };
    if (getenv("STB_IPC_ROWS")) {
        print_rows();
        return 0;
    }
    return cmocka_run_group_tests(tests, read_docs, NULL);
}
