/* SPDX-License-Identifier: Apache-2.0 */
/* voice_grammar CATALOG STRINGS [SERVICE]: the line for stb-hear of what may be said at home, or on the first step of a
 * service; besides what each sentence means, for who counts. */
#include "stb-app/base/json.h"
#include "ui/voice/grammar.h"

#include <json-c/json_object.h>
#include <stdio.h>

static struct json_object *meaning_of(const struct grammar *grammar, size_t index) {
    struct intent intent = grammar_meaning(grammar, grammar_phrase(grammar, index));
    char text[512];
    int length = snprintf(text, sizeof text, "%d %d %s %s %s", intent.kind, intent.number, intent.service,
                          intent.option, intent.item);
    for (size_t i = 0; i < intent.answer_count; i++)
        length += snprintf(text + length, sizeof text - (size_t)length, " %s=%s", intent.answers[i].step,
                           intent.answers[i].option);
    return json_object_new_string(text);
}

int main(int argc, char **argv) {
    static struct model model;
    char error[JSON_ERROR_SIZE] = "";
    struct json_object *catalog = argc > 2 ? json_read_file(argv[1], 1 << 20, error) : NULL;
    struct strings *strings = catalog ? strings_load(argv[2]) : NULL;
    if (!strings) {
        fprintf(stderr, "usage: voice_grammar CATALOG STRINGS [SERVICE] %s\n", error);
        return 2;
    }
    model_init(&model);
    model.catalog = service_catalog_create(catalog);
    struct screen screen = argc > 3 ? order_flow_first(&model, argv[3]) : home_screen();
    struct grammar *grammar = grammar_create(&model, strings, &screen);
    struct json_object *line = json_object_new_object();
    struct json_object *lists[] = {json_object_new_array(), json_object_new_array()};
    struct json_object *means = json_object_new_object();
    for (size_t i = 0; i < grammar_count(grammar); i++)
        json_object_object_add(means, grammar_phrase(grammar, i), meaning_of(grammar, i));
    for (size_t i = 0; i < grammar_count(grammar); i++)
        json_object_array_add(lists[i >= grammar_likely(grammar)], json_object_new_string(grammar_phrase(grammar, i)));
    json_object_object_add(line, "phrases", lists[0]);
    json_object_object_add(line, "also", lists[1]);
    json_object_object_add(line, "means", means);
    puts(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN));
    json_object_put(line);
    grammar_destroy(grammar);
    strings_destroy(strings);
    model_free(&model);
    json_object_put(catalog);
    return 0;
}
