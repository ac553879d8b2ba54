# SPDX-License-Identifier: Apache-2.0
"""A meal from the canteen: dishes with their prices, the same once more, and a dish that is sold out meanwhile."""
import unittest

from ordering import Ordering, texts


class Meal(Ordering):
    def open_day(self):
        """The first day that the canteen cooks, if there are two."""
        self.until_shown("checkout")
        if self.has("today") and self.has("tomorrow"):
            self.page_after("KEY_1")

    def to_dishes(self):
        """The tile, the usual canteen and the first day that it cooks."""
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_3")
        self.box.until(screen="step", service="meal", step="canteen")
        self.page_after("KEY_OK")
        self.open_day()
        return self.box.scene

    def test_dishes_with_their_prices_and_the_same_once_more_with_three_presses(self):
        dish = self.to_dishes()["focus"]
        self.box.press("KEY_OK", "KEY_RIGHT", "KEY_LEFT", "KEY_OK")
        self.to_checkout()
        self.assertIn("2 份", texts(self.box.scene))
        self.page_after("KEY_OK")
        scene = self.box.until(screen="confirm", service="meal")
        self.assertIn("2份", texts(scene))
        self.assertRegex(texts(scene), r"补贴后 \d+元")
        self.submit()
        [meal] = self.hotline.wait_for(service="meal")
        self.assertEqual(meal["items"], [{"id": dish, "quantity": 2}])
        self.hotline.set_status(meal["id"], "accepted", headline="食堂接单了")
        self.box.until(request__status="accepted")
        self.box.press("KEY_BACK")
        self.box.until(screen="home")
        self.to_tile("meal")
        self.page_after("KEY_OK")  # one
        self.box.until(screen="step", service="meal", focus="as-usual")
        self.until_said("1 样")
        self.page_after("KEY_OK")  # two
        scene = self.box.until(screen="confirm", service="meal")
        self.assertIn("2份", texts(scene))
        self.box.press("KEY_OK", gap_ms=600)  # three: and it is asked whether it is really wanted twice
        self.box.until(screen="message")

    def test_what_was_ordered_is_known_after_a_power_cut_and_without_a_line(self):
        """The list that named the dish is not there any more: the box has the words that were confirmed."""
        dish = self.to_dishes()["focus"]
        [title] = [item["text"] for item in self.box.scene["items"] if item["id"] == dish]
        self.box.press("KEY_OK")
        self.to_checkout()
        self.page_after("KEY_OK")
        self.assertIn("哪一天", texts(self.box.until(screen="confirm", service="meal")))
        self.submit()
        [meal] = self.hotline.wait_for(service="meal")
        self.box.until(screen="result", request__status="received")
        self.assertIn(f"{title} 1份", texts(self.box.scene))
        self.box.kill()
        self.hotline.stop()
        self.box.start()
        self.box.until(screen="home")
        self.box.press("KEY_6")
        self.assertIn(f"{title} 1份", texts(self.box.until(screen="orders", focus=meal["id"])))
        self.box.press("KEY_OK")
        self.assertIn(f"{title} 1份", texts(self.box.until(screen="result")))

    def test_a_dish_that_sells_out_before_ok_is_said_and_another_one_is_taken(self):
        dish = self.to_dishes()["focus"]
        self.box.press("KEY_OK")
        self.to_checkout()
        self.page_after("KEY_OK")
        self.box.until(screen="confirm", service="meal")
        for _ in range(40):
            left = self.options("meal", "dishes", canteen="caoyang").get(dish, {})
            if left.get("sold_out"):
                break
            self.someone_orders("meal", {"canteen": "caoyang"}, [(dish, min(left.get("left", 5), 5))])
        self.box.press("KEY_OK", gap_ms=600)
        scene = self.box.until(screen="result", request__status="rejected")
        self.assertIn("卖完", texts(scene))
        self.to_button("other")
        self.page_after("KEY_OK")
        scene = self.box.until(screen="cart", service="meal", step="dishes")
        self.open_day()
        self.until_shown(dish)
        self.assertIn("已售完", texts(self.box.scene))
        self.page_after("KEY_DOWN")
        self.box.press("KEY_OK")
        self.to_checkout()
        self.page_after("KEY_OK")
        self.box.until(screen="confirm", service="meal")
        self.submit()
        [meal] = [row for row in self.hotline.requests(service="meal", status="received")
                  if all(item["id"] != dish for item in row["items"])]
        self.assertEqual(len(meal["items"]), 1)


if __name__ == "__main__":
    unittest.main()
