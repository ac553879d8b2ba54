/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_THEME_CHECK_H
#define STB_UI_KIT_THEME_CHECK_H
/*
 * Whether old eyes can read a theme: whoever wrote it, words keep 7:1 against what they stand on (WCAG 2.2, success
 * criterion 1.4.6), 12:1 in the high-contrast palette, and the focus ring 3:1 against the ground (1.4.11).
 */
#include "ui/kit/theme.h"

/* False: ERROR (SIZE bytes) names the pair, what it has and what it needs. */
bool theme_check_is_legible(const struct theme *theme, char *error, size_t size);
/* Whether a focus ring has its place beside each thing that can be chosen. False: ERROR names the gap that is too
 * narrow.
 */
bool theme_check_has_room(const struct theme *theme, char *error, size_t size);
#endif
