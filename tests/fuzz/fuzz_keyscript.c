/* SPDX-License-Identifier: Apache-2.0 */
/* Key-script lines under rubbish (libFuzzer): each is either a command or refused with a reason. */
#include "stb-app/input/keyscript_parse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct keyscript_command *command = NULL;
    char error[KEYSCRIPT_COMMAND_ERROR_SIZE] = "";
    if (!keyscript_parse_line((const char *)bytes, length, &command, error) && (command || !error[0]))
        abort();
    free(command);
    return 0;
}
