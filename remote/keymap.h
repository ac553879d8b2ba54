/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_KEYMAP_H
#define STB_KEYMAP_H
/* Which kernel key code means which action: the built-in table, then the operator's file over it. */
#include "stb-app/ipc/action.h"
#include <stddef.h>

enum { KEY_CODE_MAX = 767 }; /* the kernel's KEY_MAX */

struct fault_list;
struct keymap;
/* The built-in table, so that a broken file never leaves a box without SOS. */
struct keymap *keymap_create(void);
void keymap_destroy(struct keymap *keymap);
/* A desktop's F1 SOS, F2 VOICE, F3 PERSON, F4 TV, F5 REPEAT, where these keys have no action yet. */
void keymap_add_desktop_keys(struct keymap *keymap);
/* {"OK":["KEY_OK",353],"SOS":[...]}: names of linux/input-event-codes.h or numbers 1..767; a listed action has just the
 * listed keys, and a listed key loses its old action; "VOICE" stands for DOWN and UP. A wrong entry goes to FAULTS
 * (file, line, action, reason) and is passed over: the others count. SOS is read first and never left without a key. */
void keymap_load(struct keymap *keymap, const char *path, struct fault_list *faults);
/* Returns ACTION_VOICE_DOWN for VOICE (the caller makes UP of a release), ACTION_NONE for a key without an action. */
enum action keymap_action(const struct keymap *keymap, unsigned code);
/* The name of ACTION's first key in the built-in table: "KEY_SOS"; NULL = no key has it. */
const char *keymap_default_key(enum action action);
/* key_names.c: "KEY_OK" or "353" -> code; false for an unknown name. The name of a code, or "KEY_353" made up in
 * BUFFER. */
bool key_names_find(const char *name, unsigned *code);
const char *key_names_of(unsigned code, char buffer[16]);
#endif
