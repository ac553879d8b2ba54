# SPDX-License-Identifier: Apache-2.0
"""What the journeys of orders share: going through a service as a calm hand does, and the others who order too."""
import http.client
import json
import ssl
import time
import uuid

from harness import DEVICE, Journey, texts

__all__ = ["Ordering", "texts"]


def marks(scene):
    """What tells one page from another."""
    return scene.get("screen"), scene.get("step"), scene.get("title"), scene.get("focus")


class Ordering(Journey):
    def page_after(self, key, timeout=8):
        """Presses KEY and waits for another page, or another focus on it."""
        before = marks(self.box.scene)
        self.box.press(key, gap_ms=200 if key in ("KEY_UP", "KEY_DOWN", "KEY_LEFT", "KEY_RIGHT") else 450)
        until = time.monotonic() + timeout
        while marks(self.box.scene) == before:
            self.assertLess(time.monotonic(), until, f"{key} did nothing: {texts(self.box.scene)}")
            time.sleep(0.02)
        return self.box.scene

    def has(self, item, scene=None):
        return any(one["id"] == item for one in (scene or self.box.scene)["items"])

    def until_shown(self, item, timeout=10):
        """A page with that item on it: a list has come."""
        until = time.monotonic() + timeout
        while not self.has(item):
            self.assertLess(time.monotonic(), until, f"no {item}: {texts(self.box.scene)}")
            time.sleep(0.02)
        return self.box.scene

    def until_listed(self, timeout=10):
        """The hotline's list is here: there are options, not only the way back."""
        until = time.monotonic() + timeout
        while not any(one["role"] == "option" for one in self.box.scene["items"]):
            self.assertLess(time.monotonic(), until, f"no list: {texts(self.box.scene)}")
            time.sleep(0.02)
        return self.box.scene

    def until_said(self, words, timeout=10):
        until = time.monotonic() + timeout
        while words not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, f"{words} is not said: {texts(self.box.scene)}")
            time.sleep(0.02)

    def not_as_usual(self):
        """Past the row that orders the whole as last time: this time one thing after the other is chosen."""
        if self.box.scene["focus"] == "as-usual":
            self.page_after("KEY_DOWN")

    def to_tile(self, item):
        """On home, by arrows as most do it."""
        def middle(name):
            x, y, w, h = next(one["box"] for one in self.box.scene["items"] if one["id"] == name)
            return x + w / 2, y + h / 2
        for _ in range(8):
            focus = self.box.scene["focus"]
            if focus == item:
                return
            (x, y), (to_x, to_y) = middle(focus), middle(item)
            sideways = abs(to_x - x) > abs(to_y - y)
            self.page_after(("KEY_RIGHT" if to_x > x else "KEY_LEFT") if sideways
                            else "KEY_DOWN" if to_y > y else "KEY_UP")
        self.fail(f"no way to {item}: {texts(self.box.scene)}")

    def to_button(self, item):
        """Along the row of buttons that the focus is in."""
        for _ in range(6):
            boxes = {one["id"]: one["box"] for one in self.box.scene["items"] if one["role"] == "button"}
            self.assertIn(item, boxes, texts(self.box.scene))
            focus = self.box.scene["focus"]
            if focus == item:
                return
            self.page_after("KEY_LEFT" if boxes[item][0] < boxes[focus][0] else "KEY_RIGHT")
        self.fail(f"no way to {item}: {texts(self.box.scene)}")

    def to_checkout(self):
        """Down from the rows to the button that goes on."""
        for _ in range(8):
            if self.box.scene["focus"] == "checkout":
                return
            self.page_after("KEY_LEFT" if self.box.scene["focus"] in ("page-next", "page-before") else "KEY_DOWN")
        self.fail(f"no way to the checkout: {texts(self.box.scene)}")

    def submit(self):
        """OK on the confirm screen; returns the result's scene, once the hotline has it."""
        self.assertEqual((self.box.scene["screen"], self.box.scene["focus"]), ("confirm", "confirm"))
        self.box.press("KEY_OK", gap_ms=600)
        return self.box.until(screen="result", request__status="received")

    # --- others, who order what this household wanted

    def call(self, method, path, body=None):
        context = ssl.create_default_context(cafile=str(self.hotline.tls / "ca.pem"))
        context.load_cert_chain(self.hotline.tls / "box.pem", self.hotline.tls / "box.key")
        line = http.client.HTTPSConnection("127.0.0.1", self.hotline.port, context=context, timeout=10)
        headers = {"X-Device-Id": DEVICE, "Content-Type": "application/json"}
        if body:
            headers["Idempotency-Key"] = f'"{uuid.uuid4()}"'
        line.request(method, path, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, json.loads(text)

    def options(self, service, step, **answers):
        query = "&".join(f"{key}={value}" for key, value in answers.items())
        status, body = self.call("GET", f"/v1/services/{service}/steps/{step}/options?{query}")
        self.assertEqual(status, 200)
        return {one["id"]: one for one in body["options"]}

    def someone_orders(self, service, answers, items=()):
        status, body = self.call("POST", "/v1/requests", {
            "id": str(uuid.uuid4()), "kind": "service", "service": service, "answers": answers,
            "items": [{"id": item, "quantity": count} for item, count in items], "sequence": 1,
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "trigger": "screen"})
        self.assertIn(status, (200, 201), body)
        return body
