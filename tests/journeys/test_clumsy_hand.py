# SPDX-License-Identifier: Apache-2.0
"""A clumsy hand on the real programs: keys by chance, with bounces, holds and wrong ones, ten thousand presses.

Nothing is ordered twice, no screen is a trap, the way home is never lost, the alarm counts right, nothing crashes and
nothing grows. The hand's seed is in the name of each failure; STB_CLUMSY_SEED tries another one.
"""
import json
import os
import pathlib
import random
import time
import unittest
import urllib.error
from datetime import datetime

from harness import ROOT, Journey

SEED = int(os.environ.get("STB_CLUMSY_SEED", "62229090"))
OFTEN = ["KEY_OK", "KEY_OK", "KEY_OK", "KEY_DOWN", "KEY_DOWN", "KEY_UP", "KEY_LEFT", "KEY_RIGHT", "KEY_RIGHT", "KEY_BACK"]
SELDOM = [f"KEY_{n}" for n in range(10)] + ["KEY_PHONE", "KEY_INFO", "KEY_VOLUMEUP", "KEY_VOLUMEDOWN", "KEY_MUTE",
                                            "KEY_VOICECOMMAND", "KEY_HOMEPAGE", "KEY_POWER", "KEY_RED"]


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def order_of(row):
    return json.dumps([row.get(key) for key in ("kind", "service", "answers", "items")], sort_keys=True)


class Hand(Journey):
    SOS_EVERY, HOLDS = 700, 0.003

    def setUp(self):
        self.chance = random.Random(SEED)
        self.presses = self.alarms = 0
        super().setUp()

    def press_one(self, key, lines):
        lines.append(key)
        self.presses += 1

    def press_clumsily(self, lines, bounce_ms, pause_ms):
        """One press as it is meant, with what a trembling finger adds."""
        key = self.chance.choice(OFTEN if self.chance.random() < 0.7 else SELDOM)
        kind = self.chance.random()
        if self.chance.randrange(self.SOS_EVERY) == 0:
            self.press_one("KEY_SOS", lines)
            self.alarms += 1
        elif kind < self.HOLDS:
            lines += [f"down {key}", f"wait {self.chance.choice([700, 1500])}", f"up {key}"]
            self.presses += 1
        else:
            self.press_one(key, lines)
            for _ in range(self.chance.choice([0, 1, 3, 5, 6])):
                if bounce_ms > 1:
                    lines.append(f"wait {self.chance.randint(1, bounce_ms)}")
                self.press_one(key, lines)
        lines.append(f"wait {self.chance.randint(pause_ms // 2, pause_ms * 2)}")

    def insist(self, lines):
        """A taxi to one of three places, in a hurry and with a tremor; soon the same once more."""
        lines += ["KEY_HOMEPAGE", "wait 60", "KEY_2", "KEY_2", "wait 430"]
        lines += self.chance.randrange(3) * ["KEY_DOWN", "wait 160"]
        for _ in range(3):
            lines += ["KEY_OK", "KEY_OK", "KEY_OK", "wait 430"]
        lines += ["wait 1300"] if self.chance.random() < 0.7 else []  # until what costs hears it
        lines += ["KEY_OK", "wait 60"]
        self.presses += 13

    def play(self, presses, bounce_ms, pause_ms):
        """A stretch of presses, and the end of it awaited: the television's picture is worth a file."""
        lines, until = [], self.presses + presses
        if self.chance.random() < 0.5:
            self.insist(lines)
        while self.presses < until:
            self.press_clumsily(lines, bounce_ms, pause_ms)
        self.box.send(*lines)
        self.box.shot(f"stretch-{self.presses}")

    def alive(self):
        self.assertIsNone(self.box.process.poll(), f"seed {SEED}: stb-app ended: {self.box.log_text()[-3000:]}")

    def end_alarms(self):
        """The hotline's people close what was pressed; who plays them here may be quicker (409)."""
        until = time.monotonic() + 15
        while True:
            rows = [row for row in self.hotline.requests(kind="sos") if row["status"] not in ("closed", "cancelled")]
            shown = self.box.scene.get("sos") or {}
            if not rows and (self.box.scene["screen"] != "sos" or shown.get("state") in ("closed", "cancelled")):
                return
            self.assertLess(time.monotonic(), until, f"seed {SEED}: the alarm stays: {self.box.scene} {rows}")
            for row in rows:
                try:
                    self.hotline.set_status(row["id"], "closed")
                except urllib.error.HTTPError as refused:
                    self.assertEqual(refused.code, 409)
            time.sleep(0.02)

    def come_home(self, by_back, gap_ms):
        """BACK alone leads home, and the one-key does; an alarm's end is seen first."""
        self.end_alarms()
        until = time.monotonic() + 30
        if by_back:
            while self.box.scene["screen"] not in ("home", "tv"):
                self.assertLess(time.monotonic(), until, f"seed {SEED}: BACK leads nowhere: {self.box.scene}")
                seen = len(self.box.scenes)
                self.box.send(f"wait {gap_ms}", "KEY_BACK")
                wait = time.monotonic() + 1
                while len(self.box.scenes) == seen and time.monotonic() < wait:
                    time.sleep(0.01)
        else:
            self.box.send(f"wait {gap_ms}", "KEY_HOMEPAGE", f"wait {gap_ms}", "KEY_HOMEPAGE")
        if self.box.scene["screen"] != "home" and by_back:
            self.box.send(f"wait {gap_ms}", "KEY_HOMEPAGE")
        self.box.until(screen="home")

    def check_scenes(self):
        for scene in self.box.scenes:
            if scene["screen"] == "tv":
                continue
            focus = scene.get("focus")
            self.assertEqual([item["id"] for item in scene["items"]].count(focus), 1,
                             f"seed {SEED}: focus {focus!r} in {json.dumps(scene, ensure_ascii=False)[:1000]}")

    def questions(self):
        """How often "once more?" was asked, and how often it stood on yes when it was left."""
        asked, wanted, before = 0, 0, {}
        for scene in self.box.scenes:
            question = before.get("screen") == "message" and any(item["id"] == "again" for item in before["items"])
            asked += question and scene["screen"] != "message"
            wanted += question and scene["screen"] != "message" and before.get("focus") == "again"
            before = scene
        return asked, wanted

    def check_orders(self):
        """Of two equal ones within three minutes the second was asked about, and wanted."""
        rows, pairs = self.hotline.requests(), 0
        self.assertEqual(len({row["id"] for row in rows}), len(rows), f"seed {SEED}: one id twice")
        orders = [row for row in rows if row["kind"] != "sos"]
        for number, row in enumerate(orders):
            same = [other for other in orders[:number] if order_of(other) == order_of(row) and
                    moment(row["created_at"]) - moment(other["created_at"]) < 180 and
                    other["status"] not in ("cancelled", "rejected", "expired", "done")]
            pairs += bool(same)
        asked, wanted = self.questions()
        self.assertLessEqual(pairs, wanted, f"seed {SEED}: ordered twice unasked: "
                             f"{json.dumps(orders, ensure_ascii=False)[:3000]}")
        return orders, asked

    def check_alarms(self):
        shown = {scene["sos"]["id"] for scene in self.box.scenes if (scene.get("sos") or {}).get("id")}
        rows = self.hotline.requests(kind="sos")
        self.assertEqual({row["id"] for row in rows}, shown, f"seed {SEED}")
        self.assertLessEqual(len(rows), self.alarms, f"seed {SEED}: an alarm that nobody pressed")
        self.assertGreaterEqual(sum(row["presses"] for row in rows), self.alarms, f"seed {SEED}: a press was lost")
        return rows

    def check_log(self):
        for word in ("ended by itself", "has not answered for", "runtime error", "Sanitizer"):
            self.assertNotIn(word, self.box.log_text(), f"seed {SEED}")

    def memory_kib(self, pid):
        """What is the process's own: its share of the libraries (PSS) depends on who else runs."""
        rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Anonymous:"))


class Quick(Hand):
    """Ten thousand presses as fast as the box takes them, on the programs that are shipped.

    Its key times are short here: with those of a box as it comes ten thousand presses take an hour. What is looked for
    is what only so many presses show: memory that grows, an order in a thousand. The times themselves are in AsShipped
    below, and tests/unit/ui/screens/test_clumsy plays them ten thousand times by virtual clock."""
    CONFIG = {"remote": {"bounce_ms": 5, "ok_bounce_ms": 10}, "display": {"idle_home_s": 0}, "log": {"level": "info"}}
    AUTO = SEED
    STRETCH, PRESSES = 500, 10000

    def new_box(self, **more):
        return super().new_box(program=ROOT / "build" / "stb-app", **more)

    def test_ten_thousand_presses_order_nothing_twice_and_nothing_grows(self):
        self.connected()
        screen, memory = self.box.wait_screen_pid(), {}
        while self.presses < self.PRESSES:
            self.play(self.STRETCH, 1, 6)
            self.alive()
            self.come_home(self.presses // self.STRETCH % 2 == 0, 60)
            self.assertEqual(self.box.screen_pid(), screen, f"seed {SEED}: stb-ui was started again")
            memory[self.presses] = self.memory_kib(self.box.process.pid), self.memory_kib(screen)
        self.check_scenes()
        orders, asked = self.check_orders()
        alarms = self.check_alarms()
        self.check_log()
        self.assertGreater(len(orders), 1)
        self.assertGreater(asked, 0, "nothing was tried twice")
        self.assertGreater(len(alarms), 1)
        samples = list(memory.values())
        early = [max(sample[part] for sample in samples[2:8]) for part in (0, 1)]
        late = [max(sample[part] for sample in samples[-6:]) for part in (0, 1)]
        print(f"figure: seed {SEED}: {self.presses} presses, {len(self.box.scenes)} frames, {len(orders)} orders "
              f"(once more? {asked} times), {len(alarms)} alarms; own memory early and at the end: stb-app {early[0]}, "
              f"{late[0]} KiB, stb-ui {early[1]}, {late[1]} KiB")
        self.assertLess(late[0] - early[0], 1024, f"stb-app grows: {samples}")
        self.assertLess(late[1] - early[1], 2048, f"stb-ui grows: {samples}")


class AsShipped(Hand):
    """Five hundred presses with the key times of a box as it comes, under the sanitizers; and the television between."""
    AUTO = SEED + 1
    SOS_EVERY, HOLDS = 80, 0.04

    def test_a_trembling_hand_with_the_usual_key_times(self):
        self.connected()
        for number in range(10):
            self.play(50, 90, 250)
            self.alive()
            self.come_home(number % 2 == 0, 450)
            if number % 5 == 1:
                self.box.send("wait 450", "KEY_TV")
                self.box.until(screen="tv")
                self.box.send("KEY_OK", "KEY_DOWN", "wait 200", "KEY_HOMEPAGE")
                self.box.until(screen="home")
        self.check_scenes()
        self.check_orders()
        self.check_alarms()
        self.check_log()


if __name__ == "__main__":
    unittest.main(verbosity=2)
