/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word is borrowed from the JSON for as long as the labels live. The trap: a half written file must not keep the
 * window shut, since it is what a tester looks at to find out; so each word stands for itself.
 */
#include "stb-app/emulator/labels.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 64 << 10 };

static const char *const keys[LABELS] = {
    [LABEL_NONE] = "",
    [LABEL_SOS_NOTE] = "sos_note",
    [LABEL_HOLD_TO_SPEAK] = "hold_to_speak",
    [LABEL_ONE_KEY] = "one_key",
    [LABEL_OK] = "ok",
    [LABEL_BACK] = "back",
    [LABEL_TV] = "tv",
    [LABEL_PERSON] = "person",
    [LABEL_REPEAT] = "repeat",
    [LABEL_BRAND] = "brand",
    [LABEL_LINK_UNKNOWN] = "link_unknown",
    [LABEL_LINK_CONNECTED] = "link_connected",
    [LABEL_LINK_CONNECTING] = "link_connecting",
    [LABEL_LINK_OFFLINE] = "link_offline",
    [LABEL_LAG] = "lag",
    [LABEL_SAFE_AREA] = "safe_area",
    [LABEL_TAKE_PICTURE] = "take_picture",
    [LABEL_CUT_LINE] = "cut_line",
    [LABEL_MEND_LINE] = "mend_line",
    [LABEL_RESTART] = "restart",
    [LABEL_LEGEND] = "legend",
    [LABEL_BROADCAST] = "broadcast",
    [LABEL_BROADCAST_NOTE] = "broadcast_note",
    [LABEL_SCREEN] = "screen",
    [LABEL_STARTING] = "starting",
    [LABEL_NOT_STARTED] = "not_started",
    [LABEL_STOPPED] = "stopped",
    [LABEL_ENDED_BY_SIGNAL] = "ended_by_signal",
    [LABEL_ENDED_WITH_STATUS] = "ended_with_status",
    [LABEL_NOT_RUNNING] = "not_running",
    [LABEL_CLOSING] = "closing",
    [LABEL_NO_KEYS] = "no_keys",
    [LABEL_NO_PICTURE] = "no_picture",
    [LABEL_PICTURE_REFUSED] = "picture_refused",
    [LABEL_PICTURE_TAKEN] = "picture_taken",
    [LABEL_PICTURE_MISSING] = "picture_missing",
    [LABEL_LINE_CUT] = "line_cut",
    [LABEL_LINE_MENDED] = "line_mended",
    [LABEL_DESK_FAILED] = "desk_failed",
};

struct labels {
    struct json_object *file; /* NULL: it could not be read */
    const char *text[LABELS];
};

static void find_file(char path[PATH_MAX], const char *dir, const char *language) {
    snprintf(path, PATH_MAX, "%.3000s/%.15s.json", dir, language);
    if (access(path, R_OK) != 0)
        snprintf(path, PATH_MAX, "%.3000s/zh-CN.json", dir);
}

struct labels *labels_load(const char *dir, const char *language) {
    struct labels *labels = memory_new(1, sizeof *labels);
    char path[PATH_MAX], error[JSON_ERROR_SIZE];
    find_file(path, dir, language);
    labels->file = json_read_file(path, FILE_MAX, error);
    if (!labels->file)
        log_error("emulator", "%s; its words are their keys", error);
    for (int i = LABEL_NONE + 1; i < LABELS; i++) {
        labels->text[i] = json_text(labels->file, keys[i], keys[i]);
        if (labels->file && !json_child(labels->file, keys[i]))
            log_warning("emulator", "%s: %s is missing", path, keys[i]);
    }
    labels->text[LABEL_NONE] = keys[LABEL_NONE];
    return labels;
}

void labels_destroy(struct labels *labels) {
    if (!labels)
        return;
    json_object_put(labels->file);
    free(labels);
}

const char *labels_text(const struct labels *labels, enum label label) {
    return labels->text[label];
}

void labels_fill(char *out, size_t size, const struct labels *labels, enum label label, const char *value) {
    const char *text = labels->text[label], *gap = strstr(text, "{}");
    if (gap)
        snprintf(out, size, "%.*s%s%s", (int)(gap - text), text, value, gap + 2);
    else
        snprintf(out, size, "%s", text);
}
