# SPDX-License-Identifier: Apache-2.0
"""Television is silent while the box speaks, listens or calls for help, by the operator's commands; and it is heard
again afterwards, whatever dies meanwhile."""
import os
import signal
import time
import unittest

from harness import Journey, microphone

# A head, a little sound, and then it only sits there: who is read to by it is read to until a key cuts it.
ENDLESS = 'espeak-ng -s 300 --stdout a; exec sleep 1000'


class Silence(Journey):
    START, GUIDANCE, MUTE = "tv", False, "echo mute >>{sound}"

    def new_box(self, **more):
        self.files = {name: self.folder / f"{name}.told" for name in ("channel", "sound")}
        for path in self.files.values():
            path.touch()
        hooks = {name: ["/bin/sh", "-c", script.format(**self.files)] for name, script in
                 (("show", "echo show >>{channel}"), ("hide", "echo hide >>{channel}"),
                  ("mute", self.MUTE), ("unmute", "echo unmute >>{sound}"))}
        voice = {"guidance": self.GUIDANCE, "output": "mouth", "capture": "ear",
                 "speech_command": ["/bin/sh", "-c", ENDLESS]}
        return super().new_box(config={"hooks": hooks, "voice": voice}, env=microphone(self.folder), **more)

    def told(self):
        return " ".join(path.read_text() for path in self.files.values()).split()

    def hooks_say(self, *wanted, timeout=10):
        """Just these since the last time, first the channel's, then the sound's; and no more of them a little later."""
        until = time.monotonic() + timeout
        while self.told() != list(wanted) and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.3)
        self.assertEqual(self.told(), list(wanted))
        for path in self.files.values():
            path.write_text("")

    def at_television(self):
        self.box.until(screen="tv", link="connected")
        self.hooks_say("hide", "unmute")  # nobody knows how an earlier life left it


class WhileTheBoxIsHeard(Silence):
    GUIDANCE = True

    def test_it_reads_aloud_and_falls_silent(self):
        self.at_television()
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")
        self.hooks_say("show", "mute")
        self.box.press("KEY_RIGHT")  # cut, and the next thing is read: it does not come and go between the two
        self.box.until(focus="taxi")
        self.hooks_say()
        self.box.press("KEY_UP")  # the edge: cut, and nothing new
        self.hooks_say("unmute")

    def test_television_comes_back_with_its_sound(self):
        self.at_television()
        self.box.press("KEY_HOMEPAGE")
        self.hooks_say("show", "mute")
        self.box.press("KEY_TV")
        self.hooks_say("hide", "unmute")

    def test_the_drawing_program_dies_and_its_voice_with_it(self):
        self.at_television()
        self.box.press("KEY_HOMEPAGE")
        self.hooks_say("show", "mute")
        os.kill(self.box.wait_screen_pid(), signal.SIGSTOP)  # it will never say that it has ended
        self.box.press("KEY_TV")
        self.hooks_say("hide", "unmute")

    def test_the_power_goes_and_the_next_life_begins_with_the_sound(self):
        self.at_television()
        self.box.press("KEY_HOMEPAGE")
        self.hooks_say("show", "mute")
        self.box.kill()
        self.hooks_say()
        self.box.start()
        self.at_television()

    def test_it_is_told_to_end_and_leaves_the_sound_behind(self):
        self.at_television()
        self.box.press("KEY_HOMEPAGE")
        self.hooks_say("show", "mute")
        self.box.stop()
        self.hooks_say("unmute")


class WhileItListensOrCalls(Silence):
    def test_a_call_for_help_is_silent_and_television_that_is_asked_for_is_not(self):
        self.at_television()
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received")
        self.hooks_say("show", "mute")
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        self.hooks_say("hide", "unmute")
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="sos")
        self.hooks_say("show", "mute")
        [sos] = self.hotline.requests(kind="sos")
        for state in ("answered", "help_sent", "arrived", "closed"):
            self.hotline.set_status(sos["id"], state)
        self.box.until(sos__state="closed")
        self.hooks_say("unmute")

    def test_a_recording_is_not_of_the_television(self):
        self.at_television()
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")
        self.box.press("KEY_5")
        self.box.until(screen="step", step="topic")
        while self.box.scene["focus"] != "errand":
            before = self.box.scene["focus"]
            self.box.press("KEY_DOWN", gap_ms=250)
            self.box.until(focus=True)
            until = time.monotonic() + 3
            while self.box.scene["focus"] == before:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.02)
        self.box.press("KEY_OK")
        self.box.until(screen="step", step="what", focus="spoken")
        self.hooks_say("show")
        self.box.press("KEY_OK")
        self.box.until(screen="say", title="请说话")
        self.hooks_say("mute")
        self.box.press("KEY_OK")
        self.box.until(screen="say", focus="use")
        self.hooks_say("unmute")


class HangingCommand(Silence):
    MUTE = "echo mute >>{sound}; exec sleep 1000"

    def test_nothing_waits_for_it_and_the_sound_comes_back(self):
        self.at_television()
        self.box.send("KEY_SOS")
        self.hotline.wait_for(kind="sos", timeout=5)  # it hangs for ten seconds
        self.box.until(screen="sos", sos__state="received", timeout=5)
        self.hooks_say("show", "mute")
        self.box.press("KEY_TV")
        self.box.until(screen="tv", timeout=5)
        self.hooks_say("hide")  # the picture does not wait for it
        self.hooks_say("unmute", timeout=15)


del Silence  # it is only what they share

if __name__ == "__main__":
    unittest.main()
