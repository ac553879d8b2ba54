/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When to try again, as arithmetic. Two wishes pull against each other: a person in need must not wait, and 20,000
 * boxes that lost the same line must not come back in the same second. So an SOS has short steps with a little jitter,
 * a person in front of the screen waits seconds, and all the rest draws lots over the whole bound ("full jitter"). The
 * trap: Retry-After names the same moment to everybody, so the jitter goes on top of it, never below, and is as wide as
 * if the fleet had just lost its line.
 */
#include "net/transport/backoff.h"

enum { CHANCES = 65536, SECOND = 1000, LONGEST_MS = 60 * SECOND };

/* Uniform in LEAST..MOST. */
static int64_t draw(int64_t least, int64_t most, uint16_t chance) {
    return least + (most - least) * chance / (CHANCES - 1);
}

/* How many tries began after the first round; negative = the first round is not over. */
static int after_first_round(int begun, int count) {
    int first = count > 2 ? count : 2;
    return begun < first ? -1 : begun - first;
}

bool backoff_sos_in_round(int begun, int count) {
    int after = after_first_round(begun, count);
    return after < 0 || (count > 1 && after % count != 0);
}

int64_t backoff_sos_pace(int begun, int count, uint16_t chance) {
    static const int64_t steps[] = {1000, 2000, 4000, 5000};
    int last = (int)(sizeof(steps) / sizeof(steps[0])) - 1;
    if (backoff_sos_in_round(begun, count))
        return BACKOFF_SOS_FIRST_BYTE_MS;
    int round = after_first_round(begun, count) / (count > 1 ? count : 1);
    int at = round > last ? last : round;
    return draw(steps[at] * 4 / 5, steps[at], chance);
}

static int64_t bound_ms(int tries) {
    int64_t bound = SECOND;
    for (int i = 1; i < tries && bound < LONGEST_MS; i++)
        bound *= 2;
    return bound < LONGEST_MS ? bound : LONGEST_MS;
}

int64_t backoff_delay(int tries, int retry_after_s, uint16_t chance) {
    return retry_after_s > 0 ? backoff_held(retry_after_s, chance) : draw(0, bound_ms(tries), chance);
}

int64_t backoff_order_delay(int tries, int retry_after_s, uint16_t chance) {
    int64_t least = retry_after_s > 0 ? retry_after_s * INT64_C(1000) : 0, spread = bound_ms(tries);
    int64_t own_length = least < LONGEST_MS ? least : LONGEST_MS;
    return least + draw(0, spread > own_length ? spread : own_length, chance);
}

int64_t backoff_held(int retry_after_s, uint16_t chance) {
    int64_t least = retry_after_s > 0 ? retry_after_s * INT64_C(1000) : 0;
    return least + draw(0, least > LONGEST_MS ? least : LONGEST_MS, chance);
}

int backoff_retry_after(int retry_after_s, bool sos_open) {
    return sos_open && retry_after_s > BACKOFF_SOS_RETRY_AFTER_MAX_S ? BACKOFF_SOS_RETRY_AFTER_MAX_S : retry_after_s;
}

int64_t backoff_reconnect_delay(int tries, bool person_waits, uint16_t chance) {
    if (!person_waits)
        return draw(0, LONGEST_MS, chance);
    return draw(SECOND, tries <= 1 ? 2 * SECOND : 4 * SECOND, chance);
}

int64_t backoff_fetch_delay(bool person_looks, uint16_t chance) {
    return draw(0, person_looks ? SECOND : LONGEST_MS, chance);
}

int backoff_endpoint(int tries, int first, int count) {
    if (count <= 0)
        return 0;
    int64_t at = ((int64_t)tries + first) % count;
    return (int)(at < 0 ? at + count : at);
}
