# SPDX-License-Identifier: Apache-2.0
"""What was asked for stays in sight: the list, its ages, again, after a power cut, over live television."""
import pathlib
import sys
import time
import unittest
import uuid

from harness import Journey, texts
from walking import Walking

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hotline"))


class Orders(Walking, Journey):
    def order_taxi(self):
        """The usual taxi, until the hotline has it."""
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] == "step":
            step = self.box.scene["step"]
            self.box.press("KEY_OK")
            until = time.monotonic() + 5
            while self.box.scene["screen"] == "step" and self.box.scene["step"] == step:
                self.assertLess(time.monotonic(), until, "OK did not lead on")
                time.sleep(0.02)
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        return self.hotline.wait_for(service="taxi")[-1]

    def test_a_rejected_one_is_opened_from_the_list_and_ordered_again_with_the_same_answers(self):
        taxi = self.order_taxi()
        self.assertIn("10 分钟", texts(self.box.scene))  # the promise runs
        self.hotline.set_status(taxi["id"], "rejected", headline="附近没有空车")
        self.box.until(request__status="rejected")
        self.box.press("KEY_HOMEPAGE", "KEY_6")
        scene = self.box.until(screen="orders", focus=taxi["id"])
        self.assertIn("没有办成", texts(scene))
        self.assertIn("刚刚", texts(scene))
        self.box.press("KEY_OK")
        self.box.until(screen="result", focus="again")
        self.box.press("KEY_OK")
        self.box.until(screen="confirm", service="taxi")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        first, second = self.hotline.wait_for(2, service="taxi")
        self.assertNotEqual(first["id"], second["id"])
        self.assertEqual(first["answers"], second["answers"])

    def test_what_happened_while_the_box_was_off_is_known_after_its_start(self):
        taxi = self.order_taxi()
        self.box.kill()
        self.hotline.set_status(taxi["id"], "accepted", headline="司机接单了", eta_minutes=4)
        self.box.start()
        self.box.until(screen="result", request__status="accepted")  # it is fresh: shown without asking
        self.box.press("KEY_HOMEPAGE", "KEY_6")
        self.box.until(screen="orders", focus=taxi["id"])
        until = time.monotonic() + 10
        while "已经安排" not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.05)

    def test_the_list_is_the_hotline_s_newest_ten(self):
        self.connected()
        box = self.other_box()
        for number in range(12):
            answer = box.post("/v1/requests", {"id": str(uuid.uuid4()), "kind": "callback", "service": "person",
                                           "created_at": f"2026-11-21T09:{number:02}:00Z", "sequence": 1000 + number,
                                           "trigger": "remote"})
            self.assertEqual(answer.code, 201, answer.bytes)
        wanted = [row["id"] for row in reversed(self.hotline.requests())][:10]
        self.box.stop()
        self.box.lose_state()  # another box in the same home: it knows only what the hotline tells
        self.box.start()
        self.connected()
        self.box.press("KEY_6")
        self.box.until(screen="orders", focus=wanted[0])
        self.assertIn("第 1 项,共 10 项", texts(self.box.scene).replace("\uff0c", ","))

    def other_box(self):
        """The same home's box as plain calls."""
        import client
        hotline = client.Hotline.__new__(client.Hotline)
        hotline.dir, hotline.port = self.hotline.folder, self.hotline.port
        return client.Box(hotline)

    def test_the_car_is_there_over_live_television_and_leads_back_home_once_the_ride_is_done(self):
        taxi = self.order_taxi()
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        self.hotline.set_status(taxi["id"], "accepted", headline="司机接单了", eta_minutes=4)
        self.box.until(screen="result", request__status="accepted")
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="tv")
        self.hotline.set_status(taxi["id"], "on_the_way", headline="快到了")
        self.hotline.set_status(taxi["id"], "arrived", headline="车来了")
        self.box.until(screen="result", request__status="arrived", focus="ok")
        self.assertFalse(self.has("next"))  # no taxi back before she was there
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="tv")  # one OK, and nothing was ordered
        self.assertEqual(len(self.hotline.requests()), 1)
        self.hotline.set_status(taxi["id"], "done")
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")
        self.box.press("KEY_6")
        self.box.until(screen="orders", focus=taxi["id"])
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="result", request__status="done", focus="ok")
        self.to_button("next")
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="confirm", service="taxi")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        back = self.hotline.wait_for(2, service="taxi")[-1]
        self.assertEqual(back["answers"]["to"], "home")


if __name__ == "__main__":
    unittest.main(verbosity=2)
