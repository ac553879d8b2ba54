/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_ORDER_H
#define STB_UI_MODEL_ORDER_H
/*
 * An order that is being made: what was chosen so far, by id. The catalog and the hotline's lists behind the ids may
 * change at any time; order_flow.h judges what they are worth now.
 */
#include "stb-app/ipc/request.h"

struct order {
    char service[REQUEST_NAME_SIZE];
    struct request_answer answers[REQUEST_ANSWERS_MAX];
    size_t answer_count;
    struct request_item items[REQUEST_ITEMS_MAX]; /* the cart */
    size_t item_count;
    bool cart_done;              /* the cart's step has been left with it */
    char voice[REQUEST_ID_SIZE]; /* the recording that is the answer "spoken"; "" = none */
    int voice_s;                 /* how long it is */
};
#endif
