/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_CONFIG_CHECK_H
#define STB_CONFIG_CHECK_H
/* Opens what a config names as a start would open it: certificates, keymap, theme, logo, commands, time zone, and the
 * data files. For --check-config; a running box goes on without what cannot be opened. */
struct config;
struct fault_list;

struct config_check_setup {
    const char *path; /* of the config file, to name the line of a fault */
    const char *data_dir, *screen_program;
};
void config_check(const struct config_check_setup *setup, const struct config *config, struct fault_list *faults);
#endif
