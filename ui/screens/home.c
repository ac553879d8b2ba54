/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Home: a line about the day, the red SOS column, up to four services of the catalog, a person, and what was asked for
 * so far. Three columns of tiles with icon over name over note, and a digit; where the text is too large for that, two
 * columns, and the icon goes beside the name, and then the note goes.
 *
 * The trap: the first focus is the first service and never SOS, or a nervous double OK would call for help.
 */
#include "ui/kit/setting_row.h"
#include "ui/screens/home_day.h"
#include "ui/screens/home_tiles.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TILES_MAX = SERVICE_HOME_MAX + 2 };
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

static struct home_day_date date(const struct view *view, const struct tm *local) {
    char weekday[32], month[32];
    if (view->model->clock_unsure)
        return (struct home_day_date){NULL, NULL};
    snprintf(weekday, sizeof weekday, "weekday.%d", local->tm_wday);
    snprintf(month, sizeof month, "month.%d", local->tm_mon + 1);
    const char *of = strings_get(view->strings, month), *day = view_number(view, local->tm_mday);
    return (struct home_day_date){
        view_words(view, "date", "month", of, "day", day, "weekday", strings_get(view->strings, weekday), NULL),
        view_words(view, "date.brief", "month", of, "day", day, NULL)};
}

static size_t collect(const struct view *view, struct home_tile tiles[TILES_MAX]) {
    const struct service *home[SERVICE_HOME_MAX + 1];
    size_t count = service_catalog_home(view->model->catalog, home), running = model_running(view->model);
    for (size_t i = 0; i < count; i++)
        tiles[i] = (struct home_tile){home[i]->id, home[i]->title, home[i]->note, home[i]->icon,
                                      theme_service(view->theme, home[i]->colour)};
    tiles[count++] = (struct home_tile){"person", strings_get(view->strings, "home.person"),
                                        strings_get(view->strings, "home.person.note"), "person",
                                        theme_service(view->theme, "blue")};
    const char *note = running ? view_words(view, "home.orders.running", "n", view_number(view, (int64_t)running), NULL)
                               : strings_get(view->strings, "home.orders.none");
    tiles[count++] = (struct home_tile){"orders", strings_get(view->strings, "home.orders"), note, "orders",
                                        theme_service(view->theme, "purple")};
    return count;
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

/* Few tiles are large ones: none of the room stays empty that they can share. */
static size_t columns_of(size_t count, bool compact) {
    if (compact)
        return count <= 3 ? 1 : 2;
    return count <= 3 ? count : count == 4 ? 2 : 3;
}

static struct rect below(const struct view *view, struct rect area, int height) {
    int used = height + view_size(view, SIZE_BLOCK_GAP);
    return (struct rect){area.x, area.y + used, area.w, area.h - used};
}

/* For ROWS of tiles with their names in full size: under a greeting of two lines there may be none for a line about the
 * day. */
static bool leaves_room(const struct view *view, struct rect area, int height, int rows) {
    int name = text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)}) + view_size(view, SIZE_PAD_Y);
    return below(view, area, height).h - view_size(view, SIZE_GAP) * (rows - 1) >= name * rows;
}

static void home_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {
        {"key.ok", "hint.open"}, {"key.digits", "hint.digits"}, {"key.tv", "hint.tv"}, {"key.zero", "hint.larger"}};
    struct home_tile tiles[TILES_MAX];
    struct tm local;
    time_t seconds = (time_t)(view->wall_ms / 1000);
    localtime_r(&seconds, &local);
    (void)screen;
    bool compact = view_compact(view);
    struct home_day_date dates = date(view, &local);
    const char *id;
    struct rect area = view_header(
        view, report,
        &(struct header){.logo = true, .title = greeting(view, &local), .aside = dates.whole, .large_clock = true});
    const char *wrong = banner_words(view, &id);
    struct day_line line = {.kind = DAY_LINE_NONE};
    if (!wrong)
        line = day_line_of(view);
    struct rect day = {area.x, area.y, area.w, home_day_height(view)};
    bool dated = !dates.whole || scene_find(view->scene, "aside");
    size_t count = collect(view, tiles), columns = columns_of(count, compact);
    int gap = view_size(view, SIZE_GAP), rows = (int)((count + columns - 1) / columns);
    bool told = !wrong && (line.kind != DAY_LINE_NONE || !dated) && leaves_room(view, area, day.h, rows);
    if (wrong)
        area = view_banner(view, id, area, "offline", wrong);
    else if (told)
        area = below(view, area, day.h);
    struct rect sos = {area.x, area.y, view_px(view, compact ? 320 : 372), area.h};
    home_tiles_sos(view, sos);
    int left = area.x + sos.w + gap, width = (area.x + area.w - left - gap * ((int)columns - 1)) / (int)columns;
    int height = (area.h - gap * (rows - 1)) / rows;
    struct home_tiles_plan plan = home_tiles_plan(view, tiles, count, width, height);
    for (size_t i = 0; i < count; i++) {
        int column = (int)(i % columns), row = (int)(i / columns);
        home_tiles_draw(view, &plan, &tiles[i],
                        (struct rect){left + column * (width + gap), area.y + row * (height + gap), width, height},
                        i + 1);
    }
    if (told)
        home_day_draw(view, day, &line, dated ? NULL : &dates, count + 1);
    if (home_day_is(view->focus)) /* another line is another thing: its place is not handed on */
        report->focus_fallback = count > 0 ? tiles[0].id : NULL;
    view_hints(view, report, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome open_tile(const struct model *model, const char *id) {
    struct outcome out = {.kind = OUTCOME_OPEN};
    if (home_day_open(model, id, &out.next))
        return out;
    if (strcmp(id, "sos") == 0)
        return screen_outcome(OUTCOME_SOS_PRESS);
    if (strcmp(id, "person") == 0)
        return (struct outcome){.kind = OUTCOME_OPEN, .next = more_screen()};
    out.next = strcmp(id, "orders") == 0 ? orders_screen() : order_flow_first(model, id);
    return out;
}

/* One key makes the text a step larger, and after the largest it begins again: nobody who cannot read the settings has
 * to find them. */
static struct outcome larger_text(const struct model *model) {
    struct outcome out = {.kind = OUTCOME_SET};
    return setting_row_turn(SETTING_TEXT, model, 1, true, &out.set) ? out : screen_outcome(OUTCOME_BUMP);
}

static struct outcome home_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    int digit = action_digit(action);
    (void)now_ms;
    if (action == ACTION_BACK)
        return screen_outcome(OUTCOME_BUMP);
    if (action == ACTION_OK)
        return open_tile(model, screen->focus);
    if (action == ACTION_DIGIT_0)
        return larger_text(model);
    if (digit < 1 || (size_t)digit >= focus_count(shown))
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, focus_at(shown, (size_t)digit)->id);
    return open_tile(model, screen->focus);
}

const struct screen_class home_class = {"home", home_draw, home_act};
