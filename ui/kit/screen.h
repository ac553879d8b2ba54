/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_SCREEN_H
#define STB_UI_KIT_SCREEN_H
/*
 * What a screen is: a plain struct that remembers where the senior is, and three functions without side effects. draw()
 * fills a scene; act() answers an action with an outcome; the stack carries outcomes out. A screen keeps ids, never
 * pointers: the catalog and the requests behind them may change at any time.
 */
#include "stb-app/ipc/action.h"
#include "stb-app/ipc/request.h"
#include "ui/kit/focus.h"
#include "ui/kit/view.h"

enum screen_kind {
    SCREEN_HOME,
    SCREEN_STEP,
    SCREEN_CART,
    SCREEN_CONFIRM,
    SCREEN_RESULT,
    SCREEN_SOS,
    SCREEN_DIALOG,
    SCREEN_ORDERS,
    SCREEN_MORE,
    SCREEN_NOTICE,
    SCREEN_NOTICES,
    SCREEN_SETTINGS,
    SCREEN_LINE_CHECK,
    SCREEN_ABOUT,
    SCREEN_FIRST_RUN,
    SCREEN_VOICE_NOTE,
    SCREEN_KINDS
};
enum dialog_kind {
    DIALOG_NOT_SAVED, /* the box could not keep the request */
    DIALOG_DUPLICATE, /* the same was asked less than 3 minutes ago */
    DIALOG_CANCEL,    /* really cancel? */
    DIALOG_BY_PERSON, /* a service that needs a person's help */
    DIALOG_KINDS
};

struct screen {
    enum screen_kind kind;
    char focus[SCENE_ID_SIZE]; /* remembered by id; the place is for when that item has gone */
    size_t focus_place;
    struct view_pages pages;         /* from the last drawing; the text's page is the one wanted next */
    char service[REQUEST_NAME_SIZE]; /* step, confirm, message */
    size_t step;
    struct request_answer answers[REQUEST_ANSWERS_MAX];
    size_t answer_count;
    struct request_item items[REQUEST_ITEMS_MAX]; /* the cart, from its step on */
    size_t item_count;
    bool cart_done;               /* the cart's step has been left with it */
    bool choice_lost;             /* step: what was chosen here before cannot be had any more */
    char part[REQUEST_NAME_SIZE]; /* the day or group that is open; "" = they are to choose from */
    enum request_kind request_kind;
    enum request_trigger trigger;
    char request[REQUEST_ID_SIZE]; /* confirm: made when it was opened; result, message: the one it is about */
    int64_t submitted_ms;          /* confirm: waits for the parent's word since then; 0 = does not */
    enum dialog_kind message;
    char content_id[32];         /* the view's, from the last drawing; "" = not drawn yet */
    int64_t content_changed_ms;  /* when another turn came up by itself; 0 = none did */
    bool news;                   /* result: it came up by itself */
    int64_t kept_ms;             /* result: when the senior chose not to cancel it; 0 = was not asked */
    int64_t shown_ms;            /* notice: when it came up */
    char voice[REQUEST_ID_SIZE]; /* step, confirm: the recording that is the answer "spoken" */
    int voice_s;                 /* how long it is */
    int64_t held_ms;             /* say: the voice key is down since then; 0 = it is not */
};

enum outcome_kind {
    OUTCOME_NONE,    /* not this screen's key: the stack's own rules apply */
    OUTCOME_BUMP,    /* its key, and nothing to do: an edge, a wait */
    OUTCOME_CHANGED, /* something in the screen changed */
    OUTCOME_BACK,
    OUTCOME_HOME,
    OUTCOME_OPEN,   /* NEXT on top */
    OUTCOME_SHOW,   /* NEXT on home: what lay between is over */
    OUTCOME_PERSON, /* the call-back's confirm screen */
    OUTCOME_SUBMIT, /* this confirm screen's request */
    OUTCOME_RETRY,  /* ask the hotline once more for what can be chosen here */
    OUTCOME_AGAIN,  /* leave this question and submit the confirm screen below in spite of the duplicate */
    OUTCOME_REPLY,  /* the item in focus is the answer to this notice */
    OUTCOME_CANCEL, /* ask for the cancelling of REQUEST, then back */
    OUTCOME_KEEP,   /* back, to a result that says that nothing was cancelled */
    OUTCOME_SET,    /* ask for SET */
    OUTCOME_TEST,   /* ask for a test of the line */
    OUTCOME_LISTEN, /* ask for LISTEN */
    OUTCOME_HUSH,   /* nobody listens any more, nothing was said; then back */
    OUTCOME_SOS_PRESS,
    OUTCOME_SOS_CONFIRM,
    OUTCOME_SOS_CANCEL,
    OUTCOME_SOS_LEAVE
};
struct outcome {
    enum outcome_kind kind;
    struct screen next;        /* OPEN, SHOW */
    struct ipc_set set;        /* SET */
    enum ipc_listen_do listen; /* LISTEN */
};

struct screen_class {
    const char *name; /* of scene lines */
    void (*draw)(const struct screen *screen, const struct view *view, struct view_report *report);
    /* SHOWN is what is on the screen now. */
    struct outcome (*act)(struct screen *screen, const struct model *model, const struct scene *shown,
                          enum action action, int64_t now_ms);
};
extern const struct screen_class home_class, step_class, cart_class, confirm_class, result_class, sos_class,
    dialog_class, orders_class, more_class, notice_class, notices_class, settings_class, line_check_class, about_class,
    first_run_class, voice_note_class;

const struct screen_class *screen_class(enum screen_kind kind);
/* Draws SCREEN as it is now into VIEW's scene, with its names, its focus, and what it says. VIEW's focus and text page
 * are the screen's. REPORT is filled. */
void screen_show(struct screen *screen, struct view *view, struct view_report *report);

struct screen home_screen(void);
/* The first step of a service, or its confirm screen when it has none, or why it cannot be done here. */
struct screen order_flow_first(const struct model *model, const char *service);
/* The same with answers given before: from the first step on, those that are valid are not asked again. */
struct screen order_flow_open_with(const struct model *model, const char *service, const struct request_answer *answers,
                                   size_t count);
/* The same with a cart: an order once more. */
struct screen order_flow_open_order(const struct model *model, const char *service,
                                    const struct request_answer *answers, size_t count,
                                    const struct request_item *items, size_t item_count);
struct screen confirm_screen(const char *service, const struct request_answer *answers, size_t count);
struct screen confirm_callback(const char *screen_name, const char *service);
struct screen result_screen(const char *request);
struct screen sos_screen(void);
struct screen dialog_screen(enum dialog_kind kind, const char *service, const char *request);
struct screen orders_screen(void);
struct screen notice_screen(const char *id);
struct screen notices_screen(void);
const char *notice_icon(const struct view *view, const struct notice *notice);
const struct notice_choice *notice_find_choice(const struct notice *notice, const char *id); /* NULL = has none */
struct screen more_screen(void);
struct screen settings_screen(void);
struct screen line_check_screen(void);
struct screen about_screen(void);
struct screen first_run_screen(void);
/* One spoken sentence as the answer of STEP's step; HELD_MS: the voice key is held down since, 0 = it is not. */
struct screen voice_note_screen(const struct screen *step, int64_t held_ms);
bool voice_note_offered(const struct model *model,
                        const struct screen *step); /* there is a microphone, and a use for it */

/* The item ID gets the focus at the next drawing. */
void screen_focus(struct screen *screen, const char *id);
static inline struct outcome screen_outcome(enum outcome_kind kind) {
    return (struct outcome){.kind = kind};
}
#endif
