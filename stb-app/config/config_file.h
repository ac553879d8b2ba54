/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_CONFIG_FILE_H
#define STB_APP_CONFIG_CONFIG_FILE_H
/* One file of the config: read, checked, its paths made absolute. */
#include <stdbool.h>

struct config;
struct fault_list;
/* Takes from the file at PATH into CONFIG what is right; each fault of it goes to FAULTS. False = it is no JSON at all:
 * nobody knows what it would have said. */
bool config_file_read(const char *path, struct config *config, struct fault_list *faults);
/* The line on which the object of KEY ("hotline.phone") begins in the file at PATH, 1 if that cannot be said. */
int config_file_line(const char *path, const char *key);
#endif
