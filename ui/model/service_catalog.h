/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_SERVICE_CATALOG_H
#define STB_UI_MODEL_SERVICE_CATALOG_H
/* The operator's catalog: its services and, behind them, the topics to talk to a person about. */
#include "ui/model/service.h"

enum { SERVICE_HOME_MAX = 4 };

struct service_catalog;
/* Keeps FROM (a reference of its own). NULL only when FROM is no catalog at all (logged). */
struct service_catalog *service_catalog_create(struct json_object *from);
void service_catalog_destroy(struct service_catalog *catalog);
size_t service_catalog_count(const struct service_catalog *catalog); /* NULL counts as empty, here and below */
const struct service *service_catalog_at(const struct service_catalog *catalog, size_t index);
const struct service *service_catalog_find(const struct service_catalog *catalog, const char *id);
/* The services of home in their order, at most SERVICE_HOME_MAX; returns how many. */
size_t service_catalog_home(const struct service_catalog *catalog, const struct service *home[SERVICE_HOME_MAX]);
#endif
