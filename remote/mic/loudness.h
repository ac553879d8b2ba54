/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_MIC_LOUDNESS_H
#define STB_REMOTE_MIC_LOUDNESS_H
/* How loud a piece of sound is, as an ear takes it: 0 is a quiet room, 100 the loudest there is. Pure. */
#include <stddef.h>
#include <stdint.h>

enum { LOUDNESS_SPEECH = 15 }; /* a recording that is never so loud has no speech */

int loudness(const int16_t *samples, size_t count); /* 0..100, of the loudest sample */
#endif
