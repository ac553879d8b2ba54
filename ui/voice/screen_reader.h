/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_VOICE_SCREEN_READER_H
#define STB_UI_VOICE_SCREEN_READER_H
/*
 * Voice guidance: reads aloud what the senior sees, soon after it came to rest, and is silent at the first key. It
 * hears of each scene and of each key, and decides alone. Switched off it does nothing at all.
 */
#include "stb-app/ipc/action.h"
#include "ui/kit/strings.h"
#include "ui/model/model.h"
#include "ui/scene/scene.h"

struct loop;
struct screen_reader;
/* ON_TROUBLE: whether there is a voice has turned out anew; see screen_reader_trouble(). ON_VOICE: it begins, or is
 * silent. */
struct screen_reader *screen_reader_create(struct loop *loop, void (*on_trouble)(void *data),
                                           void (*on_voice)(void *data, bool speaks), void *data);
void screen_reader_destroy(struct screen_reader *reader);
/* MODEL and STRINGS were told anew; both are borrowed until the next time. */
void screen_reader_setup(struct screen_reader *reader, const struct model *model, const struct strings *strings);
enum model_voice_trouble screen_reader_trouble(const struct screen_reader *reader);
/* Before the key is acted on: whatever is being said is cut. REPEATED: a held arrow. */
void screen_reader_key(struct screen_reader *reader, enum action action, bool repeated);
/* What is on screen now, drawn or not. */
void screen_reader_see(struct screen_reader *reader, const struct scene *scene);
#endif
