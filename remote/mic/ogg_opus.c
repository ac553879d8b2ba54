/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libopusenc makes the pages; this file has the settings for a voice on a small box: at half of the encoder's effort
 * speech sounds as good as at the highest, for a third of the work.
 */
#include "remote/mic/ogg_opus.h"

#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <opusenc.h>
#include <stdlib.h>

enum { BITS_A_SECOND = 24000, PAINS = 5 };

struct ogg_opus {
    OggOpusEnc *encoder;
    OggOpusComments *comments;
    ogg_opus_write_fn *write;
    void *data;
};

static int give(void *data, const unsigned char *bytes, opus_int32 length) {
    struct ogg_opus *opus = data;
    return opus->write(opus->data, bytes, (size_t)length) ? 0 : 1;
}

static int close_nothing(void *data) {
    (void)data;
    return 0;
}

static bool is_fine(int error) {
    if (error != OPE_OK)
        log_error("opus", "%s", ope_strerror(error));
    return error == OPE_OK;
}

struct ogg_opus *ogg_opus_create(unsigned rate, ogg_opus_write_fn *write, void *data) {
    static const OpusEncCallbacks callbacks = {give, close_nothing};
    struct ogg_opus *opus = memory_new(1, sizeof *opus);
    int error = OPE_ALLOC_FAIL;
    opus->write = write;
    opus->data = data;
    opus->comments = ope_comments_create();
    if (opus->comments)
        opus->encoder = ope_encoder_create_callbacks(&callbacks, opus, opus->comments, (opus_int32)rate, 1, 0, &error);
    if (opus->encoder && is_fine(ope_encoder_ctl(opus->encoder, OPUS_SET_BITRATE(BITS_A_SECOND))) &&
        is_fine(ope_encoder_ctl(opus->encoder, OPUS_SET_COMPLEXITY(PAINS))) &&
        is_fine(ope_encoder_ctl(opus->encoder, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE))))
        return opus;
    if (!opus->encoder)
        is_fine(error);
    ogg_opus_destroy(opus);
    return NULL;
}

bool ogg_opus_put(struct ogg_opus *opus, const int16_t *samples, size_t count) {
    return is_fine(ope_encoder_write(opus->encoder, samples, (int)count));
}

bool ogg_opus_finish(struct ogg_opus *opus) {
    return is_fine(ope_encoder_drain(opus->encoder));
}

void ogg_opus_destroy(struct ogg_opus *opus) {
    if (!opus)
        return;
    if (opus->encoder)
        ope_encoder_destroy(opus->encoder);
    if (opus->comments)
        ope_comments_destroy(opus->comments);
    free(opus);
}
