/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_WORDS_H
#define HOTLINE_WORDS_H
/* What the senior is told when the staff gave no words of their own: short, plain Chinese for each kind and state.
 * Pure. */
#include "tests/hotline/flow.h"

#include <stddef.h>

enum {
    WORDS_LABEL_MAX = 47, /* characters, as the next three */
    WORDS_CHOICE_MAX = 63,
    WORDS_HEADLINE_MAX = 127,
    WORDS_MESSAGE_MAX = 383,
    WORDS_LABEL_SIZE = 4 * WORDS_LABEL_MAX + 1, /* bytes */
    WORDS_CHOICE_SIZE = 4 * WORDS_CHOICE_MAX + 1,
    WORDS_HEADLINE_SIZE = 4 * WORDS_HEADLINE_MAX + 1,
    WORDS_MESSAGE_SIZE = 4 * WORDS_MESSAGE_MAX + 1,
};

/* ETA -1 = not known; it becomes part of the headline where it helps ("车辆约 8 分钟后到"). */
void words_headline(enum flow_kind kind, const char *service, enum flow_state state, int eta, char *text, size_t size);
const char *words_message(enum flow_kind kind, const char *service, enum flow_state state);
/* A service's name for people; the id itself when it is not one of ours. */
const char *words_service(const char *service);
#endif
