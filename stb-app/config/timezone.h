/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_TIMEZONE_H
#define STB_APP_CONFIG_TIMEZONE_H
/* The box's time zone is the operator's setting, not what the host happens to have: a cut-off at 10:30 is 10:30 in the
 * district. */
#include <stdbool.h>

/* This program and the children that it starts from now on show times of ZONE: "Asia/Shanghai" or "CST-8". */
void timezone_apply(const char *zone);
/* Whether this box knows ZONE, by its zone files or because it is a rule of POSIX. */
bool timezone_is_known(const char *zone);
#endif
