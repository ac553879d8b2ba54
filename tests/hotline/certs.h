/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_CERTS_H
#define HOTLINE_CERTS_H
/*
 * A small certificate authority of the simulator's own (ca.pem, ca.key), its server certificate and a box's; and the
 * question who is at the other end of a TLS session. The only file that knows GnuTLS.
 */
#include <stdbool.h>
#include <stddef.h>

#define CERTS_BOX "PT-000123" /* the device whose box.pem is made */

/* Makes what is missing in DIR (which is made too, 0700; keys are 0600). False after a logged reason. */
bool certs_make(const char *dir);
/* Malloc'ed text of one of the files; NULL after a logged reason. */
char *certs_read(const char *dir, const char *name);
/* SESSION is a gnutls_session_t. True when the peer showed a certificate of our authority for a client: NAME is its
 * common name. */
bool certs_peer(void *session, char *name, size_t size);
#endif
