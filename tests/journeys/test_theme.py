# SPDX-License-Identifier: Apache-2.0
"""The operator's theme lies over ours; one that is wrong, or that old eyes could not read, is refused with its reason."""
import json
import signal
import unittest

from harness import Journey


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
        for theme, reason in (({"normal": {"services": {"amber": {"fill": "purple"}}}}, "amber: expected a colour"),
                              ({"normal": {"services": {"amber": {"fill": "#F0E0A0", "focus": "#552868"}}}},
                               "text on amber has a contrast of"),
                              ({"sizes": {"ring": 1}}, "sizes.ring: expected"),
                              ("not a theme", "look.json")):
            scene = self.show(theme)
            self.assertEqual(fill(scene, "taxi"), ours)
            self.box.wait_log(reason)
            self.assertIn("the look stays as it was", self.box.log_text())
        # mended while it runs
        self.lay({"normal": {"services": {"amber": {"fill": "#4A2060", "focus": "#552868"}}}})
        self.box.process.send_signal(signal.SIGHUP)
        while fill(self.box.scene, "taxi") != "#4A2060":
            self.box.arrived.get(timeout=15)


if __name__ == "__main__":
    unittest.main()
