# SPDX-License-Identifier: Apache-2.0
"""Groceries: a cart over several groups that outlives BACK and a power cut, until it is ordered."""
import unittest

from ordering import Ordering, texts


class Grocery(Ordering):
    def to_groups(self):
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_4")
        return self.box.until(screen="cart", service="grocery", step="basket")

    def fill(self):
        """Something of the first group, something of the third."""
        taken = []
        for digit in ("KEY_1", "KEY_3"):
            title = self.box.scene["title"]
            taken.append(self.page_after(digit)["focus"])
            self.box.press("KEY_OK", "KEY_RIGHT", "KEY_RIGHT")
            self.box.press("KEY_BACK")
            self.box.until(screen="cart", title=title)
        return taken

    def test_the_cart_outlives_back_and_a_power_cut_until_it_is_ordered(self):
        self.to_groups()
        taken = self.fill()
        self.assertIn("6 份", texts(self.box.scene))
        self.box.press("KEY_BACK")
        self.box.until(screen="home")
        self.box.kill()
        self.box.start()
        scene = self.to_groups()
        self.assertIn("6 份", texts(scene))
        self.assertEqual(scene["focus"], "checkout")
        self.page_after("KEY_OK")
        self.box.until(screen="step", step="plan")
        self.page_after("KEY_OK")
        scene = self.box.until(screen="confirm", service="grocery")
        self.assertIn("3份", texts(scene))
        self.submit()
        [order] = self.hotline.wait_for(service="grocery")
        self.assertEqual({item["id"]: item["quantity"] for item in order["items"]}, {one: 3 for one in taken})
        self.box.press("KEY_BACK")
        self.box.until(screen="home")
        scene = self.to_groups()
        self.assertIn("还没有选", texts(scene))
        self.assertEqual(scene["focus"], "again")

    def test_the_cart_outlives_a_phone_call(self):
        self.to_groups()
        title = self.box.scene["title"]
        taken = self.page_after("KEY_1")["focus"]
        self.box.press("KEY_OK", "KEY_RIGHT", "KEY_RIGHT")
        self.assertNotEqual(self.box.until(screen="cart")["title"], title)
        self.box.press("KEY_PHONE")  # somebody to talk to, in the middle of it
        self.box.until(screen="confirm", service="")
        self.box.press("KEY_OK", gap_ms=600)
        call = self.box.until(screen="result", request__status="received")["request"]["id"]
        for state in ("accepted", "done"):
            self.hotline.set_status(call, state)
            self.box.until(screen="result", request__status=state)
        self.box.press("KEY_OK", gap_ms=600)
        scene = self.box.until(screen="cart", focus=taken)  # the page, the row and what lies in the basket
        self.assertIn("3 份", texts(scene))
        self.to_checkout()
        self.page_after("KEY_OK")
        self.page_after("KEY_OK")
        self.box.until(screen="confirm", service="grocery")
        self.submit()
        [order] = self.hotline.wait_for(service="grocery")
        self.assertEqual([(item["id"], item["quantity"]) for item in order["items"]], [(taken, 3)])

    def test_with_a_shop_an_hour_and_a_wish_of_ones_own(self):
        self.to_groups()
        self.page_after("KEY_3")
        self.box.press("KEY_OK", "KEY_RIGHT", "KEY_RIGHT")
        self.to_checkout()
        self.page_after("KEY_OK")
        self.box.until(screen="step", step="plan")
        self.page_after("KEY_2")
        self.box.until(screen="step", step="shop")
        self.page_after("KEY_OK")
        self.box.until(screen="step", step="window")
        slot = self.until_listed()["focus"]
        self.page_after("KEY_OK")
        self.box.until(screen="step", step="swap")
        self.page_after("KEY_DOWN")
        self.page_after("KEY_OK")
        scene = self.box.until(screen="confirm", service="grocery")
        self.assertRegex(texts(scene), r"\d元")
        self.submit()
        [order] = self.hotline.wait_for(service="grocery")
        self.assertEqual((order["answers"]["plan"], order["answers"]["window"]), ("other", slot))
        self.assertIn("swap", order["answers"])


if __name__ == "__main__":
    unittest.main()
