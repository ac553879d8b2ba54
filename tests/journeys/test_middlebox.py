# SPDX-License-Identifier: Apache-2.0
"""What stands between the box and the hotline may keep bytes, cut streams, answer in the hotline's place or send
everybody away for an hour: whoever has called for help still hears within seconds that a person has answered."""
import json
import time
import unittest

from harness import Journey
from middlebox import BUSY, Middlebox, page


class Between(Journey):
    def new_box(self, **more):
        self.between = Middlebox(self.hotline.tls, self.hotline.port)
        self.addCleanup(self.between.close)
        self.prepare()
        return super().new_box(endpoints=[self.between.url], **more)

    def prepare(self):
        """Before the box is there."""

    def call_for_help(self):
        self.box.until(link="connected")
        self.box.press("KEY_SOS", "KEY_SOS")
        return self.hotline.wait_for(kind="sos")[0]["id"]

    def answer(self, sos, within_s):
        """A person takes it; the screen says so."""
        began = time.monotonic()
        self.hotline.set_status(sos, "answered")
        self.box.until(sos__state="answered", timeout=within_s)
        return time.monotonic() - began


class AStreamThatIsKeptBack(Between):
    def prepare(self):
        # streams get no byte through, long polls do
        self.between.rules = {"/v1/events?": None, "/v1/events": "hold"}

    def test_an_answer_to_an_sos_comes_by_a_poll(self):
        sos = self.call_for_help()
        self.box.until(sos__state="received")
        self.assertLess(self.answer(sos, 8), 8)
        self.assertGreater(self.between.count("/v1/events?wait=5"), 0)


class NothingOfEventsGetsThrough(Between):
    def prepare(self):
        self.between.rules = {"/v1/events": "hold"}

    def test_the_answer_is_asked_for(self):
        sos = self.call_for_help()
        self.box.until(sos__state="received")
        self.answer(sos, 8)
        self.hotline.set_status(sos, "help_sent", eta_minutes=9)
        self.box.until(sos__state="help_sent", timeout=8)


class AFactoryNewBox(Between):
    def test_what_was_said_while_its_stream_was_cut_is_not_lost(self):
        self.box.until(link="connected")
        self.box.press("KEY_SOS", "KEY_SOS")
        sos = self.hotline.wait_for(kind="sos")[0]["id"]
        self.box.until(sos__state="received")
        self.between.rules = {"/v1/events": page(502)}
        self.between.cut("/v1/events")
        self.hotline.set_status(sos, "answered")
        self.box.until(sos__state="answered", timeout=8)

    def test_so_is_a_notice(self):
        self.box.until(link="connected", screen="home")
        self.between.rules = {"/v1/events": page(502)}
        self.between.cut("/v1/events")
        self.hotline.desk("POST", "notices", {"device": "PT-000123", "kind": "care", "title": "您今天好吗？",
                                              "choices": [{"id": "fine", "title": "很好"}]})
        time.sleep(1)
        self.between.rules = {}
        self.box.until(screen="notice", timeout=20)


class AHotlineThatSendsEverybodyAway(Between):
    def test_retry_after_does_not_keep_the_answer_to_an_sos_away(self):
        sos = self.call_for_help()
        self.box.until(sos__state="received")
        self.between.rules = {"/v1/events": BUSY, "/v1/heartbeat": BUSY}
        self.between.cut("/v1/events")
        self.answer(sos, 8)
        self.between.rules = {}
        self.hotline.set_status(sos, "help_sent", eta_minutes=9)
        self.box.until(sos__state="help_sent", timeout=8)


class AMaintenancePage(Between):
    def test_it_is_no_sign_of_life_and_is_not_asked_for_all_the_time(self):
        self.box.until(link="connected")
        self.between.rules = {"/v1": page()}
        self.between.cut()
        self.box.until(link="offline", timeout=40)
        since, calls = len(self.box.scenes), len(self.between.calls)
        time.sleep(15)
        links = {scene.get("link") for scene in self.box.scenes[since:]} - {"offline"}
        self.assertEqual(links, set())
        self.assertLess(len(self.between.calls) - calls, 40)  # somebody looks at the channel: each way every 1 to 4 s
        self.between.rules = {}
        self.box.until(link="connected", timeout=20)


class APageInPlaceOfACancelsAnswer(Between):
    def test_the_alarm_is_called_off_only_when_the_hotline_says_so(self):
        self.box.until(link="connected")
        self.box.press("KEY_SOS")
        self.box.until(sos__state="received")
        sos = self.hotline.wait_for(kind="sos")[0]["id"]
        self.between.rules = {f"/v1/requests/{sos}/cancel": page(404)}
        self.box.press("KEY_BACK")
        time.sleep(2)
        self.assertNotEqual(self.hotline.requests(kind="sos")[0]["status"], "cancelled")
        self.assertNotIn("cancelled", [scene.get("sos", {}).get("state") for scene in self.box.scenes])
        self.between.rules = {}
        until = time.monotonic() + 20
        while self.hotline.requests(kind="sos")[0]["status"] != "cancelled" and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(self.hotline.requests(kind="sos")[0]["status"], "cancelled")


class AYesOfSomebodyElse(Between):
    def close(self, sos):
        for state in ("answered", "closed"):
            self.hotline.set_status(sos, state)
            self.box.until(sos__state=state)

    def test_it_does_not_prove_that_the_alarm_was_received(self):
        other = {"id": "0b7c1c2e-6a55-4f0e-9f2a-1f0a52b8c0d1", "kind": "sos", "status": "received", "headline": "好", "details": [],
                 "message": "", "updated_at": "2026-11-21T09:32:00Z", "can_cancel": True}
        self.box.until(link="connected")
        for said in (page(201, '{"ok":true}', "application/json"), page(200, json.dumps(other), "application/json"),
                     page(200, json.dumps(other), "text/html"), page(204, "", "application/json")):
            self.between.rules = {"/v1/requests": said}
            since = len(self.box.scenes)
            self.box.press("KEY_SOS")
            self.box.passed(since, sos__state="waiting")
            time.sleep(2)
            states = {(scene.get("sos") or {}).get("state") for scene in self.box.scenes[since:]}
            self.assertFalse(states & {"received", "answered"}, said)
            self.between.rules = {}
            self.box.until(sos__state="received", timeout=10)
            self.close(self.box.scene["sos"]["id"])
        self.assertEqual(len(self.hotline.requests(kind="sos")), 4)


if __name__ == "__main__":
    unittest.main()
