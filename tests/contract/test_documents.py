# SPDX-License-Identifier: Apache-2.0
"""The contract's schemas and the box's own tables say the same: documents that are made from the schemas are taken where
they are lawful, and refused where they are one step beyond, in the box (what the hotline says) and in the simulator (what a
box says). What the box forgives is listed, and forgiven."""
import json
import pathlib
import re
import subprocess
import sys
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hotline"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from client import BUILD, ROOT, Box, Desk, Hotline  # noqa: E402
from documents import Documents, load  # noqa: E402

ID, MOMENT = "5a1e2f0c-3c39-4ab7-8a51-0d7b9f1f7a44", "2026-11-21T09:33:50.001Z"
STATUS = {"id": ID, "kind": "service", "service": "taxi", "status": "accepted", "updated_at": MOMENT, "headline": "司机已接单",
          "details": [{"label": "车牌", "value": "沪A·X3642", "role": "plate"}, {"label": "司机", "value": "李师傅"}],
          "message": "请带好随身物品。", "eta_minutes": 8, "retry_step": "slot", "can_cancel": True, "test": False}
NOTICE = {"id": "2b3f7d1e-8d7e-4c55-9f0a-7a1c5e0d4b21", "kind": "care", "icon": "typhoon", "title": "您今天好吗?", "text": "请按数字。",
          "choices": [{"id": "fine", "title": "很好"}, {"id": "taxi", "title": "叫车", "service": "taxi", "answers": {"to": "tongji"}}],
          "at": MOMENT, "reply": "fine"}
OPTION = {"id": "rice", "title": "米饭", "note": "一碗", "price": 1000000, "pay": 0, "image": "rice.png", "emoji": "🍚", "icon": "rice",
          "group": "hot", "tags": ["低盐"], "usual": True, "sold_out": False, "day": "2026-11-23", "left": 9}
CATALOG = {
    "etag": "1", "topics": [{"id": "policy", "title": "政策", "note": "咨询", "icon": "book"}], "services": [{
        "id": "meal", "title": "订餐", "note": "食堂", "icon": "meal", "colour": "green", "home": 2, "kind": "service", "expires_s": 120,
        "promise_minutes": 10, "cancel_note": "出发前", "papers": "身份证", "milestones": ["accepted", "done"],
        "words": {"zh-CN": {"chip.arrived": "到了", "text.done": "好了"}},
        "next": [{"title": "叫车", "icon": "taxi", "states": ["done"], "service": "taxi", "answers": {"to": "{home}"}}],
        "steps": [
            {"id": "dishes", "kind": "cart", "title": "吃什么?", "label": "菜", "note": "今天", "options": [OPTION],
             "groups": [{"id": "hot", "title": "热菜"}], "max": 9, "optional": True, "min_pay": 100, "cutoff": "10:30", "unit": "份"},
            {"id": "word", "kind": "say", "title": "还要说什么?", "when": {"step": "dishes", "option": "rice"}}],
        "confirm": {"title": "请核对", "button": "确认", "lines": [{"label": "菜", "value": "{dishes}"}]}}]}
PROFILE = {"etag": "1", "name": "王阿姨", "phone": "021-6222****", "addresses": [{"id": "home", "title": "家", "text": "曹杨一村"}],
           "contacts": [{"name": "王建国", "relation": "儿子"}], "usual": {"taxi": {"to": "tongji"}}}
OPTIONS = {"options": [{key: value for key, value in OPTION.items() if key != "group"}]}

# One member of these has to do with another one, so that a change of it alone is another matter than its schema.
TIED = {
    "Status": (r"^kind: enum", r"^status: enum"),  # a state fits its kind
    "Notice": (),
    "Catalog": (r"/id: ", r"/group: ", r"/groups: missing", r"^services/0/steps/0/kind: enum", r"/when/", r"/lines/0/value: maxLength of",
                r"/(price|pay|max|min_pay): (missing|minimum$)", r"/price: m", r"/pay: m", r"/options: missing", r"/steps: missing",
                r"/options: maxItems$", r"services: maxItems$", r"/steps: maxItems$", r"/next/0/answers", r"/words", r"steps/1/kind"),
    "Options": (r"/(price|pay): ",),
    "Profile": (),
}
# A box takes these although they are beyond the contract: they only fill the screen, or it can do without.
FORGIVEN = {
    "Status": (r"^headline: (missing|maxLength)", r"^message: (missing|maxLength)", r"^details: (missing|maxItems)", r"^details/\d/(label|value): m",
               r"^details/\d/role: ", r"^eta_minutes: m", r"^can_cancel: missing", r"^retry_step: ", r"^service: "),
    "Notice": (r"^(title|text): maxLength", r"^text: missing", r"^choices: (missing|maxItems)", r"^choices/\d/title: maxLength", r"^kind: no word",
               r"^icon: ", r"^id: ", r"^reply: ", r"^choices/1/service: ''"),
    "Catalog": (r"/image: ", r"/lines/0/label: "),
    "Options": (r"/image: ",),
    "Profile": (),
}


def fits(change, patterns):
    return any(re.search(pattern, repr(change)) for pattern in patterns)


class TheBox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.api = load(ROOT / "net/hotline-api.yaml")
        cls.documents = Documents(cls.api)

    def judge(self, kind, changes):
        lines = "".join(f"{kind} {json.dumps(change.document, ensure_ascii=False)}\n" for change in changes)
        done = subprocess.run([BUILD / "unit/net/api/judge"], input=lines, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def hold(self, kind, schema, document):
        changes = list(self.documents.changes(schema, document))
        self.assertGreater(len(changes), 40)
        faults = []
        for change, said in zip(changes, self.judge(kind, changes), strict=True):
            taken = said == "taken"
            if taken != change.lawful and not fits(change, TIED[kind]) and not (taken and fits(change, FORGIVEN[kind])):
                faults.append(f"{kind}.{change}: {said}")
        self.assertFalse(faults, "\n".join(faults))

    def test_the_documents_it_starts_from_are_good(self):
        from jsonschema import Draft202012Validator, RefResolver
        for kind, document in (("Status", STATUS), ("Notice", NOTICE), ("Catalog", CATALOG), ("Profile", PROFILE)):
            Draft202012Validator(self.api["components"]["schemas"][kind], resolver=RefResolver("", self.api)).validate(document)

    def schema(self, name):
        return self.api["components"]["schemas"][name]

    def test_a_status(self):
        self.hold("Status", self.schema("Status"), STATUS)

    def test_a_notice(self):
        self.hold("Notice", self.schema("Notice"), NOTICE)

    def test_a_catalog(self):
        self.hold("Catalog", self.schema("Catalog"), CATALOG)

    def test_a_profile(self):
        self.hold("Profile", self.schema("Profile"), PROFILE)

    def test_options_of_a_step(self):
        call = self.api["paths"]["/v1/services/{service}/steps/{step}/options"]
        operation = call.get("post", call.get("get"))
        self.hold("Options", operation["responses"]["200"]["content"]["application/json"]["schema"], OPTIONS)


class TheSimulator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.api = load(ROOT / "net/hotline-api.yaml")
        cls.documents = Documents(cls.api)
        cls.hotline = Hotline()
        cls.box, cls.desk = Box(cls.hotline), Desk(cls.hotline)

    @classmethod
    def tearDownClass(cls):
        cls.hotline.close()

    def body_of(self, path):
        return self.documents.follow(self.api["paths"][path]["post"]["requestBody"])["content"]["application/json"]["schema"]

    def hold(self, path, document, tied=(), anew=None, **parts):
        """Each change of the body is taken, or is 400. What only then turns out not to be possible is another matter."""
        faults, count = [], 0
        for change in self.documents.changes(self.body_of(path), document):
            if fits(change, tied):
                continue
            body = anew(change.document) if anew else change.document
            code = self.box.post(path.format(**parts), body if isinstance(body, (dict, list)) else json.dumps(body).encode(),
                                 Content_Type="application/json").code
            count += 1
            if (code == 400) == change.lawful:
                faults.append(f"{path} {change}: {code}")
        self.assertFalse(faults, "\n".join(faults))
        return count

    @staticmethod
    def with_own_id(body):
        """The same request twice is another matter."""
        return {**body, "id": str(uuid.uuid4())} if isinstance(body, dict) and body.get("id") == ID else body

    def test_requests_of_each_kind(self):
        service = {"id": ID, "kind": "service", "service": "meal", "answers": {"canteen": "caoyang"}, "created_at": MOMENT, "sequence": 1,
                   "items": [{"id": "braised-pork", "quantity": 1}], "trigger": "screen", "test": False}
        sos = {"id": ID, "kind": "sos", "created_at": MOMENT, "sequence": 1, "trigger": "remote", "presses": 1, "grace_s": 5, "test": False}
        for body, tied in ((service, (r"^kind: enum", r"^service: missing")), (sos, (r"^kind: enum", r"^(presses|grace_s): missing"))):
            self.assertGreater(self.hold("/v1/requests", body, tied, self.with_own_id), 30)

    def test_what_is_done_with_a_request(self):
        sos = self.box.request("sos", grace_s=30)
        self.assertEqual(self.box.post("/v1/requests", sos).code, 201)
        self.hold("/v1/requests/{id}/presses", {"presses": 2}, id=sos["id"])
        for verb in ("confirm", "cancel"):
            self.hold(f"/v1/requests/{{id}}/{verb}", {}, id=sos["id"])

    def test_a_question_for_options(self):
        self.hold("/v1/services/{service}/steps/{step}/options", {"answers": {"to": "tongji"}}, service="taxi", step="from")

    def test_a_heartbeat(self):
        self.hold("/v1/heartbeat", {"sequence": 1, "version": "0.1.0", "uptime_s": 5, "pending": 0,
                                    "troubles": [{"what": "catalog", "why": "services[1].title", "since": MOMENT}]})

    def test_a_reply(self):
        sent = self.desk.post("api/notices", {"device": "PT-000123", "kind": "care", "title": "好?", "choices": [{"id": "fine", "title": "好"}]}).json
        # a name that is none of its choices is refused too
        self.hold("/v1/notices/{id}/reply", {"choice": "fine"}, (r"the longest name", r"by its pattern"), id=sent["id"])

    def test_numbers_in_a_query(self):
        for path, name in (("/v1/requests", "limit"), ("/v1/notices", "limit")):
            parameters = [self.documents.follow(each) for each in self.api["paths"][path]["get"]["parameters"]]
            schema = next(each["schema"] for each in parameters if each["name"] == name)
            for value, code in ((schema["minimum"], 200), (schema["maximum"], 200), (schema["minimum"] - 1, 400), (schema["maximum"] + 1, 400),
                                ("x", 400), ("", 400)):
                self.assertEqual(self.box.get(f"{path}?{name}={value}").code, code, (path, value))


if __name__ == "__main__":
    unittest.main()
