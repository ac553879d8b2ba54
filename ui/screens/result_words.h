/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_RESULT_WORDS_H
#define STB_UI_SCREENS_RESULT_WORDS_H
/* What is said about one request, for any service: the hotline's own words first, once it has answered. */
#include "ui/kit/view.h"

const char *result_words_headline(const struct view *view, const struct status *status);
const char *result_words_sentence(const struct view *view, const struct status *status);
/* The short word for STATE as a step on the way of that request, and for one that is still to come. */
const char *result_words_step(const struct view *view, const struct status *status, enum request_state state);
const char *result_words_step_to_come(const struct view *view, const struct status *status, enum request_state state);
/* The hotline said something about it in its own words. */
bool result_words_has_message(const struct status *status);
/* For so long the hotline's promise still runs, in ms; 0 = there is none, it was answered, or it is over. */
int64_t result_words_promise_left(const struct view *view, const struct status *status);
#endif
