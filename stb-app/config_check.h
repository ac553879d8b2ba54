/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_CHECK_H
#define STB_APP_CONFIG_CHECK_H
/* What a config names, opened as a start would open it: certificates, keymap, theme, logo, commands, time zone. For
 * --check-config; a running box goes on without what cannot be opened. */
struct config;
struct fault_list;
void config_check(const struct config *config, struct fault_list *faults);
#endif
