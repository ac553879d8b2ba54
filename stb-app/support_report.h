/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_SUPPORT_REPORT_H
#define STB_SUPPORT_REPORT_H
/*
 * What support needs to know of a box, in one piece of JSON that may leave the house: its status, settings and their
 * faults, the machine, and the names and sizes of the state directory's files. No word of the household: never what the
 * files hold.
 */

struct support_report_setup {
    const char *config, *state_dir, *data_dir, *screen_program;
};
char *support_report_write(const struct support_report_setup *setup); /* malloc'ed */
#endif
