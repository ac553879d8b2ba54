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

    def test_an_answer_is_changed_and_the_last_one_counts_in_whatever_order_the_line_is_there(self):
        self.connected()
        care = self.send(CARE)
        self.box.until(screen="notice", step=care, focus="later")  # no answer has the focus first
        self.hotline.stop()
        self.box.press("KEY_1")
        self.box.until(screen="notice", focus="seen", pending=1)
        self.box.press("KEY_RIGHT", gap_ms=200)
        self.box.until(focus="change")
        self.box.press("KEY_OK")
        self.box.until(focus="later")
        self.box.press("KEY_2")
        scene = self.box.until(screen="notice", focus="seen")
        self.assertIn("不太好", texts(scene))
        self.hotline.start()
        self.box.until(pending=0, timeout=20)
        self.assertEqual(self.reply_of(care), "unwell")

    def test_an_ok_on_its_way_to_the_flow_answers_nothing(self):
        self.connected()
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        care = self.send(CARE)
        self.box.until(screen="notice", step=care)
        self.box.send("wait 600", "KEY_OK", "wait 500", "KEY_1", "wait 500", "KEY_OK")
        self.box.played()
        self.assertEqual(self.box.scene["step"], care)
        self.assertIsNone(self.reply_of(care, 2))
        self.box.press("KEY_OK")  # and when it is heard it puts the answer off
        self.box.until(screen="step", service="taxi")
        self.assertIsNone(self.reply_of(care, 1))

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
