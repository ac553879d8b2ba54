# SPDX-License-Identifier: Apache-2.0
"""The ten minutes are over and nobody has answered: the box asks for a person by itself, once, and says so."""
import sqlite3
import time
import unittest

from harness import Journey, texts

LATER_MS = 11 * 60000


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

    def eleven_minutes_pass(self, handed_over):
        """The clocks cannot be turned, so the order is: on both sides, as if it had come eleven minutes ago. The
        hotline believes that it has handed it over (1) and says nothing more, or it does it now (0)."""
        self.box.kill()
        self.hotline.stop()
        with sqlite3.connect(self.hotline.folder / "hotline.db") as db:
            db.execute("UPDATE requests SET received_at=received_at-?1, updated_at=updated_at-?1, told=?2",
                       (LATER_MS, handed_over))
        db.close()
        with sqlite3.connect(self.box.folder / "state" / "outbox.db") as db:
            for field in ("updated_at_ms", "created_at_ms", "reached.received"):
                db.execute(f"UPDATE requests SET known=json_set(known,'$.{field}',json_extract(known,'$.{field}')-?)",
                           (LATER_MS,))
        db.close()
        self.hotline.start()
        self.box.start()
        self.connected()

    def test_a_person_is_asked_for_once_and_the_screen_says_so(self):
        taxi = self.order_a_taxi()
        self.eleven_minutes_pass(handed_over=1)
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
        self.assertIn("已经替您请工作人员打电话", texts(scene))
        self.box.kill()
        self.box.start()
        self.connected()
        time.sleep(12)  # long enough to be asked again
        self.assertEqual(len(self.hotline.requests(kind="callback")), 1)

    def test_a_hotline_that_hands_it_over_itself_is_not_asked_too(self):
        taxi = self.order_a_taxi()
        self.eleven_minutes_pass(handed_over=0)
        self.hotline.wait_for(id=taxi["id"], handed_over=True)
        time.sleep(13)
        self.assertEqual(self.hotline.requests(kind="callback"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
