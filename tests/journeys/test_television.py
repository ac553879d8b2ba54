# SPDX-License-Identifier: Apache-2.0
"""Live television has the whole screen while it runs: stb-ui is gone, and the operator's hooks have been told of every
coming and going of the channel, once each and in turn, whatever brought the channel up."""
import time
import unittest

from harness import DEVICE, Journey, texts


class Television(Journey):
    START = "tv"

    def new_box(self, **more):
        self.told = self.folder / "told"
        self.told.touch()
        hooks = {name: ["/bin/sh", "-c", f"echo {name} >>{self.told}"] for name in ("show", "hide")}
        # An alarm is taken back within its grace here: so long that a busy machine finds the time for it.
        return super().new_box(config={"hooks": hooks, "sos": {"grace_s": 20}}, **more)

    def hooks_say(self, *wanted):
        """Just these since the last time; a little later still no more of them."""
        until = time.monotonic() + 10
        while self.told.read_text().split() != list(wanted) and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.3)
        self.assertEqual(self.told.read_text().split(), list(wanted))
        self.told.write_text("")

    def gone(self):
        """What is shared out again: the drawing program has ended."""
        until = time.monotonic() + 10
        while self.box.screen_pid() and time.monotonic() < until:
            time.sleep(0.02)
        self.assertIsNone(self.box.screen_pid())

    def test_the_channel_comes_and_goes_and_the_hooks_are_told_in_turn(self):
        self.box.until(screen="tv", link="connected")
        self.hooks_say("hide")  # told at the start, too: an earlier life may have stopped it
        self.gone()
        for _ in range(2):
            self.box.press("KEY_HOMEPAGE")
            self.box.until(screen="home")
            self.hooks_say("show")
            self.box.press("KEY_2")
            self.box.until(screen="step")
            self.box.press("KEY_HOMEPAGE")  # home, not television: nothing to tell
            self.box.until(screen="home")
            self.box.played()
            self.hooks_say()
            self.box.press("KEY_TV")
            self.box.until(screen="tv")
            self.hooks_say("hide")
            self.gone()
        self.box.press("KEY_TV", "KEY_OK", "KEY_DOWN")  # of television these are not ours
        self.box.played()
        self.hooks_say()
        self.assertEqual(self.box.scene["screen"], "tv")

    def test_an_sos_and_a_notice_come_over_it_and_leave_it_as_it_was(self):
        self.box.until(screen="tv", link="connected")
        self.hooks_say("hide")
        storm = self.hotline.desk("POST", "notices", {"device": DEVICE, "kind": "weather", "title": "台风要来了",
                                                      "text": "请关好门窗。", "choices": []})["id"]
        self.box.until(screen="notice", step=storm)
        self.hooks_say("show")
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received")
        self.hooks_say()  # the channel was up already
        self.box.press("KEY_BACK")
        self.box.until(sos__state="cancelled")
        self.box.press("KEY_OK")
        self.box.until(screen="notice", step=storm)
        self.box.press("KEY_OK", gap_ms=700)
        self.box.until(screen="home")  # after an alarm nobody is sent away; idle home gives way later
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        self.hooks_say("hide")
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received")
        self.hooks_say("show")
        self.box.press("KEY_TV")  # the television comes back, the alarm stays
        scene = self.box.until(screen="tv")
        self.assertNotEqual(scene["sos"]["state"], "cancelled")
        self.hooks_say("hide")
        self.gone()
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="sos")
        self.hooks_say("show")
        self.assertIn("马上接通热线", texts(self.box.scene))

    def test_a_slow_going_never_has_the_last_word_over_a_quick_coming(self):
        self.hooks_say("hide")
        self.box.stop()
        slow = {"show": ["/bin/sh", "-c", f"echo show >>{self.told}"],
                "hide": ["/bin/sh", "-c", f"sleep 0.7; echo hide >>{self.told}"]}
        super().new_box(config={"hooks": slow})
        self.box.until(screen="tv", link="connected")
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")
        self.hooks_say("hide", "show")
        before = len(self.box.scenes)
        self.box.send("KEY_TV", "wait 100", "KEY_HOMEPAGE")
        self.box.passed(before, screen="tv")  # for 100 ms: it may be over before one looks
        self.box.until(screen="home")
        self.hooks_say("hide", "show")


if __name__ == "__main__":
    unittest.main()
