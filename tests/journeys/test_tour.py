# SPDX-License-Identifier: Apache-2.0
"""What `make run` plays where there is no display: the guided tour reaches each of its stations, and shows them."""
import pathlib
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest

from harness import ROOT

# One picture at least of each thing that the channel can do.
SHOWN = ("home", "sos-closed", "sos-cancelled", "taxi-to", "taxi-arrived", "hospital-slot", "hospital-lost",
         "hospital-accepted", "reminder", "twice", "taxi-overdue", "meal-dishes", "meal-sold-out",
         "meal-cancelled", "person-between", "person-back", "grocery-accepted", "notice-answered", "topics",
         "policy-done", "errand-speaking", "errand-recorded", "errand-accepted", "offline", "taxi-as-usual",
         "offline-saved", "offline-expired", "back-delivered", "orders", "orders-again")
SIZE = (1280, 720)


class Tour(unittest.TestCase):
    def test_it_reaches_every_station_and_leaves_a_picture_of_each(self):
        with tempfile.TemporaryDirectory(prefix="stb-tour-") as name:
            folder = pathlib.Path(name) / "tour"
            done = subprocess.run([sys.executable, str(ROOT / "tools" / "tour"), "x".join(map(str, SIZE)), str(folder)],
                                  capture_output=True, text=True, timeout=220)
            self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-4000:])
            pictures = {path.stem.split("-", 1)[1]: path.read_bytes() for path in sorted(folder.glob("*.png"))}
            self.assertEqual([name for name in SHOWN if name not in pictures], [])
            for name, picture in pictures.items():
                self.assertEqual(struct.unpack(">II", picture[16:24]), SIZE, name)
            self.assertEqual(len(set(pictures.values())), len(pictures), "two stations look alike")
            told = re.findall(r"^ +[\d.]+ s  (.+)$", done.stdout, re.M)
            self.assertEqual(len(told), len(list(folder.glob("*.png"))))
            self.assertGreater((folder / "note.ogg").stat().st_size, 2000)
            with sqlite3.connect(folder / "hotline.db") as db:
                [overdue] = db.execute("SELECT count(*) FROM requests WHERE body LIKE '%overdue%'").fetchone()
                [voices] = db.execute("SELECT count(*) FROM spoken").fetchone()
            db.close()
            self.assertEqual((overdue, voices), (1, 1))


if __name__ == "__main__":
    unittest.main()
