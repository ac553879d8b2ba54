/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_VOICE_H
#define HOTLINE_VOICE_H
/* The sound of a spoken message: whether it is whole Ogg Opus (RFC 3533, RFC 7845), and how long it lasts. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ERROR (JSON_ERROR_SIZE bytes) gets the reason. */
bool voice_read(const char *bytes, size_t length, int64_t *lasts_ms, char *error);
#endif
