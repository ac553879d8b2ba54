/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that is compiled with the commit's name, so that a commit compiles nothing else anew. */
#include "stb-app/base/version.h"

const char version_number[] = STB_VERSION;
const char version_commit[] = STB_COMMIT;
const char version_line[] = STB_VERSION " (" STB_COMMIT ")";
