# SPDX-License-Identifier: Apache-2.0
"""A person is one OK away, from every screen, and the hotline knows what the senior was looking at."""
import unittest

from harness import Journey, texts


class Person(Journey):
    def call(self, screen, service=None):
        """PERSON on this screen, one OK, and what the hotline was told."""
        before = len(self.hotline.requests(kind="callback"))
        self.box.press("KEY_PHONE")
        self.box.until(screen="confirm", focus="confirm")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__kind="callback", request__status="received")
        calls = self.hotline.wait_for(before + 1, kind="callback")
        self.assertEqual(calls[-1]["answers"].get("screen"), screen)
        self.assertEqual(calls[-1]["answers"].get("service"), service)
        return calls[-1]

    def test_from_home_and_from_a_step_that_goes_on_afterwards(self):
        self.connected()
        self.box.until(screen="home")
        first = self.call("home")
        self.hotline.set_status(first["id"], "accepted", headline="马上打给您")
        scene = self.box.until(screen="result", request__status="accepted")
        self.assertIn("马上打给您", texts(scene))
        self.hotline.set_status(first["id"], "done")
        self.box.press("KEY_HOMEPAGE", "KEY_2")
        self.box.until(screen="step", service="taxi")
        self.call("step", "taxi")
        self.box.press("KEY_BACK")  # what was interrupted goes on
        self.box.until(screen="step", service="taxi")

    def test_from_live_television(self):
        self.connected()
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        self.box.press("KEY_PHONE")
        self.box.until(screen="confirm")
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="result", request__kind="callback", request__status="received")

    def test_a_topic_of_the_catalog(self):
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_5")
        scene = self.box.until(screen="step", service="person", step="topic")
        for title in ("政策咨询", "家政预约", "帮我交费"):
            self.assertIn(title, texts(scene))
        place = next(item["id"] for item in scene["items"] if item["role"] == "option" and "政策咨询" in item["text"])
        self.box.press("KEY_2")
        self.assertEqual(place, "policy")
        self.box.until(screen="confirm", service="policy")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__kind="callback", request__status="received")
        [call] = self.hotline.requests(kind="callback")
        self.assertEqual(call["service"], "policy")

    def test_offline_the_wish_for_a_person_is_kept_and_delivered(self):
        self.connected()
        self.hotline.stop()
        self.box.until(link="offline", timeout=20)
        self.box.press("KEY_PHONE")
        self.box.until(screen="confirm")
        self.box.press("KEY_OK")
        scene = self.box.until(screen="result", request__kind="callback")
        self.assertIn(scene["request"]["status"], ("saved", "sending", "waiting"))
        self.assertIn("62229090", texts(self.box.until(request__status="waiting")))
        self.hotline.start()
        self.box.until(request__status="received", timeout=30)
        self.assertEqual(len(self.hotline.requests(kind="callback")), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
