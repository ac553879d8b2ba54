/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_API_TIME_H
#define STB_NET_API_API_TIME_H
/* The contract's times: RFC 3339 outside, ms since 1970 inside. */
#include <stdbool.h>
#include <stdint.h>

/* "2026-11-21T09:32:00.123Z"; false when it is no RFC 3339 time between 1970 and 9999. */
bool api_time_parse(const char *text, int64_t *ms);
void api_time_write(int64_t ms, char text[32]);
#endif
