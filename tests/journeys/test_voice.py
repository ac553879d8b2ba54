# SPDX-License-Identifier: Apache-2.0
"""The voice key: a sentence said into the remote, from ALSA's "file" device through stb-listen and stb-hear to the confirm
screen, where a hand still has to press OK. What was not understood a person hears. Nothing is ordered by voice alone."""
import time
import unittest

import speech
from harness import BUILD, Journey, microphone, texts

VOICE = "KEY_VOICECOMMAND"
TABLES = BUILD / "share/voice"


class Judged:
    """Whichever of the two it came to; for Box.until()."""

    def __eq__(self, state):
        return state in ("heard", "unsure")


class Spoken(Journey):
    CONFIG = {"voice": {"capture": "ear", "guidance": False}}

    def new_box(self, **more):
        return super().new_box(env=microphone(self.folder), **more)

    def sound(self, samples):
        """What the microphone hears from its opening on, then silence. Returns how many seconds of it are speech."""
        microphone(self.folder, samples + speech.silence(9000))
        return len(samples) / speech.RATE

    def say(self, text, screen="listen"):
        """TEXT while the voice key is down."""
        seconds = self.sound(speech.sentence(TABLES, text))
        self.box.send(f"down {VOICE}")
        self.box.until(screen=screen)
        time.sleep(seconds + 0.3)
        self.box.send(f"up {VOICE}")

    def understood(self, text):
        """One that is not sure asks first: the synthetic voice is no judge of scores."""
        scene = self.box.until(voice__state=Judged())
        self.assertEqual(scene["voice"]["text"], text)
        if scene["voice"]["state"] == "unsure":
            self.assertLess(scene["voice"]["score"], 0.5)
            self.assertEqual(scene["title"], f"您是说“{text}”吗？")
            self.box.press("KEY_OK", gap_ms=700)
            scene = self.box.until(voice__state="heard")
        self.assertIn(f"您说：{text}", texts(scene))
        self.assertIn(f"您说：{text}", scene["say"])
        return scene

    def nothing_ordered(self):
        self.assertEqual(self.hotline.requests(), [])

    def leads_to(self, text, service, **wanted):
        self.connected()
        self.say(text)
        scene = self.understood(text)
        self.assertEqual(scene["service"], service)
        for field, value in wanted.items():
            self.assertEqual(scene[field], value)
        self.nothing_ordered()

    def orders(self, service):
        """The rest of the way is the hand's."""
        for _ in range(6):
            if self.box.scene["screen"] == "confirm":
                break
            self.box.press("KEY_OK", gap_ms=700)
            time.sleep(0.5)
        self.box.until(screen="confirm")
        self.nothing_ordered()
        self.box.press("KEY_OK", gap_ms=1500)  # it takes no OK before one has read it
        self.box.until(screen="result")
        self.assertEqual(self.hotline.wait_for(1)[0]["service"], service)


class Voice(Spoken):
    def test_a_taxi(self):
        self.leads_to("叫差头", "taxi", screen="step", step="to")
        self.orders("taxi")

    def test_a_taxi_to_a_place(self):
        self.leads_to("去医院", "taxi", screen="step", step="when")  # it was asked for, and only the rest is asked
        self.orders("taxi")
        self.assertEqual(self.hotline.requests()[0]["answers"]["to"], "putuo-central")

    def test_the_hospital(self):
        self.leads_to("挂号", "hospital", screen="step", step="hospital")

    def test_a_meal(self):
        self.leads_to("送饭", "meal", screen="step", step="canteen")

    def test_groceries(self):
        self.leads_to("买鸡毛菜", "grocery", screen="cart")
        self.assertIn("已选 1", texts(self.box.scene))

    def test_an_errand(self):
        self.leads_to("我要配药", "errand", screen="step", step="what")

    def test_a_repair(self):
        self.leads_to("修东西", "repair", screen="step", step="what")

    def test_bills(self):
        self.leads_to("交有线电视费", "bills", screen="confirm")
        self.orders("bills")

    def test_a_call_back(self):
        self.leads_to("养老金", "policy", screen="confirm")
        self.orders("policy")

    def test_on_a_list_it_chooses(self):
        self.connected()
        self.say("打扫卫生")
        self.understood("打扫卫生")
        self.assertEqual(self.box.scene["screen"], "step")
        self.say("打扫卫生")  # now it is a choice of this list
        self.understood("打扫卫生")
        self.box.until(screen="confirm")
        self.assertIn("打扫卫生", texts(self.box.scene))
        self.nothing_ordered()

    def test_ok_said_aloud_sends_nothing(self):
        self.leads_to("养老金", "policy", screen="confirm")
        self.say("确定")
        self.understood("确定")
        time.sleep(1)
        self.assertEqual(self.box.scene["screen"], "confirm")
        self.nothing_ordered()

    def test_examples_are_shown(self):
        self.connected()
        self.sound(speech.silence(100))
        self.box.send(f"down {VOICE}")
        scene = self.box.until(screen="listen", voice__state="listening")
        self.assertIn("您可以说", texts(scene))
        self.box.send(f"up {VOICE}")

    def test_silence(self):
        self.connected()
        self.sound(speech.silence(100))
        self.box.send(f"down {VOICE}")
        self.box.until(screen="listen")
        time.sleep(1.2)
        self.box.send(f"up {VOICE}")
        scene = self.box.until(screen="listen", voice__state="failed")
        self.assertEqual(scene["title"], "声音太轻了")
        self.box.press("KEY_BACK")
        self.box.until(screen="home")

    def test_not_understood_it_asks_and_then_a_person_listens(self):
        self.connected()
        self.say("五花八门山水")  # nothing of the kind may be said here
        scene = self.box.until(screen="listen", voice__state="unsure")
        self.assertEqual([item["id"] for item in scene["items"] if item["role"] == "button"], ["yes", "no"])
        self.nothing_ordered()
        self.say("五花八门山水")
        self.box.until(screen="listen", voice__state="person")
        request = self.hotline.wait_for(1)[0]
        self.assertEqual((request["kind"], request["trigger"]), ("callback", "voice"))

    def test_help_with_the_line_down(self):
        self.connected()
        self.hotline.stop()
        self.say("我摔倒了")
        scene = self.box.until(screen="sos")
        self.assertGreater(scene["sos"]["seconds_left"], 0)  # with its grace, as from the red key
        self.box.press("KEY_BACK")
        self.box.until(sos__state="cancelled")

    def test_the_red_key_while_it_listens(self):
        self.connected()
        self.sound(speech.sentence(TABLES, "叫差头"))
        self.box.send(f"down {VOICE}")
        self.box.until(screen="listen")
        self.box.send("KEY_SOS", f"up {VOICE}")
        self.box.until(screen="sos")
        time.sleep(2)
        self.assertEqual(self.box.scene["screen"], "sos")
        self.assertEqual(self.hotline.requests(kind="service"), [])


class Television(Spoken):
    """From live television: what is said while the screen is only starting counts."""

    def new_box(self, **more):
        return super().new_box(start="tv", **more)

    def connected(self):
        self.box.until(screen="tv", link="connected")

    def test_the_hospital(self):
        self.leads_to("挂号", "hospital", screen="step", step="hospital")



class Broken(Spoken):
    """The engine is there, and what it knows voices by is not."""
    CONFIG = {"voice": {"capture": "ear", "guidance": False, "model": "/nonexistent"}}

    def test_the_hospital(self):
        self.connected()
        self.say("挂号")
        scene = self.box.until(screen="listen", voice__state="failed")
        self.assertEqual(scene["title"], "现在听不了")
        self.box.press("KEY_BACK")
        self.box.until(screen="home")
        self.box.wait_log("/nonexistent is no acoustic model")



class Deaf(Spoken):
    CONFIG = {"voice": {"capture": "", "guidance": False}}

    def test_the_hospital(self):
        self.connected()
        self.box.press(VOICE)
        scene = self.box.until(screen="listen", voice__state="failed")
        self.assertEqual(scene["title"], "没有话筒")


if __name__ == "__main__":
    unittest.main()
