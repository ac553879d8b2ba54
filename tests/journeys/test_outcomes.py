# SPDX-License-Identifier: Apache-2.0
"""Each service from home to each of its ends, as the screen says it and as the hotline has it in its books.

| service  | done | rejected | cancelled | expired | gone meanwhile                      |
|----------|------|----------|-----------|---------|-------------------------------------|
| hospital | here | here     | here      | here    | the hour: test_hospital             |
| taxi     | here | here     | here      | here    | no car: rejected, a second round    |
| meal     | here | here     | here      | here    | a dish: test_meal; the hour: here   |
| grocery  | here | here     | here      | here    | the goods: here                     |
| person   | here | here     | here      | here    | -                                   |
"""
import json
import time
import unittest

from ordering import Ordering, texts

TILES = {"hospital": "KEY_1", "taxi": "KEY_2", "meal": "KEY_3", "grocery": "KEY_4"}
MOST_PAGES = 12


class Services(Ordering):
    def kind(self, service):
        return {"kind": "callback"} if service == "person" else {"service": service}

    def fill(self, service):
        """An empty cart gets three of the first thing."""
        if service == "grocery":
            self.page_after("KEY_3")
        elif self.has("today") and self.has("tomorrow"):
            self.page_after("KEY_1")
        self.box.press("KEY_OK", "KEY_RIGHT", "KEY_RIGHT")
        self.to_checkout()

    def to_confirm(self, service):
        """From home by what is offered first; returns how many OKs that took beside the tile's digit."""
        oks = 0
        self.box.until(screen="home")
        if service == "person":
            self.box.press("KEY_PHONE")
            self.box.until(screen="confirm", focus="confirm")
            return oks
        self.page_after(TILES[service])
        self.wait(lambda: self.box.scene["screen"] != "home", "it stays at home")  # which changes with the profile too
        for _ in range(MOST_PAGES):
            scene = self.box.scene
            if scene["screen"] == "confirm":
                return oks
            if scene["screen"] == "step":
                self.until_listed()
            elif scene["screen"] == "cart" and scene["focus"] not in ("again", "checkout"):
                self.until_shown("checkout")
                if self.box.scene["focus"] not in ("again", "checkout"):
                    self.fill(service)
                    oks += 1
            self.page_after("KEY_OK")
            oks += 1
        self.fail(f"no confirm screen: {texts(self.box.scene)}")

    def order(self, service):
        self.to_confirm(service)
        scene = self.submit()
        return self.hotline.wait_for(id=scene["request"]["id"], **self.kind(service))[0]

    def is_now(self, order, status, words):
        scene = self.box.until(screen="result", request__id=order["id"], request__status=status)
        self.assertIn(words, texts(scene))
        self.assertEqual(self.hotline.requests(id=order["id"])[0]["status"], status)
        return scene

    def home(self):
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")

    def rejected(self, service):
        order = self.order(service)
        self.hotline.set_status(order["id"], "rejected", headline="今天办不了", message="今天人手不够，明天再来。")
        self.is_now(order, "rejected", "今天人手不够")
        self.home()

    def cancelled(self, service):
        order = self.order(service)
        self.to_button("undo")  # what was just ordered is taken back without a question
        self.box.press("KEY_OK")
        self.is_now(order, "cancelled", "取消")
        self.home()

    def done(self, service):
        order = self.order(service)
        steps = {"person": ("accepted", "answered", "done"), "hospital": ("accepted", "done")}
        for status in steps.get(service, ("accepted", "on_the_way", "arrived", "done")):
            self.hotline.set_status(order["id"], status, headline=f"到了{status}")
            self.is_now(order, status, f"到了{status}")
        self.home()
        return order


class Ends(Services):
    def all_ends(self, service):
        self.connected()
        self.rejected(service)
        self.cancelled(service)
        order = self.done(service)
        self.assertEqual([row["status"] for row in self.hotline.requests(**self.kind(service))],
                         ["rejected", "cancelled", "done"])
        return order

    def test_hospital(self):
        self.all_ends("hospital")

    def test_taxi(self):
        self.all_ends("taxi")

    def test_meal(self):
        self.all_ends("meal")

    def test_grocery(self):
        self.all_ends("grocery")

    def test_person(self):
        self.all_ends("person")


class UsualCase(Services):
    """The second time, when the box knows what is usual: three OKs, from the tile's to the confirm screen's."""

    def oks(self, service):
        self.box.until(screen="home")
        if service == "person":
            self.page_after("KEY_PHONE")
            return 1
        self.to_tile(service)
        oks = 0
        while self.box.scene["screen"] != "confirm":
            self.assertLess(oks, 9, texts(self.box.scene))
            self.page_after("KEY_OK")
            oks += 1
            if self.box.scene["focus"] == "as-usual":
                self.until_known()
        return oks + 1

    def test_what_stands_behind_the_person_too(self):
        """A call-back about housework, and the same once more."""
        self.connected()
        self.to_tile("person")
        for row in ("housework", "wash"):
            self.page_after("KEY_OK")
            self.to_row(row)
        self.page_after("KEY_OK")
        self.submit()
        self.home()
        self.to_tile("person")
        self.page_after("KEY_OK")  # one
        self.to_row("as-usual")
        self.page_after("KEY_OK")  # two
        self.box.until(screen="confirm", service="housework")
        self.page_after("KEY_OK")  # three
        self.assertIn(self.box.scene["screen"], ("result", "message"))
        [call] = self.hotline.requests(kind="callback")
        self.assertEqual(call["answers"]["what"], "wash")

    def until_known(self):
        """What is offered as last time says what it is; a senior takes longer to read it."""
        until = time.monotonic() + 10
        while not any("，" in one.get("text", "") for one in self.box.scene["items"] if one["id"] == "as-usual.note"):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.02)
        time.sleep(0.3)

    def test_three_oks_at_the_most(self):
        self.connected()
        counted = {}
        for service in ("hospital", "taxi", "meal", "grocery", "person"):
            self.order(service)
            self.home()
            counted[service] = self.oks(service)
            self.assertEqual(self.box.scene["focus"], "confirm")
            self.page_after("KEY_OK")  # sent, or asked whether it is wanted twice
            self.assertIn(self.box.scene["screen"], ("result", "message"))
            self.home()
        self.assertLessEqual(max(counted.values()), 3, counted)


def expires_soon(catalog):
    for service in catalog["services"]:
        service["expires_s"] = 40


class Expired(Services):
    """Of what cannot be sent in time nothing comes later: it asks whether it is still wanted."""
    CATALOG = expires_soon

    def order_unsent(self, service):
        self.to_confirm(service)
        self.box.press("KEY_OK", gap_ms=600)
        scene = self.box.until(screen="result", request__status="waiting")
        self.home()
        return scene["request"]["id"]

    def test_none_is_delivered_later_and_each_asks_again(self):
        self.connected()
        self.box.wait_log("a new catalog has come")
        self.hotline.fault("error", path="/v1/requests")
        ids = [self.order_unsent(service) for service in ("hospital", "taxi", "meal", "grocery")]
        self.box.press("KEY_5", "KEY_2")  # a topic to be called about
        self.box.until(screen="confirm", service="policy")
        self.box.press("KEY_OK", gap_ms=600)
        last = self.box.until(screen="result", request__status="waiting")["request"]["id"]
        scene = self.box.until(screen="result", request__id=last, request__status="expired", timeout=60)
        self.assertIn("要再试一次吗", texts(scene))
        self.box.until(pending=True)  # the hotline may have had them: it is asked to forget them
        self.hotline.no_faults()
        self.box.until(pending=0, timeout=90)
        self.assertEqual(self.hotline.requests(), [])
        self.home()
        self.page_after("KEY_6")
        scene = self.box.until(screen="orders")
        self.assertIn(f"共 {len(ids) + 1} 项", texts(scene))
        self.assertEqual(scene["focus"], last)
        self.box.press("KEY_OK")
        scene = self.box.until(screen="result", request__status="expired")
        self.assertIn("要再试一次吗", texts(scene))
        self.to_button("again")
        self.page_after("KEY_OK")
        scene = self.submit()
        self.assertEqual([row["id"] for row in self.hotline.requests()], [scene["request"]["id"]])


class GoneMeanwhile(Services):
    CATALOG = lambda catalog: None  # its own, to be changed later

    def change_catalog(self, change):
        """The operator's shop has less; this box has not heard of it yet."""
        self.hotline.fault("error", path="/v1/catalog")
        before = self.etag()
        path = self.folder / "catalog.json"
        catalog = json.loads(path.read_text())
        change(catalog)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({**catalog, "etag": "less"}, ensure_ascii=False))
        fresh.rename(path)
        until = time.monotonic() + 10
        while self.etag() == before:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)

    def etag(self):
        beat = {"sequence": 1, "version": "0", "uptime_s": 0, "pending": 0}
        return self.call("POST", "/v1/heartbeat", beat)[1]["catalog_etag"]

    def test_goods_that_sell_out_are_said_and_the_rest_stays_in_the_cart(self):
        self.connected()
        self.box.wait_log("a new catalog has come")
        self.page_after("KEY_4")
        self.box.until(screen="cart", service="grocery", step="basket")
        taken = []
        for digit in ("KEY_1", "KEY_3"):
            title = self.box.scene["title"]
            taken.append(self.page_after(digit)["focus"])
            self.box.press("KEY_OK", "KEY_RIGHT", "KEY_RIGHT")
            self.box.press("KEY_BACK")
            self.box.until(screen="cart", title=title)
        self.to_checkout()
        self.page_after("KEY_OK")
        self.page_after("KEY_OK")
        self.box.until(screen="confirm", service="grocery")

        def sell_out(catalog):
            grocery = next(one for one in catalog["services"] if one["id"] == "grocery")
            basket = next(one for one in grocery["steps"] if one["id"] == "basket")
            next(one for one in basket["options"] if one["id"] == taken[0])["sold_out"] = True

        self.change_catalog(sell_out)
        self.box.press("KEY_OK", gap_ms=600)
        scene = self.box.until(screen="result", request__status="rejected")
        self.assertIn("刚卖完", texts(scene))
        self.assertIn("别的都给您留着", texts(scene))
        self.hotline.no_faults()
        self.to_button("other")
        self.page_after("KEY_OK")
        self.box.until(screen="cart", service="grocery")
        until = time.monotonic() + 75  # the box has heard of it with its next heartbeat at the latest
        while "3 份" not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.1)
        self.to_checkout()
        while self.box.scene["screen"] != "confirm":
            self.page_after("KEY_OK")
        self.submit()
        [order] = self.hotline.requests(service="grocery", status="received")
        self.assertEqual(order["items"], [{"id": taken[1], "quantity": 3}])

    def test_the_hour_until_which_todays_meals_are_taken_passes_on_the_last_screen(self):
        self.connected()
        self.page_after("KEY_3")
        self.until_listed()
        self.page_after("KEY_OK")
        self.until_shown("checkout")
        self.page_after("KEY_1")
        dish = self.box.scene["focus"]
        self.assertTrue(dish.startswith("today-"), dish)
        self.box.press("KEY_OK")
        self.to_checkout()
        self.page_after("KEY_OK")
        self.box.until(screen="confirm", service="meal")
        self.hotline.stop()
        self.hotline.extra += ["--hour", "11"]
        self.hotline.start()
        self.connected()
        self.box.press("KEY_OK", gap_ms=600)
        scene = self.box.until(screen="result", request__status="rejected", timeout=30)
        self.assertIn("今天来不及了，可以订明天的", texts(scene))
        self.to_button("other")
        self.page_after("KEY_OK")
        self.box.until(screen="cart", service="meal")
        self.until_shown("checkout")
        until = time.monotonic() + 10
        while "today-" in self.box.scene["focus"] or self.has("today"):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
