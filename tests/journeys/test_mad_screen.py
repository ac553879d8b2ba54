# SPDX-License-Identifier: Apache-2.0
"""A drawing program gone mad: whatever it writes, on its wire or on stderr, the heartbeat goes on, the red key reaches
the hotline in time, the log stays small, and the program is ended and started again with longer and longer pauses."""
import shutil
import time

from harness import BUILD, Journey

PONG, QUESTION = '{"type":"pong"}', '{"type":"question","n":1,"service":"taxi","step":"to","answers":{}}'
SUBMIT = ('{"type":"submit","id":"7d2ee6a0-8f4e-4c1b-9a37-0b1c2d3e4f50","kind":"callback","service":"","answers":{},'
          '"items":[],"trigger":"screen","expires_s":0,"again":true}')


class MadScreen(Journey):
    def new_box(self, **more):
        return None  # each test has one of its own

    def box_with(self, script):
        """A stb-app whose neighbour stb-ui is this shell script."""
        programs = self.folder / "programs"
        programs.mkdir()
        shutil.copy2(BUILD / "stb-app", programs)
        (programs / "share").symlink_to(BUILD / "share")
        (programs / "stb-ui").write_text(f"#!/bin/sh\necho started >>{self.folder}/starts\n{script}\n")
        (programs / "stb-ui").chmod(0o755)
        return super().new_box(program=programs / "stb-app")

    def starts(self):
        try:
            return (self.folder / "starts").read_text().count("started")
        except FileNotFoundError:
            return 0

    def beat(self):
        """How long the box says that it runs; None before its first heartbeat."""
        for box in self.hotline.desk("GET", "boxes")["boxes"]:
            return (box.get("heartbeat") or {}).get("uptime_s")

    def sos_in_time(self):
        """The slowest of three presses, each an SOS of its own; in seconds until the hotline has it."""
        slowest = 0
        for number in range(3):
            pressed = time.monotonic()
            self.box.send("KEY_SOS")
            sos = self.hotline.wait_for(count=1, timeout=10, kind="sos", presses=number + 1)[-1]
            slowest = max(slowest, time.monotonic() - pressed)
            self.assertEqual(sos["kind"], "sos")
            time.sleep(1)
        return slowest

    def survives(self, script, starts_max, log_max=150_000, seconds=6):
        self.box_with(script)
        until = time.monotonic() + 15
        while not self.starts():
            self.assertLess(time.monotonic(), until, self.box.log_text()[-2000:])
            time.sleep(0.05)
        time.sleep(seconds)
        self.assertLess(self.sos_in_time(), 3, self.box.log_text()[-2000:])
        self.assertLess(len(self.box.log_text()), log_max)
        self.assertLessEqual(self.starts(), starts_max)
        return self.box.log_text()

    def test_rubbish_lines_without_end(self):
        log = self.survives("exec yes rubbish >&3", starts_max=8)
        self.assertIn("ipc: too many lines that mean nothing: the peer breaks the rules", log)
        self.assertGreaterEqual(self.starts(), 3)  # it is tried again

    def test_a_line_without_end(self):
        self.assertIn("ipc: a line that is too long: the peer breaks the rules", self.survives("exec cat /dev/zero >&3", 8))

    def test_messages_without_end(self):
        self.assertIn("ipc: too many messages: the peer breaks the rules", self.survives(f"exec yes '{PONG}' >&3", 8))

    def test_questions_without_end(self):
        self.assertIn("ipc: too many messages: the peer breaks the rules", self.survives(f"exec yes '{QUESTION}' >&3", 8))

    def test_orders_without_end(self):
        self.survives(f"exec yes '{SUBMIT}' >&3", 8)
        self.assertLess(len(self.hotline.requests(kind="callback")), 100)

    def test_complaints_without_end(self):
        log = self.survives("exec yes rubbish >&2", 8, seconds=8)
        self.assertIn("stb-ui has not answered for 5 s: killed", log)
        self.assertIn("lines of stb-ui were left out", log)

    def test_the_heartbeat_goes_on(self):
        self.box_with("exec yes rubbish >&3")
        until = time.monotonic() + 100
        while (self.beat() or 0) < 20:  # the second one, when the hotline has asked for it
            self.assertLess(time.monotonic(), until, self.box.log_text()[-2000:])
            time.sleep(0.5)
        self.assertLess(len(self.box.log_text()), 150_000)
