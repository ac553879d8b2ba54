# SPDX-License-Identifier: Apache-2.0
"""A visit to the hospital: booked with three presses, and what happens when others are quicker or the line is down."""
import unittest

from ordering import Ordering, texts


class Hospital(Ordering):
    def to_confirm(self):
        """The tile, the usual hospital, the earliest place, one by one. Returns the slot."""
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_1")
        self.box.until(screen="step", service="hospital", step="hospital")
        self.not_as_usual()
        self.page_after("KEY_OK")
        self.box.until(step="slot")
        scene = self.until_listed()
        slot = scene["focus"]
        self.page_after("KEY_OK")
        self.assertEqual(self.box.scene["screen"], "confirm")
        return slot

    def test_three_presses_then_a_ticket_and_the_way_there(self):
        self.connected()
        self.box.until(screen="home")
        self.to_tile("hospital")
        self.page_after("KEY_OK")  # one
        self.box.until(screen="step", service="hospital", focus="as-usual")
        self.until_said("最早：")
        earliest = next(iter(self.options("hospital", "slot", hospital="putuo-central")))
        self.page_after("KEY_OK")  # two
        self.box.until(screen="confirm", service="hospital")
        self.submit()  # three
        [visit] = self.hotline.wait_for(service="hospital")
        self.assertEqual((visit["answers"]["hospital"], visit["answers"]["slot"]), ("putuo-central", earliest))
        self.hotline.set_status(visit["id"], "accepted", headline="已约好",
                                details=[{"label": "就诊号", "value": "A023"}])
        scene = self.box.until(request__status="accepted")
        self.assertIn("A023", texts(scene))
        self.assertIn("医保卡", texts(scene))
        taxi = next(one["id"] for one in scene["items"] if one.get("text") == "叫车去")
        self.to_button(taxi)
        self.page_after("KEY_OK")
        self.assertEqual(self.box.scene["service"], "taxi")
        self.assertNotEqual(self.box.scene.get("step"), "to")  # that is known already

    def test_a_place_that_others_take_is_said_and_another_one_is_booked(self):
        slot = self.to_confirm()
        for _ in range(10):
            if slot not in self.options("hospital", "slot", hospital="putuo-central"):
                break
            self.someone_orders("hospital", {"hospital": "putuo-central", "slot": slot})
        self.box.press("KEY_OK", gap_ms=600)
        scene = self.box.until(screen="result", request__status="rejected")
        self.to_button("other")
        self.page_after("KEY_OK")
        self.box.until(step="slot")
        scene = self.until_listed()
        self.assertFalse(self.has(slot, scene))
        another = scene["focus"]
        self.page_after("KEY_OK")
        self.submit()
        [visit] = [row for row in self.hotline.wait_for(service="hospital", status="received")
                   if row["answers"]["slot"] == another]
        self.assertEqual(visit["answers"]["hospital"], "putuo-central")

    def test_without_a_line_the_places_known_can_be_chosen_and_are_sent_later(self):
        self.to_confirm()
        self.page_after("KEY_BACK")
        self.hotline.stop()
        self.box.until(link="offline")
        self.box.press("KEY_BACK", "KEY_BACK")
        self.box.until(screen="home")
        self.box.kill()  # and it is remembered beyond a power cut
        self.box.start()
        self.box.until(screen="home")
        self.box.press("KEY_1")
        self.box.until(screen="step", focus="putuo-central")  # as last time is not offered: the hours are old
        self.box.press("KEY_OK")
        self.box.until(screen="step", step="slot")
        scene = self.until_listed()
        self.assertTrue(self.has("age", scene))
        self.page_after("KEY_OK")
        self.assertEqual(self.box.scene["screen"], "confirm")
        self.box.press("KEY_OK", gap_ms=600)
        self.box.until(screen="result", request__status="waiting")
        self.hotline.start()
        self.box.until(screen="result", request__status="received", timeout=20)
        self.assertEqual(len(self.hotline.requests(service="hospital")), 1)


if __name__ == "__main__":
    unittest.main()
