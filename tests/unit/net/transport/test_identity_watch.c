/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates that are missing, late, renewed or broken, on a real loop with real files. */
#include "net/transport/identity_watch.h"

#include "net/transport/https.h"
#include "stb-app/base/kept_file.h"
#include "stb-app/base/log.h"
#include "tests/unit/net/peer.h"

#include <sys/stat.h>

static struct {
    struct loop *loop;
    struct https *pools[IDENTITY_WATCH_POOLS];
    struct identity_watch *watch;
    char state_dir[128], fault[600];
    int used;
} stage;

static void used(void *data) {
    (void)data;
    stage.used++;
}

static void fault(void *data, const char *reason) {
    (void)data;
    snprintf(stage.fault, sizeof stage.fault, "%s", reason ? reason : "");
}

static struct https_identity files(void) {
    return (struct https_identity){.device_id = "PT-1",
                                   .ca_file = peer_path("own/ca.pem"),
                                   .client_cert = peer_path("own/box.pem"),
                                   .client_key = peer_path("own/box.key")};
}

static void begin(void) {
    struct https_identity own = files();
    stage.watch = identity_watch_create(&(struct identity_watch_setup){.loop = stage.loop,
                                                                       .pools = {stage.pools[0], stage.pools[1]},
                                                                       .state_dir = stage.state_dir,
                                                                       .on_use = used,
                                                                       .on_fault = fault});
    identity_watch_begin(stage.watch, &own);
}

static int open_stage(void **state) {
    (void)state;
    memset(&stage, 0, sizeof stage);
    peer_shell("rm -rf own state; mkdir own state; cp ca.pem box.pem box.key own");
    snprintf(stage.state_dir, sizeof stage.state_dir, "%s", peer_path("state"));
    log_set_level(LOG_LEVEL_ERROR);
    stage.loop = loop_create();
    for (int i = 0; i < IDENTITY_WATCH_POOLS; i++)
        stage.pools[i] = https_create(stage.loop, NULL);
    return 0;
}

static int close_stage(void **state) {
    (void)state;
    identity_watch_destroy(stage.watch);
    for (int i = 0; i < IDENTITY_WATCH_POOLS; i++)
        https_destroy(stage.pools[i]);
    loop_destroy(stage.loop);
    return 0;
}

static void done(void *data, const struct https_answer *answer) {
    (void)data;
    (void)answer;
}

/* Without an identity a pool starts no call. */
static bool can_call(void) {
    bool can = true;
    for (int i = 0; i < IDENTITY_WATCH_POOLS; i++) {
        uint64_t call = https_start(
            stage.pools[i],
            &(struct https_call){.method = "GET", .url = "https://127.0.0.1:9/", .timeout_ms = 1000, .done = done});
        can = can && call != 0;
        https_cancel(stage.pools[i], call);
    }
    return can;
}

static bool is_kept(void *data) {
    char path[PATH_MAX];
    (void)data;
    kept_file_path(path, stage.state_dir, "box.key");
    return access(path, R_OK) == 0;
}

static bool is_used(void *data) {
    (void)data;
    return stage.used > 0;
}

static void good_files_are_used_from_the_start(void **state) {
    (void)state;
    assert_false(can_call());
    begin();
    assert_true(can_call());
    assert_string_equal(stage.fault, "");
    assert_int_equal(stage.used, 0); /* nobody has to be woken */
}

static void a_key_that_comes_late_counts_within_seconds(void **state) {
    (void)state;
    peer_shell("mv own/box.key late.key");
    begin();
    assert_false(can_call());
    assert_non_null(strstr(stage.fault, "own/box.key: No such file"));
    peer_shell("mv late.key own/box.key");
    assert_true(run_until(stage.loop, is_used, NULL, 4000));
    assert_true(can_call());
    assert_string_equal(stage.fault, "");
}

static void only_what_the_hotline_took_is_kept(void **state) {
    (void)state;
    struct stat about;
    char path[PATH_MAX];
    begin();
    assert_false(run_until(stage.loop, is_kept, NULL, 300));
    identity_watch_line(stage.watch, true);
    assert_true(run_until(stage.loop, is_kept, NULL, 4000));
    kept_file_path(path, stage.state_dir, "box.key");
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

/* Each of the three files broken, at the next start: the kept ones are used, and the reason is told. */
static void broken_files_give_way_to_the_kept_ones(void **state) {
    (void)state;
    static const char *const breaks[] = {"rm own/ca.pem", "echo half >own/box.pem", "cp server.key own/box.key"};
    begin();
    identity_watch_line(stage.watch, true);
    assert_true(run_until(stage.loop, is_kept, NULL, 4000));
    for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        close_stage(NULL);
        stage.watch = NULL;
        stage.loop = loop_create();
        for (int p = 0; p < IDENTITY_WATCH_POOLS; p++)
            stage.pools[p] = https_create(stage.loop, NULL);
        peer_shell("cp ca.pem box.pem box.key own");
        peer_shell(breaks[i]);
        begin();
        assert_true(can_call());
        assert_non_null(strstr(stage.fault, "own/"));
    }
}

static void files_that_break_while_it_runs_change_nothing(void **state) {
    (void)state;
    begin();
    peer_shell("echo rubbish >own/box.pem");
    assert_false(run_until(stage.loop, is_used, NULL, 2500));
    assert_true(can_call());
    assert_non_null(strstr(stage.fault, "own/box.pem: expected the box's certificate"));
}

static void the_same_files_named_again_disturb_nothing(void **state) {
    (void)state;
    begin();
    struct https_identity own = files();
    identity_watch_replace(stage.watch, &own);
    assert_int_equal(stage.used, 0);
    own.device_id = "PT-2";
    identity_watch_replace(stage.watch, &own);
    assert_int_equal(stage.used, 1);
}

int main(void) {
#define EACH(test) cmocka_unit_test_setup_teardown(test, open_stage, close_stage)
    const struct CMUnitTest tests[] = {
        EACH(good_files_are_used_from_the_start),
        EACH(a_key_that_comes_late_counts_within_seconds),
        EACH(only_what_the_hotline_took_is_kept),
        EACH(broken_files_give_way_to_the_kept_ones),
        EACH(files_that_break_while_it_runs_change_nothing),
        EACH(the_same_files_named_again_disturb_nothing),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
