/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing is stored: who works when, and how many places an hour has, comes from a hash of hospital, department,
 * doctor and day, so a demonstration shows the same clinic on every machine; what was booked is counted off. An hour
 * that is full is not offered. A hospital's first choice in the catalog stands for one department each ("普陀区中心
 * 医院 心内科"); the trap is that such an answer has no `place` nor `department` of its own.
 */
#include "tests/hotline/clinic.h"

#include "stb-app/base/json.h"
#include "tests/hotline/calendar.h"

#include <json-c/json_object.h>
#include <stdio.h>
#include <string.h>

static const char *const usual_department[][2] = {
    {"putuo-central", "cardiology"}, {"tongji", "neurology"}, {"putuo-people", "orthopaedics"}, {"liqun", "endocrine"}};
static const char *const families[] = {"王", "李", "张", "陈", "沈", "陆", "周", "徐", "顾", "朱", "吴", "许"};
static const char *const given[] = {"秀兰", "建平", "文华", "志明", "慧芳", "国强",
                                    "静怡", "永康", "佩珍", "晓东", "丽华"};
static const struct {
    const char *rank;
    int fee;
} ranks[] = {{"主任医师", 3800}, {"副主任医师", 3000}, {"主治医师", 2200}, {"医师", 1800}};
static const int hours[] = {480, 510, 540, 570, 600, 630, 810, 840, 870, 900};
enum { HOURS = sizeof hours / sizeof *hours };

bool clinic_visit(struct json_object *answers, struct clinic_visit *visit) {
    const char *hospital = json_text(answers, "hospital", ""), *doctor = json_text(answers, "doctor", "any");
    *visit = (struct clinic_visit){.hospital = json_text(answers, "place", ""),
                                   .department = json_text(answers, "department", "")};
    for (size_t i = 0; i < sizeof usual_department / sizeof *usual_department; i++)
        if (strcmp(hospital, usual_department[i][0]) == 0) {
            visit->hospital = usual_department[i][0];
            visit->department = usual_department[i][1];
            return true;
        }
    if (doctor[0] == 'd' && doctor[1] >= '1' && doctor[1] <= '0' + CLINIC_DOCTORS_MAX && !doctor[2])
        visit->doctor = doctor[1] - '0';
    return *visit->hospital && *visit->department;
}

static unsigned dice(const struct clinic_visit *visit, int doctor, int64_t day, int more) {
    char number[48];
    snprintf(number, sizeof number, "%d %lld %d", doctor, (long long)(day / 1000), more);
    return choices_mix((const char *const[]){visit->hospital, visit->department, number}, 3);
}

int clinic_doctors(const struct clinic_visit *visit) {
    return 2 + (int)(dice(visit, 0, 0, 0) % (CLINIC_DOCTORS_MAX - 1));
}

void clinic_doctor(const struct clinic_visit *visit, int number, struct clinic_doctor *doctor) {
    unsigned family = dice(visit, 0, 0, 1), name = dice(visit, number, 0, 2);
    *doctor = (struct clinic_doctor){.fee = ranks[(number - 1) % 4].fee};
    snprintf(doctor->name, sizeof doctor->name, "%s%s",
             families[(family + 5 * (unsigned)number) % (sizeof families / sizeof *families)],
             given[name % (sizeof given / sizeof *given)]);
    snprintf(doctor->rank, sizeof doctor->rank, "%s", ranks[(number - 1) % 4].rank);
}

bool clinic_slot(const char *id, struct clinic_slot *slot) {
    int hour, minute, doctor, used = 0;
    int64_t midnight;
    if (!calendar_read(id, &midnight) || sscanf(id + 8, "-%2d%2d-d%1d%n", &hour, &minute, &doctor, &used) != 3 ||
        used != 8 || id[16])
        return false;
    slot->at_ms = midnight + (hour * 60 + minute) * INT64_C(60000);
    slot->doctor = doctor;
    return true;
}

static void write_slot(const struct clinic_slot *slot, char id[20]) {
    char day[CALENDAR_DAY_SIZE];
    int minutes = calendar_minutes(slot->at_ms);
    calendar_day(slot->at_ms, day);
    snprintf(id, 20, "%.4s%.2s%.2s-%02d%02d-d%d", day, day + 5, day + 8, minutes / 60 % 24, minutes % 60,
             slot->doctor % 10);
}

/* How many places the doctor has in that hour; 0 = not there. No clinic on Sundays. */
static int places(const struct clinic_visit *visit, const struct clinic_slot *slot) {
    int minutes = calendar_minutes(slot->at_ms);
    int64_t day = calendar_midnight(slot->at_ms);
    if (calendar_weekday(slot->at_ms) == 0 || dice(visit, slot->doctor, day, minutes < 720 ? 3 : 4) % 5 < 2)
        return 0;
    return (int)(dice(visit, slot->doctor, day, 100 + minutes) % 5);
}

bool clinic_has(const struct clinic_visit *visit, const struct clinic_slot *slot) {
    bool known = false;
    for (int i = 0; i < HOURS; i++)
        known |= hours[i] == calendar_minutes(slot->at_ms);
    return known && slot->doctor >= 1 && slot->doctor <= clinic_doctors(visit) &&
           (visit->doctor == CLINIC_ANY || visit->doctor == slot->doctor);
}

static int taken(const struct choices *choices, const struct clinic_visit *visit, const char *id) {
    int count = 0;
    for (size_t i = 0; choices->orders && i < json_object_array_length(choices->orders); i++) {
        struct json_object *order = json_object_array_get_idx(choices->orders, i);
        struct json_object *answers = json_child(order, "answers");
        struct clinic_visit other;
        count += strcmp(json_text(order, "service", ""), "hospital") == 0 && clinic_visit(answers, &other) &&
                 strcmp(other.hospital, visit->hospital) == 0 && strcmp(other.department, visit->department) == 0 &&
                 strcmp(json_text(answers, "slot", ""), id) == 0;
    }
    return count;
}

int clinic_left(const struct choices *choices, const struct clinic_visit *visit, const struct clinic_slot *slot) {
    char id[20];
    write_slot(slot, id);
    int left = slot->at_ms > choices->now_ms ? places(visit, slot) - taken(choices, visit, id) : 0;
    return left > 0 ? left : 0;
}

/* The first doctor who has a place in that hour; the places left, 0 = nobody. */
static int find_free(const struct choices *choices, const struct clinic_visit *visit, struct clinic_slot *slot) {
    int first = visit->doctor ? visit->doctor : 1, last = visit->doctor ? visit->doctor : clinic_doctors(visit);
    for (slot->doctor = first; slot->doctor <= last; slot->doctor++) {
        int left = clinic_left(choices, visit, slot);
        if (left > 0)
            return left;
    }
    return 0;
}

/* The NUMBER-th hour from tomorrow on. */
static int64_t hour_at(const struct choices *choices, int number) {
    return calendar_midnight(choices->now_ms) + (1 + number / HOURS) * (int64_t)CALENDAR_DAY_MS +
           hours[number % HOURS] * INT64_C(60000);
}

bool clinic_next(const struct choices *choices, const struct clinic_visit *visit, int64_t after_ms,
                 struct clinic_slot *slot) {
    for (int i = 0; i < CLINIC_DAYS * HOURS; i++) {
        slot->at_ms = hour_at(choices, i);
        if (slot->at_ms > after_ms && find_free(choices, visit, slot) > 0)
            return true;
    }
    return false;
}

static struct json_object *slot_option(const struct clinic_visit *visit, const struct clinic_slot *slot, int left) {
    struct json_object *option = json_object_new_object();
    struct clinic_doctor doctor;
    char id[20], day[CALENDAR_DAY_SIZE], text[96];
    int minutes = calendar_minutes(slot->at_ms);
    write_slot(slot, id);
    calendar_day(slot->at_ms, day);
    clinic_doctor(visit, slot->doctor, &doctor);
    json_put_text(option, "id", id);
    snprintf(text, sizeof text, "%s %d:%02d", calendar_half(minutes), (minutes / 60 + 11) % 12 + 1, minutes % 60);
    json_put_text(option, "title", text);
    snprintf(text, sizeof text, "%s %s，挂号费%d元", doctor.name, doctor.rank, doctor.fee / 100);
    json_put_text(option, "note", text);
    json_put_text(option, "day", day);
    json_put_integer(option, "left", left);
    return option;
}

struct json_object *clinic_slot_options(const struct choices *choices, struct json_object *answers) {
    struct json_object *options = json_object_new_array();
    struct clinic_visit visit;
    if (!clinic_visit(answers, &visit))
        return options;
    for (int i = 0; i < CLINIC_DAYS * HOURS; i++) {
        struct clinic_slot slot = {hour_at(choices, i), 0};
        int left = find_free(choices, &visit, &slot);
        if (left > 0)
            json_object_array_add(options, slot_option(&visit, &slot, left));
    }
    return options;
}

struct json_object *clinic_doctor_options(const struct choices *choices, struct json_object *answers) {
    (void)choices;
    struct json_object *options = json_object_new_array(), *any = json_object_new_object();
    struct clinic_visit visit;
    json_put_text(any, "id", "any");
    json_put_text(any, "title", "哪位医生都行");
    json_put_text(any, "note", "最早有空的");
    json_put_truth(any, "usual", true);
    json_object_array_add(options, any);
    for (int i = 1; clinic_visit(answers, &visit) && i <= clinic_doctors(&visit); i++) {
        struct json_object *option = json_object_new_object();
        struct clinic_doctor doctor;
        char text[64];
        clinic_doctor(&visit, i, &doctor);
        snprintf(text, sizeof text, "d%d", i);
        json_put_text(option, "id", text);
        json_put_text(option, "title", doctor.name);
        snprintf(text, sizeof text, "%s，挂号费%d元", doctor.rank, doctor.fee / 100);
        json_put_text(option, "note", text);
        json_object_array_add(options, option);
    }
    return options;
}
