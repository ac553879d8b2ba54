/* SPDX-License-Identifier: Apache-2.0 */
/*
 * glibc learns from a large block that was freed to take the next ones from the heap instead, up to 32 MiB, and what
 * lies above them then keeps their room from being given back. A bound that is set is not moved. The room of many small
 * blocks it gives back only when asked. Other C libraries do both by themselves.
 */
#include "stb-app/base/malloc_tuning.h"

#include <malloc.h>

enum { OWN_MAPPING = 64 << 10 }; /* bytes: a picture, a recording, a catalog's text */

void malloc_tuning_begin(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, OWN_MAPPING);
#endif
}

void malloc_tuning_give_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
