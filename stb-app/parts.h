/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_PARTS_H
#define STB_APP_PARTS_H
/* The parts that app.c has opened, lent to the files beside it, which join them. Each is NULL until it is open. */

struct briefing;
struct channel;
struct effective_config;
struct health;
struct hearing;
struct hotline;
struct input;
struct line_check;
struct loop;
struct microphone;
struct sos;
struct parts {
    struct loop *loop;
    struct effective_config *config;
    struct hotline *hotline;
    struct microphone *microphone;
    struct hearing *hearing; /* understands what MICROPHONE records */
    struct channel *channel;
    struct briefing *briefing; /* tells CHANNEL what happens */
    struct sos *sos;
    struct line_check *check;
    struct input *input;
    struct health *health;
};
#endif
