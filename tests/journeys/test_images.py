# SPDX-License-Identifier: Apache-2.0
"""The catalog's pictures: the emoji first, then the picture, on the disk for the next time; and whatever may be wrong with
one costs only that one."""
import json
import os
import re
import shutil
import time
import unittest

from harness import BUILD, ROOT
from ordering import Ordering, texts
from PIL import Image

PANEL = (40, 60, 90)  # what stands behind an emoji is no brighter; the pictures' table is


class Images(Ordering):
    hanging = None

    def setUp(self):
        super().setUp()
        self.box.stop()
        self.hotline.stop()
        shop = self.folder / "shop"
        shop.mkdir()
        shutil.copy(ROOT / "assets" / "catalog.json", shop)
        shutil.copytree(BUILD / "share" / "images", shop / "images")
        self.images = shop / "images"
        self.hotline.extra = ["--catalog", str(shop / "catalog.json")]
        self.hotline.start()
        shutil.rmtree(self.box.folder)
        self.new_box()

    def to_greens(self):
        """The first page of the greens; what has come of their pictures by then is chance."""
        self.box.until(screen="home")
        self.box.press("KEY_4")
        self.box.until(screen="cart", service="grocery")
        self.page_after("KEY_1")
        return self.until_shown("bok-choy")

    def drawn(self):
        """id of the item -> the picture that is drawn there; "" where the emoji stands."""
        return {one["id"][:-len(".image")]: one.get("image", "") for one in self.box.scene["items"] if one["role"] == "image"}

    def until_drawn(self, *items, timeout=15):
        until = time.monotonic() + timeout
        while not all(self.drawn().get(item) for item in items):
            self.assertLess(time.monotonic(), until, f"{self.drawn()}: {self.box.log_text()[-2000:]}")
            time.sleep(0.02)

    def corner_is_bright(self, shot, item):
        """A picture fills its square up to the edge; an emoji stands in the middle of a dark one."""
        x, y, w, _ = next(one["box"] for one in self.box.scene["items"] if one["id"] == f"{item}.image")
        with Image.open(shot) as picture:
            pixel = picture.convert("RGB").getpixel((x + w // 2, y + 3))
        return all(is_ > dark for is_, dark in zip(pixel, PANEL))

    def places(self):
        return [(one["id"], one["box"]) for one in self.box.scene["items"]]

    def test_the_emoji_stands_there_until_the_picture_comes_and_nothing_else_moves(self):
        self.connected()
        self.hotline.fault("delay", "/v1/images", delay_ms=2500)
        self.to_greens()
        self.assertEqual(set(self.drawn().values()), {""})
        places, focus = self.places(), self.box.scene["focus"]
        self.assertFalse(self.corner_is_bright(self.box.shot("emoji"), "bok-choy"))
        self.until_drawn("bok-choy", "chicken-feather", "spinach")
        self.assertEqual(self.drawn()["bok-choy"], "bok-choy.png")
        self.assertEqual((self.places(), self.box.scene["focus"]), (places, focus))
        self.assertTrue(self.corner_is_bright(self.box.shot("picture"), "bok-choy"))

    def test_dishes_that_the_hotline_tells_live_have_theirs_too(self):
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_3")
        self.box.until(screen="step", service="meal", step="canteen")
        self.page_after("KEY_OK")
        self.until_listed()
        if not any(one["role"] == "image" for one in self.box.scene["items"]):
            self.page_after("KEY_1")  # the first day
        dishes = [one["id"][:-len(".image")] for one in self.box.scene["items"] if one["role"] == "image"]
        self.assertTrue(dishes)
        self.until_drawn(*dishes)
        self.assertTrue(all(name.endswith(".jpg") for name in self.drawn().values()), self.drawn())

    def test_the_next_time_they_come_from_the_disk_without_a_line(self):
        self.connected()
        self.to_greens()
        self.until_drawn("bok-choy", "chicken-feather", "spinach")
        self.box.stop()
        self.hotline.stop()
        kept = self.box.folder / "state" / "images"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o700)
        self.assertTrue((kept / "bok-choy.png").exists())
        self.assertEqual({one.stat().st_mode & 0o777 for one in kept.iterdir()}, {0o600})
        self.box.start()
        self.to_greens()
        self.until_drawn("bok-choy", "chicken-feather", "spinach")
        self.assertNotEqual(self.box.scene["link"], "connected")
        self.assertTrue(self.corner_is_bright(self.box.shot("offline"), "bok-choy"))

    def hang(self, name):
        """A file of the box's disk that is neither read nor written: a pipe whose other end nobody holds. It goes on, and finds
        nothing, when the test is over."""
        path = self.box.folder / "state" / "images" / name
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        self.hanging = path

    def tearDown(self):
        if self.hanging:
            os.close(os.open(self.hanging, os.O_RDWR | os.O_NONBLOCK))
        super().tearDown()

    def call_for_help(self):
        self.box.send("KEY_SOS")
        pressed = time.monotonic()
        self.hotline.wait_for(kind="sos", timeout=5)
        self.assertLess(time.monotonic() - pressed, 2)
        self.box.until(sos__state="received", timeout=5)

    def test_a_disk_that_does_not_answer_holds_up_no_call_for_help(self):
        self.connected()
        self.to_greens()
        self.until_drawn("bok-choy", "chicken-feather", "spinach")
        self.box.stop()
        self.hang("bok-choy.png.tag")
        self.box.start()
        self.connected()
        self.to_greens()
        time.sleep(0.5)
        self.assertEqual(set(self.drawn().values()), {""})  # the others stand behind it
        self.call_for_help()

    def test_nor_does_one_that_takes_nothing(self):
        self.connected()
        self.hotline.fault("delay", "/v1/images", delay_ms=1500)
        self.to_greens()
        self.hang("bok-choy.png.new")
        time.sleep(2.5)  # it has come
        self.assertEqual(self.drawn()["bok-choy"], "")
        self.call_for_help()

    def test_whatever_is_wrong_with_one_the_emoji_stays_and_keys_work(self):
        (self.images / "bok-choy.png").unlink()
        (self.images / "chicken-feather.png").write_text("<html>please log in</html>")
        whole = (self.images / "spinach.png").read_bytes()
        (self.images / "spinach.png").write_bytes(whole[:len(whole) // 2])
        (self.images / "water-spinach.png").write_bytes(whole[:16] + bytes([0, 0, 0x75, 0x30] * 2) + whole[24:])
        self.connected()
        self.to_greens()
        self.box.wait_log("chicken-feather.png is refused: it is neither PNG nor JPEG")
        self.box.wait_log("bok-choy.png is not to be had")
        self.box.wait_log("spinach.png is not shown")
        self.box.wait_log("water-spinach.png is refused: it is 30000x30000")
        for key, focus in (("KEY_DOWN", "chicken-feather"), ("KEY_DOWN", "spinach"), ("KEY_RIGHT", "spinach")):
            self.box.press(key)
            self.box.until(focus=focus)
        until = time.monotonic() + 10
        while "1 份" not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.02)
        seen = self.drawn()
        for item in ("bok-choy", "chicken-feather", "spinach"):
            self.assertEqual(seen[item], "")
        self.assertEqual(self.box.log_text().count("spinach.png is not shown"), 1)

    def test_pictures_that_hang_delay_no_key_and_no_order(self):
        self.connected()
        self.hotline.fault("stall", "/v1/images")
        self.to_greens()
        self.box.press("KEY_OK", "KEY_RIGHT", "KEY_RIGHT")
        before, frames = len(self.box.log_text()), []
        for _ in range(6):
            self.page_after("KEY_DOWN")
            self.page_after("KEY_UP")
        until = time.monotonic() + 5
        while len(frames) < 12 and time.monotonic() < until:
            frames = [int(us) for us in re.findall(r"key to frame (\d+) us", self.box.log_text()[before:])]
        self.assertGreaterEqual(len(frames), 12)
        self.assertLess(sorted(frames)[len(frames) // 2], 60000, frames)  # with sanitizers, beside other tests
        self.assertEqual(set(self.drawn().values()), {""})
        self.to_checkout()
        self.page_after("KEY_OK")
        while self.box.scene["screen"] == "step":
            self.page_after("KEY_OK")
        self.submit()
        [order] = self.hotline.wait_for(service="grocery", timeout=8)
        self.assertEqual(order["items"], [{"id": "bok-choy", "quantity": 3}])

    def test_a_new_catalog_brings_a_changed_picture(self):
        self.connected()
        self.to_greens()
        self.until_drawn("bok-choy", "spinach")
        before = self.box.shot("before")
        shutil.copy(self.images / "tomato.png", self.images / "bok-choy.png")
        path = self.images.parent / "catalog.json"
        catalog = json.loads(path.read_text())
        catalog["etag"] = "changed"
        path.write_text(json.dumps(catalog, ensure_ascii=False))
        kept = self.box.folder / "state" / "images" / "bok-choy.png"
        wanted = (self.images / "tomato.png").read_bytes()
        until = time.monotonic() + 110  # a catalog is fetched by lot over a minute, a picture over half of one
        while kept.read_bytes() != wanted:
            self.assertLess(time.monotonic(), until, self.box.log_text()[-3000:])
            time.sleep(0.2)
        x, y, w, h = next(one["box"] for one in self.box.scene["items"] if one["id"] == "bok-choy.image")
        after = None
        while after is None or self.same(before, after, (x, y, x + w, y + h)):
            self.assertLess(time.monotonic(), until)
            after = self.box.shot(f"after{time.monotonic_ns()}")
        self.assertEqual(self.drawn()["bok-choy"], "bok-choy.png")

    @staticmethod
    def same(one, other, area):
        with Image.open(one) as first, Image.open(other) as second:
            return first.crop(area).tobytes() == second.crop(area).tobytes()


if __name__ == "__main__":
    unittest.main()
