/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call, repeated until it is answered. The answer is told oldest first, so that the newest request's news is the
 * last the screens hear.
 */
#include "net/data/resync.h"

#include "net/api/api_answer.h"
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

struct resync {
    struct resync_setup setup;
    struct loop_timer *again;
    uint64_t call;
    int tries;
};

static void ask(void *data);

static void refuse(const struct resync *resync, const char *error) {
    log_warning("net", "GET /v1/requests: what is not the contract's is passed over: %s", error);
    resync->setup.on_refused(resync->setup.data, error);
}

static bool take_all(struct resync *resync, const struct https_answer *answer) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json =
        api_answer_json(answer->content_type, answer->body, answer->length, RECONCILE_BYTES_MAX, error);
    struct json_object *list = json_child(json, "requests");
    if (!json_object_is_type(list, json_type_array)) {
        refuse(resync, json ? "requests: expected a list" : error);
        json_object_put(json);
        return false;
    }
    resync->setup.on_refused(resync->setup.data, NULL);
    for (size_t i = json_object_array_length(list); i-- > 0;) {
        struct status status;
        if (api_to_status(json_object_array_get_idx(list, i), &status, error))
            resync->setup.on_status(resync->setup.data, &status);
        else
            refuse(resync, error);
    }
    json_object_put(json);
    return true;
}

static void answered(void *data, const struct https_answer *answer) {
    struct resync *resync = data;
    resync->call = 0;
    if (answer->status == 200 && take_all(resync, answer))
        return;
    if (answer->too_large)
        refuse(resync, answer->error);
    /* The line's own supervision asks again when it is back; here only the passing troubles are sat out. */
    if (++resync->tries > RECONCILE_TRIES_MAX)
        return;
    loop_timer_start(resync->again, backoff_delay(resync->tries, answer->retry_after_s, random_draw()), 0);
}

static void ask(void *data) {
    struct resync *resync = data;
    int count = 0;
    while (resync->setup.endpoints[count])
        count++;
    int first = https_prefer(resync->setup.https, resync->setup.endpoints);
    const char *endpoint = resync->setup.endpoints[backoff_endpoint(resync->tries, first, count)];
    char url[320];
    snprintf(url, sizeof url, "%s/v1/requests?limit=10", endpoint);
    resync->call = https_start(resync->setup.https, &(struct https_call){
                                                        .method = "GET",
                                                        .url = url,
                                                        .accept = "application/json",
                                                        .timeout_ms = RECONCILE_TIMEOUT_MS,
                                                        .most = RECONCILE_BYTES_MAX,
                                                        .done = answered,
                                                        .data = resync,
                                                    });
}

struct resync *resync_create(const struct resync_setup *setup) {
    struct resync *resync = calloc(1, sizeof *resync);
    if (!resync)
        return NULL;
    resync->setup = *setup;
    resync->again = loop_timer_create(setup->loop, ask, resync);
    if (resync->again)
        return resync;
    free(resync);
    return NULL;
}

void resync_destroy(struct resync *resync) {
    if (!resync)
        return;
    https_cancel(resync->setup.https, resync->call);
    loop_timer_destroy(resync->again);
    free(resync);
}

void resync_ask(struct resync *resync) {
    loop_timer_stop(resync->again);
    https_cancel(resync->setup.https, resync->call);
    resync->tries = 0;
    ask(resync);
}
