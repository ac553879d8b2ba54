/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_TLS_IDENTITY_H
#define STB_NET_TRANSPORT_TLS_IDENTITY_H
/*
 * Who this box is to the hotline and whom it trusts, as certificates: checked at start, and how a peer's is verified.
 * The only file that knows OpenSSL.
 */
#include <stdbool.h>

struct https_identity;

struct tls_identity { /* as libcurl wants it; all malloc'ed */
    char *device_header;
    char *ca_file, *client_cert, *client_key;
    char *pins; /* "sha256//...;sha256//...", NULL = none */
};
/* A copy of FROM, once its files have been read. False and one log line naming the file when one cannot be used. */
bool tls_identity_take(struct tls_identity *identity, const struct https_identity *from);
void tls_identity_clear(struct tls_identity *identity);
/* Makes SSL_CTX (OpenSSL's) verify its peer always, but without dates while the box's clock was never set. */
void tls_identity_verify_peer(void *ssl_ctx);
#endif
