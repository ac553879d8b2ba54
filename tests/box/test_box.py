# SPDX-License-Identifier: Apache-2.0
"""Journeys on a box: a real kernel, framebuffer, remote, cable, disk and supervisor (emulated hardware, machine.py).

A boot takes some 13 s, so a test shares one among what belongs together. Everything is seen three ways: the scene line,
what the hotline stored, and the framebuffer itself.
"""
import os
import pathlib
import statistics
import subprocess
import tempfile
import time
import unittest

import machine
from harness import Hotline, texts
from machine import Machine

CONSOLE_TEXT = "for i in 1 2 3; do echo MADE-BY-THE-CONSOLE; echo '<0>MADE-BY-THE-KERNEL' >/dev/kmsg; done >/dev/tty1"


def figure(what, value):
    print(f"figure: {what}: {value}", flush=True)


def median_ms(seconds):
    return f"median {statistics.median(seconds) * 1000:.0f} ms of {len(seconds)}"


def rgb(text):
    return tuple(int(text[i:i + 2], 16) for i in (1, 3, 5))


class BoxJourney(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stb-box-"))
        self.hotline = Hotline(self.folder)
        self.box = None

    def boot(self, **options):
        self.box = Machine(self.folder, self.hotline.port, self.hotline.tls, **options)
        return self.box

    def tearDown(self):
        try:
            if self.box and self.box.process:
                crashed = self.box.run("dmesg | grep -E 'segfault|general protection|traps:|Out of memory'")
                self.assertEqual(crashed, "", "a program crashed")
        finally:
            if self.box:
                self.box.stop()
            self.hotline.stop()
        if os.environ.get("STB_KEEP") is None:
            subprocess.run(["rm", "-rf", str(self.folder)], check=True)

    def to_home(self):
        self.box.until(link="connected")
        if self.box.scene["screen"] != "home":
            self.box.press("home")
        return self.box.until(screen="home")

    def to_live_television(self):
        self.box.press("f4")
        self.box.until(screen="tv")
        self.box.wait_for("tail -n 1 /run/live-tv.log", "back: picture")
        return self.box.pixels()

    def assert_shown(self, scene):
        """Every word of the scene is in the framebuffer: its letters' colour and its ground's, where it should be."""
        width, height, pixels = self.box.pixels()
        self.assertEqual([width, height], scene["size"])
        for item in scene["items"]:
            if not item.get("text"):
                continue
            left, top, wide, high = item["box"]
            lines = [pixels[(y * width + left) * 3:(y * width + left + wide) * 3] for y in range(top, top + high, 2)]
            seen = {line[i:i + 3] for line in lines for i in range(0, len(line), 3)}
            wanted = rgb(item["fg"])
            self.assertTrue(any(max(abs(a - b) for a, b in zip(colour, wanted)) <= 24 for colour in seen),
                            f"no pixel of {item['fg']} in {item['id']} {item['box']}")

    def close(self, sos):
        """Someone answers, and helps; the senior goes on."""
        if self.hotline.requests(id=sos["id"])[0]["status"] == "received":
            self.hotline.set_status(sos["id"], "answered")
        self.hotline.set_status(sos["id"], "closed")
        self.box.until(sos__state="closed", sos__id=sos["id"])
        self.box.press("ret")
        return self.box.until(screen="home")

    def order_taxi(self):
        self.to_home()
        self.box.press("2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] == "step":
            step = self.box.scene["step"]
            self.box.press("ret")
            until = time.monotonic() + 10
            while self.box.scene["screen"] == "step" and self.box.scene["step"] == step:
                self.assertLess(time.monotonic(), until, "OK did not lead on")
                time.sleep(0.02)
        self.box.until(screen="confirm", focus="confirm", deaf_ms=0)
        self.box.press("ret")
        return self.box.until(screen="result")


class ThePicture(BoxJourney):
    """Home and live television, taking turns on one framebuffer; and what a box costs."""

    def first_heartbeat(self):
        until = time.monotonic() + machine.PATIENCE_S
        while not self.hotline.desk("GET", "boxes")["boxes"]:
            self.assertLess(time.monotonic(), until, "no heartbeat")
            time.sleep(0.02)
        return time.monotonic()

    def test_home_and_live_television_take_turns(self):
        box = self.boot()
        heartbeat = self.first_heartbeat()
        first = box.until(screen="home")
        scene = box.until(screen="home", link="connected")
        box.run("true")
        figure("kernel start to first frame", f"{box.scenes[0]['at_host'] - box.kernel_started:.1f} s")
        figure("kernel start to first heartbeat", f"{heartbeat - box.kernel_started:.1f} s")
        self.assertEqual(first["size"], [1280, 720])
        self.assert_shown(scene)
        box.picture("home-1280x720-32")
        self.console_stays_away("home")
        before = self.to_live_television()
        box.picture("live-television")
        self.one_key(before)
        self.sos_key()
        for program in ("stb-app", "stb-ui"):
            figure(f"memory of {program} (PSS)", box.memory(program))
        for part in ("vmlinuz", "initrd"):
            figure(f"size of the image, {part}", f"{(machine.IMAGE / part).stat().st_size / 2**20:.1f} MiB")

    def console_stays_away(self, where):
        """What the kernel and a console print is not seen: but for the clock, not a pixel changes."""
        left, top, wide, high = next((item["box"] for item in self.box.scene["items"] if item["id"] == "clock"))

        def without_clock():
            width, _, pixels = self.box.pixels()
            rest = bytearray(pixels)
            for y in range(top - 8, top + high + 8):
                rest[(y * width + left - 8) * 3:(y * width + left + wide + 8) * 3] = bytes((wide + 16) * 3)
            return rest

        before = without_clock()
        self.box.run(CONSOLE_TEXT)
        time.sleep(1)
        self.assertTrue(before == without_clock(), f"the console shines through {where}")
        self.assertIn("MADE-BY-THE-KERNEL", self.box.log_text())

    def one_key(self, before):
        """From live television to home and back, five times; live television is left as it was, every time."""
        took = []
        for _ in range(5):
            pressed = time.monotonic()
            self.box.press("home", gap_ms=0)
            took.append(self.box.until(screen="home")["at_host"] - pressed)
            after = self.to_live_television()
            self.assertTrue(before == after, "live television is not as it was")
        log = self.box.run("cat /run/live-tv.log")
        self.assertNotIn("mode changed", log)
        self.assertNotIn("somebody drew", log)
        self.assertEqual(log.count("mode untouched"), 6, log)
        figure("one-key on live television to home", median_ms(took))
        scene = self.box.scene
        self.box.run(CONSOLE_TEXT)
        self.assertTrue(before == self.box.pixels(), "the console shines through live television")
        self.assertEqual(scene["screen"], "tv")

    def sos_key(self):
        took, shown = [], []
        for count in range(1, 4):
            self.to_home()
            pressed = time.monotonic()
            self.box.press("f1", gap_ms=0)
            shown.append(self.box.until(screen="sos")["at_host"] - pressed)
            record = self.hotline.wait_for(count, kind="sos")[-1]
            took.append(record["stored_us"] / 1e6 - pressed)
            self.close(record)
        figure("SOS key to the hotline's record", median_ms(took))
        figure("SOS key to the SOS screen", median_ms(shown))

    def test_1920x1080(self):
        box = self.boot(size=(1920, 1080))
        scene = box.until(screen="home", link="connected")
        self.assertEqual(scene["size"], [1920, 1080])
        self.assert_shown(scene)
        box.picture("home-1920x1080-32")
        figure("memory of stb-ui (PSS) at 1920x1080", box.memory("stb-ui"))
        before = self.to_live_television()
        self.to_home()
        self.assertTrue(before == self.to_live_television(), "live television is not as it was")

    def sixteen_bits(self, size):
        box = self.boot(size=size, bits=16)
        scene = box.until(screen="home", link="connected")
        self.assertIn("16 bits", box.run("cat /run/live-tv.log"))
        self.assertEqual(scene["size"], list(size))
        self.assert_shown(scene)
        box.picture(f"home-{size[0]}x{size[1]}-16")
        before = self.to_live_television()
        self.to_home()
        self.assertTrue(before == self.to_live_television(), "live television is not as it was")
        self.assertNotIn("mode changed", box.run("cat /run/live-tv.log"))

    def test_sixteen_bits_a_pixel(self):
        self.sixteen_bits((1280, 720))

    def test_sixteen_bits_a_pixel_at_1920x1080(self):
        self.sixteen_bits((1920, 1080))

    def test_without_a_framebuffer_the_alarm_goes_out(self):
        box = self.boot(screen=False, start="tv")
        box.until(screen="tv", link="connected")
        self.assertEqual(box.run("ls /dev/fb0 2>/dev/null"), "")
        box.press("f1")
        [sos] = self.hotline.wait_for(kind="sos")
        self.hotline.set_status(sos["id"], "answered")
        self.wait_for_log("is answered")
        self.wait_for_log("no picture: no framebuffer")
        self.assertEqual(len(self.hotline.requests()), 1)

    def wait_for_log(self, text):
        until = time.monotonic() + machine.PATIENCE_S
        while text not in self.box.log_text():
            self.assertLess(time.monotonic(), until, self.box.log_text()[-2000:])
            time.sleep(0.05)


class TheRemote(BoxJourney):
    def sos_from_live_television(self, count, press):
        self.to_live_television()
        press()
        sos = self.hotline.wait_for(count, kind="sos")[-1]
        self.box.until(screen="sos", sos__state="received")
        return sos

    def test_remotes_come_and_go_and_every_sos_arrives(self):
        box = self.boot()
        self.to_home()
        self.answered_from_live_television()
        self.unplugged_and_back()
        self.infrared_light_on_a_receiver()
        self.a_bluetooth_remote_that_sleeps()
        self.a_remote_with_a_cover()

    def answered_from_live_television(self):
        """The infrared remote's red key, held as a frightened hand holds it, through a receiver that loses frames."""
        box = self.box
        box.bring_remote("infrared")
        self.wait_for_device("STB infrared receiver came")
        sos = self.sos_from_live_television(1, lambda: box.remote("infrared", "hold KEY_SOS 1500"))
        self.assertEqual((sos["presses"], sos["trigger"]), (1, "remote"))
        self.hotline.set_status(sos["id"], "answered", headline="值班员已接听")
        scene = box.until(screen="sos", sos__state="answered")
        self.assert_shown(scene)
        box.picture("sos-answered")
        self.close(sos)
        box.remote("infrared", "hold KEY_RIGHT 1000")
        time.sleep(0.5)
        self.assertEqual(box.scene["screen"], "home")
        box.remote("infrared", "press KEY_NUMERIC_2")
        box.until(screen="step", service="taxi")
        box.remote("infrared", "press KEY_BACK")
        box.until(screen="home")

    def unplugged_and_back(self):
        box = self.box
        box.remote("infrared", "vanish")
        self.wait_for_device("STB infrared receiver went, 1 there now")
        box.unplug_remote()
        self.wait_for_device("QEMU Virtio Keyboard went, 0 there now")
        box.plug_remote()
        self.wait_for_device("QEMU Virtio Keyboard came", 2)
        box.press("2")
        box.until(screen="step", service="taxi")
        box.press("esc")
        box.until(screen="home")
        sos = self.sos_from_live_television(2, lambda: box.press("f1"))
        self.close(sos)

    def infrared_light_on_a_receiver(self):
        """The kernel's own way: NEC frames, rc-core's decoder, our key table put in by udev when the receiver comes."""
        box = self.box
        box.run("modprobe -a rc-loopback ir-nec-decoder")
        self.wait_for_device("rc-core loopback device came")
        box.run("/usr/lib/box/infrared 0x4d22")
        box.until(screen="step", service="taxi")
        time.sleep(0.5)
        box.run("/usr/lib/box/infrared 0x4d15")
        box.until(screen="home")
        sos = self.sos_from_live_television(3, lambda: box.run("/usr/lib/box/infrared 0x4d01 14"))
        self.assertEqual(sos["presses"], 1)
        self.close(sos)
        box.run("modprobe -r rc-loopback")
        self.wait_for_device("rc-core loopback device went")

    def a_bluetooth_remote_that_sleeps(self):
        """A HID device as BlueZ makes it; its red button and its "assistant" button are keys by our hwdb's word."""
        box = self.box
        box.run("modprobe -a uhid hid-generic")
        box.bring_remote("bluetooth", "hid-remote")
        self.wait_for_device("Voice Remote BLE came")
        box.remote("bluetooth", "vanish")
        self.wait_for_device("Voice Remote BLE went")
        self.to_live_television()
        box.remote("bluetooth", "appear")
        self.wait_for_device("Voice Remote BLE came", 2)
        sos = self.sos_from_live_television(4, lambda: box.remote("bluetooth", "press c0069"))
        self.close(sos)
        self.to_live_television()
        box.remote("bluetooth", "press c0223")
        box.until(screen="home")
        box.remote("bluetooth", "press c0041")
        box.until(screen="step")
        box.remote("bluetooth", "press c0224")
        box.until(screen="home")

    def a_remote_with_a_cover(self):
        box = self.box
        box.bring_remote("cover")
        self.wait_for_device("Senior Remote with cover came")
        before, focus = len(box.scenes), box.scene["focus"]
        box.remote("cover", "slide 1", "wait 300", "slide 0", "slide 1")
        time.sleep(1)
        for scene in box.scenes[before:]:  # the clock may turn
            self.assertEqual((scene["screen"], scene["focus"]), ("home", focus), "the cover means nothing")
        box.remote("cover", "press KEY_2")
        box.until(screen="step", service="taxi")
        box.remote("cover", "press KEY_ESC")
        box.until(screen="home")
        sos = self.sos_from_live_television(5, lambda: box.remote("cover", "press KEY_SOS"))
        self.close(sos)
        self.assertEqual(len(self.hotline.requests()), 5)

    def wait_for_device(self, text, times=1):
        until = time.monotonic() + machine.PATIENCE_S
        while self.box.log_text().count(text) < times:
            self.assertLess(time.monotonic(), until, f"no {text!r}: {self.box.log_text()[-2000:]}")
            time.sleep(0.05)


class ThePrograms(BoxJourney):
    def test_a_taxi_and_programs_that_die(self):
        self.boot()
        self.a_taxi_until_it_is_there()
        self.stb_ui_killed_and_stopped()
        self.stb_app_killed_and_started_again()

    def a_taxi_until_it_is_there(self):
        box = self.box
        self.order_taxi()
        box.until(screen="result", request__status="received")
        [taxi] = self.hotline.wait_for(service="taxi")
        self.hotline.set_status(taxi["id"], "accepted", headline="司机已接单", eta_minutes=6,
                                details=[{"label": "车牌", "value": "沪A·X3642", "role": "plate"}])
        self.assertIn("沪A·X3642", texts(box.until(request__status="accepted")))
        self.hotline.set_status(taxi["id"], "on_the_way", headline="快到了", eta_minutes=2)
        box.until(request__status="on_the_way")
        self.hotline.set_status(taxi["id"], "arrived", headline="车来了")
        scene = box.until(request__status="arrived")
        self.assertIn("车来了", texts(scene))
        self.assert_shown(scene)
        box.picture("taxi-arrived")

    def stb_ui_killed_and_stopped(self):
        box = self.box
        self.to_home()
        for signal, most_s in (("KILL", 10), ("STOP", 20)):
            pid, seen = box.pid("stb-ui"), len(box.scenes)
            start = time.monotonic()
            box.run(f"kill -{signal} {pid}")
            while box.pid("stb-ui") in ("", pid) or len(box.scenes) == seen:
                self.assertLess(time.monotonic() - start, most_s, box.log_text()[-2000:])
                time.sleep(0.02)
            self.assert_shown(box.until(screen="home"))
            figure(f"stb-ui after SIG{signal}: on screen again", f"{box.scene['at_host'] - start:.1f} s")
        box.run(f"kill -STOP {box.pid('stb-ui')}")
        box.press("f1")
        [sos] = self.hotline.wait_for(kind="sos")
        box.until(screen="sos", sos__state="received")
        self.close(sos)

    def stb_app_killed_and_started_again(self):
        box = self.box
        app, seen = box.pid("stb-app"), len(box.scenes)
        start = time.monotonic()
        killed = float(box.run(f"cut -d' ' -f1 /proc/uptime; kill -KILL {app}"))
        while len(box.scenes) == seen:
            self.assertLess(time.monotonic() - start, 10, box.log_text()[-2000:])
            time.sleep(0.02)
        figure("stb-app killed: on screen again", f"{box.scenes[seen]['at_host'] - start:.1f} s")
        self.assertNotEqual(box.pid("stb-app"), app)
        restart = box.started_s("stb-app") - killed
        figure("stb-app killed: the supervisor's restart", f"{restart:.2f} s")
        self.assertLessEqual(restart, 1.0)
        scene = box.until(screen="home", link="connected")
        self.assert_shown(scene)
        self.assertEqual(len(box.run("pidof stb-ui").split()), 1)
        box.press("f1")
        self.hotline.wait_for(2, kind="sos")
        box.until(screen="sos", sos__state="received")


class TheLine(BoxJourney):
    def test_cable_pulled_and_back(self):
        box = self.boot(config={"sos": {"grace_s": 2}})
        self.to_home()
        box.cable(False)
        pressed = time.monotonic()
        box.press("f1", gap_ms=0)
        box.until(screen="sos", timeout=5)
        while "120" not in texts(box.scene) or "62229090" not in texts(box.scene):
            self.assertLess(time.monotonic() - pressed, 14, texts(box.scene))
            time.sleep(0.05)
        figure("SOS without a line: told to dial", f"{box.scene['at_host'] - pressed:.1f} s")
        box.picture("sos-no-line")
        self.assertEqual(self.hotline.requests(), [])
        back = time.monotonic()
        box.cable(True)
        [sos] = self.hotline.wait_for(kind="sos", timeout=30)
        figure("cable back: the waiting SOS at the hotline", f"{sos['stored_us'] / 1e6 - back:.1f} s")
        box.until(screen="sos", sos__state="received")
        self.close(sos)
        box.until(screen="home", link="connected")
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_power_cut_between_saved_and_delivery(self):
        box = self.boot()
        self.to_home()
        box.cable(False)
        scene = self.order_taxi_offline()
        box.press("f1")
        sos = box.until(screen="sos")
        taxi_id, sos_id = scene["request"]["id"], sos["sos"]["id"]
        box.power_cut()
        self.assertEqual(self.hotline.requests(), [])
        box.start()
        self.hotline.wait_for(2, timeout=90)
        box.until(link="connected")
        time.sleep(5)
        self.assertEqual(sorted(row["id"] for row in self.hotline.requests()), sorted([taxi_id, sos_id]))
        box.until(screen="sos", sos__id=sos_id)

    def test_power_cut_before_the_answer(self):
        """The hotline has the order, the box was cut off before it knew: it asks again with the same key, and it is one."""
        box = self.boot()
        self.to_home()
        self.hotline.fault("cut", path="/v1/requests", seconds=600)
        scene = self.order_taxi()
        self.hotline.wait_for(service="taxi")
        self.assertIn(scene["request"]["status"], ("saved", "sending", "waiting"))
        box.power_cut()
        self.hotline.no_faults()
        box.start()
        box.until(link="connected")
        box.press("6")
        box.until(screen="orders")
        time.sleep(3)
        self.assertEqual([row["id"] for row in self.hotline.requests()], [scene["request"]["id"]])

    def order_taxi_offline(self):
        scene = self.order_taxi()
        self.assertIn(scene["request"]["status"], ("saved", "sending", "waiting"))
        return scene

    def test_clock_at_1970(self):
        box = self.boot(extra=("-rtc", "base=1970-01-01T00:00:00"))
        scene = self.to_home()
        self.assertIn("1970", box.run("date"))
        self.assertEqual([item for item in scene["items"] if item["id"] == "clock" and item["text"].startswith("00:0")], [])
        self.order_taxi()
        box.until(screen="result", request__status="received")
        box.press("f1")
        [sos] = self.hotline.wait_for(kind="sos")
        box.until(screen="sos", sos__state="received")
        self.assertGreater(sos["created_at"], "2026")
        box.picture("clock-1970")


if __name__ == "__main__":
    unittest.main()
