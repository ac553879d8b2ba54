/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_HOTLINE_H
#define HOTLINE_HOTLINE_H
/*
 * The hotline itself: what happens to a request, whoever asked for it (a box, the desk, the clock). Knows the store and
 * the flow of states; knows nothing of HTTP. Every change is in the store before the box or the desk hears of it.
 */
#include "tests/hotline/choices.h"
#include "tests/hotline/document.h"
#include "tests/hotline/faults.h"
#include "tests/hotline/store.h"

#include <stdbool.h>
#include <stdint.h>

struct json_object;

enum { HOTLINE_SILENT_MS = 150000, HOTLINE_HEARTBEAT_S = 60, HOTLINE_TICK_MS = 200 };

struct hotline {
    struct store *store;
    struct document catalog, profile;
    struct faults faults;
    bool automatic;
    unsigned seed;
    int hour;         /* at which kitchens and clinics stand still, -1 = not at all */
    unsigned version; /* counts what the desk can see */
    /* Something new for DEVICE's stream and the desk; NULL = the desk alone. */
    void (*changed)(void *data, const char *device);
    void *data;
};

int64_t hotline_wall_ms(void);
void hotline_new_id(char id[CONTRACT_ID_SIZE]); /* a UUID */
void hotline_time(int64_t ms, char text[32]);   /* RFC 3339, UTC, milliseconds */

/* The contract's Status; the caller owns it. */
struct json_object *hotline_status(const struct record *record);

/* What can be chosen now of SERVICE (NULL = nothing is taken off); its orders are for the caller to put. */
struct choices hotline_choices(struct hotline *hotline, const char *service);

enum hotline_taken {
    TAKEN_NEW, /* perhaps rejected at once, because what it wants had gone */
    TAKEN_KNOWN,
    TAKEN_OTHER, /* the id is in use for something else; ERROR (JSON_ERROR_SIZE) says so */
    TAKEN_WRONG, /* ERROR names what the catalog does not have */
};
/* RECORD gets what is stored now (record_clear()) for the first two; TEXT is the body as received. */
enum hotline_taken hotline_take(struct hotline *hotline, const char *device, const struct contract_request *request,
                                const char *text, struct record *record, char *error);
void hotline_confirm(struct hotline *hotline, struct record *record);
void hotline_presses(struct hotline *hotline, struct record *record, int presses);
/* False when it is too late. One that is cancelled already stays so (true). */
bool hotline_cancel(struct hotline *hotline, struct record *record);
/* The desk's move. ERROR (JSON_ERROR_SIZE) when it is not allowed. */
bool hotline_push(struct hotline *hotline, struct record *record, const struct contract_push *push, const char *by,
                  char *error);
/* An event of any kind for one box. */
void hotline_event(struct hotline *hotline, const char *device, const char *event, struct json_object *data);
void hotline_desk_changed(struct hotline *hotline);
/* A notice for one box (takes NOTICE and adds id and time); what was sent, for the caller to put. */
struct json_object *hotline_notify(struct hotline *hotline, const char *device, struct json_object *notice);

/* For those who alter a record themselves: the usual words for its state; stored, with an entry of BY in its history
 * (NULL = none), and TOLD to the box as an event, unless the answer to its own call says it. */
void hotline_words(struct record *record);
void hotline_keep(struct hotline *hotline, struct record *record, const char *by, bool told);
#endif
