/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A box that wakes up in 1970 would find every certificate "not yet valid" and its line dead for good, since the line
 * is what brings it the time. So a clock that shows less than this program's own age does not judge dates, and nothing
 * but dates: who signed, for which name, and the pins hold as ever.
 */
#include "net/transport/tls_identity.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/api/hotline_clock.h"
#include "net/transport/https.h"
#include "stb-app/base/log.h"

static int verify(int ok, X509_STORE_CTX *store) {
    static bool said;
    int error = X509_STORE_CTX_get_error(store);
    bool date = error == X509_V_ERR_CERT_NOT_YET_VALID || error == X509_V_ERR_CERT_HAS_EXPIRED;
    if (ok || !date || time(NULL) >= hotline_clock_released_s())
        return ok;
    if (!said)
        log_warning("net", "the box's clock was never set: certificates are checked without their dates");
    said = true;
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
}

void tls_identity_verify_peer(void *ssl_ctx) {
    SSL_CTX_set_verify(ssl_ctx, SSL_VERIFY_PEER, verify);
}

static int no_passphrase(char *buffer, int size, int writing, void *data) {
    (void)writing;
    (void)data;
    if (size > 0)
        buffer[0] = 0;
    return 0;
}

/* libcurl reads the files only when it connects; a box should hear of a broken one at start. */
static bool is_usable(const struct https_identity *from) {
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    if (!ctx) {
        log_error("net", "OpenSSL does not start");
        return false;
    }
    SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
    const char *bad = NULL, *what = NULL;
    if (!from->ca_file || SSL_CTX_load_verify_locations(ctx, from->ca_file, NULL) != 1)
        bad = from->ca_file, what = "certificates to trust, in PEM";
    else if (!from->client_cert || SSL_CTX_use_certificate_chain_file(ctx, from->client_cert) != 1)
        bad = from->client_cert, what = "the box's certificate, in PEM";
    else if (!from->client_key || SSL_CTX_use_PrivateKey_file(ctx, from->client_key, SSL_FILETYPE_PEM) != 1)
        bad = from->client_key, what = "the key of the box's certificate, in PEM without a passphrase";
    if (what)
        log_error("net", "%s: expected %s", bad ? bad : "(no file named)", what);
    SSL_CTX_free(ctx);
    return !what;
}

static char *joined(const char *const *pins) {
    size_t size = 1;
    for (int i = 0; pins[i]; i++)
        size += strlen(pins[i]) + 1;
    char *all = calloc(1, size);
    for (int i = 0; all && pins[i]; i++) {
        if (i > 0)
            strcat(all, ";");
        strcat(all, pins[i]);
    }
    return all;
}

bool tls_identity_take(struct tls_identity *identity, const struct https_identity *from) {
    char header[200];
    if (!is_usable(from))
        return false;
    int length = snprintf(header, sizeof header, "X-Device-Id: %s", from->device_id);
    if (length < 0 || (size_t)length >= sizeof header || strpbrk(header, "\r\n")) {
        log_error("net", "device.id: expected an id of one line, at most 180 bytes");
        return false;
    }
    bool pinned = from->pins && from->pins[0];
    *identity = (struct tls_identity){
        .device_header = strdup(header),
        .ca_file = strdup(from->ca_file),
        .client_cert = strdup(from->client_cert),
        .client_key = strdup(from->client_key),
        .pins = pinned ? joined(from->pins) : NULL,
    };
    if (identity->device_header && identity->ca_file && identity->client_cert && identity->client_key &&
        (!pinned || identity->pins))
        return true;
    tls_identity_clear(identity);
    return false;
}

void tls_identity_clear(struct tls_identity *identity) {
    free(identity->device_header);
    free(identity->ca_file);
    free(identity->client_cert);
    free(identity->client_key);
    free(identity->pins);
    *identity = (struct tls_identity){0};
}
