/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_CATALOG_H
#define STB_NET_DATA_CATALOG_H
/*
 * The operator's catalog and this household's profile: checked whole against tables of fields (docs/catalog.md),
 * kept, and fetched with ETag when the hotline says they changed. One that does not validate is refused whole with a
 * logged reason; the last good one stays; without any, the built-in one of the assets.
 */
#include "net/data/faults.h"

#include <stdbool.h>
#include <stddef.h>

struct json_object;

enum { CATALOG_MAX = 1 << 20, CATALOG_PROFILE_MAX = 64 << 10 }; /* bytes */

/* Pure checks (catalog_schema.c). ERROR: JSON_ERROR_SIZE bytes (json.h), "services[1].steps[0].options[3].title:
 * expected 1 to 40 characters". */
bool catalog_check(struct json_object *catalog, char *error);
/* {"options":[...]}: what the hotline answers for a step with options_from; the list may be empty. */
bool catalog_check_options(struct json_object *answer, char *error);

struct catalog;
struct https;
struct loop;
struct outbox;
struct catalog_setup {
    struct loop *loop;
    struct https *https;   /* the ordinary pool */
    struct outbox *outbox; /* where the last good ones are kept; may be NULL */
    const char *const *endpoints;
    const char *built_in;                                /* path of the assets' catalog.json */
    void (*on_catalog)(void *data, const char *catalog); /* borrowed; at start and at each change */
    void (*on_profile)(void *data, const char *profile);
    /* The hotline's was refused whole; logged already; it may want to hear it. ERROR NULL = what it has now is fine.
     * May be NULL. */
    void (*on_refused)(void *data, enum fault_kind kind, const char *error);
    void *data;
};
struct catalog *catalog_create(const struct catalog_setup *setup); /* loads and tells what is kept */
void catalog_destroy(struct catalog *catalog);
/* As JSON, each in one line; borrowed. The catalog is never NULL unless even the assets are broken; the profile is
 * until the first has come. */
const char *catalog_now(const struct catalog *catalog);
const char *catalog_profile_now(const struct catalog *catalog);
/* The minutes in which the catalog promises an answer for SERVICE; 0 = none. */
int catalog_promised_minutes(const struct catalog *catalog, const char *service);
/* The hotline has these etags: what differs is fetched, but not what was refused already; "" (or what can be none) =
 * not told, fetch only what has never come from the hotline. */
void catalog_compare(struct catalog *catalog, const char *catalog_etag, const char *profile_etag);
/* An event said that it changed, as it did to every box: fetched within a minute, or within two seconds while a person
 * looks. */
void catalog_changed(struct catalog *catalog);
void catalog_profile_changed(struct catalog *catalog);
void catalog_person_looks(struct catalog *catalog, bool looks);
#endif
