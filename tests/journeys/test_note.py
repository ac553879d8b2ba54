# SPDX-License-Identifier: Apache-2.0
"""A note spoken into the box: from one press to the ear at the hotline, once, and to nobody else. The microphone is
ALSA's "file" device that reads a spoken sentence from a file; what arrives is decoded by opusdec."""
import os
import pathlib
import signal
import subprocess
import time
import unittest
import urllib.request

from harness import Journey, microphone, texts

RATE = 16000


class Note(Journey):
    CONFIG = {"voice": {"capture": "ear", "guidance": False}}

    def new_box(self, **more):
        return super().new_box(env=microphone(self.folder), **more)

    def listeners(self):
        """Programs that listen for this box."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                command = (entry / "cmdline").read_bytes()
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            if b"stb-listen" in command and parent == self.box.process.pid:
                found.append(int(entry.name))
        return found

    def until_nobody_listens(self, seconds=1.0):
        end = time.monotonic() + seconds
        while self.listeners():
            self.assertLess(time.monotonic(), end, "the microphone is still open")
            time.sleep(0.01)

    def to_errand(self):
        self.connected()
        self.box.press("KEY_5")
        self.box.until(screen="step", step="topic")
        while self.box.scene["focus"] != "errand":
            before = self.box.scene["focus"]
            self.box.press("KEY_DOWN", gap_ms=250)
            end = time.monotonic() + 3
            while self.box.scene["focus"] == before:
                self.assertLess(time.monotonic(), end, "no way to the errands")
                time.sleep(0.02)
        self.box.press("KEY_OK")

    def to_say(self):
        """Home, further services, what is to be bought."""
        self.to_errand()
        return self.box.until(screen="step", step="what", focus="spoken")

    def record(self, seconds=2.0):
        self.to_say()
        self.box.press("KEY_OK")
        self.box.until(screen="say", title="请说话")
        time.sleep(seconds)
        self.box.press("KEY_OK")
        return self.box.until(screen="say", focus="use")

    def order(self, seconds=2.0):
        self.record(seconds)
        self.box.press("KEY_OK")
        scene = self.box.until(screen="confirm")
        self.assertIn("一段话", texts(scene))
        self.box.press("KEY_OK")
        return self.box.until(screen="result")

    def voices(self, count, timeout=15):
        """What lies with the errand, once COUNT of it are there."""
        end = time.monotonic() + timeout
        while True:
            rows = self.hotline.requests(service="errand")
            found = rows[0]["voices"] if rows else []
            if len(found) >= count or time.monotonic() > end:
                self.assertEqual(len(found), count)
                return found
            time.sleep(0.05)

    def decoded_s(self, voice):
        url = f"{self.hotline.url}/desk/api/voices/{voice['id']}/sound"
        sound, raw = self.folder / "note.ogg", self.folder / "note.raw"
        with self.hotline.opener.open(urllib.request.Request(url), timeout=10) as answer:
            self.assertEqual(answer.headers["Content-Type"], "audio/ogg")
            sound.write_bytes(answer.read())
        subprocess.run(["opusdec", "--quiet", "--rate", str(RATE), str(sound), str(raw)], check=True, stderr=subprocess.DEVNULL)
        return raw.stat().st_size / 2 / RATE

    def test_one_press_and_speak_and_it_lies_with_the_order(self):
        scene = self.order(2.0)
        [errand] = self.hotline.wait_for(service="errand")
        self.assertEqual(errand["answers"]["what"], "spoken")
        self.assertEqual(errand["id"], scene["request"]["id"])
        [voice] = self.voices(1)
        self.assertEqual(voice["step"], "what")
        self.assertGreater(voice["lasts_ms"], 1800)
        self.assertLess(voice["lasts_ms"], 4500)
        self.assertAlmostEqual(self.decoded_s(voice), voice["lasts_ms"] / 1000, delta=0.05)
        self.box.until(pending=0)
        self.until_nobody_listens()
        self.assertEqual((self.folder / "box" / "state" / "outbox.db").stat().st_mode & 0o777, 0o600)

    def test_the_voice_key_is_held_while_one_speaks_and_eight_seconds_are_the_most(self):
        self.to_say()
        self.box.send("wait 450", "down KEY_VOICECOMMAND")
        self.box.until(screen="say", title="请说话", timeout=3)
        self.box.send("wait 1500", "up KEY_VOICECOMMAND")
        self.box.until(screen="say", focus="use")
        self.assertIn("秒", self.box.scene["title"])
        self.box.press("KEY_RIGHT", "KEY_OK")  # again, and this time nobody says that it is enough
        self.box.until(screen="say", title="请说话")
        self.box.until(screen="say", title="录好了，8 秒", timeout=20)
        self.until_nobody_listens()

    def test_the_power_goes_between_saved_and_delivered_and_it_comes_once(self):
        self.hotline.fault("stall", path="/v1/voice")
        self.order(1.5)
        [errand] = self.hotline.wait_for(service="errand")
        self.box.until(request__status="received")  # the order does not wait for it
        self.box.kill()
        self.new_box()
        self.connected()
        self.hotline.no_faults()
        self.voices(1, timeout=30)
        self.box.until(pending=0, timeout=30)
        time.sleep(1)
        self.assertEqual(len(self.hotline.requests(service="errand")), 1)
        self.assertEqual(len(self.hotline.requests(service="errand")[0]["voices"]), 1)
        self.assertEqual(self.hotline.requests()[0]["id"], errand["id"])

    def test_the_answer_to_it_is_lost_and_it_is_kept_once(self):
        self.hotline.fault("reset", path="/v1/voice", seconds=2)
        self.order(1.5)
        self.box.until(pending=0, timeout=30)
        self.voices(1)

    def test_the_line_is_down_when_it_is_ordered(self):
        self.record(1.5)
        self.hotline.stop()
        self.box.press("KEY_OK")
        self.box.until(screen="confirm")
        self.box.press("KEY_OK")
        self.box.until(screen="result", pending=2)
        self.box.kill()
        self.hotline.start()
        self.new_box()
        self.voices(1, timeout=40)
        self.box.until(pending=0, timeout=30)

    def test_an_sos_goes_at_once_past_a_note_that_is_stuck(self):
        self.hotline.fault("stall", path="/v1/voice")
        self.order(1.5)
        self.box.until(request__status="received")
        pressed = time.monotonic()
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received", timeout=3)
        self.assertLess(time.monotonic() - pressed, 1.5)
        self.hotline.wait_for(kind="sos")

    def test_whatever_leads_away_ends_it_and_nothing_is_kept(self):
        for key, screen in (("KEY_SOS", "sos"), ("KEY_PHONE", "confirm"), ("KEY_TV", "tv"), ("KEY_BACK", "step")):
            with self.subTest(key=key):
                self.to_say()
                self.box.press("KEY_OK")
                self.box.until(screen="say", title="请说话")
                self.assertEqual(len(self.listeners()), 1)
                self.box.send(key)
                self.box.until(screen=screen, timeout=3)
                self.until_nobody_listens(0.5)
                if key == "KEY_SOS":
                    self.box.until(sos__state="received")
                    self.box.press("KEY_BACK")
                    self.box.until(sos__state="cancelled")
                    self.box.press("KEY_BACK")
                    self.assertNotIn("用这段话", texts(self.box.until(screen="say", title="说一句话")))
                self.box.press("KEY_HOME")
                self.box.until(screen="home")
        self.assertEqual(self.hotline.requests(service="errand"), [])
        self.assertEqual(self.hotline.desk("GET", "voices")["voices"], [])

    def test_the_way_back_ends_it_even_when_the_screen_hangs(self):
        self.to_say()
        self.box.press("KEY_OK")
        self.box.until(screen="say", title="请说话")
        screen = self.box.screen_pid()
        os.kill(screen, signal.SIGSTOP)
        try:
            self.assertEqual(len(self.listeners()), 1)
            self.box.send("KEY_BACK")
            self.until_nobody_listens(1.0)  # long before the hanging one is noticed
        finally:
            os.kill(screen, signal.SIGCONT)
        self.box.until(screen="step", step="what")

    def test_a_screen_that_dies_takes_the_recording_with_it(self):
        self.to_say()
        self.box.press("KEY_OK")
        self.box.until(screen="say", title="请说话")
        before = self.box.screen_pid()
        os.kill(before, signal.SIGKILL)
        self.box.wait_screen_pid(other_than=before)
        self.until_nobody_listens(2)

    def test_nobody_spoke(self):
        self.box.stop()
        self.CONFIG = {"voice": {"capture": "quiet", "guidance": False}}
        self.new_box()
        self.to_say()
        self.box.press("KEY_OK")
        self.box.until(screen="say", title="请说话")
        self.box.press("KEY_OK")
        self.box.until(screen="say", title="没有听到声音")

    def test_there_is_no_such_microphone(self):
        self.box.stop()
        self.CONFIG = {"voice": {"capture": "nobody", "guidance": False}}
        self.new_box()
        self.to_say()
        self.box.press("KEY_OK")
        self.box.until(screen="say", title="没有找到话筒")
        self.box.press("KEY_BACK", "KEY_DOWN", "KEY_DOWN", "KEY_OK")
        self.box.until(screen="confirm")
        self.assertIn("买药", texts(self.box.scene))

    def test_a_box_without_a_microphone_offers_sentences_only(self):
        self.box.stop()
        self.CONFIG = {"voice": {"capture": "", "guidance": False}}
        self.new_box()
        self.to_errand()
        scene = self.box.until(screen="step", step="what")
        self.assertNotIn("说一句话给工作人员", texts(scene))
        self.assertIn("买药", texts(scene))

    def test_nothing_of_what_was_said_is_in_a_log(self):
        self.order(1.5)
        self.voices(1)
        for log in ("box/box.log", "hotline.log"):
            self.assertNotIn(b"Ogg", (self.folder / log).read_bytes())


if __name__ == "__main__":
    unittest.main()
