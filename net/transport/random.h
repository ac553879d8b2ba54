/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_RANDOM_H
#define STB_NET_TRANSPORT_RANDOM_H
/* The chance that backoff.h wants as an argument; its own file, so that a test can put another in its place. */
#include <stdint.h>

uint16_t random_draw(void); /* uniform in 0..65535 */
#endif
