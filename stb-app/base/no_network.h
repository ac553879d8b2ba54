/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_NO_NETWORK_H
#define STB_APP_BASE_NO_NETWORK_H
/*
 * A program that draws, speaks or records has no business on the network: whatever a picture or a font makes of it, it
 * tells nobody. It and all that it starts can open no socket but those of this machine (AF_UNIX).
 */
/* For good. A kernel that cannot do it is logged once and gone on with. */
void no_network_from_now_on(void);
#endif
