# SPDX-License-Identifier: Apache-2.0
"""What the hotline simulator really answers fits net/hotline-api.yaml: each answer's code is listed for its call, and its
body is valid by the schema of that code. So the contract is neither ahead of nor behind what the tests run against."""
import pathlib
import re
import sys
import unittest
import warnings

import yaml

warnings.simplefilter("ignore", DeprecationWarning)
from jsonschema import Draft202012Validator, RefResolver  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hotline"))
from client import DEVICE, ROOT, Box, Desk, Hotline, ogg  # noqa: E402


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.api = yaml.safe_load((ROOT / "net/hotline-api.yaml").read_text(encoding="utf-8"))
        catalog = ROOT / "assets/catalog.json"
        cls.hotline = Hotline("--catalog", catalog)
        cls.box, cls.desk = Box(cls.hotline), Desk(cls.hotline)

    @classmethod
    def tearDownClass(cls):
        cls.hotline.close()

    def follow(self, value):
        while "$ref" in value:
            found = self.api
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            value = found
        return value

    def operation(self, method, path):
        for pattern, item in self.api["paths"].items():
            if re.fullmatch(re.sub(r"{\w+}", "[^/]+", pattern), path.split("?")[0]):
                return item[method.lower()]
        self.fail(f"{path} is not in the contract")

    def valid(self, schema, value):
        Draft202012Validator(schema, resolver=RefResolver("", self.api)).validate(value)

    def check(self, method, path, code, answer):
        self.assertEqual(answer.code, code, answer.bytes)
        responses = self.operation(method, path)["responses"]
        self.assertIn(str(code), responses, f"{method} {path}")
        response = self.follow(responses[str(code)])
        for name, header in response.get("headers", {}).items():
            if self.follow(header).get("required"):
                self.assertTrue(answer.headers[name], name)
        content = response.get("content", {})
        if content:
            kind = answer.headers["Content-Type"].split(";")[0]
            self.assertIn(kind, content)
            if kind.endswith("json"):
                self.valid(content[kind]["schema"], answer.json)
        return answer

    def post(self, code, path, body=None, **more):
        return self.check("POST", path, code, self.box.post(path, body, **more))

    def get(self, code, path, **headers):
        return self.check("GET", path, code, self.box.get(path, **headers))

    def options(self, code, path, answers):
        return self.check("POST", f"/v1/services/{path}/options", code, self.box.options(path, **answers))

    def test_what_the_box_sends_in_these_tests_is_the_contract_s(self):
        for kind in ("sos", "service", "callback"):
            self.valid(self.api["components"]["schemas"]["Request"], self.box.request(kind))

    def test_requests(self):
        sos, taxi = self.box.request("sos", grace_s=30), self.box.request()
        for body in (sos, taxi):
            self.post(201, "/v1/requests", body)
            self.post(200, "/v1/requests", body)
        self.post(201, "/v1/requests", self.box.request("callback", service="person"))
        self.post(400, "/v1/requests", {**sos, "grace_s": 99})
        self.post(415, "/v1/requests", b"x", Content_Type="text/plain")
        self.post(413, "/v1/requests", b" " * (2 << 20), Content_Type="application/json")
        self.post(422, "/v1/requests", {**sos, "presses": 2})
        self.check("POST", "/v1/requests", 403, Box(self.hotline, certificate=False).post("/v1/requests", sos))
        for verb, body in (("confirm", None), ("presses", {"presses": 2}), ("cancel", {})):
            self.post(200, f"/v1/requests/{sos['id']}/{verb}", body)
            self.post(404, f"/v1/requests/00000000-0000-4000-8000-000000000000/{verb}", body)
            self.post(400, f"/v1/requests/{sos['id']}/{verb}", {"x": 1})
        self.post(409, f"/v1/requests/{taxi['id']}/confirm")
        for status, more in (("accepted", {"eta_minutes": 8, "details": [{"label": "车牌", "value": "沪A·X3642", "role": "plate"}]}), ("arrived", {}), ("done", {})):
            self.desk.push(taxi["id"], status, **more)
            self.get(200, "/v1/requests?limit=50")
        self.post(409, f"/v1/requests/{taxi['id']}/cancel")
        self.get(400, "/v1/requests?limit=0")

    def test_live_choices_and_orders_against_them(self):
        visit = {"hospital": "other", "place": "tongji", "department": "eye", "doctor": "d1"}
        for path, answers in (("hospital/steps/doctor", visit), ("hospital/steps/slot", visit), ("hospital/steps/slot", {}),
                              ("meal/steps/dishes", {"canteen": "caoyang"}), ("meal/steps/window", {"canteen": "caoyang"}),
                              ("grocery/steps/window", {"shop": "lianhua-caoyang"}), ("taxi/steps/from", {})):
            self.options(200, path, answers)
        self.get(200, "/v1/services/hospital/steps/slot/options?hospital=other&place=tongji&department=eye&doctor=d1")
        slot = self.options(200, "hospital/steps/slot", visit).json["options"][0]
        answers = {"hospital": "other", "place": "tongji", "department": "eye", "doctor": "d1", "slot": slot["id"]}
        booked = [self.post(201, "/v1/requests", self.box.request(service="hospital", answers=answers)).json for _ in range(slot["left"] + 1)]
        self.assertEqual([each["status"] for each in booked[-2:]], ["received", "rejected"])
        self.assertEqual(booked[-1]["retry_step"], "slot")
        self.post(422, "/v1/requests", self.box.request(service="hospital", answers={"slot": "never"}))
        self.desk.push(booked[0]["id"], "accepted")
        self.get(200, "/v1/requests?limit=50")

    def test_events_of_every_kind(self):
        taxi = self.box.request()
        self.post(201, "/v1/requests", taxi)
        self.desk.push(taxi["id"], "accepted", eta_minutes=8)
        first = self.get(200, "/v1/events?wait=0", Accept="application/json", Last_Event_ID="0").json["events"]
        sent = self.desk.post("api/notices", {"device": DEVICE, "kind": "care", "title": "您今天好吗?", "choices": [{"id": "fine", "title": "很好"}]}).json
        voice = self.post(202, "/v1/voice", ogg(), Content_Type="audio/ogg").json["id"]
        self.desk.post(f"api/voices/{voice}/answer", {"text": "叫车", "intent": {"service": "taxi", "answers": {}}})
        found = self.get(200, "/v1/events?wait=5", Accept="application/json", Last_Event_ID=first[-1]["id"]).json["events"]
        self.assertEqual([each["event"] for each in found], ["notice", "voice"])
        self.assertNotIn("reply", self.get(200, "/v1/notices").json["notices"][0])
        self.post(200, f"/v1/notices/{sent['id']}/reply", {"choice": "fine"})
        self.assertEqual(self.get(200, "/v1/notices?limit=1").json["notices"][0]["reply"], "fine")
        self.get(400, "/v1/notices?limit=0")
        self.post(400, f"/v1/notices/{sent['id']}/reply", {"choice": "x"})
        self.post(404, "/v1/notices/none/reply", {"choice": "fine"})
        self.post(400, "/v1/voice", b"x" * 50, Content_Type="audio/ogg")
        self.post(415, "/v1/voice", b"x" * 50, Content_Type="audio/wav")
        spoken = self.box.request("callback", service="errand", answers={"what": "spoken"})
        self.post(201, "/v1/requests", spoken)
        self.post(202, f"/v1/voice?request={spoken['id']}&step=what", ogg(), Content_Type="audio/ogg")
        self.post(422, f"/v1/voice?request={spoken['id']}&step=what", ogg(), Content_Type="audio/ogg")
        self.post(404, f"/v1/voice?request={sent['id']}&step=what", ogg(), Content_Type="audio/ogg")

    def test_line_and_content(self):
        beat = {"sequence": 1, "version": "0.1.0", "uptime_s": 1, "pending": 0}
        self.post(200, "/v1/heartbeat", beat)
        self.post(400, "/v1/heartbeat", {**beat, "pending": "0"})
        counts = {"sent": 3, "first": 2}
        health = {"attempts": {"sos": counts, "tests": counts}, "certificate_ends": "2027-11-21T00:00:00Z"}
        self.post(200, "/v1/heartbeat", {**beat, "health": health})
        for wrong in ({"mood": "fine"}, {"attempts": {"sos": counts}}, {"certificate_ends": "soon"}, {"starts": -1}):
            self.post(400, "/v1/heartbeat", {**beat, "health": {**health, **wrong}})
        for path in ("/v1/catalog", "/v1/profile"):
            tag = self.get(200, path).headers["ETag"]
            self.get(304, path, If_None_Match=tag)
        self.get(404, "/v1/images/none.png")
        self.options(404, "none/steps/none", {})
        self.options(200, "taxi/steps/to", {})
        self.options(400, "taxi/steps/to", {"a b": "c"})

    def test_faults_speak_the_contract_too(self):
        for kind, code in (("error", 500), ("busy", 503)):
            self.desk.fault(kind, "/v1/requests")
            self.get(code, "/v1/requests")
            self.post(code, "/v1/requests", self.box.request())
            self.desk.call("DELETE", "api/faults")


if __name__ == "__main__":
    unittest.main()
