#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The emulator's window, used as a tester uses it: clicked, typed at, closed. The stand-in for stb-app (fake_box.py) tells
what the window sent and shows frames whose pixels are known; the last class runs the real programs and a hotline.
"""
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from desktop import BUILD, OUTSIDE, TOOLS, TV, Emulator, Hotline, WindowTest, button, until

GROUND, BAR = (0x10, 0x30, 0x50), (0xF0, 0xC0, 0x20)


def near(a, b, by=12):
    return all(abs(x - y) <= by for x, y in zip(a, b))


class StandIn(WindowTest):
    def setUp(self):
        super().setUp()
        self.start()
        self.open()

    def open(self):
        self.emulator.open()
        until("the stand-in to listen", lambda: (self.emulator.state / "lines").exists())

    def sees(self, colour, place=TV):
        until(f"{colour} at {place}", lambda: near(self.desktop.pixel(place), colour))


class Remote(StandIn):
    def test_the_box_is_started_as_the_contract_says(self):
        said = (self.emulator.state / "arguments").read_text().split("\n")
        self.assertEqual(said, ["--config", str(self.folder / "config.json"), "--state-dir", str(self.emulator.state),
                                "--display", "dummy", "--size", "1280x720", "--keys", "-", "--scene", "-", "--shots",
                                str(self.emulator.state / "shots"), "--frames", "3"])

    def test_each_button_sends_its_key_down_and_up(self):
        for key in ("KEY_SOS", "KEY_VOICECOMMAND", "KEY_HOMEPAGE", "KEY_OK", "KEY_UP", "KEY_RIGHT", "KEY_DOWN",
                    "KEY_LEFT", "KEY_BACK", "KEY_TV", "KEY_PHONE", "KEY_INFO", "KEY_1", "KEY_0", "KEY_VOLUMEUP"):
            with self.subTest(key=key):
                self.emulator.click(button(key))
                self.emulator.wait_sent(f"down {key}", f"up {key}")

    def test_a_button_is_held_while_the_mouse_is_wherever_the_pointer_goes(self):
        self.emulator.move(button("KEY_VOICECOMMAND"))
        self.desktop.do("mousedown", 1)
        self.emulator.wait_sent("down KEY_VOICECOMMAND")
        self.emulator.move(button("KEY_OK"))
        self.emulator.move(OUTSIDE)
        time.sleep(0.3)
        self.assertEqual(self.emulator.keys_sent(), ["down KEY_VOICECOMMAND"])
        self.desktop.do("mouseup", 1)
        self.emulator.wait_sent("down KEY_VOICECOMMAND", "up KEY_VOICECOMMAND")

    def test_a_click_beside_the_buttons_sends_nothing(self):
        self.emulator.click(TV)
        self.emulator.click(button("KEY_OK"))
        self.emulator.wait_sent("up KEY_OK")
        self.assertEqual(self.emulator.keys_sent(), ["down KEY_OK", "up KEY_OK"])

    def test_the_keyboard_is_the_same_remote(self):
        table = {"Up": "KEY_UP", "Down": "KEY_DOWN", "Left": "KEY_LEFT", "Right": "KEY_RIGHT", "Return": "KEY_OK",
                 "KP_Enter": "KEY_OK", "Escape": "KEY_BACK", "BackSpace": "KEY_BACK", "F1": "KEY_SOS",
                 "F2": "KEY_VOICECOMMAND", "F3": "KEY_PHONE", "F4": "KEY_TV", "F5": "KEY_INFO", "Home": "KEY_HOMEPAGE",
                 "1": "KEY_1", "5": "KEY_5", "0": "KEY_0", "minus": "KEY_VOLUMEDOWN", "equal": "KEY_VOLUMEUP"}
        for name, key in table.items():
            with self.subTest(name=name):
                self.desktop.do("key", name)
                self.emulator.wait_sent(f"down {key}", f"up {key}")

    def test_a_key_that_is_held_is_one_press(self):
        self.desktop.do("keydown", "Right")
        time.sleep(1.2)
        self.desktop.do("keyup", "Right")
        self.emulator.wait_sent("up KEY_RIGHT")
        self.assertEqual(self.emulator.keys_sent(), ["down KEY_RIGHT", "up KEY_RIGHT"])


class Television(StandIn):
    def bar(self, number):
        return TV[0], 50 + 66 + round((number + 0.5) * 614 / 12)

    def test_live_television_gives_way_to_the_channel_and_comes_back(self):
        before = self.desktop.pixel(TV)
        self.assertFalse(near(before, GROUND, 30))
        self.desktop.do("key", "Home")
        self.sees(GROUND)
        self.desktop.do("key", "F4")
        self.sees(before)

    def test_each_frame_is_shown_where_it_changed(self):
        self.desktop.do("key", "Home")
        self.sees(BAR, self.bar(0))
        for number in range(1, 6):
            self.desktop.do("key", "Down")
            self.sees(BAR, self.bar(number))
            self.sees(GROUND, self.bar(number - 1))

    def test_frames_too_quick_for_the_window_leave_nothing_behind(self):
        self.desktop.do("key", "Home", *["Down"] * 9)
        self.sees(BAR, self.bar(9))
        for number in range(9):
            self.sees(GROUND, self.bar(number))

    def test_a_header_that_lies_is_refused_and_the_next_frame_is_shown(self):
        self.desktop.do("key", "Home")
        self.sees(GROUND)
        self.desktop.do("key", "6")
        until("the refusal", lambda: "the header of the shared picture is wrong" in self.emulator.log_text())
        self.desktop.do("key", "Down")
        self.sees(BAR, self.bar(2))

    def test_a_scene_line_that_is_none_is_passed_over(self):
        self.desktop.do("key", "Home", "7", "Down")
        self.sees(BAR, self.bar(1))
        self.assertIn("passed over", self.emulator.log_text())

    def test_a_smaller_window_still_shows_and_takes_everything(self):
        self.desktop.do("key", "Home")
        self.desktop.do("windowsize", "--sync", self.emulator.window, 980, 580)
        self.sees(GROUND, (80 + 380, 50 + 250))
        self.desktop.do("mousemove", 80 + 876, 50 + 217, "click", 1)
        self.emulator.wait_sent("down KEY_OK", "up KEY_OK")


class Tester(StandIn):
    def test_a_screenshot_is_taken_and_its_path_is_said(self):
        self.desktop.do("key", "Home")
        self.sees(GROUND)
        for ask in (lambda: self.emulator.click(TOOLS["shot"]), lambda: (time.sleep(1.1), self.desktop.do("key", "F7"))):
            before = len(list((self.emulator.state / "shots").iterdir()))
            ask()
            until("the picture", lambda: len(list((self.emulator.state / "shots").glob("emulator-*.png"))) > before)
        until("its path", lambda: "screenshot " + str(self.emulator.state / "shots") in self.emulator.log_text())

    def test_there_is_nothing_to_shoot_while_television_runs(self):
        self.desktop.do("key", "F7")
        self.emulator.click(button("KEY_OK"))
        self.emulator.wait_sent("up KEY_OK")
        self.assertEqual(self.emulator.keys_sent(), ["down KEY_OK", "up KEY_OK"])
        self.assertEqual(list((self.emulator.state / "shots").glob("*.png")), [])

    def test_the_safe_area_dims_the_margins_and_nothing_else(self):
        self.desktop.do("key", "Home", "Down")
        margin = (80 + 50, 50 + 380)
        self.sees(GROUND, margin)
        self.desktop.do("key", "F6")
        until("the margin to be dimmed", lambda: not near(self.desktop.pixel(margin), GROUND))
        self.assertTrue(near(self.desktop.pixel(TV), GROUND))
        self.emulator.click(TOOLS["safe"])
        self.sees(GROUND, margin)

    def test_a_box_that_ended_is_said_and_started_again(self):
        for again in (lambda: self.desktop.do("key", "r"), lambda: self.emulator.click(TOOLS["again"])):
            self.desktop.do("key", "Home")
            self.sees(GROUND)
            self.desktop.do("key", "9")
            until("the end", lambda: max(self.desktop.pixel(TV)) < 40)
            self.desktop.do("key", "Down")
            again()
            until("television", lambda: max(self.desktop.pixel(TV)) > 60)
            self.desktop.do("key", "5")
            self.emulator.wait_sent("down KEY_5", "up KEY_5")
        self.assertEqual(self.emulator.log_text().count("status 7"), 2)
        self.assertNotIn("down KEY_DOWN", self.emulator.keys_sent())


class Ending(StandIn):
    def children(self):
        path = pathlib.Path(f"/proc/{self.emulator.process.pid}/task/{self.emulator.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def gone(self, pids):
        return not [pid for pid in pids if os.path.exists(f"/proc/{pid}")]

    def test_closing_the_window_ends_the_box(self):
        pids = self.children()
        self.desktop.close_politely(self.emulator.window)
        self.assertEqual(self.emulator.end(how=None), 0)
        self.assertTrue(pids and self.gone(pids))

    def test_a_signal_does_the_same(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(how=how):
                pids = self.children()
                self.assertEqual(self.emulator.end(how), 0)
                self.assertTrue(pids and self.gone(pids))
                self.emulator = Emulator(self.desktop, self.again(), self.CONFIG)
                self.open()

    def again(self):
        folder = self.folder / f"again-{time.monotonic_ns()}"
        folder.mkdir()
        return folder

    def test_a_box_that_does_not_listen_is_killed_after_three_seconds(self):
        self.desktop.do("key", "8")
        self.emulator.wait_sent("down KEY_8", "up KEY_8")
        pids, start = self.children(), time.monotonic()
        self.assertEqual(self.emulator.end(), 0)
        self.assertTrue(2.5 < time.monotonic() - start < 12)
        self.assertTrue(pids and self.gone(pids))


class Refusals(WindowTest):
    """One line says what is wrong; the exit status is the one of man/stb-emulator.1."""

    def run_it(self, *words, env=None):
        done = subprocess.run([str(BUILD / "stb-emulator"), *map(str, words)], env=env or self.desktop.env, timeout=30,
                              capture_output=True, text=True)
        return done.returncode, [line for line in done.stderr.splitlines() if line.startswith("stb-emulator: ")]

    def config(self, text):
        path = self.folder / "c.json"
        path.write_text(text)
        return path

    def test_bad_usage(self):
        fine = self.config("{}")
        for words, said in (((), "--config"), (("--config", fine), "--state-dir"),
                            (("--config", fine, "--state-dir", self.folder, "--size", "640"), "--size"),
                            (("--config", fine, "--state-dir", self.folder, "--size", "9999x9999"), "3840x2160"),
                            (("--config", fine, "--state-dir", self.folder, "more"), "no arguments")):
            with self.subTest(words=words):
                status, lines = self.run_it(*words)
                self.assertEqual((status, len(lines)), (2, 1))
                self.assertIn(said, lines[0])

    def test_a_bad_config_is_named_with_file_key_and_what_was_expected(self):
        fine = '{"device":{"id":"A"},"hotline":{"endpoints":["https://h"],"ca_file":"a","client_cert":"b","client_key":"c"}}'
        for text, said in (("{", "c.json"), ("{}", "device"), (fine.replace('"A"', "5"), "device.id"),
                           (fine.replace("https:", "http:"), "hotline.endpoints: expected"),
                           (fine.replace('["https://h"]', "[]"), "hotline.endpoints: expected"),
                           (fine.replace('"ca_file":"a",', ""), "hotline.ca_file")):
            with self.subTest(text=text):
                status, lines = self.run_it("--config", self.config(text), "--state-dir", self.folder / "s")
                self.assertEqual((status, len(lines)), (2, 1))
                self.assertIn(said, lines[0])
                self.assertIn("c.json", lines[0])

    def test_no_display(self):
        env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
        config = self.folder / "c.json"
        config.write_text('{"device":{"id":"A"},"hotline":{"endpoints":["https://h"],"ca_file":"a","client_cert":"b",'
                          '"client_key":"c"}}')
        status, lines = self.run_it("--config", config, "--state-dir", self.folder / "s", env=env)
        self.assertEqual((status, len(lines)), (1, 1))
        self.assertRegex(lines[0], "cannot open a window: .*guided tour")

    def test_a_config_that_the_box_refuses_ends_the_emulator_too(self):
        self.start(config={**self.CONFIG, "refuse": True})
        self.assertEqual(self.emulator.end(how=None), 2)
        self.assertIn("this config is refused", self.emulator.log_text())

    def test_help(self):
        status, lines = self.run_it("--help")
        self.assertEqual((status, lines), (0, []))


class WholeBox(WindowTest):
    """The whole of it: window, stb-app, stb-ui and a hotline over TLS."""
    EXTRA = staticmethod(lambda folder: ())

    def setUp(self):
        super().setUp()
        self.hotline = Hotline(self.folder)
        self.addCleanup(self.hotline_ends)
        tls = self.hotline.tls
        self.start(stand_in=False, extra=self.EXTRA(self.folder), config={
            "device": {"id": "PT-000123"}, "voice": {"guidance": False},
            "hotline": {"name": "普陀区为老服务热线", "phone": "62229090", "emergency_phone": "120",
                        "endpoints": [self.hotline.url], "ca_file": str(tls / "ca.pem"),
                        "client_cert": str(tls / "box.pem"), "client_key": str(tls / "box.key")}})
        self.emulator.open()
        until("the line", lambda: "the line is connected" in self.emulator.log_text())
        self.television = self.desktop.pixel(TV)

    def hotline_ends(self):
        if self.emulator:
            self.emulator.end()
        self.hotline.stop()

    def channel(self):
        until("the channel", lambda: sum(self.desktop.pixel((80 + 45, 50 + 640))) < 150)


class RealBox(WholeBox):
    def test_the_one_key_opens_the_channel_and_the_tv_key_closes_it(self):
        self.emulator.click(button("KEY_HOMEPAGE"))
        self.channel()
        self.emulator.click(button("KEY_TV"))
        until("television", lambda: near(self.desktop.pixel(TV), self.television))

    def test_sos_on_the_drawn_remote_rings_once_at_the_hotline(self):
        self.emulator.click(button("KEY_SOS"))
        self.hotline.wait_for(kind="sos")
        until("the red screen", lambda: self.is_red())
        self.assertEqual(len(self.hotline.requests(kind="sos")), 1)

    def is_red(self):
        red, green, blue = self.desktop.pixel((80 + 45, 50 + 640))
        return red > 70 and green < 50 and blue < 50

    def test_the_line_is_cut_and_mended_and_an_sos_comes_through_afterwards(self):
        self.emulator.click(TOOLS["faults"])
        until("the loss", lambda: "the line is offline" in self.emulator.log_text())
        self.emulator.click(button("KEY_SOS"))
        time.sleep(1)
        self.assertEqual(self.hotline.requests(kind="sos"), [])
        self.emulator.click(TOOLS["faults"])
        self.assertEqual(len(self.hotline.wait_for(kind="sos", timeout=30)), 1)

    def test_closing_mends_a_line_that_was_cut(self):
        self.desktop.do("key", "F8")
        until("the loss", lambda: "the line is offline" in self.emulator.log_text())
        self.assertEqual(self.emulator.end(), 0)
        answer = subprocess.run(["curl", "-sS", "--noproxy", "*", "--cacert", self.hotline.tls / "ca.pem", "--cert",
                                 self.hotline.tls / "box.pem", "--key", self.hotline.tls / "box.key", "-H",
                                 "X-Device-Id: PT-000123", self.hotline.url + "/v1/profile", "-o", "/dev/null", "-w",
                                 "%{http_code}"], capture_output=True, text=True, timeout=20)
        self.assertEqual((answer.stdout, answer.stderr), ("200", ""))

    def test_a_screenshot_is_the_televisions_picture(self):
        self.emulator.click(button("KEY_HOMEPAGE"))
        self.channel()
        self.desktop.do("key", "F7")
        path = until("the picture", lambda: list((self.emulator.state / "shots").glob("emulator-*.png")))[0]
        until("its size", lambda: "1280x720" in subprocess.run(["identify", str(path)], capture_output=True,
                                                               text=True).stdout)


class Scripted(WholeBox):
    """The same with a key script that is played before one's eyes."""

    @staticmethod
    def EXTRA(folder):
        script = pathlib.Path(folder) / "tour.keys"
        script.write_text("until link=connected 15000\nKEY_SOS\nuntil sos.state=received 10000\nuntil screen=tv 1500\n")
        return "--keys", str(script), "--scene", str(pathlib.Path(folder) / "scene.log")

    def test_a_script_is_played_its_scenes_are_kept_and_its_end_is_the_emulator_s(self):
        self.hotline.wait_for(kind="sos")
        self.assertEqual(self.emulator.process.wait(20), 3)  # the last until is never met
        scenes = [json.loads(line) for line in (pathlib.Path(self.folder) / "scene.log").read_text().splitlines()]
        self.assertIn("received", [scene["sos"]["state"] for scene in scenes])


if __name__ == "__main__":
    unittest.main()
