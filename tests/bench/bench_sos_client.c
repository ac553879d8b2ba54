/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an SOS costs the sender, without remote and hub: bench_sos_client ENDPOINT TLS-DIR STATE-DIR [COUNT]
 * Each SOS goes over the warm connection to a real hotline-sim with a real outbox. Prints one JSON object: microseconds
 * from submitter_sos() to the request's last byte in the kernel, to its return (stored), and to the hotline's answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/outbox/outbox.h"
#include "net/outbox/submitter.h"
#include "net/transport/https.h"
#include "stb-app/base/loop.h"

enum { MOST = 1000, BETWEEN_MS = 20 };

static struct loop *loop;
static struct submitter *submitter;
static struct loop_timer *timer;
static int wanted, done;
static int64_t asked_us, left[MOST], returned[MOST], answered[MOST];

static int64_t wall_ms(void *data) {
    (void)data;
    return (int64_t)time(NULL) * 1000;
}

static void press(void *data) {
    struct request sos = {.kind = REQUEST_SOS, .trigger = TRIGGER_TEST, .presses = 1, .grace_s = 5, .test = true};
    (void)data;
    asked_us = loop_now_us();
    submitter_sos(submitter, &sos);
    returned[done] = loop_now_us() - asked_us;
}

static void on_submitted(void *data, const char *id, bool stored) {
    (void)data;
    (void)id;
    (void)stored; /* an SOS is not submitted */
}

static void on_stored(void *data) {
    (void)data;
    submitter_stored(submitter);
}

static void on_status(void *data, const struct status *status) {
    (void)data;
    if (!request_state_is_proved(status->state) || done >= wanted)
        return;
    answered[done++] = loop_now_us() - asked_us;
    if (done == wanted)
        loop_stop(loop);
    else
        loop_timer_start(timer, BETWEEN_MS, 0);
}

static void on_refused(void *data, const char *error) {
    (void)data;
    (void)error;
}

static void on_traffic(void *data) {
    (void)data;
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}
/* The first one is left out: it opened the connection. */
static void print(const char *name, int64_t *times, const char *after) {
    qsort(times + 1, (size_t)wanted - 1, sizeof *times, by_size);
    printf("\"%s_us\":{\"p50\":%lld,\"p99\":%lld}%s", name, (long long)times[1 + (wanted - 1) / 2],
           (long long)times[1 + (wanted - 1) * 99 / 100], after);
}

/* The sender's own log says when the last byte left. */
static int read_log(FILE *log) {
    char line[1200];
    int count = 0;
    for (rewind(log); count < wanted && fgets(line, sizeof line, log);) {
        const char *found = strstr(line, "its last byte left after ");
        if (found)
            left[count++] = strtoll(found + 25, NULL, 10);
    }
    return count;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: bench_sos_client ENDPOINT TLS-DIR STATE-DIR [COUNT]\n");
        return 2;
    }
    char ca[400], cert[400], key[400], log_path[400];
    const char *endpoints[] = {argv[1], NULL};
    snprintf(ca, sizeof ca, "%s/ca.pem", argv[2]);
    snprintf(cert, sizeof cert, "%s/box.pem", argv[2]);
    snprintf(key, sizeof key, "%s/box.key", argv[2]);
    snprintf(log_path, sizeof log_path, "%s/bench.log", argv[3]);
    wanted = argc > 4 ? atoi(argv[4]) : 200;
    if (wanted < 2 || wanted > MOST)
        wanted = MOST;
    if (!freopen(log_path, "w+", stderr))
        return 1;
    loop = loop_create();
    struct https_identity identity = {"PT-000123", ca, cert, key, NULL};
    struct https *urgent = https_create(loop, &identity), *ordinary = https_create(loop, &identity);
    struct outbox *outbox = outbox_create(&(struct outbox_setup){.loop = loop, .dir = argv[3], .on_stored = on_stored});
    if (!urgent || !ordinary)
        return 1;
    submitter = submitter_create(&(struct submitter_setup){.loop = loop,
                                                           .outbox = outbox,
                                                           .urgent = urgent,
                                                           .ordinary = ordinary,
                                                           .endpoints = endpoints,
                                                           .wall_ms = wall_ms,
                                                           .on_status = on_status,
                                                           .on_submitted = on_submitted,
                                                           .on_traffic = on_traffic,
                                                           .on_refused = on_refused});
    timer = loop_timer_create(loop, press, NULL);
    press(NULL);
    loop_run(loop);
    if (read_log(stderr) != wanted)
        return 1;
    printf("{\"count\":%d,", wanted - 1);
    print("last_byte", left, ",");
    print("stored", returned, ",");
    print("answered", answered, "}\n");
    loop_timer_destroy(timer);
    submitter_destroy(submitter);
    https_destroy(urgent);
    https_destroy(ordinary);
    outbox_destroy(outbox);
    loop_destroy(loop);
    return 0;
}
