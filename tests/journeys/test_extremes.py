# SPDX-License-Identifier: Apache-2.0
"""What a catalog may hold at its most: names of 40 characters, rare ones and emoji, prices of nothing, 400 things, a
list that is empty. And an answer that is no answer: a calm sentence, and the way on when the hotline is well again."""
import time
import unittest

from ordering import Ordering, texts

RARE = "𠮷野家㐂寿司🍣👨‍👩‍👧‍👦龘靐齉"
LONG = (RARE + "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")[:40]


def at_its_most(catalog):
    """The groceries become a shop of 400 things in 8 groups, all with long names, free of charge."""
    grocery = next(one for one in catalog["services"] if one["id"] == "grocery")
    basket = next(one for one in grocery["steps"] if one["id"] == "basket")
    basket["groups"] = [{"id": f"g{at}", "title": LONG} for at in range(8)]
    basket["options"] = [{"id": f"o{at}", "title": LONG, "note": LONG, "emoji": "🥬", "price": 0, "pay": 0,
                          "group": f"g{at % 8}"} for at in range(400)]
    basket["min_pay"] = 0
    taxi = next(one for one in catalog["services"] if one["id"] == "taxi")
    for step in taxi["steps"]:
        for option in step.get("options", []):
            option["title"] = option["note"] = LONG


class Extremes(Ordering):
    CATALOG = at_its_most

    def whole(self, scene):
        """Long names wrap or shrink; none is cut and none becomes empty boxes only."""
        for item in scene["items"]:
            self.assertNotIn("…", item.get("text") or "", item)

    def test_400_things_with_long_rare_names_free_of_charge(self):
        self.connected()
        self.box.wait_log("a new catalog has come")
        self.page_after("KEY_4")
        self.whole(self.box.until(screen="cart", service="grocery"))
        self.page_after("KEY_2")
        self.whole(self.box.scene)
        self.assertIn(LONG, texts(self.box.scene))
        taken = self.box.scene["focus"]
        self.box.press("KEY_OK")
        self.to_checkout()
        self.whole(self.box.scene)
        while self.box.scene["screen"] != "confirm":
            self.page_after("KEY_OK")
        self.whole(self.box.scene)
        self.submit()
        [order] = self.hotline.requests(service="grocery")
        self.assertEqual(order["items"], [{"id": taken, "quantity": 1}])

    def test_a_taxi_to_a_place_with_a_long_name(self):
        self.connected()
        self.box.wait_log("a new catalog has come")
        self.page_after("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] == "step":
            self.whole(self.box.scene)
            self.page_after("KEY_OK")
        self.whole(self.box.until(screen="confirm"))
        self.submit()


class NoAnswer(Ordering):
    def slots_with(self, kind):
        self.hotline.fault(kind, path="/v1/services")
        self.box.until(screen="home")
        self.page_after("KEY_1")
        self.box.until(screen="step", focus="putuo-central")  # nobody knows the hours: not the same as last time
        time.sleep(0.5)  # an OK that was on its way to the row that has gone is none
        self.page_after("KEY_OK")
        self.box.until(screen="step", step="slot")

    def until_said(self, words, timeout=25):
        until = time.monotonic() + timeout
        while words not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.1)
        for word in ("JSON", "HTTP", "500", "error", "null", "{"):
            self.assertNotIn(word, texts(self.box.scene))

    def said_calmly_and_asked_for_again(self, kind):
        self.connected()
        self.slots_with(kind)
        self.until_said("再试一次")
        self.hotline.no_faults()
        self.to_button("retry")
        self.box.press("KEY_OK")
        self.until_listed()

    def test_rubbish(self):
        self.said_calmly_and_asked_for_again("rubbish")

    def test_half_an_answer(self):
        self.said_calmly_and_asked_for_again("cut")

    def test_what_is_known_already_is_shown_with_its_age(self):
        self.connected()
        self.page_after("KEY_1")
        self.box.until(screen="step", step="hospital")
        self.not_as_usual()
        self.page_after("KEY_OK")
        self.box.until(screen="step", step="slot")
        self.until_listed()
        self.box.press("KEY_HOMEPAGE")
        self.slots_with("error")
        self.until_said("现在问不到热线 · 刚刚的情况")
        self.until_listed()


class EmptyList(Ordering):
    def test_a_list_without_a_single_thing_says_so_and_leads_back(self):
        self.connected()
        self.page_after("KEY_1")
        self.box.until(screen="step", service="hospital", step="hospital")
        self.not_as_usual()
        hospital = self.box.scene["focus"]
        for _ in range(60):
            left = list(self.options("hospital", "slot", hospital=hospital))
            for slot in left:
                self.someone_orders("hospital", {"hospital": hospital, "slot": slot})
            if not left:
                break
        self.page_after("KEY_OK")
        self.box.until(screen="step", step="slot")
        until = time.monotonic() + 10
        while "约满了" not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.1)
        self.box.press("KEY_BACK")
        self.box.until(screen="step", step="hospital")


if __name__ == "__main__":
    unittest.main(verbosity=2)
