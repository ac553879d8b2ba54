/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_PAGE_H
#define HOTLINE_PAGE_H
/* The files that are built into the program: the desk page and the household profile. */
#include <stddef.h>

/* "" = the page, "desk.css", "desk.js", "profile.json"; never NULL for those. */
const char *page_find(const char *name, size_t *length, const char **type);
#endif
