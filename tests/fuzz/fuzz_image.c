/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture of the catalog, under rubbish (libFuzzer): what stb-app lets in by its header, and what stb-ui decodes.
 * Beyond not crashing: there is an end after at most as many steps as a picture may have rows, a refusal has a reason,
 * and what the header check refuses for its size is not decoded either.
 */
#include "net/images/image_header.h"
#include "ui/render/image_decoder.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool decodes(const uint8_t *bytes, size_t length) {
    struct image_decoder *decoder = image_decoder_create(bytes, length, 61, 9, IMAGE_DECODER_SQUARE);
    enum image_decoder_state state = IMAGE_DECODER_MORE;
    int steps = 0;
    while (decoder && state == IMAGE_DECODER_MORE && steps++ <= IMAGE_DECODER_SIDE_MAX + 1)
        state = image_decoder_step(decoder);
    if (decoder &&
        (state == IMAGE_DECODER_MORE || (state == IMAGE_DECODER_REFUSED && !image_decoder_error(decoder)[0])))
        abort();
    image_decoder_destroy(decoder);
    return state == IMAGE_DECODER_DONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char error[IMAGE_HEADER_ERROR_SIZE] = "";
    bool good = image_header_check(bytes, length, error);
    if (!good && !error[0])
        abort();
    if (decodes(bytes, length) && !good && strstr(error, "expected sides"))
        abort();
    return 0;
}
