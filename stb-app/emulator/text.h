/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_TEXT_H
#define STB_APP_EMULATOR_TEXT_H
/* Words and icons as pictures, for the emulator's window. The only file that knows SDL2_ttf. */
#include <stdbool.h>
#include <stdint.h>

enum emulator_face { EMULATOR_REGULAR, EMULATOR_BOLD, EMULATOR_ICONS, EMULATOR_FACES };
struct emulator_text;

/* regular.otf, bold.otf and icons.ttf of FONTS_DIR. What is missing is warned of and then has no words. */
struct emulator_text *emulator_text_create(const char *fonts_dir);
void emulator_text_destroy(struct emulator_text *text);
/* One line of UTF-8, SIZE pixels high, in white: *W x *H pixels 0xAARRGGBB, the caller frees them. NULL = nothing to
 * draw. */
uint32_t *emulator_text_render(struct emulator_text *text, enum emulator_face face, int size, const char *words, int *w,
                               int *h);
bool emulator_text_has(const struct emulator_text *text, enum emulator_face face, uint32_t code);
#endif
