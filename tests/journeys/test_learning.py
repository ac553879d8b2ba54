# SPDX-License-Identifier: Apache-2.0
"""An engineer with a remote that nobody knows: he presses, and the files that come out make its keys ours."""
import json
import os
import pathlib
import struct
import subprocess
import tempfile
import unittest

from harness import BUILD, Journey

EV_SYN, EV_KEY, EV_MSC, MSC_SCAN, KEY_UNKNOWN = 0, 1, 4, 4, 240


def packet(code, value, scan=None):
    """What the kernel says of one key: its scancode, the key, the end."""
    events = ([(EV_MSC, MSC_SCAN, scan)] if scan is not None else []) + [(EV_KEY, code, value), (EV_SYN, 0, 0)]
    return b"".join(struct.pack("llHHi", 0, 0, *event) for event in events)


class Learning(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.device = self.folder / "event"
        os.mkfifo(self.device)
        self.kernel = os.open(self.device, os.O_RDWR)
        self.addCleanup(os.close, self.kernel)
        (self.folder / "config.json").write_text(json.dumps({"remote": {"devices": str(self.device)}}))

    def learn(self, presses):
        """Answers each question by the packets of PRESSES[question]; the remote is unplugged at one that is not there."""
        program = subprocess.Popen([str(BUILD / "stb-app"), "--learn-remote", str(self.folder / "out"), "--config",
                                    str(self.folder / "config.json")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said = []
        for line in program.stdout:
            said.append(line.rstrip())
            if line.startswith("press: "):
                packets = presses.get(line[7:].rstrip())
                os.write(self.kernel, packets.pop(0) if packets else packet(400 + len(said), 1))
        program.wait(60)
        self.errors = program.stderr.read()
        program.stderr.close()
        program.stdout.close()
        self.assertEqual(program.returncode, 0, self.errors)
        return "\n".join(said)

    def test_keys_with_names_become_a_keymap_and_unknown_ones_a_hwdb(self):
        said = self.learn({"SOS, the red key": [packet(KEY_UNKNOWN, 1, 0xc0069) + packet(KEY_UNKNOWN, 0, 0xc0069)],
                           "OK": [packet(KEY_UNKNOWN, 1, 0xc0069), packet(353, 1, 0xc0041)],  # the red key once more: refused
                           "up": [packet(103, 2) + packet(103, 0) + packet(103, 1)]})  # the kernel's repeat is no press
        self.assertIn("it is SOS already", said)
        self.assertIn("code 353, scancode 0xc0041", said)
        keymap = json.loads((self.folder / "out" / "keymap.json").read_text())
        self.assertEqual((keymap["SOS"], keymap["OK"], keymap["UP"]), (["KEY_SOS"], ["KEY_SELECT"], ["KEY_UP"]))
        self.assertEqual(len(keymap), 25)
        hwdb = (self.folder / "out" / "60-remote.hwdb").read_text()
        self.assertIn(" KEYBOARD_KEY_c0069=sos\n", hwdb)
        self.assertNotIn("c0041", hwdb)
        self.assertFalse((self.folder / "out" / "remote.toml").exists())

    def test_no_device_is_said(self):
        (self.folder / "config.json").write_text(json.dumps({"remote": {"devices": str(self.folder / "none")}}))
        done = subprocess.run([str(BUILD / "stb-app"), "--learn-remote", str(self.folder / "out"), "--config",
                               str(self.folder / "config.json")], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no device can be read", done.stderr)


class Learned(Journey):
    def test_the_keymap_that_was_learned_is_one_that_a_box_takes(self):
        self.box.stop()
        keymap = self.folder / "keymap.json"
        keymap.write_text('{\n  "SOS": ["KEY_RED"],\n  "OK": ["KEY_SELECT"]\n}\n')
        self.new_box(config={"remote": {"keymap": str(keymap)}})
        self.connected()
        self.box.press("KEY_RED")
        self.hotline.wait_for(kind="sos")


if __name__ == "__main__":
    unittest.main()
