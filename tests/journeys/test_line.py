# SPDX-License-Identifier: Apache-2.0
"""The line to the hotline: what the screen says of it is what is so."""
import json
import signal
import time
import unittest

from harness import Journey


class Line(Journey):
    def test_offline_and_back(self):
        self.connected()
        self.hotline.stop()
        self.box.until(link="offline", timeout=20)
        self.hotline.start()
        back = time.monotonic()
        self.box.until(link="connected", timeout=10)
        self.assertLess(time.monotonic() - back, 6)

    def test_first_start_without_a_hotline_shows_the_services_and_says_offline(self):
        self.box.stop()
        self.hotline.stop()
        self.box.lose_state()
        self.box.start()
        scene = self.box.until(screen="home", link="offline")
        ids = [item["id"] for item in scene["items"]]
        for wanted in ("sos", "taxi", "person", "orders"):
            self.assertIn(wanted, ids)

    def test_the_hotline_is_busy_and_says_when(self):
        self.box.stop()
        self.hotline.fault("busy", path="/v1/events")
        self.hotline.fault("rubbish", path="/v1/heartbeat")
        self.box.start()
        self.box.until(screen="home")
        time.sleep(1.5)  # an answer is not yet a hotline: 200 with rubbish, 503
        self.assertNotIn("connected", [scene["link"] for scene in self.box.scenes])
        self.hotline.no_faults()
        self.box.until(link="connected", timeout=30)

    def test_an_endpoint_may_be_a_name(self):
        self.box.stop()
        self.new_box(endpoints=[self.hotline.url.replace("127.0.0.1", "localhost")])
        self.box.until(link="connected")
        self.box.wait_log("localhost is at ")
        self.box.press("KEY_SOS")
        self.hotline.wait_for(kind="sos")
        self.box.kill()
        self.box.start()  # the address is known from then on
        self.box.until(sos__state="received")

    def test_the_desk_sees_the_box(self):
        self.connected()
        boxes = self.hotline.desk("GET", "boxes")
        boxes = boxes["boxes"] if isinstance(boxes, dict) else boxes
        self.assertEqual([(box["device"], box["silent"]) for box in boxes], [("PT-000123", False)])


class Settings(Journey):
    def title_px(self, scene):
        return next(item["text_px"] for item in scene["items"] if item["id"] == "taxi")

    def test_read_again_on_sighup_and_a_broken_file_changes_nothing(self):
        self.connected()
        small = self.title_px(self.box.until(screen="home"))
        path = self.box.folder / "config.json"
        good = json.loads(path.read_text())
        path.write_text("{ broken")
        self.box.process.send_signal(signal.SIGHUP)
        self.box.wait_log("the settings stay as they were", timeout=5)
        path.write_text(json.dumps({**good, "display": {"text_scale": 1.5}}))
        self.box.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 5
        while self.title_px(self.box.until(screen="home")) <= small:
            self.assertLess(time.monotonic(), until, "the text did not grow")
            time.sleep(0.05)
        self.box.send("KEY_SOS")  # the hotline's words survived the reading
        self.box.until(screen="sos", sos__state="received")


class Keys(Journey):
    def test_up_down_left_right_and_the_way_home(self):
        self.connected()
        for key, focus in (("KEY_RIGHT", "taxi"), ("KEY_DOWN", "person"), ("KEY_LEFT", "grocery"), ("KEY_UP", "hospital")):
            self.box.press(key, gap_ms=200)
            self.box.until(screen="home", focus=focus)
        self.box.press("KEY_2")
        self.box.until(screen="step")
        self.box.press("KEY_BACK")
        self.box.until(screen="home", focus="taxi")

    def test_the_television_key_gives_the_television_back(self):
        self.connected()
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        until = time.monotonic() + 3
        while self.box.screen_pid():
            self.assertLess(time.monotonic(), until, "stb-ui still runs behind live television")
            time.sleep(0.05)
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")

    def test_a_key_script_that_is_not_met_ends_with_3(self):
        self.connected()
        self.box.send("until screen=nowhere 200")
        self.assertEqual(self.box.process.wait(10), 3)
        self.box._close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
