/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_NOTICE_H
#define STB_APP_IPC_NOTICE_H
/* What the hotline wants the household to hear: a care check, a warning, a reminder. A leaf; no code. */
#include "stb-app/ipc/request.h"

enum {
    NOTICE_TITLE_MAX = 127, /* characters, as the next one */
    NOTICE_CHOICE_TITLE_MAX = 63,
    NOTICE_CHOICES_MAX = 6,
    NOTICE_MAX = 20
};

/* One of the answers that a notice asks for. */
struct notice_choice {
    char id[REQUEST_NAME_SIZE], title[REQUEST_WORDS_SIZE(NOTICE_CHOICE_TITLE_MAX)];
    char service[REQUEST_NAME_SIZE]; /* choosing it opens that service with ANSWERS; "" = it is only an answer */
    struct request_answer *answers;  /* on the heap, the notice's own, as are the choices */
    size_t answer_count;
};
struct notice {
    char id[REQUEST_ID_SIZE];     /* letters, digits and - */
    char kind[16];                /* "care" "weather" "fraud" "medicine" "alarm" "message" "reminder" */
    char icon[REQUEST_NAME_SIZE]; /* "" = that of its kind */
    char title[REQUEST_WORDS_SIZE(NOTICE_TITLE_MAX)], text[REQUEST_TEXT_SIZE];
    struct notice_choice *choices;
    size_t choice_count;              /* 0 = it is only to be read */
    int64_t at_ms;                    /* since 1970 */
    bool refused;                     /* the hotline did not take that answer */
    char answered[REQUEST_NAME_SIZE]; /* the id of the choice; "seen" where there are none; "" = not yet */
};
#endif
