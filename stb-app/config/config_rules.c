/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/config/config_rules.h"

#include <stdlib.h>
#include <string.h>

bool config_rules_text_scale(double scale) {
    return scale == 1.0 || scale == 1.25 || scale == 1.5 || scale == 1.75;
}

static bool is_of(const char *text, const char *allowed) {
    return *text && text[strspn(text, allowed)] == '\0';
}

#define LETTERS_AND_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

bool config_rules_device_id(const char *id) {
    return is_of(id, LETTERS_AND_DIGITS "-_."); /* it goes into a header and a certificate's name */
}

bool config_rules_phone(const char *phone) {
    return is_of(phone, "0123456789+-*#() ") && phone[strcspn(phone, "0123456789")];
}

bool config_rules_some_text(const char *text) {
    return *text != '\0';
}

/* "Asia/Shanghai" or a rule of POSIX, "CST-8"; no path out of the zones' folder. */
bool config_rules_timezone(const char *zone) {
    return is_of(zone, LETTERS_AND_DIGITS "/_+-,.:<>") && zone[0] != '/' && !strstr(zone, "..");
}

bool config_rules_devices(const char *devices) {
    if (strcmp(devices, "udev") == 0)
        return true;
    for (const char *path = devices; *path; path += strcspn(path, ","), path += *path == ',') {
        path += strspn(path, " ");
        if (*path != '/')
            return false;
    }
    return *devices;
}

static bool is_port(const char *text) {
    long port = strtol(text, NULL, 10);
    return is_of(text, "0123456789") && strlen(text) <= 5 && port >= 1 && port <= 65535;
}

/* https://host or https://host:port, the host a name, an IPv4 address or an IPv6 address in [brackets]. */
bool config_rules_endpoint(const char *text) {
    if (strncmp(text, "https://", 8) != 0)
        return false;
    const char *host = text + 8;
    size_t length =
        *host == '[' ? strspn(host + 1, "0123456789abcdefABCDEF:.") + 2 : strspn(host, LETTERS_AND_DIGITS "-._");
    if (length == 0 || (*host == '[' && (length < 4 || host[length - 1] != ']')))
        return false;
    return host[length] == '\0' || (host[length] == ':' && is_port(host + length + 1));
}

/* As libcurl takes it: the SHA-256 of a public key, in base64. */
bool config_rules_pin(const char *text) {
    return strncmp(text, "sha256//", 8) == 0 && strlen(text) == 8 + 44 && text[51] == '=' &&
           strspn(text + 8, LETTERS_AND_DIGITS "+/") == 43;
}
