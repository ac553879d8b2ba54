# SPDX-License-Identifier: Apache-2.0
"""What the box writes about itself never stands between the key and the hotline."""
import fcntl
import os
import re
import signal
import time

import harness


class FullPipe(harness.Box):
    """A box whose stderr is a pipe that is full, and that nobody reads until the end."""

    def open_log(self):
        self.read_end, write_end = os.pipe()
        (self.folder / "box.log").touch()
        fcntl.fcntl(self.read_end, fcntl.F_SETPIPE_SZ, 4096)
        filler = os.open(f"/proc/self/fd/{write_end}", os.O_WRONLY | os.O_NONBLOCK)
        try:
            while True:
                os.write(filler, b"." * 63 + b"\n")
        except BlockingIOError:
            os.close(filler)
        return os.fdopen(write_end, "wb")

    def read_log(self):
        """What has come out of the pipe; it goes where the other boxes' lines go, for whoever looks for trouble."""
        os.set_blocking(self.read_end, False)
        with open(self.folder / "box.log", "ab") as log:
            try:
                while piece := os.read(self.read_end, 65536):
                    log.write(piece)
            except BlockingIOError:
                pass
        return self.log_text()


class Log(harness.Journey):
    def new_box(self, **more):
        self.box = FullPipe(self.folder / "box", [self.hotline.url], self.hotline.tls, **more)
        return self.box

    def test_an_sos_arrives_though_nobody_reads_the_log(self):
        self.connected()
        for _ in range(3):  # each is worth a line
            self.box.process.send_signal(signal.SIGHUP)
            time.sleep(0.2)
        pressed = time.monotonic()
        self.box.press("KEY_SOS")
        self.hotline.wait_for(kind="sos")
        self.assertLess(time.monotonic() - pressed, 3)
        self.box.until(screen="sos", sos__state="received")
        until = time.monotonic() + 10
        while not re.search(r"^info \w+: ", self.box.read_log(), re.M):  # what was kept comes out when it is read
            self.assertLess(time.monotonic(), until, self.box.log_text())
            time.sleep(0.1)

    def tearDown(self):
        box = self.box
        try:
            super().tearDown()
        finally:
            os.close(box.read_end)
