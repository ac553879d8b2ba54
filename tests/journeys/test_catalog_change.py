# SPDX-License-Identifier: Apache-2.0
"""What the operator changes reaches the living room without a new build: services, topics, the household's record."""
import json
import pathlib
import time
import unittest

from harness import ROOT, Hotline, Journey, texts

HAIRCUT = {"id": "haircut", "title": "上门理发", "note": "师傅到家里来", "icon": "cleaning", "colour": "purple",
           "steps": [{"id": "day", "kind": "choose", "title": "哪一天来",
                      "options": [{"id": "tuesday", "title": "星期二"}, {"id": "friday", "title": "星期五"}]}],
           "confirm": {"title": "请核对", "button": "确认预约", "lines": [{"label": "哪一天", "value": "{day}"}]}}
TOPICS = [{"id": "legal", "title": "法律咨询", "note": "遗嘱、房产", "icon": "book"}]


class CatalogChange(Journey):
    def setUp(self):
        self.files = {}
        self.catalog = json.loads((ROOT / "assets" / "catalog.json").read_text())
        self.profile = json.loads((ROOT / "tests" / "hotline" / "profile.json").read_text())
        real = Hotline.start

        def start(hotline):
            """The simulator's own copies, so that the test can be the operator."""
            for name in ("catalog", "profile"):
                self.files[name] = pathlib.Path(hotline.folder) / f"{name}.json"
                if not self.files[name].exists():
                    self.write(name, getattr(self, name))
            hotline.extra = ["--catalog", str(self.files["catalog"]), "--profile", str(self.files["profile"])]
            real(hotline)

        Hotline.start = start
        self.addCleanup(setattr, Hotline, "start", real)
        self.adapt()
        super().setUp()

    def adapt(self):
        """What the catalog is before the box starts."""

    def write(self, name, content):
        fresh = self.files[name].with_suffix(".new")
        fresh.write_text(json.dumps(content, ensure_ascii=False))
        fresh.rename(self.files[name])

    def open_more(self):
        self.box.until(screen="home")
        self.box.press("KEY_5")
        return self.box.until(screen="step", service="person", step="topic")

    def row(self, text):
        """Walks down to the row with these words."""
        for _ in range(20):
            scene = self.box.scene
            if any(item["id"] == scene["focus"] and text in item["text"] for item in scene["items"]):
                return
            self.box.press("KEY_DOWN", gap_ms=200)
            self.box.until(focus=True)
            self.wait_other(scene["focus"])
        self.fail(f"no row {text}: {texts(self.box.scene)}")

    def wait_other(self, focus):
        until = time.monotonic() + 3
        while self.box.scene["focus"] == focus and time.monotonic() < until:
            time.sleep(0.02)


class StartedWithOneMore(CatalogChange):
    def adapt(self):
        self.catalog = {**self.catalog, "services": self.catalog["services"] + [HAIRCUT]}

    def test_a_further_service_is_there_and_reaches_the_hotline(self):
        self.connected()
        self.open_more()
        self.row("上门理发")
        self.box.press("KEY_OK")
        self.box.until(screen="step", service="haircut", step="day")
        self.box.press("KEY_2")
        scene = self.box.until(screen="confirm", service="haircut")
        self.assertIn("星期五", texts(scene))
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [haircut] = self.hotline.requests(service="haircut")
        self.assertEqual(haircut["answers"], {"day": "friday"})


class UnderOtherNames(CatalogChange):
    """The built-in catalog as another operator writes it: no program may know a service by the id that we gave it."""

    def adapt(self):
        text = json.dumps(self.catalog)
        for member in ("id", "service"):
            text = text.replace(f'"{member}": "taxi"', f'"{member}": "cab"')
        self.catalog = json.loads(text)

    def chips(self):
        return [item["text"] for item in self.box.scene["items"] if item["id"] == "chip"]

    def test_a_cab_is_followed_to_the_door_as_a_taxi_is(self):
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_2")
        for step in ("to", "when"):
            self.box.until(screen="step", service="cab", step=step)
            self.box.press("KEY_OK", gap_ms=450)
        self.box.until(screen="confirm")
        self.box.press("KEY_OK")
        scene = self.box.until(screen="result", request__status="received")
        [cab] = self.hotline.requests(service="cab")
        self.assertIn("撤回", texts(scene))  # for ten seconds it is taken back without a question
        until = time.monotonic() + 15
        while "取消叫车" not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.1)
        self.assertEqual(self.chips()[2:], ["等司机接单", "等车靠近", "等车到"])
        self.hotline.set_status(cab["id"], "accepted", headline="司机已接单", eta_minutes=6,
                                details=[{"label": "号牌", "value": "沪A·X3642", "role": "plate"},
                                         {"label": "联系司机", "value": "138****3642", "role": "phone"}])
        scene = self.box.until(request__status="accepted")
        self.is_large(scene, "沪A·X3642")
        self.hotline.set_status(cab["id"], "on_the_way", eta_minutes=2)
        self.box.until(request__status="on_the_way")
        self.hotline.set_status(cab["id"], "arrived")
        scene = self.box.until(request__status="arrived")
        self.assertEqual(self.chips()[-1], "车已到")
        self.is_large(scene, "沪A·X3642")

    def is_large(self, scene, plate):
        """The plate is the largest of all words."""
        [found] = [item for item in scene["items"] if item["text"] == plate]
        self.assertEqual(found["text_px"], max(item.get("text_px", 0) for item in scene["items"]))


class PushedWhileRunning(CatalogChange):
    def test_a_further_service_and_a_topic_appear_in_the_open_list(self):
        self.connected()
        scene = self.open_more()
        focus = scene["focus"]
        self.write("catalog", {**self.catalog, "services": [HAIRCUT] + self.catalog["services"], "topics": TOPICS})
        scene = self.until_text("上门理发")
        self.assertEqual(scene["focus"], focus)  # a change never moves the focus
        self.row("法律咨询")
        self.box.press("KEY_OK")
        self.box.until(screen="confirm")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [call] = self.hotline.requests(kind="callback")
        self.assertEqual(call["service"], "legal")

    def until_text(self, text):
        until = time.monotonic() + 10
        while text not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.05)
        return self.box.scene

    def test_a_changed_household_changes_the_greeting_and_an_absent_one_does_no_harm(self):
        self.connected()
        self.until_text("王阿姨")
        self.write("profile", {**self.profile, "etag": "li-1", "name": "李爷爷", "phone": "021-6288****"})
        self.until_text("李爷爷")
        self.box.press("KEY_PHONE")
        scene = self.box.until(screen="confirm")
        self.assertIn("021-6288****", texts(scene))
        self.box.press("KEY_BACK")
        self.write("profile", {"etag": "none"})
        self.box.until(screen="home")
        until = time.monotonic() + 10
        while "李爷爷" in texts(self.box.scene):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.05)
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")


if __name__ == "__main__":
    unittest.main(verbosity=2)
