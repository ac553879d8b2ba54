/* SPDX-License-Identifier: Apache-2.0 */
/* The catalog's pictures: what may come in, what is kept on the disk, and when the hotline is asked. */
#include "tests/unit/net/peer.h"

#include "net/images/image_cache.h"
#include "net/images/image_fetch.h"
#include "net/transport/random.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* A baseline JPEG's first bytes, without a zero among them: the peer's bodies are strings. 321x321. */
#define JPEG(more) "\xFF\xD8\xFF\xC1\x01\x11\x08\x01\x41\x01\x41\x03" more
#define FOUND(more)                                                                                                    \
    { PEER_ANSWER, 200, "ETag: \"" more "\"\r\n", JPEG(more), 0, 0 }

static struct loop *loop;
static struct https *https;
static struct peer *peer;
static struct image_fetch *images;
static const char *endpoints[3];
enum { PATHS = 64 };
static char dir[64], path[512], name[64];
static char paths_told[PATHS][512]; /* the first, at place 1, and so on; two may come in one turn of the loop */
static int64_t version;
static int told, refusals;
static char refused[300];
static bool connected;

uint16_t random_draw(void) { /* the earliest that a lot can fall */
    return 0;
}

static bool is_connected(void *data) {
    (void)data;
    return connected;
}
static void on_image(void *data, const char *of, const char *at, int64_t content) {
    (void)data;
    told++;
    version = content;
    snprintf(name, sizeof name, "%s", of);
    snprintf(path, sizeof path, "%s", at);
    if (told < PATHS)
        snprintf(paths_told[told], sizeof paths_told[0], "%s", at);
}

static void on_refused(void *data, const char *error) {
    (void)data;
    refusals++;
    snprintf(refused, sizeof refused, "%s", error ? error : "");
}

static void create(void) {
    images = image_fetch_create(
        &(struct image_fetch_setup){loop, https, endpoints, dir, is_connected, on_image, on_refused, NULL});
    assert_non_null(images);
}

static int begin(void **state) {
    (void)state;
    strcpy(dir, "/tmp/stb-images-XXXXXX");
    assert_non_null(mkdtemp(dir));
    loop = loop_create();
    peer = peer_start("server");
    https = peer_client(loop);
    endpoints[0] = peer->endpoint;
    connected = true;
    told = refusals = 0;
    create();
    return 0;
}
static int end(void **state) {
    char command[100];
    (void)state;
    image_fetch_destroy(images);
    https_destroy(https);
    peer_stop(peer);
    loop_destroy(loop);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command);
}

static bool told_often(void *data) {
    return told >= *(int *)data;
}
static bool seen_often(void *data) {
    return peer_seen(peer) >= *(int *)data;
}
static bool never(void *data) {
    (void)data;
    return false;
}
static void show(const char *one) {
    image_fetch_show(images, &one, 1);
}
static void until_told(int often) {
    assert_true(run_until(loop, told_often, &often, 9000));
}
static void wait_ms(int ms) {
    run_until(loop, never, NULL, ms);
}
static int file_is(const char *at, const char *content) {
    char text[400];
    FILE *file = fopen(at, "rb");
    size_t length = file ? fread(text, 1, sizeof text, file) : 0;
    if (file)
        fclose(file);
    return length == strlen(content) && memcmp(text, content, length) == 0;
}

/* --- what may come in */

static void a_name_is_a_files_name_and_never_a_path(void **state) {
    static const char *const good[] = {"a.png", "braised-pork.jpg", "rice_5kg.v2.jpeg", "0.png"};
    static const char *const bad[] = {"",       ".png",     "a",         "a.gif",        "a.png.tag",
                                      "A.png",  "../a.png", "a/b.png",   "..%2fa.png",   "a b.png",
                                      ".a.png", "a.png/",   "a.png\r\n", "a.png?x=.png", "\xE8\x8F\x9C.png"};
    char lengthy[80];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(image_header_check_name(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(image_header_check_name(bad[i]));
    snprintf(lengthy, sizeof lengthy, "%060d.png", 0);
    assert_false(image_header_check_name(lengthy));
}

#define PNG(size, interlace) "\x89PNG\r\n\x1a\n\0\0\0\rIHDR" size size "\x08\x06\0\0" interlace "\0\0\0\0\0"
#define JPEG_FRAME(marker, height, width)                                                                              \
    "\xFF\xD8\xFF\xE0\0\x04xx\xFF\xFF\xFF" marker "\0\x11\x08" height width "\x03\0\0"

static void only_what_a_box_can_decode_comes_in(void **state) {
    static const struct {
        const char *bytes;
        size_t length;
        const char *error; /* "" = it is good */
    } cases[] = {
        {PNG("\0\0\1\x40", "\0"), 34, ""},
        {PNG("\0\0\x08\0", "\0"), 34, ""},
        {PNG("\0\0\x08\1", "\0"), 34, "2049x2049"},
        {PNG("\0\0\x75\x30", "\0"), 34, "30000x30000"},
        {PNG("\0\0\0\0", "\0"), 34, "0x0"},
        {PNG("\0\0\1\x40", "\1"), 34, "interlaced"},
        {PNG("\0\0\1\x40", "\0"), 30, "header"},
        {JPEG_FRAME("\xC0", "\1\x40", "\1\x40"), 22, ""},
        {JPEG_FRAME("\xC1", "\1\x40", "\1\x40"), 22, ""},
        {JPEG_FRAME("\xC2", "\1\x40", "\1\x40"), 22, "progressive"},
        {JPEG_FRAME("\xC0", "\x75\x30", "\1\x40"), 22, "320x30000"},
        {JPEG_FRAME("\xC4", "\1\x40", "\1\x40"), 22, "header"},
        {"\xFF\xD8\xFF\xE0\0\0\0\0", 8, "header"},
        {"\xFF\xD8\xFF\xE0\xFF\xFF", 6, "header"},
        {"<html>no such thing</html>", 26, "neither"},
        {"", 0, "neither"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char error[IMAGE_HEADER_ERROR_SIZE] = "";
        bool good = image_header_check(cases[i].bytes, cases[i].length, error);
        if (good != !cases[i].error[0] || !strstr(error, cases[i].error))
            fail_msg("case %zu: \"%s\"", i, error);
        for (size_t cut = 0; cut < cases[i].length; cut++) { /* in a place of just its size: a sanitizer watches */
            char *piece = malloc(cut + 1);
            memcpy(piece + 1, cases[i].bytes, cut);
            image_header_check(piece + 1, cut, error);
            free(piece);
        }
    }
    char error[IMAGE_HEADER_ERROR_SIZE];
    char *large = calloc(1, IMAGE_HEADER_MAX + 1);
    memcpy(large, PNG("\0\0\1\x40", "\0"), 34);
    assert_true(image_header_check(large, IMAGE_HEADER_MAX, error));
    assert_false(image_header_check(large, IMAGE_HEADER_MAX + 1, error));
    free(large);
}

/* --- the cache */

static void what_was_stored_is_found_in_another_life(void **state) {
    (void)state;
    struct stat at;
    struct image_cache *cache = image_cache_open(dir, IMAGE_CACHE_MAX);
    const struct image_file *file = image_cache_put(cache, "a.png", "W/\"x\"", "content", 7);
    assert_true(file_is(file->path, "content"));
    assert_int_equal(stat(file->path, &at), 0);
    assert_int_equal(at.st_mode & 0777, 0600);
    int64_t first = file->version;
    image_cache_close(cache);
    cache = image_cache_open(dir, IMAGE_CACHE_MAX);
    file = image_cache_find(cache, "a.png");
    assert_non_null(file);
    assert_string_equal(file->etag, "W/\"x\"");
    assert_int_equal(file->version, first);
    assert_null(image_cache_find(cache, "b.png"));
    usleep(20000); /* a file's times are only so fine */
    file = image_cache_put(cache, "a.png", "\"y\"", "another", 7);
    assert_int_not_equal(file->version, first);
    assert_int_equal(image_cache_bytes(cache), 7);
    image_cache_close(cache);
}

/* A power cut can leave any of the two files old, empty or away. */
static void what_does_not_agree_is_thrown_away(void **state) {
    static const char *const harm[] = {": >images/a.png.tag",
                                       "rm images/a.png.tag",
                                       "printf contenT >images/a.png",
                                       "printf conten >images/a.png",
                                       "ln -sf /etc/passwd images/a.png.tag",
                                       "printf '\\r\\nX-Evil: 1' >>images/a.png.tag"};
    (void)state;
    for (size_t i = 0; i < sizeof harm / sizeof harm[0]; i++) {
        char command[200];
        struct image_cache *cache = image_cache_open(dir, IMAGE_CACHE_MAX);
        assert_non_null(image_cache_put(cache, "a.png", "\"x\"", "content", 7));
        image_cache_close(cache);
        snprintf(command, sizeof command, "cd %s && %s", dir, harm[i]);
        assert_int_equal(system(command), 0);
        cache = image_cache_open(dir, IMAGE_CACHE_MAX);
        if (image_cache_find(cache, "a.png"))
            fail_msg("after %s it is still taken", harm[i]);
        assert_int_equal(image_cache_bytes(cache), 0);
        image_cache_close(cache);
    }
}

/* What a power cut left half-written goes; what is no file of ours is not counted, opened or followed. */
static void what_lies_about_is_no_picture(void **state) {
    char command[300];
    (void)state;
    snprintf(command, sizeof command,
             "mkdir %s/images && cd %s/images && touch a.png.new a.png.tag.new && mkdir d.png && ln -s /etc/passwd "
             "l.png && echo x >n.gif",
             dir, dir);
    assert_int_equal(system(command), 0);
    struct image_cache *cache = image_cache_open(dir, IMAGE_CACHE_MAX);
    assert_int_equal(image_cache_bytes(cache), 0);
    assert_null(image_cache_find(cache, "l.png"));
    image_cache_close(cache);
    snprintf(command, sizeof command, "cd %s/images && test \"$(echo *)\" = 'd.png l.png n.gif'", dir);
    assert_int_equal(system(command), 0);
}

/* The clock was years ahead for a while: what is shown now is still the newest. */
static void a_clock_that_was_put_back_does_not_make_the_shown_old(void **state) {
    static const char content[1000] = "x";
    (void)state;
    struct image_cache *cache = image_cache_open(dir, 3 * sizeof content);
    for (int i = 0; i < 3; i++) {
        char file[16], command[200];
        snprintf(file, sizeof file, "%d.png", i);
        image_cache_put(cache, file, "", content, sizeof content);
        snprintf(command, sizeof command, "touch -a -d '204%d-01-01' %s/images/%d.png", i, dir, i);
        assert_int_equal(system(command), 0);
    }
    image_cache_close(cache);
    cache = image_cache_open(dir, 3 * sizeof content);
    assert_non_null(image_cache_find(cache, "0.png"));
    image_cache_put(cache, "3.png", "", content, sizeof content);
    assert_non_null(image_cache_find(cache, "0.png"));
    assert_null(image_cache_find(cache, "1.png"));
    image_cache_close(cache);
}

static void what_was_shown_longest_ago_goes_first(void **state) {
    static const char content[1000] = "x";
    (void)state;
    struct image_cache *cache = image_cache_open(dir, 3 * sizeof content);
    for (int i = 0; i < 3; i++) {
        char file[16], command[200];
        snprintf(file, sizeof file, "%d.png", i);
        image_cache_put(cache, file, "", content, sizeof content);
        snprintf(command, sizeof command, "touch -a -d '2026-01-0%d' %s/images/%d.png", i + 1, dir, i);
        assert_int_equal(system(command), 0);
    }
    image_cache_close(cache);
    cache = image_cache_open(dir, 3 * sizeof content);
    assert_non_null(image_cache_find(cache, "0.png")); /* now it is the newest */
    image_cache_put(cache, "3.png", "", content, sizeof content);
    assert_null(image_cache_find(cache, "1.png"));
    assert_non_null(image_cache_find(cache, "0.png"));
    assert_non_null(image_cache_find(cache, "2.png"));
    assert_int_equal(image_cache_bytes(cache), 3 * sizeof content);
    image_cache_close(cache);
    cache = image_cache_open(dir, sizeof content); /* a smaller limit holds for what is there, too */
    assert_int_equal(image_cache_bytes(cache), sizeof content);
    image_cache_close(cache);
}

static void a_disk_that_takes_nothing_costs_only_the_pictures(void **state) {
    char command[200];
    (void)state;
    struct image_cache *cache = image_cache_open(dir, IMAGE_CACHE_MAX);
    snprintf(command, sizeof command, "rm -r %s/images", dir);
    assert_int_equal(system(command), 0);
    assert_null(image_cache_put(cache, "a.png", "", "content", 7));
    assert_int_equal(image_cache_bytes(cache), 0);
    image_cache_close(cache);
    snprintf(command, sizeof command, "echo >%s/images", dir);
    assert_int_equal(system(command), 0);
    assert_null(image_cache_open(dir, IMAGE_CACHE_MAX));
    assert_null(image_cache_find(NULL, "a.png"));
    image_fetch_destroy(images);
    create();
    show("a.jpg"); /* nothing is asked for that could not be kept */
    until_told(1);
    show("a.jpg");
    until_told(2);
    wait_ms(100);
    assert_int_equal(peer_seen(peer), 0);
}

static void files_have_at_most(rlim_t bytes) {
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, RLIM_INFINITY}), 0);
}

/* Full in the middle of the picture, or of its tag: the last good one stays whole, and nothing half-written lies about.
 */
static void a_full_disk_leaves_the_last_good_one(void **state) {
    static const rlim_t room[] = {3, 10};
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct image_cache *cache = image_cache_open(dir, IMAGE_CACHE_MAX);
    assert_non_null(image_cache_put(cache, "a.png", "\"1\"", "old one", 7));
    for (size_t i = 0; i < sizeof room / sizeof room[0]; i++) {
        files_have_at_most(room[i]);
        const struct image_file *put = image_cache_put(cache, "a.png", "\"2\"", "new one", 7);
        files_have_at_most(RLIM_INFINITY);
        assert_null(put);
        const struct image_file *kept = image_cache_find(cache, "a.png");
        assert_non_null(kept);
        assert_string_equal(kept->etag, "\"1\"");
        assert_true(file_is(kept->path, "old one"));
        char command[200];
        snprintf(command, sizeof command, "test $(ls %s/images | wc -l) = 2", dir);
        assert_int_equal(system(command), 0);
    }
    image_cache_close(cache);
    cache = image_cache_open(dir, IMAGE_CACHE_MAX);
    assert_non_null(image_cache_find(cache, "a.png"));
    image_cache_close(cache);
}

/* A clock that was wrong may have left any year at a file; it is but another version. */
static void a_file_from_any_year_is_taken(void **state) {
    char at[200];
    int64_t versions[2];
    (void)state;
    snprintf(at, sizeof at, "%s/images/a.png", dir);
    for (int i = 0; i < 2; i++) {
        struct image_cache *cache = image_cache_open(dir, IMAGE_CACHE_MAX);
        assert_non_null(image_cache_put(cache, "a.png", "", "content", 7));
        image_cache_close(cache);
        struct timespec times[2] = {{.tv_sec = 13569465600 + i}, {.tv_sec = 13569465600 + i}}; /* 2400 */
        assert_int_equal(utimensat(AT_FDCWD, at, times, 0), 0);
        cache = image_cache_open(dir, IMAGE_CACHE_MAX);
        assert_non_null(image_cache_find(cache, "a.png"));
        versions[i] = image_cache_find(cache, "a.png")->version;
        image_cache_close(cache);
    }
    assert_true(versions[0] != versions[1]);
}

/* --- a disk that hangs: a pipe that nobody holds the other end of, in the place of a file */

static struct { int64_t last_ms, longest_ms; } pulse;

static void beat(void *data) {
    int64_t now = loop_now_ms(), gap = now - pulse.last_ms;
    (void)data;
    pulse.longest_ms = gap > pulse.longest_ms ? gap : pulse.longest_ms;
    pulse.last_ms = now;
}

/* The longest that the loop took over one turn in MS. */
static int64_t longest_turn(int ms) {
    struct loop_timer *timer = loop_timer_create(loop, beat, NULL);
    pulse.last_ms = loop_now_ms();
    pulse.longest_ms = 0;
    loop_timer_start(timer, 1, 1);
    wait_ms(ms);
    beat(NULL);
    loop_timer_destroy(timer);
    return pulse.longest_ms;
}

enum { HANGS_MS = 700, TURN_MOST_MS = 350 /* with sanitizers, beside other tests */ };
static const char *hanging(const char *file) {
    static char paths[4][200];
    static int turn;
    char *at = paths[turn++ % 4];
    snprintf(at, sizeof paths[0], "%s/images/%s", dir, file);
    unlink(at);
    assert_int_equal(mkfifo(at, 0600), 0);
    return at;
}
static void keep(const char *one, const char *content) {
    struct image_cache *cache = image_cache_open(dir, IMAGE_CACHE_MAX);
    assert_non_null(image_cache_put(cache, one, "", content, strlen(content)));
    image_cache_close(cache);
}

/* It is tidied then: what a test wants to find there comes later. */
static void open_the_shelf(void) {
    connected = false;
    show("d.jpg");
    until_told(1);
    connected = true;
}

static void reading_that_hangs_holds_up_the_picture_alone(void **state) {
    (void)state;
    connected = false;
    keep("a.png", "content");
    const char *pipe = hanging("a.png.tag");
    show("a.png");
    assert_true(longest_turn(HANGS_MS) < TURN_MOST_MS);
    assert_int_equal(told, 0);
    close(open(pipe, O_RDWR)); /* it goes on, and nothing comes */
    until_told(1);
    assert_string_equal(path, "");
}

static void writing_that_hangs_holds_up_the_pictures_alone(void **state) {
    static const char *const three[] = {"a.jpg", "b.jpg", "c.jpg"};
    int two = 2;
    (void)state;
    open_the_shelf();
    const char *const pipes[] = {hanging("a.jpg.new"), hanging("b.jpg.new"), hanging("c.jpg.new")};
    PEER_SCRIPT(peer, FOUND("one"));
    image_fetch_show(images, three, 3);
    assert_true(run_until(loop, seen_often, &two, 3000));
    int64_t longest = longest_turn(HANGS_MS);
    int told_meanwhile = told, seen_meanwhile = peer_seen(peer), ends[3];
    for (int i = 0; i < 3; i++)
        ends[i] = open(pipes[i], O_RDONLY | O_NONBLOCK);
    until_told(7);
    for (int i = 0; i < 3; i++)
        close(ends[i]);
    assert_true(longest < TURN_MOST_MS);
    assert_int_equal(told_meanwhile, 4);
    assert_int_equal(seen_meanwhile, IMAGE_FETCH_AT_ONCE); /* what waits for the disk is in memory: no more of it */
    assert_int_equal(peer_seen(peer), 3);
}

/* The catalog changes while the old picture is being written: it is asked for again. */
static void a_catalog_that_comes_while_one_is_stored_counts(void **state) {
    int one = 1, two = 2;
    (void)state;
    open_the_shelf();
    const char *pipe = hanging("a.jpg.new");
    PEER_SCRIPT(peer, FOUND("one"), FOUND("two"));
    show("a.jpg");
    assert_true(run_until(loop, seen_often, &one, 3000));
    wait_ms(200);
    image_fetch_catalog_changed(images);
    wait_ms(200);
    assert_int_equal(peer_seen(peer), 1);
    int end = open(pipe, O_RDONLY | O_NONBLOCK);
    assert_true(run_until(loop, seen_often, &two, 5000));
    close(end);
}

static void the_box_may_end_while_the_disk_hangs(void **state) {
    (void)state;
    keep("a.png", "content");
    const char *pipe = hanging("a.png.tag");
    show("a.png");
    wait_ms(100);
    image_fetch_destroy(images);
    images = NULL;
    close(open(pipe, O_RDWR));
    wait_ms(100);
    assert_int_equal(told, 0);
}

/* The operator may delete them at any time. */
static void a_deleted_picture_is_fetched_again(void **state) {
    char command[200];
    (void)state;
    PEER_SCRIPT(peer, FOUND("one"), FOUND("two"));
    show("a.jpg");
    until_told(2);
    snprintf(command, sizeof command, "rm -r %s/images/*", dir);
    assert_int_equal(system(command), 0);
    show("a.jpg");
    until_told(4);
    assert_string_equal(paths_told[3], "");
    assert_true(file_is(path, JPEG("two")));
    assert_null(strstr(peer->seen[1], "If-None-Match"));
}

/* --- asking the hotline */

static void what_is_shown_is_fetched_once_and_kept(void **state) {
    (void)state;
    PEER_SCRIPT(peer, FOUND("one"));
    wait_ms(100);
    assert_int_equal(peer_seen(peer), 0); /* nobody looks */
    show("a.jpg");
    until_told(2);
    assert_string_equal(paths_told[1], ""); /* not yet */
    assert_string_equal(name, "a.jpg");
    assert_true(file_is(path, JPEG("one")));
    assert_non_null(strstr(peer->seen[0], "GET /v1/images/a.jpg "));
    assert_null(strstr(peer->seen[0], "If-None-Match"));
    show("a.jpg");
    until_told(3);
    assert_true(file_is(path, JPEG("one")));
    image_fetch_destroy(images);
    connected = false; /* another life, offline */
    create();
    show("a.jpg");
    until_told(4);
    assert_true(file_is(path, JPEG("one")));
    wait_ms(100);
    assert_int_equal(peer_seen(peer), 1);
}

static void after_a_new_catalog_it_is_asked_for_again_by_its_etag(void **state) {
    int two = 2, three = 3;
    (void)state;
    PEER_SCRIPT(peer, FOUND("one"), {PEER_ANSWER, 304, NULL, "", 0, 0}, FOUND("two"));
    show("a.jpg");
    until_told(2);
    image_fetch_catalog_changed(images);
    wait_ms(500);
    assert_int_equal(peer_seen(peer), 1); /* the fleet does not come as one */
    assert_true(run_until(loop, seen_often, &two, 9000));
    assert_non_null(strstr(peer->seen[1], "If-None-Match: \"one\""));
    wait_ms(100);
    assert_int_equal(told, 2);
    image_fetch_catalog_changed(images);
    assert_true(run_until(loop, seen_often, &three, 9000));
    until_told(3);
    assert_true(file_is(path, JPEG("two")));
}

/* What is on its way while the catalog changes may be the old one. */
static void one_that_was_on_its_way_is_asked_for_again(void **state) {
    int one = 1, two = 2;
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, "ETag: \"one\"\r\n", JPEG("one"), 300, 0}, FOUND("two"));
    show("a.jpg");
    assert_true(run_until(loop, seen_often, &one, 3000));
    image_fetch_catalog_changed(images);
    until_told(2);
    assert_true(file_is(path, JPEG("one")));
    assert_true(run_until(loop, seen_often, &two, 5000));
    until_told(3);
    assert_true(file_is(path, JPEG("two")));
}

static void what_is_no_picture_or_not_there_rests(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 404, NULL, "{}", 0, 0}, {PEER_ANSWER, 200, NULL, "<html>login</html>", 0, 0});
    show("a.jpg");
    wait_ms(400);
    show("b.jpg");
    wait_ms(400);
    show("a.jpg");
    show("b.jpg");
    wait_ms(400);
    assert_int_equal(peer_seen(peer), 2);
    assert_string_equal(path, "");
    assert_int_equal(refusals, 1); /* what is not there is none */
    assert_string_equal(refused, "b.jpg: it is neither PNG nor JPEG");
}

static bool was_refused(void *data) {
    (void)data;
    return refusals > 0;
}

/* The operator hears of it, until that picture is good, or a new catalog names others. */
static void a_refused_picture_is_told_until_it_is_good(void **state) {
    int two = 2, three = 3;
    (void)state;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, "HTTP/1.1 200 x\r\nContent-Length: 600000\r\n\r\n", 0, 0}, FOUND("other"),
                {PEER_ANSWER, 200, NULL, "<html>", 0, 0}, FOUND("one"));
    show("a.jpg");
    assert_true(run_until(loop, was_refused, NULL, 5000));
    assert_non_null(strstr(refused, "a.jpg: "));
    show("b.jpg");
    assert_true(run_until(loop, seen_often, &two, 3000));
    wait_ms(200);
    assert_int_equal(refusals, 1); /* another one says nothing of it */
    show("a.jpg");
    image_fetch_catalog_changed(images);
    assert_int_equal(refusals, 2);
    assert_string_equal(refused, "");
    assert_true(run_until(loop, seen_often, &three, 3000));
    wait_ms(200);
    assert_string_equal(refused, "a.jpg: it is neither PNG nor JPEG");
    image_fetch_catalog_changed(images);
    assert_string_equal(refused, "");
    until_told(5);
    assert_string_equal(name, "a.jpg");
    assert_int_equal(refusals, 4);
}

static void a_hotline_that_is_busy_is_asked_again(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 503, "Retry-After: 1\r\n", "{}", 0, 0}, {PEER_CUT, 0, NULL, NULL, 0, 0},
                FOUND("one"));
    show("a.jpg");
    until_told(2);
    assert_true(file_is(path, JPEG("one")));
    assert_int_equal(peer_seen(peer), 3);
}

static void too_many_at_once_is_a_passing_trouble_and_the_next_endpoint_may_be_well(void **state) {
    (void)state;
    image_fetch_destroy(images);
    endpoints[0] = "https://127.0.0.1:1";
    endpoints[1] = peer->endpoint;
    create();
    PEER_SCRIPT(peer, {PEER_ANSWER, 429, NULL, "{}", 0, 0}, FOUND("one"));
    show("a.jpg");
    until_told(2);
    assert_true(file_is(path, JPEG("one")));
    endpoints[1] = NULL;
}

/* However many were shown in this life, the next one has its place. */
static void the_hundreds_of_a_catalog_are_not_too_many(void **state) {
    (void)state;
    connected = false;
    for (int i = 0; i < 400; i++) {
        char one[20];
        snprintf(one, sizeof one, "%d.jpg", i);
        show(one);
        until_told(i + 1);
    }
    connected = true;
    PEER_SCRIPT(peer, FOUND("one"));
    show("400.jpg");
    until_told(402);
    assert_string_equal(name, "400.jpg");
    assert_int_equal(peer_seen(peer), 1);
}

static void strange_names_are_never_asked_for(void **state) {
    static const char *const names[] = {"../../etc/passwd.png", "a b.png", "http://elsewhere/a.png", ""};
    (void)state;
    PEER_SCRIPT(peer, FOUND("one"));
    image_fetch_show(images, names, 4);
    assert_int_equal(told, 4);
    assert_string_equal(path, "");
    wait_ms(200);
    assert_int_equal(peer_seen(peer), 0);
}

static void a_few_at_a_time_and_none_for_a_screen_that_is_gone(void **state) {
    static const char *const names[] = {"a.jpg", "b.jpg", "c.jpg", "d.jpg"};
    int two = 2;
    (void)state;
    PEER_SCRIPT(peer, {PEER_STALL, 0, NULL, NULL, 0, 0});
    image_fetch_show(images, names, 4);
    assert_true(run_until(loop, seen_often, &two, 9000));
    wait_ms(300);
    assert_int_equal(peer_seen(peer), IMAGE_FETCH_AT_ONCE);
    image_fetch_show(images, NULL, 0);
    wait_ms(300);
    assert_int_equal(peer_seen(peer), IMAGE_FETCH_AT_ONCE);
    PEER_SCRIPT(peer, FOUND("one"));
    image_fetch_show(images, names + 2, 1);
    told = 0;
    until_told(1);
    assert_string_equal(name, "c.jpg");
}

static void without_a_line_it_waits_for_one(void **state) {
    (void)state;
    connected = false;
    PEER_SCRIPT(peer, FOUND("one"));
    show("a.jpg");
    wait_ms(200);
    assert_int_equal(peer_seen(peer), 0);
    connected = true;
    image_fetch_wake(images);
    until_told(2);
    assert_true(file_is(path, JPEG("one")));
}

#define TEST(of) cmocka_unit_test_setup_teardown(of, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_name_is_a_files_name_and_never_a_path),
        TEST(only_what_a_box_can_decode_comes_in),
        TEST(what_was_stored_is_found_in_another_life),
        TEST(what_does_not_agree_is_thrown_away),
        TEST(what_lies_about_is_no_picture),
        TEST(a_clock_that_was_put_back_does_not_make_the_shown_old),
        TEST(what_was_shown_longest_ago_goes_first),
        TEST(a_disk_that_takes_nothing_costs_only_the_pictures),
        TEST(reading_that_hangs_holds_up_the_picture_alone),
        TEST(writing_that_hangs_holds_up_the_pictures_alone),
        TEST(a_catalog_that_comes_while_one_is_stored_counts),
        TEST(the_box_may_end_while_the_disk_hangs),
        TEST(a_deleted_picture_is_fetched_again),
        TEST(what_is_shown_is_fetched_once_and_kept),
        TEST(after_a_new_catalog_it_is_asked_for_again_by_its_etag),
        TEST(what_is_no_picture_or_not_there_rests),
        TEST(one_that_was_on_its_way_is_asked_for_again),
        TEST(a_full_disk_leaves_the_last_good_one),
        TEST(a_file_from_any_year_is_taken),
        TEST(a_refused_picture_is_told_until_it_is_good),
        TEST(a_hotline_that_is_busy_is_asked_again),
        TEST(too_many_at_once_is_a_passing_trouble_and_the_next_endpoint_may_be_well),
        TEST(the_hundreds_of_a_catalog_are_not_too_many),
        TEST(strange_names_are_never_asked_for),
        TEST(a_few_at_a_time_and_none_for_a_screen_that_is_gone),
        TEST(without_a_line_it_waits_for_one),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
