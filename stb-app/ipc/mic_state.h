/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_MIC_STATE_H
#define STB_APP_IPC_MIC_STATE_H
/* The microphone: what it does now, and why there is no recording. Found out in remote/mic, shown in ui/screens. */
#include <stdbool.h>

enum mic_state {
    MIC_OFF,      /* this box has none */
    MIC_READY,    /* nothing was recorded */
    MIC_STARTING, /* being opened */
    MIC_HEARING,  /* its first sound has come */
    MIC_HEARD,    /* a recording is there */
    MIC_SILENT,   /* none is: nobody spoke */
    MIC_BUSY,     /* none is: another program has the microphone */
    MIC_MISSING,  /* none is: the microphone cannot be found */
    MIC_FAILED,   /* none is: it broke off */
    MIC_STATES
};

/* "off" "ready" "starting" "hearing" "heard" "silent" "busy" "missing" "failed"; NULL for a value out of range. */
const char *mic_state_name(enum mic_state state);
/* Somebody can be heard at this moment, or is about to be. */
bool mic_state_listens(enum mic_state state);
#endif
