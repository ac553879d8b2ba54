/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_CONVERSATION_H
#define STB_UI_NAV_CONVERSATION_H
/*
 * What the voice key begins on any screen: stb-app is told what may be said there and listens; what was understood
 * becomes an intent. Nothing is ordered, cancelled or answered by it: an order ends on its confirm screen, as ever.
 * What was not understood is asked about once, and then sent to a person.
 */
#include "ui/nav/screen_layers.h"
#include "ui/voice/grammar.h"

struct conversation {        /* zero-initialise */
    struct grammar *grammar; /* of the sentence that is being spoken, or was last; NULL = none yet */
    char said[GRAMMAR_PHRASE_SIZE];
    double score;
    int64_t said_until_ms; /* so long it stands over the screen that it led to */
};
void conversation_end(struct conversation *conversation); /* frees what it has */

/* Listens, for the screen at hand. On a TALK that is up: once more. */
void conversation_begin(struct conversation *conversation, struct screen_layers *layers);
/* Follows what the model says of it. True: INTENT is what the senior wants, and the TALK has gone. */
bool conversation_follow(struct conversation *conversation, struct screen_layers *layers, int64_t now_ms,
                         struct intent *intent);
/* What was asked about was meant so: as above. */
bool conversation_yes(struct conversation *conversation, struct screen_layers *layers, int64_t now_ms,
                      struct intent *intent);
/* The height at the foot of the safe area that is to be kept free of SCREEN, pixels; 0 = none. */
int conversation_room(const struct conversation *conversation, const struct screen *screen, const struct view *view);
/* What was said, at the foot of the scene of SCREEN, and the scene's voice. */
void conversation_draw(const struct conversation *conversation, const struct screen *screen, const struct view *view,
                       struct view_report *report);
#endif
