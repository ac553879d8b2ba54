/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line. The one rule with teeth: the desk page can answer an SOS, so it is never open to a network without
 * a token. Only addresses that are loopback by their number count; a name is not asked of any resolver.
 */
#include "tests/hotline/options.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: hotline-sim [--port N] [--address A] [--db FILE] [--tls-dir DIR] [--catalog FILE] [--profile FILE]\n"
    "                   [--auto SEED] [--hour H] [--desk-token T]\n"
    "The hotline's side of the contract (net/hotline-api.yaml), and its desk at https://A:N/desk/.\n"
    "  --port N        port to listen on, 0 = any free one (8443)\n"
    "  --address A     address to listen on (127.0.0.1); another than loopback needs --desk-token\n"
    "  --db FILE       where everything is kept (run/hotline.db)\n"
    "  --tls-dir DIR   ca.pem server.pem server.key box.pem box.key, made when missing (run/tls)\n"
    "  --catalog FILE  the catalog to serve (share/catalog.json beside the program)\n"
    "  --profile FILE  the household to serve (one is built in)\n"
    "  --auto SEED     plays the staff by itself, the same for the same seed\n"
    "  --hour H        kitchens and clinics believe it is H o'clock in Shanghai, all day (the real hour)\n"
    "  --desk-token T  the desk asks for it: X-Desk-Token, or /desk/?token=T in a browser\n";

enum { PORT = 256, ADDRESS, DB, TLS_DIR, CATALOG, PROFILE, AUTO, HOUR, DESK_TOKEN, HELP };
static const struct option table[] = {{"port", required_argument, NULL, PORT},
                                      {"address", required_argument, NULL, ADDRESS},
                                      {"db", required_argument, NULL, DB},
                                      {"tls-dir", required_argument, NULL, TLS_DIR},
                                      {"catalog", required_argument, NULL, CATALOG},
                                      {"profile", required_argument, NULL, PROFILE},
                                      {"auto", required_argument, NULL, AUTO},
                                      {"hour", required_argument, NULL, HOUR},
                                      {"desk-token", required_argument, NULL, DESK_TOKEN},
                                      {"help", no_argument, NULL, HELP},
                                      {NULL, 0, NULL, 0}};

static bool read_number(const char *text, unsigned long most, unsigned long *number) {
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    *number = strtoul(text, &end, 10);
    return !*end && *number <= most;
}

bool options_address_is_loopback(const char *address) {
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, address, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, address, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool options_place(const char *address, int port, struct sockaddr_storage *place) {
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    bool is_six = inet_pton(AF_INET6, address, &six.sin6_addr) == 1;
    memset(place, 0, sizeof *place);
    if (!is_six)
        inet_pton(AF_INET, address, &four.sin_addr);
    memcpy(place, is_six ? (void *)&six : (void *)&four, is_six ? sizeof six : sizeof four);
    return is_six;
}

static enum options_verdict wrong(const char *what, const char *value, const char *expected) {
    fprintf(stderr, "hotline-sim: %s %s: expected %s\n", what, value, expected);
    return OPTIONS_WRONG;
}

static enum options_verdict check(const struct options *options) {
    unsigned char number[sizeof(struct in6_addr)];
    if (inet_pton(AF_INET, options->address, number) != 1 && inet_pton(AF_INET6, options->address, number) != 1)
        return wrong("--address", options->address, "an IPv4 or IPv6 address in numbers");
    if (!options->desk_token && !options_address_is_loopback(options->address))
        return wrong("--address", options->address, "a --desk-token with an address that others can reach");
    if (options->desk_token && (strlen(options->desk_token) < 8 || strlen(options->desk_token) > 128 ||
                                strspn(options->desk_token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                            "0123456789-_.~") != strlen(options->desk_token)))
        return wrong("--desk-token", "(not shown)", "8 to 128 letters, digits, or any of -_.~");
    return OPTIONS_RUN;
}

enum options_verdict options_read(struct options *options, int argc, char **argv) {
    *options = (struct options){
        .port = 8443, .address = "127.0.0.1", .db = "run/hotline.db", .tls_dir = "run/tls", .hour = -1};
    int found;
    unsigned long number = 0;
    optind = 1;
    while ((found = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (found) {
        case PORT:
            if (!read_number(optarg, 65535, &number))
                return wrong("--port", optarg, "a number from 0 to 65535");
            options->port = (int)number;
            break;
        case AUTO:
            if (!read_number(optarg, 0xffffffff, &number))
                return wrong("--auto", optarg, "a number");
            options->automatic = true;
            options->seed = (unsigned)number;
            break;
        case HOUR:
            if (!read_number(optarg, 23, &number))
                return wrong("--hour", optarg, "a number from 0 to 23");
            options->hour = (int)number;
            break;
        case ADDRESS:
            options->address = optarg;
            break;
        case DB:
            options->db = optarg;
            break;
        case TLS_DIR:
            options->tls_dir = optarg;
            break;
        case CATALOG:
            options->catalog = optarg;
            break;
        case PROFILE:
            options->profile = optarg;
            break;
        case DESK_TOKEN:
            options->desk_token = optarg;
            break;
        case HELP:
            fputs(help, stdout);
            return OPTIONS_HELP;
        default:
            return OPTIONS_WRONG; /* getopt has said why */
        }
    }
    if (optind < argc)
        return wrong("argument", argv[optind], "options only; see --help");
    return check(options);
}
