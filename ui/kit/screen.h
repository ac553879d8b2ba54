/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_SCREEN_H
#define STB_UI_KIT_SCREEN_H
/*
 * What a screen is: a plain struct that remembers where the senior is, and two functions without side effects. draw()
 * fills a scene; act() answers an action with an outcome; the stack carries outcomes out. What only one kind of screen
 * remembers is a member of its own in the union that KIND tells apart. A screen keeps ids, never pointers: the catalog
 * and the requests behind them may change at any time.
 */
#include "stb-app/ipc/action.h"
#include "stb-app/ipc/request.h"
#include "ui/kit/focus.h"
#include "ui/kit/view.h"
#include "ui/model/order.h"

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
    SCREEN_TALK,
    SCREEN_KINDS
};
enum dialog_kind {
    DIALOG_NOT_SAVED,  /* the box could not keep the request */
    DIALOG_DUPLICATE,  /* the same was asked less than 3 minutes ago */
    DIALOG_CANCEL,     /* really cancel? */
    DIALOG_LEAVE_CART, /* not ordered: is the basket to be kept? */
    DIALOG_BY_PERSON,  /* a service that needs a person's help */
    DIALOG_KINDS
};

/* STEP, CART: one step of an order. */
struct screen_step {
    struct order order;
    size_t index;                  /* which of the service's steps */
    char group[REQUEST_NAME_SIZE]; /* the day or the cart's group that is open; "" = they are to choose from */
    bool choice_lost;              /* what was chosen here before cannot be had any more */
};
struct screen_voice_note {
    struct order order;
    size_t index;    /* of the step that it answers */
    int64_t held_ms; /* the voice key is down since then; 0 = it is not */
};
enum talk_state {
    TALK_LISTENS,
    TALK_THINKS,
    TALK_UNSURE, /* TEXT was heard, but not well */
    TALK_PERSON, /* nothing was understood: a person listens to it */
    TALK_NOBODY, /* nor can one */
    TALK_SHORT,
    TALK_QUIET,
    TALK_MISSING,
    TALK_BUSY,
    TALK_FAILED,
    TALK_STATES
};
enum { TALK_EXAMPLES = 3 };
/* TALK: what the senior says to the box, over the screen that it is said to. */
struct screen_talk {
    enum talk_state state;
    char text[IPC_PHRASE_MAX + 1];
    char examples[TALK_EXAMPLES][IPC_PHRASE_MAX + 1]; /* of what may be said there; "" = none */
    int misheard;                                     /* how often nothing was understood */
};
struct screen_confirm {
    struct order order; /* a call-back about nothing in particular has no service */
    enum request_kind kind;
    enum request_trigger trigger;
    char request[REQUEST_ID_SIZE]; /* made when the screen was opened */
    int64_t submitted_ms;          /* waits for stb-app's word since then; 0 = does not */
};
struct screen_result {
    char request[REQUEST_ID_SIZE], service[REQUEST_NAME_SIZE];
    enum request_kind kind; /* KIND and SERVICE stand in until the request is known to the model */
    bool unasked;           /* it came up by itself */
    int undo_ms;            /* for so long after it came up OK takes the order back; 0 = it was not just made */
    int64_t kept_ms;        /* when the senior chose not to cancel it; 0 = was not asked */
};
struct screen_dialog {
    enum dialog_kind kind;
    char request[REQUEST_ID_SIZE], service[REQUEST_NAME_SIZE]; /* what it is about */
};
struct screen_notice {
    char id[REQUEST_ID_SIZE], choice[REQUEST_NAME_SIZE]; /* CHOICE: the answer given here; "" = none */
    int64_t submitted_ms;                                /* it waits for stb-app's word since then; 0 = does not */
    bool changes;                                        /* it is answered, and another answer is wanted */
};
struct screen_first_run {
    size_t index; /* which of its questions */
};

struct screen {
    enum screen_kind kind;
    char focus[SCENE_ID_SIZE]; /* remembered by id; the place is for when that item has gone */
    size_t focus_place;
    struct view_pages pages;    /* from the last drawing; the text's page is the one wanted next */
    char content_id[32];        /* the view's, from the last drawing; "" = not drawn yet */
    int64_t content_changed_ms; /* when another content came up by itself; 0 = none did */
    int64_t shown_ms;           /* when it came up; 0 = it was not drawn yet */
    union {
        struct screen_step step; /* STEP, CART */
        struct screen_voice_note voice_note;
        struct screen_talk talk;
        struct screen_confirm confirm;
        struct screen_result result;
        struct screen_dialog dialog;
        struct screen_notice notice;
        struct screen_first_run first_run;
    };
};

enum outcome_kind {
    OUTCOME_NONE,    /* not this screen's key: the stack's own rules apply */
    OUTCOME_BUMP,    /* its key, and nothing to do: an edge, a wait */
    OUTCOME_CHANGED, /* something in the screen changed */
    OUTCOME_BACK,
    OUTCOME_HOME,
    OUTCOME_OPEN,        /* NEXT on top */
    OUTCOME_SHOW,        /* NEXT on home: what lay between is over */
    OUTCOME_PERSON,      /* the call-back's confirm screen */
    OUTCOME_SUBMIT,      /* this confirm screen's request */
    OUTCOME_RETRY,       /* ask the hotline once more for what can be chosen here */
    OUTCOME_AGAIN,       /* leave this question and submit the confirm screen below in spite of the duplicate */
    OUTCOME_REPLY,       /* the item in focus is the answer to this notice */
    OUTCOME_CANCEL,      /* ask for the cancelling of this question's request, then back */
    OUTCOME_UNDO,        /* ask for the cancelling of this result's request */
    OUTCOME_EMPTY,       /* this service's basket is not wanted any more; home */
    OUTCOME_KEEP,        /* back, to a result that says that nothing was cancelled */
    OUTCOME_SET,         /* ask for SET */
    OUTCOME_TEST,        /* ask for a test of the line */
    OUTCOME_LISTEN,      /* ask for LISTEN */
    OUTCOME_LISTEN_DROP, /* nobody listens any more, nothing was said; then back */
    OUTCOME_TALK,        /* listen to a sentence, once more */
    OUTCOME_TALK_YES,    /* it was meant so */
    OUTCOME_SOS_PRESS,
    OUTCOME_SOS_CONFIRM,
    OUTCOME_SOS_CANCEL,
    OUTCOME_SOS_LEAVE
};
struct outcome {
    enum outcome_kind kind;
    union {
        struct screen next;        /* OPEN, SHOW */
        struct ipc_set set;        /* SET */
        enum ipc_listen_do listen; /* LISTEN */
    };
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
    first_run_class, voice_note_class, talk_class;

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
struct screen confirm_screen(const struct order *order, enum request_kind kind);
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
struct screen voice_note_screen(const struct screen_step *step, int64_t held_ms);
struct screen talk_screen(const char *const *examples, size_t count);
const char *talk_state_name(enum talk_state state); /* of scene lines */
/* There is a microphone, and a use for it. */
bool voice_note_offered(const struct model *model, const struct screen_step *step);

/* The order that is being made on a STEP, CART, VOICE_NOTE or CONFIRM; NULL on any other screen. */
const struct order *screen_order(const struct screen *screen);
const char *screen_service(const struct screen *screen); /* the service that it is about; "" = none */
const char *screen_request(const struct screen *screen); /* the request that it is about; "" = none */
/* The item ID gets the focus at the next drawing. */
void screen_focus(struct screen *screen, const char *id);
static inline struct outcome screen_outcome(enum outcome_kind kind) {
    return (struct outcome){.kind = kind};
}
#endif
