/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/base/memory.h"
#include "stb-app/base/log.h"

#include <stdlib.h>
#include <string.h>

static void *or_abort(void *block, size_t size) {
    if (!block) {
        log_error("memory", "no memory for %zu bytes", size);
        abort();
    }
    return block;
}

void *memory_must(void *made, const char *what) {
    if (!made) {
        log_error("memory", "no memory for %s", what);
        abort();
    }
    return made;
}

void *memory_new(size_t count, size_t size) {
    return or_abort(calloc(count ? count : 1, size ? size : 1), count * size);
}

void *memory_resize(void *block, size_t size) {
    return or_abort(realloc(block, size ? size : 1), size);
}

char *memory_text_n(const char *bytes, size_t length) {
    char *copy = memory_new(length + 1, 1);
    memcpy(copy, bytes, length);
    return copy;
}

char *memory_text(const char *text) {
    return memory_text_n(text, strlen(text));
}

void *memory_copy(const void *bytes, size_t length) {
    return memory_text_n(bytes, length);
}
