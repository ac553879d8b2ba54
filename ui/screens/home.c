/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Home: a line about the day, the red SOS column, up to four services of the catalog, a person, and what was asked for so
 * far. Three columns of tiles with icon over name over note, and a digit; where the text is too large for that, two columns, and
 * the icon goes beside the name, and then the note goes.
 *
 * The trap: the first focus is the first service and never SOS, or a nervous double OK would call for help.
 */
#include "ui/order/day_line.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TILES_MAX = SERVICE_HOME_MAX + 2, DIGIT_RIM = 22 };
/* The line's item: what OK on it opens stands in its id, for the line may be another when the key comes. */
static const char *const day_ids[] = {
    [DAY_LINE_DRAFT] = "day.draft.", [DAY_LINE_ORDER] = "day.order.", [DAY_LINE_CUTOFF] = "day.cutoff."};
struct tile {
    const char *id, *title, *note, *icon;
    const struct theme_service *look;
};

struct screen home_screen(void) {
    return (struct screen){.kind = SCREEN_HOME, .focus_place = 1};
}

static const char *greeting(const struct view *view, const struct tm *local) {
    static const struct {
        int until;
        const char *key;
    } hours[] = {{5, "home.night"}, {8, "home.early"},      {11, "home.morning"},
                 {13, "home.noon"}, {18, "home.afternoon"}, {24, "home.evening"}};
    size_t i = 0;
    while (local->tm_hour >= hours[i].until && i + 1 < sizeof hours / sizeof hours[0])
        i++;
    const char *key = view->model->clock_unsure ? "home.hello" : hours[i].key;
    const char *hello = strings_get(view->strings, key), *name = view->model->profile.name;
    return name[0] ? view_words(view, "home.greeting", "name", name, "hello", hello, NULL) : hello;
}

static const char *date(const struct view *view, const struct tm *local) {
    char weekday[32], month[32];
    if (view->model->clock_unsure)
        return NULL;
    snprintf(weekday, sizeof weekday, "weekday.%d", local->tm_wday);
    snprintf(month, sizeof month, "month.%d", local->tm_mon + 1);
    return view_words(view, "date", "month", strings_get(view->strings, month), "day",
                      view_number(view, local->tm_mday), "weekday", strings_get(view->strings, weekday), NULL);
}

static size_t collect(const struct view *view, struct tile tiles[TILES_MAX]) {
    const struct service *home[SERVICE_HOME_MAX + 1];
    size_t count = service_catalog_home(view->model->catalog, home), running = model_running(view->model);
    for (size_t i = 0; i < count; i++)
        tiles[i] = (struct tile){home[i]->id, home[i]->title, home[i]->note, home[i]->icon,
                                 theme_service(view->theme, home[i]->colour)};
    tiles[count++] =
        (struct tile){"person", strings_get(view->strings, "home.person"),
                      strings_get(view->strings, "home.person.note"), "person", theme_service(view->theme, "blue")};
    const char *note = running ? view_words(view, "home.orders.running", "n", view_number(view, (int64_t)running), NULL)
                               : strings_get(view->strings, "home.orders.none");
    tiles[count++] = (struct tile){"orders", strings_get(view->strings, "home.orders"), note, "orders",
                                   theme_service(view->theme, "purple")};
    return count;
}

static void draw_sos(const struct view *view, struct rect box) {
    bool focused = view_focused(view, "sos");
    colour fill = view_colour(view, COLOUR_SOS_TILE), focus = view_colour(view, COLOUR_SOS_FOCUS);
    colour bg = focused ? focus : fill, fg = view_colour(view, focused ? COLOUR_FOCUS_TEXT : COLOUR_SOS_TEXT);
    struct scene_item *tile = view_choice(view, "sos", ROLE_BUTTON, box, fill, focus);
    if (!tile)
        return;
    struct rect inner = rect_inset(box, view_pad(view), view_size(view, SIZE_PAD_X));
    int disc = view_compact(view) ? inner.w * 3 / 4 : view_px(view, 200), gap = view_size(view, SIZE_BLOCK_GAP);
    struct words title = {.px = view_text(view, SIZE_OPTION) * 6 / 5,
                          .least = view_text(view, SIZE_BODY),
                          .lines = 2,
                          .weight = TEXT_BOLD,
                          .align = TEXT_CENTRE,
                          .fg = fg,
                          .bg = bg};
    struct words note = {.px = view_text(view, SIZE_SMALL),
                         .least = view_text(view, SIZE_HINT),
                         .lines = 2,
                         .align = TEXT_CENTRE,
                         .fg = fg,
                         .bg = bg};
    const char *name = strings_get(view->strings, "home.sos"), *how = strings_get(view->strings, "home.sos.note");
    struct fit name_fit = view_fit(view, &title, name, inner.w, 0);
    if (name_fit.lines > 1) /* two halves at full size rather than one small line */
        name = view_words(view, "home.sos.lines", NULL), name_fit = view_fit(view, &title, name, inner.w, 0);
    int room = inner.h - name_fit.height - gap; /* the name stays; then the sign; then how to call without looking */
    disc = disc > room ? (room > view_px(view, 70) ? room : 0) : disc;
    gap = disc ? gap : 0;
    room -= disc + gap;
    struct fit how_fit = room > 0 ? view_fit(view, &note, how, inner.w, room) : (struct fit){.whole = false};
    int used = disc + gap + name_fit.height + (how_fit.whole ? gap + how_fit.height : 0);
    int y = inner.y + (inner.h - used) / 2, x = box.x + (box.w - disc) / 2;
    colour light = view_colour(view, COLOUR_SOS_DISC), mark = view_colour(view, COLOUR_SOS_TILE);
    if (disc)
        view_round(view, "", ROLE_NONE, (struct rect){x, y, disc, disc}, disc / 2, light);
    if (disc)
        view_icon(view, "sos", (struct rect){x + disc / 5, y + disc / 5, disc - 2 * (disc / 5), disc - 2 * (disc / 5)},
                  mark, light);
    tile->words = scene_keep(view->scene, name);
    tile->words_box = (struct rect){inner.x, y + disc + gap, inner.w, name_fit.height};
    tile->style = name_fit.style;
    tile->fg = fg;
    tile->bg = bg;
    if (how_fit.whole)
        view_put(view, "sos-note", ROLE_TEXT,
                 (struct rect){inner.x, y + disc + gap + name_fit.height + gap, inner.w, how_fit.height}, &note, how);
}

/* How all tiles are built, the fullest form that has room in each of them. */
enum tile_form {
    TILE_STACKED, /* icon over name over note, the digit in the corner */
    TILE_BESIDE,  /* icon, name and digit in one row over the note */
    TILE_BARE     /* that row alone */
};
struct tile_plan {
    enum tile_form form;
    int width, height, disc;
    int under; /* the height of the longest note, so that the names stand side by side on one line */
};

static int digit_size(const struct view *view) {
    return view_text(view, SIZE_SMALL) + view_px(view, DIGIT_RIM);
}

static int digit_edge(const struct view *view) {
    return view_size(view, SIZE_PAD_X) * 3 / 4;
}

static struct fit title_fit(const struct view *view, const struct tile_plan *plan, const char *title, int width,
                            int height) {
    int px = view_text(view, SIZE_OPTION) * (plan->form == TILE_STACKED ? 22 : 20) / 20;
    struct words one = {.px = px, .least = view_text(view, SIZE_OPTION), .lines = 1, .weight = TEXT_BOLD};
    struct words two = {.px = px, .least = view_text(view, SIZE_HINT), .lines = 2, .weight = TEXT_BOLD};
    struct fit fit = view_fit(view, &one, title, width, height);
    return fit.whole ? fit : view_fit(view, &two, title, width, height);
}

/* Where the name stands in a row: from the icon to the digit. */
static struct rect name_room(const struct view *view, const struct tile_plan *plan, struct rect row) {
    int left = view_pad(view) + plan->disc + view_size(view, SIZE_ICON_GAP),
        right = digit_size(view) + digit_edge(view) + view_size(view, SIZE_ICON_GAP) / 2;
    return (struct rect){row.x + left, row.y, row.w - left - right, row.h};
}

static struct words note_words(const struct view *view) {
    int px = view_text(view, SIZE_SMALL);
    return (struct words){.px = px, .least = view_compact(view) ? px : view_text(view, SIZE_HINT), .lines = 2};
}

static int least_disc(const struct view *view) {
    return view_px(view, view_compact(view) ? 96 : 128);
}

/* The height that TILE's words leave for the icon above them; of a row, whatever its words leave above the note. */
static int left_of_words(const struct view *view, const struct tile_plan *plan, const struct tile *tile) {
    int width = plan->width - 2 * view_pad(view),
        room = plan->height - 3 * view_size(view, SIZE_PAD_Y) / 2 - plan->under;
    if (plan->form == TILE_BESIDE)
        return room - view_size(view, SIZE_PAD_Y);
    room -= view_pad(view) + view_size(view, SIZE_LINE_GAP) / 2;
    return room - title_fit(view, plan, tile->title, width, 0).height;
}

static bool stands(const struct view *view, const struct tile_plan *plan, const struct tile *tile) {
    struct words note = note_words(view);
    int width = plan->width - 2 * view_pad(view), left = left_of_words(view, plan, tile);
    struct rect row = name_room(view, plan, (struct rect){0, 0, plan->width, left});
    return left >= plan->disc && view_fit(view, &note, tile->note, width, 0).whole &&
           (plan->form == TILE_STACKED
                ? title_fit(view, plan, tile->title, width, 0).lines == 1
                : title_fit(view, plan, tile->title, row.w, row.h).style.px >= view_text(view, SIZE_OPTION));
}

/* Beside its icon each name stands in one line. */
static bool names_have_room(const struct view *view, const struct tile_plan *plan, const struct tile *tiles,
                            size_t count) {
    bool all = true;
    for (size_t i = 0; i < count && all; i++) {
        struct rect row = name_room(view, plan, (struct rect){0, 0, plan->width, plan->height});
        all = title_fit(view, plan, tiles[i].title, row.w, 0).lines == 1;
    }
    return all;
}

static struct tile_plan plan_tiles(const struct view *view, const struct tile *tiles, size_t count, int width,
                                   int height) {
    struct tile_plan plan = {.form = TILE_STACKED, .width = width, .height = height};
    struct words note = note_words(view);
    for (size_t i = 0; i < count; i++) {
        struct fit fit = view_fit(view, &note, tiles[i].note, width - 2 * view_pad(view), 0);
        plan.under = fit.whole && fit.height > plan.under ? fit.height : plan.under;
    }
    int least = least_disc(view), most = view_px(view, 220), wanted = height / 3;
    wanted = wanted < least ? least : wanted > most ? most : wanted;
    for (bool all = false; view_compact(view) && !all && plan.form < TILE_BARE;) {
        plan.disc = least;
        all = true;
        for (size_t i = 0; i < count; i++)
            all = all && stands(view, &plan, &tiles[i]);
        plan.form += all ? 0 : 1;
    }
    int name = view_pad(view) + view_size(view, SIZE_LINE_GAP) / 2 + view_size(view, SIZE_PAD_Y) * 3 / 2 +
               text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)});
    if (!view_compact(view) && wanted > height - name) /* the name first */
        wanted = height > name ? height - name : 0;
    plan.disc = wanted;
    for (size_t i = 0; view_compact(view) && i < count && plan.form != TILE_BARE; i++) {
        int left = left_of_words(view, &plan, &tiles[i]);
        plan.disc = left < plan.disc ? left : plan.disc;
    }
    while (plan.form != TILE_STACKED && plan.disc > least && !names_have_room(view, &plan, tiles, count))
        plan.disc--; /* a larger icon is no reason to break a name */
    return plan;
}

static void put_digit(const struct view *view, struct rect box, size_t digit) {
    char id[32];
    snprintf(id, sizeof id, "digit.%zu", digit);
    colour badge = view_colour(view, COLOUR_BADGE);
    view_round(view, "", ROLE_NONE, box, box.w / 2, badge);
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = badge};
    view_put(view, id, ROLE_BADGE, box, &how, view_number(view, (int64_t)digit));
}

static void draw_digit(const struct view *view, const struct tile_plan *plan, struct rect row, size_t digit) {
    int size = digit_size(view), edge = digit_edge(view);
    int top = plan->form == TILE_STACKED ? edge : (row.h - size) / 2;
    put_digit(view, (struct rect){row.x + row.w - size - edge, row.y + top, size, size}, digit);
}

static void put_note(const struct view *view, const struct tile *tile, struct rect box, colour fg, colour bg) {
    struct words how = note_words(view);
    char id[SCENE_ID_SIZE + 8];
    how.fg = fg;
    how.bg = bg;
    snprintf(id, sizeof id, "%.50s.note", tile->id);
    if (box.h > 0 && view_fit(view, &how, tile->note, box.w, box.h).whole)
        view_put(view, id, ROLE_TEXT, box, &how, tile->note);
}

static void put_title(const struct view *view, const struct tile_plan *plan, struct scene_item *item, struct rect box,
                      const char *title) {
    struct fit fit = title_fit(view, plan, title, box.w, box.h);
    bool middle = plan->form != TILE_STACKED;
    item->words = scene_keep(view->scene, title);
    item->words_box = (struct rect){box.x, middle ? box.y + (box.h - fit.height) / 2 : box.y, box.w, fit.height};
    item->style = fit.style;
}

/* The words stand at the bottom, names side by side on one line. */
static void put_words_below(const struct view *view, const struct tile_plan *plan, const struct tile *tile,
                            struct scene_item *item, struct rect box, int top) {
    int pad = view_pad(view), end = box.y + box.h - view_size(view, SIZE_PAD_Y) * 3 / 2;
    struct rect words = {box.x + pad, top, box.w - 2 * pad, end - top};
    struct words note = note_words(view);
    int line = text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION) * 22 / 20});
    put_title(view, plan, item, words, tile->title);
    line = item->words_box.h > line ? item->words_box.h : line;
    int under = plan->under <= words.h - line ? plan->under : text_line_height((struct text_style){.px = note.px});
    int drop = words.h - line - under > 0 ? words.h - line - under : 0;
    item->words_box.y += drop;
    words.y += drop + line;
    words.h -= drop + line;
    put_note(view, tile, words, item->fg, item->bg);
}

static void draw_tile(const struct view *view, const struct tile_plan *plan, const struct tile *tile, struct rect box,
                      size_t digit) {
    bool focused = view_focused(view, tile->id);
    struct scene_item *item = view_choice(view, tile->id, ROLE_BUTTON, box, tile->look->fill, tile->look->focus);
    if (!item)
        return;
    item->bg = focused ? tile->look->focus : tile->look->fill;
    int pad = view_pad(view), disc = plan->disc, foot = view_size(view, SIZE_PAD_Y),
        under = plan->form == TILE_BESIDE ? plan->under : 0;
    struct rect row = {box.x, box.y, box.w, box.h - (under ? under + foot : 0)};
    struct rect icon = {row.x + pad, plan->form == TILE_STACKED ? row.y + pad : row.y + (row.h - disc) / 2, disc, disc};
    view_round(view, "", ROLE_NONE, icon, disc / 2, focused && view->theme->high ? 0x24000000 : 0x2effffff);
    view_icon(view, tile->icon, rect_inset(icon, disc / 5, disc / 5), item->fg, item->bg);
    if (plan->form == TILE_STACKED)
        put_words_below(view, plan, tile, item, box, icon.y + disc + view_size(view, SIZE_LINE_GAP) / 2);
    else
        put_title(view, plan, item, name_room(view, plan, row), tile->title);
    if (under)
        put_note(view, tile, (struct rect){box.x + pad, row.y + row.h, box.w - 2 * pad, under}, item->fg, item->bg);
    draw_digit(view, plan, row, digit);
}

static bool all_stored(const struct model *model) {
    for (size_t i = 0; i < model->request_count; i++)
        if (model->requests[i]->status.not_stored && model->requests[i]->status.state <= STATE_WAITING)
            return false;
    return true;
}

/* What is wrong with the line, in words; NULL = nothing is. */
static const char *banner_words(const struct view *view, const char **id) {
    const struct model *model = view->model;
    bool compact = view_compact(view);
    *id = "pending";
    if (model->pending > 0 && model->link != LINK_CONNECTED)
        return view_words(view, compact || !all_stored(model) ? "home.pending.short" : "home.pending", "n",
                          view_number(view, model->pending), NULL);
    *id = "offline";
    if (model->link == LINK_OFFLINE)
        return view_words(view, compact ? "home.offline.short" : "home.offline", "phone", model->hotline.phone, NULL);
    return NULL;
}

/* --- the line about the day */

static int day_height(const struct view *view) {
    return text_line_height((struct text_style){.px = view_text(view, SIZE_BODY)}) + view_size(view, SIZE_CHIP_Y);
}

/* What the day holds; it can be chosen, like a tile, and is drawn after them so that its digit is the last. */
static void draw_day(const struct view *view, struct rect box, const struct day_line *line, const char *date,
                     size_t digit) {
    bool chosen = line->kind != DAY_LINE_NONE;
    const char *id = chosen ? scene_keepf(view->scene, "%s%s", day_ids[line->kind], line->id) : "";
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *item = chosen ? view_choice(view, id, ROLE_BUTTON, box, fill, focus) : NULL;
    int px = view_text(view, SIZE_BODY), pad = view_size(view, SIZE_CHIP_X), size = digit_size(view);
    colour ground = item ? view_focused(view, id) ? focus : fill : view_colour(view, COLOUR_GROUND_TOP);
    struct words how = {.px = px,
                        .least = view_text(view, SIZE_HINT),
                        .lines = 1,
                        .middle = true,
                        .fg = item ? item->fg : view_colour(view, COLOUR_TEXT),
                        .bg = ground};
    struct rect room = rect_inset(box, chosen ? pad : 0, 0);
    if (date) {
        int used = view_put(view, "date", ROLE_TEXT, room, &how, date).width + view_size(view, SIZE_COLUMN_GAP);
        room.x += used;
        room.w -= used;
    }
    if (!item)
        return;
    view_icon(view, line->icon, (struct rect){room.x, box.y + (box.h - px) / 2, px, px}, item->fg, ground);
    room.x += px + view_size(view, SIZE_ICON_GAP);
    room.w = box.x + box.w - pad - size - room.x;
    struct fit fit = view_fit(view, &how, line->words, room.w, room.h);
    const char *words = fit.whole ? line->words : line->brief;
    fit = view_fit(view, &how, words, room.w, room.h);
    item->bg = ground;
    item->words = scene_keep(view->scene, words);
    item->words_box = (struct rect){room.x, box.y + (box.h - fit.height) / 2, room.w, fit.height};
    item->style = fit.style;
    put_digit(view, (struct rect){box.x + box.w - size - pad / 2, box.y + (box.h - size) / 2, size, size}, digit);
}

/* Few tiles are large ones: none of the room stays empty that they can share. */
static size_t columns_of(size_t count, bool compact) {
    if (compact)
        return count <= 3 ? 1 : 2;
    return count <= 3 ? count : count == 4 ? 2 : 3;
}

static void home_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {{"key.ok", "hint.open"}, {"key.digits", "hint.digits"}, {"key.tv", "hint.tv"}};
    struct tile tiles[TILES_MAX];
    struct tm local;
    time_t seconds = (time_t)(view->wall_ms / 1000);
    localtime_r(&seconds, &local);
    (void)screen;
    bool compact = view_compact(view);
    const char *today = date(view, &local), *id;
    struct rect area = view_header(
        view, report,
        &(struct header){.logo = true, .title = greeting(view, &local), .aside = today, .large_clock = true});
    const char *wrong = banner_words(view, &id);
    struct day_line line = wrong ? (struct day_line){.kind = DAY_LINE_NONE} : day_line_of(view);
    struct rect day = {area.x, area.y, area.w, day_height(view)};
    bool dated = !today || scene_find(view->scene, "aside");
    if (wrong) {
        area = view_banner(view, id, area, "offline", wrong);
    } else if (line.kind != DAY_LINE_NONE || !dated) {
        int used = day.h + view_size(view, SIZE_BLOCK_GAP);
        area.y += used;
        area.h -= used;
    }
    size_t count = collect(view, tiles), columns = columns_of(count, compact);
    int gap = view_size(view, SIZE_GAP), rows = (int)((count + columns - 1) / columns);
    struct rect sos = {area.x, area.y, view_px(view, compact ? 320 : 372), area.h};
    draw_sos(view, sos);
    int left = area.x + sos.w + gap, width = (area.x + area.w - left - gap * ((int)columns - 1)) / (int)columns;
    int height = (area.h - gap * (rows - 1)) / rows;
    struct tile_plan plan = plan_tiles(view, tiles, count, width, height);
    for (size_t i = 0; i < count; i++) {
        int column = (int)(i % columns), row = (int)(i / columns);
        draw_tile(view, &plan, &tiles[i],
                  (struct rect){left + column * (width + gap), area.y + row * (height + gap), width, height}, i + 1);
    }
    if (!wrong && (line.kind != DAY_LINE_NONE || !dated))
        draw_day(view, day, &line, dated ? NULL : today, count + 1);
    if (strncmp(view->focus, "day.", 4) == 0) /* another line is another thing: its place is not handed on */
        report->focus_fallback = count > 0 ? tiles[0].id : NULL;
    view_hints(view, report, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome open_tile(const struct model *model, const char *id) {
    struct outcome out = {.kind = OUTCOME_OPEN};
    for (size_t i = DAY_LINE_DRAFT; i < sizeof day_ids / sizeof day_ids[0]; i++)
        if (strncmp(id, day_ids[i], strlen(day_ids[i])) == 0) {
            out.next = day_line_open(model, (enum day_line_kind)i, id + strlen(day_ids[i]));
            return out;
        }
    if (strcmp(id, "sos") == 0)
        return screen_outcome(OUTCOME_SOS_PRESS);
    if (strcmp(id, "person") == 0)
        return (struct outcome){.kind = OUTCOME_OPEN, .next = more_screen()};
    out.next = strcmp(id, "orders") == 0 ? orders_screen() : order_flow_first(model, id);
    return out;
}

static struct outcome home_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    int digit = action_digit(action);
    (void)now_ms;
    if (action == ACTION_BACK)
        return screen_outcome(OUTCOME_BUMP);
    if (action == ACTION_OK)
        return open_tile(model, screen->focus);
    if (digit < 1 || (size_t)digit >= focus_count(shown))
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, focus_at(shown, (size_t)digit)->id);
    return open_tile(model, screen->focus);
}

const struct screen_class home_class = {"home", home_draw, home_act};
