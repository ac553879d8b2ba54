/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_CHILD_ENV_H
#define STB_APP_BASE_CHILD_ENV_H
/*
 * The environment of a child. The table in child_env.c names what of ours it gets; all else stays: a supervisor's
 * sockets and descriptors, a key log, a preloaded library. An operator's command gets its own settings through names
 * that begin with STB_.
 */

/* NULL-ended; the texts belong to the environment. The caller frees the array with free(). */
char **child_env(void);
#endif
