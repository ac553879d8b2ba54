/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_VIEW_H
#define STB_UI_KIT_VIEW_H
/*
 * How a screen is drawn: a `struct view` is what there is to draw with, a `struct view_report` what the drawing found
 * out. Every block measures its words before it places them, and takes the largest text size that fits between the one
 * wanted and the smallest one allowed; what cannot fit is left to the caller, who then shows less at a time.
 */
#include "ui/kit/strings.h"
#include "ui/kit/theme.h"
#include "ui/model/model.h"
#include "ui/scene/scene.h"

/* Set by the caller and the same during one drawing. All are borrowed. */
struct view {
    struct scene *scene; /* items are added to it */
    struct text *text;
    const struct theme *theme;
    const struct strings *strings;
    const struct model *model;
    const char *focus;       /* id of the item in focus */
    int64_t now_ms, wall_ms; /* monotonic; since 1970 by the hotline's clock */
    bool hold_on;            /* OK was let go too soon: the header says what to do instead of its title */
    bool harmless_first;     /* the first focus is to be on an answer that changes nothing */
    int text_page;           /* the page wanted of a text that takes several, from 0 */
};

/* Which part of something long was drawn. */
struct view_pages {
    int rows;             /* of a list: how many rows are on this page */
    size_t first, before; /* the index of the first row here, and of the first row of the page before */
    int text, text_count; /* of a text: which page was drawn, and of how many; 0 = there is no such text */
};

/* Told by the screen while it draws; zeroed before. Texts live in the scene or are literals. */
struct view_report {
    int64_t redraw_at_ms; /* the picture changes by itself then (monotonic), 0 = never */
    struct view_pages pages;
    const char *content_id;      /* names what the screen shows now, where that changes by itself; never NULL */
    const char *suggested_focus; /* the button that the words advise: gets the focus when another content comes up by
                                    itself; NULL = none */
    const char *harmless_focus;  /* the answer that changes nothing; NULL = there is none */
    const char *focus_fallback;  /* gets the focus if its item has gone; NULL = the item now in that place */
    const char *text_to_say;     /* to be read aloud after the title; NULL = the texts of the scene */
    const char *position_to_say; /* "第 2 项，共 9 项"; NULL = counted from the scene, "" = none */
    const char *state_to_say;    /* what the item in focus is set to; NULL = its note */
    bool link_shown;             /* the connection's state stands in the header, so not in the hint line */
    bool crowded;                /* a large title takes two lines: the words around it are smaller */
};

/* --- measures */
int view_px(const struct view *view, double design);
int view_size(const struct view *view, enum theme_size size);
int view_text(const struct view *view, enum theme_size size);
int view_pad(const struct view *view); /* SIZE_PAD_X, less of it where the text is large */
colour view_colour(const struct view *view, enum theme_colour name);
bool view_narrow(const struct view *view);                      /* a picture with height to spare, as of an old set */
bool view_compact(const struct view *view);                     /* so large a text that side panels and notes must go */
void view_redraw_at(struct view_report *report, int64_t at_ms); /* the earliest wins */
bool view_focused(const struct view *view, const char *id);

/* --- words, kept in the scene: by key, with pairs of name and value ended by NULL */
const char *view_words(const struct view *view, const char *key, ...) __attribute__((sentinel));
const char *view_number(const struct view *view, int64_t number);
/* {n} = NUMBER; of one the words are KEY.1's ("1 day ago"). */
const char *view_counted(const struct view *view, const char *key, int64_t number);
/* A moment is known if the clock is now, and was when it was written down: not in the years before there was a box. */
bool view_knows(const struct view *view, int64_t wall_ms);
const char *view_clock(const struct view *view, int64_t wall_ms); /* "9:32"; "" = it is not known */

const char *view_age(const struct view *view, int64_t wall_ms);     /* "3 分钟前"; "" = it is not known */
const char *view_since(const struct view *view, int64_t passed_ms); /* the same, of what was measured without a clock */
/* " · 3 分钟前" behind other words; nothing = it is not known. */
const char *view_with_age(const struct view *view, const char *words, int64_t wall_ms);

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
struct fit view_fit(const struct view *view, const struct words *how, const char *words, int width, int height);
/* Fits and adds an item; returns what it took. Nothing is added for NULL or "". */
struct fit view_put(const struct view *view, const char *id, enum scene_role role, struct rect box,
                    const struct words *how, const char *words);

/* --- shapes */
struct scene_item *view_round(const struct view *view, const char *id, enum scene_role role, struct rect box,
                              int radius, colour fill);
void view_icon(const struct view *view, const char *icon, struct rect box, colour fg, colour bg);
/* What an option looks like: its picture in BOX, a square, until that is there its emoji in a panel; "" = has none. */
void view_picture(const struct view *view, const char *id, struct rect box, const char *picture, const char *emoji);
/* A round box that can be chosen: its ring when it has the focus, its fill, and its role. The words go on top. */
struct scene_item *view_choice(const struct view *view, const char *id, enum scene_role role, struct rect box,
                               colour fill, colour focus_fill);

/* --- blocks shared by screens */
struct header {
    bool logo;                        /* the operator's stands before the title, where there is one */
    const char *icon, *title, *aside; /* ASIDE: beside the title if there is room; each may be NULL but the title */
    bool large_clock;                 /* it grows with the text at every step */
    bool no_hints;                    /* this screen draws no hint line: the area goes down to the margin */
};
/* Title on the left, link and clock on the right. Returns what is left below, down to the hint line. */
struct rect view_header(const struct view *view, struct view_report *report, const struct header *header);
/* The header has room for all of TITLE. What a person typed may be longer: it stands where there is room, then. */
bool view_title_fits(const struct view *view, const char *title);

struct hint {
    const char *cap, *words; /* keys of strings */
};
/* One line at the bottom, the first hints first; those that do not fit are left out. */
void view_hints(const struct view *view, struct view_report *report, const struct hint *hints, size_t count);
int view_hints_height(const struct view *view, const struct view_report *report);

struct button {
    const char *id, *words, *icon; /* ICON may be NULL */
    colour fill, focus, fg, focus_fg;
    int weight; /* share of the width; 0 = left out */
};
struct button view_button(const struct view *view, const char *id, const char *words, const char *icon);
/* Side by side in a line at the bottom of AREA, the first one the widest; returns what is left above. */
struct rect view_buttons(const struct view *view, struct rect area, const struct button *buttons, size_t count);
/* The same, as low as they can be: under a list that needs the height. */
struct rect view_bar(const struct view *view, struct rect area, const struct button *buttons, size_t count);
int view_bar_height(const struct view *view);
int view_buttons_height(const struct view *view);

enum chip_state { CHIP_DONE, CHIP_NOW, CHIP_TODO, CHIP_ENDED /* how it came to nothing */ };
struct chip {
    const char *words, *note;
    enum chip_state state;
};
/* The steps of a request in one line at the bottom of AREA; where the text is too large for all of them, the newest
 * proved one and the next. Returns what is left above. */
struct rect view_chips(const struct view *view, struct rect area, const struct chip *chips, size_t count, bool red);
int view_chips_height(const struct view *view); /* with the gap above */
/* A strip of words over the whole width at the top of AREA; returns what is left below. */
struct rect view_banner(const struct view *view, const char *id, struct rect area, const char *icon, const char *words);
#endif
