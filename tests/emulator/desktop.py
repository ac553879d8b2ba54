# SPDX-License-Identifier: Apache-2.0
"""A desktop without a screen (Xvfb) with the emulator's window on it: a hand for mouse and keyboard (xdotool), an eye for
single pixels, and the places of what is drawn (stb-app/emulator/room.c: the window is WIDTH x HEIGHT, in the middle).
"""
import ctypes
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "journeys"))
from harness import BUILD, DEVICE, Hotline  # noqa: E402

PATIENCE_S = 15
WIDTH, HEIGHT, LEFT, TOP = 1440, 860, 80, 50
UNIT = (HEIGHT - 56 - 36) / 1060
REMOTE_X, REMOTE_Y = LEFT + WIDTH - 26 - int(340 * UNIT), TOP + 18
TV = (LEFT + 600, TOP + 380)
OUTSIDE = (3, 3)
TOOLS = {"safe": (LEFT + WIDTH - 20 - 3 * 134 + 72, TOP + HEIGHT - 28), "shot": (LEFT + WIDTH - 20 - 206, TOP + HEIGHT - 28),
         "faults": (LEFT + WIDTH - 20 - 62, TOP + HEIGHT - 28), "again": (LEFT + 584, TOP + 444)}
# the middles of buttons, in the remote's units (stb-app/emulator/remote.c)
BUTTONS = {"KEY_SOS": (170, 116), "KEY_VOICECOMMAND": (100, 244), "KEY_HOMEPAGE": (240, 244), "KEY_OK": (170, 432),
           "KEY_UP": (170, 343), "KEY_RIGHT": (259, 432), "KEY_DOWN": (170, 521), "KEY_LEFT": (81, 432),
           "KEY_BACK": (100, 603), "KEY_TV": (240, 603), "KEY_PHONE": (100, 679), "KEY_INFO": (240, 679),
           "KEY_1": (78, 768), "KEY_6": (262, 836), "KEY_0": (170, 972), "KEY_VOLUMEUP": (262, 972)}


def until(what, wanted, timeout=PATIENCE_S):
    """Waits until WANTED() is true and returns it."""
    end = time.monotonic() + timeout
    while True:
        value = wanted()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {timeout} s: {what}")
        time.sleep(0.03)


class Desktop:
    """One Xvfb, a little larger than the window."""

    def __init__(self):
        reading, writing = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x960x24", "-noreset",
                                         "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.name = ":" + told.readline().strip()
        # SDL's own renderer: Mesa's drivers leave leaks behind that nobody can name
        self.env = {**os.environ, "DISPLAY": self.name, "SDL_RENDER_DRIVER": "software",
                    "SDL_FRAMEBUFFER_ACCELERATION": "0",
                    "LSAN_OPTIONS": f"suppressions={HERE / 'lsan.supp'}:print_suppressions=0"}

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def do(self, *words):
        return subprocess.run(["xdotool", *map(str, words)], env=self.env, check=False, capture_output=True,
                              text=True).stdout

    def pixel(self, place):
        crop = f"1x1+{place[0]}+{place[1]}"
        got = subprocess.run(["import", "-window", "root", "-crop", crop, "-depth", "8", "rgb:-"], env=self.env,
                             check=True, capture_output=True).stdout
        return tuple(got[:3])

    def close_politely(self, window):
        """What a window manager does when the cross is clicked: WM_DELETE_WINDOW."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self.name.encode()))

        class Message(ctypes.Structure):
            _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                        ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("kind", ctypes.c_ulong),
                        ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("rest", ctypes.c_long * 24)]

        event = Message(33, 0, 1, display, window, x11.XInternAtom(display, b"WM_PROTOCOLS", 0), 32)
        event.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
        x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
        x11.XCloseDisplay(display)


class Emulator:
    """stb-emulator in a folder of its own; STAND_IN = fake_box.py is its stb-app, otherwise the real one."""

    def __init__(self, desktop, folder, config, stand_in=True, size="1280x720", extra=()):
        self.desktop, self.folder = desktop, pathlib.Path(folder)
        self.state = self.folder / "state"
        (self.folder / "config.json").write_text(json.dumps(config))
        program = BUILD / "stb-emulator"
        if stand_in:
            program = self.folder / "stb-emulator"
            shutil.copy(BUILD / "stb-emulator", program)
            (self.folder / "stb-app").symlink_to(HERE / "fake_box.py")
            (self.folder / "share").symlink_to(BUILD / "share")
        self.log = open(self.folder / "emulator.log", "ab")
        self.process = subprocess.Popen([str(program), "--config", str(self.folder / "config.json"), "--state-dir",
                                         str(self.state), "--size", size, *extra], env={**desktop.env}, stderr=self.log)

    def open(self):
        self.window = int(until("the window", lambda: self.desktop.do("search", "--name", "^stb-emulator$")).split()[0])
        self.desktop.do("mousemove", *TV)
        until("the first picture", lambda: max(self.desktop.pixel(TV)) > 60)
        return self

    def log_text(self):
        return (self.folder / "emulator.log").read_text(errors="replace")

    def keys_sent(self):
        path = self.state / "lines"
        return [line.split(" ", 1)[1] for line in path.read_text().splitlines()] if path.exists() else []

    def wait_sent(self, *lines):
        until(f"{lines} in what was sent", lambda: self.keys_sent()[-len(lines):] == list(lines))

    def move(self, place):
        self.desktop.do("mousemove", *place)

    def click(self, place):
        self.desktop.do("mousemove", *place, "click", 1)

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None and how:
            self.process.send_signal(how)
        status = self.process.wait(20)
        self.log.close()
        return status


def button(key):
    x, y = BUTTONS[key]
    return REMOTE_X + round(x * UNIT), REMOTE_Y + round(y * UNIT)


class WindowTest(unittest.TestCase):
    """A desktop for the class, a folder for each test; sanitizer reports fail the test."""

    CONFIG = {"device": {"id": DEVICE}, "hotline": {"endpoints": ["https://127.0.0.1:9"], "ca_file": "ca.pem",
                                                    "client_cert": "box.pem", "client_key": "box.key"}}

    @classmethod
    def setUpClass(cls):
        cls.desktop = Desktop()

    @classmethod
    def tearDownClass(cls):
        cls.desktop.stop()

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stb-emulator-"))
        self.emulator = None
        self.addCleanup(self.finish)

    def start(self, **more):
        self.emulator = Emulator(self.desktop, self.folder, more.pop("config", self.CONFIG), **more)
        return self.emulator

    def finish(self):
        log = ""
        if self.emulator:
            self.emulator.end()
            log = self.emulator.log_text()
        self.assertNotIn("Sanitizer", log)
        self.assertNotIn("runtime error", log)
        shutil.rmtree(self.folder)
