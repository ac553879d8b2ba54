/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor_resident: a program that has only what stb-app cannot do without, opened and left alone: libcurl with a multi
 * and one easy handle, SQLite, libinput on udev. Prints "ready" and waits for its input to end, so that its memory and
 * its idle time can be read.
 */
#include <curl/curl.h>
#include <libinput.h>
#include <sqlite3.h>
#include <stdio.h>

static int no_device(const char *path, int flags, void *data) {
    (void)path;
    (void)flags;
    (void)data;
    return -1;
}

static void close_none(int fd, void *data) {
    (void)fd;
    (void)data;
}

int main(void) {
    static const struct libinput_interface none = {no_device, close_none};
    struct sqlite3 *db = NULL;
    struct libinput *input = libinput_path_create_context(&none, NULL);
    CURLM *multi = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_multi_init() : NULL;
    CURL *easy = multi ? curl_easy_init() : NULL;
    if (!input || !easy || sqlite3_open(":memory:", &db) != SQLITE_OK) {
        fputs("floor_resident: a library does not start\n", stderr);
        return 1;
    }
    curl_multi_add_handle(multi, easy);
    puts("ready");
    fflush(stdout);
    int end = getchar();
    curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
    sqlite3_close(db);
    libinput_unref(input);
    return end == EOF ? 0 : 1;
}
