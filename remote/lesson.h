/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_LESSON_H
#define STB_REMOTE_LESSON_H
/*
 * What was learned of an unknown remote, key by key, and the files that give its keys actions: a keymap for keys that
 * have a code, and the kernel's own tables, by scancode, for keys that the kernel reports as unknown. Pure.
 */
#include "stb-app/ipc/action.h"

#include <stddef.h>
#include <stdint.h>

enum { LESSON_KEYS_MAX = ACTION_COUNT, LESSON_ERROR_SIZE = 120 };

struct lesson_device {
    unsigned bus, vendor, product;
    bool infrared; /* the kernel decodes its scancodes (rc-core) */
    char name[80];
};
struct lesson { /* zero-initialise, but for DEVICE */
    struct lesson_device device;
    struct lesson_key {
        enum action action;
        unsigned code; /* the kernel's; KEY_UNKNOWN or 0 = the key has none */
        uint32_t scan;
        bool scanned;
    } keys[LESSON_KEYS_MAX];
    size_t count;
};
/* False: KEY has another action already, or cannot be told from others; ERROR says which. */
bool lesson_take(struct lesson *lesson, const struct lesson_key *key, char error[LESSON_ERROR_SIZE]);

/* The files' texts, malloc'ed; NULL = no such file is needed. For remote.keymap, /etc/udev/hwdb.d and ir-keytable. */
char *lesson_keymap(const struct lesson *lesson);
char *lesson_hwdb(const struct lesson *lesson);
char *lesson_rc_keymap(const struct lesson *lesson);
#endif
