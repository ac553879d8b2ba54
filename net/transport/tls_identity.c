/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files are read once, into memory, and libcurl gets the bytes: a file that goes while the box runs, or is half
 * written when the line breaks, costs nothing.
 */
#include "net/transport/tls_identity.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "net/transport/https.h"
#include "net/transport/tls_dates.h"
#include "stb-app/base/fault_list.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

enum { PEM_BYTES_MAX = 256 << 10 };

/* --- the peer's certificates */

static int dates_index(void) {
    static int index = -1;
    if (index < 0)
        index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
    return index;
}

static struct tls_dates *dates_of(X509_STORE_CTX *store) {
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    return SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), dates_index());
}

/* Seconds since 1970; INT64_MIN for a date that cannot be read: such a certificate counts as ended. */
static int64_t seconds_of(const ASN1_TIME *time) {
    struct tm utc;
    return ASN1_TIME_to_tm(time, &utc) == 1 ? (int64_t)timegm(&utc) : INT64_MIN;
}

static bool has_name(const X509 *certificate) {
    return X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1) >= 0;
}

static bool forgive(struct tls_dates *dates, int error, int64_t ends_s) {
    bool expired = error == X509_V_ERR_CERT_HAS_EXPIRED;
    if ((!expired && error != X509_V_ERR_CERT_NOT_YET_VALID) || !tls_dates_forgives(dates, expired, ends_s))
        return false;
    dates->forgiven = true;
    snprintf(dates->reason, sizeof dates->reason, "the hotline's %s", X509_verify_cert_error_string(error));
    return true;
}

static int verify(int ok, X509_STORE_CTX *store) {
    struct tls_dates *dates = dates_of(store);
    X509 *certificate = X509_STORE_CTX_get_current_cert(store);
    int64_t ends_s = certificate ? seconds_of(X509_get0_notAfter(certificate)) : INT64_MIN;
    if (X509_STORE_CTX_get_error_depth(store) == 0 && certificate) {
        dates->seen = true;
        dates->ends_s = ends_s;
        if (!has_name(certificate)) {
            X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH);
            return 0;
        }
    }
    if (!ok && forgive(dates, X509_STORE_CTX_get_error(store), ends_s)) {
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return 1;
    }
    return ok;
}

void tls_identity_verify_peer(void *ssl_ctx, struct tls_dates *dates) {
    SSL_CTX_set_ex_data(ssl_ctx, dates_index(), dates);
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(ssl_ctx), (time_t)dates->judged_s);
    SSL_CTX_set_verify(ssl_ctx, SSL_VERIFY_PEER, verify);
}

/* OpenSSL names the alerts that a server sends, and libcurl begins with these words when it is the box that refuses. */
bool tls_identity_blame(const char *error, char *words, size_t size) {
    static const char ours[] = "SSL certificate problem: ", named[] = "SSL: no alternative certificate subject name";
    const char *alert = strstr(error, " alert "), *about = alert ? alert + strlen(" alert ") : "";
    bool is_about_us = strncmp(about, "certificate", 11) == 0 || strncmp(about, "unknown ca", 10) == 0 ||
                       strncmp(about, "bad certificate", 15) == 0 || strncmp(about, "unsupported certificate", 23) == 0;
    if (is_about_us)
        snprintf(words, size, "the hotline refuses this box's certificate: %.*s", (int)strcspn(about, ","), about);
    else if (strncmp(error, ours, strlen(ours)) == 0)
        snprintf(words, size, "the hotline's certificate is not accepted: %s", error + strlen(ours));
    else if (strncmp(error, named, strlen(named)) == 0)
        snprintf(words, size, "the hotline's certificate is not accepted: it is for another name");
    else
        return false;
    return true;
}

static int no_passphrase(char *buffer, int size, int writing, void *data) {
    (void)writing;
    (void)data;
    if (size > 0)
        buffer[0] = 0;
    return 0;
}

/* --- files */

static void wipe(struct tls_pem *pem) {
    if (pem->bytes)
        OPENSSL_cleanse(pem->bytes, pem->length);
    free(pem->bytes);
    *pem = (struct tls_pem){0};
}

/* Reads to the end of FD. False: larger than PEM_BYTES_MAX or unreadable. */
static bool read_all(int fd, struct tls_pem *pem) {
    ssize_t got = 1;
    pem->bytes = memory_new(PEM_BYTES_MAX, 1);
    while (got > 0 && pem->length < PEM_BYTES_MAX) {
        got = read(fd, pem->bytes + pem->length, PEM_BYTES_MAX - pem->length);
        pem->length += got > 0 ? (size_t)got : 0;
    }
    if (got == 0 && pem->length > 0)
        pem->bytes = memory_resize(pem->bytes, pem->length); /* a certificate is 2 KiB */
    return got == 0;
}

static bool read_pem(const char *path, struct tls_pem *pem, char *error) {
    struct stat about;
    int fd = path && *path ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    bool plain = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    if (fd < 0)
        snprintf(error, TLS_IDENTITY_ERROR_SIZE, "%.200s: %s", path && *path ? path : "(no file named)",
                 path && *path ? strerror(errno) : "expected a PEM file");
    else if (!plain || !read_all(fd, pem))
        snprintf(error, TLS_IDENTITY_ERROR_SIZE, "%.200s: expected a plain file of at most %d bytes", path,
                 PEM_BYTES_MAX);
    else {
        close(fd);
        return true;
    }
    if (fd >= 0)
        close(fd);
    wipe(pem);
    return false;
}

/* --- what the files hold */

static BIO *open_pem(const struct tls_pem *pem) {
    BIO *bio = BIO_new_mem_buf(pem->bytes, (int)pem->length);
    assert(bio);
    return bio;
}

static X509 *first_certificate(const struct tls_pem *pem) {
    BIO *bio = open_pem(pem);
    X509 *certificate = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL);
    BIO_free(bio);
    return certificate;
}

static EVP_PKEY *private_key(const struct tls_pem *pem) {
    BIO *bio = open_pem(pem);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
    BIO_free(bio);
    return key;
}

/* Adds to FAULTS what makes the files useless, whatever the time is. */
static void check_use(const struct https_identity *from, const struct tls_identity *identity,
                      struct fault_list *faults) {
    X509 *ca = first_certificate(&identity->ca), *own = first_certificate(&identity->cert);
    EVP_PKEY *key = private_key(&identity->key);
    if (!ca)
        fault_list_add(faults, "%.200s: expected certificates to trust, in PEM", from->ca_file);
    if (!own)
        fault_list_add(faults, "%.200s: expected the box's certificate, in PEM", from->client_cert);
    if (!key)
        fault_list_add(faults, "%.200s: expected the key of the box's certificate, in PEM without a passphrase",
                       from->client_key);
    if (own && key && X509_check_private_key(own, key) != 1)
        fault_list_add(faults, "%.200s: is not the key of the certificate %.200s", from->client_key, from->client_cert);
    X509_free(ca);
    X509_free(own);
    EVP_PKEY_free(key);
}

static void read_files(const struct https_identity *from, struct tls_identity *identity, struct fault_list *faults) {
    char error[TLS_IDENTITY_ERROR_SIZE];
    const struct {
        const char *path;
        struct tls_pem *pem;
    } files[] = {
        {from->ca_file, &identity->ca}, {from->client_cert, &identity->cert}, {from->client_key, &identity->key}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (!read_pem(files[i].path, files[i].pem, error))
            fault_list_add(faults, "%s", error);
    if (faults->count == 0)
        check_use(from, identity, faults);
}

/* --- what only --check-config asks: names and dates */

static void write_date(const ASN1_TIME *time, char date[32]) {
    struct tm utc;
    if (ASN1_TIME_to_tm(time, &utc) != 1 || strftime(date, 32, "%Y-%m-%d %H:%M UTC", &utc) == 0)
        snprintf(date, 32, "(no date)");
}

static void check_dates(const char *path, X509 *certificate, struct fault_list *faults) {
    time_t now = time(NULL);
    char date[32];
    if (X509_cmp_time(X509_get0_notAfter(certificate), &now) < 0) {
        write_date(X509_get0_notAfter(certificate), date);
        fault_list_add(faults, "%.200s: the certificate ended on %s", path, date);
    }
    if (X509_cmp_time(X509_get0_notBefore(certificate), &now) > 0) {
        write_date(X509_get0_notBefore(certificate), date);
        fault_list_add(faults, "%.200s: the certificate counts only from %s", path, date);
    }
}

static void check_name(const char *path, X509 *certificate, const char *device_id, struct fault_list *faults) {
    char name[128] = "";
    if (!*device_id) /* a missing id is a fault of its own */
        return;
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    if (strcmp(name, device_id) != 0)
        fault_list_add(faults, "%.200s: expected the common name %s as in device.id, not \"%s\"", path, device_id,
                       name);
}

/* A certificate for servers only, say, does not let the hotline know who calls. */
static void check_purpose(const char *path, X509 *certificate, struct fault_list *faults) {
    if (X509_check_purpose(certificate, X509_PURPOSE_SSL_CLIENT, 0) != 1)
        fault_list_add(faults, "%.200s: the certificate is not for a client", path);
}

bool tls_identity_ends(const char *path, int64_t *ends_s) {
    char error[TLS_IDENTITY_ERROR_SIZE];
    struct tls_pem pem = {0};
    X509 *certificate = read_pem(path, &pem, error) ? first_certificate(&pem) : NULL;
    bool found = certificate != NULL;
    if (found)
        *ends_s = seconds_of(X509_get0_notAfter(certificate));
    X509_free(certificate);
    wipe(&pem);
    return found;
}

void tls_identity_check(const struct https_identity *from, struct fault_list *faults) {
    struct tls_identity identity = {0};
    struct fault_list found = {0};
    read_files(from, &identity, &found);
    X509 *ca = identity.ca.bytes ? first_certificate(&identity.ca) : NULL;
    X509 *own = identity.cert.bytes ? first_certificate(&identity.cert) : NULL;
    if (ca)
        check_dates(from->ca_file, ca, &found);
    if (own) {
        check_dates(from->client_cert, own, &found);
        check_name(from->client_cert, own, from->device_id, &found);
        check_purpose(from->client_cert, own, &found);
    }
    X509_free(ca);
    X509_free(own);
    tls_identity_clear(&identity);
    fault_list_add_all(faults, &found);
    fault_list_clear(&found);
}

/* --- as libcurl wants it */

static char *join(const char *const *pins) {
    size_t size = 1;
    for (int i = 0; pins[i]; i++)
        size += strlen(pins[i]) + 1;
    char *all = memory_new(size, 1);
    for (int i = 0; pins[i]; i++) {
        if (i > 0)
            strcat(all, ";");
        strcat(all, pins[i]);
    }
    return all;
}

bool tls_identity_take(struct tls_identity *identity, const struct https_identity *from, char *error) {
    char header[200];
    struct fault_list faults = {0};
    *identity = (struct tls_identity){0};
    int length = snprintf(header, sizeof header, "X-Device-Id: %s", from->device_id);
    if (length < 0 || (size_t)length >= sizeof header || strpbrk(header, "\r\n"))
        fault_list_add(&faults, "device.id: expected an id of one line, at most 180 bytes");
    read_files(from, identity, &faults);
    bool ok = faults.count == 0;
    if (ok) {
        identity->device_header = memory_text(header);
        identity->pins = from->pins && from->pins[0] ? join(from->pins) : NULL;
    } else {
        snprintf(error, TLS_IDENTITY_ERROR_SIZE, "%s", fault_list_first(&faults));
        tls_identity_clear(identity);
    }
    fault_list_clear(&faults);
    return ok;
}

void tls_identity_clear(struct tls_identity *identity) {
    free(identity->device_header);
    wipe(&identity->ca);
    wipe(&identity->cert);
    wipe(&identity->key);
    free(identity->pins);
    *identity = (struct tls_identity){0};
}
