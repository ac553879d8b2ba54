/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_SAME_ORDER_H
#define STB_NET_OUTBOX_SAME_ORDER_H
/* Whether two requests ask for the same: service, answers and items, in whatever order. */
#include "stb-app/ipc/request.h"

bool same_order(const struct request *one, const struct request *two);
#endif
