/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_TICKET_H
#define HOTLINE_TICKET_H
/*
 * A request in people's words: for the desk what was asked and what it costs, for the box the ticket that comes back,
 * and when the senior has to be reminded. BODY is the request as received. Pure; what is returned is for the caller to
 * put.
 */
#include "tests/hotline/choices.h"

/* [{"label","value"}]: each answer. */
struct json_object *ticket_lines(const struct choices *choices, const char *service, struct json_object *body);
/* [{"title","quantity","price","pay"}], fen for all of that line, counted anew; empty when nothing is bought. */
struct ticket_total {
    int64_t price, pay; /* fen */
};
struct json_object *ticket_bill(const struct choices *choices, const char *service, struct json_object *body,
                                struct ticket_total *total);
void ticket_money(int64_t fen, char *text, size_t size); /* "30 元", "12.50 元" */

/* Details for the box, some with a role. When the order arrives: its total; NULL = nothing to say. */
struct json_object *ticket_received(const struct choices *choices, const char *service, struct json_object *body);
/* When a person accepts and gives no details: number, who, when, where, the price. NUMBER is the request's own. */
struct json_object *ticket_accepted(const struct choices *choices, const char *service, struct json_object *body,
                                    unsigned number);

/* When the senior is expected at the hospital; 0 = not at all. */
int64_t ticket_appointment(const char *service, struct json_object *body);
/* The notice that reminds: HOURS_2 = two hours before, else the evening before. Without id and at. */
struct json_object *ticket_reminder(const struct choices *choices, struct json_object *body, bool hours_2);
#endif
