/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_PROCESS_H
#define STB_APP_BASE_PROCESS_H
/*
 * What each of the programs on a box sets for itself before anything else, whoever started it: descriptors 0 to 2 are
 * open, files are made for our user alone, signals come as they should, and what is in our memory (names, phone
 * numbers, the private key) is in no core file and no key log.
 *
 * For a debugger or a core file on a workbench: STB_DEBUG_CORE=1 in the environment, which the children get too.
 */
void process_begin(void);
#endif
