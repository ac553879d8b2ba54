# SPDX-License-Identifier: Apache-2.0
"""What the senior sets is seen at once, wins over the operator's config, and is still there after the power was cut;
the test of the line goes the whole way; the first run comes once."""
import json
import sqlite3
import unittest

from harness import Journey, texts


def value(scene, dial):
    return next((item["text"] for item in scene["items"] if item["id"] == f"{dial}.note"), "")


class Settings(Journey):
    def open_settings(self):
        self.box.press("KEY_5")
        self.box.until(step="topic")
        while self.box.scene["focus"] != "settings":
            before = self.box.scene["focus"]
            self.box.press("KEY_DOWN", gap_ms=160)
            self.wait_for(lambda scene: scene["focus"] != before)
        self.box.press("KEY_OK")
        self.box.until(screen="settings", focus="text")

    def wait_for(self, true_of):
        while not true_of(self.box.scene):
            self.box.arrived.get(timeout=15)

    def kept(self):
        with sqlite3.connect(f"file:{self.folder}/box/state/outbox.db?mode=ro", uri=True) as db:
            return json.loads(db.execute("select value from notes where name='settings'").fetchone()[0])

    def test_a_change_is_seen_at_once_and_survives_the_power_cut(self):
        self.connected()
        self.open_settings()
        small = next(item for item in self.box.scene["items"] if item["id"] == "text")["text_px"]
        self.box.press("KEY_RIGHT", gap_ms=160)
        self.wait_for(lambda scene: "大" in value(scene, "text"))
        large = next(item for item in self.box.scene["items"] if item["id"] == "text")
        self.assertGreater(large["text_px"], small)
        self.assertEqual(self.box.scene["focus"], "text")
        self.box.press("KEY_DOWN", "KEY_OK", gap_ms=160)
        self.wait_for(lambda scene: "黑白分明" in value(scene, "contrast"))
        self.assertEqual(self.box.scene["screen"], "settings")
        self.box.until(focus="contrast")
        self.box.kill()
        self.assertEqual(self.kept(), {"text_scale": 1.5, "contrast": "high"})
        self.box.start()
        scene = self.connected()
        self.assertGreater(next(item for item in scene["items"] if item["id"] == "title")["text_px"], 60)
        self.open_settings()
        self.assertIn("大", value(self.box.scene, "text"))

    def test_the_test_of_the_line_goes_the_whole_way_and_is_remembered(self):
        self.connected()
        self.open_settings()
        self.box.press("KEY_UP", *["KEY_DOWN"] * 11, gap_ms=170)
        self.box.until(focus="test")
        self.box.press("KEY_OK")
        self.box.until(step="test", focus="test")
        self.box.press("KEY_OK")
        self.wait_for(lambda scene: "测试成功" in texts(scene) and scene["focus"] == "back")
        sos = self.hotline.wait_for(kind="sos")
        self.assertEqual((len(sos), sos[0]["test"], sos[0]["trigger"], sos[0]["status"]), (1, True, "test", "closed"))
        self.assertEqual(self.box.scene["sos"]["id"], "")  # it never was an alarm
        self.box.send("KEY_SOS")
        self.box.until(screen="sos")
        real = self.hotline.wait_for(2, kind="sos")[1]
        self.assertFalse(real["test"])
        self.box.kill()
        self.box.start()
        self.box.until(screen="sos", sos__id=real["id"])  # the real one is taken up, not the test

    def test_a_trembling_hand_is_helped_at_once(self):
        self.connected()
        self.open_settings()
        self.box.press(*["KEY_DOWN"] * 5, gap_ms=250)
        self.box.until(focus="hand")
        self.box.press("KEY_RIGHT", "KEY_RIGHT", gap_ms=300)  # the second one still in the time of "calm"
        self.wait_for(lambda scene: "最强" in value(scene, "hand"))
        self.box.press("KEY_UP", "KEY_UP", gap_ms=300)  # one for the strongest: it trembled
        self.box.until(focus="volume")
        self.box.press("KEY_DOWN", gap_ms=600)
        self.box.until(focus="hand")
        self.assertNotIn("speed", [scene["focus"] for scene in self.box.scenes[-4:]])

    def test_ok_counts_only_when_it_is_held_if_the_senior_wants_it_so(self):
        self.connected()
        self.open_settings()
        self.box.press(*["KEY_DOWN"] * 6, gap_ms=170)
        self.box.until(focus="hold")
        self.box.press("KEY_RIGHT", gap_ms=170)
        self.wait_for(lambda scene: "按住才算" in value(scene, "hold"))
        self.box.press("KEY_HOMEPAGE", "KEY_RIGHT", gap_ms=450)
        self.box.until(screen="home", focus="orders")
        self.box.press("KEY_OK", gap_ms=500)
        self.wait_for(lambda scene: "请按住确认键" in texts(scene))  # nothing happened, and what to do is said
        self.assertEqual(self.box.scene["screen"], "home")
        mark = len(self.box.scenes)
        self.box.send("down KEY_OK", "wait 700", "up KEY_OK")
        self.box.until(screen="orders")
        bars = [item["box"][2] for scene in self.box.scenes[mark:] for item in scene["items"] if item["id"] == "hold"]
        self.assertGreater(len(bars), 4)  # it fills up while the key is down
        self.assertEqual(bars, sorted(bars))
        self.assertNotIn("hold", [item["id"] for item in self.box.scene["items"]])
        self.box.send("KEY_SOS")  # never of an SOS: "now" is now
        self.box.until(screen="sos", sos__state="received")
        self.box.press("KEY_OK", gap_ms=450)
        self.wait_for(lambda scene: "再叫一次" in texts(scene))

    def test_what_was_kept_but_cannot_be_read_gives_way_to_the_operators(self):
        self.connected()
        self.box.stop()
        with sqlite3.connect(self.folder / "box/state/outbox.db") as db:
            db.execute("insert or replace into notes (name, value) values ('settings', '{\"text_scale\":9}')")
        self.box.start()
        self.connected()
        self.box.wait_log("settings: of what was set one thing at least cannot be read")


class FirstRun(Journey):
    CONFIG = {"first_run": True}

    def test_it_comes_once_and_the_red_key_works_in_it(self):
        self.box.until(screen="first-run", step="text")
        self.box.send("KEY_SOS")
        self.box.until(screen="sos")
        self.box.press("KEY_BACK")
        self.box.until(sos__state="cancelled")
        self.box.press("KEY_OK")
        self.box.until(screen="first-run", step="text")
        self.box.press("KEY_RIGHT", gap_ms=160)
        self.box.press("KEY_OK")
        self.box.until(step="contrast")
        self.box.press("KEY_OK")
        self.box.until(step="guidance")
        self.box.press("KEY_OK")
        self.box.until(step="test", focus="test")
        self.box.press(*["KEY_BACK"] * 4)
        self.box.until(screen="home")
        self.box.kill()
        self.box.start()
        self.box.until(screen="home", link="connected")


class IdleHome(Journey):
    CONFIG = {"display": {"idle_home_s": 2}}

    def test_it_gives_way_to_television_and_comes_back(self):
        self.box.until(screen="home")
        self.box.until(screen="tv")
        self.box.send("KEY_HOMEPAGE")
        self.box.until(screen="home")


if __name__ == "__main__":
    unittest.main()
