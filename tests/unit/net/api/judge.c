/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the box takes and what it refuses, for tests/contract/test_documents.py: each line of its input is a kind, a
 * blank and a document; each gets a line, "taken" or "refused: why".
 */
#include "net/api/api_event.h"
#include "net/api/api_status.h"
#include "net/data/catalog.h"
#include "net/data/notices.h"
#include "net/data/profile_schema.h"
#include "stb-app/base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_status(struct json_object *document, char *error) {
    struct status status;
    return api_status_read(document, &status, error);
}

static bool is_notice(struct json_object *document, char *error) {
    bool news;
    struct notices *notices = notices_create(NULL);
    bool taken = notices_take(notices, document, &news, error);
    notices_destroy(notices);
    return taken;
}

static const struct {
    const char *name;
    bool (*take)(struct json_object *document, char *error);
} kinds[] = {{"Status", is_status},
             {"Notice", is_notice},
             {"Catalog", catalog_check},
             {"Profile", profile_schema_check},
             {"Options", catalog_check_options}};

static bool judge(const char *kind, const char *text, char *error) {
    bool taken = false;
    struct json_object *document = json_parse(text, strlen(text), CATALOG_MAX, error);
    for (size_t i = 0; document && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, kind) == 0)
            taken = kinds[i].take(document, error);
    json_object_put(document);
    return taken;
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&line, &room, stdin)) > 0;) {
        char *text = strchr(line, ' '), error[JSON_ERROR_SIZE] = "no such kind";
        line[length - 1] = 0;
        if (!text)
            return 2;
        *text++ = 0;
        if (judge(line, text, error))
            puts("taken");
        else
            printf("refused: %s\n", error);
    }
    free(line);
    return 0;
}
