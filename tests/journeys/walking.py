# SPDX-License-Identifier: Apache-2.0
"""Going through the channel as a calm hand does: a key, then a look at what it did. For whoever has a `box`. And what
others do meanwhile, and time."""
import http.client
import json
import sqlite3
import ssl
import time
import uuid

from harness import sign, texts


def marks(scene):
    """What tells one page from another."""
    return scene.get("screen"), scene.get("step"), scene.get("title"), scene.get("focus")


class Walking:
    def wait(self, what, why, timeout=10):
        """Until WHAT() holds of the newest scene."""
        until = time.monotonic() + timeout
        while not what():
            if time.monotonic() > until:
                raise AssertionError(f"{why}: {texts(self.box.scene)}")
            time.sleep(0.02)
        return self.box.scene

    def page_after(self, key, timeout=8):
        """Presses KEY and waits for another page, or another focus on it."""
        before = marks(self.box.scene)
        self.box.press(key, gap_ms=200 if key in ("KEY_UP", "KEY_DOWN", "KEY_LEFT", "KEY_RIGHT") else 450)
        return self.wait(lambda: marks(self.box.scene) != before, f"{key} did nothing", timeout)

    def has(self, item, scene=None):
        return any(one["id"] == item for one in (scene or self.box.scene)["items"])

    def until_shown(self, item, timeout=10):
        """A page with that item on it: a list has come."""
        return self.wait(lambda: self.has(item), f"no {item}", timeout)

    def until_listed(self, timeout=10):
        """The hotline's list is here: there are options, not only the way back."""
        return self.wait(lambda: any(one["role"] == "option" for one in self.box.scene["items"]), "no list", timeout)

    def until_said(self, words, timeout=10):
        return self.wait(lambda: words in texts(self.box.scene), f"{words} is not said", timeout)

    def not_as_usual(self):
        """Past the row that orders the whole as last time: this time one thing after the other is chosen."""
        if self.box.scene["focus"] == "as-usual":
            self.page_after("KEY_DOWN")

    def to_tile(self, item):
        """On home, by arrows as most do it."""
        def middle(name):
            x, y, w, h = next(one["box"] for one in self.box.scene["items"] if one["id"] == name)
            return x + w / 2, y + h / 2
        self.box.until(screen="home", focus=True)
        for _ in range(8):
            focus = self.box.scene["focus"]
            if focus == item:
                return
            (x, y), (to_x, to_y) = middle(focus), middle(item)
            sideways = abs(to_x - x) > abs(to_y - y)
            self.box.press(("KEY_RIGHT" if to_x > x else "KEY_LEFT") if sideways
                           else "KEY_DOWN" if to_y > y else "KEY_UP", gap_ms=200)
            # A page can change by itself, as when the profile comes; the focus cannot.
            self.wait(lambda before=focus: self.box.scene["focus"] != before, f"the focus stays on {focus}")
        raise AssertionError(f"no way to {item}: {texts(self.box.scene)}")

    def to_button(self, item):
        """Along the row of buttons that the focus is in."""
        for _ in range(6):
            boxes = {one["id"]: one["box"] for one in self.box.scene["items"] if one["role"] == "button"}
            if item not in boxes:
                break
            focus = self.box.scene["focus"]
            if focus == item:
                return
            self.page_after("KEY_LEFT" if boxes[item][0] < boxes[focus][0] else "KEY_RIGHT")
        raise AssertionError(f"no way to {item}: {texts(self.box.scene)}")

    def to_row(self, item):
        """Down the list, through its pages."""
        for _ in range(20):
            if self.box.scene["focus"] == item:
                return
            self.page_after("KEY_DOWN")
        raise AssertionError(f"no way to {item}: {texts(self.box.scene)}")

    def to_checkout(self):
        """Down from the rows to the button that goes on."""
        for _ in range(8):
            if self.box.scene["focus"] == "checkout":
                return
            self.page_after("KEY_LEFT" if self.box.scene["focus"] in ("page-next", "page-before") else "KEY_DOWN")
        raise AssertionError(f"no way to the checkout: {texts(self.box.scene)}")


NEIGHBOUR = "PT-000124"


def sign_neighbour(tls):
    """A certificate for another home's box."""
    return sign(tls, NEIGHBOUR)


class Neighbours:
    """The others, who order what this household wanted. For whoever has a `hotline`."""
    certificate = None

    def call(self, method, path, body=None):
        self.certificate = self.certificate or sign_neighbour(self.hotline.tls)
        context = ssl.create_default_context(cafile=str(self.hotline.tls / "ca.pem"))
        context.load_cert_chain(*self.certificate)
        line = http.client.HTTPSConnection("127.0.0.1", self.hotline.port, context=context, timeout=10)
        headers = {"X-Device-Id": NEIGHBOUR, "Content-Type": "application/json"}
        if body:
            headers["Idempotency-Key"] = f'"{uuid.uuid4()}"'
        line.request(method, path, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, json.loads(text)

    def options(self, service, step, **answers):
        status, body = self.call("POST", f"/v1/services/{service}/steps/{step}/options", {"answers": answers})
        if status != 200:
            raise AssertionError(f"no options for {service} {step}: {status} {body}")
        return {one["id"]: one for one in body["options"]}

    def someone_orders(self, service, answers, items=()):
        status, body = self.call("POST", "/v1/requests", {
            "id": str(uuid.uuid4()), "kind": "service", "service": service, "answers": answers,
            "items": [{"id": item, "quantity": count} for item, count in items], "sequence": 1,
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "trigger": "screen"})
        if status not in (200, 201):
            raise AssertionError(f"nobody can order {service}: {status} {body}")
        return body


def grow_older(hotline, box, request, minutes, told):
    """The clocks cannot be turned, so the order is: on both sides, as if it had come so long ago. TOLD: what the hotline
    believes to have said of it (1 = that it has handed it over to a person, 0 = nothing yet)."""
    box.kill()
    hotline.stop()
    with sqlite3.connect(hotline.folder / "hotline.db") as db:
        db.execute("UPDATE requests SET received_at=received_at-?1, updated_at=updated_at-?1, told=?2 WHERE id=?3",
                   (minutes * 60000, told, request))
    db.close()
    with sqlite3.connect(box.folder / "state" / "outbox.db") as db:
        for field in ("updated_at_ms", "created_at_ms", "reached.received"):
            db.execute(f"UPDATE requests SET known=json_set(known,'$.{field}',json_extract(known,'$.{field}')-?) WHERE id=?",
                       (minutes * 60000, request))
    db.close()
    hotline.start()
    box.start()
    box.until(link="connected")
