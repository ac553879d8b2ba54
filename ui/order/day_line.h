/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_DAY_LINE_H
#define STB_UI_ORDER_DAY_LINE_H
/*
 * The one line of home that says what her day holds: the order that she left half done, the car that is coming, the
 * answer that was promised, the appointment of today or tomorrow, or until when lunch can be ordered.
 */
#include "ui/kit/screen.h"

enum day_line_kind {
    DAY_LINE_NONE,
    DAY_LINE_DRAFT,  /* ID: of the service whose cart was left half done */
    DAY_LINE_ORDER,  /* ID: of the request that it is about */
    DAY_LINE_CUTOFF, /* ID: of the service that can be ordered until then */
};
struct day_line {
    enum day_line_kind kind;
    char id[REQUEST_NAME_SIZE];
    const char *icon, *words, *brief; /* in the scene; BRIEF: without what it is about */
};
/* The first of them in that order. */
struct day_line day_line_of(const struct view *view);
/* Where OK on it leads. */
struct screen day_line_open(const struct model *model, enum day_line_kind kind, const char *id);
#endif
