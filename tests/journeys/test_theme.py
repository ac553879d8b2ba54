# SPDX-License-Identifier: Apache-2.0
"""The operator's theme lies over ours; one that is wrong, or that old eyes could not read, is refused with its reason."""
import json
import os
import pathlib
import re
import signal
import struct
import time
import unittest
import zlib

from harness import Journey
from PIL import Image

RECIPES = pathlib.Path(__file__).resolve().parents[2] / "docs" / "recipes.md"


def fill(scene, item):
    return next(each["bg"] for each in scene["items"] if each["id"] == item)


class Theme(Journey):
    START = "home"

    def lay(self, theme):
        (self.folder / "box" / "look.json").write_text(json.dumps(theme) if isinstance(theme, dict) else theme)

    def show(self, theme):
        """Written, and read again: the path in the config is relative to the config."""
        self.lay(theme)
        self.box.stop()
        self.box.config["display"] = {"theme": "look.json"}
        self.box.start()
        return self.connected()

    def test_it_says_otherwise_by_name_and_a_wrong_one_changes_nothing(self):
        ours = fill(self.connected(), "taxi")
        scene = self.show({"normal": {"services": {"amber": {"fill": "#4A2060", "focus": "#552868"}}}})
        self.assertEqual((fill(scene, "taxi"), fill(scene, "meal") != "#4A2060"), ("#4A2060", True))
        for theme, reason in (({"normal": {"services": {"amber": {"fill": "purple"}}}}, "services.amber.fill: expected a colour"),
                              ({"normal": {"services": {"amber": {"fill": "#F0E0A0", "focus": "#552868"}}}},
                               "text on amber has a contrast of"),
                              ({"shapes": {"ring": 1}}, "shapes.ring: expected"),
                              ({"spacing": {"row_gap": 12}, "shapes": {"ring": 10}},
                               "spacing.row_gap: 12 is too narrow"),
                              ("not a theme", "look.json")):
            scene = self.show(theme)
            self.assertEqual(fill(scene, "taxi"), ours)
            self.box.wait_log(reason)
            self.assertIn("our own look stands", self.box.log_text())
        # mended while it runs, as the recipe has it
        self.lay(re.search(r"\| your own look \|.*?`(\{.*?\})`", RECIPES.read_text()).group(1))
        self.box.process.send_signal(signal.SIGHUP)
        while fill(self.box.scene, "taxi") != "#4A2060":
            self.box.arrived.get(timeout=15)
        # and broken while it runs: as after a start, not as it was before
        self.lay("not a theme")
        self.box.process.send_signal(signal.SIGHUP)
        while fill(self.box.scene, "taxi") != ours:
            self.box.arrived.get(timeout=15)


def square(side, colour, width=None):
    """A PNG of one colour, as tall as SIDE; a square without WIDTH."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\0" + bytes(colour) * (width or side)) * side
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width or side, side, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Logo(Journey):
    CONFIG = {"display": {"logo": "logo.png"}}

    def new_box(self, **more):
        (self.folder / "box").mkdir(exist_ok=True)
        (self.folder / "box" / "logo.png").write_bytes(square(64, (0, 255, 0)))
        return super().new_box(**more)

    def item(self):
        """The logo on home, or None: it cannot be drawn (yet)."""
        return next((item for item in self.box.scene["items"] if item["id"] == "logo"), None)

    def left_of_title(self):
        return next(item["box"][0] for item in self.box.scene["items"] if item["id"] == "title")

    def middle(self):
        """What is to be seen where the logo stands."""
        x, y, w, h = self.item()["box"] if self.item() else (0, 0, 0, 0)
        with Image.open(self.box.shot(f"logo{time.monotonic_ns()}")) as picture:
            return picture.convert("RGB").getpixel((x + w // 2, y + h // 2))

    def wait_until(self, met):
        until = time.monotonic() + 15
        while not met():
            self.assertLess(time.monotonic(), until, self.box.log_text()[-2000:])
            time.sleep(0.02)

    def until_it_is(self, colour):
        self.wait_until(lambda: self.middle() == colour)

    def put(self, content):
        (self.folder / "box" / "new.png").write_bytes(content)
        (self.folder / "box" / "new.png").rename(self.folder / "box" / "logo.png")

    def read_again(self):
        self.box.process.send_signal(signal.SIGHUP)

    def test_it_stands_on_home_with_the_operators_name_for_who_cannot_see_it(self):
        self.connected()
        self.until_it_is((0, 255, 0))  # it is decoded between keys
        logo = self.item()
        self.assertEqual((logo["role"], logo["text"]), ("image", "普陀区为老服务热线"))
        self.assertEqual(logo["box"][2], logo["box"][3])
        self.put(square(64, (0, 0, 255), 160))
        self.read_again()
        self.until_it_is((0, 0, 255))
        x, _, w, h = self.item()["box"]
        self.assertAlmostEqual(w / h, 160 / 64, delta=0.05)  # in its own proportion
        self.assertGreater(self.left_of_title(), x + w)

    def test_one_that_is_refused_takes_no_room_at_once_and_after_a_start(self):
        """Never the one before: what a box shows follows from its files."""
        self.connected()
        self.until_it_is((0, 255, 0))
        place, left = self.folder / "box" / "logo.png", self.item()["box"][0]
        good = place.read_bytes()
        for broken, why in ((lambda: place.write_bytes(b"no picture"), "neither PNG nor JPEG"),
                            (lambda: place.write_bytes(good[:50]), "ends too early"),
                            (lambda: place.write_bytes(square(20, (0, 255, 0), 100)), "four times"),
                            (lambda: place.write_bytes(good + bytes(512 << 10)), "larger than 512 KiB"),
                            (lambda: place.write_bytes(square(1, (0, 255, 0), 2049)), "Invalid IHDR"),
                            (lambda: place.mkdir(), "no plain file"), (lambda: os.mkfifo(place), "no plain file"),
                            (lambda: None, "No such file"),
                            (lambda: place.symlink_to("logo.png"), "symbolic links")):  # root may read all else
            with self.subTest(why):
                said = len(self.box.log_text())
                place.unlink()
                broken()
                self.read_again()
                self.wait_until(lambda: re.search(f"@logo is not shown: {place}: .*({why})", self.box.log_text()[said:]))
                self.wait_until(lambda: self.item() is None)
                self.assertEqual(self.left_of_title(), left)  # as if there were none
                if place.is_dir():
                    place.rmdir()
                self.put(good)
                self.read_again()
                self.until_it_is((0, 255, 0))
        self.box.stop()
        self.put(b"no picture")
        self.box.start()
        self.connected()
        self.box.wait_log("neither PNG nor JPEG")
        self.assertFalse(any(item["id"] == "logo" for scene in self.box.scenes for item in scene["items"]))


if __name__ == "__main__":
    unittest.main()
