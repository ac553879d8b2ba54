# SPDX-License-Identifier: Apache-2.0
"""The manual pages: each program's names just the options that the program names, and man understands every line."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("STB_BUILD", ROOT / "build")).resolve()


def options(text):
    return set(re.findall(r"--([a-z][a-z-]*)", text))


class Manuals(unittest.TestCase):
    def test_options_are_those_of_the_program(self):
        for name in ("stb-app", "stb-emulator", "hotline-sim", "stb-ui"):
            with self.subTest(name):
                said = subprocess.run([BUILD / name, "--help"], capture_output=True, text=True)
                page = (ROOT / "man" / f"{name}.1").read_text(encoding="utf-8").replace("\\-", "-")
                own = page.split(".SH OPTIONS")[1].split(".SH ")[0]
                told = options(said.stdout + said.stderr)
                self.assertTrue(told)
                self.assertEqual(told - {"help"}, options(own) - {"help"})

    def test_commands_are_those_of_the_key_script(self):
        parser = (ROOT / "stb-app" / "input" / "keyscript_parse.c").read_text(encoding="utf-8")
        commands = set(re.findall(r'{"(\w+)", KEYSCRIPT_COMMAND', parser))
        page = (ROOT / "man" / "stb-keyscript.5").read_text(encoding="utf-8")
        own = page.split(".SH COMMANDS")[1].split(".SH ")[0]
        self.assertTrue(commands)
        self.assertEqual(commands, set(re.findall(r"^\.BI? ([a-z]+)", own.replace("KEY_", "#"), re.M)))

    def test_a_line_that_man_does_not_understand_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            shutil.copytree(ROOT / "man", root / "man")
            (root / "tools").mkdir()
            shutil.copy(ROOT / "tools" / "lint", root / "tools" / "lint")
            lint = [root / "tools" / "lint", "manuals"]
            self.assertEqual(subprocess.run(lint, stdout=subprocess.DEVNULL).returncode, 0)
            with (root / "man" / "stb-ui.1").open("a", encoding="utf-8") as page:
                page.write(".BOGUS macro\n")
            done = subprocess.run(lint, capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("man/stb-ui.1", done.stdout)
            self.assertIn("BOGUS", done.stdout)


if __name__ == "__main__":
    unittest.main()
