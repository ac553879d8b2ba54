/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_MALLOC_TUNING_H
#define STB_APP_BASE_MALLOC_TUNING_H
/* The C library's heap, kept from holding on to what a program of months needed for a moment. */

/* Call it first in main(). */
void malloc_tuning_begin(void);
/* Call it after many small pieces were freed: their pages go back to the box. Takes some 0.1 ms. */
void malloc_tuning_give_back(void);
#endif
