/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_FINGERPRINT_H
#define STB_UI_KIT_FINGERPRINT_H
/* One number for what can be read: another text has another one. FNV-1a. */
#include <stdint.h>

enum { FINGERPRINT_PRIME = 16777619 };
#define FINGERPRINT_BEGIN 2166136261U
static inline uint32_t fingerprint_add(uint32_t sum, const char *words) {
    for (; *words; words++)
        sum = (sum ^ (unsigned char)*words) * FINGERPRINT_PRIME;
    return sum * FINGERPRINT_PRIME; /* "ab", "c" is another text than "a", "bc" */
}
#endif
