/* SPDX-License-Identifier: Apache-2.0 */
/* An ear hears ratios: two steps for each decibel above a quiet room's -50 dB of full scale. */
#include "remote/mic/loudness.h"

#include <math.h>
#include <stdlib.h>

enum { QUIET_DB = -50, STEPS_A_DB = 2 };

int loudness(const int16_t *samples, size_t count) {
    int most = 0;
    for (size_t i = 0; i < count; i++)
        most = abs(samples[i]) > most ? abs(samples[i]) : most;
    double level = most ? (20 * log10(most / 32768.0) - QUIET_DB) * STEPS_A_DB : 0;
    return level < 0 ? 0 : level > 100 ? 100 : (int)(level + 0.5);
}
