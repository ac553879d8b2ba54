/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_TLS_IDENTITY_H
#define STB_NET_TRANSPORT_TLS_IDENTITY_H
/*
 * The certificates by which the hotline knows this box and the box knows the hotline: reading and checking them, and
 * verifying the peer's. tls_identity.c is the only file that knows OpenSSL.
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
struct tls_identity { /* in the form that libcurl wants; all malloc'ed */
    char *device_header;
    struct tls_pem ca, cert, key;
    char *pins; /* "sha256//...;sha256//...", NULL = none */
};
/* Reads FROM's files into IDENTITY. False: a file cannot be used, ERROR (TLS_IDENTITY_ERROR_SIZE bytes) names it, and
 * IDENTITY is empty. */
bool tls_identity_take(struct tls_identity *identity, const struct https_identity *from, char *error);
void tls_identity_clear(struct tls_identity *identity);
/* Adds all that is wrong with FROM's files, their dates and the certificate's name to FAULTS, for --check-config. */
void tls_identity_check(const struct https_identity *from, struct fault_list *faults);
/* When the first certificate in the file PATH ends, s since 1970; false = no certificate can be read. */
bool tls_identity_ends(const char *path, int64_t *ends_s);
/* Makes SSL_CTX (OpenSSL's) verify its peer always: who signed, the name, and the dates by DATES, which outlives the
 * handshake and gets the result. A certificate without a subjectAltName has no name (RFC 9525). */
void tls_identity_verify_peer(void *ssl_ctx, struct tls_dates *dates);
/* Says in WORDS whose certificate libcurl's ERROR is about: the hotline's, which the box refuses, or the box's, which
 * the hotline refuses. False: ERROR is about no certificate, and WORDS is untouched. */
bool tls_identity_blame(const char *error, char *words, size_t size);
#endif
