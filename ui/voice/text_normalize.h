/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_TEXT_NORMALIZE_H
#define STB_UI_VOICE_TEXT_NORMALIZE_H
/*
 * Makes a written text fit to be read aloud: marks without a sound are left out, money and times become words, and for
 * a private number (a phone, an identity card) it only says that it stands on the screen. Pure.
 */
#include <stdbool.h>
#include <stddef.h>

struct strings;
struct text_normalize_setup {
    const struct strings *words; /* "say.…" */
    const char *phone;           /* the hotline's own, as the operator wrote it: digit by digit wherever it stands */
    const char *emergency_phone; /* the same, but only in an EMERGENCY; elsewhere 120 is a hundred and twenty */
    bool emergency;
};
/* Of TEXT the first 4 KiB are read. OUT gets at most SIZE - 1 bytes, whole characters, and begins with a letter, a
 * digit or a character beyond ASCII: it can be no option of the program that reads it. TEXT may overlap nothing of OUT.
 */
void text_normalize(const struct text_normalize_setup *setup, const char *text, char *out, size_t size);
#endif
