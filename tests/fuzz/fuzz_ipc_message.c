/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of the other program under rubbish (libFuzzer). Beyond not crashing: a refusal has a reason; and what was
 * taken can be written, taken again, and is then the same.
 */
#include "stb-app/base/json.h"
#include "stb-app/ipc/ipc_message.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char error[JSON_ERROR_SIZE] = "";
    struct ipc_message message, again;
    struct ipc_buffer line = {0}, second = {0};
    if (!ipc_message_decode((const char *)bytes, length, &message, error)) {
        if (!error[0])
            abort();
        return 0;
    }
    ipc_message_encode(&message, &line);
    if (memchr(line.bytes, '\n', line.length) != line.bytes + line.length - 1)
        abort();
    if (!ipc_message_decode(line.bytes, line.length - 1, &again, error))
        abort();
    ipc_message_encode(&again, &second);
    if (line.length != second.length || memcmp(line.bytes, second.bytes, line.length) != 0)
        abort();
    ipc_message_free(&message);
    ipc_message_free(&again);
    ipc_buffer_free(&line);
    ipc_buffer_free(&second);
    return 0;
}
