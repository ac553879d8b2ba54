# SPDX-License-Identifier: Apache-2.0
"""A journey presses keys through the box's key script, reads what is on screen from its scene lines, and asks the hotline's
desk what it received. Nothing here is faked; times are waited for as events, with limits that only a fault reaches. The
hotline and the box are those of tools/stb.py.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("STB_BUILD", str(ROOT / "build" / "asan"))
os.environ.setdefault("ASAN_OPTIONS", "abort_on_error=0:detect_stack_use_after_return=1")
os.environ.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
os.environ.setdefault("LSAN_OPTIONS", f"suppressions={ROOT / 'tests' / 'lsan.supp'}:print_suppressions=0")
sys.path.insert(0, str(ROOT / "tools"))
from stb import BUILD, DEVICE, PATIENCE_S, Box, Hotline, field_of, fits, microphone, sign, texts  # noqa: E402,F401


class Journey(unittest.TestCase):
    """One hotline and one box, in a fresh folder; both must end clean."""

    START, SIZE, AUTO, CONFIG, DISPLAY = "home", "1280x720", None, None, "dummy"
    CATALOG = None  # what becomes of the built-in catalog at the hotline: a function that changes it

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stb-journey-"))
        self.hotline = Hotline(self.folder, auto=self.AUTO, extra=self.own_catalog())
        self.box = None
        self.new_box()

    def own_catalog(self):
        if not self.CATALOG:
            return ()
        catalog = json.loads((ROOT / "assets" / "catalog.json").read_text())
        type(self).CATALOG(catalog)
        (self.folder / "catalog.json").write_text(json.dumps({**catalog, "etag": "own"}, ensure_ascii=False))
        return "--catalog", str(self.folder / "catalog.json")

    def new_box(self, **more):
        options = {"start": self.START, "size": self.SIZE, "config": self.CONFIG, "display": self.DISPLAY, **more}
        endpoints = options.pop("endpoints", [self.hotline.url])
        self.box = Box(self.folder / "box", endpoints, self.hotline.tls, **options)
        return self.box

    def connected(self):
        return self.box.until(link="connected")

    def tearDown(self):
        try:
            if self.box and self.box.process:
                self.box.stop()
        finally:
            self.hotline.stop()
        trouble = [line for line in (self.box.log_text() if self.box else "").splitlines()
                   if "Sanitizer" in line or "runtime error" in line]
        trouble += [line for line in self.hotline.log_text().splitlines()
                    if "Sanitizer" in line or "runtime error" in line]
        self.assertEqual(trouble, [], f"see {self.folder}")
        if os.environ.get("STB_KEEP") is None:
            subprocess.run(["rm", "-rf", str(self.folder)], check=True)
