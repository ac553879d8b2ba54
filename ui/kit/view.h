/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_VIEW_H
#define STB_UI_KIT_VIEW_H
/*
 * What a screen needs to fill a scene: the words, the measures, and the blocks that all screens share. Every block
 * measures its words before it places them, and takes the largest size that fits between the one wanted and the one
 * allowed; what cannot fit is left to the caller, who then shows less at a time.
 */
#include "ui/kit/strings.h"
#include "ui/kit/theme.h"
#include "ui/model/model.h"
#include "ui/scene/scene.h"

struct view {
    /* set by the caller */
    struct scene *scene;
    struct text *text;
    const struct theme *theme;
    const struct strings *strings;
    const struct model *model;
    const char *focus;       /* id */
    int64_t now_ms, wall_ms; /* monotonic; since 1970 by the hotline's clock */
    bool hold_on;            /* OK was let go too soon: the header says what to do instead of its title */
    int text_page;           /* a long text: the page wanted, then the one that was drawn */
    /* told by the screen while it draws */
    int64_t redraw_at_ms;   /* the picture changes by itself then (monotonic), 0 = never */
    int page_rows;          /* lists: how many rows this page takes */
    size_t page_first;      /* the index of the first one shown */
    size_t page_before;     /* and of the first one of the page before */
    const char *content_id; /* which page of its screen this is, where one gives way to another by itself; never NULL */
    const char *suggested_focus; /* what the words say to do: gets the focus when a turn brings it up; NULL = nothing */
    const char *focus_fallback;  /* gets the focus if its item has gone; NULL = what stands in its place */
    const char *text_to_say;     /* what there is to read besides the title, for people who listen; NULL = nothing */
    const char *position; /* "第 2 项,共 9 项", for people who listen; NULL = counted from the scene, "" = none */
    const char *state_to_say; /* and what the item in focus is set to; NULL = its note */
    int text_pages;           /* of how many; 0 = there is no such text */
    bool link_shown;
    bool crowded; /* a large title takes two lines: what only says where one is gets smaller */
};

/* --- measures */
int view_px(const struct view *view, double design);
int view_size(const struct view *view, enum theme_size size);
int view_text(const struct view *view, enum theme_size size);
int view_pad(const struct view *view); /* SIZE_PAD_X, less of it where the text is large */
colour view_colour(const struct view *view, enum theme_colour name);
bool view_narrow(const struct view *view);        /* a picture with height to spare, as of an old set */
bool view_compact(const struct view *view);       /* so large a text that side panels and notes must go */
void view_wake(struct view *view, int64_t at_ms); /* the earliest wins */
bool view_focused(const struct view *view, const char *id);

/* --- words, kept in the scene: by key, with pairs of name and value ended by NULL */
const char *view_words(struct view *view, const char *key, ...) __attribute__((sentinel));
const char *view_number(struct view *view, int64_t number);
/* {n} = NUMBER; of one the words are KEY.1's ("1 day ago"). */
const char *view_counted(struct view *view, const char *key, int64_t number);
/* A moment is known if the clock is now, and was when it was written down: not in the years before there was a box. */
bool view_knows(const struct view *view, int64_t wall_ms);
const char *view_clock(struct view *view, int64_t wall_ms); /* "9:32"; "" = it is not known */

const char *view_age(struct view *view, int64_t wall_ms);     /* "3 分钟前"; "" = it is not known */
const char *view_since(struct view *view, int64_t passed_ms); /* the same, of what was measured without a clock */
/* " · 3 分钟前" behind other words; nothing = it is not known. */
const char *view_with_age(struct view *view, const char *words, int64_t wall_ms);

/* --- words in a box */
struct words {
    int px, least; /* wanted and smallest text size in pixels; LEAST 0 = as PX */
    int lines;     /* at most so many; 0 = as the box allows */
    enum text_weight weight;
    enum text_align align;
    bool middle; /* the block stands in the middle of the box's height, else at its top */
    colour fg, bg;
};
struct fit {
    struct text_style style;
    int lines, width, height;
    bool whole;
};
/* The largest size at which WORDS stand whole in WIDTH x HEIGHT (0 = any height). */
struct fit view_fit(struct view *view, const struct words *how, const char *words, int width, int height);
/* Fits and adds an item; returns what it took. Nothing is added for NULL or "". */
struct fit view_put(struct view *view, const char *id, enum scene_role role, struct rect box, const struct words *how,
                    const char *words);

/* --- shapes */
struct scene_item *view_round(struct view *view, const char *id, enum scene_role role, struct rect box, int radius,
                              colour fill);
void view_icon(struct view *view, const char *icon, struct rect box, colour fg, colour bg);
/* What an option looks like: its picture in BOX, a square, until that is there its emoji in a panel; "" = has none. */
void view_picture(struct view *view, const char *id, struct rect box, const char *picture, const char *emoji);
/* A round box that can be chosen: its ring when it has the focus, its fill, and its role. The words go on top. */
struct scene_item *view_choice(struct view *view, const char *id, enum scene_role role, struct rect box, colour fill,
                               colour focus_fill);

/* --- blocks shared by screens */
struct header {
    bool logo;                        /* the operator's stands before the title, where there is one */
    const char *icon, *title, *aside; /* ASIDE: beside the title if there is room; each may be NULL but the title */
    bool no_hints;                    /* this screen draws no hint line: the area goes down to the margin */
};
/* Title on the left, link and clock on the right. Returns what is left below, down to the hint line. */
struct rect view_header(struct view *view, const struct header *header);

struct hint {
    const char *cap, *words; /* keys of strings; a CAP beginning with '@' is an icon */
};
/* One line at the bottom, the first hints first; those that do not fit are left out. */
void view_hints(struct view *view, const struct hint *hints, size_t count);
int view_hints_height(const struct view *view);

struct button {
    const char *id, *words, *icon; /* ICON may be NULL */
    colour fill, focus, fg, focus_fg;
    int weight; /* share of the width; 0 = left out */
};
struct button view_button(const struct view *view, const char *id, const char *words, const char *icon);
/* Side by side in a line at the bottom of AREA, the first one the widest; returns what is left above. */
struct rect view_buttons(struct view *view, struct rect area, const struct button *buttons, size_t count);
/* The same, as low as they can be: under a list that needs the height. */
struct rect view_bar(struct view *view, struct rect area, const struct button *buttons, size_t count);
int view_bar_height(const struct view *view);

enum chip_state { CHIP_DONE, CHIP_NOW, CHIP_TODO, CHIP_ENDED /* how it came to nothing */ };
struct chip {
    const char *words, *note;
    enum chip_state state;
};
/* The steps of a request in one line at the bottom of AREA; where the text is too large for all of them, the newest
 * proved one and the next. Returns what is left above. */
struct rect view_chips(struct view *view, struct rect area, const struct chip *chips, size_t count, bool red);
int view_chips_height(const struct view *view); /* with the gap above */
/* A strip of words over the whole width at the top of AREA; returns what is left below. */
struct rect view_banner(struct view *view, const char *id, struct rect area, const char *icon, const char *words);
#endif
