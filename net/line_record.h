/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_LINE_RECORD_H
#define STB_NET_LINE_RECORD_H
/*
 * What the operator wants to know of this box's line beside its faults: how many SOS and tests the first try delivered
 * (kept in the outbox), and when the box's certificate ends.
 */
#include "net/data/delivery.h"

#include <stdbool.h>
#include <stdint.h>

struct https_identity;
struct json_object;
struct line_record;
struct outbox;

enum { LINE_RECORD_ERROR_SIZE = 80 };

struct line_record *line_record_create(struct outbox *outbox); /* borrowed, may be NULL: then counts end with us */
void line_record_destroy(struct line_record *record);

void line_record_sent(struct line_record *record, bool test);
void line_record_delivered(struct line_record *record, bool test, bool first); /* by its first try */

/* Reads the box's certificate. True: it ends within 30 days of NOW_MS, or has ended, and ERROR says when. */
bool line_record_look_at_certificate(struct line_record *record, const char *path, int64_t now_ms,
                                     char error[LINE_RECORD_ERROR_SIZE]);
/* Members of INTO: "attempts" and, where it is known, "certificate_ends". */
void line_record_write(const struct line_record *record, struct json_object *into);
#endif
