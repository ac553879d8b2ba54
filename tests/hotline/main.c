/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hotline-sim: the hotline's side of net/hotline-api.yaml for tests, benches and demonstrations, and a desk page for
 * the people who play its staff. Everything runs on one thread: a call is taken, checked, stored and answered in one
 * turn of the loop. Acquire in order, release in reverse.
 */
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "tests/hotline/certs.h"
#include "tests/hotline/hotline.h"
#include "tests/hotline/options.h"
#include "tests/hotline/page.h"
#include "tests/hotline/server.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void on_signal(void *data, int signum) {
    (void)signum;
    loop_stop(data);
}

/* The catalog beside the program, if no other is named. A named one must be there. */
static bool load_catalog(struct hotline *hotline, const char *named) {
    char path[4096 + 32];
    ssize_t length = readlink("/proc/self/exe", path, 4096);
    if (named)
        return document_load(&hotline->catalog, named);
    path[length > 0 ? length : 0] = 0;
    char *slash = strrchr(path, '/');
    if (!slash)
        return true;
    strcpy(slash, "/share/catalog.json");
    if (access(path, R_OK) == 0)
        return document_load(&hotline->catalog, path);
    log_warning("hotline", "%s is not there: no catalog is served", path);
    return true;
}

static bool load_profile(struct hotline *hotline, const char *named) {
    size_t length;
    const char *type, *text = page_find("profile.json", &length, &type);
    return named ? document_load(&hotline->profile, named) : document_set(&hotline->profile, text, length);
}

static int serve(const struct options *options, struct hotline *hotline) {
    struct loop *loop = loop_create();
    struct server_setup setup = {loop, hotline, options->address, options->tls_dir, options->desk_token, options->port};
    struct server *server = NULL;
    bool six = strchr(options->address, ':');
    int result = 1;
    if (loop && loop_signal_create(loop, SIGTERM, on_signal, loop) &&
        loop_signal_create(loop, SIGINT, on_signal, loop) && (server = server_create(&setup))) {
        printf("ready https://%s%s%s:%d\n", six ? "[" : "", options->address, six ? "]" : "", server_port(server));
        fflush(stdout);
        loop_run(loop);
        result = 0;
    }
    server_destroy(server);
    loop_destroy(loop);
    return result;
}

int main(int argc, char **argv) {
    struct options options;
    switch (options_read(&options, argc, argv)) {
    case OPTIONS_HELP:
        return 0;
    case OPTIONS_WRONG:
        return 2;
    case OPTIONS_RUN:
        break;
    }
    signal(SIGPIPE, SIG_IGN);
    if (strncmp(options.db, "run/", 4) == 0 || strncmp(options.tls_dir, "run/", 4) == 0)
        mkdir("run", 0700); /* the defaults' place; whoever opens a file there says what is wrong */
    struct hotline hotline = {.automatic = options.automatic, .seed = options.seed, .hour = options.hour, .version = 1};
    int result = 1;
    if (certs_make(options.tls_dir) && (hotline.store = store_open(options.db)) &&
        load_catalog(&hotline, options.catalog) && load_profile(&hotline, options.profile))
        result = serve(&options, &hotline);
    document_clear(&hotline.catalog);
    document_clear(&hotline.profile);
    store_close(hotline.store);
    return result;
}
