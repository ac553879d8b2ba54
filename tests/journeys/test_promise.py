# SPDX-License-Identifier: Apache-2.0
"""The ten minutes are over and nobody has answered: the box asks for a person by itself, once, and says so."""
import time
import unittest

from harness import Journey, texts
from walking import grow_older

MINUTES = 11


class Promise(Journey):
    def order_a_taxi(self):
        self.connected()
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] == "step":
            focus = (self.box.scene["step"], self.box.scene["focus"])
            self.box.press("KEY_OK")
            until = time.monotonic() + 10
            while self.box.scene["screen"] == "step" and (self.box.scene["step"], self.box.scene["focus"]) == focus:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.02)
        self.box.until(screen="confirm")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [taxi] = self.hotline.requests(service="taxi")
        return taxi

    def test_a_person_is_asked_for_once_and_the_screen_says_so(self):
        taxi = self.order_a_taxi()
        grow_older(self.hotline, self.box, taxi["id"], MINUTES, told=1)  # the hotline believes that it has handed it over
        [call] = self.hotline.wait_for(kind="callback", timeout=20)
        self.assertEqual((call["trigger"], call["answers"]),
                         ("box", {"screen": "overdue", "service": "taxi", "request": taxi["id"]}))
        self.box.until(screen="home")
        self.box.press("KEY_6")
        self.box.until(screen="orders")
        while self.box.scene["focus"] != taxi["id"]:
            before = self.box.scene["focus"]
            self.box.press("KEY_DOWN", gap_ms=200)
            until = time.monotonic() + 5
            while self.box.scene["focus"] == before:
                self.assertLess(time.monotonic(), until, texts(self.box.scene))
                time.sleep(0.02)
        self.box.press("KEY_OK")
        scene = self.box.until(screen="result", request__id=taxi["id"])
        self.assertIn("已经请工作人员打给您", texts(scene))
        self.box.kill()
        self.box.start()
        self.connected()
        time.sleep(12)  # long enough to be asked again
        self.assertEqual(len(self.hotline.requests(kind="callback")), 1)

    def test_a_hotline_that_hands_it_over_itself_is_not_asked_too(self):
        taxi = self.order_a_taxi()
        grow_older(self.hotline, self.box, taxi["id"], MINUTES, told=0)
        self.hotline.wait_for(id=taxi["id"], handed_over=True)
        time.sleep(13)
        self.assertEqual(self.hotline.requests(kind="callback"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
