/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_HEALTH_PROC_FILES_H
#define STB_APP_HEALTH_PROC_FILES_H
/* What the kernel says in /proc. */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

int64_t proc_files_memory_kib(pid_t pid);       /* resident; 0 = there is no such process */
void proc_files_boot_id(char *id, size_t size); /* of this boot of the kernel; "" = it does not say */
#endif
