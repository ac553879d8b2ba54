/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/ipc/mic_state.h"

#include <stddef.h>

static const char *const names[] = {
    [MIC_OFF] = "off",         [MIC_READY] = "ready",     [MIC_STARTING] = "starting",
    [MIC_HEARING] = "hearing", [MIC_HEARD] = "heard",     [MIC_SILENT] = "silent",
    [MIC_BUSY] = "busy",       [MIC_MISSING] = "missing", [MIC_FAILED] = "failed",
};
_Static_assert(sizeof names / sizeof names[0] == MIC_STATES, "every microphone state has its name");

const char *mic_state_name(enum mic_state state) {
    return (unsigned)state < MIC_STATES ? names[state] : NULL;
}

bool mic_state_listens(enum mic_state state) {
    return state == MIC_STARTING || state == MIC_HEARING;
}
