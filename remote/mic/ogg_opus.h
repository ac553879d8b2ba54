/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_MIC_OGG_OPUS_H
#define STB_REMOTE_MIC_OGG_OPUS_H
/* Speech as Ogg Opus (RFC 7845), about 3 kB a second. Nothing but the sound is in it: no name, no date. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ogg_opus;
/* Takes the next bytes of the file; false = they cannot be written, and encoding fails. */
typedef bool ogg_opus_write_fn(void *data, const unsigned char *bytes, size_t length);
/* For mono sound of 16 bits, RATE samples a second. NULL and a log line if the encoder cannot begin. */
struct ogg_opus *ogg_opus_create(unsigned rate, ogg_opus_write_fn *write, void *data);
bool ogg_opus_put(struct ogg_opus *opus, const int16_t *samples, size_t count);
bool ogg_opus_finish(struct ogg_opus *opus); /* writes the rest; only destroy() may follow */
void ogg_opus_destroy(struct ogg_opus *opus);
#endif
