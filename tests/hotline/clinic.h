/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_CLINIC_H
#define HOTLINE_CLINIC_H
/* The outpatient departments of Putuo's hospitals, played: who is there on which half-day, and which hours are free.
 * The doctors are invented. */
#include "tests/hotline/choices.h"

enum { CLINIC_DAYS = 6, CLINIC_DOCTORS_MAX = 4, CLINIC_ANY = 0 };

struct clinic_visit {
    const char *hospital, *department; /* ids of the catalog, borrowed from the answers */
    int doctor;                        /* 1.., CLINIC_ANY = any */
};
/* False when the answers do not say yet which hospital and department. */
bool clinic_visit(struct json_object *answers, struct clinic_visit *visit);

struct clinic_doctor {
    char name[24], rank[24];
    int fee; /* fen */
};
int clinic_doctors(const struct clinic_visit *visit); /* how many */
void clinic_doctor(const struct clinic_visit *visit, int number, struct clinic_doctor *doctor);

/* "20261123-0930-d2" */
struct clinic_slot {
    int64_t at_ms;
    int doctor;
};
bool clinic_slot(const char *id, struct clinic_slot *slot);

struct json_object *clinic_doctor_options(const struct choices *choices, struct json_object *answers);
struct json_object *clinic_slot_options(const struct choices *choices, struct json_object *answers);
/* Whether the clinic ever offers that hour, free or not. */
bool clinic_has(const struct clinic_visit *visit, const struct clinic_slot *slot);
/* Places left with that very doctor; 0 once the hour has begun. */
int clinic_left(const struct choices *choices, const struct clinic_visit *visit, const struct clinic_slot *slot);
/* The first hour that is free after AFTER_MS; false = none. */
bool clinic_next(const struct choices *choices, const struct clinic_visit *visit, int64_t after_ms,
                 struct clinic_slot *slot);
#endif
