/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates for a test hotline, made once and kept: P-256 keys, valid from 2000 (a box that has lost its clock is
 * tested with faketime, which goes back only so far) to 2099. The authority's key is kept too, so that a test can have
 * more boxes signed. A certificate without its key, or signed by an authority that is gone, is worthless: what is
 * missing is found pair by pair, and a new authority makes everything new. The trap: GnuTLS wants serial numbers
 * positive and of at most 20 bytes, and IP addresses as raw bytes.
 */
#include "tests/hotline/certs.h"

#include "stb-app/base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, FROM_2000 = 946684800 };
#define UNTIL_2099 ((time_t)4070908800)

struct pair {
    gnutls_x509_crt_t crt;
    gnutls_x509_privkey_t key;
};
enum role { AUTHORITY, SERVER, BOX };

static bool fine(int result, const char *what) {
    if (result >= 0)
        return true;
    log_error("certs", "%s: %s", what, gnutls_strerror(result));
    return false;
}

static bool write_file(const char *dir, const char *name, const gnutls_datum_t *text, mode_t mode) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool ok = fd >= 0 && fchmod(fd, mode) == 0 && write(fd, text->data, text->size) == (ssize_t)text->size;
    if (fd >= 0 && close(fd) != 0)
        ok = false;
    if (!ok)
        log_error("certs", "%s: %s", path, strerror(errno));
    return ok;
}

static bool read_file(const char *dir, const char *name, gnutls_datum_t *text) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return access(path, R_OK) == 0 && gnutls_load_file(path, text) == 0;
}

static void pair_clear(struct pair *pair) {
    if (pair->crt)
        gnutls_x509_crt_deinit(pair->crt);
    if (pair->key)
        gnutls_x509_privkey_deinit(pair->key);
    *pair = (struct pair){0};
}

static bool pair_load(struct pair *pair, const char *dir, const char *name) {
    char crt_name[32], key_name[32];
    snprintf(crt_name, sizeof crt_name, "%s.pem", name);
    snprintf(key_name, sizeof key_name, "%s.key", name);
    gnutls_datum_t crt = {0}, key = {0};
    bool ok = read_file(dir, crt_name, &crt) && read_file(dir, key_name, &key) &&
              gnutls_x509_crt_init(&pair->crt) == 0 && gnutls_x509_privkey_init(&pair->key) == 0 &&
              gnutls_x509_crt_import(pair->crt, &crt, GNUTLS_X509_FMT_PEM) == 0 &&
              gnutls_x509_privkey_import(pair->key, &key, GNUTLS_X509_FMT_PEM) == 0;
    gnutls_free(crt.data);
    gnutls_free(key.data);
    if (!ok)
        pair_clear(pair);
    return ok;
}

static bool pair_save(const struct pair *pair, const char *dir, const char *name) {
    char crt_name[32], key_name[32];
    snprintf(crt_name, sizeof crt_name, "%s.pem", name);
    snprintf(key_name, sizeof key_name, "%s.key", name);
    gnutls_datum_t crt = {0}, key = {0};
    bool ok = fine(gnutls_x509_privkey_export2(pair->key, GNUTLS_X509_FMT_PEM, &key), "key") &&
              fine(gnutls_x509_crt_export2(pair->crt, GNUTLS_X509_FMT_PEM, &crt), "certificate") &&
              write_file(dir, key_name, &key, 0600) && write_file(dir, crt_name, &crt, 0644);
    gnutls_free(crt.data);
    gnutls_free(key.data);
    return ok;
}

static bool add_names(gnutls_x509_crt_t crt) {
    static const char *const addresses[] = {"127.0.0.1", "::1", "10.0.2.2"};
    if (!fine(gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, "localhost", 9, GNUTLS_FSAN_APPEND),
              "name"))
        return false;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        unsigned char raw[16];
        bool six = strchr(addresses[i], ':');
        inet_pton(six ? AF_INET6 : AF_INET, addresses[i], raw);
        if (!fine(
                gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, raw, six ? 16 : 4, GNUTLS_FSAN_APPEND),
                "address"))
            return false;
    }
    return true;
}

static bool set_purpose(gnutls_x509_crt_t crt, enum role role) {
    if (role == AUTHORITY)
        return fine(gnutls_x509_crt_set_basic_constraints(crt, 1, 0), "constraints") &&
               fine(gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN), "usage");
    const char *purpose = role == SERVER ? GNUTLS_KP_TLS_WWW_SERVER : GNUTLS_KP_TLS_WWW_CLIENT;
    return fine(gnutls_x509_crt_set_basic_constraints(crt, 0, -1), "constraints") &&
           fine(gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE), "usage") &&
           fine(gnutls_x509_crt_set_key_purpose_oid(crt, purpose, 0), "purpose") && (role != SERVER || add_names(crt));
}

static bool set_identity(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const char *name) {
    unsigned char serial[16], id[20];
    size_t id_size = sizeof id;
    gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);
    serial[0] = (unsigned char)((serial[0] & 0x3f) | 0x40); /* positive, never short */
    return fine(gnutls_x509_crt_set_version(crt, 3), "version") &&
           fine(gnutls_x509_crt_set_key(crt, key), "public key") &&
           fine(gnutls_x509_crt_set_serial(crt, serial, sizeof serial), "serial") &&
           fine(gnutls_x509_crt_set_activation_time(crt, FROM_2000), "time") &&
           fine(gnutls_x509_crt_set_expiration_time(crt, UNTIL_2099), "time") &&
           fine(gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, (unsigned)strlen(name)),
                "name") &&
           fine(gnutls_x509_crt_get_key_id(crt, 0, id, &id_size), "key id") &&
           fine(gnutls_x509_crt_set_subject_key_id(crt, id, id_size), "key id");
}

/* BY is the authority; its own pair when it signs itself. */
static bool pair_make(struct pair *pair, const struct pair *by, enum role role, const char *name) {
    unsigned char id[20];
    size_t id_size = sizeof id;
    bool ok = fine(gnutls_x509_privkey_init(&pair->key), "key") &&
              fine(gnutls_x509_crt_init(&pair->crt), "certificate") &&
              fine(gnutls_x509_privkey_generate(pair->key, GNUTLS_PK_ECDSA,
                                                GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
                   "key") &&
              set_identity(pair->crt, pair->key, name) && set_purpose(pair->crt, role) &&
              fine(gnutls_x509_crt_get_key_id(by->crt, 0, id, &id_size), "key id") &&
              fine(gnutls_x509_crt_set_authority_key_id(pair->crt, id, id_size), "key id") &&
              fine(gnutls_x509_crt_sign2(pair->crt, by->crt, by->key, GNUTLS_DIG_SHA256, 0), "signing");
    if (!ok)
        pair_clear(pair);
    return ok;
}

static bool ensure(const char *dir, const char *file, const struct pair *by, enum role role, const char *name,
                   bool anew) {
    struct pair pair = {0};
    bool ok =
        (!anew && pair_load(&pair, dir, file)) || (pair_make(&pair, by, role, name) && pair_save(&pair, dir, file));
    pair_clear(&pair);
    return ok;
}

bool certs_make(const char *dir) {
    struct pair authority = {0};
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        log_error("certs", "%s: %s", dir, strerror(errno));
        return false;
    }
    bool anew = !pair_load(&authority, dir, "ca");
    bool ok = (!anew || (pair_make(&authority, &authority, AUTHORITY, "stb-app test hotline") &&
                         pair_save(&authority, dir, "ca"))) &&
              ensure(dir, "server", &authority, SERVER, "hotline-sim", anew) &&
              ensure(dir, "box", &authority, BOX, CERTS_BOX, anew);
    pair_clear(&authority);
    return ok;
}

char *certs_read(const char *dir, const char *name) {
    gnutls_datum_t text = {0};
    char *copy = read_file(dir, name, &text) ? strndup((const char *)text.data, text.size) : NULL;
    gnutls_free(text.data);
    if (!copy)
        log_error("certs", "%s/%s: cannot be read", dir, name);
    return copy;
}

/* A server's certificate of ours is none of a box. */
static bool is_client(void *session) {
    unsigned verdict = 0;
    gnutls_typed_vdata_st purpose = {.type = GNUTLS_DT_KEY_PURPOSE_OID,
                                     .data = (unsigned char *)GNUTLS_KP_TLS_WWW_CLIENT};
    return gnutls_certificate_verify_peers(session, &purpose, 1, &verdict) >= 0 && verdict == 0;
}

bool certs_peer(void *session, char *name, size_t size) {
    unsigned count = 0;
    const gnutls_datum_t *chain = gnutls_certificate_get_peers(session, &count);
    gnutls_x509_crt_t crt;
    if (!chain || count == 0 || !is_client(session) || gnutls_x509_crt_init(&crt) < 0)
        return false;
    bool ok = gnutls_x509_crt_import(crt, &chain[0], GNUTLS_X509_FMT_DER) == 0 &&
              gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &size) == 0;
    gnutls_x509_crt_deinit(crt);
    return ok;
}
