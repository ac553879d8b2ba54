/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_TLS_IDENTITY_H
#define STB_NET_TRANSPORT_TLS_IDENTITY_H
/*
 * Who this box is to the hotline and whom it trusts, as certificates: read and checked, and how a peer's is verified.
 * The only file that knows OpenSSL.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fault_list;
struct https_identity;
struct tls_dates;

enum { TLS_IDENTITY_ERROR_SIZE = 512 };

struct tls_pem { /* a file's bytes, malloc'ed */
    char *bytes;
    size_t length;
};
struct tls_identity { /* as libcurl wants it; all malloc'ed */
    char *device_header;
    struct tls_pem ca, cert, key;
    char *pins; /* "sha256//...;sha256//...", NULL = none */
};
/* What FROM's files hold. False and ERROR (TLS_IDENTITY_ERROR_SIZE bytes), which names the file, when one cannot be
 * used; IDENTITY is empty then. */
bool tls_identity_take(struct tls_identity *identity, const struct https_identity *from, char *error);
void tls_identity_clear(struct tls_identity *identity);
/* All that is wrong with FROM's files, their dates and the certificate's name too, for --check-config. */
void tls_identity_check(const struct https_identity *from, struct fault_list *faults);
/* When the first certificate in the file PATH ends, since 1970; false = there is none to be read. */
bool tls_identity_ends(const char *path, int64_t *ends_s);
/* Makes SSL_CTX (OpenSSL's) verify its peer always: who signed, the name, and the dates by DATES, which outlives the
 * handshake and gets what came out. A certificate without a subjectAltName has no name (RFC 9525). */
void tls_identity_verify_peer(void *ssl_ctx, struct tls_dates *dates);
/* Whose certificate libcurl's ERROR is about, in words: the hotline's, which the box does not accept, or the box's, which
 * the hotline does not. False: about none; WORDS is untouched. */
bool tls_identity_blame(const char *error, char *words, size_t size);
#endif
