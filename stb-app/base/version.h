/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_VERSION_H
#define STB_APP_BASE_VERSION_H
/* Which program this is: its version, and the commit that it was built from ("unknown" where nothing said so). */
extern const char version_number[], version_commit[];
extern const char version_line[]; /* "0.2.0 (9cde625abc12)" */
#endif
