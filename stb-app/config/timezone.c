/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: the C library takes a zone that it does not find for UTC and says nothing, and a small box may have no zone
 * files at all. China has had one zone without summer time since 1992, so for it the rule itself is used then.
 */
#include "stb-app/config/timezone.h"

#include "stb-app/base/log.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct { const char *zone, *rule; } rules[] = {{"Asia/Shanghai", "CST-8"}};

static bool has_file(const char *zone) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    return access(path, R_OK) == 0;
}

/* "CST-8", "<+08>-8", "EST5EDT,M3.2.0,M11.1.0": a name of three characters or more and an offset. */
static bool is_rule(const char *zone) {
    size_t name = *zone == '<' ? strcspn(zone, ">") + 1 : strcspn(zone, "+-0123456789/,");
    const char *offset = zone + name + (zone[name] == '+' || zone[name] == '-');
    return name >= 3 && !strchr(zone, '/') && *offset >= '0' && *offset <= '9';
}

static const char *rule_of(const char *zone) {
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (strcmp(zone, rules[i].zone) == 0)
            return rules[i].rule;
    return NULL;
}

bool timezone_is_known(const char *zone) {
    return has_file(zone) || is_rule(zone) || rule_of(zone);
}

void timezone_apply(const char *zone) {
    const char *rule = has_file(zone) ? NULL : rule_of(zone);
    if (!timezone_is_known(zone))
        log_warning("config", "device.timezone: %s is not known here; times are shown in UTC", zone);
    setenv("TZ", rule ? rule : zone, 1);
    tzset();
}
