# SPDX-License-Identifier: Apache-2.0
"""The unseen test of the whole path: in its turn, nothing of it on screen, and what became of it at the hotline."""
import sqlite3
import time
import unittest

from harness import Journey

DAY_MS = 86400000


class Daily(Journey):
    START = "tv"

    def setUp(self):
        super().setUp()
        self.connected()

    def note(self, name):
        with sqlite3.connect(self.folder / "box" / "state" / "outbox.db", timeout=10) as db:
            row = db.execute("select value from notes where name=?", (name,)).fetchone()
        return row and row[0]

    def due(self, in_ms, column=0):
        """The power goes, and the turn (or the one after a failure) is IN_MS from now."""
        self.box.stop()
        times = [int(text) for text in self.note("daily_test").split()]
        times[column] = int(time.time() * 1000) + in_ms
        with sqlite3.connect(self.folder / "box" / "state" / "outbox.db") as db:
            db.execute("update notes set value=? where name='daily_test'", (" ".join(map(str, times)),))
        self.box.start()

    def turn_from_now(self):
        turn, again = (int(text) for text in self.note("daily_test").split())
        now = int(time.time() * 1000)
        return turn - now, again - now if again else 0

    def beat(self, met, timeout=20):
        until = time.monotonic() + timeout
        while True:
            [box] = self.hotline.desk("GET", "boxes")["boxes"]
            if met(box["heartbeat"]):
                return box["heartbeat"]
            self.assertLess(time.monotonic(), until, box)
            time.sleep(0.1)

    def test_it_goes_the_whole_way_in_its_turn_and_nobody_sees_it(self):
        turn, again = self.turn_from_now()
        self.assertTrue(0 <= turn <= DAY_MS and again == 0, (turn, again))
        self.due(2500)
        self.box.wait_log("the daily test of the line is good")
        [sos] = self.hotline.requests(kind="sos")
        self.assertEqual((sos["test"], sos["trigger"], sos["status"]), (True, "test", "closed"))
        time.sleep(1)
        for scene in self.box.scenes:
            self.assertEqual((scene["screen"], scene["sos"]["id"], scene["pending"]), ("tv", "", 0), scene)
        turn, again = self.turn_from_now()
        self.assertTrue(DAY_MS - 30000 < turn < DAY_MS and again == 0, (turn, again))
        self.box.kill()  # a restart tells of it at once, and makes no other
        self.box.start()
        self.beat(lambda beat: beat.get("last_test"))
        time.sleep(2)
        self.assertEqual(len(self.hotline.requests()), 1)

    def test_one_that_does_not_come_back_is_told_and_made_again(self):
        self.hotline.fault("stall", path="/v1/requests")
        self.due(2000)
        self.connected()
        beat = self.beat(lambda beat: beat.get("troubles"), timeout=90)
        self.assertEqual(beat["troubles"][0]["what"], "test")
        self.assertNotIn("last_test", beat)
        self.assertEqual(beat["pending"], 0)  # it is not tried on: nobody waits for it
        turn, again = self.turn_from_now()
        self.assertTrue(0 < again <= 3600000, again)
        self.hotline.no_faults()
        self.due(2000, column=1)
        self.box.wait_log("the daily test of the line is good")
        self.beat(lambda beat: not beat.get("troubles"))

    def test_never_beside_an_open_alarm(self):
        self.due(3000)
        self.connected()
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received")
        time.sleep(5)
        self.assertEqual([sos["test"] for sos in self.hotline.requests(kind="sos")], [False])


class Never(Journey):
    START, CONFIG = "tv", {"hotline": {"test_every_h": 0}}

    def test_the_operator_can_do_without(self):
        self.connected()
        time.sleep(1)
        with sqlite3.connect(self.folder / "box" / "state" / "outbox.db") as db:
            self.assertIsNone(db.execute("select value from notes where name='daily_test'").fetchone())


if __name__ == "__main__":
    unittest.main(verbosity=2)
