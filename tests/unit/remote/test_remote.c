/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Remotes that come, press keys, and go. umockdev gives libinput a machine of its own: a /sys, a /dev and a udev that
 * announces what we plug in, with an evdev device behind it that answers the kernel's questions from the table below
 * and speaks what we write into it. All of libinput and libudev is the real thing; only the kernel is not.
 *
 * umockdev works by being loaded before everything else, so the test starts itself a second time that way (as
 * umockdev-wrapper does), and tells the address sanitizer that it does not come first, which it minds.
 */
#include "remote/remote.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include <fcntl.h>
#include <linux/input.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <umockdev.h>
#include <unistd.h>
/* cmocka wants setjmp, stdarg, stddef and stdint before it */
#include <cmocka.h>

enum { SOS = 0x27f, VOICE = 0x246 /* newer than some headers */, MOUSE = 7 };

static struct {
    UMockdevTestbed *testbed;
    UMockdevIoctlBase *kernel;
    struct loop *loop;
    struct loop_timer *stop;
    struct remote *remote;
    int64_t pressed_us, seen_us;
    char saw[2048]; /* since the last look: "devices:1 +639 -639" */
} stage;

/* --- the kernel's answers for an infrared receiver */
static void answer(UMockdevIoctlClient *client, const void *bytes, size_t length) {
    size_t room = _IOC_SIZE(umockdev_ioctl_client_get_request(client));
    UMockdevIoctlData *into = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, room, NULL);
    unsigned char whole[1024] = {0};
    memcpy(whole, bytes, length < room ? length : room);
    umockdev_ioctl_data_update(into, 0, whole, (gint)room);
    umockdev_ioctl_client_complete(client, (glong)(length < room ? length : room), 0);
    umockdev_ioctl_data_unref(into);
}

static void set_bit(unsigned char *bits, unsigned bit) {
    bits[bit / 8] |= (unsigned char)(1 << bit % 8);
}

/* What the device can send: EVIOCGBIT(TYPE). */
static void answer_bits(UMockdevIoctlClient *client, unsigned type) {
    unsigned char bits[KEY_CNT / 8] = {0};
    bool mouse = strstr(umockdev_ioctl_client_get_devnode(client), "event7") != NULL;
    if (type == 0) {
        set_bit(bits, EV_SYN);
        set_bit(bits, EV_KEY);
        if (mouse)
            set_bit(bits, EV_REL);
    } else if (mouse) {
        set_bit(bits, type == EV_KEY ? BTN_LEFT : REL_X);
        set_bit(bits, type == EV_KEY ? BTN_RIGHT : REL_Y);
    } else if (type == EV_KEY) {
        for (unsigned code = KEY_ESC; code <= KEY_MICMUTE; code++)
            set_bit(bits, code);
        set_bit(bits, KEY_OK);
        set_bit(bits, SOS);
        set_bit(bits, VOICE);
    }
    answer(client, bits, sizeof bits);
}

static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer data) {
    (void)base;
    (void)data;
    static const char name[] = "One-key remote";
    static const struct input_id id = {.bustype = BUS_USB, .vendor = 0x1234, .product = 0x5678, .version = 1};
    static const int version = EV_VERSION;
    static const char nothing[64];
    unsigned long request = umockdev_ioctl_client_get_request(client);
    unsigned number = _IOC_NR(request);
    if (_IOC_TYPE(request) != 'E')
        return FALSE;
    if (request == (unsigned long)EVIOCSCLOCKID)
        umockdev_ioctl_client_complete(client, 0, 0);
    else if (number == _IOC_NR(EVIOCGVERSION))
        answer(client, &version, sizeof version);
    else if (number == _IOC_NR(EVIOCGID))
        answer(client, &id, sizeof id);
    else if (number == _IOC_NR(EVIOCGNAME(0)))
        answer(client, name, sizeof name);
    else if (number == _IOC_NR(EVIOCGPHYS(0)) || number == _IOC_NR(EVIOCGUNIQ(0)))
        umockdev_ioctl_client_complete(client, -1, ENOENT);
    else if (number >= _IOC_NR(EVIOCGBIT(0, 0)) && number <= _IOC_NR(EVIOCGBIT(EV_MAX, 0)))
        answer_bits(client, number - _IOC_NR(EVIOCGBIT(0, 0)));
    else
        answer(client, nothing, sizeof nothing); /* no properties, nothing is held */
    return TRUE;
}

/* umockdev has no /run/udev, where libudev looks whether the daemon is done with a device. */
static bool announced;
struct udev_device;
int udev_device_get_is_initialized(struct udev_device *device);
int udev_device_get_is_initialized(struct udev_device *device) {
    return device && announced;
}

/* Nor does it hide that its device is a pseudo-terminal from fstat(), by which libinput makes sure that it opened what
 * it meant to. */
static dev_t terminals[8];
int fstat64(int fd, struct stat64 *about);
int fstat64(int fd, struct stat64 *about) {
    int result = (int)syscall(SYS_fstat, fd, about);
    for (unsigned i = 0; result == 0 && i < 8; i++) {
        if (S_ISCHR(about->st_mode) && terminals[i] && about->st_rdev == terminals[i])
            about->st_rdev = makedev(13, 64 + i);
    }
    return result;
}

/* --- plugging */
static void plug_as(int number, const char *tag) {
    char text[512], node[64];
    snprintf(text, sizeof text,
             "P: /devices/platform/remote%d/input/input%d/event%d\n"
             "N: input/event%d\n"
             "E: DEVNAME=/dev/input/event%d\n"
             "E: SUBSYSTEM=input\n"
             "E: MAJOR=13\n"
             "E: MINOR=%d\n"
             "E: ID_INPUT=1\n"
             "E: %s=1\n"
             "A: dev=13:%d\n",
             number, number, number, number, number, 64 + number, tag, 64 + number);
    snprintf(node, sizeof node, "/dev/input/event%d", number);
    assert_true(umockdev_testbed_add_from_string(stage.testbed, text, NULL));
    assert_true(umockdev_testbed_attach_ioctl(stage.testbed, node, stage.kernel, NULL));
    struct stat about;
    assert_int_equal(stat(ptsname(umockdev_testbed_get_dev_fd(stage.testbed, node)), &about), 0);
    terminals[number] = about.st_rdev;
}

static void announce(int number, const char *what) {
    char device[100];
    snprintf(device, sizeof device, "/sys/devices/platform/remote%d/input/input%d/event%d", number, number, number);
    umockdev_testbed_uevent(stage.testbed, device, what);
    if (strcmp(what, "remove") == 0)
        umockdev_testbed_remove_device(stage.testbed, device);
}

static void plug(int number) {
    plug_as(number, "ID_INPUT_KEYBOARD");
}

static void write_key(int number, unsigned code, int value) {
    char node[64];
    snprintf(node, sizeof node, "/dev/input/event%d", number);
    struct input_event events[2] = {{.type = EV_KEY, .code = (unsigned short)code, .value = value},
                                    {.type = EV_SYN, .code = SYN_REPORT}};
    stage.pressed_us = loop_now_us();
    for (int i = 0; i < 2; i++) {
        events[i].input_event_sec = stage.pressed_us / 1000000;
        events[i].input_event_usec = stage.pressed_us % 1000000;
    }
    int fd = umockdev_testbed_get_dev_fd(stage.testbed, node);
    assert_int_equal(write(fd, events, sizeof events), sizeof events);
}

/* --- watching */
static void see(const char *word, long number) {
    size_t length = strlen(stage.saw);
    snprintf(stage.saw + length, sizeof stage.saw - length, "%s%s%ld", length ? " " : "", word, number);
}

static void on_key(void *data, unsigned code, bool down, int64_t at_us) {
    (void)data;
    stage.seen_us = at_us;
    see(down ? "+" : "-", code);
    loop_stop(stage.loop);
}

static void on_devices(void *data, int count) {
    (void)data;
    see("devices:", count);
    loop_stop(stage.loop);
}

static void on_stop(void *data) {
    loop_stop(data);
}

/* Runs the loop until all of WHAT was seen, for at most 5 s; then a little more, for what should not come. */
static void expect(const char *what) {
    int64_t until = loop_now_ms() + 5000;
    while (strlen(stage.saw) < strlen(what) && loop_now_ms() < until) {
        loop_timer_start(stage.stop, until - loop_now_ms(), 0);
        loop_run(stage.loop);
    }
    loop_timer_start(stage.stop, 20, 0);
    loop_run(stage.loop);
    assert_string_equal(stage.saw, what);
    *stage.saw = '\0';
}

static void start(const char *devices) {
    stage.remote = remote_create(stage.loop, devices, false, on_key, on_devices, NULL);
    assert_non_null(stage.remote);
    assert_string_equal(stage.saw, ""); /* nobody is called before the loop turns */
}

/* Everything is unplugged. umockdev does not hang up on who has a device open: only the timer notices. */
static void new_machine(void) {
    if (stage.testbed)
        g_object_unref(stage.testbed);
    memset(terminals, 0, sizeof terminals);
    stage.testbed = umockdev_testbed_new();
}

static int open_stage(void **state) {
    (void)state;
    memset(&stage, 0, sizeof stage);
    announced = true;
    new_machine();
    stage.kernel = umockdev_ioctl_base_new();
    g_signal_connect(stage.kernel, "handle-ioctl", G_CALLBACK(on_ioctl), NULL);
    stage.loop = loop_create();
    stage.stop = loop_timer_create(stage.loop, on_stop, stage.loop);
    return stage.loop && stage.stop ? 0 : -1;
}

static int close_stage(void **state) {
    (void)state;
    remote_destroy(stage.remote);
    loop_timer_destroy(stage.stop);
    loop_destroy(stage.loop);
    g_object_unref(stage.testbed);
    g_object_unref(stage.kernel);
    return 0;
}

/* --- the stories, for "udev" */
static void a_remote_that_is_there_is_heard(void **state) {
    (void)state;
    plug(3);
    start("udev");
    expect("devices:1");
    write_key(3, SOS, 1);
    expect("+639");
    assert_int_equal(stage.seen_us, stage.pressed_us);
    write_key(3, SOS, 0);
    write_key(3, VOICE, 1);
    write_key(3, KEY_1, 1);
    write_key(3, VOICE, 0);
    expect("-639 +582 +2 -582");
}

/* The kernel's own repeats are no presses: the filter makes the ones we want. */
static void a_held_key_is_one_press(void **state) {
    (void)state;
    plug(3);
    start("udev");
    expect("devices:1");
    write_key(3, KEY_DOWN, 1);
    for (int i = 0; i < 5; i++)
        write_key(3, KEY_DOWN, 2);
    write_key(3, KEY_DOWN, 0);
    expect("+108 -108");
}

static void no_remote_at_first_is_fine(void **state) {
    (void)state;
    start("udev");
    expect("devices:0");
    plug(3);
    announce(3, "add");
    expect("devices:1");
    write_key(3, KEY_OK, 1);
    expect("+352");
}

/* The receiver is pulled while the senior holds down VOICE: the key comes up, then it is gone; another one works. */
static void a_remote_that_goes_lets_go_of_its_keys(void **state) {
    (void)state;
    plug(3);
    start("udev");
    expect("devices:1");
    write_key(3, VOICE, 1);
    expect("+582");
    announce(3, "remove");
    expect("-582 devices:0");
    plug(4);
    announce(4, "add");
    expect("devices:1");
    write_key(4, SOS, 1);
    expect("+639");
}

static void two_remotes_are_both_heard(void **state) {
    (void)state;
    plug(3);
    plug(4);
    start("udev");
    expect("devices:2");
    write_key(3, KEY_OK, 1);
    expect("+352");
    write_key(4, SOS, 1);
    expect("+639");
    announce(4, "remove");
    expect("-639 devices:1");
    write_key(3, KEY_OK, 0);
    expect("-352");
}

static void a_mouse_is_no_remote(void **state) {
    (void)state;
    plug_as(MOUSE, "ID_INPUT_MOUSE");
    start("udev");
    expect("devices:0");
    plug(3);
    announce(3, "add");
    expect("devices:1");
    announce(MOUSE, "remove");
    expect("");
}

/* --- and for listed paths */
static void only_the_listed_devices_are_read(void **state) {
    (void)state;
    plug(3);
    plug(4);
    start("/dev/input/event4,/dev/input/event5");
    expect("devices:1");
    write_key(3, KEY_OK, 1);
    write_key(4, SOS, 1);
    expect("+639");
}

static void a_listed_remote_comes_back(void **state) {
    (void)state;
    plug(3);
    start("/dev/input/event3");
    expect("devices:1");
    write_key(3, KEY_DOWN, 1);
    expect("+108");
    new_machine(); /* nothing is plugged in */
    expect("-108 devices:0");
    plug(3);
    expect("devices:1");
    write_key(3, SOS, 1);
    expect("+639");
}

/* Out and in again so quickly that the path was there at each look: it is another device all the same. */
static void a_listed_remote_that_was_exchanged_is_opened_anew(void **state) {
    (void)state;
    plug(3);
    start("/dev/input/event3");
    expect("devices:1");
    write_key(3, KEY_DOWN, 1);
    expect("+108");
    int in_the_way = posix_openpt(O_RDWR | O_NOCTTY); /* so that the new one is not at the old one's terminal */
    assert_true(in_the_way >= 0);
    plug(4);
    new_machine();
    plug(5);
    plug(3);
    expect("-108 devices:0 devices:1");
    write_key(3, SOS, 1);
    expect("+639");
    close(in_the_way);
}

/* Without udevd libinput would wait two seconds for each device, and an SOS with it. */
static void without_udevd_the_box_does_not_wait(void **state) {
    (void)state;
    announced = false;
    plug(3);
    int64_t before = loop_now_ms();
    start("/dev/input/event3");
    expect("devices:0");
    assert_true(loop_now_ms() - before < 1000);
    announced = true;
    expect("devices:1");
}

/* A box without udevd: the device is read as the kernel has it, and lets go of its keys when it goes. */
static void one_that_nobody_announces_is_read_all_the_same(void **state) {
    (void)state;
    announced = false;
    plug(3);
    start("/dev/input/event3");
    expect("devices:0 devices:1");
    write_key(3, SOS, 1);
    expect("+639");
    assert_int_equal(stage.seen_us, stage.pressed_us);
    write_key(3, SOS, 2); /* the kernel's own repeat */
    write_key(3, KEY_OK, 1);
    write_key(3, SOS, 0);
    expect("+352 -639");
    new_machine();
    expect("-352 devices:0");
    plug(3);
    expect("devices:1");
    write_key(3, KEY_OK, 1);
    expect("+352");
}

/* udevd was only slow: libinput has it from then on, and no key comes twice. */
static void one_that_is_announced_late_changes_hands(void **state) {
    (void)state;
    announced = false;
    plug(3);
    start("/dev/input/event3");
    expect("devices:0 devices:1");
    write_key(3, KEY_DOWN, 1);
    expect("+108");
    announced = true;
    expect("-108 devices:0 devices:1");
    write_key(3, KEY_OK, 1);
    expect("+352");
}

static void one_without_keys_is_no_remote(void **state) {
    (void)state;
    announced = false;
    plug_as(MOUSE, "ID_INPUT_MOUSE");
    start("/dev/input/event7");
    expect("devices:0");
    loop_timer_start(stage.stop, 2500, 0);
    loop_run(stage.loop);
    expect("");
}

static void an_empty_list_is_no_remote(void **state) {
    (void)state;
    static const char *const lists[] = {"", ",", " , "};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        assert_null(remote_create(stage.loop, lists[i], false, on_key, on_devices, NULL));
    remote_destroy(NULL);
}

static void start_again_under_umockdev(char **argv) {
    const char *options = getenv("ASAN_OPTIONS");
    char all[512];
    snprintf(all, sizeof all, "%s%sverify_asan_link_order=0", options ? options : "", options ? ":" : "");
    setenv("ASAN_OPTIONS", all, 1);
    setenv("LD_PRELOAD", "libumockdev-preload.so.0", 1);
    execv("/proc/self/exe", argv);
    perror("/proc/self/exe");
    exit(1);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)
int main(int argc, char **argv) {
    (void)argc;
    const char *preload = getenv("LD_PRELOAD");
    if (!preload || !strstr(preload, "umockdev"))
        start_again_under_umockdev(argv);
    log_set_level(LOG_LEVEL_ERROR);
    const struct CMUnitTest tests[] = {
        STORY(a_remote_that_is_there_is_heard),
        STORY(a_held_key_is_one_press),
        STORY(no_remote_at_first_is_fine),
        STORY(a_remote_that_goes_lets_go_of_its_keys),
        STORY(two_remotes_are_both_heard),
        STORY(a_mouse_is_no_remote),
        STORY(only_the_listed_devices_are_read),
        STORY(a_listed_remote_comes_back),
        STORY(a_listed_remote_that_was_exchanged_is_opened_anew),
        STORY(without_udevd_the_box_does_not_wait),
        STORY(one_that_nobody_announces_is_read_all_the_same),
        STORY(one_that_is_announced_late_changes_hands),
        STORY(one_without_keys_is_no_remote),
        STORY(an_empty_list_is_no_remote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
