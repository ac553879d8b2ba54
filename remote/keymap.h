/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_KEYMAP_H
#define STB_KEYMAP_H
/* Which kernel key code means which action: the built-in table, then the operator's file over it. */
#include "stb-app/ipc/action.h"
#include <stddef.h>

enum { KEY_CODE_MAX = 767 }; /* KEY_MAX of the kernel */

struct fault_list;
struct keymap;
/* The built-in table, so that a broken file never leaves a box without SOS. */
struct keymap *keymap_create(void);
void keymap_destroy(struct keymap *keymap);
/* F1 SOS, F2 VOICE, F3 PERSON, F4 TV, F5 REPEAT, where they mean nothing yet: of a desktop's keyboard. */
void keymap_add_desktop_keys(struct keymap *keymap);
/* {"OK":["KEY_OK",353],"SOS":[...]}: names of linux/input-event-codes.h or numbers 1..767; an action that is listed has
 * just the listed keys, and a listed key loses what it meant before; "VOICE" is the one name of DOWN and UP. An entry
 * that is wrong goes to FAULTS (file, line, action, reason) and is passed over: the others count. SOS goes first and is
 * never left without a key. */
void keymap_load(struct keymap *keymap, const char *path, struct fault_list *faults);
/* VOICE is ACTION_VOICE_DOWN here; the caller makes UP of a release. ACTION_NONE for a key that means nothing. */
enum action keymap_action(const struct keymap *keymap, unsigned code);
/* The first of ACTION's keys in the built-in table: "KEY_SOS"; NULL = no key means it. */
const char *keymap_default_key(enum action action);
/* key_names.c: "KEY_OK" or "353" -> code; false for an unknown name. The name of a code, or "KEY_353" made up in
 * BUFFER. */
bool key_names_find(const char *name, unsigned *code);
const char *key_names_of(unsigned code, char buffer[16]);
#endif
