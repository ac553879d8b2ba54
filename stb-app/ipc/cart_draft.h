/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_CART_DRAFT_H
#define STB_APP_IPC_CART_DRAFT_H
/* A cart that is not ordered yet, as it survives a power cut. A leaf; no code. */
#include "stb-app/ipc/request.h"

enum { CART_DRAFT_MAX = 4 };

struct cart_draft {
    char service[REQUEST_NAME_SIZE];
    struct request_answer answers[REQUEST_ANSWERS_MAX]; /* of the steps before the cart */
    size_t answer_count;
    struct request_item items[REQUEST_ITEMS_MAX];
    size_t item_count; /* 0 = the draft is gone */
    int64_t at_ms;     /* when it was last changed, since 1970; 0 = not stored yet */
};
#endif
