/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_CHILD_ENV_H
#define STB_APP_BASE_CHILD_ENV_H
/*
 * What of our environment a child gets. The table in child_env.c names it; all else stays with us: a supervisor's
 * sockets and descriptors, a key log, a preloaded library. An operator's command gets its own settings through names
 * that begin with STB_.
 */

/* NULL-ended; the texts stay the environment's own. Freed with free(). */
char **child_env(void);
#endif
