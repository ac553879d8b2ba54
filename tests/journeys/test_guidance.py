# SPDX-License-Identifier: Apache-2.0
"""The screen is read aloud: by the real speech program, into an ALSA device that is a file. What was said is what the
program was given; a key cuts it, REPEAT says it again, off is off, and an engine that hangs holds nothing up."""
import os
import pathlib
import signal
import time
import unittest

from harness import Journey
from walking import Walking

# As the operator's command: it notes who it is and what it is to say, then speaks, quickly.
ENGINE = """#!/bin/sh
text=$(cat)
echo "$$ $text" >>{folder}/said
echo "$text" | espeak-ng -v "$1" -s 400 --stdin --stdout
"""
# One that never comes to an end: a head, a little sound, and then it only sits there.
ENDLESS = """#!/bin/sh
text=$(cat)
echo "$$ $text" >>{folder}/said
echo "$text" | espeak-ng -v "$1" --stdin --stdout
exec sleep 1000
"""


class Voice(Walking, Journey):
    SCRIPT, VOICE = ENGINE, {}

    def new_box(self, **more):
        self.sound = self.folder / "sound"
        self.sound.mkdir(exist_ok=True)
        engine = self.sound / "speak"
        engine.write_text(self.SCRIPT.format(folder=self.sound))
        engine.chmod(0o755)
        (self.sound / "asound.conf").write_text(
            f'pcm.default {{ type file slave.pcm {{ type null }} file "{self.sound}/heard" format raw }}\n')
        config = {**(self.CONFIG or {}), "voice": {
            "guidance": True, "speech_command": [str(engine), "{voice}", "{speed}"], **self.VOICE}}
        return super().new_box(config=config, env={"ALSA_CONFIG_PATH": str(self.sound / "asound.conf")}, **more)

    def lines(self):
        try:
            return [line.split(" ", 1) for line in (self.sound / "said").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def said(self):
        return [text for _, text in self.lines()]

    def wait_said(self, *words, since=0, timeout=15):
        """The first text, from the one of number SINCE on, in which all the words are; returns it and the next number."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            for number, text in enumerate(self.said()):
                if number >= since and all(word in text for word in words):
                    return text, number + 1
            time.sleep(0.02)
        raise AssertionError(f"nobody said {words} after {since}: {self.said()}\n{self.box.log_text()[-2000:]}")

    def heard(self):
        """Bytes of sound of the last text: the device begins its file anew each time it is opened."""
        path = self.sound / "heard"
        return path.stat().st_size if path.exists() else 0

    def speakers(self):
        """The processes of stb-ui."""
        screen, found = self.box.screen_pid(), []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if int(fields[1]) == screen:
                    found.append(int(entry.name))
            except (OSError, IndexError, ValueError):
                continue
        return found

    def wait_true(self, what, timeout=10):
        until = time.monotonic() + timeout
        while not what():
            if time.monotonic() > until:
                raise AssertionError(f"it did not come to that: {self.said()}")
            time.sleep(0.02)

    def at_rest(self):
        """Nothing is said any more, the keys of the hint line included."""
        self.wait_said("按确认键")
        self.wait_true(lambda: not self.speakers())
        return len(self.said())

    def open_voice_settings(self):
        self.box.press("KEY_5")
        self.box.until(step="topic")
        while self.box.scene["focus"] != "settings":
            before = self.box.scene["focus"]
            self.box.press("KEY_DOWN", gap_ms=170)
            self.wait_true(lambda: self.box.scene["focus"] != before)
        self.box.press("KEY_OK")
        self.box.until(screen="settings", focus="text")
        self.box.press("KEY_DOWN", "KEY_DOWN", gap_ms=170)
        self.box.until(focus="guidance")


class Guidance(Voice):
    def test_what_comes_to_rest_is_read_and_the_title_only_once(self):
        self.connected()
        _, number = self.wait_said("好", "医院挂号", "第 2 项", "共 7 项")
        self.wait_true(lambda: self.heard() > 20000)
        self.wait_said("按确认键", since=number)
        number = self.at_rest()
        # Quicker than anything can be said; in one piece, so that the box alone keeps the time.
        self.box.send("KEY_RIGHT", "wait 60", "KEY_DOWN", "wait 60", "KEY_LEFT")
        where = self.box.until(focus="grocery")
        label = next(item["text"] for item in where["items"] if item["id"] == "grocery")
        text, _ = self.wait_said(label, since=number)
        self.assertTrue(text.startswith(label), text)  # no greeting again
        self.assertEqual([words for words in self.said() if "叫车" in words or "人工热线" in words], [])
        self.wait_true(lambda: self.heard() > 10000)

    def test_repeat_says_all_of_it_again(self):
        self.connected()
        number = self.at_rest()
        self.box.press("KEY_INFO")
        self.wait_said("好", "医院挂号", "第 2 项", "按确认键", since=number)

    def test_the_volume_keys_turn_the_voice_and_are_heard(self):
        self.connected()
        number = self.at_rest()
        self.box.press("KEY_VOLUMEDOWN")
        self.wait_said("念的声音", "轻", since=number)
        self.box.press("KEY_MUTE")
        self.wait_true(lambda: any(item["id"] == "toast" and "关" in item["text"] for item in self.box.scene["items"]))
        self.wait_true(lambda: all(item["id"] != "toast" for item in self.box.scene["items"]))
        number = len(self.said())
        self.box.press("KEY_RIGHT")
        self.box.until(focus="taxi")
        time.sleep(1)
        self.assertEqual(len(self.said()), number)

    def test_off_is_silence_and_every_change_is_heard_at_once(self):
        self.connected()
        self.open_voice_settings()
        _, number = self.wait_said("念给我听", "开")
        self.box.press("KEY_DOWN", "KEY_DOWN", gap_ms=300)
        self.box.until(focus="volume")
        self.wait_said("念的声音", "一般", since=number)
        self.box.press("KEY_RIGHT", gap_ms=170)
        _, number = self.wait_said("响", since=number)
        self.assertEqual(self.said()[number - 1], "响")  # the value alone
        self.box.press("KEY_UP", "KEY_UP", gap_ms=300)
        self.box.until(focus="guidance")
        self.box.press("KEY_LEFT", gap_ms=300)
        self.wait_true(lambda: any("◀ 关 ▶" == item["text"] for item in self.box.scene["items"]))
        self.wait_true(lambda: not self.speakers())
        number, sound = len(self.said()), self.heard()
        self.box.press("KEY_DOWN", "KEY_UP", "KEY_INFO", gap_ms=300)
        time.sleep(2.5)
        self.assertEqual((len(self.said()), self.heard(), self.speakers()), (number, sound, []))
        self.box.press("KEY_RIGHT", gap_ms=300)
        self.wait_said("设置", "念给我听", "开", since=number)
        self.box.kill()  # and it is kept
        self.box.start()
        self.box.until(screen="home")
        self.wait_said("医院挂号", since=number)

    def test_an_alarm_tells_each_proof_once_and_no_seconds(self):
        self.connected()
        number = self.at_rest()
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received")
        _, number = self.wait_said("按返回，取消", since=number)
        sos = self.hotline.wait_for(kind="sos")[0]
        self.wait_said("热线已收到求助", since=number)  # the grace is over
        number = len(self.said())
        time.sleep(3)  # the time since the press runs on
        self.assertEqual(self.said()[number:], [])
        self.hotline.set_status(sos["id"], "answered")
        self.wait_said("工作人员已接听", since=number)

    def test_no_answer_is_told_with_the_numbers_digit_by_digit(self):
        self.connected()
        self.hotline.stop()
        self.box.send("KEY_SOS")
        self.box.until(screen="sos")
        self.wait_said("没有连上热线", "6 2 2 2 9 0 9 0", "1 2 0", timeout=30)

    def test_news_are_told_and_a_drivers_number_is_not(self):
        self.connected()
        self.at_rest()
        self.box.press("KEY_2")
        self.box.until(step="to")
        while self.box.scene["screen"] == "step":
            self.page_after("KEY_OK")
        self.box.until(screen="confirm", focus="confirm")
        self.wait_said("请核对", timeout=20)
        self.box.press("KEY_OK")
        scene = self.box.until(screen="result")
        taxi = self.hotline.wait_for(kind="service", service="taxi")[0]
        self.hotline.set_status(taxi["id"], "accepted", headline="司机接单了", message="李师傅来接您", eta_minutes=5,
                                details=[{"label": "车牌", "value": "沪A·D5678", "role": "plate"},
                                         {"label": "电话", "value": "138****3642"}])
        self.box.until(request__status="accepted")
        self.wait_said("司机接单了", "沪A, D5678")
        self.assertEqual([text for text in self.said() if "138" in text or "3642" in text], [])
        self.assertEqual(scene["request"]["id"], taxi["id"])


class FirstRunVoice(Voice):
    CONFIG = {"first_run": True}

    def test_it_asks_whether_to_read_and_is_its_own_example(self):
        self.box.until(screen="first-run", step="text")
        _, number = self.wait_said("字够大吗")
        self.box.press("KEY_OK")
        self.box.until(step="contrast")
        self.box.press("KEY_OK")
        self.box.until(step="guidance")
        _, number = self.wait_said("要念给您听吗", "我都念给您听", since=number)
        self.box.press("KEY_LEFT", gap_ms=300)
        self.wait_true(lambda: any("◀ 关 ▶" == item["text"] for item in self.box.scene["items"]))
        self.box.press("KEY_OK")
        self.box.until(step="test")
        time.sleep(1)
        self.assertEqual([text for text in self.said()[number:] if "求助" in text], [])


class EndlessVoice(Voice):
    SCRIPT = ENDLESS

    def test_any_key_cuts_it_and_its_process_is_gone(self):
        self.connected()
        self.wait_said("医院挂号")
        pid = int(self.lines()[-1][0])
        self.wait_true(lambda: self.heard() > 0)
        os.kill(pid, 0)
        self.box.press("KEY_UP", gap_ms=0)  # the edge: nothing else happens
        self.wait_true(lambda: not pathlib.Path(f"/proc/{pid}").exists(), timeout=2)
        sound = self.heard()
        time.sleep(0.5)
        self.assertEqual(self.heard(), sound)

    def test_a_screen_that_is_killed_takes_its_voice_with_it(self):
        self.connected()
        self.wait_said("医院挂号")
        pid = int(self.lines()[-1][0])

        def gone():
            try:
                return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
            except FileNotFoundError:
                return True
        self.assertFalse(gone())
        os.kill(self.box.screen_pid(), signal.SIGKILL)
        self.wait_true(gone)


class HangingVoice(Voice):
    VOICE = {"speech_command": ["sh", "-c", "exec sleep 1000"]}

    def test_the_alarm_goes_out_and_every_key_is_answered(self):
        self.connected()
        self.wait_true(self.speakers)
        self.box.send("KEY_RIGHT")
        self.box.until(focus="taxi", timeout=2)
        self.wait_true(self.speakers)
        pressed = time.monotonic()
        self.box.send("KEY_SOS")
        self.hotline.wait_for(kind="sos", timeout=2)
        self.box.until(screen="sos", timeout=2)
        self.assertLess(time.monotonic() - pressed, 2)
        self.box.wait_log("has not said anything for 3 s")
        time.sleep(0.2)
        self.assertEqual(self.speakers(), [])
        self.assertEqual(self.heard(), 0)


class NoVoice(Voice):
    VOICE = {"speech_command": ["no-such-engine"]}

    def test_a_box_without_a_voice_says_so_on_the_screen_and_once_in_the_log(self):
        self.connected()
        self.open_voice_settings()
        note = next(item["text"] for item in self.box.scene["items"] if item["id"] == "note")
        self.assertEqual(note, "这台机顶盒现在没有语音。")
        self.box.wait_log("no-such-engine is not there")
        time.sleep(1)
        self.assertEqual(self.box.log_text().count("no-such-engine"), 1)
        self.assertEqual(self.speakers(), [])


del Voice  # it is only what they share

if __name__ == "__main__":
    unittest.main()
