/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_WORDS_H
#define HOTLINE_WORDS_H
/* What the senior is told when the staff gave no words of their own: short, plain Chinese for each kind and state.
 * Pure. */
#include "tests/hotline/flow.h"

#include <stddef.h>

enum { WORDS_HEADLINE_SIZE = 128, WORDS_MESSAGE_SIZE = 384 };

/* ETA -1 = not known; it becomes part of the headline where it helps ("车辆约 8 分钟后到"). */
void words_headline(enum flow_kind kind, const char *service, enum flow_state state, int eta, char *text, size_t size);
const char *words_message(enum flow_kind kind, const char *service, enum flow_state state);
/* A service's name for people; the id itself when it is not one of ours. */
const char *words_service(const char *service);
#endif
