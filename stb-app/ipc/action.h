/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_ACTION_H
#define STB_APP_IPC_ACTION_H
/* What a key means. The closed vocabulary between the remote and the screens; a leaf that every part may include. */
#include <stdbool.h>

enum action {
    ACTION_NONE,
    ACTION_SOS,
    ACTION_SERVICE, /* the one-key: opens the channel at home */
    ACTION_VOICE_DOWN,
    ACTION_VOICE_UP,
    ACTION_UP,
    ACTION_DOWN,
    ACTION_LEFT,
    ACTION_RIGHT,
    ACTION_OK,
    ACTION_OK_BRIEF, /* OK let go too soon, where it has to be held (key_filter.h): no key means it */
    ACTION_BACK,
    ACTION_TV,     /* 看电视: back to live television */
    ACTION_PERSON, /* talk to a person */
    ACTION_REPEAT, /* say it again */
    ACTION_DIGIT_0,
    ACTION_DIGIT_1,
    ACTION_DIGIT_2,
    ACTION_DIGIT_3,
    ACTION_DIGIT_4,
    ACTION_DIGIT_5,
    ACTION_DIGIT_6,
    ACTION_DIGIT_7,
    ACTION_DIGIT_8,
    ACTION_DIGIT_9,
    ACTION_VOLUME_UP,
    ACTION_VOLUME_DOWN,
    ACTION_MUTE,
    ACTION_COUNT
};

/* "SOS", "DIGIT_3"; "NONE" for ACTION_NONE and anything out of range. */
const char *action_name(enum action action);
/* False and *ACTION untouched for an unknown name. VOICE names no action: a keymap says it for the pair DOWN/UP. */
bool action_from_name(const char *name, enum action *action);
/* The digit 0-9 of a DIGIT action, -1 for another. */
int action_digit(enum action action);
#endif
