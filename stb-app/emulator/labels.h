/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_LABELS_H
#define STB_APP_EMULATOR_LABELS_H
/* The words of the emulator's window, in the language of one file: assets/emulator/zh-CN.json. */
#include <stddef.h>

enum label {
    LABEL_NONE, /* "" */
    LABEL_SOS_NOTE,
    LABEL_HOLD_TO_SPEAK,
    LABEL_ONE_KEY,
    LABEL_OK,
    LABEL_BACK,
    LABEL_TV,
    LABEL_PERSON,
    LABEL_REPEAT,
    LABEL_BRAND,
    LABEL_LINK_UNKNOWN,
    LABEL_LINK_CONNECTED,
    LABEL_LINK_CONNECTING,
    LABEL_LINK_OFFLINE,
    LABEL_LAG,
    LABEL_SAFE_AREA,
    LABEL_TAKE_PICTURE,
    LABEL_CUT_LINE,
    LABEL_MEND_LINE,
    LABEL_RESTART,
    LABEL_LEGEND,
    LABEL_BROADCAST,
    LABEL_BROADCAST_NOTE,
    LABEL_SCREEN,
    LABEL_STARTING,
    LABEL_NOT_STARTED,
    LABEL_STOPPED,
    LABEL_ENDED_BY_SIGNAL,
    LABEL_ENDED_WITH_STATUS,
    LABEL_NOT_RUNNING,
    LABEL_CLOSING,
    LABEL_NO_KEYS,
    LABEL_NO_PICTURE,
    LABEL_PICTURE_REFUSED,
    LABEL_PICTURE_TAKEN,
    LABEL_PICTURE_MISSING,
    LABEL_LINE_CUT,
    LABEL_LINE_MENDED,
    LABEL_DESK_FAILED,
    LABELS
};
struct labels;

/* Of DIR/LANGUAGE.json, or of zh-CN where there is no such language. A word that is missing is its key, and the log
 * says so; never NULL. */
struct labels *labels_load(const char *dir, const char *language);
void labels_destroy(struct labels *labels);
const char *labels_text(const struct labels *labels, enum label label);
/* The text with VALUE in place of its {}, cut to SIZE. */
void labels_fill(char *out, size_t size, const struct labels *labels, enum label label, const char *value);
#endif
