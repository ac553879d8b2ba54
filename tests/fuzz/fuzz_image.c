/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture of the catalogue, under rubbish (libFuzzer): what stb-app lets in by its header, and what stb-ui decodes.
 * Beyond not crashing: there is an end after at most as many steps as a picture may have rows, a refusal has a reason,
 * and what the header check refuses for its size is not decoded either.
 */
#include "net/images/image_header.h"
#include "ui/render/image_decoder.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool decodes(const uint8_t *bytes, size_t length) {
    struct image *image = image_create(bytes, length, 61, 9, IMAGE_SQUARE);
    enum image_state state = IMAGE_MORE;
    int steps = 0;
    while (image && state == IMAGE_MORE && steps++ <= IMAGE_SIDE_MAX + 1)
        state = image_step(image);
    if (image && (state == IMAGE_MORE || (state == IMAGE_REFUSED && !image_why(image)[0])))
        abort();
    image_destroy(image);
    return state == IMAGE_DONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char why[IMAGE_CHECK_WHY_SIZE] = "";
    bool good = image_check(bytes, length, why);
    if (!good && !why[0])
        abort();
    if (decodes(bytes, length) && !good && strstr(why, "expected sides"))
        abort();
    return 0;
}
