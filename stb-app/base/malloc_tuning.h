/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_MALLOC_TUNING_H
#define STB_APP_BASE_MALLOC_TUNING_H
/* The C library's heap, kept from holding on to what a program of months needed for a moment. */

/* First of all in main(). */
void malloc_tuning_begin(void);
/* After something large in many pieces was freed: its pages go back to the box. Some 0.1 ms. */
void malloc_tuning_give_back(void);
#endif
