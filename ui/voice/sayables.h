/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_SAYABLES_H
#define STB_UI_VOICE_SAYABLES_H
/*
 * The words under which a thing of the catalog may be said: its title as one says it, the part of it before a space or
 * bracket, and what the operator says one also calls it. Pure.
 */
#include <stddef.h>

struct json_object;
enum { SAYABLES_MAX = 10, SAYABLES_SIZE = 64 };
struct sayables {
    char words[SAYABLES_MAX][SAYABLES_SIZE];
    size_t count;
};
/* DIGITS: how one says 0 to 10, "零、一、二、..."; SAY: of service_say(). */
void sayables_collect(struct sayables *sayables, const char *digits, const char *title, const struct json_object *say);
/* The INDEX-th of LIST, "a、b、c", into WORD; NULL = past the last, or too long. */
const char *sayables_of_list(const char *list, size_t index, char word[SAYABLES_SIZE]);
#endif
