/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/kit/volume_toast.h"

enum { SHOWN_MS = 2000 };

bool volume_toast_act(struct volume_toast *toast, const struct model *model, enum action action, int64_t now_ms,
                      struct ipc_set *set) {
    static const struct {
        enum action action;
        enum setting setting;
        int by;
    } keys[] = {{ACTION_VOLUME_UP, SETTING_VOLUME, 1},
                {ACTION_VOLUME_DOWN, SETTING_VOLUME, -1},
                {ACTION_MUTE, SETTING_GUIDANCE, 1}};
    size_t i = 0;
    while (i < sizeof keys / sizeof keys[0] && keys[i].action != action)
        i++;
    toast->until_ms = 0; /* any other key: the senior has turned to something else */
    if (i == sizeof keys / sizeof keys[0])
        return false;
    bool volume = keys[i].setting == SETTING_VOLUME;
    toast->setting = volume && model->voice.on ? SETTING_VOLUME : SETTING_GUIDANCE; /* what is off has no volume */
    toast->until_ms = now_ms + SHOWN_MS;
    *set = (struct ipc_set){0};
    if (keys[i].setting == toast->setting)
        setting_row_turn(keys[i].setting, model, keys[i].by, !volume, set);
    return true;
}

void volume_toast_draw(const struct volume_toast *toast, const struct view *view, struct view_report *report) {
    struct rect safe = view->theme->safe;
    colour fill = view_colour(view, COLOUR_TEXT); /* light, and not the yellow of the focus */
    struct words how = {.px = view_text(view, SIZE_OPTION),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .lines = 1,
                        .fg = view_colour(view, COLOUR_GROUND_TOP),
                        .bg = fill};
    if (view->now_ms >= toast->until_ms)
        return;
    bool dumb = view->model->voice.trouble != VOICE_WORKS;
    const char *words = dumb ? setting_row_note(view, toast->setting)
                             : scene_keepf(view->scene, "%s  %s", setting_row_title(view, toast->setting),
                                           setting_row_state(view, toast->setting));
    struct fit fit = view_fit(view, &how, words, safe.w, 0);
    int width = fit.width + 2 * view_size(view, SIZE_CARD_X), height = fit.height + 2 * view_size(view, SIZE_PAD_Y);
    width = width < safe.w ? width : safe.w;
    struct rect box = {safe.x + (safe.w - width) / 2, safe.y + safe.h - height, width, height};
    view_round(view, "", ROLE_NONE, box, height / 2, fill);
    view_put(view, "toast", ROLE_BANNER, box, &how, words);
    view->scene->speech.state = words;
    view_redraw_at(report, toast->until_ms);
}
