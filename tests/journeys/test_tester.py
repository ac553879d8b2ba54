# SPDX-License-Identifier: Apache-2.0
"""What a tester has in his hands: key scripts that say what is wrong, scene lines by their schema, tools/stb.py."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema

from harness import BUILD, ROOT, Box, Hotline, Journey
from walking import NEIGHBOUR, Walking

SCHEMA = json.loads((ROOT / "docs" / "scene.schema.json").read_text())


class Scripts(Journey):
    """A file of keys, played by the real box; its own box is off meanwhile."""

    def play(self, text, *options):
        self.box.stop()
        script = self.folder / "tour.keys"
        script.write_text(text)
        return subprocess.run([str(BUILD / "stb-app"), "--config", str(self.box.folder / "config.json"), "--state-dir",
                               str(self.box.folder / "state"), "--keys", str(script), "--shots", str(self.folder),
                               "--display", "dummy", "--size", "1280x720", *options],
                              capture_output=True, text=True, timeout=60)

    def test_items_by_id_parts_and_contraries(self):
        done = self.play("until screen=tv\nKEY_HOMEPAGE\nuntil screen!=tv\nuntil items.taxi.text~叫\nuntil items~人工\n"
                         "until items.spaceship!=*\nuntil link=connected 15000\nshot home\nquit\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater((self.folder / "home.png").stat().st_size, 1000)

    def test_a_misspelt_field_is_refused_before_a_key_is_pressed(self):
        done = self.play("KEY_HOMEPAGE\nuntil scren=home\nquit\n")
        self.assertEqual(done.returncode, 2)
        self.assertIn("tour.keys:2: no scene line has scren", done.stderr)

    def test_what_was_not_met_is_said(self):
        done = self.play("until screen!=tv 300\nquit\n")
        self.assertEqual(done.returncode, 3)
        self.assertIn('tour.keys:1: until screen!=tv was not met in 300 ms, it was "tv"', done.stderr)

    def test_a_shot_of_nothing_fails_the_script(self):
        done = self.play("until screen=tv\nshot nothing\nquit\n")
        self.assertEqual(done.returncode, 3)
        self.assertIn("tour.keys:2: shot nothing: there is no picture", done.stderr)

    def test_a_shot_that_cannot_be_written_fails_the_script(self):
        done = self.play("KEY_HOMEPAGE\nuntil screen=home\nshot home\nquit\n", "--shots", str(self.folder / "nowhere"))
        self.assertEqual(done.returncode, 3)
        self.assertIn("tour.keys:3: shot home: there is no picture", done.stderr)


class Lines(Walking, Journey):
    def test_every_line_of_a_walk_is_as_the_schema_says(self):
        self.connected()
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] != "confirm":
            self.page_after("KEY_OK")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        self.box.press("KEY_SOS")
        self.box.until(sos__state="received")
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        check = jsonschema.Draft202012Validator(SCHEMA)
        seen = {scene["screen"] for scene in self.box.scenes}
        self.assertLessEqual({"home", "step", "confirm", "result", "sos", "tv"}, seen)
        for scene in self.box.scenes:
            wrong = next(check.iter_errors(scene), None)
            self.assertIsNone(wrong, wrong and f"{wrong.json_path}: {wrong.message[:200]}")

    def test_key_scripts_and_the_schema_know_the_same_names(self):
        text = (ROOT / "stb-app" / "input" / "scene_fields.c").read_text()
        names = {name: set(re.findall(r'\{"(\w+)"', body))
                 for name, body in re.findall(r"static const struct name (\w+)\[\] = \{(.*?)\};", text, re.S)}
        members = SCHEMA["properties"]
        self.assertEqual(names["scene_names"], set(members))
        self.assertEqual(names["item"], set(SCHEMA["$defs"]["item"]["properties"]))
        for group in ("request", "sos", "voice"):
            self.assertEqual(names[group], set(members[group]["properties"]), group)


class Module(unittest.TestCase):
    def test_the_example_in_the_module_s_head_runs(self):
        head = (ROOT / "tools" / "stb.py").read_text().split('"""')[1]
        example = "\n".join(line[4:] for line in head.splitlines() if line.startswith("    "))
        with tempfile.TemporaryDirectory() as folder:
            example = example.replace('"/tmp/', f'"{folder}/') + "\n    print(picture, box.status()['sos'])\n"
            done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, timeout=120,
                                  env={**os.environ, "PYTHONPATH": str(ROOT / "tools"), "STB_BUILD": str(BUILD)})
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stdout, r"answered\.png answered\n")

    def test_several_boxes_at_one_hotline_each_with_a_certificate_of_its_own(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            with Hotline(folder / "hotline") as hotline:
                cert, key = hotline.sign(NEIGHBOUR)
                neighbour = {"device": {"id": NEIGHBOUR}, "hotline": {"client_cert": cert, "client_key": key}}
                with Box(folder / "a", [hotline.url], hotline.tls) as first, \
                        Box(folder / "b", [hotline.url], hotline.tls, config=neighbour) as second:
                    for box in (first, second):
                        box.until(link="connected")
                        box.press("KEY_SOS")
                        box.until(screen="sos", sos__state="received")
                    self.assertEqual(len({one["device"] for one in hotline.wait_for(2, kind="sos")}), 2)
                cert, key = hotline.sign("PT-000125", days=0)
                late = {"device": {"id": "PT-000125"}, "hotline": {"client_cert": cert, "client_key": key}}
                with Box(folder / "c", [hotline.url], hotline.tls, config=late) as box:
                    box.until(link="offline")
                    self.assertIn("certificate", json.dumps(box.status()["troubles"]))


if __name__ == "__main__":
    unittest.main()
