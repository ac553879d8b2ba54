/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One step of a service: choose one of a list, page by page. Where a service begins, the same as last time comes first,
 * the whole of it; then this step's usual choice, which says so. Slots of several
 * days are chosen day first, and the earliest of all stands above the days, so that whoever does not mind needs one
 * press. Beside the list stand the steps that are done, the one we are at and those to come; with large text they
 * become one line above it.
 *
 * The trap: the catalog, or what the hotline offers, may change while the list is on screen. Everything is looked up
 * by id each time, and a service, step or slot that has gone is explained, never guessed.
 */
#include "ui/kit/format_date.h"
#include "ui/order/list_placeholder.h"
#include "ui/order/reorder.h"
#include "ui/order/step_panel.h"
#include <stdio.h>
#include <string.h>

enum entry_kind {
    ENTRY_AS_USUAL, /* the whole order, not only this step */
    ENTRY_SPEAK,
    ENTRY_OPTION,
    ENTRY_LAST,  /* chosen last time */
    ENTRY_USUAL, /* what most choose */
    ENTRY_EARLIEST,
    ENTRY_DAY,
    ENTRY_NONE
};
struct entry {
    enum entry_kind kind;
    const char *id;
    const struct service_option *option; /* NULL where it is none; of a day, its first slot */
    int count;                           /* of a day: its slots */
};
struct entries {
    size_t count;
    struct entry entry[LIST_MAX];
};

static void add(struct entries *entries, struct entry entry) {
    if (entries->count < LIST_MAX)
        entries->entry[entries->count++] = entry;
}

/* The one to offer first, then the others in their order. What the first row of all orders need not say "last time". */
static void collect_options(struct entries *entries, const struct model *model, const struct service *service,
                            size_t step, const struct order_flow_options *list) {
    enum reorder_source source;
    bool said = entries->count > 0 && entries->entry[0].kind == ENTRY_AS_USUAL;
    const struct service_option *first = reorder_choice(model, service, step, list, &source);
    enum entry_kind kind = said ? ENTRY_OPTION : source == REORDER_LAST ? ENTRY_LAST : ENTRY_USUAL;
    if (first)
        add(entries, (struct entry){kind, first->id, first, 0});
    for (size_t i = 0; i < list->count; i++)
        if (&list->options[i] != first)
            add(entries, (struct entry){ENTRY_OPTION, list->options[i].id, &list->options[i], 0});
}

static struct entry *find_day(struct entries *entries, const char *day) {
    for (size_t i = 0; i < entries->count; i++)
        if (entries->entry[i].kind == ENTRY_DAY && strcmp(entries->entry[i].id, day) == 0)
            return &entries->entry[i];
    return NULL;
}

/* The days with their free slots, after the earliest slot of all. */
static void collect_days(struct entries *entries, const struct order_flow_options *list) {
    for (size_t i = 0; i < list->count; i++) {
        const struct service_option *slot = &list->options[i];
        struct entry *day = find_day(entries, slot->day);
        if (!service_option_open(slot))
            continue;
        if (entries->count == 0)
            add(entries, (struct entry){ENTRY_EARLIEST, slot->id, slot, 0});
        if (day)
            day->count++;
        else
            add(entries, (struct entry){ENTRY_DAY, slot->day, slot, 1});
    }
}

static void collect_slots(struct entries *entries, const struct order_flow_options *list, const char *day) {
    for (size_t i = 0; i < list->count; i++)
        if (service_option_open(&list->options[i]) && (!day[0] || strcmp(list->options[i].day, day) == 0))
            add(entries, (struct entry){ENTRY_OPTION, list->options[i].id, &list->options[i], 0});
}

static size_t days(const struct order_flow_options *list) {
    const char *seen = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const char *day = list->options[i].day;
        if (!day[0] || !service_option_open(&list->options[i]))
            continue;
        if (seen && strcmp(seen, day) != 0)
            return 2; /* or more */
        seen = day;
    }
    return seen ? 1 : 0;
}

static void collect(struct entries *entries, const struct model *model, const struct screen_step *at,
                    const struct service *service, const struct order_flow_options *list) {
    const struct service_step *step = &service->steps[at->index];
    struct reorder reorder;
    entries->count = 0;
    if (!list->known)
        return;
    if (reorder_order(model, at, service, &reorder))
        add(entries, (struct entry){ENTRY_AS_USUAL, REORDER_ROW, NULL, 0});
    if (step->kind == STEP_TIME && !at->group[0] && days(list) > 1) {
        collect_days(entries, list);
    } else if (step->kind == STEP_TIME) {
        collect_slots(entries, list, at->group);
        if (entries->count == 0 && at->group[0]) /* that day has gone: what there is */
            collect_slots(entries, list, "");
    } else {
        if (step->kind == STEP_SAY && voice_note_offered(model, at))
            add(entries, (struct entry){ENTRY_SPEAK, REQUEST_SPOKEN, NULL, 0});
        if (step->kind == STEP_SAY) /* nothing to say is what most want */
            add(entries, (struct entry){ENTRY_NONE, SERVICE_NONE, NULL, 0});
        collect_options(entries, model, service, at->index, list);
    }
    if (step->optional && step->kind != STEP_SAY && entries->count > 0)
        add(entries, (struct entry){ENTRY_NONE, SERVICE_NONE, NULL, 0});
}

static const char *left_words(const struct view *view, int left) {
    return view_words(view, "step.left", "n", view_number(view, left), NULL);
}

static const char *note_of(const struct view *view, const struct service_option *option) {
    if (option->sold_out || option->left == 0)
        return strings_get(view->strings, "step.full");
    if (option->note[0] || option->left < 0)
        return option->note;
    return left_words(view, option->left);
}

static void set_picture(struct list_row *row, const struct service_option *option) {
    row->image = option->image[0] ? option->image : NULL;
    row->emoji = option->emoji;
}

/* One of the things that the same as last time is; "" = not worth a word. */
static const char *part_words(const struct view *view, const struct service *service, const struct reorder *reorder,
                              size_t step) {
    const struct service_step *at = &service->steps[step];
    if (step == reorder->asks)
        return at->kind == STEP_TIME ? strings_get(view->strings, "step.as_usual.asks") : "";
    if (at->kind == STEP_CART)
        return view_counted(view, "step.as_usual.items",
                            order_flow_cart_sum(view->model, &reorder->order, service).kinds);
    const struct service_option *option = order_flow_chosen(view->model, &reorder->order, service, at->id);
    if (!option)
        return "";
    return at->kind == STEP_TIME ? view_words(view, "step.earliest", "title", format_date_slot(view, option), NULL)
                                 : option->title;
}

/* What it is, in short: the first choice, and the hour or what is in the cart, else the last choice. */
static const char *as_usual_words(const struct view *view, const struct screen_step *at,
                                  const struct service *service) {
    struct reorder reorder;
    const char *first = "", *last = "";
    bool telling = false;
    if (!reorder_order(view->model, at, service, &reorder))
        return "";
    for (size_t i = 0; i < service->step_count && (i == 0 || i - 1 != reorder.asks); i++) {
        const char *words = order_flow_asked(&reorder.order, service, i) ? part_words(view, service, &reorder, i) : "";
        bool tells = service->steps[i].kind == STEP_TIME || service->steps[i].kind == STEP_CART;
        if (!words[0])
            continue;
        if (!first[0])
            first = words;
        else if (tells || !telling)
            last = words;
        telling = telling || tells;
    }
    return scene_keepf(view->scene, "%s%s%s", first, last[0] ? strings_get(view->strings, "result.comma") : "", last);
}

/* What it is comes from the hotline, and may come, or change, while the list is looked at. */
static bool is_asked_for(const struct service *service) {
    bool asked = false;
    for (size_t i = 0; i < service->step_count; i++)
        asked = asked || service->steps[i].from_hotline;
    return asked;
}

static struct list_row row_of(const struct view *view, const struct screen_step *at, const struct service *service,
                              const struct entry *entry) {
    struct list_row row = {.id = entry->id, .title = "", .note = ""};
    switch (entry->kind) {
    case ENTRY_AS_USUAL:
        row.title = strings_get(view->strings, "step.as_usual");
        row.note = as_usual_words(view, at, service);
        row.grows = is_asked_for(service);
        row.icon = "repeat";
        break;
    case ENTRY_SPEAK:
        row.title = strings_get(view->strings, "note.row");
        row.icon = "mic";
        break;
    case ENTRY_OPTION:
        row.title = entry->option->title;
        set_picture(&row, entry->option);
        row.note = note_of(view, entry->option);
        break;
    case ENTRY_LAST:
    case ENTRY_USUAL:
        row.title = view_words(view, entry->kind == ENTRY_LAST ? "step.last" : "step.usual", "title",
                               entry->option->title, NULL);
        set_picture(&row, entry->option);
        row.note = note_of(view, entry->option);
        break;
    case ENTRY_EARLIEST:
        row.title = view_words(view, "step.earliest", "title", format_date_slot(view, entry->option), NULL);
        row.note = entry->option->note;
        break;
    case ENTRY_DAY:
        row.title = format_date_words(view, entry->id, false);
        row.note = left_words(view, entry->count);
        break;
    case ENTRY_NONE:
        row.title = strings_get(view->strings, "step.none");
        break;
    }
    return row;
}

static const char *title_of(const struct view *view, const struct screen_step *at, const struct service_step *step) {
    return at->group[0] ? format_date_words(view, at->group, false) : step->title;
}

static struct list_place draw_list(const struct view *view, struct view_report *report, const struct screen *screen,
                                   const struct service *service, struct rect list, const struct entries *entries,
                                   const struct order_flow_options *options, bool slots) {
    struct list_row rows[LIST_MAX];
    if (list_placeholder_draw(view, report, list, options, entries->count, slots))
        return (struct list_place){.count = 0};
    if (screen->step.choice_lost)
        list = view_banner(view, "gone", list, "info", strings_get(view->strings, "step.lost"));
    list = list_placeholder_age(view, list, options);
    for (size_t i = 0; i < entries->count; i++)
        rows[i] = row_of(view, &screen->step, service, &entries->entry[i]);
    return list_draw(view, report, screen, list, rows, entries->count);
}

static void step_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {
        {"key.ok", "hint.choose"}, {"key.back", "hint.before"}, {"key.person", "hint.person"}};
    static struct entries entries; /* one thread; it is too large for the stack of a small box */
    const struct screen_step *at = &screen->step;
    const struct service *service = service_catalog_find(view->model->catalog, at->order.service);
    if (!service || at->index >= service->step_count) {
        list_placeholder_gone(view, report);
        return;
    }
    const struct service_step *step = &service->steps[at->index];
    struct order_flow_options options = order_flow_options(view->model, &at->order, service, at->index);
    collect(&entries, view->model, at, service, &options);
    struct rect area =
        view_header(view, report, &(struct header){.icon = service->icon, .title = title_of(view, at, step)});
    int side = step_panel_width(view);
    struct rect list = area, panel = {area.x + area.w - side, area.y, side, area.h};
    bool compact = view_compact(view);
    list.w -= panel.w + list_marks_width(view) + view_size(view, SIZE_GAP);
    if (compact)
        list = entries.count > 0 ? list_line_room(view, report, area) : area;
    struct list_place place =
        draw_list(view, report, screen, service, list, &entries, &options, step->kind == STEP_TIME);
    if (!compact)
        step_panel_draw(view, panel, at, service, &place);
    else if (place.count > 0)
        list_line(view, report, area, &place, step_panel_progress(view, at, service));
    view_hints(view, report, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome open_day(const struct screen *screen, const char *day) {
    struct outcome out = {.kind = OUTCOME_OPEN, .next = *screen};
    out.next.focus[0] = 0;
    out.next.focus_place = 0;
    out.next.step.choice_lost = false;
    snprintf(out.next.step.group, sizeof out.next.step.group, "%.47s", day);
    return out;
}

static struct outcome open_as_usual(const struct model *model, const struct screen_step *at,
                                    const struct service *service) {
    struct reorder reorder;
    if (!reorder_order(model, at, service, &reorder))
        return screen_outcome(OUTCOME_BUMP);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = order_flow_next(model, &reorder.order, service)};
}

static struct outcome choose(const struct model *model, const struct screen *screen, const struct service *service,
                             const struct entry *entry) {
    const struct screen_step *at = &screen->step;
    struct order order = at->order;
    if (entry->option && !service_option_open(entry->option))
        return screen_outcome(OUTCOME_BUMP);
    if (entry->kind == ENTRY_DAY)
        return open_day(screen, entry->id);
    if (entry->kind == ENTRY_AS_USUAL)
        return open_as_usual(model, at, service);
    if (entry->kind == ENTRY_SPEAK)
        return (struct outcome){.kind = OUTCOME_OPEN, .next = voice_note_screen(at, 0)};
    if (!order_flow_set_answer(&order, service->steps[at->index].id, entry->id))
        return screen_outcome(OUTCOME_BUMP);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = order_flow_next(model, &order, service)};
}

static struct outcome step_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    static struct entries entries;
    const char *ids[LIST_MAX];
    bool chosen;
    const struct screen_step *at = &screen->step;
    const struct service *service = service_catalog_find(model->catalog, at->order.service);
    if (!service || at->index >= service->step_count)
        return screen_outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
    if (action == ACTION_VOICE_DOWN && service->steps[at->index].kind == STEP_SAY && voice_note_offered(model, at))
        return (struct outcome){.kind = OUTCOME_OPEN, .next = voice_note_screen(at, now_ms)};
    struct order_flow_options options = order_flow_options(model, &at->order, service, at->index);
    collect(&entries, model, at, service, &options);
    if (entries.count == 0)
        return list_placeholder_act(screen, action);
    for (size_t i = 0; i < entries.count; i++)
        ids[i] = entries.entry[i].id;
    const char *id = list_act(screen, shown, ids, entries.count, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    for (size_t i = 0; chosen && i < entries.count; i++)
        if (strcmp(ids[i], screen->focus) == 0)
            return choose(model, screen, service, &entries.entry[i]);
    return screen_outcome(OUTCOME_CHANGED);
}

const struct screen_class step_class = {"step", step_draw, step_act};
