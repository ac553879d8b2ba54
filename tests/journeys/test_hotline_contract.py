# SPDX-License-Identifier: Apache-2.0
"""The hotline simulator keeps the contract (net/hotline-api.yaml), over real TLS: who may call, what is refused and why,
replays, events that are not lost, long polls, faults, and records that outlive the process."""
import http.client
import json
import pathlib
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse
import uuid
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hotline"))
from client import BUILD, DEVICE, ROOT, Box, Desk, Hotline, now, ogg, page, until  # noqa: E402


class Case(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.hotline = Hotline(*cls.options)
        cls.box, cls.desk = Box(cls.hotline), Desk(cls.hotline)

    @classmethod
    def tearDownClass(cls):
        cls.hotline.close()

    def ask(self, kind="service", **more):
        body = self.box.request(kind, **more)
        answer = self.box.post("/v1/requests", body)
        self.assertEqual(answer.code, 201, answer.bytes)
        return body["id"]

    def problem(self, answer, code, word=""):
        self.assertEqual(answer.code, code, answer.bytes)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertIn(word, answer.json["detail"])
        return answer.json


class WhoMayCall(Case):
    def test_certificates_are_made_with_private_keys(self):
        files = {path.name: path for path in (self.hotline.dir / "tls").iterdir()}
        for name in ("ca.pem", "server.pem", "server.key", "box.pem", "box.key"):
            self.assertIn(name, files)
        for name in ("server.key", "box.key", "ca.key"):
            self.assertEqual(files[name].stat().st_mode & 0o777, 0o600)

    def test_the_server_is_known_by_each_of_its_names(self):
        for name in ("127.0.0.1", "localhost", "::1", "10.0.2.2"):
            with socket.create_connection(("127.0.0.1", self.hotline.port)) as plain:
                with self.hotline.context().wrap_socket(plain, server_hostname=name) as secure:
                    self.assertIn(secure.version(), ("TLSv1.2", "TLSv1.3"))

    def test_tls_1_1_is_refused(self):
        context = self.hotline.context()
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with socket.create_connection(("127.0.0.1", self.hotline.port)) as plain, self.assertRaises((ssl.SSLError, OSError)):
            context.wrap_socket(plain, server_hostname="localhost")

    def test_a_box_needs_its_certificate_and_its_own_name(self):
        self.problem(Box(self.hotline, certificate=False).get("/v1/requests"), 403, "certificate")
        self.problem(Box(self.hotline, device=None).get("/v1/requests"), 403, "X-Device-Id")
        self.problem(Box(self.hotline, device="PT-000124").get("/v1/requests"), 403, "certificate")
        self.assertEqual(self.box.get("/v1/requests").code, 200)

    def test_the_desk_is_open_without_a_certificate_here(self):
        answer = self.desk.get("")
        self.assertEqual(answer.code, 200)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertNotIn("unsafe", answer.headers["Content-Security-Policy"])

    def test_unknown_paths_and_methods(self):
        self.problem(self.box.get("/v1/nothing"), 404)
        self.problem(self.box.call("DELETE", "/v1/requests"), 405)
        self.problem(self.box.get("/elsewhere"), 404)


class Tokens(unittest.TestCase):
    def test_an_open_address_needs_a_token(self):
        done = subprocess.run([BUILD / "hotline-sim", "--address", "0.0.0.0", "--port", "0"], capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--desk-token", done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1)

    def test_bad_usage_says_what_was_expected(self):
        for options in (["--port", "65536"], ["--address", "localhost"], ["--auto", "x"], ["--hour", "24"], ["--nonsense"], ["more"], ["--desk-token", "short"]):
            with self.subTest(options=options):
                done = subprocess.run([BUILD / "hotline-sim", *options], capture_output=True, text=True, timeout=20)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(len(done.stderr.strip().splitlines()), 1)
        self.assertEqual(subprocess.run([BUILD / "hotline-sim", "--help"], capture_output=True, timeout=20).returncode, 0)

    def test_with_a_token_the_desk_is_shut_to_others(self):
        hotline = Hotline("--desk-token", "open-sesame-1")
        try:
            for token in (None, "open-sesame-2", ""):
                self.assertEqual(Desk(hotline, token).get("api/requests").code, 403)
            self.assertEqual(Desk(hotline, "open-sesame-1").get("api/requests").code, 200)
            page = Desk(hotline).get("?token=open-sesame-1")
            self.assertEqual(page.code, 200)
            cookie = page.headers["Set-Cookie"]
            for word in ("HttpOnly", "Secure", "SameSite=Strict"):
                self.assertIn(word, cookie)
            self.assertEqual(Desk(hotline).get("api/requests", Cookie=cookie.split(";")[0]).code, 200)
        finally:
            hotline.close()


class Hours(unittest.TestCase):
    def test_a_kitchen_takes_orders_for_today_until_its_hour(self):
        for hour, days in (("8", {"today", "tomorrow"}), ("11", {"tomorrow"})):
            hotline = Hotline("--catalog", ROOT / "assets/catalog.json", "--hour", hour)
            try:
                dishes = Box(hotline).options("meal/steps/dishes", canteen="caoyang").json["options"]
                self.assertEqual({each["group"] for each in dishes}, days)
            finally:
                hotline.close()


class Requests(Case):
    def test_a_replay_gets_the_first_answer_and_nothing_is_done_twice(self):
        body, key = self.box.request("sos"), str(uuid.uuid4())
        first = self.box.post("/v1/requests", body, key)
        again = self.box.post("/v1/requests", body, key)
        self.assertEqual((first.code, again.code), (201, 200))
        self.assertEqual(first.json, again.json)
        other_key = self.box.post("/v1/requests", body)
        self.assertEqual((other_key.code, other_key.json["id"]), (200, body["id"]))
        same = [each for each in self.desk.get("api/requests").json["requests"] if each["id"] == body["id"]]
        self.assertEqual(len(same), 1)
        self.assertEqual(len(same[0]["history"]), 1)

    def test_a_key_or_an_id_stands_for_one_thing_only(self):
        body, key = self.box.request(), str(uuid.uuid4())
        self.assertEqual(self.box.post("/v1/requests", body, key).code, 201)
        self.problem(self.box.post("/v1/requests", {**body, "service": "meal"}, key), 422, "Idempotency-Key")
        self.problem(self.box.post("/v1/requests", {**body, "service": "meal"}), 422, "id")
        self.problem(self.box.post(f"/v1/requests/{body['id']}/cancel", None, key), 422)

    def test_the_key_is_needed_and_is_a_quoted_uuid(self):
        self.problem(self.box.call("POST", "/v1/requests", self.box.request()), 400, "Idempotency-Key")
        for key in ("abc", str(uuid.uuid4()), f'"{str(uuid.uuid4()).upper()}"'):
            answer = self.box.call("POST", "/v1/requests", self.box.request(), Idempotency_Key=key)
            self.problem(answer, 400, "Idempotency-Key")

    def test_what_breaks_the_contract_is_refused_by_name(self):
        cases = [
            ("id", dict(id="1")), ("id", dict(id=str(uuid.uuid4()).upper())), ("kind", dict(kind="pizza")),
            ("service", dict(service=None)), ("service", dict(service="x" * 48)), ("service", dict(service="a b")),
            ("created_at", dict(created_at="yesterday")), ("created_at", dict(created_at="2026-13-01T00:00:00Z")),
            ("sequence", dict(sequence="1")), ("sequence", dict(sequence=-1)), ("sequence", dict(sequence=None)),
            ("trigger", dict(trigger="cat")), ("presses", dict(presses=1)), ("grace_s", dict(grace_s=0)),
            ("answers", dict(answers=["a"])), ("answers", dict(answers={"to": 1})), ("answers", dict(answers={f"s{i}": "x" for i in range(13)})),
            ("items", dict(items={})), ("items[0].quantity", dict(items=[{"id": "a", "quantity": 0}])),
            ("items", dict(items=[{"id": "a", "quantity": 1}] * 61)), ("test", dict(test=1)), ("colour", dict(colour="red")),
        ]
        for member, wrong in cases:
            with self.subTest(wrong=wrong):
                found = self.problem(self.box.post("/v1/requests", self.box.request(**wrong)), 400)
                self.assertEqual(found["member"], member)

    def test_an_sos_has_presses_and_a_grace_and_no_service(self):
        for member, wrong in (("presses", dict(presses=0)), ("presses", dict(presses=None)), ("grace_s", dict(grace_s=31)),
                              ("grace_s", dict(grace_s=None)), ("service", dict(service="taxi"))):
            with self.subTest(wrong=wrong):
                found = self.problem(self.box.post("/v1/requests", self.box.request("sos", **wrong)), 400)
                self.assertEqual(found["member"], member)

    def test_a_body_that_is_no_json_object(self):
        for body in (b"", b"{", b"[]", b'"x"', b"{}{}", b"\xff", b"[" * 5000):
            with self.subTest(body=body[:10]):
                self.problem(self.box.post("/v1/requests", body, Content_Type="application/json"), 400)
        self.problem(self.box.post("/v1/requests", b"{}", Content_Type="text/plain"), 415)
        self.problem(self.box.post("/v1/requests", b" " * (1 << 20) + b"{}", Content_Type="application/json"), 413)

    def test_the_newest_come_first(self):
        first, second = self.ask(), self.ask()
        found = [each["id"] for each in self.box.get("/v1/requests?limit=2").json["requests"]]
        self.assertEqual(found, [second, first])
        test = self.box.request("sos", presses=1, grace_s=0, trigger="test", test=True)
        answer = self.box.post("/v1/requests", test)
        self.assertEqual((answer.code, answer.json["test"]), (201, True))
        found = [each["id"] for each in self.box.get("/v1/requests?limit=2").json["requests"]]
        self.assertEqual(found, [second, first])  # a daily test would soon leave no room for anything else
        for limit in ("0", "51", "x", "-1", ""):
            self.problem(self.box.get(f"/v1/requests?limit={limit}"), 400, "limit")

    def test_a_taxi_from_order_to_done(self):
        taxi = self.ask()
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        details = [{"label": "车牌", "value": "沪A·X3642", "role": "plate"}]
        for state, more in (("accepted", dict(details=details, eta_minutes=8)), ("accepted", dict(eta_minutes=5)),
                            ("on_the_way", dict(eta_minutes=2)), ("arrived", {}), ("done", {})):
            self.assertEqual(self.desk.push(taxi, state, **more).code, 200)
            _, event, status = stream.event()
            self.assertEqual((event, status["id"], status["status"]), ("status", taxi, state))
            self.assertEqual(status["details"], details)
            self.assertTrue(status["headline"])
            self.assertEqual(status["can_cancel"], state != "done")
        stream.close()
        found = self.problem(self.box.post(f"/v1/requests/{taxi}/cancel"), 409)
        self.assertEqual((found["request"]["id"], found["request"]["status"]), (taxi, "done"))

    def test_updated_at_always_moves_on(self):
        taxi = self.ask()
        times = [self.desk.push(taxi, "accepted", eta_minutes=eta).json["updated_at"] for eta in range(1, 9)]
        self.assertEqual(times, sorted(set(times)))

    def test_a_cancel_is_a_record_and_can_be_said_twice(self):
        taxi = self.ask()
        first = self.box.post(f"/v1/requests/{taxi}/cancel", {})
        self.assertEqual((first.code, first.json["status"]), (200, "cancelled"))
        self.assertEqual(self.box.post(f"/v1/requests/{taxi}/cancel").code, 200)
        self.assertEqual([each["status"] for each in self.desk.find(taxi)["history"]], ["received", "cancelled"])
        self.problem(self.box.post(f"/v1/requests/{uuid.uuid4()}/cancel"), 404)
        self.problem(self.box.post(f"/v1/requests/{taxi}/cancel", {"why": "no"}), 400, "why")

    def test_the_desk_cannot_go_back_nor_say_a_thing_twice(self):
        sos = self.ask("sos", grace_s=0)
        self.problem(self.desk.push(sos, "arrived"), 409, "cannot become")
        self.problem(self.desk.push(sos, "accepted"), 409)
        self.assertEqual(self.desk.push(sos, "answered").code, 200)
        self.problem(self.desk.push(sos, "answered"), 409, "already")
        self.problem(self.desk.push(sos, "received"), 409)
        self.problem(self.desk.push(sos, "nonsense"), 400, "status")
        self.problem(self.desk.push(sos, "help_sent", eta_minutes=-1), 400, "eta_minutes")
        self.problem(self.desk.push(str(uuid.uuid4()), "answered"), 404)
        self.problem(self.box.post(f"/v1/requests/{sos}/cancel"), 409)


class Orders(Case):
    """What is asked for is held against the catalog, and against what is there right now."""
    options = ("--catalog", ROOT / "assets/catalog.json")

    def order(self, service, code=201, **more):
        answer = self.box.post("/v1/requests", self.box.request(service=service, **more))
        self.assertEqual(answer.code, code, answer.bytes)
        return answer.json

    def options_of(self, service, step, **answers):
        return self.box.options(f"{service}/steps/{step}", **answers).json["options"]

    def book(self, **answers):
        slot = self.options_of("hospital", "slot", **answers)[0]
        return self.order("hospital", answers={**answers, "slot": slot["id"]}), slot

    def test_what_the_catalog_does_not_have_is_named(self):
        for member, wrong in (("service", dict(service="moon")), ("answers.to", dict(answers={"to": "moon"})),
                              ("answers.colour", dict(answers={"colour": "red"})), ("items", dict(items=[{"id": "tofu", "quantity": 1}])),
                              ("items[0]", dict(service="grocery", answers={}, items=[{"id": "moon", "quantity": 1}])),
                              ("answers.slot", dict(service="hospital", answers={"hospital": "tongji", "slot": "tomorrow"}))):
            with self.subTest(wrong=wrong):
                body = self.box.request(**wrong)
                self.assertEqual(self.problem(self.box.post("/v1/requests", body), 422)["member"], member)
                self.assertFalse(any(each["id"] == body["id"] for each in self.desk.get("api/requests").json["requests"]))

    def test_a_booked_hour_vanishes_and_who_comes_too_late_is_told_the_next(self):
        where = {"hospital": "other", "place": "tongji", "department": "eye", "doctor": "d1"}
        first, slot = self.book(**where)
        for _ in range(slot["left"] - 1):
            self.order("hospital", answers={**where, "slot": slot["id"]})
        self.assertNotIn(slot["id"], [each["id"] for each in self.options_of("hospital", "slot", **where)])
        late = self.order("hospital", answers={**where, "slot": slot["id"]})
        self.assertEqual((late["status"], late["retry_step"], late["headline"]), ("rejected", "slot", "这个时间刚被约走了"))
        self.assertIn("最早还有", late["message"])
        self.box.post(f"/v1/requests/{first['id']}/cancel")  # and the hour is free again
        self.assertIn(slot["id"], [each["id"] for each in self.options_of("hospital", "slot", **where)])

    def test_an_accepted_booking_brings_its_ticket(self):
        booked, slot = self.book(hospital="liqun")
        self.assertEqual(self.desk.push(booked["id"], "accepted").code, 200)
        status = self.box.get("/v1/requests?limit=1").json["requests"][0]
        found = {each["label"]: each["value"] for each in status["details"]}
        self.assertEqual(list(found), ["就诊号", "时间", "医生", "地点", "费用"])
        self.assertIn(found["医生"], slot["note"])
        self.assertIn("利群医院", found["地点"])

    def test_the_total_is_counted_anew_and_shown(self):
        items = [{"id": "tofu", "quantity": 4}, {"id": "apple", "quantity": 1}]
        order = self.order("grocery", answers={"plan": "soonest"}, items=items)
        self.assertEqual(order["details"], [{"label": "合计", "value": "补贴后 18.80 元（原价 21 元）", "role": "price"}])
        found = self.desk.find(order["id"])
        self.assertEqual((found["items"], found["price"], found["pay"]), (items, 2100, 1880))
        self.assertEqual(found["bill"][0], {"title": "嫩豆腐", "quantity": 4, "price": 1120, "pay": 1000})
        self.assertEqual(found["lines"], [{"label": "怎么送", "value": "最近一班送到家"}])

    def test_a_dish_that_ran_out_is_said(self):
        one = {"answers": {"canteen": "changshou"}, "items": [{"id": "tomorrow-braised-pork", "quantity": 5}]}
        for _ in range(8):
            self.assertEqual(self.order("meal", **one)["status"], "received")
        late = self.order("meal", **one)
        self.assertEqual((late["status"], late["retry_step"], late["headline"]), ("rejected", "dishes", "明天的红烧肉套餐 刚卖完"))
        dishes = {each["id"]: each for each in self.options_of("meal", "dishes", canteen="changshou")}
        self.assertTrue(dishes["tomorrow-braised-pork"]["sold_out"])

    def test_a_taxi_is_looked_for_in_a_second_round(self):
        taxi = self.ask()
        again = self.desk.push(taxi, "received", headline="再找一次车（第二轮）")
        self.assertEqual(again.code, 200)
        self.assertEqual([each["status"] for each in again.json["history"]], ["received", "received"])
        lost = self.desk.push(taxi, "rejected", headline="没有找到车", retry_step="when")
        self.assertEqual(lost.json["retry_step"], "when")

    def backdate(self, identifier, minutes):
        """As if it had come, and changed last, so many minutes ago."""
        self.hotline.stop()
        with sqlite3.connect(self.hotline.dir / "db") as db:
            db.execute("UPDATE requests SET received_at=received_at-?1, updated_at=updated_at-?1 WHERE id=?2", (minutes * 60000, identifier))
        db.close()
        self.hotline.start()

    def test_after_the_promised_minutes_a_person_takes_over_once(self):
        taxi = self.ask()
        self.assertGreater(self.desk.find(taxi)["promised_at"], self.desk.find(taxi)["received_at"])
        self.assertFalse(self.desk.find(taxi)["handed_over"])
        self.backdate(taxi, 10)
        self.assertTrue(until(lambda: self.desk.find(taxi)["handed_over"], 4))
        time.sleep(0.6)
        found = self.desk.find(taxi)
        self.assertEqual([(each["status"], each["by"]) for each in found["history"]], [("received", "box"), ("received", "clock")])
        self.assertIn("值班人员", found["headline"])

    def test_the_boxs_own_call_is_the_hand_over_and_there_is_no_other(self):
        taxi = self.ask()
        about = {"screen": "overdue", "service": "taxi", "request": taxi}
        call = self.box.request("callback", trigger="box", answers=about)
        self.assertEqual(self.box.post("/v1/requests", call).code, 201)
        self.assertTrue(self.desk.find(taxi)["handed_over"])
        self.backdate(taxi, 10)
        time.sleep(0.6)
        self.assertEqual([(each["status"], each["by"]) for each in self.desk.find(taxi)["history"]],
                         [("received", "box"), ("received", "box")])

    def test_minutes_count_down_by_themselves(self):
        taxi = self.ask()
        self.desk.push(taxi, "accepted", eta_minutes=8)
        self.backdate(taxi, 1)
        self.assertTrue(until(lambda: self.desk.find(taxi)["eta_minutes"] == 7, 4))
        self.assertIn(" 7 分钟", self.desk.find(taxi)["headline"])

    def test_the_day_before_and_two_hours_before_the_senior_is_reminded(self):
        def reminders():
            return [each for each in self.desk.get("api/notices").json["notices"] if each["kind"] == "reminder"]
        booked, slot = self.book(hospital="putuo-people")
        self.desk.push(booked["id"], "accepted")
        before = len(reminders())
        self.hotline.stop()  # the clock cannot be turned, so the booking is: to an hour and a half from now
        soon = time.time() + 8 * 3600 + 5400
        with sqlite3.connect(self.hotline.dir / "db") as db:
            db.execute("UPDATE requests SET body=replace(body, ?, ?) WHERE id=?",
                       (slot["id"], time.strftime("%Y%m%d-%H%M", time.gmtime(soon)) + slot["id"][-3:], booked["id"]))
        db.close()
        self.hotline.start()
        self.assertTrue(until(lambda: len(reminders()) > before, 4))
        time.sleep(0.6)
        notice, = reminders()[:len(reminders()) - before]  # one, though the evening before has passed as well
        self.assertIn("普陀区人民医院", notice["text"])
        self.assertEqual(notice["choices"][0], {"id": "taxi", "title": "叫车去", "service": "taxi", "answers": {"to": "putuo-people"}})


class Emergencies(Case):
    def ringing(self, sos):
        return self.desk.find(sos)["ringing"]

    def test_it_rings_when_the_grace_ends(self):
        sos = self.ask("sos", grace_s=1)
        self.assertFalse(self.ringing(sos))
        self.assertTrue(until(lambda: self.ringing(sos), 4))

    def test_a_confirm_rings_at_once(self):
        sos = self.ask("sos", grace_s=30)
        answer = self.box.post(f"/v1/requests/{sos}/confirm")
        self.assertEqual((answer.code, answer.json["status"]), (200, "received"))
        self.assertTrue(self.ringing(sos))

    def test_one_cancelled_in_time_never_rings_and_stays_on_record(self):
        sos = self.ask("sos", grace_s=1)
        self.assertEqual(self.box.post(f"/v1/requests/{sos}/cancel").json["status"], "cancelled")
        time.sleep(1.6)
        found = self.desk.find(sos)
        self.assertEqual((found["ringing"], found["status"]), (False, "cancelled"))
        self.assertEqual([each["status"] for each in found["history"]], ["received", "cancelled"])

    def test_presses_add_up_and_never_go_back(self):
        sos = self.ask("sos", grace_s=30)
        for presses, shown in ((3, 3), (2, 3), (7, 7)):
            self.assertEqual(self.box.post(f"/v1/requests/{sos}/presses", {"presses": presses}).code, 200)
            self.assertEqual(self.desk.find(sos)["presses"], shown)
        for wrong in ({}, {"presses": 0}, {"presses": "3"}, {"presses": 1, "x": 1}):
            self.problem(self.box.post(f"/v1/requests/{sos}/presses", wrong), 400)
        self.problem(self.box.post(f"/v1/requests/{self.ask()}/presses", {"presses": 2}), 409)

    def test_it_is_kept_as_received_with_the_moment_of_storing(self):
        before = time.monotonic_ns() // 1000
        body = self.box.request("sos", presses=2, grace_s=7, trigger="screen")
        self.assertEqual(self.box.post("/v1/requests", body).code, 201)
        found = self.desk.find(body["id"])
        for name, value in body.items():
            self.assertEqual(found[name], value)
        self.assertEqual(found["device"], DEVICE)
        self.assertTrue(before < found["stored_us"] < time.monotonic_ns() // 1000)

    def test_a_test_does_not_ring_and_closes_by_itself(self):
        sos = self.ask("sos", grace_s=0, test=True, trigger="test")
        self.assertTrue(until(lambda: self.desk.find(sos)["status"] == "closed", 4))
        self.assertFalse(self.ringing(sos))


class Events(Case):
    def test_an_event_missed_is_told_after_reconnecting(self):
        taxi, stream = self.ask(), self.box.stream()
        self.assertEqual(stream.next(), "ping")
        self.desk.push(taxi, "accepted", eta_minutes=9)
        last, _, _ = stream.event()
        stream.close()
        for eta in (7, 5):
            self.desk.push(taxi, "accepted", eta_minutes=eta)
        stream = self.box.stream(last)
        self.assertEqual([stream.event()[2]["eta_minutes"] for _ in range(2)], [7, 5])
        stream.close()

    def test_without_an_id_a_stream_begins_now(self):
        taxi = self.ask()
        self.desk.push(taxi, "accepted", eta_minutes=9)
        for last in (None, "", "no number", "99999999"):
            stream = self.box.stream(last)
            self.assertEqual(stream.next(), "ping")
            self.desk.push(taxi, "accepted", message=f"after {last!r}")
            self.assertEqual(stream.event()[2]["message"], f"after {last!r}")
            stream.close()

    def test_a_long_poll_waits_for_an_event(self):
        taxi, found = self.ask(), []
        def poll():
            found.append(self.box.get("/v1/events?wait=15", Accept="application/json"))
        waiting = threading.Thread(target=poll)
        began = time.monotonic()
        waiting.start()
        time.sleep(0.6)
        self.desk.push(taxi, "accepted", eta_minutes=4)
        waiting.join(20)
        event, = found[0].json["events"]
        self.assertEqual((event["event"], event["data"]["status"]), ("status", "accepted"))
        self.assertTrue(0.5 < time.monotonic() - began < 5)
        self.desk.push(taxi, "done")
        more = self.box.get("/v1/events?wait=15", Accept="application/json", Last_Event_ID=event["id"]).json["events"]
        self.assertEqual([each["data"]["status"] for each in more], ["done"])

    def test_a_long_poll_brings_as_many_as_are_asked_for(self):
        taxi = self.ask()
        for minutes in (8, 6, 4):
            self.desk.push(taxi, "accepted", eta_minutes=minutes)
        last, etas = "0", []
        while True:
            answer = self.box.get("/v1/events?wait=0&most=1", Accept="application/json", Last_Event_ID=last)
            if not answer.json["events"]:
                break
            event, = answer.json["events"]
            self.assertEqual(answer.headers["ETag"], f'"{event["id"]}"')
            last = event["id"]
            etas.append(event["data"].get("eta_minutes"))
        self.assertEqual(etas[-3:], [8, 6, 4])
        for most in ("0", "51", "x"):
            self.problem(self.box.get(f"/v1/events?most={most}", Accept="application/json"), 400, "most")

    def test_a_long_poll_ends_empty(self):
        began = time.monotonic()
        self.assertEqual(self.box.get("/v1/events?wait=1", Accept="application/json").json, {"events": []})
        self.assertTrue(0.9 < time.monotonic() - began < 4)
        self.problem(self.box.get("/v1/events?wait=61", Accept="application/json"), 400, "wait")

    def test_a_notice_is_answered_once_asked(self):
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        sent = self.desk.post("api/notices", {"device": DEVICE, "kind": "care", "title": "您今天好吗?", "text": "按数字回答",
                                              "choices": [{"id": "fine", "title": "很好"}, {"id": "call", "title": "请打电话给我"}]})
        self.assertEqual(sent.code, 201)
        _, event, notice = stream.event()
        stream.close()
        self.assertEqual((event, notice), ("notice", sent.json))
        path = f"/v1/notices/{notice['id']}/reply"
        self.problem(self.box.post(path, {"choice": "other"}), 400, "choice")
        self.problem(self.box.post("/v1/notices/nothing/reply", {"choice": "fine"}), 404)
        self.assertEqual(self.box.post(path, {"choice": "fine"}).code, 200)
        self.assertEqual(self.desk.get("api/notices").json["notices"][0]["reply"], "fine")

    def test_a_notice_without_choices_is_answered_with_seen(self):
        sent = self.desk.post("api/notices", {"device": DEVICE, "kind": "weather", "title": "明天降温"}).json
        self.problem(self.box.post(f"/v1/notices/{sent['id']}/reply", {"choice": "fine"}), 400, "choice")
        self.assertEqual(self.box.post(f"/v1/notices/{sent['id']}/reply", {"choice": "seen"}).code, 200)

    def test_a_notice_that_breaks_the_contract_is_not_sent(self):
        good = {"device": DEVICE, "kind": "care", "title": "您好", "choices": []}
        for wrong in (dict(kind="fire"), dict(title=""), dict(choices={}), dict(choices=[{"id": "a b", "title": "x"}]),
                      dict(choices=[{"id": "a", "title": ""}]), dict(choices=[{"id": "a", "title": "x", "answers": {"to": 1}}]),
                      dict(choices=[{"id": "a", "title": "x"}] * 7), dict(device="")):
            with self.subTest(wrong=wrong):
                self.problem(self.desk.post("api/notices", {**good, **wrong}), 400)

    def test_a_spoken_message_comes_back_as_words(self):
        sound = ogg()
        self.problem(self.box.post("/v1/voice", b"RIFF" + sound, Content_Type="audio/ogg"), 400)
        self.problem(self.box.post("/v1/voice", sound, Content_Type="audio/wav"), 415)
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        taken = self.box.post("/v1/voice", sound, Content_Type="audio/ogg")
        self.assertEqual(taken.code, 202)
        heard = {"text": "我要叫车去医院", "intent": {"service": "taxi", "answers": {"to": "hospital"}}}
        self.assertEqual(self.desk.post(f"api/voices/{taken.json['id']}/answer", heard).code, 200)
        self.assertEqual(stream.event()[1:], ("voice", {**heard, "id": taken.json["id"]}))
        stream.close()
        self.assertEqual(self.desk.get(f"api/voices/{taken.json['id']}/sound").bytes, sound)

    def spoken(self, **more):
        """A request that says that something was spoken, and the path on which that comes."""
        sent = self.box.request("callback", **{"service": "errand", "answers": {"what": "spoken"}, **more})
        self.assertEqual(self.box.post("/v1/requests", sent).code, 201)
        return sent["id"], f"/v1/voice?request={sent['id']}&step=what"

    def voice(self, path, sound=None, key=None):
        return self.box.post(path, ogg(5) if sound is None else sound, key, Content_Type="audio/ogg")

    def test_what_was_spoken_lies_with_its_request(self):
        request, path = self.spoken()
        key, sound = str(uuid.uuid4()), ogg(5)
        self.assertEqual(self.desk.find(request)["voices"], [])
        taken = self.voice(path, sound, key)
        self.assertEqual(taken.code, 202)
        self.assertEqual(self.voice(path, sound, key).json, taken.json)
        (found,) = self.desk.find(request)["voices"]
        self.assertEqual((found["id"], found["step"], found["lasts_ms"], found["device"]), (taken.json["id"], "what", 5000, DEVICE))
        self.assertEqual(self.desk.get(f"api/voices/{found['id']}/sound").bytes, sound)

    def test_what_was_spoken_is_refused_with_a_reason(self):
        request, path = self.spoken()
        other = self.box.request()
        self.box.post("/v1/requests", other)
        key = str(uuid.uuid4())
        self.assertEqual(self.voice(path, key=key).code, 202)
        for where, code, place in ((path, 422, "step"), (path.replace("=what", "=where"), 422, "step"), (f"/v1/voice?request={request}", 400, "step"),
                                   ("/v1/voice?step=what", 400, "request"), ("/v1/voice?request=me&step=what", 400, "request"),
                                   (path.replace("=what", "=a%20b"), 400, "step"), (path.replace(request, other["id"]), 422, "step"),
                                   (path.replace(request, str(uuid.uuid4())), 404, "this box has no request")):
            with self.subTest(where=where):
                self.problem(self.voice(where), code, place)
        self.problem(self.voice(path.replace("=what", "=where"), key=key), 422, "Idempotency-Key")
        self.assertEqual(len(self.desk.find(request)["voices"]), 1)

    def test_only_whole_ogg_opus_is_a_voice(self):
        good = ogg(2)
        for name, sound in (("empty", b""), ("no page", b"RIFF" + good), ("cut off", good[:-1]), ("something behind", good + b"x"), ("another version", good[:4] + b"\1" + good[5:]),
                            ("no head", page(0, 0, b"\x7fFLAC" + bytes(30), 2) + page(1, 999, b"x", 4)), ("no end", good[:good.rindex(b"OggS")]),
                            ("nothing in it", ogg(0)), ("too large", ogg(2) + b"".join(page(number, 9, bytes(60000)) for number in range(3, 13)))):
            with self.subTest(sound=name):
                self.problem(self.voice("/v1/voice", sound), 413 if name == "too large" else 400)

    def test_a_step_takes_only_what_it_offers_or_what_was_spoken(self):
        for answer, code in (("spoken", 201), ("medicine", 201), ("none", 422), ("shouted", 422)):
            with self.subTest(answer=answer):
                self.assertEqual(self.box.post("/v1/requests", self.box.request("callback", service="errand", answers={"what": answer})).code, code)
        self.assertEqual(self.box.post("/v1/requests", self.box.request(answers={"to": "spoken", "when": "now"})).code, 422)


class LineAndDocuments(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hotline.stop()
        cls.catalog = cls.hotline.dir / "catalog.json"
        cls.catalog.write_text(json.dumps({"etag": "1", "services": [{"id": "taxi", "steps": [
            {"id": "to", "kind": "choose", "options": [{"id": "hospital", "title": "医院"}]}, {"id": "when", "options_from": "hotline"}]}]}))
        cls.hotline.options = ("--catalog", cls.catalog)
        cls.hotline.start()

    def heartbeat(self, **more):
        return self.box.call("POST", "/v1/heartbeat", {"sequence": 1, "version": "0.1.0", "uptime_s": 5, "pending": 0, **more})

    def test_a_heartbeat_is_seen_at_the_desk(self):
        answer = self.heartbeat(last_test=now())
        self.assertEqual((answer.code, answer.json["heartbeat_s"]), (200, 60))
        self.assertEqual(answer.json["catalog_etag"], self.box.get("/v1/catalog").headers["ETag"])
        self.assertEqual(answer.json["profile_etag"], self.box.get("/v1/profile").headers["ETag"])
        box, = self.desk.get("api/boxes").json["boxes"]
        self.assertEqual((box["device"], box["silent"], box["heartbeat"]["version"]), (DEVICE, False, "0.1.0"))
        trouble = {"what": "catalog", "why": "services: empty", "since": now()}
        self.assertEqual(self.heartbeat(troubles=[trouble]).code, 200)
        box, = self.desk.get("api/boxes").json["boxes"]
        self.assertEqual(box["heartbeat"]["troubles"], [trouble])
        self.problem(self.heartbeat(pending=-1), 400, "pending")
        self.problem(self.heartbeat(troubles={}), 400, "troubles")
        self.problem(self.heartbeat(troubles=[trouble] * 25), 400, "troubles")
        self.problem(self.heartbeat(troubles=[{**trouble, "what": "weather"}]), 400, "troubles[0].what")
        self.problem(self.heartbeat(troubles=[trouble, {**trouble, "why": "x" * 160}]), 400, "troubles[1].why")
        self.problem(self.heartbeat(troubles=[{**trouble, "since": "today"}]), 400, "troubles[0]")
        self.problem(self.heartbeat(mood="good"), 400, "mood")

    def test_documents_are_fetched_only_when_they_changed(self):
        for path in ("/v1/catalog", "/v1/profile"):
            first = self.box.get(path)
            self.assertEqual(first.code, 200)
            again = self.box.get(path, If_None_Match=first.headers["ETag"])
            self.assertEqual((again.code, again.bytes), (304, b""))
            self.assertEqual(self.box.get(path, If_None_Match='"other"').code, 200)
        self.assertEqual(self.box.get("/v1/profile").json["contacts"][0], {"name": "王建国", "relation": "儿子"})

    def test_options_of_a_step(self):
        self.assertEqual(self.box.options("taxi/steps/to", x="1").json["options"][0]["id"], "hospital")
        self.problem(self.box.options("taxi/steps/when"), 404)
        self.problem(self.box.options("none/steps/to"), 404)
        as_before = self.box.get("/v1/services/taxi/steps/to/options?x=1")  # a box of 0.1
        self.assertEqual(as_before.json, self.box.options("taxi/steps/to", x="1").json)
        self.problem(self.box.get("/v1/services/taxi/steps/when/options"), 404)

    def test_images_lie_beside_the_catalog_and_nothing_else_does(self):
        images = self.hotline.dir / "images"
        images.mkdir()
        (images / "rice.png").write_bytes(b"\x89PNG...")
        found = self.box.get("/v1/images/rice.png")
        self.assertEqual((found.code, found.headers["Content-Type"], found.bytes), (200, "image/png", b"\x89PNG..."))
        self.assertEqual(self.box.get("/v1/images/rice.png", If_None_Match=found.headers["ETag"]).code, 304)
        for name in ("none.png", "..%2fdb", "%2e%2e", "db", "..%2f..%2fetc%2fpasswd.png"):
            self.problem(self.box.get(f"/v1/images/{name}"), 404)

    def test_a_changed_catalog_is_announced(self):
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        whole = self.catalog.read_text()
        self.catalog.write_text("{ half a file")
        time.sleep(0.5)
        self.catalog.write_text(whole.replace('"etag": "1"', '"etag": "2"'))
        _, event, data = stream.event()
        stream.close()
        self.assertEqual((event, data["etag"]), ("catalog", self.box.get("/v1/catalog").headers["ETag"]))


class Faults(Case):
    def tearDown(self):
        self.desk.call("DELETE", "api/faults")

    def stored(self, body):
        return any(each["id"] == body["id"] for each in self.desk.get("api/requests").json["requests"])

    def test_before_processing(self):
        for kind, code in (("error", 500), ("busy", 503)):
            with self.subTest(kind=kind):
                self.desk.fault(kind, "/v1/requests")
                body = self.box.request()
                answer = self.box.post("/v1/requests", body)
                self.assertEqual(answer.code, code)
                self.assertEqual(answer.headers["Retry-After"], "2" if kind == "busy" else None)
                self.assertFalse(self.stored(body))
                self.tearDown()

    def test_a_drop_ends_the_call_and_the_open_streams(self):
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        self.desk.fault("drop")
        with self.assertRaises((EOFError, http.client.IncompleteRead, ConnectionError)):
            stream.event()
        stream.close()
        body = self.box.request()
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionError, ssl.SSLError)):
            self.box.post("/v1/requests", body)
        self.assertFalse(self.stored(body))

    def test_a_stall_never_answers(self):
        self.desk.fault("stall", "/v1/requests")
        body = self.box.request()
        with self.assertRaises(TimeoutError):
            self.box.post("/v1/requests", body, timeout=1.5)
        self.assertFalse(self.stored(body))

    def test_a_delay_delays(self):
        self.desk.fault("delay", "/v1/heartbeat", delay_ms=700)
        began = time.monotonic()
        self.assertEqual(self.box.call("POST", "/v1/heartbeat", {"sequence": 1, "version": "0", "uptime_s": 5, "pending": 0}).code, 200)
        self.assertTrue(0.65 < time.monotonic() - began < 3)
        began = time.monotonic()
        self.box.get("/v1/requests")
        self.assertLess(time.monotonic() - began, 0.6)

    def test_after_processing_and_the_replay_is_true(self):
        wrong = {"cut": (http.client.IncompleteRead, ConnectionError, ssl.SSLError),
                 "reset": (ConnectionResetError, http.client.RemoteDisconnected, ssl.SSLError), "rubbish": ValueError}
        for kind, error in wrong.items():
            with self.subTest(kind=kind):
                self.desk.fault(kind, "/v1/requests")
                body, key = self.box.request(), str(uuid.uuid4())
                with self.assertRaises(error):
                    answer = self.box.post("/v1/requests", body, key)
                    self.assertEqual(answer.code, 200)
                    answer.json
                self.assertTrue(self.stored(body))
                self.tearDown()
                self.assertEqual(self.box.post("/v1/requests", body, key).code, 200)

    def test_a_reset_is_a_real_one(self):
        self.desk.fault("reset", "/v1/requests")
        with self.assertRaises(ConnectionResetError):
            self.box.get("/v1/requests")

    def test_a_share_is_kept_exactly_and_time_ends_it(self):
        self.desk.fault("error", "/v1/requests", share=0.25, seconds=60)
        codes = [self.box.get("/v1/requests").code for _ in range(12)]
        self.assertEqual(codes.count(500), 3)
        active, = self.desk.get("api/faults").json["faults"]
        self.assertEqual((active["kind"], active["hits"], active["strikes"]), ("error", 3, "before processing"))
        self.tearDown()
        self.desk.fault("error", "/v1/requests", seconds=0.5)
        self.assertEqual(self.box.get("/v1/requests").code, 500)
        self.assertTrue(until(lambda: self.box.get("/v1/requests").code == 200, 3))

    def test_the_desk_itself_is_never_faulty(self):
        self.problem(self.desk.post("api/faults", {"kind": "drop", "path": "/desk/"}), 400, "path")
        self.problem(self.desk.post("api/faults", {"kind": "fire"}), 400, "kind")
        self.problem(self.desk.post("api/faults", {"kind": "drop", "share": 1.5}), 400, "share")


class Restarts(Case):
    def test_everything_outlives_the_process(self):
        body, key = self.box.request("sos", grace_s=30), str(uuid.uuid4())
        first = self.box.post("/v1/requests", body, key)
        taxi = self.ask()
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        self.desk.push(taxi, "accepted", eta_minutes=6)
        last, _, _ = stream.event()
        self.desk.push(taxi, "on_the_way", eta_minutes=2)
        certificate = (self.hotline.dir / "tls" / "ca.pem").read_bytes()
        for how in (signal.SIGTERM, signal.SIGKILL):
            before = self.desk.get("api/requests").json
            self.hotline.restart(how)
            self.assertEqual(self.desk.get("api/requests").json, before)
            again = self.box.post("/v1/requests", body, key)
            self.assertEqual((again.code, again.json), (200, first.json))
            stream = self.box.stream(last)
            self.assertEqual(stream.event()[2]["status"], "on_the_way")
            stream.close()
        self.assertEqual((self.hotline.dir / "tls" / "ca.pem").read_bytes(), certificate)

    def test_a_grace_that_ended_while_it_was_down_rings(self):
        sos = self.ask("sos", grace_s=1)
        self.hotline.stop(signal.SIGKILL)
        time.sleep(1.2)
        self.hotline.start()
        self.assertTrue(until(lambda: self.desk.find(sos)["ringing"], 3))

    def test_term_ends_it_with_open_streams_and_polls(self):
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        self.desk.fault("stall", "/v1/requests")
        waiting = self.hotline.connect()
        waiting.request("GET", "/v1/requests", headers={"X-Device-Id": DEVICE})
        time.sleep(0.3)
        self.assertEqual(self.hotline.stop(), 0)
        waiting.close()
        stream.close()
        self.hotline.start()


class Automatic(Case):
    options = ("--auto", "1")

    def test_the_staff_plays_itself(self):
        stream = self.box.stream(timeout=40)
        sos, taxi = self.ask("sos", grace_s=0), self.ask()
        seen = {sos: [], taxi: []}
        while not (seen[sos][-1:] == ["help_sent"] or len(seen[sos]) > 2) or "arrived" not in seen[taxi]:
            _, _, status = stream.event()
            seen[status["id"]].append(status["status"])
            if status["status"] == "accepted":
                self.assertEqual(status["details"][0], {"label": "车牌", "value": "沪A·X3642", "role": "plate"})
                self.assertTrue(status["eta_minutes"] > 2)
            if len(seen[sos]) >= 2 and "arrived" in seen[taxi]:
                break
        stream.close()
        self.assertEqual(seen[sos][:2], ["answered", "help_sent"])
        self.assertEqual(seen[taxi][-2:], ["on_the_way", "arrived"])
        self.assertEqual(seen[taxi][:2], ["accepted", "accepted"])

    def test_what_goes_wrong_is_chosen_by_the_seed(self):
        taxis = [self.ask() for _ in range(6)]
        def ends():
            found = {each["id"]: each for each in self.desk.get("api/requests").json["requests"]}
            return [[step["status"] for step in found[taxi]["history"][:2]] for taxi in taxis]
        self.assertTrue(until(lambda: all(len(each) > 1 for each in ends()), 10))
        rounds = [each[1] for each in ends()]
        self.assertEqual(set(rounds), {"accepted", "received"})  # some are found at once, some in a second round


if __name__ == "__main__":
    unittest.main()
