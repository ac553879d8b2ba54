/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two documents of the hotline, the catalog and the profile, handled alike by a table: taken from the outbox at
 * start, fetched with If-None-Match when told that they changed (20,000 boxes are told in the same second, so not at
 * once), checked whole beside the loop, kept, told. A document that cannot be fetched, or is no JSON (a proxy's page),
 * is tried again at the next endpoint; one that is refused, or larger than allowed, is not, until its etag changes, or
 * every heartbeat would fetch a megabyte to refuse it again. What was checked is kept as text, one line as the wire
 * wants it: json-c's tree of a catalog is twelve times as large, and nobody here asks for more of it than the promised
 * minutes. The trap: the etag and the text it belongs to must never part (a new etag with the old text would freeze the
 * old one for good), so they are one note: the etag, a line feed, the text.
 */
#include "net/data/catalog.h"
#include "net/api/api_answer.h"
#include "net/data/document_parse.h"
#include "net/data/profile_schema.h"
#include "net/outbox/outbox.h"
#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After MANY failures a megabyte each minute is too much for a fleet: SLOWER times as long. */
enum { TIMEOUT_MS = 20000, ETAG_SIZE = DOCUMENT_ETAG_SIZE, MANY = 8, SLOWER = 10 };
enum { BROKEN_OFTEN = 3 /* and no good one: no passing trouble of the line any more, and the operator should know */ };

enum document_kind { CATALOG, PROFILE, DOCUMENTS };
static const struct {
    const char *name, *path;
    struct document_rules rules;
    enum fault_kind trouble;
} kinds[DOCUMENTS] = {
    [CATALOG] = {"catalog", "/v1/catalog", {CATALOG_MAX, catalog_check}, FAULT_CATALOG},
    [PROFILE] = {"profile", "/v1/profile", {CATALOG_PROFILE_MAX, profile_schema_check}, FAULT_PROFILE},
};

struct document {
    struct catalog *owner;
    enum document_kind kind;
    char *now;
    bool heard;                               /* the hotline has said what it has, in this life or an earlier one */
    char etag[ETAG_SIZE], refused[ETAG_SIZE]; /* as the header said; "" = none */
    char told[ETAG_SIZE];                     /* by the last heartbeat, for an answer that bears none */
    char came[ETAG_SIZE];                     /* in the header of what is being parsed; "" = it had none */
    uint64_t call;                            /* under way, 0 = none */
    struct document_parsing *parsing;         /* what has come; NULL = nothing */
    bool again;                               /* it changed while one of both was under way */
    bool in_trouble;                          /* the hotline was told so */
    int tries, broken;                        /* failed so far; those that were no JSON */
    struct loop_timer *timer;
};

struct catalog {
    struct catalog_setup setup;
    struct document documents[DOCUMENTS];
    struct json_object *promises; /* {"taxi":10}: the minutes of each service that promises any */
    bool person_looks;
};

static void fetch(struct document *document);

/* The opaque part: W/"x", "x" and x are one etag, since the heartbeat tells it bare and the header in quotes. */
static bool same_etag(const char *one, const char *two) {
    const char *etags[] = {one, two};
    size_t lengths[2];
    for (int i = 0; i < 2; i++) {
        if (strncmp(etags[i], "W/", 2) == 0)
            etags[i] += 2;
        lengths[i] = strlen(etags[i]);
        if (lengths[i] >= 2 && etags[i][0] == '"' && etags[i][lengths[i] - 1] == '"')
            etags[i]++, lengths[i] -= 2;
    }
    return lengths[0] == lengths[1] && memcmp(etags[0], etags[1], lengths[0]) == 0;
}

/* It goes into a header and before a line feed, whoever said it. */
static bool is_etag(const char *etag) {
    size_t length = strlen(etag);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)etag[i] <= ' ' || (unsigned char)etag[i] > '~')
            return false;
    return length > 0 && length < ETAG_SIZE;
}

static void remember(char kept[ETAG_SIZE], const char *etag) {
    snprintf(kept, ETAG_SIZE, "%s", is_etag(etag) ? etag : "");
}

/* The header's, else the document's own, else what the heartbeat said: without any, each heartbeat would fetch again.
 */
static const char *etag_of(const struct document *document, const char *header, const char *own) {
    if (header && is_etag(header))
        return header;
    return is_etag(own) ? own : document->told;
}

static void tell(struct document *document) {
    const struct catalog_setup *setup = &document->owner->setup;
    void (*on_change)(void *, const char *) = document->kind == CATALOG ? setup->on_catalog : setup->on_profile;
    if (on_change && document->now)
        on_change(setup->data, document->now);
}

static void tell_refused(struct document *document, const char *error) {
    const struct catalog_setup *setup = &document->owner->setup;
    document->in_trouble = error != NULL;
    if (setup->on_refused)
        setup->on_refused(setup->data, kinds[document->kind].trouble, error);
}

/* What was refused is no longer what the hotline has. */
static void forget_refused(struct document *document) {
    if (document->in_trouble)
        tell_refused(document, NULL);
    document->refused[0] = 0;
}

/* Takes the line and the promises. */
static void put_in_place(struct document *document, struct document_content *content) {
    free(document->now);
    document->now = content->line;
    content->line = NULL;
    if (document->kind != CATALOG)
        return;
    json_object_put(document->owner->promises);
    document->owner->promises = content->promises;
    content->promises = NULL;
}

static void take(struct document *document, struct document_content *content, const char *etag) {
    put_in_place(document, content);
    document->heard = true;
    forget_refused(document);
    remember(document->etag, etag);
}

/* --- what is kept */

static void keep(const struct document *document, const char *text, size_t length) {
    struct outbox *outbox = document->owner->setup.outbox;
    size_t size = strlen(document->etag) + 1 + length + 1;
    if (!outbox)
        return;
    char *note = memory_new(size, 1);
    snprintf(note, size, "%s\n%.*s", document->etag, (int)length, text);
    outbox_set_setting(outbox, kinds[document->kind].name, note);
    free(note);
}

static void load_kept(struct document *document) {
    struct outbox *outbox = document->owner->setup.outbox;
    const char *kept = outbox ? outbox_setting(outbox, kinds[document->kind].name) : NULL;
    char *note = kept ? memory_text(kept) : NULL;
    char *text = note ? strchr(note, '\n') : NULL;
    if (text) {
        struct document_content content;
        *text++ = 0;
        document_parse(&kinds[document->kind].rules, text, strlen(text), &content);
        if (content.line)
            take(document, &content, note);
        else
            log_warning("net", "the kept %s is not used: %s", kinds[document->kind].name, content.error);
        document_parse_clear(&content);
    }
    free(note);
}

static void load_built_in(struct document *document) {
    const char *path = document->owner->setup.built_in;
    struct document_content content = {.line = NULL};
    size_t length;
    char *text = path ? json_read_text(path, CATALOG_MAX, &length, content.error) : NULL;
    if (text)
        document_parse(&kinds[CATALOG].rules, text, length, &content);
    free(text);
    if (content.line)
        put_in_place(document, &content);
    else if (path)
        log_error("net", "the built-in catalog is not used: %s", content.error);
    document_parse_clear(&content);
}

/* --- fetching */

static void on_timer(void *data) {
    fetch(data);
}

static void try_later(struct document *document, int retry_after_s, const char *error) {
    document->tries++;
    int64_t delay = backoff_delay(document->tries, retry_after_s, random_draw());
    delay *= document->tries > MANY ? SLOWER : 1;
    log_info("net", "GET %s again in %lld s: %s", kinds[document->kind].path, (long long)delay / 1000, error);
    loop_timer_start(document->timer, delay, 0);
}

static void refuse(struct document *document, const char *etag, const char *error) {
    log_warning("net", "the hotline's %s is refused, the last good one stays: %s", kinds[document->kind].name, error);
    remember(document->refused, etag);
    document->heard = true;
    tell_refused(document, error);
}

/* A proxy's page or half an answer: not the hotline's word. */
static void broken(struct document *document, const char *error) {
    log_warning("net", "the answer to GET %s is not used: %s", kinds[document->kind].path, error);
    try_later(document, 0, error);
    if (++document->broken >= BROKEN_OFTEN)
        tell_refused(document, error);
}

static void use(struct document *document, struct document_content *content, const char *text, size_t length) {
    document->tries = document->broken = 0;
    if (!content->line) {
        refuse(document, etag_of(document, document->came, ""), content->error);
        return;
    }
    take(document, content, etag_of(document, document->came, content->etag));
    keep(document, text, length);
    log_info("net", "a new %s has come", kinds[document->kind].name);
    tell(document);
}

static void on_parsed(void *data, struct document_content *content) {
    struct document *document = data;
    size_t length;
    const char *text = document_parse_text(document->parsing, &length);
    document->parsing = NULL;
    if (content->broken)
        broken(document, content->error);
    else
        use(document, content, text, length);
    if (document->again)
        fetch(document);
}

static void on_document(struct document *document, const struct https_answer *answer) {
    if (!api_answer_is(answer->content_type, "application/json")) {
        broken(document, "expected application/json");
        return;
    }
    remember(document->came, answer->etag ? answer->etag : "");
    document->parsing = document_parse_aside(document->owner->setup.loop, &kinds[document->kind].rules, answer->body,
                                             answer->length, on_parsed, document);
    if (!document->parsing)
        try_later(document, 0, "it cannot be parsed now");
}

static void settle(struct document *document) {
    document->tries = document->broken = 0;
    document->heard = true;
    forget_refused(document);
}

static void too_large(struct document *document, const struct https_answer *answer) {
    document->tries = 0;
    refuse(document, etag_of(document, answer->etag, ""), answer->error);
}

static void not_to_be_had(struct document *document, const struct https_answer *answer) {
    char error[JSON_ERROR_SIZE];
    api_answer_failure(answer->status, answer->content_type, answer->body, answer->length, answer->error, error,
                       sizeof error);
    try_later(document, answer->retry_after_s, error);
}

/* Nobody has told the hotline about this household yet. */
static bool is_unknown_household(const struct document *document, const struct https_answer *answer) {
    struct json_object *problem =
        api_answer_problem(answer->status, answer->content_type, answer->body, answer->length);
    bool unknown = problem && answer->status == 404 && document->kind == PROFILE;
    json_object_put(problem);
    return unknown;
}

static void on_done(void *data, const struct https_answer *answer) {
    struct document *document = data;
    document->call = 0;
    if (answer->status == 200)
        on_document(document, answer);
    else if (answer->too_large)
        too_large(document, answer);
    else if (answer->status == 304 || is_unknown_household(document, answer))
        settle(document); /* what we have is right */
    else
        not_to_be_had(document, answer);
    if (document->again)
        fetch(document);
}

static bool is_under_way(const struct document *document) {
    return document->call || document->parsing;
}

static void fetch(struct document *document) {
    const struct catalog *catalog = document->owner;
    document->again = is_under_way(document);
    if (document->again)
        return;
    loop_timer_stop(document->timer);
    char url[512], condition[ETAG_SIZE + 2];
    int first = https_prefer(catalog->setup.https, catalog->setup.endpoints);
    int count = 0;
    while (catalog->setup.endpoints[count])
        count++;
    int endpoint = backoff_endpoint(document->tries, first, count);
    snprintf(url, sizeof url, "%s%s", catalog->setup.endpoints[endpoint], kinds[document->kind].path);
    bool quoted = document->etag[0] == '"' || strncmp(document->etag, "W/", 2) == 0;
    snprintf(condition, sizeof condition, quoted ? "%s" : "\"%s\"", document->etag);
    struct https_call call = {
        .method = "GET",
        .url = url,
        .accept = "application/json",
        .if_none_match = document->etag[0] ? condition : NULL,
        .timeout_ms = TIMEOUT_MS,
        .most = kinds[document->kind].rules.most,
        .done = on_done,
        .data = document,
    };
    document->call = https_start(catalog->setup.https, &call);
    if (!document->call)
        try_later(document, 0, "it cannot start");
}

static void fetch_soon(struct document *document) {
    document->again = is_under_way(document);
    if (!document->again)
        loop_timer_start(document->timer, backoff_fetch_delay(document->owner->person_looks, random_draw()), 0);
}

static void compare(struct document *document, const char *etag) {
    const char *told = document->told;
    remember(document->told, etag);
    if (*told && same_etag(told, document->etag))
        forget_refused(document);
    bool differs = *told ? !same_etag(told, document->etag) && !same_etag(told, document->refused) : !document->heard;
    if (differs && !is_under_way(document) && !loop_timer_running(document->timer))
        fetch(document);
}

/* --- the whole */

struct catalog *catalog_create(const struct catalog_setup *setup) {
    struct catalog *catalog = memory_new(1, sizeof *catalog);
    catalog->setup = *setup;
    for (int i = 0; i < DOCUMENTS; i++) {
        struct document *document = &catalog->documents[i];
        document->owner = catalog;
        document->kind = (enum document_kind)i;
        document->timer = loop_timer_create(setup->loop, on_timer, document);
        load_kept(document);
    }
    if (!catalog->documents[CATALOG].now)
        load_built_in(&catalog->documents[CATALOG]);
    for (int i = 0; i < DOCUMENTS; i++)
        tell(&catalog->documents[i]);
    return catalog;
}

void catalog_destroy(struct catalog *catalog) {
    for (int i = 0; catalog && i < DOCUMENTS; i++) {
        struct document *document = &catalog->documents[i];
        if (document->call)
            https_cancel(catalog->setup.https, document->call);
        document_parse_forget(document->parsing);
        loop_timer_destroy(document->timer);
        free(document->now);
    }
    if (catalog)
        json_object_put(catalog->promises);
    free(catalog);
}

const char *catalog_now(const struct catalog *catalog) {
    return catalog->documents[CATALOG].now;
}

const char *catalog_profile_now(const struct catalog *catalog) {
    return catalog->documents[PROFILE].now;
}

int catalog_promised_minutes(const struct catalog *catalog, const char *service) {
    return (int)json_integer(catalog->promises, service, 0);
}

void catalog_compare(struct catalog *catalog, const char *catalog_etag, const char *profile_etag) {
    compare(&catalog->documents[CATALOG], catalog_etag);
    compare(&catalog->documents[PROFILE], profile_etag);
}

void catalog_changed(struct catalog *catalog) {
    fetch_soon(&catalog->documents[CATALOG]);
}

void catalog_profile_changed(struct catalog *catalog) {
    fetch_soon(&catalog->documents[PROFILE]);
}

void catalog_person_looks(struct catalog *catalog, bool looks) {
    bool sooner = looks && !catalog->person_looks;
    catalog->person_looks = looks;
    for (int i = 0; sooner && i < DOCUMENTS; i++)
        if (catalog->documents[i].tries == 0 && loop_timer_running(catalog->documents[i].timer))
            fetch_soon(&catalog->documents[i]);
}
