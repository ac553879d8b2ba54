# SPDX-License-Identifier: Apache-2.0
"""The box knows how it is, and says so: to the hotline with each heartbeat, and to an engineer on the box."""
import json
import os
import re
import signal
import stat
import subprocess
import time
import unittest

from harness import BUILD, DEVICE, ROOT, Journey
from walking import NEIGHBOUR, Walking, sign_neighbour


class Telling(Walking, Journey):
    def say(self, what, check=True):
        return subprocess.run([str(BUILD / "stb-app"), what, "--config", str(self.box.folder / "config.json"),
                               "--state-dir", str(self.box.folder / "state")], capture_output=True, text=True, check=check)

    def status(self):
        return json.loads(self.say("--status").stdout)

    def wait_status(self, fits, why, timeout=20):
        until = time.monotonic() + timeout
        while not fits(status := self.status()):
            self.assertLess(time.monotonic(), until, f"{why}: {status}")
            time.sleep(0.2)
        return status

    def heartbeat(self, fits, why, timeout=30):
        """The newest heartbeat at the desk that FITS."""
        until = time.monotonic() + timeout
        while True:
            boxes = self.hotline.desk("GET", "boxes")["boxes"]
            beat = boxes[0].get("heartbeat", {}) if boxes else {}
            if beat and fits(beat):
                return beat
            self.assertLess(time.monotonic(), until, f"{why}: {beat}")
            time.sleep(0.2)

    def trouble(self, what):
        def has(beat):
            return any(one["what"] == what for one in beat.get("troubles", []))
        beat = self.heartbeat(has, f"no trouble {what}")
        return next(one["why"] for one in beat["troubles"] if one["what"] == what)


class Status(Telling):
    def test_whoever_asks_on_the_box_is_told_all_of_it(self):
        self.connected()
        self.box.press("KEY_SOS")
        self.hotline.wait_for(kind="sos")
        self.box.until(sos__state="received")
        status = self.status()
        commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(status["status"], 1)
        self.assertEqual(status["version"], (ROOT / "VERSION").read_text().strip())
        if commit.returncode == 0:
            self.assertRegex(status["commit"], "^[0-9a-f]{12}$")
        self.assertEqual((status["device"], status["link"], status["endpoint"]), (DEVICE, "connected", self.hotline.url))
        self.assertEqual((status["sos"], status["starts"], status["pending"]), ("received", 1, 0))
        self.assertEqual(status["attempts"]["sos"], {"sent": 1, "first": 1})
        self.assertEqual(status["certificate_ends"][:4], "2099")
        self.assertGreater(status["memory_kib"], 1000)
        self.assertGreater(status["screen_memory_kib"], 1000)
        self.assertGreater(status["screen"]["key_to_frame_ms"]["worst"], 0)
        self.assertNotIn("last_end", status)
        self.assertEqual(status.get("troubles", []), [])
        guide = (ROOT / "docs" / "operators.md").read_text().split("`stb-app --status` asks")[1].split("From `commit` on")[0]
        told = set(re.findall(r"`(\w+)`", "".join(row.split("|")[1] for row in guide.splitlines() if row.startswith("| `"))))
        self.assertEqual(set(status) - told, set(), "docs/operators.md does not say what these are")
        self.assertEqual(told - set(status) - {"last_test", "last_end", "troubles", "remotes"}, set())

    def test_only_the_box_s_own_user_can_ask_and_nobody_can_hold_it_up(self):
        self.connected()
        path = self.box.folder / "state" / "status.sock"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        import socket
        idle = [socket.socket(socket.AF_UNIX) for _ in range(30)]
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            for one in idle:  # they never read
                one.connect(f"/proc/self/fd/{folder}/status.sock")
            self.box.press("KEY_SOS")
            self.hotline.wait_for(kind="sos", timeout=5)
            self.assertEqual(self.status()["link"], "connected")
        finally:
            os.close(folder)
            for one in idle:
                one.close()

    def test_without_a_box_it_says_so(self):
        self.box.stop()
        said = self.say("--status", check=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("none answers in", said.stderr)

    def test_how_the_life_before_ended(self):
        self.connected()
        self.box.stop()
        self.box.start()
        self.connected()
        self.assertEqual((self.status()["starts"], self.status()["last_end"]), (2, "told to stop (SIGTERM)"))
        self.box.kill()
        self.box.start()
        self.connected()
        self.assertEqual((self.status()["starts"], self.status()["last_end"]), (3, "killed or crashed"))
        self.box.wait_log("start 3; the life before ended: killed or crashed")

    def test_the_version_says_which_commit(self):
        self.assertRegex(self.say("--version").stdout, r"^stb-app [0-9.]+ \(([0-9a-f]{7,12}|unknown)\)\n$")


class Delivery(Telling):
    def test_a_first_try_that_fails_is_counted_and_the_desk_sees_it(self):
        self.connected()
        self.box.press("KEY_SOS")
        self.hotline.wait_for(kind="sos")
        self.box.until(sos__state="received")
        self.box.press("KEY_BACK")
        self.box.until(sos__state="cancelled")
        self.hotline.fault("drop", path="/v1/requests", seconds=2)
        self.box.press("KEY_HOMEPAGE", "KEY_SOS")
        self.hotline.wait_for(2, kind="sos")
        self.box.until(screen="sos", sos__state="received")
        self.assertEqual(self.wait_status(lambda status: status["attempts"]["sos"]["sent"] == 2, "not counted")
                         ["attempts"]["sos"], {"sent": 2, "first": 1})
        self.box.stop()
        self.box.start()  # counted over its lives; its first heartbeat says so
        beat = self.heartbeat(lambda beat: beat["health"]["starts"] == 2, "no heartbeat of the second life")
        self.assertEqual(beat["health"]["attempts"]["sos"], {"sent": 2, "first": 1})

    def test_an_sos_that_nobody_has_is_a_warning_with_its_id(self):
        self.connected()
        self.hotline.fault("drop")
        self.box.press("KEY_SOS")
        sos = self.box.until(screen="sos", sos__id=True)["sos"]["id"]
        self.box.wait_log(f"warning sos: SOS {sos} is not delivered after 10 s", timeout=20)


class Keys(Telling):
    def test_a_key_that_means_nothing_is_said_once(self):
        self.connected()
        self.box.press("KEY_BLUE", "KEY_BLUE", "KEY_RED")
        self.box.wait_log("key KEY_RED (398) means nothing here")
        self.assertEqual(self.box.log_text().count("key KEY_BLUE (401) means nothing here; remote.keymap can give it"), 1)


class Screen(Telling):
    def test_a_screen_that_keeps_dying_is_told(self):
        self.connected()
        pid = None
        for _ in range(3):
            pid = self.box.wait_screen_pid(other_than=pid)
            os.kill(pid, signal.SIGKILL)
        self.assertIn("stb-ui keeps dying: signal 9", self.trouble("screen"))
        self.assertEqual(self.status()["screen"]["deaths"], 3)


class NoPicture(Telling):
    START = "tv"

    def test_no_picture_is_told(self):
        self.box.stop()
        self.new_box(start="home", display="nosuchsystem")
        self.assertRegex(self.trouble("screen"), "no picture|keeps dying")


class Silent(Telling):
    CONFIG = {"voice": {"guidance": True, "speech_command": ["/nonexistent/speak"]}}

    def test_a_voice_that_does_not_speak_is_told_unless_nobody_wants_it(self):
        self.connected()
        status = self.wait_status(lambda status: status.get("troubles"), "no trouble")
        self.assertIn("nothing is read aloud: the speech program", status["troubles"][0]["why"])
        self.box.stop()
        self.new_box(config={"voice": {"guidance": True, "speech_command": []}})
        self.connected()
        self.box.press("KEY_2")
        self.box.until(screen="step")
        self.box.played()
        self.assertNotIn("sound", [one["what"] for one in self.status().get("troubles", [])])


class Certificate(Telling):
    START = "tv"

    def test_one_that_ends_soon_is_told(self):
        self.box.stop()
        cert, key = sign_neighbour(self.hotline.tls)  # two days
        self.new_box(config={"device": {"id": NEIGHBOUR}, "hotline": {"client_cert": cert, "client_key": key}})
        self.connected()
        ends = self.status()["certificate_ends"][:10]
        self.assertEqual(self.status()["troubles"][0]["why"], f"this box's certificate ends on {ends}")


class NoRemote(Telling):
    def test_a_box_without_a_remote_tells_it(self):
        self.box.stop()
        config = self.box.folder / "config.json"
        self.box.config["remote"] = {"devices": str(self.folder / "no-such-device")}
        config.write_text(json.dumps(self.box.config))
        with open(self.box.folder / "box.log", "ab") as log:
            process = subprocess.Popen([str(BUILD / "stb-app"), "--config", str(config), "--state-dir",
                                        str(self.box.folder / "state"), "--display", "none"], stderr=log)
        try:
            self.assertIn("no device with keys", self.trouble("remote"))
            self.assertEqual(self.status()["remotes"], 0)
        finally:
            process.terminate()
            self.assertEqual(process.wait(15), 0)


PERSONAL = ("王阿姨", "王建国", "曹杨", "302 室", "021-6222", "6222****")


class Personal(Telling):
    """What leaves the box for an engineer holds no word of the household."""

    def test_neither_the_log_at_debug_nor_status_nor_report_names_anybody(self):
        self.connected()
        profile = (ROOT / "tests" / "hotline" / "profile.json").read_text()
        words = [word for word in PERSONAL if word in profile]
        self.assertGreater(len(words), 2, "the profile of the simulator is another: this test looks for nothing")
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] != "confirm":
            self.page_after("KEY_OK")
        self.box.press("KEY_OK")
        taxi = self.box.until(screen="result", request__status="received")["request"]["id"]
        self.hotline.set_status(taxi, "accepted", headline="司机接单了", message="沪A12345 王师傅 13800001111",
                                details=[{"label": "电话", "value": "13800001111"}], eta_minutes=4)
        self.box.until(request__status="accepted")
        self.hotline.desk("POST", "notices", {"device": DEVICE, "kind": "care", "title": "您今天好吗?", "text": "王阿姨",
                                              "choices": [{"id": "fine", "title": "很好"}]})
        self.box.until(screen="notice")
        self.box.press("KEY_OK")
        self.box.press("KEY_SOS")
        self.hotline.wait_for(kind="sos")
        self.box.until(sos__state="received")
        report, status = self.say("--report").stdout, self.say("--status").stdout
        found = json.loads(report)
        self.assertEqual(found["status"]["link"], "connected")
        self.assertIn("outbox.db", [one["name"] for one in found["state"]])
        self.assertEqual(found["config"]["device"]["id"], DEVICE)
        self.box.stop()
        for name, text in (("log", self.box.log_text()), ("report", report), ("status", status)):
            for word in [*words, "沪A12345", "王师傅", "13800001111", "很好", "BEGIN"]:
                lines = [line for line in text.splitlines() if word in line]
                self.assertEqual(lines, [], f"{word} is in the {name}")


if __name__ == "__main__":
    unittest.main()
