/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_FAULT_LIST_H
#define STB_APP_BASE_FAULT_LIST_H
/*
 * What is wrong with a file, one line for each fault, collected so that all faults are said at once:
 * "/etc/stb-app/config.json:12: display.text_scale: expected a number from 1 to 1.75".
 */
#include <stddef.h>

enum { FAULT_LIST_MAX = 40, FAULT_LIST_LINE_SIZE = 512 };

struct fault_list { /* zero-initialise; fault_list_clear() frees the lines */
    int count;
    char *line[FAULT_LIST_MAX];
    int left_out; /* faults beyond FAULT_LIST_MAX: counted only */
};

/* A fault may quote the file: control characters become spaces, a longer line than FAULT_LIST_LINE_SIZE is cut. */
void fault_list_add(struct fault_list *list, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fault_list_add_all(struct fault_list *list, const struct fault_list *more);
const char *fault_list_first(const struct fault_list *list); /* borrowed; NULL = there is no fault */
void fault_list_clear(struct fault_list *list);
#endif
