# SPDX-License-Identifier: Apache-2.0
"""The build as a packager meets it: what is missing is said, what he sets counts, where he builds is in no program."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def make(*words):
    """What make would do, without doing it."""
    return subprocess.run(["make", "-n", "-B", "V=1", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


class Manifest(unittest.TestCase):
    """The list of a package's files, signed, and the command that looks at them on a box."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name, "root")
        self.program = self.root / "usr/lib/stb-app/stb-app"
        self.program.parent.mkdir(parents=True)
        self.program.write_text("a program")
        (self.root / "etc/stb-app").mkdir(parents=True)
        (self.root / "etc/stb-app/config.json").write_text("{}")
        self.private = self.key("ours")
        subprocess.run([str(ROOT / "tools/manifest"), str(self.root), "stb-app"], check=True,
                       env={**os.environ, "MANIFEST_KEY": str(self.private)})

    def key(self, name):
        private = self.root.parent / f"{name}.pem"
        subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(private)], check=True)
        return private

    def trust(self, private):
        subprocess.run(["openssl", "ec", "-in", str(private), "-pubout", "-out", str(self.root / "etc/stb-app/manifest.pub")],
                       check=True, capture_output=True)

    def check(self):
        return subprocess.run([str(ROOT / "assets/box/check-files"), str(self.root)], capture_output=True, text=True)

    def test_what_is_as_delivered_passes_signed_or_not_and_settings_are_free(self):
        self.assertEqual(self.check().returncode, 0)
        self.trust(self.private)
        (self.root / "etc/stb-app/config.json").write_text('{"device":{}}')
        self.assertEqual(self.check().returncode, 0, self.check().stderr)

    def test_a_changed_or_missing_file_is_named(self):
        self.program.write_text("another program")
        self.assertIn("usr/lib/stb-app/stb-app: FAILED", self.check().stdout)
        self.program.unlink()
        self.assertEqual(self.check().returncode, 1)

    def test_a_list_that_was_made_to_fit_is_not_signed(self):
        self.trust(self.private)
        self.program.write_text("another program")
        subprocess.run([str(ROOT / "tools/manifest"), str(self.root), "stb-app"], check=True,
                       env={**os.environ, "MANIFEST_KEY": str(self.key("theirs"))})
        said = self.check()
        self.assertEqual(said.returncode, 1)
        self.assertIn("is not signed by the key", said.stderr)

    def test_no_list_is_no_pass(self):
        (self.root / "usr/share/stb-app/manifest/stb-app.sha256").unlink()
        self.assertEqual(self.check().returncode, 1)


class Build(unittest.TestCase):
    def test_a_library_that_is_too_old_is_said_in_a_line(self):
        with tempfile.TemporaryDirectory() as folder:
            found = subprocess.run(["pkg-config", "--variable=pcfiledir", "libcurl"], capture_output=True, text=True)
            text = pathlib.Path(found.stdout.strip(), "libcurl.pc").read_text()
            old = "\n".join("Version: 7.74.0" if line.startswith("Version:") else line for line in text.splitlines())
            pathlib.Path(folder, "libcurl.pc").write_text(old + "\n")
            said = subprocess.run(["tools/versions"], cwd=ROOT, env={**os.environ, "PKG_CONFIG_PATH": folder},
                                  capture_output=True, text=True)
        self.assertEqual(said.returncode, 1)
        self.assertEqual(said.stderr, "versions: libcurl is needed in 7.87 or newer (CURLOPT_CA_CACHE_TIMEOUT), "
                                      "7.74.0 is here\n")

    def test_what_the_packager_sets_comes_last_and_counts(self):
        said = make("CC=mycc", "AR=myar", "CPPFLAGS=-DMINE", "CFLAGS=-O3", "LDFLAGS=-Wl,-mine", "build/stb-app")
        compiled = next(line for line in said.splitlines() if line.startswith("mycc") and " -c " in line)
        linked = next(line for line in said.splitlines() if "-o build/stb-app" in line)
        self.assertIn("-D_TIME_BITS=64", compiled)
        self.assertGreater(compiled.index("-O3"), compiled.index("-O2"))
        self.assertIn("-DMINE", compiled)
        self.assertTrue(linked.startswith("mycc") and "-Wl,-mine" in linked, linked)
        self.assertTrue(any(line.startswith("myar rcs") for line in said.splitlines()))

    def test_a_level_of_checks_of_the_packager_s_own_stands_alone(self):
        said = make("CPPFLAGS=-D_FORTIFY_SOURCE=3", "build/stb-app")
        compiled = next(line for line in said.splitlines() if " -c " in line)
        self.assertNotIn("_FORTIFY_SOURCE=2", compiled)

    def test_each_processor_s_own_protection_is_asked_for(self):
        for target, wanted, other in (("x86_64-linux-gnu", "-fcf-protection=full", "-mbranch"), ("aarch64-linux-gnu", "-mbranch-protection=standard", "-fcf"),
                                      ("arm-linux-gnueabihf", "-fstack-clash-protection", "-fcf")):
            compiled = next(line for line in make(f"TARGET={target}", "build/stb-app").splitlines() if " -c " in line)
            self.assertIn(wanted, compiled)
            self.assertIn("-fstack-clash-protection", compiled)
            self.assertNotIn(other, compiled)

    def test_two_places_make_the_same_object(self):
        with tempfile.TemporaryDirectory() as folder:
            objects = []
            for name in ("here", "quite/another/place"):
                there = pathlib.Path(folder, name)
                there.mkdir(parents=True)
                for part in ("Makefile", "VERSION"):
                    shutil.copy(ROOT / part, there)
                for part in ("mk", "stb-app", "tools", "net", "remote"):
                    shutil.copytree(ROOT / part, there / part)
                subprocess.run(["make", "-s", "CC=gcc", "COMMIT=abc", "build/obj/stb-app/base/json.o",
                                "build/obj/stb-app/base/version.o"], cwd=there, check=True, capture_output=True,
                               env={**os.environ, "SOURCE_DATE_EPOCH": "1795262400"})
                objects.append([(there / "build/obj/stb-app/base" / one).read_bytes() for one in ("json.o", "version.o")])
        self.assertEqual(objects[0], objects[1])


if __name__ == "__main__":
    unittest.main()
