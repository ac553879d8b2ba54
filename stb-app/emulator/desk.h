/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_DESK_H
#define STB_APP_EMULATOR_DESK_H
/*
 * The tester's controls on the line: asks the hotline simulator to drop everything that boxes send, or to be well again
 * (docs/testing.md has its calls), over HTTPS with the box's own certificate. Also reads the few words of the box's
 * config that this takes.
 */
#include <stdbool.h>

enum { EMULATOR_ERROR_SIZE = 512 };

struct emulator_desk;
struct loop;
struct emulator_desk_setup {
    struct loop *loop;
    /* The simulator did as asked (CUT = the line is cut now), or ERROR not; "" = it did. */
    void (*on_done)(void *data, bool cut, const char *error);
    void *data;
};
/* NULL when CONFIG is not usable: ERROR (EMULATOR_ERROR_SIZE bytes) names file, key and what was expected. */
struct emulator_desk *emulator_desk_create(const struct emulator_desk_setup *setup, const char *config, char *error);
void emulator_desk_destroy(struct emulator_desk *desk);
/* One question at a time: false while another is on its way. ON_DONE comes later, or at once when nothing can be sent.
 */
bool emulator_desk_cut(struct emulator_desk *desk, bool cut);
bool emulator_desk_busy(const struct emulator_desk *desk);
#endif
