# SPDX-License-Identifier: Apache-2.0
"""The short form of torture.py: an SOS over a few bad lines, and the hotline's answer back onto the screen."""
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from torture import ROWS, Stage  # noqa: E402


@unittest.skipUnless(os.geteuid() == 0 and os.path.exists("/dev/net/tun"), "needs root and TUN")
class BadLines(unittest.TestCase):
    def play(self, row, out_s, back_s):
        with tempfile.TemporaryDirectory(prefix="stb-torture-") as folder:
            stage = Stage(pathlib.Path(folder), f"stb-{os.getpid()}"[:11], 7)
            try:
                out, back, told = stage.run(ROWS[row])
            finally:
                stage.close()
        self.assertLess(out or 1e9, out_s, f"{row}: the hotline has it")
        self.assertLess(back or 1e9, back_s, f"{row}: the screen says that somebody answered")
        return told

    def test_a_fifth_of_all_packets_lost_on_a_long_way(self):
        self.play("20 % lost, 300 ms each way", 10, 10)

    def test_a_narrow_line(self):
        self.play("32 kbit/s", 10, 10)

    def test_a_narrow_line_on_which_every_connection_is_dead(self):
        self.play("another address, 8 kbit/s", 15, 20)

    def test_a_cable_that_is_out_for_fifteen_seconds(self):
        self.assertTrue(self.play("cable out for 15 s", 25, 10), "told within ten seconds what to dial")
