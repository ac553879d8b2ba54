/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_SCREEN_READER_H
#define STB_UI_VOICE_SCREEN_READER_H
/*
 * Voice guidance: reads aloud what is on screen, a moment after the screen stopped changing, and falls silent at the
 * next key. It is told of each scene and of each key. Switched off it does nothing at all.
 */
#include "stb-app/ipc/action.h"
#include "ui/kit/strings.h"
#include "ui/model/model.h"
#include "ui/scene/scene.h"

struct loop;
struct screen_reader;
/* ON_TROUBLE: screen_reader_trouble() has another answer. ON_VOICE: it begins to speak, or has fallen silent. */
struct screen_reader *screen_reader_create(struct loop *loop, void (*on_trouble)(void *data),
                                           void (*on_voice)(void *data, bool speaks), void *data);
void screen_reader_destroy(struct screen_reader *reader);
/* The settings, or the language, may have changed. MODEL and STRINGS are borrowed until the next call. */
void screen_reader_setup(struct screen_reader *reader, const struct model *model, const struct strings *strings);
enum model_voice_trouble screen_reader_trouble(const struct screen_reader *reader);
/* Called before a key is acted on: whatever is being said is cut. REPEATED: an arrow that is held down. */
void screen_reader_key(struct screen_reader *reader, enum action action, bool repeated);
/* What is on screen now, whether anything had to be drawn for it or not. */
void screen_reader_see(struct screen_reader *reader, const struct scene *scene);
#endif
