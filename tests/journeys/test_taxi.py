# SPDX-License-Identifier: Apache-2.0
"""A taxi, from home to the car at the door, with few presses; and all that can come between."""
import json
import os
import signal
import time
import unittest

from harness import Journey, texts
from walking import Walking


class Taxi(Walking, Journey):
    def order(self):
        """The usual case: the taxi tile, and OK to what is offered first, until it is confirmed."""
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        oks = 0
        while self.box.scene["screen"] == "step":
            step = self.box.scene["step"]
            self.box.press("KEY_OK")
            oks += 1
            until = time.monotonic() + 5
            while self.box.scene["screen"] == "step" and self.box.scene["step"] == step:
                self.assertLess(time.monotonic(), until, "OK did not lead on")
                time.sleep(0.02)
        self.assertEqual(self.box.scene["screen"], "confirm")
        self.assertEqual(self.box.scene["focus"], "confirm")
        self.assertLessEqual(oks, 3)
        return oks

    def test_from_home_to_the_car_at_the_door(self):
        presses = self.order()
        self.assertLessEqual(presses, 2)
        self.assertIn("家 普陀区曹杨新村", texts(self.box.scene))  # from where, although that was not asked
        self.box.press("KEY_OK")
        scene = self.box.until(screen="result", request__status="received")
        [taxi] = self.hotline.wait_for(service="taxi")
        self.assertEqual(taxi["id"], scene["request"]["id"])
        self.assertIn("to", taxi["answers"])
        self.hotline.set_status(taxi["id"], "accepted", headline="司机已接单", eta_minutes=6,
                                details=[{"label": "车牌", "value": "沪A·X3642", "role": "plate"},
                                         {"label": "司机", "value": "李师傅 138****3642"}])
        scene = self.box.until(request__status="accepted")
        self.assertIn("沪A·X3642", texts(scene))
        self.assertIn("6", texts(scene))
        self.hotline.set_status(taxi["id"], "on_the_way", headline="快到了", eta_minutes=2)
        scene = self.box.until(request__status="on_the_way")
        self.assertIn("2", texts(scene))
        self.hotline.set_status(taxi["id"], "arrived", headline="车来了")
        scene = self.box.until(request__status="arrived")
        self.assertIn("车来了", texts(scene))
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_a_held_or_bounced_ok_orders_once(self):
        self.order()
        self.box.send("wait 450", "until deaf_ms=0 5000", "down KEY_OK", "wait 1500", "up KEY_OK", "wait 30", "KEY_OK", "wait 30", "KEY_OK", "wait 60",
                      "KEY_OK")
        self.box.passed(0, screen="result", request__status="received")
        self.box.played()  # the last of the four as well
        self.box.until(pending=0)
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_three_oks_half_a_second_apart_order_nothing(self):
        self.order()
        self.box.send(*["wait 420", "KEY_OK"] * 2)
        self.box.played()
        self.assertEqual(self.box.scene["screen"], "confirm")
        self.assertEqual(self.hotline.requests(), [])

    def test_ok_twice_on_confirm_orders_once_when_the_hotline_is_slow(self):
        self.order()
        self.hotline.fault("delay", path="/v1/requests", seconds=600, delay_ms=3000)
        self.box.press("KEY_OK", "KEY_OK", "KEY_OK")
        self.box.played()
        self.box.until(pending=0, timeout=30)
        self.assertEqual(len(self.hotline.wait_for(service="taxi")), 1)
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_the_same_order_again_is_asked_about(self):
        self.order()
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")
        self.order()
        self.box.press("KEY_OK")
        self.box.until(screen="message")
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_cancelled_by_the_senior(self):
        self.order()
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [taxi] = self.hotline.requests()
        self.until_shown("cancel", 15)  # for ten seconds it could have been taken back
        self.to_button("cancel")
        self.box.press("KEY_OK")
        self.box.until(screen="message")
        # Nothing is cancelled by one key: the question comes first.
        self.assertEqual(self.hotline.requests()[0]["status"], "received")
        self.to_button("cancel")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="cancelled")
        self.assertEqual(self.hotline.requests()[0]["status"], "cancelled")
        self.assertEqual(self.hotline.requests()[0]["id"], taxi["id"])

    def call_off(self):
        self.to_button("undo")
        self.box.press("KEY_OK")
        self.wait(lambda: not self.has("undo"), "it is not taken back")

    def agree(self, timeout=20):
        """Box and hotline come to the same state of the one request, and it is the last one."""
        until = time.monotonic() + timeout
        while True:
            [taxi] = self.hotline.requests() or [{"status": ""}]
            if self.box.scene["request"]["status"] == taxi["status"] and self.box.scene["pending"] == 0:
                return taxi["status"]
            self.assertLess(time.monotonic(), until, (self.box.scene["request"], taxi["status"]))
            time.sleep(0.05)

    def test_cancelled_before_the_hotline_heard_of_it(self):
        self.order()
        self.hotline.stop()
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="waiting")
        self.call_off()
        self.box.until(request__status="cancelled", timeout=5)
        self.hotline.start()
        self.connected()
        time.sleep(3)
        self.assertEqual([taxi["status"] for taxi in self.hotline.requests() if taxi["status"] != "cancelled"], [])

    def test_cancelled_while_the_hotline_has_it_and_the_box_does_not_know(self):
        self.order()
        self.hotline.fault("reset", path="/v1/requests")  # it is stored, and its answer lost
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="waiting")
        self.assertEqual([taxi["status"] for taxi in self.hotline.requests()], ["received"])
        self.hotline.fault("delay", path="/v1/requests", delay_ms=1500)
        self.call_off()
        self.hotline.no_faults()  # the next try's answer and the cancel's come in any order
        self.box.until(request__status="cancelled", timeout=20)
        self.assertEqual(self.agree(), "cancelled")
        time.sleep(3)
        self.assertEqual(self.agree(), "cancelled")

    def test_the_hotline_accepts_while_the_cancel_is_on_its_way(self):
        self.order()
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [taxi] = self.hotline.requests()
        self.hotline.fault("delay", path="/v1/requests", delay_ms=2500)
        self.call_off()
        self.hotline.set_status(taxi["id"], "accepted", headline="司机已接单", eta_minutes=6)
        self.hotline.no_faults()
        self.assertEqual(self.agree(), "cancelled")

    def test_settings_read_again_in_the_middle_of_a_send(self):
        self.order()
        self.hotline.fault("delay", path="/v1/requests", delay_ms=2000)
        self.box.press("KEY_OK")
        self.box.until(screen="result")
        self.box.config["display"] = {"text_scale": 1.5}
        (self.box.folder / "config.json").write_text(json.dumps(self.box.config, ensure_ascii=False))
        self.box.process.send_signal(signal.SIGHUP)
        self.box.until(screen="result", request__status="received", timeout=20)
        self.assertEqual(self.agree(), "received")

    def test_rejected_with_a_reason(self):
        self.order()
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [taxi] = self.hotline.requests()
        self.hotline.set_status(taxi["id"], "rejected", headline="没有叫到车", message="附近暂时没有空车")
        scene = self.box.until(request__status="rejected")
        self.assertIn("附近暂时没有空车", texts(scene))

    def test_ordered_offline_it_is_kept_and_delivered_once(self):
        self.order()
        self.hotline.stop()
        self.box.press("KEY_OK")
        scene = self.box.until(screen="result")
        self.assertIn(scene["request"]["status"], ("saved", "sending", "waiting"))
        self.box.until(request__status="waiting")
        self.assertEqual(self.box.scene["pending"], 1)
        self.hotline.start()
        self.box.until(request__status="received", timeout=30)
        self.box.until(pending=0)
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_killed_after_saved_it_is_delivered_exactly_once(self):
        self.order()
        self.hotline.stop()
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status=True)
        self.box.kill()
        self.hotline.start()
        self.box.start()
        self.hotline.wait_for(service="taxi", timeout=20)
        time.sleep(1)
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_screen_killed_on_confirm_orders_nothing_by_itself(self):
        self.order()
        first = self.box.wait_screen_pid()
        os.kill(first, signal.SIGKILL)
        self.box.wait_screen_pid(other_than=first)
        self.box.until(screen="home")
        time.sleep(0.5)
        self.assertEqual(self.hotline.requests(), [])


class Person(Journey):
    def test_one_ok_and_the_hotline_calls_back(self):
        self.connected()
        self.box.press("KEY_PHONE")
        self.box.until(screen="confirm")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [call] = self.hotline.requests(kind="callback")
        self.assertEqual(call["answers"].get("screen"), "home")


if __name__ == "__main__":
    unittest.main(verbosity=2)
