/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of the actions, as the keymap, the wire and the logs write them. One table in the order of the enum; the
 * assertion below breaks the build when somebody adds an action and forgets its name.
 */
#include "stb-app/ipc/action.h"
#include <assert.h>
#include <stddef.h>
#include <string.h>

static const char *const names[] = {
    [ACTION_NONE] = "NONE",
    [ACTION_SOS] = "SOS",
    [ACTION_SERVICE] = "SERVICE",
    [ACTION_VOICE_DOWN] = "VOICE_DOWN",
    [ACTION_VOICE_UP] = "VOICE_UP",
    [ACTION_UP] = "UP",
    [ACTION_DOWN] = "DOWN",
    [ACTION_LEFT] = "LEFT",
    [ACTION_RIGHT] = "RIGHT",
    [ACTION_OK] = "OK",
    [ACTION_BACK] = "BACK",
    [ACTION_OK_BRIEF] = "OK_BRIEF",
    [ACTION_TV] = "TV",
    [ACTION_PERSON] = "PERSON",
    [ACTION_REPEAT] = "REPEAT",
    [ACTION_DIGIT_0] = "DIGIT_0",
    [ACTION_DIGIT_1] = "DIGIT_1",
    [ACTION_DIGIT_2] = "DIGIT_2",
    [ACTION_DIGIT_3] = "DIGIT_3",
    [ACTION_DIGIT_4] = "DIGIT_4",
    [ACTION_DIGIT_5] = "DIGIT_5",
    [ACTION_DIGIT_6] = "DIGIT_6",
    [ACTION_DIGIT_7] = "DIGIT_7",
    [ACTION_DIGIT_8] = "DIGIT_8",
    [ACTION_DIGIT_9] = "DIGIT_9",
    [ACTION_VOLUME_UP] = "VOLUME_UP",
    [ACTION_VOLUME_DOWN] = "VOLUME_DOWN",
    [ACTION_MUTE] = "MUTE",
};
static_assert(sizeof names / sizeof *names == ACTION_COUNT, "every action has a name");

const char *action_name(enum action action) {
    return (unsigned)action < ACTION_COUNT && names[action] ? names[action] : names[ACTION_NONE];
}

bool action_from_name(const char *name, enum action *action) {
    for (int i = ACTION_NONE + 1; name && i < ACTION_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *action = (enum action)i;
            return true;
        }
    }
    return false;
}

int action_digit(enum action action) {
    return action >= ACTION_DIGIT_0 && action <= ACTION_DIGIT_9 ? (int)action - ACTION_DIGIT_0 : -1;
}
