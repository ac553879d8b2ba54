# SPDX-License-Identifier: Apache-2.0
"""A hotline whose certificate is right and whose words are not: each is refused whole with a reason, told to the operator,
and holds up nothing that comes behind it."""
import datetime
import http.server
import json
import queue
import ssl
import threading
import time
import unittest
import uuid

from harness import ROOT, Journey, texts


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Hostile(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, tls):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls / "server.pem", tls / "server.key")
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server_address[1]}"
        self.beats = []
        self.posts = []  # (path, when)
        self.events = queue.Queue()
        self.etag = "1"
        self.heartbeat_s = 20
        self.catalog = (ROOT / "assets" / "catalog.json").read_bytes()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def say(self, event, data):
        self.events.put(b"event: " + event + b"\ndata: " + data + b"\n\n")

    def handle_error(self, request, client_address):
        pass  # the box hangs up when it ends


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.posts.append((self.path, time.monotonic()))
        if self.path != "/v1/heartbeat":
            return self.answer(404, b"{}")
        self.server.beats.append(json.loads(body))
        self.answer(200, json.dumps({"time": now(), "heartbeat_s": self.server.heartbeat_s, "catalog_etag": self.server.etag,
                                     "profile_etag": ""}).encode())

    def do_GET(self):
        if self.path == "/v1/events":
            return self.stream()
        if self.path == "/v1/catalog":
            return self.answer(200, self.server.catalog, ETag=f'"{self.server.etag}"')
        self.answer(200 if self.path.startswith("/v1/requests") else 404, b'{"requests":[]}')

    def stream(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b": here\n\n")
        while True:
            self.wfile.write(self.server.events.get())


def notice(**differs):
    whole = {"id": "11111111-2222-4333-8444-555555555555", "kind": "care", "title": "今天好吗", "text": "", "at": now(),
             "choices": [], **differs}
    return json.dumps({key: value for key, value in whole.items() if value is not None}).encode()


def status(**differs):
    return json.dumps({"id": str(uuid.uuid4()), "kind": "service", "service": "taxi", "status": "accepted",
                       "updated_at": now(), **differs}).encode()


BAD = [
    (b"notice", b"<html>"), (b"notice", b"[]"), (b"notice", b"[" * 40 + b"]" * 40), (b"notice", notice(id="../x")),
    (b"notice", notice(id=None)), (b"notice", notice(title=7)),
    (b"notice", notice(at="yesterday")), (b"notice", notice(choices=[{"id": "a"}])),
    (b"notice", notice(choices=[{"id": "a", "title": "A"}] * 40)), (b"notice", notice(text="x" * 300000)),
    (b"notice", b'{"id":"\xff\xfe"}'), (b"notice", b"a\0b"), (b"notice" * 40, notice()),
    (b"status", b"{}"), (b"status", status(id="1")), (b"status", status(status="saved")),
    (b"status", status(status="arrived ")), (b"status", status(eta_minutes=1e300)),
    (b"status", status(updated_at="9999999-01-01T00:00:00Z")), (b"status", status(kind="fire")),
]


class HostileHotline(Journey):
    def with_hostile(self):
        self.box.stop()
        hostile = Hostile(self.hotline.tls)
        self.addCleanup(hostile.server_close)
        self.addCleanup(hostile.shutdown)
        self.new_box(endpoints=[hostile.url])
        self.connected()
        return hostile

    def troubles(self, hostile, timeout=30):
        """Those of the next heartbeat."""
        seen, until = len(hostile.beats), time.monotonic() + timeout
        while len(hostile.beats) == seen:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.05)
        return {one["what"]: one["why"] for one in hostile.beats[-1].get("troubles", [])}

    def refused(self):
        return self.box.log_text().count("event is passed over")

    def flood(self, hostile, make, seconds=4):
        """Unthrottled events, each with an id, and the red key in the midst of them: how long until it is here."""
        pressed = None
        begun = time.monotonic()
        number = 0
        while time.monotonic() < begun + seconds and not (pressed and self.sos_of(hostile)):
            if hostile.events.qsize() < 4:
                chunk = b"".join(b"id: %d\n%s\n\n" % (number + one, make(number + one)) for one in range(500))
                number += 500
                hostile.events.put(chunk)
            else:
                time.sleep(0.001)
            if not pressed and time.monotonic() > begun + 1:
                pressed = time.monotonic()
                self.box.send("KEY_SOS")
        hostile.events.queue.clear()
        self.assertTrue(self.sos_of(hostile), f"the SOS is not here, {number} events")
        took = self.sos_of(hostile)[0] - pressed
        print(f"{number} events in {time.monotonic() - begun:.1f} s, the SOS came after {took * 1000:.0f} ms")
        return took

    @staticmethod
    def sos_of(hostile):
        return [when for path, when in hostile.posts if path == "/v1/requests"]

    def test_a_flood_of_what_nobody_knows_does_not_hold_up_the_red_key(self):
        hostile = self.with_hostile()
        self.assertLess(self.flood(hostile, lambda number: b"event: hologram\ndata: {}"), 1)

    def test_a_flood_of_statuses_does_not_hold_up_the_red_key(self):
        hostile = self.with_hostile()
        self.assertLess(self.flood(hostile, lambda number: b"event: status\ndata: " + status()), 1)

    def test_a_flood_of_notices_does_not_hold_up_the_red_key(self):
        hostile = self.with_hostile()
        self.assertLess(self.flood(hostile, lambda number: b"event: notice\ndata: " + notice(id=str(uuid.uuid4()))), 1)

    def test_what_an_event_may_not_be(self):
        hostile = self.with_hostile()
        for count, (event, data) in enumerate(BAD, 1):
            hostile.say(event, data)
            until = time.monotonic() + 10
            while self.refused() < count:
                self.assertLess(time.monotonic(), until, (event[:20], data[:400]))
                time.sleep(0.02)
        self.assertEqual(self.refused(), len(BAD))
        self.assertEqual(self.box.until(screen="home")["screen"], "home")
        self.assertIn("kind", self.troubles(hostile)["event"])
        hostile.say(b"notice", notice(title="今天天气好"))
        self.assertIn("今天天气好", texts(self.box.until(screen="notice")))
        self.assertNotIn("event", self.troubles(hostile))
        self.assertEqual(self.box.log_text().count("the event stream is lost"), 0)  # one stream, from the first to the last

    def test_a_heartbeat_more_often_than_allowed(self):
        hostile = self.with_hostile()
        self.troubles(hostile)
        hostile.heartbeat_s = 0
        self.troubles(hostile)
        self.assertEqual(self.troubles(hostile), {"heartbeat": "heartbeat_s: expected 20 to 300, not 0"})
        self.assertEqual(self.box.log_text().count("it stays at 20 s"), 1)  # once
        hostile.heartbeat_s = 20
        self.troubles(hostile)
        self.assertEqual(self.troubles(hostile), {})

    def test_a_catalog_larger_than_one_can_be(self):
        hostile = self.with_hostile()
        before = [item["id"] for item in self.box.until(screen="home")["items"]]
        hostile.catalog, hostile.etag = b'{"services":[]}' + b" " * (2 << 20), "2"
        hostile.say(b"catalog", b"{}")
        self.box.wait_log("the hotline's catalog is refused, the last good one stays", timeout=20)
        self.assertIn("catalog", self.troubles(hostile))  # also when it has been told once
        self.assertEqual([item["id"] for item in self.box.until(screen="home")["items"]], before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
