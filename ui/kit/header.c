/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The top and the bottom line of a screen: title, link and clock; what the keys do.
 *
 * The trap is the largest text step, where a title, the link's state and the clock do not fit side by side. The title
 * never gets smaller for it: first the link's words move down into the hint line, then the icon goes, then the title
 * takes a second line. The clock always stays; with large text it is no larger
 * than what one reads, but on home, where one looks for it.
 */
#include "ui/kit/scene_speech.h"
#include "ui/kit/view.h"
#include "ui/render/image_decoder.h"
#include <string.h>

enum { DOT = 20 };

static const struct {
    const char *key;
    enum theme_colour colour;
} link_looks[] = {
    [LINK_CONNECTING] = {"link.connecting", COLOUR_LINK_WAIT},
    [LINK_CONNECTED] = {"link.connected", COLOUR_LINK_GOOD},
    [LINK_OFFLINE] = {"link.offline", COLOUR_LINK_BAD},
};

static int link_px(const struct view *view, const struct view_report *report) {
    return view_text(view, report->crowded ? SIZE_HINT : SIZE_SMALL);
}

static int link_width(const struct view *view, const struct view_report *report) {
    struct text_style style = {.px = link_px(view, report)};
    return view_px(view, DOT) + view_size(view, SIZE_ICON_GAP) +
           text_width(view->text, style, strings_get(view->strings, link_looks[view->model->link].key));
}

/* Dot and words, the right end at RIGHT. */
static void put_link(const struct view *view, struct view_report *report, int right, int top, int height) {
    colour fg = view_colour(view, link_looks[view->model->link].colour);
    colour bg = view_colour(view, COLOUR_GROUND_TOP);
    int dot = view_px(view, DOT), width = link_width(view, report);
    struct rect disc = {right - width, top + (height - dot) / 2, dot, dot};
    view_round(view, "", ROLE_NONE, disc, dot / 2, fg);
    struct words how = {.px = link_px(view, report), .align = TEXT_RIGHT, .middle = true, .fg = fg, .bg = bg};
    struct rect box = {right - width + dot, top, width - dot, height};
    view_put(view, "link", ROLE_BADGE, box, &how, strings_get(view->strings, link_looks[view->model->link].key));
    report->link_shown = true;
}

static int clock_px(const struct view *view, bool large) {
    int title = view_text(view, SIZE_TITLE);
    return !view_compact(view) ? title : large ? title * 5 / 6 : view_text(view, SIZE_BODY);
}

static int put_clock(const struct view *view, struct view_report *report, struct rect line, bool large) {
    struct words how = {.px = clock_px(view, large),
                        .weight = TEXT_BOLD,
                        .align = TEXT_RIGHT,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    if (view->model->clock_unsure)
        return 0;
    struct fit fit = view_put(view, "clock", ROLE_BADGE, line, &how, view_clock(view, view->wall_ms));
    view_redraw_at(report, view->now_ms + 60000 - view->wall_ms % 60000);
    return fit.width;
}

static void put_aside(const struct view *view, const char *words, int left, int right, struct rect line) {
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .middle = true,
                        .lines = 1,
                        .fg = view_colour(view, COLOUR_TEXT_DIM),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    struct rect box = {left, line.y + line.h / 12, right - left, line.h - line.h / 12};
    if (words && view_fit(view, &how, words, box.w, box.h).whole)
        view_put(view, "aside", ROLE_TEXT, box, &how, words);
}

/* The operator's logo, as tall as the title, or less where ROOM is too narrow for that. Returns the width that it took.
 * Until its picture is known it is asked for and takes no width; one that is broken, or would be lower than half the
 * title, is left out. */
static int put_logo(const struct view *view, struct rect line, int room) {
    const struct model *model = view->model;
    int gap = view_size(view, SIZE_ICON_GAP), side = view_text(view, SIZE_TITLE), least = side / 2;
    bool known = model->logo_width > 0 && model->logo_height > 0;
    while (known && side >= least && image_decoder_width(model->logo_width, model->logo_height, side) + gap > room)
        side--;
    bool shown = known && side >= least;
    int wide = shown ? image_decoder_width(model->logo_width, model->logo_height, side) : 0;
    struct rect box = {line.x, line.y + (line.h - side) / 2, wide, side};
    struct scene_item *item =
        model->logo[0] ? scene_add(view->scene, "logo", shown ? ROLE_IMAGE : ROLE_NONE, box) : NULL;
    if (!item)
        return 0;
    item->picture = scene_keep(view->scene, SCENE_LOGO);
    item->alt = shown ? scene_keep(view->scene, model->hotline.name) : NULL;
    return shown ? wide + gap : 0;
}

static struct words title_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_TITLE),
                          .lines = 1,
                          .weight = TEXT_BOLD,
                          .middle = true,
                          .fg = view_colour(view, COLOUR_TEXT),
                          .bg = view_colour(view, COLOUR_GROUND_TOP)};
}

bool view_title_fits(const struct view *view, const char *title) {
    struct text_style clock = {.px = view_text(view, SIZE_TITLE), .weight = TEXT_BOLD};
    int beside = text_width(view->text, clock, "00:00") + view_size(view, SIZE_COLUMN_GAP);
    struct words how = title_words(view);
    how.lines = 2;
    how.least = view_text(view, SIZE_OPTION);
    return view_fit(view, &how, title, view->theme->safe.w - beside, 0).whole;
}

/* What stands beside the title: as much of it as leaves the title in one line, else the icon beside two. */
struct title_layout {
    bool icon, link;
    int lines;
};
static struct title_layout find_title_layout(const struct view *view, const char *title, int icon, int link, int room) {
    const struct title_layout tries[] = {
        {icon > 0, true, 1}, {icon > 0, false, 1}, {false, false, 1}, {icon > 0, false, 2}};
    struct words how = title_words(view);
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        how.lines = tries[i].lines;
        if (view_fit(view, &how, title, room - (tries[i].icon ? icon : 0) - (tries[i].link ? link : 0), 0).whole)
            return tries[i];
    }
    return (struct title_layout){false, false, 2};
}

/* What stands beside the title, and the operator's logo, have room only where the link's words would be: they have
 * another place. The logo's own width does not matter, since it is known late and must not move what can be chosen
 * then. */
static bool aside_needs_it(const struct view *view, const struct header *header, int room, int link) {
    if (!header->aside || view->hold_on)
        return false;
    struct text_style title = {.px = view_text(view, SIZE_TITLE), .weight = TEXT_BOLD};
    int wanted = text_width(view->text, title, header->title) + view_size(view, SIZE_COLUMN_GAP) +
                 text_width(view->text, (struct text_style){.px = view_text(view, SIZE_SMALL)}, header->aside);
    bool logo = header->logo && view->model->logo[0];
    const int logos[] = {logo ? title.px * 5 / 2 + view_size(view, SIZE_ICON_GAP) : 0, 0};
    for (size_t i = 0; i < sizeof logos / sizeof logos[0]; i++)
        if (wanted + logos[i] <= room)
            return wanted + logos[i] > room - link;
    return false;
}

struct rect view_header(const struct view *view, struct view_report *report, const struct header *header) {
    struct rect safe = view->theme->safe;
    struct words how = title_words(view);
    int height = text_line_height((struct text_style){.px = how.px}), gap = view_size(view, SIZE_COLUMN_GAP);
    struct rect line = {safe.x, safe.y, safe.w, height};
    int left = safe.x, right = safe.x + safe.w - put_clock(view, report, line, header->large_clock) - gap;
    const char *mark = view->hold_on ? "hand" : header->icon;
    const char *title = view->hold_on ? strings_get(view->strings, "hold.on") : header->title;
    int icon = mark ? how.px + view_size(view, SIZE_ICON_GAP) : 0, link = link_width(view, report) + gap;
    struct title_layout title_layout = find_title_layout(view, title, icon, link, right - left);
    if (title_layout.link && aside_needs_it(view, header, right - left - icon, link))
        title_layout.link = false;
    if (title_layout.link) {
        put_link(view, report, right, line.y, height);
        right -= link;
    }
    line.h *= title_layout.lines;
    if (title_layout.icon) {
        struct rect place = {left, line.y + (line.h - how.px) / 2, how.px, how.px};
        view_icon(view, mark, place, how.fg, how.bg);
        left += icon;
    }
    if (header->logo && title_layout.lines == 1) { /* neither the title nor what stands beside it gives way to it */
        int wanted = text_width(view->text, (struct text_style){.px = how.px, .weight = TEXT_BOLD}, title);
        int aside = header->aside ? gap + text_width(view->text, (struct text_style){.px = view_text(view, SIZE_SMALL)},
                                                     header->aside)
                                  : 0;
        wanted += wanted + aside <= right - left ? aside : 0;
        left += put_logo(view, line, right - left - wanted);
    }
    how.lines = title_layout.lines;
    how.least = view_text(view, SIZE_OPTION); /* of what two lines do not hold */
    struct fit fit =
        view_put(view, "title", ROLE_TITLE, (struct rect){left, line.y, right - left, line.h}, &how, title);
    view->scene->title = scene_keep(view->scene, header->title);
    put_aside(view, view->hold_on || title_layout.lines > 1 ? NULL : header->aside, left + fit.width + gap, right,
              line);
    report->crowded = title_layout.lines > 1 && view_compact(view);
    int top = line.y + line.h + view_size(view, SIZE_BLOCK_GAP), end = safe.y + safe.h;
    end -= header->no_hints ? view_size(view, SIZE_RING) + view_size(view, SIZE_RING_GAP) /* of what stands last */
                            : view_hints_height(view, report) + view_size(view, SIZE_BLOCK_GAP);
    return (struct rect){safe.x, top, safe.w, end - top};
}

int view_hints_height(const struct view *view, const struct view_report *report) {
    int tallest = report->link_shown ? view_text(view, SIZE_HINT) : link_px(view, report);
    return text_line_height((struct text_style){.px = tallest}) + view_size(view, SIZE_CHIP_Y) / 2;
}

/* Draws one hint at X and returns its right end; -1 and nothing drawn when it would pass RIGHT. */
static int put_hint(const struct view *view, const struct hint *hint, int x, int y, int height, int right) {
    struct text_style plain = {.px = view_text(view, SIZE_HINT)}, bold = {.px = plain.px, .weight = TEXT_BOLD};
    bool held = view->model->ok_hold_ms > 0 && strcmp(hint->cap, "key.ok") == 0;
    const char *cap = strings_get(view->strings, held ? "key.ok.held" : hint->cap);
    const char *words = strings_get(view->strings, hint->words);
    int pad = view_size(view, SIZE_CHIP_X);
    int cap_width = text_width(view->text, bold, cap) + 2 * pad;
    int words_width = text_width(view->text, plain, words);
    struct rect pill = {x, y, cap_width, height};
    if (x + cap_width + pad + words_width > right)
        return -1;
    colour badge = view_colour(view, COLOUR_BUTTON);
    view_round(view, "", ROLE_NONE, pill, height / 2, badge);
    struct words how = {.px = plain.px,
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = badge};
    view_put(view, "cap", ROLE_HINT, pill, &how, cap);
    struct rect rest = {x + cap_width + pad, y, words_width + 1, height};
    how = (struct words){.px = plain.px,
                         .middle = true,
                         .fg = view_colour(view, COLOUR_TEXT_DIM),
                         .bg = view_colour(view, COLOUR_GROUND_BOTTOM)};
    view_put(view, "hint", ROLE_HINT, rest, &how, words);
    return rest.x + rest.w;
}

void view_hints(const struct view *view, struct view_report *report, const struct hint *hints, size_t count) {
    struct rect safe = view->theme->safe;
    int height = view_hints_height(view, report), y = safe.y + safe.h - height;
    int x = safe.x, right = safe.x + safe.w;
    if (!report->link_shown) {
        put_link(view, report, right, y, height);
        right -= link_width(view, report) + view_size(view, SIZE_COLUMN_GAP);
    }
    for (size_t i = 0; i < count; i++)
        scene_speech_hint(view, &hints[i]);
    for (size_t i = 0; i < count && x >= 0; i++) {
        x = put_hint(view, &hints[i], x, y, height, right);
        if (x >= 0)
            x += view_size(view, SIZE_COLUMN_GAP);
    }
}
