/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_OPTIONS_H
#define HOTLINE_OPTIONS_H
/* The command line of hotline-sim (man/hotline-sim.1), with defaults that just work. */
#include <stdbool.h>

struct options {
    int port;            /* 0 = any free one */
    const char *address; /* loopback unless a desk token is set */
    const char *db, *tls_dir;
    const char *catalog; /* NULL = the one beside the program, if there */
    const char *profile; /* NULL = the one that is built in */
    const char *desk_token;
    bool automatic;
    unsigned seed;
    int hour; /* -1 = the real one */
};
enum options_verdict { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_WRONG };
/* Strings are borrowed from ARGV. Says on stderr what is wrong, on stdout the help. */
enum options_verdict options_read(struct options *options, int argc, char **argv);
struct sockaddr_storage;
/* Where to listen; ADDRESS was checked by options_read(). True for IPv6. */
bool options_place(const char *address, int port, struct sockaddr_storage *place);
bool options_address_is_loopback(const char *address);
#endif
