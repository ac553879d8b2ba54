# SPDX-License-Identifier: Apache-2.0
"""Whoever started the box knows that it lives: systemd by its socket, respawn by a file. One that stands still falls
silent; and the box does not take its own standing still for that of its screen."""
import os
import pathlib
import signal
import socket
import subprocess
import time
import unittest

from harness import BUILD, ROOT, Journey


class Systemd(Journey):
    def new_box(self, **more):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.folder / "notify"))
        return super().new_box(env={"NOTIFY_SOCKET": str(self.folder / "notify"), "WATCHDOG_USEC": "2000000"}, **more)

    def hears(self, timeout):
        """The next datagram, and how long it took; None = none came."""
        begun = time.monotonic()
        self.socket.settimeout(timeout)
        try:
            return self.socket.recv(256).decode(), time.monotonic() - begun
        except TimeoutError:
            return None, time.monotonic() - begun

    def test_it_is_told_what_becomes_of_the_box(self):
        self.assertEqual(self.hears(15)[0], "READY=1")
        for _ in range(4):
            said, after = self.hears(5)
            self.assertEqual(said, "WATCHDOG=1")
        self.assertLess(after, 2)  # half of it, and a busy machine
        os.kill(self.box.process.pid, signal.SIGSTOP)
        time.sleep(0.1)
        while self.hears(0.01)[0]:  # what was under way
            pass
        self.assertIsNone(self.hears(3)[0])
        os.kill(self.box.process.pid, signal.SIGCONT)
        self.assertEqual(self.hears(5)[0], "WATCHDOG=1")
        self.box.process.terminate()
        said = "WATCHDOG=1"
        while said == "WATCHDOG=1":
            said = self.hears(5)[0]
        self.assertEqual(said, "STOPPING=1")

    def test_it_is_not_told_that_all_is_ready_before_a_key_is_heard(self):
        self.assertEqual(self.hears(15)[0], "READY=1")
        self.box.send("KEY_SOS")
        self.hotline.wait_for(kind="sos", timeout=5)

    def test_the_screen_is_not_ended_for_our_own_standing_still(self):
        self.connected()
        screen = self.box.wait_screen_pid()
        os.kill(self.box.process.pid, signal.SIGSTOP)
        time.sleep(7)
        os.kill(self.box.process.pid, signal.SIGCONT)
        time.sleep(4)
        self.assertEqual(self.box.screen_pid(), screen)
        self.assertNotIn("killed", self.box.log_text())
        os.kill(screen, signal.SIGSTOP)  # but for its own
        self.assertNotEqual(self.box.wait_screen_pid(other_than=screen, timeout=15), screen)


# A user of its own is the package's to make; what is tried here is the shell around the program.
SU = '#!/bin/sh\nwhile [ "$1" != -c ]; do shift; done\nexec sh -c "$2"\n'


@unittest.skipUnless(os.geteuid() == 0, "respawn is started by root")
class Respawn(Journey):
    LOOKS_S = 2  # instead of 5

    def setUp(self):
        super().setUp()
        self.box.stop()
        for name, text in (("su", SU), ("chown", "#!/bin/sh\n")):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        box = self.folder / "box"
        app = f"{BUILD}/stb-app --config {box}/config.json --state-dir {box}/state --display none"
        script = (ROOT / "assets" / "box" / "respawn").read_text()
        for old, new in (("/usr/bin/stb-app", app), ("/var/lib/stb-app", str(self.folder / "lib")),
                         ("/run/stb-app", str(self.folder / "run")), ("sleep 5", f"sleep {self.LOOKS_S}")):
            self.assertIn(old, script)
            script = script.replace(old, new)
        (self.folder / "respawn").write_text(script)
        self.log = open(box / "box.log", "ab")
        self.process = subprocess.Popen(["/bin/sh", str(self.folder / "respawn")], stderr=self.log, cwd=self.folder,
                                        env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"})
        self.pid, _ = self.alive()

    def tearDown(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.log.close()
        super().tearDown()

    def alive(self, after=-1):
        """The process number and the count in the file, once that is higher."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            try:
                pid, count = (int(word) for word in (self.folder / "run" / "alive").read_text().split())
                if count > after:
                    return pid, count
            except (FileNotFoundError, ValueError):
                pass
            time.sleep(0.05)
        raise AssertionError(self.box.log_text()[-2000:])

    def test_one_that_stands_still_is_killed_and_one_that_turns_is_not(self):
        _, count = self.alive()
        time.sleep(5 * self.LOOKS_S)
        self.assertIsNone(self.process.poll())
        self.alive(after=count + 3)
        os.kill(self.pid, signal.SIGSTOP)
        stopped = time.monotonic()
        status = self.process.wait(10 * self.LOOKS_S)
        self.assertIn(status, (128 + signal.SIGKILL,))
        self.assertGreater(time.monotonic() - stopped, 2 * self.LOOKS_S)
        self.assertIn("no sign of life", self.box.log_text())

    def test_signals_are_handed_on(self):
        self.alive(after=0)
        self.process.send_signal(signal.SIGHUP)
        self.box.wait_log("config: read again")
        self.process.terminate()
        self.assertEqual(self.process.wait(15), 0)
        self.assertIn("signal 15: ending", self.box.log_text())
        self.assertFalse(pathlib.Path(f"/proc/{self.pid}").exists())

    def test_it_ends_when_the_program_ends(self):
        self.alive(after=0)
        os.kill(self.pid, signal.SIGKILL)
        self.assertEqual(self.process.wait(5), 128 + signal.SIGKILL)
