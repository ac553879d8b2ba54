/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call, repeated until it is answered. The answer is told oldest first, so that the newest request's news is the
 * last the screens hear.
 */
#include "net/data/resync.h"

#include "net/api/api_status.h"
#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

#include <stdio.h>
#include <stdlib.h>

enum { RECONCILE_TIMEOUT_MS = 15000, RECONCILE_BYTES_MAX = 128 << 10, RECONCILE_TRIES_MAX = 8 };

struct reconcile {
    struct reconcile_setup setup;
    struct loop_timer *again;
    uint64_t call;
    int tries;
};

static void ask(void *data);

static void refuse(const struct reconcile *reconcile, const char *why) {
    log_warning("net", "GET /v1/requests: what is not the contract's is passed over: %s", why);
    reconcile->setup.on_refused(reconcile->setup.data, why);
}

static bool take_all(struct reconcile *reconcile, const struct https_answer *answer) {
    char why[JSON_WHY_SIZE];
    struct json_object *json = json_parse(answer->body, answer->length, RECONCILE_BYTES_MAX, why);
    struct json_object *list = json_child(json, "requests");
    if (!json_object_is_type(list, json_type_array)) {
        refuse(reconcile, json ? "requests: expected a list" : why);
        json_object_put(json);
        return false;
    }
    reconcile->setup.on_refused(reconcile->setup.data, NULL);
    for (size_t i = json_object_array_length(list); i-- > 0;) {
        struct status status;
        if (message_to_status(json_object_array_get_idx(list, i), &status, why))
            reconcile->setup.on_status(reconcile->setup.data, &status);
        else
            refuse(reconcile, why);
    }
    json_object_put(json);
    return true;
}

static void answered(void *data, const struct https_answer *answer) {
    struct reconcile *reconcile = data;
    reconcile->call = 0;
    if (answer->status == 200 && take_all(reconcile, answer))
        return;
    if (answer->too_large)
        refuse(reconcile, answer->why);
    /* The line's own supervision asks again when it is back; here only the passing troubles are sat out. */
    if (++reconcile->tries > RECONCILE_TRIES_MAX)
        return;
    loop_timer_start(reconcile->again, schedule_delay(reconcile->tries, answer->retry_after_s, chance_draw()), 0);
}

static void ask(void *data) {
    struct reconcile *reconcile = data;
    int count = 0;
    while (reconcile->setup.endpoints[count])
        count++;
    int first = https_prefer(reconcile->setup.https, reconcile->setup.endpoints);
    const char *endpoint = reconcile->setup.endpoints[schedule_endpoint(reconcile->tries, first, count)];
    char url[320];
    snprintf(url, sizeof url, "%s/v1/requests?limit=10", endpoint);
    reconcile->call = https_start(reconcile->setup.https, &(struct https_call){
                                                              .method = "GET",
                                                              .url = url,
                                                              .accept = "application/json",
                                                              .timeout_ms = RECONCILE_TIMEOUT_MS,
                                                              .most = RECONCILE_BYTES_MAX,
                                                              .done = answered,
                                                              .data = reconcile,
                                                          });
}

struct reconcile *reconcile_create(const struct reconcile_setup *setup) {
    struct reconcile *reconcile = calloc(1, sizeof *reconcile);
    if (!reconcile)
        return NULL;
    reconcile->setup = *setup;
    reconcile->again = loop_timer_create(setup->loop, ask, reconcile);
    if (reconcile->again)
        return reconcile;
    free(reconcile);
    return NULL;
}

void reconcile_destroy(struct reconcile *reconcile) {
    if (!reconcile)
        return;
    https_cancel(reconcile->setup.https, reconcile->call);
    loop_timer_destroy(reconcile->again);
    free(reconcile);
}

void reconcile_ask(struct reconcile *reconcile) {
    loop_timer_stop(reconcile->again);
    https_cancel(reconcile->setup.https, reconcile->call);
    reconcile->tries = 0;
    ask(reconcile);
}
