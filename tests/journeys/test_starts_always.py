# SPDX-License-Identifier: Apache-2.0
"""Whatever a roll-out or a disk did to the box's files: it starts, and the red key reaches a person or the screen says
what to dial. What is refused is said in the log and to the hotline."""
import json
import pathlib
import shutil
import subprocess
import time
import unittest

from harness import BUILD, Hotline, Journey, texts


def walk_to(box, focus):
    """DOWN until FOCUS has the focus."""
    until = time.monotonic() + 30
    while box.scene.get("focus") != focus:
        if time.monotonic() > until:
            raise AssertionError(f"no {focus}: {box.scene.get('focus')}")
        box.press("KEY_DOWN", gap_ms=170)
        box.played()


def open_about(box):
    box.press("KEY_5")
    box.until(step="topic")
    walk_to(box, "settings")
    box.press("KEY_OK")
    box.until(screen="settings", focus="text")
    walk_to(box, "about")
    box.press("KEY_OK")
    box.until(step="about")


class Broken(Journey):
    START = "tv"

    def stopped(self):
        """A box that worked once and is off now; what breaks its files comes next."""
        self.box.until(link="connected")
        self.config_path = self.box.folder / "config.json"
        self.box.wait_for_file(self.box.folder / "state" / "last-good" / "config.json")
        self.box.stop()

    def start_as_it_is(self):
        """Without writing the config anew."""
        self.box.start(write_config=False)

    def alarm_goes_out(self, count=1):
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received", timeout=20)
        self.assertEqual(len(self.hotline.requests(kind="sos")), count)

    def trouble(self, what, timeout=20):
        """The heartbeat's trouble of that kind, None when there is none."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            [box] = self.hotline.desk("GET", "boxes")["boxes"]
            for trouble in box["heartbeat"].get("troubles", []):
                if trouble["what"] == what:
                    return trouble
            time.sleep(0.1)
        return None


class BrokenConfig(Broken):
    def last_good_holds(self, said):
        self.start_as_it_is()
        self.box.until(link="connected")
        self.box.wait_log(said)
        self.box.wait_log("the last good config is used")
        self.alarm_goes_out()
        self.assertIn(said, self.trouble("config")["why"])

    def test_an_empty_one(self):
        self.stopped()
        self.config_path.write_text("")
        self.last_good_holds("no JSON at byte 0")

    def test_half_of_one(self):
        self.stopped()
        text = self.config_path.read_text()
        self.config_path.write_text(text[:len(text) // 2])
        self.last_good_holds("it ends too early")

    def test_a_folder_in_its_place(self):
        self.stopped()
        self.config_path.unlink()
        self.config_path.mkdir()
        self.last_good_holds("expected a plain file")

    def test_none(self):
        self.stopped()
        self.config_path.unlink()
        self.last_good_holds("No such file")

    def test_what_is_refused_is_read_on_the_page_about_this_box(self):
        self.stopped()
        self.config_path.write_text(json.dumps({**self.box.config, "hologram": True}))
        self.start_as_it_is()
        self.box.until(link="connected")
        self.box.send("KEY_HOMEPAGE")
        self.box.until(screen="home")
        open_about(self.box)
        self.assertIn("config.json:1: hologram: unknown key", texts(self.box.scene))

    def test_a_key_of_a_newer_version(self):
        self.stopped()
        self.config_path.write_text(json.dumps({**self.box.config, "hologram": True}))
        self.last_good_holds("hologram: unknown key")

    def test_a_bad_file_in_conf_d(self):
        self.stopped()
        (self.box.folder / "conf.d").mkdir()
        (self.box.folder / "conf.d" / "50-new.json").write_text('{"hotline": {"endpoints": "https://a"}}')
        self.last_good_holds("50-new.json:1: hotline.endpoints")

    def test_the_kept_copy_is_the_box_s_alone_and_whole(self):
        self.stopped()
        kept = self.box.folder / "state" / "last-good" / "config.json"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        self.assertEqual(json.loads(kept.read_text())["hotline"]["phone"], "62229090")

    def test_one_that_is_mended_counts_at_once(self):
        self.stopped()
        self.config_path.write_text("{")
        self.start_as_it_is()
        self.box.until(link="connected")
        self.config_path.write_text(json.dumps({**self.box.config, "sos": {"grace_s": 9}}))
        self.box.wait_log("read again", timeout=20)
        self.alarm_goes_out()
        self.assertEqual(self.hotline.requests(kind="sos")[0]["grace_s"], 9)


class BrokenKeymap(Broken):
    def test_one_bad_entry_does_not_cost_the_operator_s_own_red_key(self):
        (self.folder / "keys.json").write_text('{"HOLOGRAM": ["KEY_BLUE"],\n "OK": ["KEY_OKAY"],\n "SOS": ["KEY_RED"]}')
        self.box.stop()
        self.new_box(config={"remote": {"keymap": str(self.folder / "keys.json")}})
        self.box.until(link="connected")
        self.box.wait_log('keys.json:2: OK[0]: "KEY_OKAY" is no key')
        self.box.send("KEY_RED")
        self.box.until(screen="sos", sos__state="received", timeout=20)
        self.assertIn("HOLOGRAM: unknown action", self.trouble("keymap")["why"])


class DataGone(Broken):
    """The programs in a folder of their own, with the data beside them: share/ is what a package's update takes away."""

    def installed(self):
        self.box.stop()
        self.box.lose_state()
        place = self.folder / "installed"
        place.mkdir()
        for name in ("stb-app", "stb-ui", "stb-listen"):
            shutil.copy(BUILD / name, place / name)
        shutil.copytree(BUILD / "share", place / "share", ignore=shutil.ignore_patterns("images"))
        self.new_box(program=place / "stb-app")
        self.box.until(link="connected")
        return place / "share"

    def alarm_is_seen(self):
        self.box.until(link="connected")
        self.alarm_goes_out()
        self.assertIn("热线已收到", texts(self.box.until(screen="sos", sos__state="received")))
        self.assertIsNotNone(self.trouble("data"))

    def test_all_of_it(self):
        share = self.installed()
        self.box.wait_for_file(self.box.folder / "state" / "last-good" / "share" / "fonts" / "icons.ttf")
        self.box.stop()
        shutil.rmtree(share)
        self.box.start()
        self.alarm_is_seen()

    def test_texts_half_written_while_it_runs(self):
        share = self.installed()
        self.box.wait_for_file(self.box.folder / "state" / "last-good" / "share" / "fonts" / "icons.ttf")
        words = share / "strings" / "zh-CN.json"
        words.write_bytes(words.read_bytes()[:1000])
        self.box.send("KEY_SOS")
        self.assertIn("热线已收到", texts(self.box.until(screen="sos", sos__state="received")))

    def test_without_any_copy_the_alarm_goes_out_unseen(self):
        share = self.installed()
        self.box.wait_for_file(self.box.folder / "state" / "last-good" / "share" / "fonts" / "icons.ttf")
        self.box.stop()
        self.box.lose_state()
        shutil.rmtree(share)
        self.box.start()
        self.box.until(link="connected")
        self.box.send("KEY_SOS")
        self.hotline.wait_for(kind="sos")


class Second(Journey):
    START = "tv"

    def test_a_second_one_on_the_same_state_is_refused_and_the_first_goes_on(self):
        self.box.until(link="connected")
        second = subprocess.run([str(BUILD / "stb-app"), "--config", str(self.box.folder / "config.json"), "--state-dir",
                                 str(self.box.folder / "state"), "--display", "none"], capture_output=True, text=True,
                                timeout=20)
        self.assertEqual(second.returncode, 1)
        self.assertEqual(len(second.stderr.strip().splitlines()), 1, second.stderr)
        self.assertIn("another stb-app uses it", second.stderr)
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received", timeout=20)
        self.box.kill()
        self.box.start()  # what was killed left no lock behind
        self.box.until(screen="sos", link="connected")


class FirstStart(Broken):
    """A box that never had a good config."""

    def new(self, text):
        self.box.stop()
        self.box.lose_state()
        (self.box.folder / "config.json").write_text(text)
        self.start_as_it_is()

    def says_what_is_known(self, *known):
        self.box.until(screen="tv")
        self.box.send("KEY_SOS")
        self.box.until(screen="sos")
        until = time.monotonic() + 14
        while not all(text in texts(self.box.scene) for text in known):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.1)
        return texts(self.box.scene)

    def test_nothing_is_known(self):
        self.new("")
        shown = self.says_what_is_known("请用电话求助")
        self.assertNotIn("62229090", shown)
        self.assertNotIn("120", shown)

    def test_a_number_is_known(self):
        self.new(json.dumps({"hotline": {"phone": "5550100", "emergency_phone": 112}}))
        self.says_what_is_known("5550100")

    def test_all_is_known_but_for_a_strange_key(self):
        self.new(json.dumps({**self.box.config, "hologram": True}))
        self.box.until(link="connected")
        self.alarm_goes_out()

    def test_the_config_comes_two_seconds_late(self):
        self.box.stop()
        self.box.lose_state()
        (self.box.folder / "config.json").unlink()
        self.start_as_it_is()
        self.box.until(screen="tv")
        time.sleep(2)
        (self.box.folder / "config.json").write_text(json.dumps(self.box.config))
        self.box.until(link="connected", timeout=20)
        self.alarm_goes_out()


class Certificates(Broken):
    def paths(self):
        return [pathlib.Path(self.box.config["hotline"][key]) for key in ("ca_file", "client_cert", "client_key")]

    def own_certificates(self):
        """The box's own copies, so that the hotline keeps its own."""
        self.box.stop()
        tls = self.folder / "box-tls"
        shutil.copytree(self.hotline.tls, tls)
        self.new_box(config={"hotline": {"ca_file": str(tls / "ca.pem"), "client_cert": str(tls / "box.pem"),
                                         "client_key": str(tls / "box.key")}})

    def broken_at_start(self, breaks):
        for number in range(3):
            with self.subTest(file=self.paths()[number].name if number else "ca.pem"):
                self.own_certificates() if number == 0 else None
                self.box.until(link="connected")
                self.box.wait_for_file(self.box.folder / "state" / "last-good" / "box.key")
                self.box.stop()
                path = self.paths()[number]
                whole = path.read_bytes()
                breaks(path)
                self.start_as_it_is()
                self.box.until(link="connected")
                self.box.send("KEY_SOS")
                self.box.until(screen="sos", sos__state="received", timeout=20)
                self.assertIn(path.name, self.trouble("identity")["why"])
                path.write_bytes(whole)
        self.assertEqual(len(self.hotline.requests(kind="sos")), 1)  # the incident is open still

    def test_missing(self):
        self.broken_at_start(lambda path: path.unlink())

    def test_half_written(self):
        self.broken_at_start(lambda path: path.write_bytes(path.read_bytes()[:path.stat().st_size // 2]))

    def test_two_seconds_late_on_a_new_box(self):
        self.own_certificates()
        self.box.until(link="connected")
        self.box.stop()
        self.box.lose_state()
        aside = [(path, path.read_bytes()) for path in self.paths()]
        for path, _ in aside:
            path.unlink()
        self.start_as_it_is()
        self.box.until(link="offline")
        time.sleep(2)
        for path, content in aside:
            path.write_bytes(content)
        self.box.until(link="connected", timeout=10)
        self.alarm_goes_out()

    def test_gone_while_it_runs_and_the_line_breaks(self):
        self.own_certificates()
        self.box.until(link="connected")
        for path in self.paths():
            path.unlink()
        self.hotline.stop()
        self.hotline.start()
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received", timeout=20)

    def test_another_authority_s_gives_way_to_the_one_that_was_proved(self):
        self.own_certificates()
        self.box.until(link="connected")
        self.box.wait_for_file(self.box.folder / "state" / "last-good" / "ca.pem")
        stranger = Hotline(self.folder / "stranger" if (self.folder / "stranger").mkdir() is None else None)
        self.addCleanup(stranger.stop)
        self.box.stop()
        shutil.copy(stranger.tls / "ca.pem", self.paths()[0])
        self.start_as_it_is()
        self.box.until(link="offline", timeout=30)
        self.box.until(link="connected", timeout=90)
        self.alarm_goes_out()


if __name__ == "__main__":
    unittest.main(verbosity=2)
