/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_ORDER_CARD_H
#define STB_UI_ORDER_ORDER_CARD_H
/*
 * The card of an order: what, when with its day, where, for how much, and what comes next by when. One object, from
 * which the result, the list of orders, home and the dialogs about an order all take their words, until the order is
 * over.
 */
#include "ui/kit/screen.h"

/* The words of ORDER, as they are kept with its request when it leaves the confirm screen. */
void order_card_keep(struct request_words *words, const struct strings *strings, const struct model *model,
                     const struct order *order);

/* A text that is missing is "". All are in the scene. */
struct order_card {
    const char *icon, *title;        /* the service's, or what a call-back is called */
    const char *what, *where, *cost; /* "红烧肉套餐 1份、米饭 2份"; "送到家"; "12元" */
    const char *when, *when_brief;   /* "明天 11月22日 星期日 上午 9:30"; "明天 上午 9:30" */
    const char *next;                /* "9:38 前给您回话", "大约 9:41 到"; of one that is over nothing */
};
/* From what the box kept with the request, after a restart as well; of one that has nothing kept (another box's, an
 * older program's) from its answers, as far as the catalog names them. */
struct order_card order_card_of(const struct view *view, const struct request_record *record);
/* "同济医院，明天 上午 9:30": what and when, in one line. */
const char *order_card_line(const struct view *view, const struct order_card *card);
#endif
