# SPDX-License-Identifier: Apache-2.0
"""What the hotline wants to tell: over whatever is on screen, answered by one key, delivered, kept."""
import time
import unittest

from harness import DEVICE, Journey, texts

CARE = {"device": DEVICE, "kind": "care", "title": "您今天好吗", "text": "请按一个数字告诉我们",
        "choices": [{"id": "fine", "title": "很好"}, {"id": "unwell", "title": "不太好"},
                    {"id": "call", "title": "请打电话给我"}]}
STORM = {"device": DEVICE, "kind": "weather", "title": "台风要来了", "text": "请关好门窗"}


class Notices(Journey):
    def send(self, notice):
        return self.hotline.desk("POST", "notices", notice)["id"]

    def reply_of(self, notice_id, timeout=10):
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            for notice in self.hotline.desk("GET", "notices")["notices"]:
                if notice["id"] == notice_id and notice.get("reply"):
                    return notice["reply"]
            time.sleep(0.05)
        return None

    def test_a_care_check_comes_over_a_flow_and_is_answered_by_one_digit(self):
        self.connected()
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        care = self.send(CARE)
        scene = self.box.until(screen="notice", step=care)
        self.assertIn("您今天好吗", texts(scene))
        self.assertIn("3", texts(scene))
        self.box.press("KEY_3")
        self.assertEqual(self.reply_of(care), "call")
        scene = self.box.until(screen="notice", focus="seen")
        self.assertIn("请打电话给我", texts(scene))
        self.box.press("KEY_OK")
        self.box.until(screen="step", service="taxi")

    def test_from_live_television_and_back_to_it(self):
        self.connected()
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        storm = self.send(STORM)
        self.box.until(screen="notice", step=storm)
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="tv")
        self.assertEqual(self.reply_of(storm), "seen")

    def test_one_that_waits_survives_a_power_cut_and_is_found_among_the_past_ones(self):
        self.connected()
        care = self.send(CARE)
        self.box.until(screen="notice", step=care)
        self.box.kill()
        self.box.start()
        self.box.until(screen="notice", step=care)
        self.connected()
        self.box.press("KEY_1", gap_ms=700)
        self.assertEqual(self.reply_of(care), "fine")
        self.box.until(focus="seen")
        self.box.press("KEY_OK")
        self.box.until(screen="home")
        self.box.press("KEY_6")
        self.box.until(screen="orders", focus="notices")
        self.box.press("KEY_OK")
        scene = self.box.until(screen="notices", focus=care)
        self.assertIn("很好", texts(scene))

    def test_answered_offline_the_answer_is_delivered_when_the_line_is_back(self):
        self.connected()
        care = self.send(CARE)
        self.box.until(screen="notice", step=care)
        self.hotline.stop()
        self.box.press("KEY_2", gap_ms=600)
        self.box.until(screen="notice", focus="seen")
        self.box.until(pending=1)
        self.hotline.start()
        self.assertEqual(self.reply_of(care, 20), "unwell")
        self.box.until(pending=0)

    def test_not_over_an_sos_but_right_after_it(self):
        self.connected()
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received")
        care = self.send(CARE)
        [sos] = self.hotline.requests(kind="sos")
        self.assertEqual(self.box.scene["screen"], "sos")
        for status in ("answered", "help_sent", "arrived", "closed"):
            self.hotline.set_status(sos["id"], status)
        self.assertEqual(self.box.until(sos__state="closed")["screen"], "sos")
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="notice", step=care)


if __name__ == "__main__":
    unittest.main(verbosity=2)
